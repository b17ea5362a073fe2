"""What no single step can see: a story that is printed on one day is not printed on the next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest import words
from digest.model import Desk, Fetched, Item, Ranking, Rule, Source
from digest.pipeline import composing
from digest.store import Store

NOW = datetime(2026, 8, 24, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LOUD = Source(kind="feed", target="https://laut.example/rss", section="News", name="Laut")
QUIET = Source(kind="feed", target="https://leise.example/rss", section="News", name="Leise")
THIRD = Source(kind="feed", target="https://dritte.example/rss", section="News", name="Dritte")
FOURTH = Source(kind="feed", target="https://vierte.example/rss", section="News", name="Vierte")
TOLD = "Fähre läuft vor Bergen auf Grund, 120 Menschen gerettet"
LETTERS = "abcdefghijklmnopqrst"


def article(source, title, when):
    return Item(
        source=source.id,
        key=f"{title} {when}",
        title=title,
        folded=words.folded(title),
        published=when,
        seen=when,
    )


def bring(store, source, *articles, now):
    store.add(Fetched(source=source, items=tuple(articles), title=source.name), now)


def desk(*rules):
    ranking = Ranking(per_source=1, per_source_set=True)
    return Desk(sources=(LOUD, QUIET), sections=("News",), must_see=rules, ranking=ranking)


def titles(proof):
    return [story.lead.title for story in proof.edition.stories]


@pytest.fixture
def store(tmp_path):
    """Yesterday's paper held a story that is retold today, below more others than are compared."""
    with Store(tmp_path) as archive:
        bring(archive, LOUD, article(LOUD, TOLD, NOW - DAY), now=NOW - DAY)
        archive.keep(composing.compose(desk(), archive, NOW - DAY, limit=15).edition)
        many = [
            article(LOUD, f"Neues{a}{b}{c} aus{c}{b}{a}", NOW - timedelta(minutes=1))
            for a in LETTERS[:3]
            for b in LETTERS
            for c in LETTERS
        ]
        assert len(many) > composing.FOLLOWED
        bring(archive, LOUD, *many, now=NOW)
        bring(archive, QUIET, article(QUIET, TOLD, NOW - DAY / 2), now=NOW)
        yield archive


def test_a_story_far_down_is_not_printed_twice_where_nothing_else_is_left(store):
    proof = composing.compose(desk(), store, NOW, limit=15)
    assert [story.lead.title for story in proof.ranked.stories][-1] == TOLD
    assert [story.lead.source for story in proof.edition.stories] == [LOUD.id]
    assert [story.lead.title for story in proof.aside] == [TOLD]


def test_a_story_set_aside_counts_as_one_that_did_not_make_it(store):
    receipt = composing.compose(desk(), store, NOW, limit=15).edition.receipt
    assert receipt.items == receipt.stories == receipt.printed + receipt.below
    assert receipt.merged == 0
    assert {(each.source, sum(each.merged)) for each in receipt.tallies} == {
        *((LOUD.id, 0), (QUIET.id, 0))
    }


def test_what_must_be_seen_is_marked_as_told_before_however_far_down_it_is(store):
    proof = composing.compose(desk(Rule(name="R", patterns=("bergen",))), store, NOW, limit=15)
    assert titles(proof)[0] == TOLD
    assert proof.edition.stories[0].continues == 1


def test_a_paper_of_everything_compares_everything(store):
    proof = composing.compose(desk(), store, NOW, limit=None)
    assert TOLD not in titles(proof)


def test_what_her_sources_speak_of_every_day_does_not_make_two_news_one(tmp_path):
    breaches = ["Kolibri Bank confirms customer data breach", "Customer data breach at Seestern"]
    with Store(tmp_path / "new") as archive:
        for source, title in zip((LOUD, QUIET), breaches, strict=True):
            bring(archive, source, article(source, title, NOW), now=NOW)
        assert len(composing.compose(desk(), archive, NOW, limit=15).edition.stories) == 1
    with Store(tmp_path / "old") as archive:
        usual = [
            article(LOUD, f"Name{a}{b} loses customer data in breach", NOW - 5 * DAY)
            for a in LETTERS[:5]
            for b in LETTERS
        ]
        bring(archive, LOUD, *usual, now=NOW - 5 * DAY)
        for source, title in zip((LOUD, QUIET), breaches, strict=True):
            bring(archive, source, article(source, title, NOW), now=NOW)
        paper = composing.compose(desk(), archive, NOW, limit=15).edition
        archive.keep(paper)
        assert len(paper.stories) == 2
        again = composing.recompose(desk(), archive, paper).edition
        assert again.stories == paper.stories


SALES = Rule(name="Tickets", patterns=("ticketverkauf*", "vorverkauf*", '"re:publica" ticket*'))


@pytest.mark.parametrize(
    ("loud", "quiet", "count"),
    [
        ("Ticketverkauf für die Möwentage beginnt", "Ticketverkauf für Reiherwoche beginnt", 2),
        ("Möwentage: Vorverkauf beginnt im Mai", "Vorverkauf für die Möwentage beginnt", 1),
        ("Vorverkauf der re:publica beginnt heute", "Vorverkauf der OMR beginnt heute", 2),
        ("re:publica: Vorverkauf startet um 10 Uhr", "Tickets der re:publica im Vorverkauf", 1),
    ],
)
def test_what_a_rule_looks_for_does_not_hide_one_sale_behind_another(tmp_path, loud, quiet, count):
    with Store(tmp_path) as archive:
        bring(archive, LOUD, article(LOUD, loud, NOW), now=NOW)
        bring(archive, QUIET, article(QUIET, quiet, NOW), now=NOW)
        paper = composing.compose(desk(SALES), archive, NOW, limit=15).edition
        assert [story.must_see for story in paper.stories] == [("Tickets",)] * count


