"""Entries are cleaned, complete and bounded."""

from datetime import UTC, datetime, timedelta

import pytest

from digest.parsing import finishing
from digest.parsing.finishing import LONGEST_SUMMARY, LONGEST_TEXT, Feed, plain, two_letters
from digest.parsing.raw import RawEntry, RawText
from digest.stories import bonds

DAY = datetime(2025, 1, 6, tzinfo=UTC)


def raw(**given):
    texts = {
        name: RawText(given.pop(name), html=True) for name in ("title", "summary") if name in given
    }
    return RawEntry(**texts, **given)


def finished(given, **feed):
    return finishing.finished(given, Feed(**feed))


def test_texts_are_plain_and_clean():
    entry = finished(
        raw(title="A &amp; <b>B</b>\x1b[2J", summary="<p>x</p>\n<p>y\u202e</p>", author="Ann\x07")
    )
    assert (entry.title, entry.summary, entry.author) == ("A & B[2J", "x y", "Ann")
    assert entry.folded == "a b 2j\nx y"


def test_text_that_only_looks_like_markup_stays():
    assert (
        plain(RawText("the <word> here, 5 > 3 & more", html=True))
        == "the <word> here, 5 > 3 & more"
    )
    assert plain(RawText("a <br> b", html=True)) == "a b"
    assert plain(RawText("a <o:p> b", html=True)) == "a b"
    assert plain(RawText("a &lt; b", html=True)) == "a < b"
    assert plain(RawText("a &lt; b")) == "a &lt; b"
    assert plain(RawText("caf\u00c3\u00a9")) == "café"


@pytest.mark.parametrize(
    "description",
    [
        "<p>Ab März wird es teurer.</p><p>Der Beitrag <a href='https://a.example/1'>Reels &#8211;"
        " Neues</a> erschien zuerst auf <a href='https://a.example'>Netzblatt</a>.</p>",
        "Dearer. [&#8230;] The post Reels – Neues appeared first on Netzblatt.",
    ],
)
def test_what_wordpress_sets_under_every_excerpt_is_kept_and_not_compared(description):
    entry = finished(raw(title="Reels – Neues", summary=description))
    assert entry.summary.endswith("Netzblatt.")
    assert "netzblatt" not in entry.folded


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        (
            {"summary": "Short", "contents": ["<p>All of it,<br>to the <i>end</i></p>"]},
            "all of it to the end",
        ),
        ({"summary": "Short", "contents": ["One", "Two"]}, "one two"),
        ({"summary": "All of it", "contents": ["<p>All of it</p>"]}, ""),
        ({"summary": "Short"}, ""),
        ({"summary": "x", "contents": ["x" * 2 * LONGEST_TEXT]}, "x" * LONGEST_TEXT),
    ],
)
def test_what_is_beyond_the_summary_is_folded_if_it_is_wanted(given, whole):
    texts = [RawText(text, html=True) for text in given.pop("contents", ())]
    entry = raw(title="t", published=DAY, contents=texts, **given)
    assert finished(entry, whole=True).whole == whole
    assert finished(entry).whole is None
    assert finished(entry, whole=True, since=DAY + timedelta(days=1)).whole is None


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"summary": "<p>First words of a post</p>"}, "First words of a post"),
        ({"summary": "word " * 50}, "word " * 19 + "word…"),
        ({"contents": [RawText(""), RawText("Only here")]}, "Only here"),
        ({"link": "https://a.example/1"}, "https://a.example/1"),
        ({"key": "tag:1"}, "tag:1"),
    ],
)
def test_an_entry_without_title_gets_one(given, title):
    assert finished(raw(**given)).title == title


@pytest.mark.parametrize("empty", ["", " ", "<p></p>"])
def test_where_the_summary_is_empty_the_article_is_compared(empty):
    article = RawText("<p>Eine <b>Abmah</b>nung kam.</p>", html=True)
    entry = finished(raw(title="Fall", summary=empty, contents=[article]))
    assert (entry.summary, entry.folded) == ("", "fall\neine abmahnung kam")


def test_an_entry_that_says_nothing_is_none():
    assert finished(raw(title="", summary="", link="javascript:x"), title="Feed") is None


