"""How long breakfast takes: run ``python -m tests.benchmarks.morning [ITEMS...]``.

The whole of ``digest today --offline``, from the start of the process to its last line, over a window
of that many items, after a week of papers. It is to take 0.6 s for 5,000 items and 3 s for 50,000, on
one core that has nothing else to do: on a busy machine the processor time beside it is what counts.

The items are those of ``merging``: real ones in the order in which they came, where they are there.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest import words
from digest.config import load
from digest.model import Fetched, Item, Source
from digest.pipeline import composing
from digest.store import Store
from tests.benchmarks.merging import Told, news

NOW = datetime(2026, 8, 12, 6, tzinfo=UTC)
DAY = timedelta(days=1)
OUTLETS = 250
SECTIONS = ("Plattformen", "Recht", "Marketing", "Medien", "Tech")
WEEK = 300
"""Items on each day of the week before."""
RULES = """
must_see:
  Abmahnung: ["abmahn*", "*abmahnung", "unterlassungserklärung*"]
  Tickets: ["barcamp* ticket*", "vorverkauf*"]
  Terms: ['"terms of service"', "nutzungsbedingung*"]
prefer: ["instagram", "linkedin*"]
mute: ["gewinnspiel*", "horoskop*"]
"""


def answers(told: Sequence[Told], end: datetime) -> Iterator[Fetched]:
    """Yield what each outlet has shown in the 23 hours before a time."""
    numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    outlets: list[list[Item]] = [[] for _ in range(OUTLETS)]
    for number, its in enumerate(told):
        outlet = numbers[its.outlet] % OUTLETS
        when = end - timedelta(hours=23) * (1 - number / len(told))
        page = f"https://outlet{outlet}.example/{end:%m%d}/{number}"
        outlets[outlet].append(
            Item(
                source=target(outlet).id,
                key=page,
                url=page,
                page=page,
                title=its.title,
                summary=its.summary,
                folded=words.folded(its.title, its.summary),
                published=when,
                seen=when,
            )
        )
    for outlet, items in enumerate(outlets):
        yield Fetched(source=target(outlet), items=tuple(items), title=f"Outlet {outlet}")


def target(outlet: int) -> Source:
    """Return an outlet as a source."""
    address = f"https://outlet{outlet}.example/feed"
    return Source(kind="feed", target=address, section=SECTIONS[outlet % len(SECTIONS)])


def prepare(folder: Path, items: int) -> None:
    """Write feeds.yaml and an archive of a printed week and a morning of that many items."""
    told = list(news(7 * WEEK + items))
    lines = [RULES, "sections:"]
    for number, section in enumerate(SECTIONS):
        lines.append(f"  {section}:")
        lines += [f"    - {target(n).target}" for n in range(number, OUTLETS, len(SECTIONS))]
    (folder / "feeds.yaml").write_text("\n".join(lines), encoding="utf-8")
    desk = load(folder / "feeds.yaml").main
    with Store(folder / "data") as store:
        for days in range(7, 0, -1):
            first = (7 - days) * WEEK
            for fetched in answers(told[first : first + WEEK], NOW - days * DAY):
                store.add(fetched, NOW - days * DAY)
            store.keep(composing.compose(desk, store, NOW - days * DAY, limit=15).edition)
        for fetched in answers(told[7 * WEEK :], NOW):
            store.add(fetched, NOW)


def measure(count: int) -> None:
    """Print what a morning over so many items takes: the best of three papers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, count)
        runs = [run(folder) for _ in range(3)]
    wall, cpu = (min(each) for each in zip(*runs, strict=True))
    print(
        f"{count:7,} items: {wall:5.2f} s from start to last line, {cpu:5.2f} s of processor time"
    )


def run(folder: Path) -> tuple[float, float]:
    """Print one paper; return the seconds it took by the clock and of the processor."""
    command = [sys.executable, "-m", "digest", "--config", str(folder / "feeds.yaml")]
    command += ["--data", str(folder / "data"), "--now", NOW.isoformat()]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    before, begun = os.times(), time.perf_counter()
    subprocess.run(
        [*command, "today", "--offline", "--peek"],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    took, after = time.perf_counter() - begun, os.times()
    spent = after.children_user + after.children_system
    return took, spent - before.children_user - before.children_system


def main(counts: Sequence[int]) -> None:
    """Measure each count."""
    for count in counts:
        measure(count)


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [0, 1_000, 5_000, 50_000])
