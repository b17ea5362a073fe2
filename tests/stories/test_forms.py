from collections import Counter

import pytest

from digest.stories.forms import (
    Forms,
    at_large,
    groups,
    is_number,
    listed,
    rarity,
    stem,
    stop_words,
    usual,
)
from digest.words import fold

SAME = [
    ("Häuser", "Haus"),
    ("Haeuser", "Hauses"),
    ("Abmahnungen", "Abmahnung"),
    ("Lehrerinnen", "Lehrer"),
    ("Nutzerin", "Nutzer"),
    ("companies", "company"),
    ("studies", "study"),
    ("running", "run"),
    ("cats", "cat"),
    ("rejected", "rejects"),
    ("Fährenunglücke", "Fährenunglück"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize("word", ["bus", "gas", "news", "eu", "queue", "blue", "feuer"])
def test_short_words_keep_what_tells_them_apart(word):
    assert len(stem(word)) >= min(len(word), 3)


@pytest.mark.parametrize("word", ["3", "2026", "37000", "1st", "10k", "zwei", "dienstag", "march"])
def test_counts_and_dates_are_numbers(word):
    assert is_number(word)


@pytest.mark.parametrize("word", ["39c3", "mh370", "5g", "covid19", "s24"])
def test_names_with_digits_are_not(word):
    assert not is_number(word)


def test_stop_words_and_numbers_are_not_counted():
    assert Forms(["der", "x", "2026", "moewen"]).stems == {
        "der": "",
        "x": "",
        "2026": "",
        "moewen": "mowe",
    }


def test_rare_words_weigh_more_even_among_few_items():
    weights = rarity(Counter({"mowe": 1, stem("polizei"): 1, "often": 4}), 5)
    assert weights["mowe"] > weights["often"] > 0
    assert weights["mowe"] > weights[stem("polizei")]


def test_the_lists_hold_what_their_names_say():
    assert {"the", "und"} <= stop_words()
    assert "kw" in listed("instalment")
    assert len(groups("month")) == 12
    assert usual(stem("data")) > 0 == usual("zzzz")
    assert at_large("the") == at_large("2026") == 1 > at_large("data") > at_large("zzzz")
