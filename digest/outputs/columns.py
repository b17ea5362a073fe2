"""Pours blocks of lines into columns that stand beside each other, as on a page of a newspaper.

A block is never divided, a heading never stands alone at the foot of a column, and a section that
goes on in the next column says so. Long papers are divided into pages of a screen or so, because
nobody scrolls back up over a thousand lines to read the second column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from digest.outputs.typeset import Line, Run, length

Column = list[Line]

_EMPTY: Line = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines that stay together."""

    lines: Sequence[Line]
    before: int = 0
    """Empty lines above it, except at the head of a column."""
    heading: bool = False
    """It stays with the block after it."""
    continued: Sequence[Line] = ()
    """What is printed above it at the head of a column."""


def flow(blocks: Sequence[Block], columns: int, longest: int) -> Iterator[list[Column]]:
    """Yield pages of at most so many *columns*, each of at most *longest* lines where blocks allow it.

    The last page, mostly the only one, has columns of about equal length. One column is one page.
    """
    rest = list(blocks)
    if columns == 1:
        longest = _lines(rest)
    while rest:
        page, after = _pour(rest, columns, longest)
        yield page if after else _level(rest, columns)
        rest = after


def _lines(blocks: list[Block]) -> int:
    return sum(block.before + len(block.lines) for block in blocks)


def _pour(blocks: list[Block], columns: int, longest: int) -> tuple[list[Column], list[Block]]:
    """Fill columns one after the other; return them and the blocks that found no place."""
    page: list[Column] = [[]]
    for place, block in enumerate(blocks):
        height = _lines(blocks[place : place + 1 + block.heading])
        if page[-1] and len(page[-1]) + height > longest:
            if len(page) == columns:
                return page, blocks[place:]
            page.append([])
        if page[-1]:
            page[-1] += [[]] * block.before
        else:
            page[-1] += block.continued
        page[-1] += block.lines
    return page, []


def _level(blocks: list[Block], columns: int) -> list[Column]:
    """Return the page with the shortest columns; sections stay whole if that costs few lines."""
    page = _shortest(blocks, columns)
    whole = _shortest(list(_sections(blocks)), columns)
    return whole if _height(whole) <= _height(page) * 5 // 4 + 1 else page


def _shortest(blocks: list[Block], columns: int) -> list[Column]:
    lines = _lines(blocks)
    pages = (_pour(blocks, columns, height) for height in range(lines // columns, lines + 1))
    return next(page for page, after in pages if not after)


def _height(page: list[Column]) -> int:
    return max(map(len, page))


def _sections(blocks: list[Block]) -> Iterator[Block]:
    """Yield each heading with all that follows it as one block; what has no heading as it is."""
    sections: list[list[Block]] = []
    for block in blocks:
        if block.heading or not sections or not sections[-1][0].heading:
            sections.append([])
        sections[-1].append(block)
    for first, *others in sections:
        lines = list(first.lines)
        for block in others:
            lines += [[]] * block.before
            lines += block.lines
        yield replace(first, lines=lines, heading=False)


def beside(columns: Sequence[Column], width: int, divider: Run) -> Iterator[Line]:
    """Yield lines in which *columns*, each *width* cells wide, stand beside each other."""
    for row in zip_longest(*columns, fillvalue=_EMPTY):
        joined: Line = []
        for line in row[:-1]:
            joined += (*line, Run(" " * (width - length(line))), divider)
        yield [*joined, *row[-1]]
