from itertools import pairwise

from digest.stories import headlines
from digest.stories.likeness import APART, DOUBTED, Space, near
from tests.stories.newsroom import item, told

DAY = 24 * 3600.0
FERRY = [
    "Ferry Nordstern runs aground off Bergen, 120 rescued",
    "120 rescued as ferry Nordstern runs aground off Bergen",
    "Ferry Nordstern aground off Bergen after engine failure",
]


def space(items):
    return Space(items, headlines.read(items, {}))


def pairs(items, groups=None, limit=3 * DAY, **more):
    numbers = range(len(items))
    times = [each.published.timestamp() for each in items]
    found = near(space(items), numbers, times, groups or list(map(str, numbers)), limit, **more)
    assert all(
        found[other][one] == its for one, near in enumerate(found) for other, its in near.items()
    )
    return {(one, other) for one, near in enumerate(found) for other in near if one < other}


def test_items_that_share_rare_words_are_alike():
    assert pairs(told([*FERRY, "Beekeepers warn of invasive hornets"])) == {(0, 1), (0, 2), (1, 2)}


def test_items_that_share_but_two_common_words_are_not_alike():
    fewer = "Prognose verfehlt: Kolibri verkauft deutlich weniger Lastenräder"
    assert (
        pairs(told([fewer, "Ahrensbüll zählt deutlich weniger Gewitter und Hagelschauer"])) == set()
    )
    assert pairs(told([fewer, "Ahrensbüll zählt deutlich mehr Lastenräder als im Vorjahr"]))


def test_two_of_one_group_are_never_compared():
    assert pairs(told(FERRY), groups=["a", "b", "a"]) == {(0, 1), (1, 2)}


def test_what_lies_too_far_apart_is_not_compared():
    items = [item(1, FERRY[0], hours=49), item(2, FERRY[1])]
    assert pairs(items, limit=2 * DAY) == set()
    assert pairs(items, limit=3 * DAY) == {(0, 1)}


def test_only_what_is_listed_is_found():
    assert pairs(told(FERRY), listed={0}) == {(0, 1), (0, 2)}


def test_an_item_without_a_rare_word_finds_others_all_the_same():
    words = ["Brücke", "Bahn", "Streik", "Montag", "Köln", "Protest", "Gericht", "Klage", "Steuer"]
    crowd = [" ".join((*words[n % 7 : n % 7 + 3], words[-1 - n % 5])) for n in range(300)]
    again = "Protest Streik Köln Steuer"
    found = pairs(told([*crowd, again, "Köln Protest Steuer Streik"]))
    assert (300, 301) in found


def test_a_headline_of_few_words_is_alike_by_a_single_one():
    items = told(["Vulkanausbruch", "Vulkanausbruch: Flüge fallen aus", "Kuchen im Test"])
    assert pairs(items) == {(0, 1)}


def test_what_a_headline_names_is_read_again_when_it_was_forgotten():
    titles = [f"Instagram ändert AGB im Ort Nummer{n}" for n in range(4100)]
    whole = space(told([*titles, "TikTok ändert AGB im Ort Nummer1"]))
    before = whole.doubt(1, 4100)
    for one, other in pairwise(range(4100)):
        whole.doubt(one, other)
    assert whole.doubt(1, 4100) == before == (0.0, "instagram and tiktok in the same words")
    assert whole.likeness(1, 4100) == APART


def test_what_tells_different_news_for_certain_counts_among_items_that_are_little_alike():
    long = "Premiere: Harbour, season 3, opens sadly in Otterby beside foxes, badgers, herons"
    day = space(told([long, "Casting wolves for season 4 of Harbour"]))
    assert 0.3 < day.plain(0, 1) < DOUBTED
    assert day.likeness(0, 1) == APART
