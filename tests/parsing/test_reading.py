"""Any bytes are read, or named for what they are."""

import pytest

from digest.errors import SourceError
from digest.parsing.raw import UnsureError
from digest.parsing.reading import MOST_ENTRIES, read
from tests.parsing.samples import atom, rss


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "the answer is empty"),
        (b" \n\t", "the answer is empty"),
        (b"\xef\xbb\xbf", "the answer is empty"),
        (b"<!doctype html><html><body>please sign in</body></html>", "a web page"),
        (b"<html><title>Just a moment...</title><script>x</script></html>", "a web page"),
        (b"<HTML><item></HTML>", "a web page"),
        (b"%PDF-1.7\n\x00\x00", "a PDF file"),
        (bytes(range(256)) * 40, "neither RSS, Atom nor JSON Feed"),
        (b"<opml><body/></opml>", "XML of another kind"),
        (b"<svg><item-list/></svg>", "XML of another kind"),
        (b"{}", "no JSON Feed"),
        (b"[1, 2", "broken JSON"),
        (b"null", "neither RSS, Atom nor JSON Feed"),
    ],
)
def test_what_is_no_feed_is_named(body, what):
    with pytest.raises(SourceError, match=f"not a feed: .*{what}"):
        read(body)


def test_what_feedparser_fails_on_is_named(monkeypatch):
    from digest.parsing import lean

    def fail(data):
        raise UnsureError("feedparser fails: ValueError")

    monkeypatch.setattr(lean, "read", fail)
    with pytest.raises(SourceError, match="not a feed: feedparser fails: ValueError"):
        read(rss("<title>a</b></title>").encode())


def test_a_feed_without_entries_is_fine():
    document = read(rss().encode())
    assert (document.title, document.entries) == ("F", ())


def test_a_feed_inside_a_page_is_read_by_feedparser():
    document = read(f"<html><body>{atom('<title>Inside</title>')}</body></html>".encode())
    assert [entry.title for entry in document.entries] == ["Inside"]


def test_a_document_that_breaks_off_says_so():
    document = read(rss("<title>a</title>", "<title>b</title>")[:-20].encode())
    assert document.cut
    assert [entry.title for entry in document.entries] == ["a", "b"]
    assert not read(rss("<title>a</b></title>", "<title>b</b></title>").encode()).cut


def test_a_notice_of_php_before_the_feed_loses_nothing():
    notice = "<br />\n<b>Deprecated</b>: x in <b>/y.php</b><br />\n<?xml version='1.0'?>"
    document = read((notice + rss("<title>One</title>")).encode())
    assert [entry.title for entry in document.entries] == ["One"]
    assert not document.cut
    assert read((notice + rss("<title>a</title>", "<title>b</title>")[:-20]).encode()).cut


def test_damaged_entries_do_not_cost_the_others():
    document = read(rss(*["<title>sound</title>"] * 3, "<title>dam<b>aged</title>").encode())
    assert [entry.title for entry in document.entries] == [*["sound"] * 3, "damaged"]


def test_the_newest_entries_are_kept_in_their_order():
    item = "<title>{0}</title><pubDate>2025-01-{1:02}T{2:02}:{3:02}:00Z</pubDate>"
    times = [(1 + n // 1440, n // 60 % 24, n % 60) for n in range(MOST_ENTRIES + 5)]
    document = read(
        rss("<title>undated</title>", *(item.format(n, *t) for n, t in enumerate(times))).encode()
    )
    assert document.left_out == 6
    assert [entry.title for entry in document.entries] == [
        str(n) for n in range(5, MOST_ENTRIES + 5)
    ]


def test_undated_entries_count_as_listed_newest_first():
    document = read(rss(*(f"<title>{n}</title>" for n in range(MOST_ENTRIES + 3))).encode())
    assert document.entries[-1].title == str(MOST_ENTRIES - 1)


def test_entries_that_say_nothing_count_as_left_out():
    document = read(rss("", "<title>a</title>", "<x:a/>").encode())
    assert (len(document.entries), document.left_out) == (1, 2)


def test_relative_links_start_from_the_document_else_from_the_feeds_page():
    body = rss("<title>a</title><link>/1</link>").encode()
    assert read(body, base="https://a.example/x/feed").entries[0].link == "https://a.example/1"
    assert read(body).entries[0].link == "http://feed.example/1"


def test_a_key_does_not_depend_on_where_the_feed_lies_and_is_no_relative_link():
    body = rss("<title>a</title><guid>4711</guid>").encode()
    for base in ("", "https://a.example/feed", "http://b.example/feed"):
        [entry] = read(body, base=base).entries
        assert (entry.key, entry.link) == ("4711", "")


def test_a_key_that_is_the_path_of_its_page_is_made_whole():
    [entry] = read(
        rss("<title>a</title><guid>/1</guid>").encode(), base="https://a.example/feed"
    ).entries
    assert entry.key == entry.link == "https://a.example/1"


def test_language_comes_from_the_feed():
    body = rss("<title>a</title>", head="<language>de-CH</language>").encode()
    assert read(body).entries[0].language == "de"
    assert (
        read(atom("<title>a</title>").replace("<feed", '<feed xml:lang="fr"').encode())
        .entries[0]
        .language
        == "fr"
    )
