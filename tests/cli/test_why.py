"""``digest why``: for what is printed and for what is not."""

import re
import sqlite3
from contextlib import closing

import pytest

from digest.cli.tables import fitted
from digest.model import SIGNALS, Page
from digest.outputs.typeset import measure
from tests.cli.conftest import rss
from tests.terminal import LINK

LATER = "2026-11-22T06:00:00Z"


def article(site, title, number=0):
    """The address that ``rss`` gives a headline."""
    return f"https://{site}.example/{number}-{len(title)}"


@pytest.fixture
def publish(web):
    """Publish headlines as the feed of a site; returns its entry for feeds.yaml."""

    def publish(site, *titles, day=20, weight=1, at=""):
        body = rss(*titles, day=day, name=site.title(), site=f"https://{site}.example")
        web.page(f"/{site}{at}", body)
        return f"{{url: '{web.url(f'/{site}{at}')}', weight: {weight}}}"

    return publish


FIRST, SECOND = "Erste Meldung des Tages", "Zweite Nachricht vom Hafen"


@pytest.fixture
def printed(run, publish, feeds_yaml):
    """An edition of two stories from one source."""
    feeds_yaml(publish("blatt", FIRST, SECOND))
    return run("today", "--format", "json").paper


def test_a_printed_story_is_explained_by_every_signal(run, printed):
    out = run("why", "1").out
    assert out.startswith(f"  1  {printed['items'][0]['title']}\n")
    assert all(f"     {name} " in out for name in SIGNALS)
    assert "blatt" in out.splitlines()[-1]


def test_a_story_is_known_by_its_id_and_its_address_too(run, printed):
    story = printed["items"][0]
    assert run("why", story["id"]).out == run("why", "1").out
    assert run("why", story["url"]).out == run("why", "1").out
    assert run("why", story["url"].removeprefix("https://")).out == run("why", "1").out
    assert run("why", story["url"].replace("https", "Https")).out == run("why", "1").out


def test_a_must_see_story_names_its_rule(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), more="must_see: {Meldungen: [meldung]}")
    run("today")
    assert "must be seen: Meldungen; outside all limits" in run("why", "1").out


def test_a_follow_up_says_which_edition_it_continues(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), publish("echo", SECOND))
    run("today")
    publish("echo", f"{FIRST}: Minister tritt zurück, Wahl im März", day=21)
    publish("blatt", f"{FIRST}: Minister tritt nach Protesten zurück", day=21)
    run("today", now=LATER)
    assert "continues a story of edition 1\n" in run("why", "1", now=LATER).out


def test_what_is_below_the_line_says_by_how_much(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, SECOND), publish("echo", SECOND))
    run("today", "--stories", "1")
    out = run("why", article("blatt", FIRST)).out
    assert out.startswith(f"     {FIRST}\n     below the last story printed by 0.")
    assert "     freshness " in out


def test_a_full_source_names_the_stories_it_leads(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, SECOND), more="ranking: {per_source: 1}")
    run("today")
    assert "capped: Blatt leads number 1 already (per_source: 1)" in run("why", "erste").out


def test_what_must_be_seen_does_not_make_a_source_full(run, publish, feeds_yaml):
    more = 'ranking: {per_source: 1}\nmust_see: {Hafen: ["*hafen*"]}'
    feeds_yaml(publish("blatt", FIRST, SECOND, "Dritte Sache, ganz neu"), more=more)
    run("today")
    assert "capped: Blatt leads number 2 already (per_source: 1)" in run("why", "erste").out


def test_a_full_section_says_so(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, SECOND), more="ranking: {shares: {News: 1}}")
    run("today")
    out = run("why", "erste", "meldung").out
    assert "capped: the section News has its share (shares: 1)" in out


def test_a_floor_says_by_how_much_it_was_missed(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), more="ranking: {floor: 0.9}")
    run("today")
    assert "below the floor by 0." in run("why", "erste").out


def test_a_source_of_weight_0_is_never_shown(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, weight=0), publish("echo", SECOND))
    run("today")
    assert "never shown: Blatt has the weight 0" in run("why", "erste").out


