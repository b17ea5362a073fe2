"""``digest feeds report``: which sources earn their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli.context import Context
from digest.model import Health

if TYPE_CHECKING:
    from digest.report import Merit

BLOCKS = "▁▂▃▄▅▆▇█"
PLAIN = "._-=+*#@"
"""Where blocks cannot be shown."""
NARROW = 100
"""On a page narrower than this, two days share a cell of a sparkline."""
COLUMNS = (
    "source",
    "four weeks",
    "items",
    "first",
    "news",
    "printed",
    "drafted",
    "repeat",
    "silent",
)
_WORDS = ("source", "four weeks", "silent")
"""The columns without figures."""
_SPARED = ("four weeks", "drafted", "repeat", "first")
"""What a narrow page goes without, in this order."""


@click.command("report")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """Show which sources earned their place in the last four weeks.

    four weeks: its items day by day. first: stories it told before others told them too, in words of
    their own. news: the share of its items that others told so or that were printed; the rest is
    chatter. printed and drafted: stories it led. repeat: the share that told what somebody had told
    before. silent: for how long it has failed, or shown nothing against its own rhythm. Followers and
    likes play no part.

    \b
    Example: before you throw a source out, or give it more weight.
        digest feeds report
    """
    from digest.pipeline import judging

    desk = context.load().main
    now = context.moment(ZoneInfo(desk.timezone))
    with context.open_store() as store:
        health = store.health(now)
        merits = judging.report(desk, store, now)
    rows = [_row(merit, health.get(merit.source.id, Health()), now) for merit in merits]
    if as_json:
        context.print_json({"to": now.isoformat(), "sources": rows})
    else:
        _print_table(context, rows, now)


def _row(merit: Merit, health: Health, now: datetime) -> dict[str, Any]:
    silent = merit.silent(health.answered or now)
    return {
        "source": merit.source.label,
        "section": merit.source.section,
        "target": merit.source.target,
        "items": merit.items,
        "days": list(merit.days),
        "first": merit.first,
        "news": merit.news,
        "printed": merit.printed,
        "drafted": merit.drafted,
        "repeated": merit.repeated,
        "last": merit.last.at.isoformat() if merit.last else None,
        "silent_days": silent.days if silent else None,
        "failing_since": health.failing_since.isoformat() if health.failing_since else None,
    }


def _print_table(context: Context, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    from rich.table import Table

    from digest.cli.tables import fit, room
    from digest.outputs.signs import ornaments
    from digest.outputs.typeset import cut

    console, more = context.console(), ornaments(context.page().encoding).more
    width = console.width
    columns = fit(_columns(context, rows, now), "source", width, spared=_SPARED, gap=1)
    longest = room(columns, "source", width, gap=1)
    columns["source"] = [cut(name, longest, more) for name in columns["source"]]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for title in columns:
        table.add_column(title, no_wrap=True, justify="left" if title in _WORDS else "right")
    for line in zip(*columns.values(), strict=True):
        table.add_row(*line)
    console.print(table)


def _columns(
    context: Context, rows: Sequence[dict[str, Any]], now: datetime
) -> dict[str, list[str]]:
    from digest.outputs.signs import carries_unicode
    from digest.text import clean

    page = context.page()
    signs = BLOCKS if carries_unicode(page.encoding) else PLAIN
    cells = 28 if page.width >= NARROW else 14
    lines = [
        (
            clean(row["source"]),
            sparkline(row["days"], signs, cells),
            *_figures(row),
            _silence(row, now),
        )
        for row in rows
    ]
    return {title: [line[place] for line in lines] for place, title in enumerate(COLUMNS)}


def sparkline(days: Sequence[int], signs: str, cells: int) -> str:
    """Return a row of figures as bars, as high as they are against the highest.

    Tufte, Beautiful Evidence (2006): intense, simple, word-sized graphics.
    """
    width = len(days) // cells
    sums = [sum(days[start : start + width]) for start in range(0, len(days), width)]
    most = max(1, *sums)
    return "".join(signs[-(-each * (len(signs) - 1) // most)] for each in sums)


def _figures(row: dict[str, Any]) -> list[str]:
    def share(count: int) -> str:
        return f"{count / row['items']:.0%}" if row["items"] else "-"

    return [
        str(row["items"]),
        str(row["first"]),
        share(row["news"]),
        str(row["printed"]),
        str(row["drafted"]),
        share(row["repeated"]),
    ]


def _silence(row: dict[str, Any], now: datetime) -> str:
    """Say for how long a source has not answered, or has shown nothing new."""
    if row["failing_since"]:
        days = (now - datetime.fromisoformat(row["failing_since"])).days
        return f"fails, {days} d" if days else "fails"
    if row["last"] is None:
        return "no item"
    return f"{row['silent_days']} d" if row["silent_days"] is not None else ""
