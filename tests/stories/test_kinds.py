from collections import Counter
from pathlib import Path

import pytest

import digest
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


ELSEWHERE = [
    (
        "Mindestens vier Tote bei russischem Angriff auf Kiew",
        "Mindestens neun Tote bei israelischem Angriff im Gazastreifen",
    ),
    ("Rockets kill seven in Lebanon, army says", "Army says rockets killed eleven in Sudan"),
]


@pytest.mark.parametrize("pair", ELSEWHERE)
def test_two_events_of_a_kind_in_different_countries_are_not_one(pair):
    assert together([*told(pair), *CROWD]) == []


GROWN = [
    [
        "Möwenwerft mit Verlust im zweiten Quartal an der Börse",
        "Otto Igel: Möwenwerft mit Verlust im zweiten Quartal",
        "Otto Igel: Möwenwerft schließt auch dieses Quartal im Minus ab",
        "Sondereffekte: Dachsbräu mit Gewinnsprung im zweiten Quartal",
    ],
    [
        "Gullmar Lines posts second quarter loss",
        "Second quarter loss for Gullmar Lines as fuel costs climb",
        "Gullmar Lines sinks to a loss in the second quarter",
        "Profit of Dachsen Foods doubles in the second quarter",
    ],
]


@pytest.mark.parametrize("headlines", GROWN)
def test_a_story_that_has_grown_takes_no_other_event_of_its_kind(headlines):
    assert together([*told(headlines), *CROWD]) == [{1, 2, 3}]


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


def test_each_word_for_a_kind_is_listed_once():
    lines = (Path(digest.__file__).parent / "data" / "kinds.txt").read_text(encoding="utf-8")
    words = [word for line in lines.splitlines() if line[0] != "#" for word in line.split()]
    assert [word for word, count in Counter(words).items() if count > 1] == []
