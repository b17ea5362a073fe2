from digest.stories.forms import at_large, rarity, stem, usual


def test_rare_words_weigh_more_even_among_few_items():
    unheard, common, often = rarity(["mowe", stem("polizei"), "often"], [1, 1, 4], 5)
    assert unheard > often > 0
    assert unheard > common


def test_how_common_a_word_is_at_large():
    assert usual(stem("data")) > 0 == usual("zzzz")
    assert at_large("the") == at_large("2026") == 1 > at_large("data") > at_large("zzzz")


def test_a_german_verb_is_as_common_as_its_stem():
    tests, launches, unheard = rarity(["testet", "startet", "knorzet"], [2, 2, 2], 1000)
    assert tests < unheard
    assert launches < unheard
