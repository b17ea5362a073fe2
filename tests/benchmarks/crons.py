"""Lets two crons post at once, round after round, and counts what was doubled.

    python -m tests.benchmarks.crons 50

Each round has one draft that is due, two runs of ``digest queue post`` that start together, and an X
that answers late and takes the same text twice without a word.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from digest.queue.drafts import APPROVED, POSTED, Draft
from digest.store import Store
from tests.benchmarks.kills import FEEDS, START
from tests.benchmarks.processes import Start, fresh
from tests.fakes.x import KEYS
from tests.fakes.x_posting import PostingX

SLOW = 0.05
"""Seconds that X takes to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of the drafts, and of the runs."""

    rounds: int
    posted: int
    doubled: int
    failed: int
    """Runs that left with another exit code than 0."""
    said: tuple[str, ...]
    """What runs wrote to stderr, where it was anything."""


def run(rounds: int, folder: Path, start: Start = fresh) -> Result:
    """Post so many drafts by two runs each, and count."""
    (folder / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    _fill(folder / "data", rounds)
    ends: list[tuple[int, str]] = []
    with PostingX() as x:
        x.slow, x.duplicates = SLOW, False
        for number in range(rounds):
            ends += _two(folder, x, START + timedelta(minutes=number), start)
        there = Counter(x.wire)
    with Store(folder / "data") as store:
        states = Counter(draft.state for draft in store.drafts.every())
    return Result(
        rounds=rounds,
        posted=states[POSTED],
        doubled=sum(number - 1 for number in there.values()),
        failed=sum(code != 0 for code, _ in ends),
        said=tuple(words for _, words in ends if words),
    )


def _fill(folder: Path, count: int) -> None:
    with Store(folder) as store, store.drafts.changing(START) as book:
        for number in range(count):
            text, due = f"Meldung {number}", START + timedelta(minutes=number)
            draft = Draft(network="x", state=APPROVED, text=text, story=text, slot=text, due=due)
            book.add([draft], "for the test")


def _two(folder: Path, x: PostingX, now: datetime, start: Start) -> list[tuple[int, str]]:
    words = ["--config", str(folder / "feeds.yaml"), "--data", str(folder / "data"), "--quiet"]
    words += ["--now", now.isoformat(), "queue", "post"]
    environment = {**KEYS, "DIGEST_X_API": x.address}
    both = [start(words, environment, folder / f"said{number}") for number in (1, 2)]
    return [each.end() for each in both]


def main(rounds: int = 50) -> int:
    """Run so many rounds and say what became of them; 1 when something was doubled or went wrong."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = run(rounds, Path(folder))
    seconds = time.monotonic() - begun
    print(
        f"{found.rounds} rounds of two crons, {seconds:.0f} s: {found.posted} posted, "
        f"{found.doubled} doubled, {found.failed} failed runs, {len(found.said)} complaints"
    )
    return int(bool(found.doubled or found.failed or found.said or found.posted != rounds))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
