"""The feeds of a page are found."""

import pytest

from digest.parsing.discovery import feed_links

BASE = "https://example.org/blog/"


def links(page, base=BASE):
    return feed_links(page.encode(), base)


def test_declared_feeds_come_in_the_order_of_the_page():
    page = """<head><link rel="alternate" type="application/rss+xml" title="All" href="/feed/">
      <LINK REL='alternate' TYPE='application/atom+xml' HREF='atom.xml?a=1&amp;b=2'>
      <link rel=alternate type=application/feed+json href=https://example.com/feed.json></head>"""
    assert links(page) == (
        "https://example.org/feed/",
        "https://example.org/blog/atom.xml?a=1&b=2",
        "https://example.com/feed.json",
    )


def test_feeds_of_comments_come_last():
    page = """<link rel="alternate" type="application/rss+xml" title="Comments" href="/a">
      <link rel="alternate" type="application/rss+xml" href="/b">"""
    assert links(page) == ("https://example.org/b", "https://example.org/a")


def test_other_alternates_are_no_feeds():
    page = """<link rel="alternate" hreflang="de" href="/de/">
      <link rel="alternate" type="application/json" href="/wp-json/posts/1">
      <link rel="stylesheet" type="text/css" href="/feed.css">
      <link rel="alternate" type="application/rss+xml">
      <link rel="alternate" type="text/xml" href="/rss"><link rel="feed" href="/f">"""
    assert links(page) == ("https://example.org/rss", "https://example.org/f")


def test_links_that_look_like_feeds_come_after_declared_ones():
    page = """<a href="/rss.xml">RSS</a> <a href="/about">About</a> <a href="/feedback">Say</a>
      <a href="https://example.org/comments/feed">C</a> <a name="x">no address</a>
      <link rel="alternate" type="application/rss+xml" href="feed:https://example.org/all">"""
    assert links(page) == (
        "https://example.org/all",
        "https://example.org/rss.xml",
        "https://example.org/comments/feed",
    )


def test_a_page_may_say_what_its_addresses_start_from():
    page = '<base href="https://other.example/x/"><a href="feed">Feed</a>'
    assert links(page) == ("https://other.example/x/feed",)


def test_comments_and_scripts_declare_nothing():
    page = """<!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->
      <script>'<a href="/feed">'</script><a href="/rss">RSS</a>"""
    assert links(page) == ("https://example.org/rss",)


def test_without_any_the_usual_places_are_tried():
    assert "https://example.org/feed/" in links("<p>Nothing here.</p>")


@pytest.mark.parametrize("address", ["javascript:feed()", "http://[::1/feed", "ftp://x/feed"])
def test_addresses_that_cannot_be_kept_are_left_out(address):
    assert links(f'<a href="{address}">x</a><a href="/feed">y</a>') == ("https://example.org/feed",)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("part", ["<!--", "<script ", "<a href='", '<link a="', "<a b=c ", "<"])
def test_a_hostile_page_costs_one_pass(part):
    links(part * 100_000)


@pytest.mark.timeout(30)
def test_an_attribute_without_end_costs_one_pass():
    links(f"<a {'a' * 300_000}")
    digits = "1" * 5_000
    assert links(f'<a href="/feed&#{digits};">x</a><a href="/rss">y</a>')[-1].endswith("/rss")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("base", ["/a" * 100_000, "/a" * 1_900])
def test_a_long_base_is_not_joined_to_endless_links(base):
    page = f'<base href="https://other.example{base}/">' + "<a href=rss>" * 100_000
    assert links(page)


@pytest.mark.timeout(30)
def test_of_several_bases_the_first_counts():
    bases = '<base href="https://other.example/x/">' + f'<base href="{"a/" * 190}">' * 4_000
    assert links(f'{bases}<a href="feed">Feed</a>') == ("https://other.example/x/feed",)
