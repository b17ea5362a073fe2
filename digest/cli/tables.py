"""How a table fits a narrow page: it goes without columns, as a figure that is cut is another figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_LEAST = 12
"""Cells that the column with words needs to say something."""


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
