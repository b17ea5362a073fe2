from digest.stories import headlines
from digest.stories.across import across
from digest.stories.likeness import Space
from tests.stories.newsroom import item, told

DAY = 24 * 3600.0
FERRY = [
    "Ferry Nordstern runs aground off Bergen, 120 rescued",
    "120 rescued as ferry Nordstern runs aground off Bergen",
    "Ferry Nordstern aground off Bergen after engine failure",
]
HORNETS = [
    "Beekeepers warn of invasive Asian hornets in Kent",
    "Invasive Asian hornets found in Kent, beekeepers warn",
]


def alike(items, homes, today, limit=3 * DAY):
    space = Space(items, headlines.read(items, {}))
    times = [each.published.timestamp() for each in items]
    found = across(space, homes, today, times, limit)
    return {(one, other) for one, near in enumerate(found) for other in near}


def both(*pairs):
    return {*pairs, *((other, one) for one, other in pairs)}


def test_an_item_of_today_is_compared_with_one_of_the_past():
    assert alike(told(FERRY[:2]), homes=[0, 1], today=1) == both((0, 1))


def test_two_stories_of_one_day_are_not_compared():
    assert alike(told(FERRY[:2]), homes=[0, 1], today=2) == set()
    assert alike(told(FERRY[:2]), homes=[0, 1], today=0) == set()


def test_the_items_of_a_story_are_compared_where_it_is_like_an_earlier_one():
    items = told([*FERRY[:2], *HORNETS, FERRY[2]])
    assert alike(items, homes=[0, 0, 1, 1, 2], today=2) == both((0, 1), (0, 4), (1, 4))


def test_what_lies_too_far_apart_is_not_compared():
    items = [item(1, FERRY[0], hours=49), item(2, FERRY[1])]
    assert alike(items, homes=[0, 1], today=1, limit=2 * DAY) == set()


def test_a_column_is_like_nothing():
    items = told([f"Liveticker: {title}" for title in FERRY[:2]])
    assert alike(items, homes=[0, 1], today=1) == set()


def test_what_is_faintly_alike_counts_only_where_more_is():
    faint = "Ferry tickets become dearer across Denmark this autumn, mayors protest in Aarhus"
    items = told([FERRY[1], faint, FERRY[0]])
    assert alike(items, homes=[0, 1, 2], today=2) == both((0, 2))
    assert (1, 2) in alike(items, homes=[0, 0, 1], today=1)
