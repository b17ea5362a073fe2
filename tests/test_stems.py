from hashlib import blake2b

import pytest

from digest.stems import is_number, listed, numbers, ordinals, root, stem, stop_words, terms
from digest.words import fold, folded

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
    assert [root(word) for word in ["der", "x", "2026", "", "moewen"]] == ["", "", "", "", "mowe"]


def test_the_terms_of_an_item_are_the_stems_of_its_headline_and_what_its_summary_adds():
    its = folded("Die Möwen stehlen 3 Eistüten", "Möwe frisst Eistüte am E-Mail-Schalter")
    assert terms(its) == "mowe stehl eistut\nfrisst mail schalt"
    assert terms(folded("🎉")) == "\n"


def test_only_the_beginning_of_a_summary_is_counted():
    _, summary = terms(folded("A", " ".join(f"wort{n}x" for n in range(99)))).split("\n")
    assert len(summary.split()) == 32


def test_the_lists_hold_what_their_names_say():
    assert {"the", "und"} <= stop_words()
    assert "kw" in listed("instalment")
    assert set(ordinals("month").values()) == set(range(1, 13))
    assert set(ordinals("weekday").values()) == set(range(1, 8))


def test_archives_keep_stems_so_a_change_of_the_rules_needs_a_migration():
    words = ["Abmahnungen", "Häusern", "companies", "suing", "Wellen", "2026", "the", "Lehrerinnen"]
    rules = repr(
        [
            sorted(stop_words()),
            sorted(listed("number") | listed("date")),
            terms(folded(" ".join(words))),
        ]
    )
    mark = blake2b(rules.encode(), digest_size=4).hexdigest()
    assert mark == "ffb61c4b", (
        "empty items.terms by a migration in digest/store/schema.py, then put the new mark here"
    )


def test_words_that_count_or_date_are_found_among_many():
    some = {"zwei", "januar", "2026", "3rd", "10k", "39c3", "mh370", "brand", "monday", ""}
    assert numbers(some) == {word for word in some if is_number(word)}
    assert numbers(some) == {"zwei", "januar", "2026", "3rd", "10k", "monday"}
