import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import model
from digest.scoring import signals
from digest.scoring.columns import READS

HOURS = st.floats(0, 10_000)
VOICES = st.integers(1, 10_000)


def test_every_signal_that_may_carry_a_weight_has_one_and_a_function():
    assert set(signals.WEIGHTS) == set(model.SIGNALS) == set(READS)


def test_the_weights_add_up_to_one():
    assert sum(signals.WEIGHTS.values()) == pytest.approx(1)


@given(VOICES, HOURS, st.floats(0.1, 1000), st.floats(0, 1), st.integers(0, 9))
def test_every_signal_lies_between_0_and_1(voices, hours, half_life, part, faults):
    values = (
        signals.chorus(voices),
        signals.trust(hours),
        signals.variety(part),
        signals.freshness(hours, half_life),
        signals.beat(part),
        signals.growth(voices, hours),
        signals.rarity(hours),
        signals.headline(faults),
    )
    assert all(0 <= value <= 1 for value in values)


def test_one_voice_is_no_chorus_and_each_doubling_counts_the_same():
    assert [signals.chorus(voices) for voices in (1, 2, 4, 8)] == [0, 1 / 6, 2 / 6, 3 / 6]
    assert signals.chorus(64) == signals.chorus(500) == 1


def test_the_usual_weight_is_half_the_trust_and_twice_the_weight_a_quarter_more():
    assert [signals.trust(weight) for weight in (0, 0.1, 0.5, 1, 2, 4, 9)] == [
        *(0, 0, 0.25, 0.5, 0.75, 1, 1)
    ]


def test_news_is_half_as_fresh_after_every_half_life():
    assert [signals.freshness(hours, 18) for hours in (0, 18, 36)] == [1, 0.5, 0.25]


def test_a_source_that_speaks_once_a_day_is_half_as_rare_as_one_that_was_silent():
    assert [signals.rarity(items) for items in (0, 7, 63)] == [1, 0.5, 0.1]


def test_each_fault_of_a_headline_halves_it():
    assert [signals.headline(faults) for faults in (0, 1, 2)] == [1, 0.5, 0.25]


def test_what_is_unlike_the_rest_adds_variety():
    assert [signals.variety(likeness) for likeness in (0, 0.25, 1)] == [1, 0.75, 0]


@given(VOICES, HOURS, HOURS)
def test_the_same_voices_in_less_time_have_grown_faster(voices, one, other):
    early, late = sorted((one, other))
    assert signals.growth(voices, early) >= signals.growth(voices, late)


def test_five_voices_within_an_hour_have_grown_faster_than_five_in_a_day():
    assert signals.growth(5, 1) > 0.5
    assert signals.growth(5, 24) < 0.01
