"""Text from outside is fit to be printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text import (
    clean,
    counted,
    from_html,
    pieces,
    shorten,
    without_footer,
    without_login,
    without_outlet,
)

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
ALLOWED = {"\u200d", *SCOTLAND}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        (" two\n\tlines\r\n ", "two lines"),
        ("a\x00b\x1b[2Jc", "ab[2Jc"),
        ("nbsp\u00a0narrow\u202fwide\u3000end", "nbsp narrow wide end"),
        ("line\u2028paragraph\u2029end", "line paragraph end"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("half\ud800 a letter\uffff", "half a letter"),
        ("\x93quoted\x94 \x85 and \x9b2J", "“quoted” … and ›2J"),
        ("A\u030a u\u0308", "Å ü"),
        ("blank\u2800\u3164Braille", "blank Braille"),
        ("\u202e", ""),
    ],
)
def test_text_becomes_one_harmless_line(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize("emoji", [FAMILY, SCOTLAND, "❤️", "❤️\u200d🔥", "1️⃣", "👍🏽", "🇩🇪"])
def test_an_emoji_sequence_stays_whole(emoji):
    assert clean(f"so {emoji} it is") == f"so {emoji} it is"


@pytest.mark.parametrize("part", ["a\u200db", "a\ufe0fb", "a\U000e0067b", "a\ufe0f\u200db"])
def test_what_joins_emoji_joins_nothing_else(part):
    assert clean(part) == "ab"


def test_accents_do_not_pile_up():
    assert len(clean("Z" + "\u0363\u0301\u0327" * 100)) == 9


@given(st.text())
def test_a_clean_text_has_nothing_that_steers(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    bad = {"Cc", "Cs", "Cf", "Zl", "Zp"}
    assert not [c for c in cleaned if unicodedata.category(c) in bad and c not in ALLOWED]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("no markup", "no markup"),
        ("<p>one<br/>two</p><p>three</p>", "one two three"),
        ("a <b>bo</b>ld w<em>or</em>d", "a bold word"),
        ("AT&amp;T &lt;b&gt; &uuml;", "AT&T <b> ü"),
        ("a < b, 3 > 2, I <3 you", "a < b, 3 > 2, I <3 you"),
        ("<script>var a = '<p>';</script>x<style>p {}</style>y", "x y"),
        ("x<script src=a", "x"),
        ("x<ſcript>y", "x<ſcript>y"),
        ("one<!-- two > --> three<!-->four", "one three four"),
        ("<![CDATA[inside]]> <?php 1 ?>", "inside"),
        ("<a title='x > y' href=\"a>b\">text</a>", "text"),
        ("<p it's>text</p>", "text"),
        ("text <img src='", "text"),
        ("text <?php 1", "text"),
        ("text <![<", "text"),
        (f"&#{'9' * 5000}; &#0; &#150;", "\ufffd \ufffd –"),
    ],
)
def test_html_becomes_text(markup, expected):
    assert from_html(markup) == expected


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "part",
    [
        "<!--",
        '<a href="',
        "<",
        "<script>",
        "<script ",
        "<a b='\"<a b=",
        "<![CDATA[",
        "&#",
        "<!",
        "</style",
        "<?",
        "<![",
        "<!DOCTYPE",
        "<a b c='",
        "&#9",
    ],
)
def test_hostile_markup_costs_one_pass(part):
    markup = part * 50_000
    from_html(markup)
    for piece in pieces(f"<a {markup}"):
        assert isinstance(piece, str) or piece.attributes is not None


def test_markup_comes_in_pieces():
    markup = """1 &lt; 2<!-- <b> --><A  HREF='/x?a=1&amp;b="2"' title=">" data-n=5 hidden>t</a\n>"""
    text, link, shown, end, rest = pieces(markup)
    assert (text, shown, rest) == ("1 < 2 ", "t", "")
    assert (link.name, end.name) == ("a", "/a")
    assert link.attributes == {"href": '/x?a=1&b="2"', "title": ">", "data-n": "5"}
    assert end.attributes == {}


def test_tags_leave_the_gaps_that_they_leave_in_a_text():
    markup = "<p>a <b>bo</b>ld w<em>or</em>d</p><ul><li>1</li></ul>"
    text = "".join(piece if isinstance(piece, str) else piece.gap for piece in pieces(markup))
    assert clean(text) == from_html(markup) == "a bold word 1"


@given(st.text(alphabet="ab<>&;!-/='\" \n#xscript"))
def test_any_markup_becomes_clean_text(markup):
    assert from_html(markup) == clean(from_html(markup))


@given(st.text(alphabet="ab<>!-/='\" \n]xscript"))
def test_the_pieces_are_the_text(markup):
    text = "".join(piece if isinstance(piece, str) else piece.gap for piece in pieces(markup))
    assert clean(text) == from_html(markup)


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 5, "short"),
        ("some words more", 11, "some words…"),
        ("some words, more", 13, "some words…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("a Donaudampfschifffahrt", 12, "a Donaudamp…"),
        (f"1234567{FAMILY}{FAMILY}", 10, "1234567…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
    ],
)
def test_a_text_is_cut_at_a_word(text, length, expected):
    assert shorten(text, length) == expected


@pytest.mark.parametrize(
    ("title", "outlet", "expected"),
    [
        ("Neue Regeln – Blatt", "Blatt", "Neue Regeln"),
        ("Neue Regeln | BLATT Online", "Blatt", "Neue Regeln"),
        ("Neue Regeln - Tages-Blatt.de", "Tages-Blatt", "Neue Regeln"),
        ("Eins – zwei – Blatt", "Blatt", "Eins – zwei"),
        ("Neue Regeln – Blatt sinkt", "Blatt", "Neue Regeln – Blatt sinkt"),
        ("Neue Regeln für Blatt", "Blatt", "Neue Regeln für Blatt"),
        ("– Blatt", "Blatt", "– Blatt"),
        ("Blatt", "Blatt", "Blatt"),
        ("Neue Regeln – !", "?", "Neue Regeln – !"),
    ],
)
def test_the_outlets_name_is_cut_from_a_headline(title, outlet, expected):
    assert without_outlet(title, outlet) == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Teurer. Der Beitrag Reels – Neues erschien zuerst auf Netzblatt.", "Teurer."),
        ("Dearer. […] The post Reels – Neues appeared first on Netzblatt.", "Dearer. […]"),
        ("The post Reels – Neues first appeared on Netzblatt.", ""),
        *[
            (said, said)
            for said in ("The post office first appeared on maps.", "Reels – Neues.", "")
        ],
    ],
)
def test_a_summary_does_not_end_in_what_wordpress_sets_under_it(summary, expected):
    assert without_footer(summary, "Reels – Neues") == expected
    assert without_footer(summary, "") == summary


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_a_cut_text_is_never_too_long(text, length):
    assert len(shorten(text, length)) <= length


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://user:geheim@a.example/feed", "https://a.example/feed"),
        ("user:geheim@a.example/feed", "a.example/feed"),
        ("user:ge://heim@a.example/feed", "a.example/feed"),
        ("https://user@a.example/feed", "https://a.example/feed"),
        ("https://user/ge.heim@a.example/feed", "https://a.example/feed"),
        ("https://user:geheim@medium.example/@name", "https://name"),
        ("https://medium.example/@name", "https://medium.example/@name"),
        ("medium.example/feed/@name", "medium.example/feed/@name"),
        ("https://a.example/feed", "https://a.example/feed"),
        ("", ""),
    ],
)
def test_a_message_shows_no_login_and_the_whole_path(address, shown):
    assert without_login(address) == shown


def test_one_thing_is_not_called_many():
    assert [counted(number, "item") for number in (0, 1, 2)] == ["0 items", "1 item", "2 items"]
