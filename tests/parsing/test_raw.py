"""Texts and addresses are understood as feedparser understands them."""

import pytest

from digest.parsing.raw import joined, looks_like_html, mended


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("caf\u00c3\u00a9", "café"),
        ("café", "café"),
        ("10 € caf\u00c3\u00a9", "10 € caf\u00c3\u00a9"),
        ("plain", "plain"),
    ],
)
def test_utf8_that_was_encoded_twice_is_mended(text, expected):
    assert mended(text) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://b.example/x", "https://b.example/x"),
        ("/x", "https://a.example/x"),
        ("http:////b.example/x", "http://b.example/x"),
        ("//[::1", ""),
    ],
)
def test_addresses_are_resolved(address, expected):
    assert joined("https://a.example/feed", address) == expected


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", False),
        ("AT&T", False),
        ("<b>bold</b>", True),
        ("AT&amp;T", True),
        ("&#8217;", True),
        ("one <br> two", False),
        ("<word>x</word>", False),
        ("&nosuch; &amp;", False),
    ],
)
def test_plain_text_may_be_html_all_the_same(text, html):
    assert looks_like_html(text) is html
