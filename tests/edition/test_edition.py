from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.edition import compose
from digest.model import Ranking, Rule, Score, Signal
from tests.news import desk, item, source, source_id, story

NAMES = [
    *("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett"),
    *("kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango"),
]
SECTIONS = {"d": "Recht"}


def news(title, total, *others, by="a", **more):
    """Return a story of *total* score, told by *by* and by the sources *others*."""
    items = item(title, by), *(item(f"{title} auch bei {name}", name) for name in others)
    section = SECTIONS.get(by, "Plattformen")
    return story(*items, name=title, score=Score(total=total), section=section, **more)


def plain(told):
    return told


def varied(told):
    signals = (
        Signal(name="chorus", value=1, weight=0.1),
        Signal(name="variety", value=1, weight=0.2),
    )
    return replace(told, score=replace(told.score, signals=signals))


def paper(*stories, limit=15, items=None, explain=plain, **settings):
    ranked = sorted(stories, key=lambda told: -told.score.total)
    count = sum(len(told.items) for told in stories) if items is None else items
    return compose(ranked, desk(**settings), items=count, limit=limit, explain=explain)


def printed(composed):
    return [told.id for section in composed.sections for told in section.stories]


def pages(composed):
    return [(section.name, [told.id for told in section.stories]) for section in composed.sections]


def test_the_best_story_opens_the_paper_and_sections_follow_in_the_order_of_feeds_yaml():
    composed = paper(
        *(news("alpha", 0.5, by="d"), news("bravo", 0.4, by="d")),
        *(news("charlie", 0.3), news("delta", 0.2, by="b")),
    )
    assert pages(composed) == [
        *(("", ["alpha"]), ("Plattformen", ["charlie", "delta"]), ("Recht", ["bravo"]))
    ]


def test_a_section_that_feeds_yaml_does_not_name_comes_last():
    stray = replace(news("charlie", 0.3), section="")
    assert pages(paper(news("alpha", 0.5), stray, news("bravo", 0.2)))[1:] == [
        *(("Plattformen", ["bravo"]), ("", ["charlie"]))
    ]


def test_a_day_without_news_makes_an_empty_paper():
    composed = paper(must_see=(Rule(name="Camp", patterns=("barcamp",)),))
    assert composed.sections == ()
    assert composed.receipt.rules == {"Camp": 0}


def test_a_paper_holds_as_many_stories_as_asked_for():
    stories = [news(name, 0.5 - n / 100, by="abcd"[n % 4]) for n, name in enumerate(NAMES)]
    assert sorted(printed(paper(*stories, limit=5))) == NAMES[:5]
    assert printed(paper(*stories, limit=0)) == []


def test_what_must_be_seen_comes_first_and_is_not_counted():
    composed = paper(
        *(news("alpha", 0.5), news("bravo", 0.4), news("charlie", 0.1, must_see=("Camp",))), limit=1
    )
    assert pages(composed) == [("", ["charlie"]), ("", ["alpha"])]


def test_a_source_leads_no_more_stories_than_its_cap():
    stories = [news(name, 0.5 - n / 100) for n, name in enumerate(NAMES[:5])]
    composed = paper(*stories, ranking=Ranking(per_source=2))
    assert printed(composed) == NAMES[:2]
    verdict = composed.verdict(stories[3])
    assert (verdict.kind, verdict.fact) == ("source", "A")


def test_another_item_leads_when_the_source_of_the_first_has_enough():
    ranking = Ranking(per_source=1)
    composed = paper(news("alpha", 0.5), news("bravo", 0.4, "d", "b"), ranking=ranking)
    told = composed.sections[1].stories[0]
    assert [each.source for each in told.items] == [source_id(name) for name in "bad"]
    assert told.section == "Plattformen"


def test_an_item_of_another_section_leads_there():
    ranking = Ranking(per_source=1)
    composed = paper(news("alpha", 0.5), news("bravo", 0.4, "d"), ranking=ranking)
    assert pages(composed)[1] == ("Recht", ["bravo"])


