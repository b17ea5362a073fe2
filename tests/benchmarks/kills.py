"""Kills ``digest queue post`` at random moments and counts what was lost or doubled.

    python -m tests.benchmarks.kills 200

X is a server on this machine that answers late, breaks off, answers 503 after it has posted, refuses
everything for a while, shows new posts minutes later, and takes the same text twice without a word.
The clock of the queue moves eleven minutes from run to run.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.queue.drafts import APPROVED, POSTED, UNCLEAR, Draft
from digest.store import Store
from tests.benchmarks.processes import Run, Start, forked, fresh
from tests.fakes.server import Answered, Asked, as_json
from tests.fakes.x import KEYS, Tweet
from tests.fakes.x_posting import PostingX, refusal

START = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
STEP = timedelta(minutes=11)
LONGEST = {fresh: 1.5, forked: 0.4}
"""Seconds after the start of a run up to which it is killed; most have ended by then."""
EACH = 2
"""Drafts that become due between two runs."""
SETTLE = 12
"""Runs at the end in which nothing goes wrong any more."""
FEEDS = """\
timezone: Europe/Berlin
queue: {slots: ["07:30"], per_day: 1000, late: 300d, links: none}
sections: {News: ["https://www.example.org/feed"]}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of the drafts."""

    drafts: int
    kills: int
    """Runs that were killed before they ended by themselves."""
    posted: int
    lost: int
    """Said to be posted and not there, or neither there nor in any state that says so."""
    doubled: int
    unclear: int
    tracebacks: int


class HarshX(PostingX):
    """X on a bad day, by chance."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.duplicates = False
        self.harsh = True
        self.reached = threading.Event()
        """Set when a post arrives."""
        self._arrival = threading.local()

    def respond(self, asked: Asked) -> Answered:
        self._arrival.now = self.now
        if asked.method == "POST":
            self.reached.set()
        if not self.harsh:
            return super().respond(asked)
        time.sleep(self.chance.uniform(0, 0.1))
        fault = self._fault(asked)
        if fault is None or not fault.first:
            right = super().respond(asked)
            time.sleep(self.chance.uniform(0, 0.1))
            return fault or right
        return fault

    def _fault(self, asked: Asked) -> Answered | None:
        """Choose what goes wrong; what is not ``first`` goes wrong after the post was made."""
        if asked.method != "POST":
            faults = [as_json(503, {}), Answered(silent=True), Answered(body=b"<html>")]
            return self.chance.choice(faults) if self.chance.random() < 0.2 else None
        until = int((self.now + timedelta(minutes=5)).timestamp())
        limits = {"x_rate_limit_remaining": "0", "x_rate_limit_reset": str(until)}
        faults = [
            Answered(silent=True),
            Answered(silent=True, first=False),
            Answered(status=503, body=b"<html>", first=False),
            Answered(status=201, body=b"{}", first=False),
            Answered(status=201, body=b'{"data": {"id": "1"}}' * 9, cut=True, first=False),
            as_json(500, {}),
            as_json(429, {"title": "Too Many Requests"}, **limits),
            as_json(402, {"title": "CreditsDepleted"}),
            refusal(403, detail="Reply to this conversation is not allowed."),
        ]
        return self.chance.choice(faults) if self.chance.random() < 0.4 else None

    def keep(self, text: str, when: datetime | None = None) -> Tweet:
        """Put a post on the timeline as of when its request came, though the next run has begun."""
        return super().keep(text, when or self._arrival.now)

    def _posts_of(self, number: str, asked: Asked) -> Answered:
        """Show what is at least nine minutes old, or at times all."""
        lag = timedelta(minutes=9) if self.harsh and self.chance.random() < 0.5 else timedelta(0)
        whole = self.tweets
        self.tweets = {k: one for k, one in whole.items() if one.when <= self.now - lag}
        try:
            return super()._posts_of(number, asked)
        finally:
            self.tweets = whole


def run(kills: int, folder: Path, seed: int = 1, start: Start = fresh) -> Result:
    """Kill so many runs, let the queue settle, and count."""
    chance = random.Random(seed)
    (folder / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    count = _fill(folder / "data", kills)
    with HarshX(random.Random(seed + 1)) as x:
        runs = Runs(folder=folder, x=x, start=start)
        killed, now = 0, START
        while killed < kills:
            now += STEP
            killed += runs.killed(now, chance)
        x.harsh = False
        now = max(now, START + STEP * (count // EACH + 1))
        for _ in range(SETTLE):
            now += STEP
            runs.whole(now)
            found = _counted(folder / "data", x, killed, runs.said)
            if found.posted == count:
                break
        return found


def _fill(folder: Path, kills: int) -> int:
    count = EACH * kills
    with Store(folder) as store, store.drafts.changing(START) as book:
        for number in range(1, count + 1):
            due = START + STEP * ((number - 1) // EACH)
            draft = Draft(
                network="x",
                state=APPROVED,
                text=f'Meldung {number}: mehr als 2 < 3 & "vier"',
                story=f"s{number}",
                slot=f"slot {number}",
                due=due,
            )
            book.add([draft], "for the test")
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Runs of ``digest queue post`` on one folder."""

    folder: Path
    x: HarshX
    start: Start
    said: list[str] = field(default_factory=list)
    """What they wrote to stderr."""

    def begin(self, now: datetime) -> Run:
        """Start one at a time."""
        self.x.now = now
        words = ["--config", str(self.folder / "feeds.yaml"), "--data", str(self.folder / "data")]
        environment = {**KEYS, "DIGEST_X_API": self.x.address}
        return self.start(
            [*words, "--now", now.isoformat(), "queue", "post"], environment, self.folder / "said"
        )

    def whole(self, now: datetime) -> None:
        """Run once to the end."""
        self.said.append(self.begin(now).end()[1])

    def killed(self, now: datetime, chance: random.Random) -> bool:
        """Kill one, half of them while it posts; return whether it was still running."""
        self.x.reached.clear()
        run = self.begin(now)
        if chance.random() < 0.5:
            while not self.x.reached.wait(timeout=0.01) and not run.ends_within(0):
                pass
            moment = chance.uniform(0, 0.2)
        else:
            moment = chance.uniform(0, LONGEST[self.start])
        running = not run.ends_within(moment)
        run.kill()
        self.said.append(run.end()[1])
        return running


def _counted(folder: Path, x: HarshX, killed: int, said: Sequence[str]) -> Result:
    with Store(folder) as store:
        drafts = store.drafts.every()
    there = Counter(x.wire)
    states = Counter(draft.state for draft in drafts)
    lost = sum(
        there[draft.text] == 0 and draft.state not in {APPROVED, UNCLEAR} for draft in drafts
    )
    return Result(
        drafts=len(drafts),
        kills=killed,
        posted=states[POSTED],
        lost=lost,
        doubled=sum(number - 1 for number in there.values() if number > 1),
        unclear=states[UNCLEAR],
        tracebacks=sum("Traceback" in words for words in said),
    )


def main(kills: int = 200, seed: int = 1) -> int:
    """Kill so many runs and say what became of the drafts; 1 when one was lost or doubled."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = run(kills, Path(folder), seed)
    seconds = time.monotonic() - begun
    sys.stdout.write(
        f"{found.kills} kills, {found.drafts} drafts, {seconds:.0f} s: {found.posted} posted, "
        f"{found.unclear} unclear, {found.lost} lost, {found.doubled} doubled, "
        f"{found.tracebacks} tracebacks\n"
    )
    return int(bool(found.lost or found.doubled or found.tracebacks))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
