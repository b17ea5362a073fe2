import json
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model import Failure, Page, Receipt
from digest.outputs.json import render
from digest.text import clean
from tests.outputs import hostile
from tests.outputs.samples import edition, item, morning, story


def read(paper, page=None):
    return json.loads(render(paper, page or Page()))


def test_the_feed_has_what_json_feed_wants():
    feed = read(morning())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Social Media Newspaper"
    assert feed["language"] == "de"
    assert len({entry["id"] for entry in feed["items"]}) == 15
    for entry in feed["items"]:
        assert isinstance(entry["id"], str)
        assert entry["title"]
        assert entry["content_text"]
        assert datetime.fromisoformat(entry["date_published"]).tzinfo is not None
        assert set(entry) <= {
            "id",
            "url",
            "title",
            "content_text",
            "date_published",
            "authors",
            "_digest",
        }


def test_the_top_tells_edition_window_and_receipt():
    assert read(morning())["_digest"] == {
        "edition": 17,
        "window": {"from": "2026-11-20T06:02:00Z", "to": "2026-11-21T06:02:00Z"},
        "receipt": {
            "sources": 54,
            "answered": 51,
            "failed": [
                {
                    "source": "Blog der Kanzlei Sommerfeld",
                    "reason": "too slow: no whole answer within 10 s",
                },
                {"source": "Netzwelle", "reason": "not a feed: an HTML page"},
                {"source": "Kanalblick", "reason": "503 Service Unavailable"},
            ],
            "items": 412,
            "stories": 318,
            "merged": 94,
            "printed": 15,
            "muted": 6,
            "below": 297,
        },
    }


def test_a_paper_not_counted_has_no_number():
    assert read(replace(morning(), number=0))["_digest"]["edition"] is None


def test_stories_come_in_the_order_of_print_with_their_parts():
    entries = read(morning())["items"]
    assert [entry["_digest"]["rank"] for entry in entries] == list(range(1, 16))
    first = entries[0]
    also = first["_digest"].pop("also")
    assert first["_digest"] == {
        "story": "s1",
        "rank": 1,
        "section": "Recht",
        "score": 0.83,
        "source": "Netzrecht aktuell",
        "must_see": ["Abmahnung"],
        "signals": {"freshness": {"value": 0.83, "weight": 1.0}},
    }
    assert [other["source"] for other in also] == [
        "Die Vereinspost",
        "Blog der Kanzlei Sommerfeld",
        "Landfunk",
        "IT-Bote",
    ]
    assert also[0]["url"] == "https://example.org/1"
    assert also[0]["published"] == "2026-11-21T04:02:00Z"
    assert also[0]["title"].startswith("Neue Abmahnwelle")


def test_also_holds_every_other_item_even_of_the_same_source():
    twice = replace(story("A"), items=(item("A"), item("B"), item("B")))
    (entry,) = read(edition(("S", [twice])))["items"]
    assert [other["title"] for other in entry["_digest"]["also"]] == ["B", "B"]
    assert {other["source"] for other in entry["_digest"]["also"]} == {"Beispielblatt"}


def test_an_item_without_a_link_has_no_url():
    lone = replace(story("A"), items=(item("A", url=""), item("B", url="ftp://example.org/")))
    (entry,) = read(edition(("S", [lone])))["items"]
    assert "url" not in entry
    assert entry["_digest"]["also"][0]["url"] is None


def test_the_url_is_the_one_the_feed_gave():
    url = "https://www.example.org/a(b)/ü?x=1&y;z#f"
    assert read(edition(("S", [story("A", url=url)])))["items"][0]["url"] == url


def test_the_text_is_the_summary_or_else_the_title():
    paper = edition(("S", [story("A", summary="Mehr davon", author="Ada"), story("B")]))
    first, second = read(paper)["items"]
    assert (first["content_text"], second["content_text"]) == ("Mehr davon", "B")
    assert first["authors"] == [{"name": "Ada"}]
    assert "authors" not in second


def test_reasons_are_one_line_of_at_most_300_characters():
    receipt = Receipt(failed=(Failure(source="Q", reason="lang\nund " * 200),))
    (failed,) = read(edition(receipt=receipt))["_digest"]["receipt"]["failed"]
    assert len(failed["reason"]) <= 300
    assert "\n" not in failed["reason"]


def test_an_empty_paper_is_a_feed_without_items():
    assert read(edition())["items"] == []


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "no-such-thing"])
def test_any_stream_can_carry_it(encoding):
    printed = render(morning(), Page(encoding=encoding))
    assert printed.isascii() is (encoding != "utf-8")
    assert json.loads(printed) == read(morning())


@hostile.SOME_OR_ALL
def test_titles_arrive_as_they_are_cleaned(shared, count):
    for titles in (hostile.OWN, hostile.titles(shared, count)):
        printed = render(edition(("S", [story(title) for title in titles])), Page())
        printed.encode()
        found = [entry["title"] for entry in json.loads(printed)["items"]]
        assert found == [clean(title) for title in titles]


@given(st.text(), st.text(), st.text())
@settings(deadline=None)
def test_no_text_breaks_it(title, summary, url):
    hostile_story = story(title, summary=summary, url=f"https://example.org/{url}", also=(title,))
    printed = render(edition((title, [hostile_story]), title=summary), Page())
    printed.encode()
    assert len(json.loads(printed)["items"]) == 1


def test_the_same_edition_is_the_same_bytes():
    paper = morning()
    turned = replace(paper.receipt, failed=paper.receipt.failed[::-1])
    assert render(replace(paper, receipt=turned), Page(width=200)) == render(paper, Page())


def test_one_story_is_one_line():
    assert len(render(morning(), Page()).splitlines()) == 6 + 15 + 2
