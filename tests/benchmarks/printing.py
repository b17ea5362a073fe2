"""How long printing takes: run ``python -m tests.benchmarks.printing [STORIES]``.

Each format prints a paper of 5,000 stories, of three sources each, as ``--stories all`` wants it. Each
is to stay below 2 s on one core, and to take twice as long for twice as many.
"""

from __future__ import annotations

import sys
import time

from digest.model import Edition, Page
from digest.outputs import FORMATS
from tests.outputs.samples import edition, story


def paper(count: int) -> Edition:
    """Make a paper of *count* stories in one section."""
    stories = [
        story(
            f"Überschrift mit der Nummer {number} im Blatt",
            number=number,
            also=("a", "b"),
            summary="Ein Satz aus dem Anriss. " * 8,
        )
        for number in range(count)
    ]
    return edition(("Recht", stories))


def seconds(name: str, paper: Edition, page: Page) -> float:
    """Return the processor time that a format takes, in seconds."""
    begun = time.process_time()
    FORMATS[name].render(paper, page)
    return time.process_time() - begun


def main(count: int = 5000) -> None:
    """Print a line for each format."""
    page = Page(width=120, colour=True, links=True)
    few, many = paper(count), paper(2 * count)
    for name in FORMATS:
        seconds(name, few, page)
        once, twice = seconds(name, few, page), seconds(name, many, page)
        print(f"{name:10} {count:7,} stories {once:6.2f} s {2 * count:8,} stories {twice:6.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
