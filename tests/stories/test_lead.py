from dataclasses import replace

import pytest

from digest.model import Story
from digest.stories import voices
from digest.stories.lead import led
from tests.stories.newsroom import item, source, sources, told

PLAIN = "Ferry runs aground off Bergen, 120 rescued"


def lead(items, language="en", **known):
    return led(items, {**sources(items), **known}, language)[0].id


def test_without_other_reasons_the_first_report_leads_and_the_rest_follow_by_age():
    items = told([PLAIN] * 3)
    assert [i.id for i in led(items, sources(items), "en")] == [1, 2, 3]


BETTER = [
    {"title": "FERRY RUNS AGROUND OFF BERGEN, 120 RESCUED"},
    {"title": "You won't believe what this ferry did off Bergen"},
    {"title": "Is this the end of the Bergen ferry company?"},
    {"title": "Ferry aground"},
    {"title": "S+ Ferry runs aground off Bergen, 120 rescued"},
    {"title": "(SZ Plus) Ferry runs aground off Bergen, 120 rescued"},
    {"title": "Ferry runs aground off Bergen, 120 rescued [paid]"},
    {"url": "https://outlet1.example/plus/ferry"},
    {"url": "https://outlet1.example/ferry?reduced=true"},
    {"author": "dpa"},
    {"summary": "BERGEN (Reuters) - A ferry ran aground."},
    {"summary": "A ferry ran aground off Bergen on Tuesday with all aboard. © dpa-infocom"},
    {"language": "fr"},
    {"title": "Why was the ferry off Bergen that night? | Explained"},
    {"title": "Live: Ferry runs aground off Bergen, 120 rescued"},
    {"title": "Ferry runs aground off Bergen, 120 rescued – Norway live"},
    {"title": "Ferry newsblog: 120 rescued off Bergen, island cut off"},
    {"title": "Fähren-Ticker: Ferry runs aground off Bergen, 120 rescued"},
    {"title": "Das steckt hinter der Nacht auf der Fähre vor Bergen"},
    {"title": "Anzeige: Ferry runs aground off Bergen, 120 rescued"},
    {"title": "Fähre vor Bergen auf Grund, die meisten sind mit dem Schrecken davongekommen"},
]


@pytest.mark.parametrize("worse", BETTER, ids=lambda worse: next(iter(worse.values())))
def test_what_speaks_against_an_item_lets_a_later_one_lead(worse):
    bad = item(1, **{"title": PLAIN, **worse})
    assert lead([bad, item(2, PLAIN)]) == 2


FINE = [
    {"title": "Ferry + bus: what the C++ of transport looks like now"},
    {"url": "https://outlet1.example/a/surplus-of-ferries"},
    {"title": "Ferry runs aground (again) off Bergen, 120 rescued"},
    {"title": "Ferry runs aground off the island where 120 live"},
    {"title": "Werbung für Fähren: Bergen 2026"},
    {"title": "Ferry runs aground off Bergen – Ticker: BRGN"},
]


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: next(iter(fine.values())))
def test_what_only_looks_like_it_does_not_speak_against_an_item(fine):
    assert lead([item(1, **{"title": PLAIN, **fine}), item(2, PLAIN)]) == 1


def test_what_shares_little_with_the_others_does_not_lead_them():
    stray = item(1, "Police show pictures of suspects after burglary in Bergen", "stray")
    ferry = told(["120 rescued as ferry runs aground", PLAIN, "Ferry aground: 120 passengers safe"])
    ferry = [replace(each, id=10 + each.id) for each in ferry]
    assert lead([stray, *ferry]) == 11
    assert lead([stray, ferry[1]]) == 1
    trusted = source("stray", weight=2)
    assert lead([stray, *ferry], **{stray.source: trusted}) == 1


def test_of_two_sides_of_a_story_the_one_that_most_tell_leads():
    aside = "Shares of Bergen ferry company double"
    ferry = [
        "Ferry aground off Bergen, 120 passengers rescued",
        "120 rescued as ferry runs aground near Bergen",
        "Ferry aground near Bergen: 120 passengers rescued",
    ]
    assert lead(told([aside, *ferry])) == 2
    shouted = [f"{headline}!!" for headline in ferry]
    assert lead(told([aside, *shouted])) == 1