def test_a_muted_story_names_the_pattern(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, SECOND), more='mute: ["meldung*"]')
    run("today")
    assert "muted by 'meldung*'" in run("why", "erste").out


def test_a_muted_item_was_taken_out_of_its_story(run, publish, feeds_yaml):
    news = "Hafenbrücke in Bremen wird nach dem Brand gesperrt"
    loud = f"Gewinnspiel: {news}"
    sites = [publish("blatt", news), publish("echo", news), publish("laut", loud)]
    feeds_yaml(*sites, more="mute: [gewinnspiel]")
    assert run("today", "--format", "json").titles == [news]
    assert "muted by 'gewinnspiel'" in run("why", article("laut", loud)).out


def test_an_item_of_a_printed_story_names_the_one_that_is_shown(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), publish("echo", FIRST, SECOND, weight=0.5))
    run("today")
    out = run("why", article("echo", FIRST)).out
    assert f"merged into number 1: '{FIRST}'" in out
    assert "the same headline" in out


def test_an_item_of_a_story_that_is_not_printed_names_both(run, publish, feeds_yaml):
    feeds_yaml(
        publish("blatt", FIRST),
        publish("echo", FIRST),
        more='ranking: {floor: 1}\nprefer: ["hafen"]',
    )
    run("today")
    out = run("why", article("echo", FIRST)).out
    assert f"merged into '{FIRST}', which is below the floor by" in out
    assert out.count("the same headline") == 1


def test_what_is_older_than_the_window_is_too_old(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, day=18))
    run("today")
    out = run("why", "erste").out
    assert "too old: published 2026-11-18 08:00 UTC, before its window began" in out
    assert "it came with the first answer of its source" in out


def test_what_came_in_late_is_too_old_only_a_week_before_the_window(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), publish("echo", "Alte Sache aus dem Archiv", day=1))
    run("today")
    late = ["Dritte Sache, ganz neu", "Vierte Sache vom Amt"]
    publish("blatt", FIRST, late[0], day=12)
    publish("echo", "Alte Sache aus dem Archiv", late[1], day=18)
    assert run("today", "--format", "json", now=LATER).titles == [late[1]]
    out = run("why", "dritte", now=LATER).out
    assert "too old: published 2026-11-12 09:00 UTC, over 7 days before its window began" in out


def test_what_came_in_later_belongs_to_the_next_edition(run, printed, publish):
    publish("blatt", FIRST, SECOND, "Dritte Sache, ganz neu")
    run("fetch", now=LATER)
    assert "came in after the last edition; the next one covers it" in run("why", "dritte").out


def test_what_an_earlier_edition_covered_is_explained_by_that_one(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, SECOND))
    run("today", "--stories", "1")
    publish("blatt", "Dritte Sache, ganz neu", day=21)
    run("today", now=LATER)
    assert "edition 1 of 2026-11-21: below the last story printed by" in run("why", "erste").out
    both = run("why", "sache").out
    assert both.startswith("  1  Dritte Sache, ganz neu")


def test_what_an_earlier_edition_printed_is_shown_as_it_was(run, printed, publish):
    publish("blatt", "Dritte Sache, ganz neu", day=21)
    run("today", now=LATER)
    out = run("why", "zweite", now=LATER).out
    number = 1 + [item["title"] for item in printed["items"]].index(SECOND)
    assert out.startswith(f"  {number}  {SECOND}\n     edition 1 of 2026-11-21: s")


def test_an_item_merged_in_an_earlier_edition_names_that_edition(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), publish("echo", FIRST, weight=0.5))
    run("today")
    publish("blatt", "Dritte Sache, ganz neu", day=21)
    run("today", now=LATER)
    out = run("why", article("echo", FIRST), now=LATER).out
    assert f"     edition 1 of 2026-11-21: merged into number 1: '{FIRST}'\n" in out
    assert out.count("edition 1") == 2


def test_the_last_edition_is_not_named(run, printed):
    assert "edition" not in run("why", "zweite").out


