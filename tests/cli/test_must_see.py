"""What must be seen, on paper and between two papers."""

import json
from datetime import UTC, datetime

import pytest

from digest.store import Store
from tests.cli.conftest import rss
from tests.fakes.mastodon import FakeMastodon

RULES = 'must_see: {Abmahnung: ["abmahn*", "*abmahnung"], Tickets: ["barcamp* ticket*"]}'
BOTH = 'must_see: {Camp: ["barcamp*"], Tickets: ["ticket*"]}'
PLAIN, SOLD = "BarCamp Weser: der Termin steht", "BarCamp Weser: Tickets sind da!"
COMPETING = 620


@pytest.fixture
def paper(web, feeds_yaml):
    """A feed of one headline for a rule and one for none."""
    page = web.page("/feed", rss("Erste Meldung des Tages", "Abmahnwelle rollt durchs Land"))
    feeds_yaml(web.url("/feed"), more=f"{RULES}\nlanguage: de")
    return page


def test_today_prints_only_what_fired_and_does_not_count_it(run, paper):
    done = run("today", "--must-see", "--format", "json")
    assert done.titles == ["Abmahnwelle rollt durchs Land"]
    assert done.paper["_digest"]["edition"] is None
    assert len(run("today", "--format", "json").titles) == 2


def test_the_paper_says_of_each_rule_that_it_found_nothing(run, paper):
    out = run("today", "--must-see").out
    assert "Gefunden zu: Abmahnung (1)" in out
    assert "Nichts zu: Tickets – 2 Meldungen geprüft" in out


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_a_rule_for_one_source_proves_no_more_than_it_looked_at(run, web, feeds_yaml, form):
    web.page("/one", rss("Erste Meldung", "Zweite Meldung"))
    web.page("/two", rss("Etwas ganz anderes", site="https://anderswo.example"))
    rules = "must_see: {Alle: [nsl], Eine: {patterns: [nsl], sources: [Zwei]}}"
    feeds_yaml(web.url("/one"), f"{{url: '{web.url('/two')}', name: Zwei}}", more=rules)
    out = run("today", "--format", form).out
    assert "Nothing on: Alle — 3 items checked" in out
    assert "Nothing on: Eine — 1 item checked" in out


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_every_paper_holds_the_proof_of_absence(run, paper, form):
    out = run("today", "--format", form).out
    assert "Tickets" in out
    assert "2 Meldungen" in out


def test_an_empty_day_holds_it_too(run, paper):
    run("today")
    assert "Abmahnung, Tickets" in run("today", now="2026-11-22T06:00Z").out


def test_must_see_and_a_number_of_stories_exclude_each_other(run, paper):
    assert run("today", "--must-see", "--stories", "3").code == 2


def test_fetch_announces_the_page_that_a_post_points_at(run, feeds_yaml):
    page = "https://camp.example/tickets"
    with FakeMastodon() as server:
        words = f'<p>Die BarCamp-Tickets sind da: <a href="{page}">…</a></p>'
        server.say("dora", words, datetime(2026, 11, 21, 5, tzinfo=UTC))
        feeds_yaml(f'mastodon: "@dora@{server.place}"', more=RULES)
        assert run("fetch", "--must-see").out.splitlines()[-1] == f"  {page}"


def test_fetch_announces_what_fired_once_with_exit_10(run, paper):
    done = run("-q", "fetch", "--must-see")
    assert (done.code, done.err) == (10, "")
    headline, teller, url = done.out.splitlines()
    assert headline == "Abmahnung: Abmahnwelle rollt durchs Land"
    assert teller == "  Beispielblatt, 2026-11-20 09:00"
    assert url.startswith("  https://blatt.example/")
    again = run("-q", "fetch", "--must-see")
    assert (again.code, again.out) == (0, "")


