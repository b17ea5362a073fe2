"""``digest feeds list``: the health of each source at a glance."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli.context import Context
from digest.model import Desk, Health, Latest, Source, Yield
from digest.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.store import Store

_NARROWEST_NAME = 20
_WEEK = timedelta(days=7)
_SPARED = ("printed", "a week")
"""What a narrow page goes without, in this order."""
COLUMNS = ("source", "weight", "answered", "a week", "printed", "health")


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """Show every source with its health.

    weight: shown when that of any source is not 1. answered: when it last did. a week: its items of the
    last seven days. printed: the share of its items of four weeks that reached a paper; what it held when
    it was first asked does not count. health: since when and why it fails, that it is silent for longer
    than its own rhythm explains or has no item, that it has moved or is gone, or that in the last seven
    days all it showed was new, so that more may have come and gone.

    \b
    Example:
        digest feeds list
    """
    config = context.load()
    now = context.moment(ZoneInfo(config.main.timezone))
    with context.open_store() as store:
        rows = _rows(config.main, store, now)
    if as_json:
        context.print_json({"sources": rows})
    else:
        _print_table(context, rows, now)


def _rows(desk: Desk, store: Store, now: datetime) -> list[dict[str, Any]]:
    from digest import report
    from digest.pipeline import judging

    health, latest = store.health(now), store.latest()
    yields = store.yields(now - timedelta(days=report.DAYS), now)
    taught = judging.taught(desk, store, now)
    return [
        _row(source, known, taught.factor(source.id))
        | _brought(yields.get(source.id, Yield()), latest.get(source.id), known.answered or now)
        for source in desk.sources
        for known in [health.get(source.id, Health())]
    ]


def _row(source: Source, health: Health, learned: float) -> dict[str, Any]:
    from digest.sources import FETCH, again

    rests = health.problem and not health.gone
    return {
        "source": source.name or health.title or source.label,
        "section": source.section,
        "kind": source.kind,
        "target": source.target,
        "weight": source.weight,
        "learned": round(learned, 3),
        "answered": _iso(health.answered),
        "items_a_week": health.items,
        "failures": health.failures,
        "failing_since": _iso(health.failing_since),
        "problem": health.problem,
        "asked_again": _iso(again(health, FETCH)) if rests else None,
        "gone": health.gone,
        "moved": health.moved,
        "gap": _iso(health.gap),
    }


def _brought(brought: Yield, last: Latest | None, answered: datetime) -> dict[str, Any]:
    from digest.report import silence

    silent = silence(last, answered)
    return {
        "share_printed": round(brought.printed / brought.new, 3) if brought.new else None,
        "last_item": _iso(last.at if last else None),
        "silent_days": silent.days if silent else None,
    }


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _print_table(context: Context, rows: list[dict[str, Any]], now: datetime) -> None:
    from rich.table import Table

    from digest.cli.tables import fit
    from digest.text import clean

    console = context.console()
    columns = _columns(context, rows, now, longest=max(_NARROWEST_NAME, console.width // 3))
    columns = fit(columns, COLUMNS[-1], console.width, spared=_SPARED)
    table = Table(box=None, pad_edge=False)
    for title in columns:
        if title == "source":  # one line each, so that the eye finds it
            table.add_column(title, no_wrap=True, overflow="ellipsis")
        else:
            figures = title in {"a week", "printed"}
            table.add_column(title, overflow="fold", justify="right" if figures else "left")
    section = ""
    for row, cells in zip(rows, zip(*columns.values(), strict=True), strict=True):
        if row["section"] != section:
            section = row["section"]
            table.add_row(clean(section), style="bold")
        table.add_row(*cells)
    console.print(table)


def _columns(
    context: Context, rows: list[dict[str, Any]], now: datetime, *, longest: int
) -> dict[str, list[str]]:
    """Return the cells below each title, and of names the first *longest* cells."""
    from digest.outputs.signs import ornaments
    from digest.outputs.typeset import cut
    from digest.text import clean

    more = ornaments(context.page().encoding).more
    lines = [tuple(map(clean, _cells(row, now))) for row in rows]
    columns = {title: [line[place] for line in lines] for place, title in enumerate(COLUMNS)}
    columns["source"] = [cut(f"  {name}", longest, more) for name in columns["source"]]
    if all(weight == "1" for weight in columns["weight"]):
        del columns["weight"]
    return columns


def _cells(row: Mapping[str, Any], now: datetime) -> tuple[str, ...]:
    share = "-" if row["share_printed"] is None else f"{row['share_printed']:.0%}"
    answered = _ago(row["answered"], now) if row["answered"] else "never"
    return (
        row["source"].removeprefix("https://").removeprefix("http://"),
        _weight(row),
        answered,
        str(row["items_a_week"]),
        share,
        _health(row, now),
    )


def _weight(row: Mapping[str, Any]) -> str:
    """Return the weight in feeds.yaml, and by what her hands have changed it."""
    learned = f" × {row['learned']:.2f}" if row["learned"] != 1 else ""
    return f"{row['weight']:g}{learned}"


def _health(row: Mapping[str, Any], now: datetime) -> str:
    """Say in a few words what is wrong with a source; nothing if nothing is."""
    if row["problem"]:
        began = row["failing_since"]
        days = (now - datetime.fromisoformat(began)).days if began else 0
        since = f"failing for {counted(days, 'day')}: " if days else ""
        return since + str(row["problem"])
    if row["moved"]:
        return f"moved to {row['moved']}"
    if row["answered"] and row["silent_days"] is not None:
        return f"silent for {counted(row['silent_days'], 'day')}"
    if not row["answered"]:
        return "not asked yet"
    if row["gap"] and now - datetime.fromisoformat(row["gap"]) < _WEEK:
        return f"perhaps not all, {_ago(row['gap'], now)}: fetch more often"
    return "" if row["last_item"] else "no item"


def _ago(when: str, now: datetime) -> str:
    """Return how long ago that was: minutes, hours or days."""
    minutes = (now - datetime.fromisoformat(when)) // timedelta(minutes=1)
    if minutes < 60:
        return f"{max(0, minutes)} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} d ago"
