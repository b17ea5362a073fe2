"""The queue over the nights in which the clock changes, and over days of sleep."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.queue.conftest import states

SLOTS = 'timezone: Europe/Berlin\nqueue:\n  slots: ["02:15", "02:45", "07:30"]\n'
SPRING = datetime(2027, 3, 27, 20, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 24, 20, tzinfo=UTC)


@pytest.mark.parametrize("evening", [SPRING, AUTUMN])
def test_each_slot_of_the_night_is_sent_once_though_cron_runs_twice(
    evening, paper, queue, drafts, x, feeds_yaml
):
    paper("eins", "zwei", "drei")
    feeds_yaml("https://www.example.org/feed", more=SLOTS)
    queue("fill", now=evening.isoformat())
    queue("approve", "all", now=evening.isoformat())
    due = [datetime.fromisoformat(draft["due"]) for draft in drafts()]
    assert len(set(due)) == 3
    seen = []
    now = evening
    while now < evening + timedelta(hours=12):
        for _ in range(2):
            assert queue("post", now=now.isoformat()).code == 0
        seen += [now] * (len(x.wire) - len(seen))
        now += timedelta(minutes=15)
    assert states(drafts()) == ["posted"] * 3
    assert seen == [moment.astimezone(UTC) for moment in due]
    assert due == sorted(due)


def test_a_gap_s_slots_come_within_the_hour_after_it(paper, queue, drafts, feeds_yaml):
    paper("eins", "zwei")
    feeds_yaml("https://www.example.org/feed", more=SLOTS)
    queue("fill", now=SPRING.isoformat())
    queue("approve", "all", now=SPRING.isoformat())
    assert [draft["due"] for draft in drafts()] == [
        "2027-03-28T03:15:00+02:00",
        "2027-03-28T03:45:00+02:00",
    ]


def test_after_five_days_of_sleep_nothing_old_is_sent(paper, queue, drafts, x):
    paper(*"abcdefgh", more="  per_day: 2\n")
    queue("fill", "--stories", "all")
    queue("approve", "all")
    done = queue("post", now="2026-11-24T08:20+01:00")
    assert done.code == 1
    assert states(drafts()) == ["late"] * 6 + ["posted"] * 2
    assert len(x.wire) == 2