def test_fetch_announces_only_what_came_since(run, paper):
    run("fetch", "--must-see")
    paper.body = rss("Erste Meldung", "Abmahnwelle rollt durchs Land", "BarCamp: Tickets da")
    done = run("fetch", "--must-see", now="2026-11-21T06:10Z")
    assert done.code == 10
    assert "Tickets: BarCamp: Tickets da" in done.out
    assert "Abmahnwelle" not in done.out


def test_what_a_plain_fetch_brought_in_is_announced_by_the_next(run, paper):
    run("fetch")
    assert run("fetch", "--must-see", now="2026-11-21T06:10Z").code == 10


def test_what_a_plain_fetch_brought_in_before_a_weekend_is_announced_after_it(run, paper):
    paper.body = rss("Erste Meldung")
    run("today")
    paper.body = rss("Erste Meldung", "Abmahnwelle rollt durchs Land")
    run("fetch", now="2026-11-21T18:00Z")
    assert run("fetch", "--must-see", now="2026-11-24T06:00Z").code == 10
    assert run("fetch", "--must-see", now="2026-11-24T06:10Z").code == 0


def test_what_the_last_paper_printed_is_not_announced(run, paper):
    run("today")
    assert run("fetch", "--must-see", now="2026-11-21T06:10Z").code == 0


def test_what_was_announced_is_printed_in_the_next_paper(run, paper):
    run("fetch", "--must-see")
    assert "Abmahnwelle rollt durchs Land" in run("today").out


def test_a_peek_does_not_keep_anything_from_being_announced(run, paper):
    run("today", "--must-see")
    assert run("fetch", "--must-see").code == 10


def test_the_same_page_of_another_source_is_announced_once(run, web, feeds_yaml):
    web.page("/one", rss("Abmahnwelle rollt durchs Land"))
    second = web.page("/two", rss("Etwas ganz anderes"))
    feeds_yaml(web.url("/one"), web.url("/two"), more=RULES)
    assert run("fetch", "--must-see").code == 10
    second.body = rss("Abmahnwelle rollt durchs Land", name="Sammelblatt")
    assert run("fetch", "--must-see", now="2026-11-21T06:10Z").code == 0


def test_the_same_page_of_another_source_is_not_announced_after_it_was_printed(
    run, web, feeds_yaml
):
    web.page("/one", rss("Abmahnwelle rollt durchs Land"))
    second = web.page("/two", rss("Etwas ganz anderes"))
    feeds_yaml(web.url("/one"), web.url("/two"), more=RULES)
    run("today")
    second.body = rss("Abmahnwelle rollt durchs Land", name="Sammelblatt")
    assert run("fetch", "--must-see", now="2026-11-21T06:10Z").code == 0
    assert run("today", "--format", "json", now="2026-11-22T06:00Z").titles == []


@pytest.mark.parametrize(
    ("title", "day"), [("BarCamp: Tickets sind weg", 23), ("BarCamp: Tickets ab heute", 29)]
)
def test_what_else_another_source_has_to_say_of_a_page_is_announced(
    run, web, feeds_yaml, title, day
):
    web.page("/one", rss("BarCamp: Tickets ab heute", site="https://camp.example"))
    second = web.page("/two", rss("Etwas ganz anderes"))
    feeds_yaml(web.url("/one"), web.url("/two"), more=RULES)
    run("today")
    second.body = rss(title, site="https://camp.example", day=day)
    assert run("fetch", "--must-see", now=f"2026-11-{day}T10:00Z").code == 10


@pytest.mark.parametrize("first", ["fetch --must-see", "today"])
def test_the_same_page_of_another_source_is_not_announced_a_day_later(run, web, feeds_yaml, first):
    web.page("/one", rss("Abmahnwelle rollt durchs Land"))
    second = web.page("/two", rss("Etwas ganz anderes"))
    feeds_yaml(web.url("/one"), web.url("/two"), more=RULES)
    run(*first.split())
    second.body = rss("Abmahnwelle rollt durchs Land", name="Sammelblatt")
    for later in ("2026-11-21T08:00Z", "2026-11-22T07:00Z", "2026-11-23T07:00Z"):
        assert run("fetch", "--must-see", now=later).code == 0


