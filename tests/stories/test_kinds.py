import pytest

from digest.stories.kinds import is_kind
from tests.stories.newsroom import item, together, told
from tests.stories.pairs import STRANGERS

CROWD = [item(1000 + number, title) for number, title in enumerate(STRANGERS)]

OTHERS = [
    ("Umweltminister Möwenhaupt tritt zurück", "Innenministerin Reiherfeld tritt zurück"),
    ("Bäckereikette Dachsbau meldet Insolvenz an", "Autozulieferer Otterlein meldet Insolvenz an"),
    ("Schauspieler Falk Igelmann gestorben", "Schauspielerin Resi Marderer gestorben"),
    (
        "Geisterfahrer verursacht Unfall bei Otterndorf",
        "Geisterfahrerin verursacht Unfall bei Igling",
    ),
    ("Gullwing Systems to cut 400 jobs", "Heronsgate Media to cut 700 jobs"),
    ("Skier killed in avalanche near Otterby", "Two snowboarders killed in avalanche near Dachsen"),
    (
        "Chipmaker Otterlake files for divorce court",
        "Payments firm Gullmar files for divorce court",
    ),
]


@pytest.mark.parametrize("pair", OTHERS)
def test_two_events_of_a_kind_are_not_one_for_the_words_of_their_kind(pair):
    assert together([*told(pair), *CROWD]) == []


ONE = [
    (
        "Bäckereikette Dachsbau meldet Insolvenz an",
        "Dachsbau ist insolvent: Bäckereikette meldet Insolvenz an",
    ),
    ("Umweltminister Möwenhaupt tritt zurück", "Rücktritt: Minister Möwenhaupt tritt zurück"),
    ("Two hurt in apartment fire", "Apartment fire leaves two hurt"),
    ("Skier killed in avalanche near Otterby", "Avalanche near Otterby kills skier"),
]


@pytest.mark.parametrize("pair", ONE)
def test_a_name_or_no_name_at_all_leaves_the_words_of_a_kind_their_weight(pair):
    assert together([*told(pair), *CROWD]) == [{1, 2}]


def test_the_name_of_an_outlet_is_none_of_the_news():
    pair = ["Two hurt in apartment fire - Otterby Herald", "Apartment fire leaves two hurt"]
    items = [item(1, pair[0], "Otterby Herald"), item(2, pair[1])]
    assert {1, 2} in together([*items, *CROWD])


def test_a_pair_is_told_that_it_shares_no_name():
    items = told(["Schauspieler Falk Igelmann gestorben", "Schauspielerin Resi Marderer gestorben"])
    assert "no name" in merged_against(items)


def merged_against(items):
    from digest import stories
    from tests.stories.newsroom import sources

    return stories.merge(items, sources(items)).compare(*items).against


def test_kinds_are_known_in_any_form_and_at_the_end_of_compounds():
    assert is_kind("einbruch")
    assert is_kind("verkehrsunfall")
    assert not is_kind("cottbu")
    assert not is_kind("tegernse")