def test_trust_comes_before_age_and_language_before_trust():
    items = told([PLAIN] * 2)
    trusted = {items[1].source: source("outlet2", weight=1.5)}
    assert lead(items, **trusted) == 2
    german = [replace(items[0], language="de"), replace(items[1], language="en")]
    assert lead(german, "de", **trusted) == 1


def test_the_language_of_a_feed_that_does_not_say_is_told_by_its_small_words():
    english = item(1, "Ferry runs aground off Bergen as storm hits the coast")
    german = item(2, "Fähre vor Bergen auf Grund gelaufen")
    assert lead([english, german], "de") == 2
    assert lead([english, german], "en") == 1
    assert lead([english, german], "fr") == 1


def test_a_german_blog_that_says_it_is_english_is_german():
    german = item(
        1, "Fähre vor Bergen auf Grund gelaufen und von der Brücke gezogen", language="en"
    )
    english = item(2, PLAIN, language="en")
    assert lead([english, german], "de") == 1
    assert lead([german, english], "en") == 2


def test_a_source_without_weight_leads_only_among_its_like():
    items = told([PLAIN, "Is this the end of the Bergen ferry company?"])
    none = {items[0].source: source("outlet1", weight=0.0)}
    assert lead(items, **none) == 2
    assert lead(items[:1], **none) == 1


def test_an_unknown_source_is_trusted_like_any():
    assert led(told([PLAIN]), {}, "en")[0].id == 1


def spoken(items, **known):
    story = Story(id="s1", items=tuple(items))
    return [[i.id for i in voice] for voice in voices(story, {**sources(items), **known})]


def test_each_source_with_words_of_its_own_is_a_voice():
    assert spoken(told([PLAIN, "120 saved as ship hits rock in Norway"])) == [[1], [2]]


def test_sources_of_one_owner_are_one_voice():
    items = told([PLAIN, "120 saved as ship hits rock in Norway"])
    owned = {i.source: replace(source(f"outlet{i.id}"), owner="Coast AG") for i in items}
    assert spoken(items, **owned) == [[1, 2]]


NEWS = [PLAIN, "120 saved as ship hits rock in Norway"]


def on(*urls):
    return [item(n, NEWS[n - 1], url=url) for n, url in enumerate(urls, start=1)]


def test_feeds_of_one_site_are_one_voice_when_feeds_yaml_names_no_owner():
    here = on("https://blatt.example/inland/1", "https://www.blatt.example/ausland/2")
    assert spoken(here) == [[1, 2]]
    owned = {here[0].source: source("outlet1", owner="Inland GmbH")}
    assert spoken(here, **owned) == [[1], [2]]


@pytest.mark.parametrize(
    "host", ["medium.com", "www.youtube.com", "127.0.0.1:8000", "[::1]", "localhost", "example.org"]
)
def test_a_host_that_many_publish_on_makes_no_voice_of_them(host):
    assert spoken(on(f"https://{host}/a/1", f"https://{host}/b/2")) == [[1], [2]]


def test_papers_below_one_domain_are_voices_of_their_own():
    assert spoken(on("https://eins.blogs.example/1", "https://zwei.blogs.example/2")) == [[1], [2]]


def test_copies_and_items_of_one_address_are_one_voice():
    text = "A ferry with 120 people aboard ran aground off Bergen on Tuesday evening, police said."
    own = "Nobody was hurt when the Nordstern hit a rock; the crew launched every boat in time."
    page = "https://outlet1.example/a"
    items = [
        item(1, PLAIN, summary=text, url=page),
        item(2, "Rescue off Bergen", summary=text),
        item(3, PLAIN, summary=own),
        item(4, "Quite other words", url=page + "?utm_source=x"),
        item(5, PLAIN + " - police"),
    ]
    assert spoken(items[::-1]) == [[1, 2, 4, 5], [3]]