@pytest.mark.parametrize("first", ["fetch --must-see", "today"])
def test_the_same_page_is_not_announced_because_the_source_that_told_it_has_left(
    run, web, feeds_yaml, first
):
    web.page("/one", rss("Abmahnwelle rollt durchs Land"))
    second = web.page("/two", rss("Etwas ganz anderes"))
    feeds_yaml(web.url("/one"), web.url("/two"), more=RULES)
    run(*first.split())
    second.body = rss("Abmahnwelle rollt durchs Land", name="Sammelblatt")
    feeds_yaml(web.url("/two"), more=RULES)
    assert run("fetch", "--must-see", now="2026-11-21T06:10Z").code == 0


def test_two_articles_that_link_to_their_site_only_are_announced_each(run, web, feeds_yaml):
    def linked(title):
        item = f"<item><title>{title}</title><guid>{title}</guid><link>https://blatt.example/</link></item>"
        return f'<rss version="2.0"><channel><title>x</title>{item}</channel></rss>'.encode()

    web.page("/one", linked("Abmahnwelle rollt durchs Land"))
    two = web.page("/two", linked("Nichts Neues"))
    feeds_yaml(web.url("/one"), web.url("/two"), more=RULES)
    assert run("-q", "fetch", "--must-see").code == 10
    two.body = linked("BarCamp: Tickets ab zehn Uhr")
    done = run("-q", "fetch", "--must-see", now="2026-11-21T06:10Z")
    assert (done.code, "Tickets ab zehn Uhr" in done.out) == (10, True)


def test_entries_that_share_one_link_are_printed_and_announced_each(run, web, feeds_yaml):
    def linked(*titles):
        items = "".join(
            f"<item><title>{title}</title><link>https://blatt.example/news</link></item>"
            for title in titles
        )
        return f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()

    page = web.page("/feed", linked("Programm steht", "Dank an alle"))
    feeds_yaml(web.url("/feed"), more=RULES)
    assert (
        run("today", "--format", "json", "--stories", "all").paper["_digest"]["receipt"]["items"]
        == 2
    )
    page.body = linked("BarCamp: Tickets ab zehn Uhr", "Programm steht", "Dank an alle")
    assert run("-q", "fetch", "--must-see", now="2026-11-21T08:00Z").code == 10
    assert run("today", "--format", "json", now="2026-11-22T06:00Z").titles == [
        "BarCamp: Tickets ab zehn Uhr"
    ]


def test_another_report_of_the_same_news_is_announced_too(run, web, feeds_yaml):
    web.page("/one", rss("BarCamp Weser: Tickets gibt es am Donnerstag"))
    second = web.page("/two", rss("Etwas ganz anderes", site="https://anderswo.example"))
    feeds_yaml(web.url("/one"), web.url("/two"), more=RULES)
    assert run("fetch", "--must-see").code == 10
    second.body = rss("BarCamp Weser: Tickets gibt es jetzt", site="https://anderswo.example")
    done = run("fetch", "--must-see", now="2026-11-21T06:10Z")
    assert done.code == 10
    assert "Tickets gibt es jetzt" in done.out
    assert "am Donnerstag" not in done.out


def test_tellers_of_one_story_share_an_announcement(run, web, feeds_yaml):
    for name in ("Eins", "Zwei"):
        body = rss("Abmahnwelle rollt durchs Land", name=name, site=f"https://{name}.example")
        web.page(f"/{name}", body)
    feeds_yaml(web.url("/Eins"), web.url("/Zwei"), more=RULES)
    done = run("-q", "fetch", "--must-see")
    assert "Eins, Zwei" in done.out
    assert len(done.out.splitlines()) == 3


def test_a_first_answer_full_of_old_articles_is_not_announced(run, web, feeds_yaml):
    web.page("/feed", rss("Abmahnwelle von vorgestern", day=19))
    feeds_yaml(web.url("/feed"), more=RULES)
    assert run("fetch", "--must-see").code == 0


