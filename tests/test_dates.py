from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from digest.dates import local, midnight, parse_since, parse_time

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-11-20T07:00Z", 7),
        ("2026-11-20T07:00+01:00", 6),
        ("2026-11-20T07:00", 6),
        ("2026-11-20 07:00:00", 6),
        (" 20261120T0700 ", 6),
    ],
)
def test_an_iso_time_is_read_and_a_bare_one_is_local(text, hour):
    assert parse_time(text, BERLIN) == datetime(2026, 11, 20, hour, tzinfo=UTC)


def test_a_date_is_its_local_midnight():
    assert parse_time("2026-11-20", BERLIN) == datetime(2026, 11, 19, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["soon", "", "2026-13-01", "0001-01-01", "0999-12-31", "9999-12-31T23:59Z", "36x"]
)
def test_other_words_are_no_time(text):
    with pytest.raises(ValueError, match=r"."):
        parse_time(text, BERLIN)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("36h", datetime(2026, 11, 19, 18, 30, tzinfo=UTC)),
        ("3d", datetime(2026, 11, 18, 6, 30, tzinfo=UTC)),
        ("Yesterday", datetime(2026, 11, 19, 23, tzinfo=UTC)),
        ("2026-11-01", datetime(2026, 10, 31, 23, tzinfo=UTC)),
        ("2026-11-20T07:00:00Z", datetime(2026, 11, 20, 7, tzinfo=UTC)),
        ("2026-11-20t07:00:00z", datetime(2026, 11, 20, 7, tzinfo=UTC)),
    ],
)
def test_since_takes_times_spans_and_yesterday(text, since):
    assert parse_since(text, NOW, BERLIN) == since


@pytest.mark.parametrize("text", ["2026-12-01", "0h", "3w", "-1d", "tomorrow"])
def test_since_takes_only_the_past(text):
    with pytest.raises(ValueError, match=r"."):
        parse_since(text, NOW, BERLIN)


def test_a_time_at_the_end_of_the_calendar_is_told_in_utc():
    west, east = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
    first = datetime(1, 1, 1, 2, tzinfo=UTC)
    last = datetime(9999, 12, 31, 23, tzinfo=UTC)
    assert (local(first, west), local(last, east)) == (first, last)
    assert local(last, west).hour == 18
    assert local(NOW, BERLIN).hour == 7


def test_midnight_knows_daylight_saving():
    assert midnight(datetime(2026, 7, 1, tzinfo=UTC).date(), BERLIN).hour == 22
    assert midnight(NOW.date(), BERLIN).hour == 23