def test_a_source_that_is_never_shown_does_not_take_over():
    settings = {"ranking": Ranking(per_source=1), "weights": {"d": 0.0}}
    composed = paper(news("alpha", 0.5), news("bravo", 0.4, "d", "gone"), **settings)
    assert printed(composed) == ["alpha"]


def test_must_see_stories_are_not_capped():
    stories = [news(name, 0.5, must_see=("Camp",)) for name in NAMES[:5]]
    assert len(printed(paper(*stories, ranking=Ranking(per_source=1), limit=1))) == 5


def test_a_section_can_have_a_share():
    stories = [news(name, 0.5 - n / 100, by="ab"[n % 2]) for n, name in enumerate(NAMES[:4])]
    composed = paper(*stories, ranking=Ranking(shares={"Plattformen": 2}))
    assert printed(composed) == NAMES[:2]
    verdict = composed.verdict(stories[2])
    assert (verdict.kind, verdict.fact) == ("section", "Plattformen")


def test_a_floor_keeps_out_what_is_below_it():
    low, lower = news("bravo", 0.3), news("charlie", 0.1)
    composed = paper(news("alpha", 0.5), low, lower, ranking=Ranking(floor=0.4))
    assert printed(composed) == ["alpha"]
    assert composed.verdict(lower).kind == "floor"
    assert composed.verdict(lower).short == pytest.approx(0.3)


def test_a_story_that_only_its_likeness_puts_below_the_floor_is_told_so():
    one = news("Neues iPhone vorgestellt", 0.5)
    other = news("Apple zeigt neues iPhone", 0.48, by="b")
    rest = [news(name, 0.1, by="c") for name in NAMES[:4]]
    composed = paper(one, other, *rest, explain=varied, ranking=Ranking(floor=0.4))
    assert printed(composed) == [one.id]
    verdict = composed.verdict(other)
    assert (verdict.kind, verdict.fact) == ("floor", "100% like 'Neues iPhone vorgestellt'")
    assert verdict.short == pytest.approx(0.4 - composed.scored(other).score.total)
    lower = composed.verdict(rest[0])
    assert (lower.kind, lower.fact) == ("floor", "")


def test_all_prints_everything_but_the_muted():
    stories = [news(name, 0.5 - n / 1000) for n, name in enumerate(NAMES)]
    ranking = Ranking(per_source=1, floor=0.9, shares={"Plattformen": 1})
    muted = news("gewinnspiel", 0.6, muted="gewinnspiel*")
    composed = paper(*stories, muted, limit=None, ranking=ranking)
    assert printed(composed) == NAMES


def test_all_keeps_a_cap_that_feeds_yaml_sets():
    stories = [news(name, 0.5 - n / 1000) for n, name in enumerate(NAMES)]
    for cap, count in ((1, 1), (None, 20)):
        ranking = Ranking(per_source=cap, per_source_set=True)
        assert len(printed(paper(*stories, limit=None, ranking=ranking))) == count


def test_a_story_only_of_sources_that_are_never_shown_is_kept_out_and_counted():
    hidden = news("alpha", 0.9)
    composed = paper(hidden, news("bravo", 0.5, by="b"), weights={"a": 0.0})
    assert printed(composed) == ["bravo"]
    assert composed.receipt.below == 1
    assert (composed.verdict(hidden).kind, composed.verdict(hidden).fact) == ("weight", "A")


def test_a_story_of_a_source_that_has_left_is_kept_out_under_its_address():
    gone = news("alpha", 0.9, by="gone")
    verdict = paper(gone).verdict(gone)
    assert (verdict.kind, verdict.fact) == ("weight", "feed:https://gone.example/rss")


def test_a_muted_story_is_told_its_pattern():
    muted = news("Gewinnspiel", 0.9, muted="gewinnspiel*")
    verdict = paper(muted).verdict(muted)
    assert (verdict.kind, verdict.fact) == ("muted", "gewinnspiel*")


def test_a_story_below_the_line_is_told_by_how_much():
    low = news("bravo", 0.3)
    composed = paper(news("alpha", 0.5), low, limit=1)
    assert composed.verdict(low).kind == "below"
    assert composed.verdict(low).short == pytest.approx(0.2)


