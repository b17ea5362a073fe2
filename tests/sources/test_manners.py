"""Who is left alone, and how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from digest.model import Health, Source
from digest.sources.manners import FETCH, NEVER, TODAY, again, fresh_for, resting, retry_after

NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOURCE = Source(kind="feed", target="https://blatt.example/feed", section="News")


def rests(health, *, after, manners=FETCH):
    """Say whether a source is left alone so long after it was last asked."""
    return bool(resting([SOURCE], {SOURCE.id: health}, NOW + after, manners))


def failing(failures, *, age=timedelta(0), **more):
    """Return the health of a source that failed now, for the first time so long ago."""
    return Health(failing_since=NOW - age, failed=NOW, failures=failures, problem="x", **more)


def test_who_was_never_asked_is_asked():
    assert resting([SOURCE], {}, NOW, FETCH) == {}


def test_who_answered_and_promised_nothing_is_asked():
    assert not rests(Health(answered=NOW), after=timedelta(0))


@pytest.mark.parametrize("manners", [FETCH, TODAY])
def test_what_stays_as_it_is_is_not_fetched_again_too_soon(manners):
    young = Health(answered=NOW, rest=NOW + 30 * MINUTE)
    assert rests(young, after=29 * MINUTE, manners=manners)
    assert not rests(young, after=31 * MINUTE, manners=manners)


def test_breakfast_believes_an_hour_of_it_at_most():
    young = Health(answered=NOW, rest=NOW + DAY)
    assert rests(young, after=59 * MINUTE, manners=TODAY)
    assert not rests(young, after=61 * MINUTE, manners=TODAY)
    assert rests(young, after=23 * HOUR)


@pytest.mark.parametrize(("kind", "target"), [("x", "@anna"), ("feed", "file:one.xml")])
def test_who_has_no_server_of_its_own_does_not_rest(kind, target):
    source = Source(kind=kind, target=target, section="News")
    assert resting([source], {source.id: failing(9)}, NOW, FETCH) == {}


def test_a_clock_that_was_set_back_keeps_nobody_waiting():
    assert not rests(Health(answered=NOW, rest=NOW + DAY), after=-MINUTE)
    assert not rests(failing(9), after=-MINUTE)


@pytest.mark.parametrize("manners", [FETCH, TODAY])
def test_one_failure_makes_no_pause(manners):
    assert not rests(failing(1), after=timedelta(0), manners=manners)


@pytest.mark.parametrize("manners", [FETCH, TODAY])
def test_the_second_failure_makes_one_of_ten_minutes(manners):
    assert rests(failing(2), after=9 * MINUTE, manners=manners)
    assert not rests(failing(2), after=10 * MINUTE, manners=manners)


def test_pauses_grow_with_the_time_that_a_source_has_been_failing():
    moment, attempts, since = NOW, [], NOW
    while moment < NOW + 30 * DAY:
        attempts.append(moment)
        health = Health(failing_since=since, failed=moment, failures=len(attempts), problem="x")
        moment = max(moment + 10 * MINUTE, again(health, FETCH))
    pauses = [later - earlier for earlier, later in pairwise(attempts)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (10 * MINUTE, 20 * HOUR)
    assert len(attempts) < 60


def test_who_comes_once_a_day_is_never_too_early():
    assert not rests(failing(90, age=90 * DAY), after=23 * HOUR)


def test_breakfast_pauses_for_ten_minutes_at_most():
    assert rests(failing(90, age=90 * DAY), after=9 * MINUTE, manners=TODAY)
    assert not rests(failing(90, age=90 * DAY), after=11 * MINUTE, manners=TODAY)


@pytest.mark.parametrize("manners", [FETCH, TODAY])
def test_who_asks_to_be_left_alone_is(manners):
    asked = failing(1, rest=NOW + 5 * HOUR)
    assert rests(asked, after=299 * MINUTE, manners=manners)
    assert not rests(asked, after=301 * MINUTE, manners=manners)


@pytest.mark.parametrize("manners", [FETCH, TODAY])
def test_who_is_gone_is_not_asked_again(manners):
    gone = failing(1, gone=True)
    assert again(gone, manners) == NEVER
    assert rests(gone, after=1000 * DAY, manners=manners)


@pytest.mark.parametrize(
    ("rules", "fresh"),
    [
        ("max-age=600", 10 * MINUTE),
        ("public, Max-Age = 600, must-revalidate", 10 * MINUTE),
        ('max-age="600"', 10 * MINUTE),
        ("max-age=999999999", DAY),
        ("max-age=0", timedelta(0)),
        ("max-age=-5", timedelta(0)),
        ("max-age=soon", timedelta(0)),
        ("max-age=9999999999", timedelta(0)),
        ("s-maxage=600", timedelta(0)),
        ("max-age=600, no-cache", timedelta(0)),
        ("no-store,max-age=600", timedelta(0)),
        ("", timedelta(0)),
    ],
)
def test_a_day_of_what_caches_are_told_is_believed(rules, fresh):
    assert fresh_for({"cache-control": rules}) == fresh


@pytest.mark.parametrize(("age", "fresh"), [("100", 500), ("700", 0), ("old", 600)])
def test_what_lay_in_a_cache_is_older_already(age, fresh):
    headers = {"cache-control": "max-age=600", "age": age}
    assert fresh_for(headers) == timedelta(seconds=fresh)


@pytest.mark.parametrize(
    ("written", "rest"),
    [
        ("120", 2 * MINUTE),
        ("0", timedelta(0)),
        ("99999999", DAY),
        ("9" * 400, timedelta(0)),
        ("-5", timedelta(0)),
        ("Sat, 21 Nov 2026 09:00:00 GMT", 2 * HOUR),
        ("Sat, 21 Nov 2026 09:00:00 -0000", 2 * HOUR),
        ("Sat, 21 Nov 2026 09:00:00 +0100", HOUR),
        ("Sat, 21 Nov 2099 09:00:00 GMT", DAY),
        ("Sat, 21 Nov 1999 09:00:00 GMT", timedelta(0)),
        ("Sat, 99 Nov 2026 09:00:00 GMT", timedelta(0)),
        (f"Sat, 21 Nov {'9' * 20} 09:00:00 GMT", timedelta(0)),
        ("Sat, 01 Jan 0001 00:00:00 +2359", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 -2359", DAY),
        ("tomorrow", timedelta(0)),
        ("", timedelta(0)),
    ],
)
def test_a_day_of_rest_is_granted_at_most(written, rest):
    assert retry_after({"retry-after": written}, NOW) == rest
