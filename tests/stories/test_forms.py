from digest.stems import stem
from digest.stories.forms import at_large, rarity, recurring, usual


def test_rare_words_weigh_more_even_among_few_items():
    unheard, common, often = rarity(["mowe", stem("polizei"), "often"], [1, 1, 4], 5)
    assert unheard > often > 0
    assert unheard > common


def test_how_common_a_word_is_at_large():
    assert usual(stem("data")) > 0 == usual("zzzz")
    assert at_large("the") == at_large("2026") == 1 > at_large("data") > at_large("zzzz")


def test_a_german_verb_is_as_common_as_its_stem():
    terms = ["testet", "startet", "steig", "knorzet"]
    tests, launches, rise, unheard = rarity(terms, [2, 2, 2, 2], 1000)
    assert max(tests, launches, rise) < unheard


def test_what_recurs_in_earlier_headlines_counts_once_for_each():
    texts = ["data breach breach\n", "data breach\nthe data", "breach data", "data", "hafe\nbreach"]
    assert recurring(texts) == {"data": 4 / 500, "breach": 3 / 500}
    assert recurring(["data"] * 600 + ["breach"] * 400) == {"data": 0.6, "breach": 0.4}
    assert recurring([]) == {}


def test_what_recurs_is_less_rare_and_what_is_common_at_large_is_no_rarer():
    terms = ["zzzz", "yyyy", stem("polizei")]
    plain = rarity(terms, [2, 2, 2], 50)
    now = rarity(terms, [2, 2, 2], 50, {"zzzz": 0.1, stem("polizei"): 1e-6})
    assert now[0] < plain[0] / 2
    assert now[1:] == plain[1:]