def test_a_printed_story_is_told_its_number_and_its_rules():
    seen = news("alpha", 0.1, must_see=("Camp", "Tickets"))
    composed = paper(news("bravo", 0.5), news("charlie", 0.4), seen)
    verdict = composed.verdict(seen)
    assert (verdict.kind, verdict.number, verdict.fact) == ("printed", 1, "Camp, Tickets")
    assert composed.verdict(composed.sections[2].stories[0]).number == 3


def test_the_receipt_counts_everything_once():
    rules = Rule(name="Camp", patterns=("barcamp",)), Rule(name="Leer", patterns=("nichts",))
    composed = paper(
        *(news("alpha", 0.5, "b", "c"), news("bravo", 0.4), news("charlie", 0.3)),
        news("delta", 0.2, must_see=("Camp",)),
        news("echo", 0.9, muted="echo"),
        limit=1,
        must_see=rules,
        items=8,
    )
    receipt = composed.receipt
    assert (receipt.items, receipt.stories, receipt.merged) == (8, 5, 3)
    assert (receipt.printed, receipt.muted, receipt.below) == (2, 1, 2)
    assert receipt.rules == {"Camp": 1, "Leer": 0}


def test_what_is_like_a_story_above_loses_score_and_says_so():
    one = news("Neues iPhone vorgestellt", 0.5)
    other = news("Apple zeigt neues iPhone", 0.48, by="b")
    third = news("Abmahnwelle rollt", 0.4, by="c")
    rest = [news(name, 0.1, by="d") for name in NAMES[:4]]
    composed = paper(one, other, third, *rest, explain=varied, ranking=Ranking(per_source=9))
    assert printed(composed)[:3] == [one.id, third.id, other.id]
    told = composed.sections[1].stories[1]
    (variety,) = [signal for signal in told.score.signals if signal.name == "variety"]
    assert told.score.total == pytest.approx(0.28)
    assert variety.value == pytest.approx(0)
    assert variety.fact == "100% like 'Neues iPhone vorgestellt'"
    assert told.score.signals[0].value == 1


def test_what_is_not_taken_takes_no_score_from_what_is_like_it():
    settings = {"explain": varied, "ranking": Ranking(per_source=1)}
    first = news("Abmahnwelle rollt", 0.6)
    refused = news("Neues iPhone vorgestellt", 0.5)
    other = news("Apple zeigt neues iPhone", 0.48, by="b")
    rest = [news(name, 0.1, by="d") for name in NAMES[:4]]
    composed = paper(first, refused, other, *rest, **settings)
    assert composed.verdict(refused).kind == "source"
    told = next(each for page in composed.sections for each in page.stories if each.id == other.id)
    assert told.score.total == 0.48


def test_a_story_that_only_its_likeness_keeps_out_is_told_so():
    one = news("Neues iPhone vorgestellt", 0.5)
    other = news("Apple zeigt neues iPhone", 0.48, by="b")
    rest = [news(name, 0.4, by="c") for name in NAMES[:4]]
    composed = paper(one, other, *rest, explain=varied, limit=2)
    verdict = composed.verdict(other)
    assert (verdict.kind, verdict.fact) == ("below", "100% like 'Neues iPhone vorgestellt'")
    assert verdict.short == pytest.approx(0.4 - composed.scored(other).score.total)


def test_a_word_in_common_is_not_said_to_be_all_that_keeps_a_story_out():
    one = news("Hafen von Genua gesperrt", 0.5)
    other = news("Museum zeigt Karten vom alten Hafen der Insel", 0.4005, by="b")
    rest = [news(name, 0.4, by="c") for name in NAMES[:4]]
    composed = paper(one, other, *rest, explain=varied, limit=2)
    signals = composed.scored(other).score.signals
    told = next(signal for signal in signals if signal.name == "variety")
    assert 0 < told.value < 1
    verdict = composed.verdict(other)
    assert (verdict.kind, verdict.fact) == ("below", told.fact)
    assert told.fact.endswith("% like 'Hafen von Genua gesperrt'")
    assert composed.verdict(rest[-1]).fact == ""