def test_a_story_of_an_earlier_edition_is_known_by_its_id(run, printed, publish):
    story = printed["items"][0]
    publish("blatt", "Dritte Sache, ganz neu", day=21)
    run("today", now=LATER)
    out = run("why", story["id"], now="2026-12-24T06:00:00Z").out
    assert out.startswith(f"  1  {story['title']}\n     edition 1 of 2026-11-21: {story['id']}, ")
    assert out == run("why", story["url"], now=LATER).out


def test_a_story_that_came_back_is_explained_by_the_newest_edition_with_its_id(
    run, publish, feeds_yaml
):
    feeds_yaml(publish("blatt", FIRST), publish("echo", SECOND))
    first = run("today", "--format", "json").paper["items"]
    known = next(item["id"] for item in first if item["title"] == FIRST)
    publish("echo", f"{FIRST}: Minister tritt zurück, Wahl im März", day=21)
    publish("blatt", f"{FIRST}: Minister tritt nach Protesten zurück", day=21)
    run("today", now=LATER)
    publish("blatt", "Dritte Sache, ganz neu", day=22)
    run("today", now="2026-11-23T06:00:00Z")
    assert "     edition 2 of 2026-11-22: " in run("why", known, now="2026-11-23T06:00:00Z").out


def test_what_looks_like_an_id_and_is_none_is_told_like_words(run, printed):
    for wanted in ("sabcdefgh", "999999999x"):
        assert "nothing of the last two weeks holds these words" in run("why", wanted).err


def test_days_are_those_of_the_paper(run, publish, feeds_yaml):
    words = "brennt lichterloh", "öffnet wieder", "feiert laut das Fest", "ruht sich morgen aus"
    titles = [f"Hafen {each}" for each in words]
    feeds_yaml(publish("blatt", *titles), more="timezone: Pacific/Kiritimati")
    run("today", "--stories", "1", now="2026-11-20T18:00:00Z")
    publish("blatt", "Dritte Sache, ganz neu", day=21)
    run("today", now=LATER)
    out = run("why", "hafen", now=LATER).out
    assert "edition 1 of 2026-11-21: " in out
    assert "edition 1 of 2026-11-20" not in out
    assert "Hafen feiert laut das Fest (Blatt, 2026-11-21)\n" in out
    assert "Hafen öffnet wieder (Blatt, 2026-11-20)\n" in out


def test_a_follow_up_without_news_continues_an_edition(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), publish("echo", SECOND))
    run("today")
    publish("echo", FIRST, day=21)
    run("today", now=LATER)
    out = run("why", article("echo", FIRST), now=LATER).out
    assert f"continues a story of edition 1, '{FIRST}', and brings nothing new\n" in out


def test_what_another_paper_printed_is_said(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), more="editions: {kurz: {sections: [News]}}")
    run("today", "--edition", "kurz")
    run("today", "--since", "2026-11-21T05:00Z")
    assert "was printed in edition 1 of kurz" in run("why", "erste").out


def test_an_item_of_a_source_that_is_gone_says_so(run, printed, publish, feeds_yaml):
    feeds_yaml(publish("echo", SECOND))
    run("today", now=LATER)
    publish("blatt", FIRST, SECOND, at="/alt")
    feeds_yaml(publish("echo", SECOND), publish("blatt", "Vierte Sache im Blatt", at="/alt"))
    run("fetch", now=LATER)
    feeds_yaml(publish("echo", SECOND))
    run("today", now="2026-11-22T07:00Z")
    out = run("why", "vierte", now="2026-11-22T08:00Z").out
    assert "\n     Blatt is not among the sources of this paper\n" in out


def test_a_verdict_of_today_that_differs_says_that_feeds_yaml_has_changed(run, publish, feeds_yaml):
    sources = publish("blatt", FIRST, SECOND), publish("echo", SECOND)
    feeds_yaml(*sources, more='mute: ["erste"]')
    run("today")
    feeds_yaml(*sources)
    assert "feeds.yaml or an article has changed" in run("why", "erste").out


def test_two_addresses_are_one_story_or_two(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, SECOND), publish("echo", FIRST))
    run("today")
    one, other = article("blatt", FIRST), article("echo", FIRST)
    assert "one story: the same headline" in run("why", one, other).out
    assert "two stories: " in run("why", other, article("blatt", SECOND, 1)).out


