from itertools import combinations

import pytest

from tests.stories.newsroom import item, together, told
from tests.stories.pairs import APART, SAME, STRANGERS
from tests.stories.trade import MORNINGS

CROWD = [item(1000 + number, title) for number, title in enumerate(STRANGERS)]


def are_one(pair, crowd):
    one, other = told(pair)
    return {1, 2} in together([one, other, *crowd])


@pytest.mark.parametrize("crowd", [[], CROWD], ids=["alone", "among strangers"])
def test_five_of_six_pairs_that_tell_the_same_become_one(crowd):
    found = [pair for pair in SAME if are_one(pair, crowd)]
    assert len(found) >= 5 / 6 * len(SAME), set(SAME) - set(found)


@pytest.mark.parametrize("crowd", [[], CROWD], ids=["alone", "among strangers"])
def test_pairs_that_tell_different_news_stay_apart(crowd):
    assert not [pair for pair in APART if are_one(pair, crowd)]


def test_all_pairs_on_one_day_stay_the_same_pairs():
    items, wanted = list(CROWD), []
    for number, pair in enumerate([*SAME, *APART]):
        items += [item(2 * number + side, title) for side, title in enumerate(pair, 1)]
        wanted.append({2 * number + 1, 2 * number + 2})
    found = together(items)
    joined = [any(pair <= story for story in found) for pair in wanted]
    assert sum(joined[: len(SAME)]) >= 5 / 6 * len(SAME)
    assert sum(joined[len(SAME) :]) <= 2
    assert not [story for story in found if max(story) >= 1000], "a stranger was merged"


@pytest.mark.parametrize("morning", MORNINGS, ids=["one", "two"])
def test_what_only_names_the_same_platform_and_its_creators_is_not_one_story(morning):
    found = together(told([headline for _, headline in morning]))
    homes = {member: number for number, story in enumerate(found) for member in story}
    same, wrong, missed = 0, [], []
    for (one, (label, first)), (two, (other, second)) in combinations(enumerate(morning, 1), 2):
        joined = one in homes and homes[one] == homes.get(two)
        if label and label == other:
            same += joined
            missed += [(first, second)] * (not joined)
        elif joined:
            wrong.append((first, second))
    assert len(wrong) <= 1, wrong
    assert same >= 2 * len(missed), missed
