from threading import Event

import pytest

from digest.patience import within


def test_what_is_made_in_time_is_returned():
    assert within(5, lambda: "made") == "made"


def test_what_takes_longer_is_left_behind():
    ever = Event()
    with pytest.raises(TimeoutError):
        within(0.01, ever.wait)
    ever.set()


def test_what_goes_wrong_goes_wrong_for_who_waits():
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)