def test_two_forms_of_one_address_are_the_items_of_their_own_feeds(run, publish, feeds_yaml):
    other = "Möwen stehlen ein Paket"
    feeds_yaml(publish("blatt", FIRST), publish("www.blatt", other))
    run("today")
    forms = [article("blatt", FIRST), article("www.blatt", other)]
    for one, its in (forms, forms[::-1]):
        lines = run("why", one, its).out.splitlines()
        titles = [FIRST, other] if one == forms[0] else [other, FIRST]
        assert [line.strip() for line in lines[:3]] == [*titles, "one story: the same address"]


def test_an_item_is_not_compared_with_itself(run, printed):
    result = run("why", article("blatt", FIRST), f"{article('blatt', FIRST)}?utm_source=x")
    assert result.code == 1
    assert "the same article as" in result.err
    assert "Traceback" not in result.err


def test_two_that_only_others_of_the_story_join_are_said_to_be_so(run, publish, feeds_yaml):
    titles = (
        "Fähre Nordstern läuft vor Bergen auf Grund",
        "Fähre Nordstern vor Bergen auf Grund gelaufen: Küstenwache rettet alle Urlauber",
        "Küstenwache rettet alle Urlauber von der Fähre",
    )
    outlets = ("blatt", "echo", "kurier")
    feeds_yaml(*(publish(outlet, title) for outlet, title in zip(outlets, titles, strict=True)))
    run("today")
    out = run("why", article("blatt", titles[0]), article("kurier", titles[2])).out
    assert "one story: likeness 0." in out
    assert "through others of the story: two items need a likeness of 0.40" in out
    out = run("why", article("blatt", titles[0]), article("echo", titles[1])).out
    assert "through others" not in out


def test_words_find_an_article_by_whole_words_then_by_their_parts(run, printed):
    assert run("why", "NACHRICHT").out.startswith(run("why", "hafen*").out)
    assert "Zweite Nachricht vom Hafen" in run("why", "chricht").out


def test_words_that_several_articles_hold_name_the_others_with_their_fate(run, publish, feeds_yaml):
    titles = [f"Hafen {word}" for word in ("brennt lichterloh", "öffnet", "feiert laut das Fest")]
    feeds_yaml(publish("blatt", *titles), publish("echo", titles[1]))
    run("today", "--stories", "1")
    out = run("why", "hafen").out
    assert "     2 more with these words:" in out
    assert "(Blatt, 2026-11-20)\n         below the last story printed by" in out


def test_many_that_hold_the_words_are_counted(run, publish, feeds_yaml):
    words = [
        "brennt",
        "ruht",
        "feiert",
        "wächst",
        "sinkt",
        "lacht",
        "klagt",
        "baut",
        "streikt",
        "gräbt",
        "singt",
        "tanzt",
    ]
    feeds_yaml(publish("blatt", *(f"Hafen {word} heute {word * 2}" for word in words)))
    run("today")
    out = run("why", "hafen").out
    assert "11 more with these words" in out
    assert out.endswith("     and 1 more\n")


def test_words_that_nothing_holds_name_the_sources_that_are_silent(run, web, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST), web.url("/gone"))
    run("today")
    done = run("why", "nirgends")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("nirgends: nothing of the last two weeks holds these words\n")
    assert "  hint: `digest search` looks further back; " in done.err
    assert f"{web.url('/gone')} has been failing since 2026-11-21 06:00 UTC" in done.err


def test_what_the_archive_keeps_no_more_is_explained_by_the_edition_that_printed_it(
    run, publish, feeds_yaml
):
    feeds_yaml(publish("blatt", FIRST), more="keep: 7d")
    run("today")
    publish("blatt", SECOND, day=28)
    run("today", now="2026-11-29T06:00Z")
    out = run("why", article("blatt", FIRST), now="2026-11-29T07:00Z").out
    assert out.startswith(f"  1  {FIRST}\n     edition 1 of 2026-11-21: s")
    assert "     freshness " in out