OLD, NEW = (
    "120 Menschen gerettet: Fähre läuft vor Bergen auf Grund",
    "Fähre vor Bergen auf Grund: Kapitän betrunken, Anklage erhoben",
)


@pytest.mark.parametrize("rules", [(), (Rule(name="R", patterns=("bergen",)),)])
def test_a_follow_up_shows_the_headline_that_brings_news(tmp_path, rules):
    with Store(tmp_path) as archive:
        bring(archive, LOUD, article(LOUD, TOLD, NOW - DAY), now=NOW - DAY)
        archive.keep(composing.compose(desk(*rules), archive, NOW - DAY, limit=15).edition)
        bring(archive, LOUD, article(LOUD, OLD, NOW - DAY / 3), now=NOW)
        bring(archive, QUIET, article(QUIET, NEW, NOW - DAY / 4), now=NOW)
        (story,) = composing.compose(desk(*rules), archive, NOW, limit=15).edition.stories
        assert (story.continues, [item.title for item in story.items]) == (1, [NEW, OLD])


@pytest.mark.parametrize(
    ("weight", "rules"),
    [(0.0, ()), (1.0, (Rule(name="R", patterns=("gerettet",)),))],
    ids=["of a source that is never shown", "beside what must be seen"],
)
def test_what_may_not_lead_leads_no_follow_up(tmp_path, weight, rules):
    quiet = replace(QUIET, weight=weight)
    paper = replace(desk(*rules), sources=(LOUD, quiet))
    with Store(tmp_path) as archive:
        bring(archive, LOUD, article(LOUD, TOLD, NOW - DAY), now=NOW - DAY)
        archive.keep(composing.compose(paper, archive, NOW - DAY, limit=15).edition)
        bring(archive, LOUD, article(LOUD, OLD, NOW - DAY / 3), now=NOW)
        bring(archive, quiet, article(quiet, NEW, NOW - DAY / 4), now=NOW)
        (story,) = composing.compose(paper, archive, NOW, limit=15).edition.stories
        assert [item.title for item in story.items] == [OLD, NEW]


FERRIES = Rule(name="R", patterns=("fähre",))
PAGE = "https://laut.example/faehre"


def at(page, source, title, when):
    return replace(article(source, title, when), url=page, page=page)


@pytest.fixture
def yesterday(tmp_path):
    """A paper of yesterday held an article that must be seen."""
    with Store(tmp_path / "yesterday") as archive:
        bring(archive, LOUD, at(PAGE, LOUD, TOLD, NOW - DAY), now=NOW - DAY)
        paper = composing.compose(desk(FERRIES), archive, NOW - DAY, limit=15).edition
        assert [story.must_see for story in paper.stories] == [("R",)]
        archive.keep(paper)
        yield archive


def test_an_article_that_must_be_seen_and_was_is_not_printed_again_from_another_feed(yesterday):
    bring(yesterday, QUIET, at(PAGE, QUIET, TOLD, NOW), now=NOW)
    proof = composing.compose(desk(FERRIES), yesterday, NOW, limit=15)
    assert titles(proof) == []
    assert [story.lead.title for story in proof.aside] == [TOLD]
    receipt = proof.edition.receipt
    assert (receipt.stories, receipt.printed, receipt.below) == (1, 0, 1)


@pytest.mark.parametrize(
    ("page", "title", "rule"),
    [
        pytest.param("https://leise.example/faehre", TOLD, FERRIES, id="another article"),
        pytest.param(PAGE, f"{TOLD}: Fähre sinkt", FERRIES, id="another headline"),
        pytest.param(PAGE, TOLD, Rule(name="S", patterns=("bergen",)), id="another rule"),
    ],
)
def test_what_must_be_seen_is_printed_again_where_anything_is_new(yesterday, page, title, rule):
    bring(yesterday, QUIET, at(page, QUIET, title, NOW), now=NOW)
    assert titles(composing.compose(desk(rule), yesterday, NOW, limit=15)) == [title]


def test_a_follow_up_is_not_led_by_an_article_that_was_printed(yesterday):
    captain = "Fähre vor Bergen auf Grund: Kapitän war betrunken, Staatsanwalt klagt an"
    trial = "Kapitän betrunken: Staatsanwalt klagt nach Unglück der Fähre vor Bergen an"
    everybody = replace(desk(), sources=(LOUD, QUIET, THIRD, FOURTH))
    bring(yesterday, QUIET, at(PAGE, QUIET, TOLD, NOW - DAY / 2), now=NOW)
    for source, title in ((THIRD, captain), (FOURTH, trial)):
        page = f"https://{source.name}.example/kapitaen"
        bring(yesterday, source, at(page, source, title, NOW - DAY / 3), now=NOW)
    (story,) = composing.compose(everybody, yesterday, NOW, limit=15).edition.stories
    assert (story.continues, len(story.items)) == (1, 3)
    assert story.lead.title == captain
