"""Dates are read as feeds write them."""

from datetime import UTC, datetime

import pytest

from digest.parsing import times


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 06 Jan 2025 10:20:30 GMT", utc(2025, 1, 6, 10, 20, 30)),
        ("Monday, 6 January 2025 10:20 +0100", utc(2025, 1, 6, 9, 20)),
        ("6 Jan 2025 10:20:30 -05:00", utc(2025, 1, 6, 15, 20, 30)),
        ("Mon, 06 Jan 2025 10:20:30 EST", utc(2025, 1, 6, 15, 20, 30)),
        ("Mon, 06 Jan 2025 10:20:30 MEST", utc(2025, 1, 6, 8, 20, 30)),
        ("Mon, 06 Jan 2025 10:20:30 XYZ", utc(2025, 1, 6, 10, 20, 30)),
        ("Mon, 06 Jan 25 10:20 GMT", utc(2025, 1, 6, 10, 20)),
        ("2025-01-06T10:20:30Z", utc(2025, 1, 6, 10, 20, 30)),
        ("2025-01-06t10:20:30.123456789+05:30", utc(2025, 1, 6, 4, 50, 30)),
        ("2025-01-06T10:20-0100", utc(2025, 1, 6, 11, 20)),
        (" 2025-01-06 ", utc(2025, 1, 6)),
        ("2025-02-30T10:00:00Z", utc(2025, 3, 2, 10)),
        ("Mon Jan  6 10:20:30 2025", utc(2025, 1, 6, 10, 20, 30)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", utc(1970, 1, 1)),
    ],
)
def test_a_date_is_read(text, expected):
    assert times.read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025.01.06 10:20:30", utc(2025, 1, 6, 10, 20, 30)),
        ("2025.1.6 9:20", utc(2025, 1, 6, 9, 20)),
        ("2025.01.06", utc(2025, 1, 6)),
        ("2025-01-06 10:20 +0100", utc(2025, 1, 6, 9, 20)),
        ("2025.01.06 10:20", utc(2025, 1, 6, 10, 20)),
        ("2025-01-06 10:20:30 UTC", utc(2025, 1, 6, 10, 20, 30)),
        ("2025-01-06 10:20:30.123 -0500 EST", utc(2025, 1, 6, 15, 20, 30)),
        ("2025-01-06 10:20 MEST", utc(2025, 1, 6, 8, 20)),
    ],
)
def test_a_date_in_numbers_is_read_to_its_end(text, expected):
    assert times.read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo, 06 Jan 2025 10:20:30 +0100", utc(2025, 1, 6, 9, 20, 30)),
        ("Do, 06 Mär 2025 10:20:30 +0100", utc(2025, 3, 6, 9, 20, 30)),
        ("Di, 06 Mai 2025 10:20:30 GMT", utc(2025, 5, 6, 10, 20, 30)),
        ("Mo, 06 Okt 2025 10:20:30 MEST", utc(2025, 10, 6, 8, 20, 30)),
        ("Samstag, 6. Dezember 2025, 10:20 Uhr", utc(2025, 12, 6, 10, 20)),
        ("6. Jänner 2025", utc(2025, 1, 6)),
        ("06.12.2025 10:20", utc(2025, 12, 6, 10, 20)),
        ("6.3.2025", utc(2025, 3, 6)),
    ],
)
def test_a_date_in_german_is_read(text, expected):
    assert times.read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31.02.2025",
        "06.13.2025 10:20",
        "So, 06 Foo 2025 10:20:30 GMT",
        "06.12.2025 1:2:3:4",
        "ven, 12 Dec 2008 08:32:00 +0200",
        "   ",
        "yesterday",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "0000-00-00T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "1969-12-31T23:59:59Z",
        "Mon, 06 Jan 2125 10:00:00 GMT",
        "Mon, 06 Jan 2025 10:00:00 +9999",
        "2025-01-06 10:00:00 +99:99",
        "Mon, 30 Feb 2025 10:00:00 GMT",
        "Mon, 06 Xyz 2025 10:00:00 GMT",
        "Fri, 2006/99/15 08:19:53 EDT",
        "1736157600",
        "Mon, " + "1" * 100_000,
    ],
)
def test_nonsense_is_no_date(text):
    assert times.read(text) is None


def test_dates_of_every_kind_stay_between_1970_and_2100(shared):
    lines = (shared / "corpus/hostile/dates/date-strings.tsv").read_text("utf-8").splitlines()
    for line in lines:
        time = times.read(line.partition("\t")[2].encode().decode("unicode_escape"))
        assert time is None or 1970 <= time.year < 2100, line