def one_subject():
    """Return five stories of one subject, the best of the day, and the fifteen others."""
    subject = [news(f"Neues iPhone {NAMES[n]}", 0.9 - n / 100, by="abcd"[n % 4]) for n in range(5)]
    rest = [news(name, 0.1, by="abcd"[n % 4]) for n, name in enumerate(NAMES[5:])]
    return subject, rest


def test_one_subject_has_three_stories_while_there_are_others():
    subject, rest = one_subject()
    composed = paper(*subject, *rest, limit=6)
    assert sum("iPhone" in told for told in printed(composed)) == 3
    assert composed.verdict(subject[4]).kind == "family"


def test_a_paper_is_filled_with_one_subject_when_nothing_else_is_left():
    subject, rest = one_subject()
    composed = paper(*subject, *rest, limit=20, ranking=Ranking(per_source=None))
    assert len(printed(composed)) == 20
    assert composed.refused == {}


def test_every_printed_story_is_explained():
    seen = news("alpha", 0.1, must_see=("Camp",))
    stories = [news(name, 0.5 - n / 1000, by="abcd"[n % 4]) for n, name in enumerate(NAMES)]
    composed = paper(seen, *stories, limit=None, explain=varied)
    assert all(told.score.signals for section in composed.sections for told in section.stories)


def test_more_stories_than_are_compared_with_each_other_stand_in_the_order_of_their_scores():
    stories = [news(f"{a} {b}", 0.9 - (n := 20 * i + j) / 1000, by="abcd"[n % 4])
               for i, a in enumerate(NAMES[:5]) for j, b in enumerate(NAMES)]  # fmt: skip
    composed = paper(*stories, limit=90, explain=varied, ranking=Ranking(per_source=None))
    told = [each for section in composed.sections for each in section.stories]
    assert len(told) == 90
    for section in composed.sections:
        totals = [each.score.total for each in section.stories]
        assert totals == sorted(totals, reverse=True)


def test_what_is_like_something_above_leaves_its_place_to_better_stories_in_a_long_paper_too():
    top = [news(f"thema{n} eins{n}", 0.9, by="abcd"[n % 4]) for n in range(60)]
    like = [news(f"thema{n} zwei{n}", 0.5, by="abcd"[n % 4]) for n in range(50)]
    unlike = [news(f"frei{n} drei{n}", 0.4, by="abcd"[n % 4]) for n in range(60)]
    composed = paper(
        *(*top, *like, *unlike), limit=120, explain=varied, ranking=Ranking(per_source=None)
    )
    assert set(printed(composed)) == {told.id for told in (*top, *unlike)}
    assert {composed.verdict(told).kind for told in like} == {"below"}
    assert all(composed.verdict(told).fact.startswith("100% like") for told in like)


SCORES = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from("abcd"), st.integers(0, 5)), max_size=25
)


@given(SCORES, st.integers(0, 10) | st.none(), st.integers(1, 4))
def test_printed_muted_and_below_make_up_all_stories(scores, limit, cap):
    stories = [
        news(
            f"{n} {NAMES[n % 7]}",
            total,
            by=by,
            must_see=("R",) * (kind == 1),
            muted="x" * (kind == 2),
        )
        for n, (total, by, kind) in enumerate(scores)
    ]
    ranking = Ranking(per_source=cap, per_source_set=True)
    composed = paper(*stories, limit=limit, explain=varied, ranking=ranking)
    receipt, ids = composed.receipt, printed(composed)
    assert receipt.stories == receipt.printed + receipt.muted + receipt.below == len(stories)
    assert receipt.printed == len(ids) == len(set(ids))
    assert {told.id for told in stories if told.must_see} <= set(ids)
    assert not {told.id for told in stories if told.muted} & set(ids)
    for told in stories:
        assert (composed.verdict(told).kind == "printed") == (told.id in ids)


@pytest.mark.timeout(30)
def test_five_thousand_stories_are_composed():
    sources = tuple(source(f"s{n}") for n in range(50))
    stories = [
        story(item(f"Nachricht {n} {NAMES[n % 20]}", f"s{n % 50}"), score=Score(total=1 - n / 5000))
        for n in range(5000)
    ]
    for limit in (15, None):
        composed = paper(*stories, limit=limit, sources=sources, explain=varied)
        assert len(printed(composed)) == (limit or 5000)