def test_a_muted_and_never_shown_source_is_announced_all_the_same(run, web, feeds_yaml):
    web.page("/feed", rss("Abmahnwelle beim Gewinnspiel"))
    source = f"{{url: '{web.url('/feed')}', weight: 0}}"
    feeds_yaml(source, more=f'{RULES}\nmute: ["gewinnspiel*"]')
    assert run("fetch", "--must-see").code == 10


def hits(number):
    """Headlines that must be seen, each for another reason, and the rule that says so."""
    return {
        "Nsl": f"Neue NSL-Regeln für alle, Teil {number}",
        "Abmahnung": f"Die Massenabmahnung des Monats: Fall {number}",
        "Umlaut": f"Unterlassungserklaerung ohne Not unterschrieben ({number})",
        "Phrase": f"How the terms of service changed {number} times",
        "Ohne": f"Stadtwerke melden Ausfall in Viertel {number}",
    }


PATTERNS = """
must_see:
  Nsl: [nsl]
  Abmahnung: ["*abmahnung"]
  Umlaut: ["unterlassungserklärung*"]
  Phrase: ['"terms of service"']
  Ohne: ["+ausfall -schule*"]
mute: ["fall"]
"""


def near_misses(number):
    """Headlines that look like those and are not."""
    return (
        f"Translation tools compared, round {number}",
        f"Abmahnungsfrei durch die Woche {number}: wie das geht",
        f"Erklärung zur Unterlassung von Lärm {number}",
        f"The service terms: {number} of them",
        f"Ausfall in der Schule {number}",
        f"Kanzlei zählt {number} Termine",
    )


