"""Dying at any moment, and two at once: nothing lost, nothing doubled."""

from tests.benchmarks import crons, kills
from tests.benchmarks.processes import forked


def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path):
    found = kills.run(20, tmp_path, seed=4, start=forked)
    assert (found.lost, found.doubled, found.tracebacks) == (0, 0, 0)
    assert (found.kills, found.posted) == (20, found.drafts)


def test_two_crons_at_once_double_nothing(tmp_path):
    found = crons.run(10, tmp_path, start=forked)
    assert (found.posted, found.doubled, found.failed, found.said) == (10, 0, 0, ())


def test_two_crons_that_start_as_cron_starts_them_double_nothing(tmp_path):
    found = crons.run(2, tmp_path)
    assert (found.posted, found.doubled, found.failed, found.said) == (2, 0, 0, ())