def test_an_unknown_article_may_have_come_and_gone_between_two_fetches(run, web, feeds_yaml):
    page = web.page("/feed", rss(*"ABCDE", name="Ticker"))
    feeds_yaml(web.url("/feed"))
    run("today", now="2026-11-20T13:00Z")
    page.body = rss(*(f"News, part {n}" for n in range(5)), name="Ticker", day=21)
    run("today", now="2026-11-21T13:00Z")
    said = "Ticker may have shown more before 2026-11-21 13:00 UTC than was fetched"
    for wanted in ("https://blatt.example/anderes", "wallaby"):
        assert said in run("why", wanted, now="2026-11-21T14:00Z").err
    assert said not in run("why", "wallaby", now="2026-12-21T14:00Z").err


def test_an_unknown_address_says_what_its_source_showed_last(run, printed):
    done = run("why", "https://blatt.example/anderes")
    assert done.code == 1
    assert "not in the archive" in done.err
    assert "Blatt answers, and its last item is of 2026-11-20 09:00 UTC" in done.err


def test_a_source_that_was_never_asked_or_shows_nothing_is_said(run, printed, web, feeds_yaml):
    web.page("/leer", rss(name="Leer"))
    feeds_yaml(web.url("/leer"), f"{{url: '{web.url('/neu')}', name: Neu}}")
    assert "Neu has not been asked yet" in run("why", "neu").err
    run("today", now=LATER)
    assert "Leer answers, and it has shown nothing yet" in run("why", "leer").err


@pytest.mark.parametrize(
    "wanted",
    [
        (),
        ("3", "--weights", "trust=1"),
        ("--weights", "trst=1"),
        ("--weights", "trust"),
        ("--weights", "trust=-1"),
        ("https://a.example/b", "hafen"),
        ("1", "2"),
    ],
)
def test_wrong_usage_is_exit_2(run, printed, wanted):
    done = run("why", *wanted)
    assert (done.code, done.out) == (2, "")


def test_words_that_are_no_pattern_are_one_line_and_a_hint(run, printed):
    done = run("why", '"offen')
    assert (done.code, done.err.count("\n")) == (1, 2)


def test_before_the_first_edition_there_is_nothing_to_explain(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST))
    assert run("why", "1").err.startswith("no edition has been printed yet\n")


@pytest.fixture
def weighty(publish, feeds_yaml):
    """An older story of a trusted source and two fresher ones of another."""
    titles = "Von gestern früh", "Am Nachmittag geschehen", "Eben erst passiert"
    feeds_yaml(publish("alt", FIRST, weight=4), publish("neu", *titles))
    return FIRST, *titles[::-1]


def test_other_weights_show_what_would_move(run, weighty):
    old, newest, newer, _ = weighty
    printed = run("today", "--stories", "2", "--format", "json").titles
    assert printed == [old, newest]
    out = run("why", "--weights", "trust=0, freshness=5").out
    assert out.startswith("edition 1 with trust 0 (now 0.18), freshness 5 (now 0.12)\n\n")
    assert f"  1  up 1      {newest}\n" in out
    assert f"  2  in        {newer}\n" in out
    assert f"  -  out (1)   {old}\n" in out


def test_a_story_can_go_down_by_other_weights(run, weighty):
    run("today")
    out = run("why", "--weights", "trust=0,freshness=5").out
    assert re.search(rf"  [34]  down [23]    {weighty[0]}\n", out)


def test_what_is_kept_no_more_cannot_be_weighed_anew(run, printed):
    for day in "2027-06-01T06:00Z", "2027-06-02T06:00Z":
        run("fetch", now=day)
    done = run("why", "--weights", "trust=2", now="2027-06-02T06:00Z")
    assert done.code == 1
    assert done.err.startswith(
        "edition 1: none of its articles is in the archive any more\n  hint: "
    )
    assert run("why", "1", now="2027-06-01T06:00Z").code == 0


def test_the_same_weights_move_nothing(run, printed):
    out = run("why", "--weights", "trust=0.18").out
    assert out.count("  =         ") == 2
    assert out.endswith("nothing would move\n")