def test_an_entry_with_a_picture_or_a_date_only_is_named_after_its_feed():
    one, other = (finished(raw(summary=f"<img src='{n}'>"), title="Daily photo") for n in "ab")
    assert (one.title, other.title) == ("Daily photo", "Daily photo")
    assert one.key != other.key
    assert finished(raw(published=DAY)).title == "untitled"


def test_links_are_whole_clean_and_canonical():
    entry = finished(raw(title="t", link="/a?utm_source=x&id=1"), base="http://www.a.example/feed")
    assert entry.link == "http://www.a.example/a?id=1"
    assert entry.page == "https://a.example/a?id=1"
    assert finished(raw(title="t", link="http://[::1/x")).link == ""


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"key": " tag:1\x00 "}, "tag:1"),
        ({"link": "https://a.example/1?utm_medium=rss"}, "https://a.example/1"),
    ],
)
def test_the_key_is_the_feeds_else_the_link(given, key):
    assert finished(raw(title="t", **given)).key == key


def test_without_either_the_key_is_made_of_title_and_date_else_summary():
    keys = {
        finished(raw(title=title, summary=summary, published=when)).key
        for title in "ab"
        for summary in "cd"
        for when in (None, DAY)
    }
    assert len(keys) == 6


def test_a_long_key_is_hashed():
    one, other = (finished(raw(title="t", key="k" * 1_000_000 + end)).key for end in "ab")
    assert one != other
    assert len(one) < 100


def test_everything_is_bounded():
    entry = finished(raw(title="t" * 10**6, summary="s" * 10**6, author="a" * 10**6, key="k"))
    assert len(entry.title) == 1_000
    assert len(entry.summary) == LONGEST_SUMMARY
    assert len(entry.author) <= 200


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ann Other", "Ann Other"),
        ("ann@a.example (Ann Other)", "Ann Other"),
        ("Ann Other <ann@a.example>", "Ann Other"),
        ("ann@a.example", "ann@a.example"),
        ("a@" + "a." * 20_000 + "!", ("a@" + "a." * 20_000)[:200]),
    ],
)
def test_an_author_is_a_name(author, name):
    assert finished(raw(title="t", author=author)).author == name


def test_outbound_links_are_canonical_and_leave_out_the_page_itself():
    markup = "".join(f'<a href="{link}">x</a>' for link in (
        "http://www.b.example/1?utm_source=x", "https://b.example/1", "https://a.example/own", "/relative",
        "javascript:x", "https://c.example/2?a=1&amp;b=2",
    ))  # fmt: skip
    entry = finished(raw(title="t", link="https://a.example/own", summary=markup))
    assert entry.links == ("https://b.example/1", "https://c.example/2?a=1&b=2")


def test_of_a_round_up_no_more_links_are_kept_than_show_that_it_is_one():
    markup = "".join(f'<a href="https://b.example/{n}">x</a>' for n in range(50))
    entry = finished(raw(title="t", link="https://b.example/1", summary=markup))
    assert entry.links == tuple(f"https://b.example/{n}" for n in (0, 2, 3, 4))
    assert len(entry.links) > bonds.FEW_LINKS


def test_one_page_under_many_addresses_is_no_round_up():
    markup = "".join(f'<a href="https://b.example/?utm_source={n}">x</a>' * 99 for n in range(15))
    markup += '<a href="https://c.example/">x</a>'
    entry = finished(raw(title="t", summary=markup))
    assert entry.links == ("https://b.example", "https://c.example")


def test_the_back_catalogue_is_read_with_less_care():
    given = {"title": "t", "summary": f'<a href="https://b.example/">{"word " * 200}</a>'}
    old = finished(raw(**given, updated=DAY), since=DAY.replace(day=7))
    new = finished(raw(**given, updated=DAY), since=DAY)
    assert old.summary == new.summary
    assert (old.links, new.links) == ((), ("https://b.example",))
    assert (old.folded, new.folded[:7]) == ("", "t\nword ")
    assert finished(raw(**given), since=DAY).links == new.links


@pytest.mark.parametrize(
    ("given", "code"),
    [("de", "de"), ("de-AT", "de"), (" EN_us ", "en"), ("deu", ""), ("", ""), ("x-klingon", "")],
)
def test_a_language_has_two_letters(given, code):
    assert two_letters(given) == code


def test_the_language_of_an_entry_comes_before_that_of_the_feed():
    assert finished(raw(title="t", language="fr"), language="de").language == "fr"
    assert finished(raw(title="t", language="?"), language="de").language == "de"
