import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from digest.outputs.typeset import (
    Run,
    balance,
    centred,
    clusters,
    cut,
    length,
    measure,
    paint,
    wrap,
)
from digest.text import clean

FAMILY = "👨🏽‍👩🏽‍👧🏽‍👦🏽"
PIECES = st.sampled_from(
    [
        "a",
        "Wort",
        " ",
        "東京",
        "é",
        "e\u0301",
        "💶",
        FAMILY,
        "🇩🇪",
        "❤️",
        "1️⃣",
        "ﷺ",
        "क\u0903",
        "👍🏽",
        "x" * 50,
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def plain(lines):
    """Return lines as text."""
    return [paint(line, colour=False, links=False) for line in lines]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("Straße", 6),
        ("„Ja“ – nein … │━─┃", 18),
        ("東京", 4),
        ("e\u0301", 1),
        ("💶", 2),
        ("❤️", 2),
        ("🇩🇪", 2),
        ("🇩", 2),
        ("👍🏽", 4),
        ("👩‍⚖️", 4),
        ("क\u0903", 2),
    ],
)
def test_text_is_measured_as_the_terminal_that_draws_it_widest(text, cells):
    assert measure(text) == cells


@given(st.one_of(st.text(), TEXTS))
def test_no_text_is_measured_narrower_than_rich_would_draw_it(text):
    assert measure(clean(text)) >= cell_len(clean(text))


@pytest.mark.parametrize("whole", ["e\u0301", "🇩🇪", "👍🏽", "❤️", "👩‍⚖️", FAMILY, "क\u0903"])
def test_what_belongs_together_is_one_cluster(whole):
    assert clusters(f"a{whole}b") == ["a", whole, "b"]


def test_two_flags_are_two_clusters():
    assert clusters("🇩🇪🇦🇹") == ["🇩🇪", "🇦🇹"]


def test_a_cluster_does_not_grow_forever():
    assert max(map(len, clusters("👍" + "🏽" * 500))) <= 12


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("kurz", 4, "kurz"),
        ("etwas lang", 7, "etwas…"),
        ("東京新聞", 6, "東京…"),
        ("👍🏽👍🏽", 5, "👍🏽…"),
        ("lang", 1, "…"),
    ],
)
def test_text_is_cut_with_dots(text, width, short):
    assert cut(text, width) == short


def test_running_text_is_divided_between_words():
    text = "Ein Satz aus Wörtern"
    assert plain(wrap([Run(text, gap=" ")], 8)) == ["Ein Satz", "aus", "Wörtern"]


def test_running_text_goes_on_behind_what_stands_before_it():
    runs = [Run("weiter:"), Run("zwei Worte", gap=" ")]
    assert plain(wrap(runs, 12)) == ["weiter: zwei", "Worte"]
    assert plain(wrap(runs, 8)) == ["weiter:", "zwei", "Worte"]


def test_a_part_behind_another_gap_stays_whole_if_it_can():
    runs = [Run("Blatt"), Run("vor 3 Std.", gap=" · "), Run("auch bei A und B", gap=" · ")]
    assert plain(wrap(runs, 18)) == ["Blatt · vor 3 Std.", "auch bei A und B"]
    assert plain(wrap(runs, 10)) == ["Blatt", "vor 3 Std.", "auch bei A", "und B"]


def test_a_part_with_an_emoji_is_not_torn():
    runs = [Run("Blatt"), Run("auch 💶 da", gap=" · ")]
    assert plain(wrap(runs, 14)) == ["Blatt", "auch 💶 da"]


def test_a_word_longer_than_the_line_is_cut():
    assert plain(wrap([Run("ab " + "x" * 12 + " cd", gap=" ")], 5)) == [
        "ab",
        "xxxxx",
        "xxxxx",
        "xx cd",
    ]
    assert plain(wrap([Run("x" * 12)], 5)) == ["xxxxx", "xxxxx", "xx"]


def test_wide_characters_fill_the_line_they_began():
    assert plain(wrap([Run("SNS 東京新聞社", gap=" ")], 8)) == ["SNS 東京", "新聞社"]


@pytest.mark.parametrize("word", ["1.299€", "€1m", "Müller™", "שלום", "500€!", "Los🎉", "مرحبا"])
def test_a_word_with_spaces_around_it_is_divided_nowhere(word):
    text = f"eins zwei {word} drei"
    for width in range(max(6, measure(word)), 25):
        assert word in " ".join(plain(wrap([Run(text, gap=" ")], width))).split()


@pytest.mark.parametrize("text", ["量子位发布了新条款", "ราคาบ้านเพิ่มขึ้นมาก"])
def test_a_script_without_spaces_goes_on_in_the_line_it_began(text):
    first, *_ = plain(wrap([Run(f"eins {text}", gap=" ")], 12))
    assert first.startswith("eins ")


def test_a_cluster_wider_than_the_line_is_printed_all_the_same():
    assert plain(wrap([Run(FAMILY)], 4)) == [FAMILY]


def test_nothing_is_one_empty_line():
    assert plain(wrap([], 10)) == [""]
    assert plain(wrap([Run("")], 10)) == [""]


@given(text=TEXTS.map(clean), width=st.integers(min_value=16, max_value=60))
def test_wrapping_keeps_the_text_and_the_width(text, width):
    lines = plain(wrap([Run(text, gap=" ")], width))
    assert all(measure(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_headline_does_not_end_with_a_lone_word():
    text = Run("Warum kurze Videos länger leben, als man denkt", gap=" ")
    assert plain(wrap([text], 40)) == ["Warum kurze Videos länger leben, als man", "denkt"]
    assert plain(balance([text], 40)) == ["Warum kurze Videos länger", "leben, als man denkt"]


def test_balancing_cuts_no_word():
    text = Run("Donaudampfschifffahrtsgesellschaft ist da", gap=" ")
    assert plain(balance([text], 36)) == ["Donaudampfschifffahrtsgesellschaft", "ist da"]


def test_balancing_leaves_a_full_last_line_and_endless_words_alone():
    for text in ("eins zwei drei vier", "東" * 12):
        assert balance([Run(text, gap=" ")], 10) == wrap([Run(text, gap=" ")], 10)


def test_a_line_is_centred():
    line = centred([Run("Titel")], 11)
    assert plain([line]) == ["   Titel"]
    assert length(line) == 8


def test_paint_joins_words_of_one_style_and_one_link():
    line = [Run("zwei", "1", "https://a.example"), Run("Worte", "1", "https://a.example", " ")]
    assert paint(line, colour=True, links=True) == (
        "\x1b[1m\x1b]8;;https://a.example\x1b\\zwei Worte\x1b]8;;\x1b\\\x1b[0m"
    )
    assert paint(line, colour=True, links=False) == "\x1b[1mzwei Worte\x1b[0m"
    assert paint(line, colour=False, links=False) == "zwei Worte"


def test_a_gap_between_styles_has_none():
    line = [Run("a", "1"), Run("b", "2", gap=" · ")]
    assert paint(line, colour=True, links=True) == "\x1b[1ma\x1b[0m · \x1b[2mb\x1b[0m"


def test_no_line_ends_with_spaces():
    assert paint([Run("a"), Run("   ")], colour=False, links=False) == "a"