def test_a_replay_says_when_feeds_yaml_has_changed(run, printed, publish, feeds_yaml):
    feeds_yaml(publish("blatt", FIRST, SECOND), more='mute: ["erste"]')
    changed = "feeds.yaml or an article has changed since"
    assert changed in run("why", "--weights", "trust=1").out


def test_a_replay_says_when_an_outlet_has_changed_its_words(run, printed, publish):
    retitled = "Neues vom Deich im Moor"
    assert article("blatt", retitled) == article("blatt", FIRST)
    publish("blatt", retitled, SECOND)
    assert run("fetch").code == 0
    assert "an article has changed since" in run("why", "--weights", "trust=1").out


LONG = "Oberlandesgericht bestätigt Unterlassungserklärung gegen Hafenbetreiber wegen Lärm 東京都"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (40, ["1"]),
        (80, ["1"]),
        (60, ["--weights", "trust=0"]),
        (132, ["zweite"]),
        (80, ["hafen*"]),
    ],
)
def test_no_line_is_wider_than_the_terminal(run, publish, feeds_yaml, at_terminal, columns, words):
    feeds_yaml(publish("blatt" * 20, f"{LONG}. {LONG}", SECOND), publish("echo", LONG, SECOND))
    run("today")
    lines = at_terminal(columns, "why", *words)
    assert max(measure(LINK.sub("", line)) for line in lines) <= columns
    whole = run("why", *words).out
    assert re.sub(r"\s", "", LINK.sub("", "".join(lines))) == re.sub(r"\s", "", whole)


def test_a_pipe_gets_its_lines_whole(run, publish, feeds_yaml):
    feeds_yaml(publish("blatt", f"{LONG}. {LONG}"))
    run("today")
    assert run("why", "1").out.startswith(f"  1  {LONG}. {LONG}\n")


def test_what_does_not_fit_goes_on_beneath_where_it_began():
    lines = [
        "  1  Hafen brennt lichterloh, und das schon seit gestern",
        "     trust      ━━━━━ 0.50  Blatt, weight 1, since a year",
        "",
        "     Blatt: short",
    ]
    assert list(fitted(lines, Page(width=40))) == [
        "  1  Hafen brennt lichterloh, und das",
        "     schon seit gestern",
        "     trust      ━━━━━ 0.50",
        "         Blatt, weight 1, since a year",
        "",
        "     Blatt: short",
    ]
    assert list(fitted(lines[1:2], Page(width=50))) == [
        "     trust      ━━━━━ 0.50  Blatt, weight 1, since",
        "                            a year",
    ]


def test_an_address_longer_than_a_line_is_still_one_link():
    url = f"https://blatt.example/{'a' * 60}"
    first, *lines = fitted([f"         the one; {url}"], Page(width=50, links=True))
    assert first == "         the one;"
    assert LINK.findall("".join(lines)) == [url, ""] * 2
    assert "".join(LINK.sub("", line).strip() for line in lines) == url


@pytest.mark.parametrize(
    ("change", "command"),
    [
        ("UPDATE editions SET until = -62135596800000000", ["today", "--offline"]),
        ("UPDATE items SET seen = 1 << 62", ["why", "meldung"]),
        ("""UPDATE items SET more = '{"links": [1]}'""", ["today", "--offline", "--since", "3d"]),
        ("UPDATE sources SET checkpoint = 'null'", ["fetch"]),
        ("UPDATE posts SET network = 'fax'", ["queue", "list"]),
        ("UPDATE posts SET state = 'lost'", ["queue", "show", "1"]),
    ],
)
def test_what_nobody_wrote_into_the_archive_is_one_line_and_a_hint(
    run, publish, feeds_yaml, tmp_path, change, command
):
    feeds_yaml(publish("blatt", FIRST, SECOND), more='queue: {slots: ["07:30"]}')
    run("today")
    run("queue", "fill")
    with closing(sqlite3.connect(tmp_path / "data" / "digest.sqlite3")) as db, db:
        db.execute(change)
    done = run(*command, now="2026-11-22T06:00Z")
    problem, hint = done.err.splitlines()
    assert (done.code, done.out) == (1, "")
    assert "digest.sqlite3: damaged (" in problem
    assert hint.startswith("  hint: it is kept as it is: ")
