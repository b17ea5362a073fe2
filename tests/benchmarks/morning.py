"""How long breakfast takes: run ``python -m tests.benchmarks.morning [ITEMS...]``.

The whole of ``digest today --offline``, from the start of the process to its last line, over a window
of that many items, after a week of papers. It is to take 0.6 s for 5,000 items and 3 s for 50,000, on
one core that has nothing else to do: on a busy machine the processor time beside it is what counts.

Headlines and first lines are recombined from real ones (``../shared/corpus``) where they are there,
else from a small vocabulary; every sixth item retells an earlier one in other words.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest import words
from digest.config import load
from digest.model import Fetched, Item, Source
from digest.pipeline import composing
from digest.store import Store
from tests.benchmarks.merging import DOES, NAMES, WHAT, WHERE

NOW = datetime(2026, 8, 12, 6, tzinfo=UTC)
DAY = timedelta(days=1)
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "snapshots" / "world-en-22src"
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


def texts() -> list[tuple[str, str]]:
    """Return headlines with their first lines."""
    found = []
    for path in sorted(CORPUS.glob("*.ndjson")):
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        found += [(row["title"], row.get("description") or "") for row in rows]
    made = [f"{a} {b} {c} {d}" for a in NAMES for b in DOES for c in WHAT for d in WHERE]
    return found or [(title, f"{title}. " * 4) for title in made]


def mixed(one: str, other: str) -> str:
    """Return the first half of a text and the second of another."""
    left, right = one.split(), other.split()
    return " ".join((*left[: len(left) // 2 + 1], *right[len(right) // 2 :]))


def told(count: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield headlines with first lines, every sixth an earlier one told in other words."""
    real, earlier = texts(), list[tuple[str, str]]()
    for _ in range(count):
        if earlier and chance.random() < 1 / 6:
            title, summary = chance.choice(earlier[-2000:])
            some = title.split()
            some[chance.randrange(len(some))] = chance.choice(
                chance.choice(real)[0].split() or ["x"]
            )
            yield " ".join(some), mixed(summary, chance.choice(real)[1])
        else:
            one, other = chance.choice(real), chance.choice(real)
            earlier.append((mixed(one[0], other[0]), mixed(one[1], other[1])))
            yield earlier[-1]


def answers(count: int, end: datetime, chance: random.Random) -> Iterator[Fetched]:
    """Yield what each outlet has shown in the 23 hours before a time."""
    outlets: list[list[Item]] = [[] for _ in range(OUTLETS)]
    for number, (title, summary) in enumerate(told(count, chance)):
        outlet = min(int(chance.paretovariate(0.7)), OUTLETS) - 1
        when = end - timedelta(hours=23) * chance.random()
        page = f"https://outlet{outlet}.example/{end:%m%d}/{number}"
        outlets[outlet].append(
            Item(
                source=target(outlet).id,
                key=page,
                url=page,
                page=page,
                title=title,
                summary=summary,
                folded=words.folded(title, summary),
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


def prepare(folder: Path, count: int) -> None:
    """Write feeds.yaml and an archive of a printed week and a morning of that many items."""
    chance = random.Random(1)
    lines = [RULES, "sections:"]
    for number, section in enumerate(SECTIONS):
        lines.append(f"  {section}:")
        lines += [f"    - {target(n).target}" for n in range(number, OUTLETS, len(SECTIONS))]
    (folder / "feeds.yaml").write_text("\n".join(lines), encoding="utf-8")
    desk = load(folder / "feeds.yaml").main
    with Store(folder / "data") as store:
        for days in range(7, 0, -1):
            for fetched in answers(WEEK, NOW - days * DAY, chance):
                store.add(fetched, NOW - days * DAY)
            store.keep(composing.compose(desk, store, NOW - days * DAY, limit=15).edition)
        for fetched in answers(count, NOW, chance):
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
