"""JSON Feed is read, whatever its types are."""

import json

import pytest

from digest.parsing import jsonfeed, reading
from digest.parsing.raw import UnsureError

VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items, **more):
    return json.dumps({"version": VERSION, "title": "F", "items": items, **more}).encode()


def test_an_item_is_read():
    item = {
        "id": "1",
        "url": "https://a.example/1",
        "title": "One",
        "content_html": "<p>All <a href='https://b.example/'>there</a> is</p>",
        "date_published": "2025-01-06T10:00:00Z",
        "date_modified": "2025-01-07T10:00:00Z",
        "authors": [{"name": "Ann"}],
        "language": "de-AT",
    }
    document = reading.read(feed(item, language="en"))
    [entry] = document.entries
    assert document.title == "F"
    assert (entry.key, entry.link, entry.title) == ("1", "https://a.example/1", "One")
    assert (entry.summary, entry.author, entry.language) == ("All there is", "Ann", "de")
    assert entry.links == ("https://b.example",)
    assert entry.published.isoformat() == "2025-01-06T10:00:00+00:00"


def test_the_summary_comes_before_the_text_and_the_text_before_html():
    texts = {"content_html": "<b>h</b>", "content_text": "t <x>"}
    raw = jsonfeed.read(feed({"summary": "s", **texts}, texts, {"content_html": "<b>h</b>"}))
    assert [entry.summary.value for entry in raw.entries] == ["s", "t <x>", "<b>h</b>"]


def test_a_post_without_title_gets_its_first_words():
    [entry] = reading.read(feed({"id": "1", "content_text": "Just a note"})).entries
    assert entry.title == "Just a note"


@pytest.mark.parametrize(
    ("item", "link", "links"),
    [
        ({"id": "https://a.example/id"}, "https://a.example/id", []),
        (
            {"id": "1", "external_url": "https://b.example/"},
            "https://b.example/",
            ["https://b.example/"],
        ),
        ({"id": 7, "url": "https://a.example/7"}, "https://a.example/7", []),
        ({"id": "1"}, "", []),
    ],
)
def test_the_link_is_the_best_there_is(item, link, links):
    [raw] = jsonfeed.read(feed(item)).entries
    assert (raw.link, raw.links) == (link, links)


def test_the_author_may_stand_on_the_feed_and_in_the_old_place():
    raw = jsonfeed.read(
        feed({"id": "1"}, {"id": "2", "author": {"name": "Bo"}}, author={"name": "Ann"})
    )
    assert [entry.author for entry in raw.entries] == ["Ann", "Bo"]


def test_wrong_types_are_not_there():
    item = {
        "id": {},
        "url": [],
        "title": 1,
        "content_html": {"x": 1},
        "authors": "x",
        "date_published": 9e99,
    }
    raw = jsonfeed.read(feed(None, 1, "x", [], item, {"id": True}, {"id": 1.5, "author": 3}))
    assert [entry.key for entry in raw.entries] == ["", "", "1.5"]
    assert jsonfeed.read(feed(items={"a": 1})).entries == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "broken JSON"),
        (b"[" * 200_000, "broken JSON"),
        (b"[]", "no JSON Feed"),
        (b'{"items": []}', "no JSON Feed"),
        (b'{"version": 1}', "no JSON Feed"),
    ],
)
def test_other_json_is_no_feed(data, reason):
    with pytest.raises(UnsureError, match=reason):
        jsonfeed.read(data)
