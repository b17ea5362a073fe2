import pytest

from digest.stories.growth import ALONE, AMONG_MANY, USUAL, Growth, crowd, needed

DAY = 86400.0


def strange(number):
    """No word of one item stands in another."""
    return {number: 1.0}


def joined(alike, names, vector=strange):
    return Growth(alike, names, [0.0] * len(names), DAY, vector)


def grown(pairs, count, sources=None, times=None):
    alike = [{} for _ in range(count)]
    for (one, other), likeness in pairs.items():
        alike[one][other] = alike[other][one] = likeness
    names = sources or [str(number) for number in range(count)]
    growth = Growth(alike, names, times or [0.0] * count, 3 * DAY, strange)
    growth.grow()
    return sorted(sorted(members) for members in growth.members if members)


def test_two_items_need_more_likeness_than_a_story_that_many_tell():
    assert needed(1.0) == ALONE > needed(1.5) > needed(5.0) > AMONG_MANY
    assert grown({(0, 1): ALONE - 0.01}, 2) == [[0], [1]]
    assert grown({(0, 1): ALONE + 0.01}, 2) == [[0, 1]]
    among = {(a, b): 0.45 for a in range(4) for b in range(a)} | {(4, a): 0.3 for a in range(4)}
    assert grown(among, 5) == [[0, 1, 2, 3, 4]]


def test_copies_of_one_text_count_as_one_voice():
    copies = {(a, b): 1.0 for a in range(4) for b in range(a)} | {(4, a): 0.3 for a in range(4)}
    assert grown(copies, 5) == [[0, 1, 2, 3], [4]]


def test_a_chain_does_not_become_a_story():
    assert grown({(0, 1): 0.5, (1, 2): 0.5, (2, 3): 0.5}, 4) == [[0, 1], [2, 3]]


def test_two_items_of_one_source_never_meet():
    assert grown({(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.8}, 3, ["a", "b", "a"]) == [[0, 1], [2]]


def test_a_story_does_not_last_longer_than_the_limit():
    times = [0.0, 2 * DAY, 4 * DAY]
    assert grown({(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.8}, 3, times=times) == [[0, 1], [2]]


def test_one_pair_that_is_apart_parts_a_story():
    pairs = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): -1.0}
    assert grown(pairs, 3) == [[0, 1], [2]]


def test_strangers_are_forgotten():
    pairs = {(0, 1): 0.9, (0, 2): 0.03}
    assert grown(pairs, 3) == [[0, 1], [2]]


def test_what_belongs_together_can_be_joined_by_hand():
    growth = joined([{1: 0.1}, {0: 0.1}, {}], ["a", "a", "b"])
    assert not growth.may_join(0, 1)
    both = growth.join(0, 1, 1.0)
    assert sorted(growth.members[both]) == [0, 1]
    assert growth.may_join(both, 2)


WORDS = [{0: 0.8, 1: 0.6}, {0: 0.8, 2: 0.6}, {0: 0.6, 1: 0.8}, {3: 1.0}]
"""Four items; what the first three have in common is 0.64, 0.96 and 0.48."""


def test_what_nobody_compared_counts_as_its_words_say():
    growth = joined([{1: 0.64, 2: 0.96}, {0: 0.64}, {0: 0.96}, {}], list("abcd"), WORDS.__getitem__)
    one = growth.join(0, 1)
    centre = 2 * (1 + 0.64)
    told = (0.96 + 0.48) / (2 * centre**0.5) ** 0.5
    assert growth.attraction(one, 2) == pytest.approx(told / needed(2 / centre**0.5))


def test_what_was_read_closely_counts_as_it_was_read():
    growth = joined([{1: 0.64, 2: 0.96}, {0: 0.64, 2: -1.0}, {0: 0.96, 1: -1.0}, {}], list("abcd"))
    assert growth.attraction(growth.join(0, 1), 2) < 0


def test_items_can_be_gathered_in_the_groups_they_are_known_to_be_in():
    alike = [{1: 0.64, 2: 1.0}, {0: 0.64}, {0: 1.0}, {}]
    growth = joined(alike, list("abcd"), WORDS.__getitem__).gathered([0, 0, 1, 2])
    assert list(growth.near(0)) == [1]
    centre = 2 * (1 + 0.64)
    told = (1.0 + 0.48) / (2 * centre**0.5) ** 0.5
    assert growth.attraction(0, 1) == pytest.approx(told / needed(2 / centre**0.5))
    assert growth.attraction(0, 2) == 0


def test_the_more_items_there_are_the_more_alike_two_must_be():
    assert crowd(10) == crowd(USUAL) == 1.0 < crowd(10 * USUAL) < crowd(100 * USUAL) < 1.4


def test_what_is_known_to_tell_the_same_is_as_near_to_others_as_the_nearer_of_the_two():
    growth = joined([{2: 0.5}, {}, {0: 0.5}], ["a", "b", "c"])
    growth.join(0, 1, 1.0)
    growth.grow()
    assert [sorted(members) for members in growth.members if members] == [[0, 1, 2]]


def test_what_keeps_one_of_two_apart_keeps_both_apart():
    growth = joined([{2: 0.9}, {2: -1.0}, {0: 0.9, 1: -1.0}], ["a", "b", "c"])
    growth.join(0, 1, 1.0)
    growth.grow()
    assert [sorted(members) for members in growth.members if members] == [[0, 1], [2]]
