"""Draws what came in as a chart one column wide: when, from whom, how much of it was one story told twice.

Above, a bar for each hour, light where items joined another one's story; below, a row for each of the
busiest sources, a dot for each hour, and at its end a square for each story it leads in the paper.
Only where things stand is worked out here; the template draws them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import sqrt

from digest.model import Edition, Tally
from digest.outputs.parts import called, local
from digest.outputs.typeset import cut
from digest.outputs.wording import Wording

WIDTH = 360
_LEFT, _RIGHT = 114, 322
"""Where the plot begins and ends; sources stand before it, squares behind it."""
_TOP, _BARS = 14, 58
"""Where the tallest bar begins, and how tall it is."""
_AXIS = 18
_ROW = 15
_ROWS = 12
"""Sources that have a row of their own."""
_NAME = 17
"""Cells of a source's name that fit before the plot."""
_SQUARES = 4
_TICKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The items of one slot; the merged ones stand on the others."""

    x: float
    width: float
    own: float
    """Height; its foot is ``Chart.foot``."""
    merged: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A time below the bars."""

    x: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """The items of one source in one slot."""

    x: float
    all: float
    """Radius of the disc for all its items."""
    own: float
    """Radius of the disc for those that were not merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One source, or all the others."""

    name: str
    y: float
    dots: tuple[Dot, ...]
    items: str
    """How many, in words."""
    printed: int
    """How many stories of the paper it leads."""
    squares: tuple[float, ...]
    """Where a square stands for each of them; empty when they are too many to count at a glance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Where everything stands, in units of which ``width`` make a column."""

    width: int = WIDTH
    height: float
    left: int = _LEFT
    right: int = _RIGHT
    foot: int = _TOP + _BARS
    """Where the bars stand."""
    bars: tuple[Bar, ...]
    peak: Tick
    """How many the tallest bar stands for."""
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    summary: str
    """The same in words."""


def draw(edition: Edition, words: Wording) -> Chart | None:
    """Return the chart of what an edition covered; None when nothing was counted."""
    receipt = edition.receipt
    slots = [local(edition, slot) for slot in receipt.clock]
    all_, merged = _sums(receipt.tallies, len(slots))
    if not any(all_):
        return None
    most = max(all_)
    place = all_.index(most)
    step = (_RIGHT - _LEFT) / len(slots)
    busiest = _time(slots, place, local(edition, edition.window.end), words)
    rows = tuple(_rows(edition, words, step))
    return Chart(
        height=_TOP + _BARS + _AXIS + _ROW * len(rows) + 2,
        bars=tuple(_bars(all_, merged, most, step)),
        peak=Tick(x=_round(_LEFT + step * (place + 0.5)), text=words.figure(most)),
        ticks=tuple(_ticks(slots, words, step)),
        rows=rows,
        summary=words.busiest.format(
            items=words.count(words.items, sum(all_)),
            merged=words.count(words.merged, sum(merged)),
            when=busiest,
            n=words.figure(most),
        ),
    )


def _time(slots: Sequence[datetime], place: int, now: datetime, words: Wording) -> str:
    """Return when a slot was: its day alone where it is as long as that."""
    days = _length(slots) > timedelta(hours=12)
    return (words.short_date if days else words.time)(slots[place], now)


def _length(slots: Sequence[datetime]) -> timedelta:
    """Return how long a slot is, not by the clock on the wall; none where there is but one."""
    first, second = (slot.astimezone(UTC) for slot in (slots[0], slots[:2][-1]))
    return second - first


def _sums(tallies: Sequence[Tally], slots: int) -> tuple[list[int], list[int]]:
    """Return the items of all sources by slot, and those of them that were merged."""
    all_, merged = [0] * slots, [0] * slots
    for each in tallies:
        for slot in range(slots):
            all_[slot] += each.items[slot]
            merged[slot] += each.merged[slot]
    return all_, merged


def _bars(all_: Sequence[int], merged: Sequence[int], most: int, step: float) -> Iterator[Bar]:
    for slot, (items, joined) in enumerate(zip(all_, merged, strict=True)):
        if items:
            yield Bar(
                x=_round(_LEFT + step * slot + 0.5),
                width=_round(max(step - 1, 0.5)),
                own=_round(_BARS * (items - joined) / most),
                merged=_round(_BARS * joined / most),
            )


def _ticks(slots: Sequence[datetime], words: Wording, step: float) -> Iterator[Tick]:
    """Yield a few times at round hours, or days where slots are that long."""
    by_day = _length(slots) > timedelta(hours=2)
    keys = [(slot.date(), 0 if by_day else slot.hour // 6) for slot in slots]
    round_ones = [number for number in range(1, len(slots)) if keys[number] != keys[number - 1]]
    every = max(1, -(-len(round_ones) // _TICKS))
    for number in round_ones[::every]:
        x = _LEFT + step * number
        if x < _RIGHT - 12:
            text = _day(slots[number], words) if by_day else words.clock.format(when=slots[number])
            yield Tick(x=_round(x), text=text)


def _day(when: datetime, words: Wording) -> str:
    return words.day.format(day=when.day, month=words.months[when.month - 1][:3])


def _rows(edition: Edition, words: Wording, step: float) -> Iterator[Row]:
    """Yield a row for each source with stories in the paper, then for the busiest, then for the rest."""
    found = sorted(edition.receipt.tallies, key=lambda each: (-each.printed, -sum(each.items)))
    if len(found) > _ROWS + 1:
        own, rest = found[:_ROWS], found[_ROWS:]
    else:
        own, rest = found, []
    y = _TOP + _BARS + _AXIS + _ROW / 2
    for each in own:
        yield _row(cut(called(edition, each.source), _NAME), (each,), y, words, step)
        y += _ROW
    if rest:
        yield _row(words.count(words.more_sources, len(rest)), rest, y, words, step)


def _row(name: str, tallies: Sequence[Tally], y: float, words: Wording, step: float) -> Row:
    slots = len(tallies[0].items)
    all_, merged = _sums(tallies, slots)
    printed = sum(each.printed for each in tallies)
    return Row(
        name=name,
        y=_round(y),
        dots=tuple(
            Dot(
                x=_round(_LEFT + step * (slot + 0.5)),
                all=_radius(all_[slot], step),
                own=_radius(all_[slot] - merged[slot], step),
            )
            for slot in range(slots)
            if all_[slot]
        ),
        items=words.count(words.items, sum(all_)),
        printed=printed,
        squares=tuple(_RIGHT + 8 + 8.0 * number for number in range(printed))
        if printed <= _SQUARES
        else (),
    )


def _radius(items: int, step: float) -> float:
    """Return the radius of a disc whose area tells how many, as far as there is room."""
    return _round(min(1.7 * sqrt(items), _ROW / 2 - 0.5, max(step * 0.7, 1.7)))


def _round(number: float) -> float:
    return round(number, 2)