def test_all_that_must_be_seen_and_nothing_else_stands_above_five_stories(run, web, feeds_yaml):
    wanted = {title: rule for number in range(4) for rule, title in hits(number).items()}
    others = [title for number in range(COMPETING // 6 + 1) for title in near_misses(number)]
    titles = [*others[:300], *wanted, *others[300:]]
    shelves = {f"/{n}": titles[n::40] for n in range(40)}
    for path, some in shelves.items():
        site = f"https://blatt{path[1:]}.example"
        web.page(path, rss(*some[:16], site=site, name=f"Blatt {path[1:]}"))
    feeds_yaml(*map(web.url, shelves), more=PATTERNS)
    shown = [title for some in shelves.values() for title in some[:16]]
    done = run("today", "--stories", "5", "--format", "json", "--since", "2d")
    fired = {
        title: entry["_digest"]["must_see"]
        for entry in done.paper["items"]
        for title in [entry["title"], *(other["title"] for other in entry["_digest"]["also"])]
        if entry["_digest"]["must_see"]
    }
    assert len(set(shown)) > 500
    assert {title: [rule] for title, rule in wanted.items()} == fired
    assert sum(not entry["_digest"]["must_see"] for entry in done.paper["items"]) == 5


BIG = "Konferenz in Hamburg startet mit 5000 Gästen aus aller Welt"


def test_one_of_twelve_raises_the_story_and_is_shown_against_every_wish(run, web, feeds_yaml):
    sources = []
    for n in range(12):
        title = f"{BIG}: BarCamp-Tickets weg" if n == 11 else BIG
        web.page(f"/{n}", rss(title, name=f"Blatt {n}", site=f"https://blatt{n}.example"))
        sources.append(f"{{url: '{web.url(f'/{n}')}', weight: {int(n < 11)}}}")
    wishes = 'mute: ["weg"]\nranking: {floor: 0.99, per_source: 1}\nstories: 1'
    feeds_yaml(*sources, more=f"{RULES}\n{wishes}")
    (told,) = run("today", "--format", "json").paper["items"]
    assert told["title"] == f"{BIG}: BarCamp-Tickets weg"
    assert told["_digest"]["must_see"] == ["Tickets"]
    assert len(told["_digest"]["also"]) == 11


SALES = "re:publica: Tickets für 2027 im Vorverkauf", "OMR Festival: Tickets für 2027 im Vorverkauf"


@pytest.fixture
def sales(web, feeds_yaml):
    """Two feeds, each with a sale of tickets of its own, that only a rule's words have in common."""
    for name, title in zip(("eins", "zwei"), SALES, strict=True):
        web.page(f"/{name}", rss(title, name=name.title(), site=f"https://{name}.example"))
    rules = 'must_see: {Tickets: ["vorverkauf*", "ticket*"]}'
    feeds_yaml(web.url("/eins"), web.url("/zwei"), more=rules)


def test_what_a_rule_looks_for_does_not_hide_one_article_behind_another(run, sales):
    assert set(run("today", "--format", "json").titles) == set(SALES)
    out = run("why", *(f"https://{name}.example/0-{len(title)}" for name, title in
                       zip(("eins", "zwei"), SALES, strict=True))).out  # fmt: skip
    assert "two stories" in out


def test_nor_is_it_announced_behind_another(run, sales):
    out = run("-q", "fetch", "--must-see").out
    assert all(f"Tickets: {title}\n" in out for title in SALES)


@pytest.fixture
def edited(run, paper):
    """An article that says nothing of tickets when it is printed, or not, and does so an hour later."""
    plain, changed = ("BarCamp Weser: der Termin steht", "BarCamp Weser: Tickets sind da!")
    assert len(plain) == len(changed)
    paper.body = rss(plain, "Erste Meldung des Tages")

    def edit(now):
        paper.body = rss(changed, "Erste Meldung des Tages")
        run("fetch", now=now)

    return edit


LATER, NEXT = "2026-11-21T07:00:00Z", "2026-11-22T06:00:00Z"


def test_an_article_that_is_edited_until_a_rule_fires_is_printed_in_the_next_paper(run, edited):
    run("today", "--stories", "1")
    edited(LATER)
    done = run("today", "--offline", "--format", "json", now=NEXT)
    assert done.titles == ["BarCamp Weser: Tickets sind da!"]
    assert run("why", "1", now=NEXT).out.startswith("  1  BarCamp Weser: Tickets sind da!")
    assert "=         BarCamp" in run("why", "--weights", "trust=0.18", now=NEXT).out


def test_an_article_that_was_printed_is_printed_again_when_it_is_edited_until_a_rule_fires(
    run, edited
):
    run("today")
    edited(LATER)
    (told,) = run("today", "--offline", "--format", "json", now=NEXT).paper["items"]
    assert told["title"] == "BarCamp Weser: Tickets sind da!"
    assert told["_digest"]["must_see"] == ["Tickets"]
    assert "weiter: BarCamp Weser: Tickets sind da!" in run("back", "2", now=NEXT).out
    assert run("today", "--offline", "--format", "json", now="2026-11-23T06:00Z").titles == []


def test_it_is_announced_too_and_once(run, edited):
    run("today")
    edited(LATER)
    moments = ("2026-11-21T07:10Z", "2026-11-21T07:20Z")
    assert [run("-q", "fetch", "--must-see", now=now).code for now in moments] == [10, 0]


def test_an_edit_after_which_the_same_rule_fires_is_no_news(run, paper):
    paper.body = rss("BarCamp Weser: Tickets ab Montag", "Erste Meldung des Tages")
    run("today")
    paper.body = rss("BarCamp Weser: Tickets ab Mittag", "Erste Meldung des Tages")
    assert run("-q", "fetch", "--must-see", now=LATER).code == 0
    assert run("today", "--offline", "--format", "json", now=NEXT).titles == []


def test_nor_is_one_beside_a_headline_that_told_it(run, web, feeds_yaml):
    url = web.url("/b")
    web.page("/a", rss("Vorverkauf des BarCamps Weser beginnt: Tickets ab heute"))
    web.page("/b", rss("Vorverkauf des BarCamps Weser beginnt: Start ab heute!!"))
    feeds_yaml(web.url("/a"), url, more=RULES)
    (told,) = run("today", "--format", "json").paper["items"]
    assert len(told["_digest"]["also"]) == 1
    web.page("/b", rss("Vorverkauf des BarCamps Weser beginnt: Tickets ab heute"))
    assert run("-q", "fetch", "--must-see", now=LATER).code == 0
    assert run("today", "--offline", "--format", "json", now=NEXT).titles == []


def test_an_edited_article_without_a_rule_is_no_news(run, paper):
    paper.body = rss("Erste Meldung des Tages", "Eine Bahn fährt wieder")
    run("today", "--stories", "1")
    paper.body = rss("Zweite Meldung des Tage", "Die Bahn fährt wieder.")
    assert run("today", "--format", "json", now=NEXT).titles == []


def test_an_article_that_is_edited_until_a_rule_fires_is_announced(run, edited):
    run("today", "--stories", "1")
    edited("2026-11-21T06:10Z")
    done = run("fetch", "--must-see", now="2026-11-21T06:20Z")
    assert done.code == 10
    assert "Tickets sind da!" in done.out


def test_an_article_of_days_ago_that_is_edited_until_a_rule_fires_is_announced_once(run, edited):
    run("today", "--stories", "1", now="2026-11-20T12:00Z")
    edited(NEXT)
    done = run("-q", "fetch", "--must-see", now="2026-11-22T06:10Z")
    assert (done.code, done.out.splitlines()[0]) == (10, "Tickets: BarCamp Weser: Tickets sind da!")
    assert run("-q", "fetch", "--must-see", now="2026-11-22T06:20Z").code == 0


def test_an_article_of_two_weeks_ago_that_is_edited_until_a_rule_fires_is_announced_and_printed(
    run, paper
):
    old = {"day": 9, "site": "https://camp.example"}
    run("today", now="2026-11-09T05:00Z")
    paper.body = rss(PLAIN, **old)
    assert PLAIN in run("today", now="2026-11-09T12:00Z").out
    run("today", now=NEXT)
    paper.body = rss(SOLD, **old)
    assert run("-q", "fetch", "--must-see", now="2026-11-22T06:10Z").code == 10
    assert run("-q", "fetch", "--must-see", now="2026-11-22T06:20Z").code == 0
    assert run("today", "--format", "json", now="2026-11-22T07:00Z").titles == [SOLD]
    paper.body = rss(SOLD.replace("!", "."), **old)
    assert run("-q", "fetch", "--must-see", now="2026-11-22T17:10Z").code == 0
    assert run("today", "--format", "json", now="2026-11-22T18:00Z").titles == []


def test_one_that_was_printed_for_the_same_rule_long_ago_is_not(run, paper):
    old = {"day": 9, "site": "https://camp.example"}
    run("today", now="2026-11-09T05:00Z")
    paper.body = rss(SOLD, **old)
    assert SOLD in run("today", now="2026-11-09T12:00Z").out
    run("today", now=NEXT)
    paper.body = rss(SOLD.replace("!", "."), **old)
    assert run("-q", "fetch", "--must-see", now="2026-11-22T06:10Z").code == 0
    assert run("today", "--format", "json", now="2026-11-22T07:00Z").titles == []


@pytest.mark.parametrize("printed", [False, True])
def test_what_was_announced_and_is_edited_until_another_rule_fires_is_announced_again(
    run, web, feeds_yaml, printed
):
    page = web.page("/feed", rss(PLAIN, "Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"), more=BOTH)
    assert run("-q", "fetch", "--must-see").code == 10
    if printed:
        run("today")
    page.body = rss(SOLD, "Erste Meldung des Tages")
    done = run("-q", "fetch", "--must-see", now="2026-11-21T07:10Z")
    assert (done.code, done.out.splitlines()[0]) == (10, f"Camp, Tickets: {SOLD}")
    for minute, title in ((20, SOLD), (30, PLAIN), (40, SOLD)):
        page.body = rss(title, "Erste Meldung des Tages")
        assert run("-q", "fetch", "--must-see", now=f"2026-11-21T07:{minute}Z").code == 0


def test_another_source_is_announced_that_has_a_page_for_another_rule(run, web, feeds_yaml):
    web.page("/one", rss(PLAIN, site="https://camp.example"))
    second = web.page("/two", rss("Etwas ganz anderes"))
    feeds_yaml(web.url("/one"), web.url("/two"), more=BOTH)
    assert run("-q", "fetch", "--must-see").code == 10
    for title, code in ((PLAIN, 0), (SOLD, 10), (SOLD.replace("!", "."), 0)):
        second.body = rss(title, site="https://camp.example", name="Sammelblatt")
        done = run("-q", "fetch", "--must-see", now="2026-11-21T07:10Z")
        assert done.code == code, title


@pytest.mark.parametrize("first", [["-q", "fetch", "--must-see"], ["today"]])
def test_a_page_is_told_once_though_its_first_source_has_edited_it_since(
    run, web, feeds_yaml, first
):
    page = web.page("/one", rss(SOLD, site="https://camp.example"))
    second = web.page("/two", rss("Etwas ganz anderes"))
    feeds_yaml(web.url("/one"), web.url("/two"), more='must_see: {Tickets: ["ticket*"]}')
    run(*first)
    page.body = rss(PLAIN, site="https://camp.example")
    second.body = rss(SOLD, site="https://camp.example", name="Sammelblatt")
    assert run("-q", "fetch", "--must-see", now="2026-11-21T07:10Z").code == 0


def test_what_fires_for_an_edition_alone_is_announced_too(run, web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung", "Abmahnwelle rollt durchs Land", "Urteil zum Impressum"))
    urteile = 'editions: {recht: {sections: [News], must_see: {Urteile: ["urteil*", "abmahn*"]}}}'
    feeds_yaml(web.url("/feed"), more=f"{RULES}\n{urteile}")
    done = run("-q", "fetch", "--must-see")
    assert done.code == 10
    assert [line for line in done.out.splitlines() if not line.startswith("  ")] == [
        *("Abmahnung: Abmahnwelle rollt durchs Land", "", "Urteile: Urteil zum Impressum")
    ]
    assert run("-q", "fetch", "--must-see").code == 0


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Blatt</title><entry><title>Neues</title>
<id>1</id><link href="https://blatt.example/1"/><updated>2026-11-21T05:00:00Z</updated>
<summary>Kurz</summary><content type="html">&lt;p&gt;Am Ende eine &lt;b&gt;Abmahnung&lt;/b&gt;.&lt;/p&gt;</content>
</entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Blatt",
    "items": [
        {"id": "1", "url": "https://blatt.example/1", "title": "Neues", "summary": "Kurz"}
        | {"content_text": "Am Ende eine Abmahnung.", "date_published": "2026-11-21T05:00:00Z"}
    ],
}
RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Blatt</title><item><title>Neues</title><link>https://blatt.example/1</link>
<description>Kurz</description><content:encoded>Am Ende eine Abmahnung.</content:encoded>
<pubDate>21 Nov 2026 05:00:00 GMT</pubDate></item></channel></rss>"""


@pytest.mark.parametrize(
    "document", [RSS, ATOM, json.dumps(JSON_FEED)], ids=["rss", "atom", "json"]
)
@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("where: text", True),
        ("where: text, sources: [Blatt]", True),
        ("where: text, sections: [News]", True),
        ("where: summary", False),
        ("", False),
    ],
)
def test_a_rule_may_look_at_the_whole_text(run, web, feeds_yaml, tmp_path, document, keys, found):
    web.page("/feed", document)
    sections = f"sections: {{News: [{{url: '{web.url('/feed')}', name: Blatt}}]}}\n"
    rule = f"must_see: {{Abmahnung: {{patterns: ['*abmahnung'], {keys}}}}}\n"
    (tmp_path / "feeds.yaml").write_text(f"{sections}{rule}", encoding="utf-8")
    config = ("--config", str(tmp_path / "feeds.yaml"))
    assert run(*config, "-q", "fetch", "--must-see").code == 10 * found
    (item,) = run(*config, "today", "--format", "json").paper["items"]
    assert item["_digest"]["must_see"] == ["Abmahnung"] * found
    assert item["content_text"] == "Kurz"
    assert run(*config, "-q", "fetch", "--must-see", now=LATER).code == 0


def test_the_rule_of_an_edition_may_look_at_the_whole_text_which_no_edition_keeps(
    run, web, feeds_yaml, tmp_path
):
    web.page("/feed", RSS)
    rule = "{Abmahnung: {patterns: ['*abmahnung'], where: text}}"
    feeds_yaml(
        web.url("/feed"), more=f"editions: {{recht: {{sections: [News], must_see: {rule}}}}}"
    )
    assert run("today", "--edition", "recht").out.count("Abmahnung") == 2
    with Store(tmp_path / "data") as store:
        (item,) = store.recent(datetime(2026, 1, 1, tzinfo=UTC))
        (story,) = store.last_edition("recht").stories
    assert (item.whole, story.lead.whole) == ("am ende eine abmahnung", None)


DEEP = "must_see: {Neues: [neues], Abmahnung: {patterns: ['*abmahnung'], where: text}}"


@pytest.mark.parametrize("rules", [DEEP, DEEP.replace("Neues: [neues], ", "")])
@pytest.mark.parametrize("printed", [False, True])
def test_an_article_that_is_edited_in_its_whole_text_alone_is_told_then_once(
    run, web, feeds_yaml, rules, printed
):
    page = web.page("/feed", RSS.replace("Am Ende eine Abmahnung", "Mehr in Kürze"))
    feeds_yaml(web.url("/feed"), more=rules)
    assert run("-q", "fetch", "--must-see").code == 10 * ("neues" in rules)
    if printed:
        assert "Neues" in run("today").out
    for minute, text, code in (
        (10, "Am Ende eine Abmahnung.", 10),
        (20, "Am Ende doch eine Abmahnung.", 0),
        (30, "Mehr in Kürze", 0),
        (40, "Am Ende eine Abmahnung.", 0),
    ):
        page.body = RSS.replace("Am Ende eine Abmahnung.", text).encode()
        done = run("-q", "fetch", "--must-see", now=f"2026-11-21T07:{minute}Z")
        assert done.code == code, (minute, done.out)
    found = run("today", "--format", "json", now="2026-11-21T08:00Z")
    assert [item["_digest"]["must_see"][-1:] for item in found.paper["items"]] == [["Abmahnung"]]
    page.body = RSS.replace("Am Ende eine", "Wieder eine").encode()
    assert run("-q", "fetch", "--must-see", now=LATER).code == 0
    assert run("today", "--format", "json", now=LATER).titles == []


def test_a_new_rule_for_whole_texts_does_not_take_all_that_is_there_for_edited(
    run, web, feeds_yaml
):
    old = RSS.replace("21 Nov", "18 Nov")
    page = web.page("/feed", old)
    feeds_yaml(web.url("/feed"))
    run("today", now="2026-11-18T06:00Z")
    run("today", now="2026-11-20T06:00Z")
    feeds_yaml(web.url("/feed"), more=DEEP.replace("Neues: [neues], ", ""))
    page.body = old.replace("Blatt", "Blatt 2").encode()
    assert run("-q", "fetch", "--must-see", now="2026-11-21T07:10Z").code == 0
    page.body = old.replace("Am Ende eine", "Doch noch eine").encode()
    assert run("-q", "fetch", "--must-see", now="2026-11-21T07:20Z").code == 10
