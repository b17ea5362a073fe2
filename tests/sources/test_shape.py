"""JSON taken apart without belief."""

from datetime import UTC, datetime

import pytest

from digest.errors import SourceError
from digest.sources.shape import count, parse, table, tables, text, time

THING = {"a": {"b": [1, {"c": "d"}], "n": 3, "t": "2026-11-20T08:00:00+01:00"}, "x": None}


def test_what_is_there_is_found():
    assert table(THING, "a")["n"] == 3
    assert tables(THING, "a", "b") == [{"c": "d"}]
    assert tables([1, {"c": "d"}]) == [{"c": "d"}]
    assert text({"c": "d"}, "c") == "d"
    assert count(THING, "a", "n") == 3
    assert time(THING, "a", "t") == datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("thing", [None, 5, "text", [], {}, {"a": 5}, {"a": {"b": {}}}])
def test_what_is_not_is_empty(thing):
    assert table(thing, "a", "b") == {}
    assert tables(thing, "a", "b") == []
    assert text(thing, "a", "b") == ""
    assert count(thing, "a", "b") is None
    assert time(thing, "a", "b") is None


@pytest.mark.parametrize("number", [-1, True, 1.5, "3", 1 << 53, 10**30])
def test_what_is_no_count_is_none(number):
    assert count({"n": number}, "n") is None


def test_halves_of_characters_are_left_out():
    assert (
        text(parse(rb'{"t": "caf\u00e9 \ud83d \ud83d\ude00 \udc00!"}'), "t") == "café  \U0001f600 !"
    )


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "1969-12-31", "9999-12-31T23:59:59"])
def test_times_out_of_all_bounds_are_none(written):
    assert time({"t": written}, "t") is None


def test_what_is_no_json_is_refused():
    assert parse(b"[1]") == [1]
    for body in (b"", b"<html>", b"\xff", b"[" * 100_000):
        with pytest.raises(SourceError, match="not JSON"):
            parse(body)
