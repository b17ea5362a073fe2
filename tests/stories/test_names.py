import pytest

from digest.stems import stem
from digest.stories.names import everyday, known_names, named
from tests.stories.newsroom import together, told


def test_names_of_places_and_platforms_count_less():
    assert everyday()["bonn"] < 1
    assert everyday()["instagram"] < 1


def test_the_words_of_a_name_weigh_together_what_one_word_weighs():
    words = [everyday()[stem(word)] for word in ("saudi", "arabien")]
    assert sum(word * word for word in words) == pytest.approx(everyday()["instagram"] ** 2)


def test_a_country_of_which_little_is_told_tells_apart_and_counts_as_any_word():
    assert stem("uganda") not in everyday()
    assert [name.kind for name in known_names()["uganda"]] == ["country"]
    fever = ["Fever in Congo nears record", "Uganda says fever outbreak is under control at last"]
    assert together(told(fever)) == []


def test_a_city_of_several_words_is_one_name():
    pair = ["Rio de Janeiro nightlife tonight", "Four killed in helicopter crash in Rio de Janeiro"]
    assert together(told(pair)) == []


SUBJECTS = [
    ("Social Media: Wann Vergleiche wehtun", "Social-Media-Trends: Kennen Sie sie alle?"),
    ("Künstliche Intelligenz: Wer haftet?", "Gartentipps: Künstliche Intelligenz gießt mit"),
    ("Donald Trump kritisiert Notenbank", "Donald Trump besucht Golfturnier"),
]


@pytest.mark.parametrize("pair", SUBJECTS)
def test_a_subject_of_the_trade_glues_nothing(pair):
    assert together(told(pair)) == []


def test_two_subjects_tell_nothing_apart():
    pair = ["Kolibri fails in Bonn: artificial intelligence", "Kolibri fails in Bonn: social media"]
    assert together(told(pair)) == [{1, 2}]


@pytest.mark.parametrize(
    "title",
    [
        "LG OLED im Test",
        "Möwen AG Wolfsburg entlässt viele",
        "Herons to cut 10-15 percent of jobs",
        "Impfung für 5-11-Jährige, 24/7-12",
        "Um 20:15 Uhr im Ersten",
        "Preise: 1–3 % mehr",
    ],
)
def test_what_only_looks_like_a_court_or_a_result_is_none(title):
    assert named(title, ()).keys().isdisjoint({"court", "result"})
