import pytest

from digest.stems import stem
from digest.stories.names import everyday


def test_names_of_places_and_platforms_count_less():
    assert everyday()["bonn"] < 1
    assert everyday()["instagram"] < 1


def test_the_words_of_a_name_weigh_together_what_one_word_weighs():
    words = [everyday()[stem(word)] for word in ("saudi", "arabien")]
    assert sum(word * word for word in words) == pytest.approx(everyday()["instagram"] ** 2)
