from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from digest.queue import slots

BERLIN = ZoneInfo("Europe/Berlin")
QUIET = (time(20), time(7))


def utc(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def test_a_slot_is_a_time_on_the_wall():
    assert slots.at(date(2026, 7, 1), time(7, 30), BERLIN).due == utc("2026-07-01T05:30Z")
    assert slots.at(date(2026, 12, 1), time(7, 30), BERLIN).due == utc("2026-12-01T06:30Z")


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_time_that_does_not_exist_comes_within_the_hour_after_the_gap(minute):
    due = slots.at(date(2027, 3, 28), time(2, minute), BERLIN).due
    gap = utc("2027-03-28T01:00Z")
    assert gap <= due < gap + timedelta(hours=1)


NUUK = ZoneInfo("America/Nuuk")


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_a_gap_that_ends_at_midnight_swallows_no_slot(minute):
    slot = slots.at(date(2026, 3, 28), time(23, minute), NUUK)
    gap = utc("2026-03-29T01:00Z")  # 23:00 becomes 00:00
    assert gap <= slot.due < gap + timedelta(hours=1)
    assert slot.day == "2026-03-28"


@pytest.mark.parametrize("now", ["2026-03-28T12:00Z", "2026-03-29T00:59Z", "2026-03-29T01:30Z"])
def test_a_slot_in_a_gap_that_ends_at_midnight_is_still_to_come(now):
    names = [slot.name for slot in islice(slots.upcoming([time(23, 30)], NUUK, utc(now)), 2)]
    assert names == ["2026-03-28 23:30", "2026-03-29 23:30"]


def test_quiet_hours_that_end_in_a_gap_before_midnight_end_after_it():
    quiet = (time(20), time(23, 30))
    now = utc("2026-03-29T00:30Z")
    assert slots.after_quiet(now, quiet, NUUK) == utc("2026-03-29T01:30Z")


def test_a_time_that_exists_twice_is_its_first():
    assert slots.at(date(2026, 10, 25), time(2, 30), BERLIN).due == utc("2026-10-25T00:30Z")


def test_a_date_that_never_was_has_no_slots():
    assert slots.at(date(2011, 12, 30), time(12), ZoneInfo("Pacific/Apia")) is None


@pytest.mark.parametrize("night", ["2027-03-27T22:00Z", "2026-10-24T22:00Z"])
def test_each_slot_of_each_date_comes_once_over_the_nights_of_changing_clocks(night):
    times = (time(2), time(2, 30), time(3), time(7, 30))
    found = list(islice(slots.upcoming(times, BERLIN, utc(night)), 12))
    names = [slot.name for slot in found]
    assert len(set(names)) == len(names)
    assert sorted(names) == names


def test_what_is_past_is_no_slot_and_this_very_moment_is_one():
    now = utc("2026-11-21T07:30+01:00")
    times = (time(7, 30), time(12))
    assert next(slots.upcoming(times, BERLIN, now)).name == "2026-11-21 07:30"
    later = now + timedelta(seconds=1)
    assert next(slots.upcoming(times, BERLIN, later)).name == "2026-11-21 12:00"


@pytest.mark.parametrize(
    ("clock", "quiet"), [("19:59", False), ("20:00", True), ("03:00", True), ("07:00", False)]
)
def test_quiet_hours_go_over_midnight(clock, quiet):
    assert slots.is_quiet(utc(f"2026-11-21T{clock}+01:00"), QUIET, BERLIN) is quiet


@pytest.mark.parametrize(
    ("clock", "quiet"), [("11:59", False), ("12:00", True), ("12:59", True), ("13:00", False)]
)
def test_quiet_hours_within_a_day(clock, quiet):
    assert slots.is_quiet(utc(f"2026-11-21T{clock}+01:00"), (time(12), time(13)), BERLIN) is quiet


def test_without_quiet_hours_it_is_never_quiet():
    assert not slots.is_quiet(utc("2026-11-21T12:30+01:00"), None, BERLIN)


def test_after_the_quiet_hours_is_the_next_morning():
    now = utc("2026-11-21T21:00+01:00")
    assert slots.after_quiet(now, QUIET, BERLIN) == utc("2026-11-22T07:00+01:00")
    night = utc("2026-11-21T03:00+01:00")
    assert slots.after_quiet(night, QUIET, BERLIN) == utc("2026-11-21T07:00+01:00")
    day = utc("2026-11-21T12:00+01:00")
    assert slots.after_quiet(day, QUIET, BERLIN) == day
    assert slots.after_quiet(day, None, BERLIN) == day


def test_the_quiet_hours_of_an_autumn_night_end_the_second_time_too():
    quiet = (time(22), time(2, 30))
    for now, end in (("00:15", "00:30"), ("01:15", "01:30")):
        after = slots.after_quiet(utc(f"2026-10-25T{now}Z"), quiet, BERLIN)
        assert after == utc(f"2026-10-25T{end}Z")


def test_the_quiet_hours_end_where_the_clock_says_in_the_night_it_changes():
    quiet = (time(22), time(2, 30))
    now = utc("2027-03-28T01:30+01:00")
    assert slots.after_quiet(now, quiet, BERLIN) == utc("2027-03-28T03:30+02:00")


def test_days_and_months_are_local():
    late = utc("2026-11-30T23:30Z")
    assert slots.local_day(late, BERLIN) == "2026-12-01"
    assert slots.local_month(late, BERLIN) == "2026-12"
    assert slots.Slot(name="2026-12-01 07:30", due=late).day == "2026-12-01"
