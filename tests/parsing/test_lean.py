"""feedparser reads what nothing else does, without its worst faults."""

from datetime import UTC, datetime

import pytest

from digest.parsing import finishing, lean
from digest.parsing.raw import RawText, UnsureError
from tests.parsing.samples import rss

BROKEN = "<b>"
"""Makes a document not well-formed, so that feedparser takes its loose way."""


@pytest.fixture(params=["", BROKEN], ids=["strict", "loose"])
def entry(request):
    def read(item):
        [raw] = lean.read(rss(item + request.param).encode()).entries
        return raw

    return read


def test_a_caption_does_not_replace_the_description(entry):
    raw = entry(
        "<content:encoded>All</content:encoded><description>Own words</description>"
        "<media:description>Photo: somebody</media:description>"
        "<itunes:summary>Notes</itunes:summary>"
    )
    assert raw.summary.value == "Own words"


def test_podcast_notes_come_before_the_whole_text(entry):
    raw = entry("<content:encoded>All</content:encoded><itunes:summary>Notes</itunes:summary>")
    assert raw.summary.value == "Notes"


def test_a_caption_is_better_than_nothing_and_the_first_one_counts(entry):
    caption = "<media:description>{}</media:description>"
    raw = entry(caption.format("One") + caption.format("Two"))
    assert finishing.plain(raw.summary) == "One"


def test_texts_know_whether_they_are_html(entry):
    raw = entry("<title>a &lt;i&gt;b&lt;/i&gt;</title><description>c</description>")
    assert raw.title.html
    assert raw.summary.html


@pytest.mark.timeout(30)
def test_a_date_in_german_is_read(entry):
    raw = entry("<pubDate>Sa, 06 Dez 2025 10:20:30 +0100</pubDate>")
    assert raw.published == datetime(2025, 12, 6, 9, 20, 30, tzinfo=UTC)


def test_an_endless_author_costs_nothing(entry):
    entry(f"<title>t</title><author>a@{'a.' * 20_000}!</author>")


def test_an_author_is_taken_apart(entry):
    assert entry("<author>a@b.example (Some Body)</author>").author == "a@b.example (Some Body)"


def test_what_makes_feedparser_fail_is_mended_first():
    [raw] = lean.read(rss(f"<title>a&#xD800;b&#x110000;{BROKEN}</title>").encode()).entries
    assert raw.title.value.startswith("ab")


def test_long_entities_are_never_expanded():
    document = (
        f'<!DOCTYPE rss [<!ENTITY a "{"x" * 40_000}">]>{rss("<title>" + "&a;" * 9 + "</title>")}'
    )
    [raw] = lean.read(document.encode()).entries
    assert len(raw.title.value) < 100


def test_short_entities_are():
    document = f'<!DOCTYPE rss [<!ENTITY uuml "&#252;">]>{rss("<title>T&uuml;r</title>")}'
    assert lean.read(document.encode()).entries[0].title == RawText("Tür")


def test_a_document_that_says_nothing_is_not_known():
    assert not lean.read(b"<opml><body/></opml>").known
    assert lean.read(rss().encode()).known


def test_what_feedparser_cannot_read_at_all_is_unsure(monkeypatch):
    monkeypatch.setattr(lean, "_strictly", lambda data: data.no_such_thing)
    with pytest.raises(UnsureError, match="AttributeError"):
        lean.read(rss().encode())
