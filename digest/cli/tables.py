"""How tables and lines fit a narrow page.

A table goes without columns, as a figure that is cut is another figure; a line is divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model import Page

_LEAST = 12
"""Cells that the column with words needs to say something."""
_ADDRESS = re.compile(r"(?<!\S)(https?://\S+)")
_ROOM = 22
"""Cells that the last column needs to be one; with less it goes into lines of its own."""


def fit(
    columns: Mapping[str, list[str]],
    stretched: str,
    width: int,
    *,
    spared: Sequence[str],
    gap: int = 2,
) -> dict[str, list[str]]:
    """Return those of the *columns* that fit.

    Args:
        columns: the cells below each title.
        stretched: the title of the column that takes what room is left.
        width: of the page, in cells.
        spared: titles of what the page goes without, in this order, until there is room.
        gap: cells between two columns.
    """
    fitting = dict(columns)
    for title in spared:
        if title in fitting and room(fitting, stretched, width, gap=gap) < _LEAST:
            del fitting[title]
    return fitting


def room(columns: Mapping[str, list[str]], stretched: str, width: int, *, gap: int = 2) -> int:
    """Return how many cells of a page's *width* the others leave to the *stretched* column."""
    from digest.outputs.typeset import measure

    others = ([title, *cells] for title, cells in columns.items() if title != stretched)
    return width - sum(gap + max(map(measure, cells)) for cells in others)


def fitted(lines: Iterable[str], page: Page) -> Iterator[str]:
    """Yield lines that fit a terminal; what goes on in a next line stands beneath its beginning.

    Args:
        lines: any; two spaces part their columns.
        page: the width, and whether addresses may be links, which stay whole when they are divided.
    """
    from digest.outputs.typeset import Run, measure, paint, wrap

    for line in lines:
        if measure(line) <= page.width:
            yield line
            continue
        for head, text in _columns(line, page.width):
            pieces = [piece.strip() for piece in _ADDRESS.split(text) if piece.strip()]
            runs = [Run(each, "", each if _ADDRESS.match(each) else "", " ") for each in pieces]
            indent = measure(head)
            for number, part in enumerate(wrap(runs, page.width - indent)):
                begin = " " * indent if number else head
                yield f"{begin}{paint(part, colour=False, links=page.links)}"


def _columns(line: str, width: int) -> Sequence[tuple[str, str]]:
    """Return what is to be wrapped, each with what stands before it in its first line."""
    before, gap, last = line.rstrip().rpartition("  ")
    if len(before + gap) <= width - _ROOM:
        return [(before + gap, last)]
    columns = before.lstrip()
    space = before.removesuffix(columns)
    return [(space, columns), (f"{space}    ", last)]
