"""``digest feeds``: the list of sources, read and edited."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.completing import sections, sources
from digest.cli.context import Context, read_opml
from digest.cli.report import command as report
from digest.errors import SourceError
from digest.model import Fetched, Health, Source

if TYPE_CHECKING:
    from digest.config.writing import Entry

SHOWN = 10
"""Headlines that ``feeds try`` shows."""


@click.group("feeds")
def command() -> None:
    """List, judge, add, remove, import, export and try feeds.

    feeds.yaml keeps your comments and your order.

    \b
    Example: find a site's feed, look at it, keep it.
        digest feeds try https://www.example.org/
        digest feeds add https://www.example.org/ --section Tech
        digest feeds list
    """


command.add_command(report)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_feeds(context: Context, as_json: bool) -> None:
    """Show every source with its health.

    \b
    Example:
        digest feeds list
    """
    from digest import pipeline

    config = context.load()
    now = context.moment()
    with context.open_store() as store:
        health = store.health(now)
        taught = pipeline.taught(config.main, store, now)
    rows = [
        _row(source, health.get(source.id, Health()), taught.factor(source.id))
        for source in config.sources
    ]
    if as_json:
        click.echo(json.dumps({"sources": rows}, ensure_ascii=False, indent=2))
    else:
        _print_table(context, rows, now)


def _row(source: Source, health: Health, learned: float) -> dict[str, Any]:
    return {
        "source": source.name or health.title or source.target,
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
        "moved": health.moved,
    }


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _print_table(context: Context, rows: list[dict[str, Any]], now: datetime) -> None:
    from rich.table import Table

    from digest.text import clean

    table = Table(box=None, pad_edge=False)
    for title in ("section", "source", "weight", "items a week", "health"):
        table.add_column(title, overflow="fold")
    for row in rows:
        cells = row["section"], row["source"], _weight(row), str(row["items_a_week"])
        table.add_row(*map(clean, (*cells, _health(row, now))))
    context.console().print(table)


def _weight(row: dict[str, Any]) -> str:
    """Return the weight in feeds.yaml, and by what her hands have changed it."""
    learned = f" × {row['learned']:.2f}" if row["learned"] != 1 else ""
    return f"{row['weight']:g}{learned}"


def _health(row: dict[str, Any], now: datetime) -> str:
    if row["problem"]:
        days = (now - datetime.fromisoformat(row["failing_since"])).days
        return f"failing for {days} days: {row['problem']}" if days else row["problem"]
    if row["moved"]:
        return f"moved to {row['moved']}"
    return f"answered {row['answered']:.16}" if row["answered"] else "not asked yet"


@command.command("add")
@click.argument("address", metavar="URL|@HANDLE")
@click.option(
    "--section",
    default="",
    metavar="NAME",
    shell_complete=sections,
    help="Where it belongs; default: the last.",
)
@click.option("--name", default="", help="What to call it; default: what it calls itself.")
@click.pass_obj
def add(context: Context, address: str, section: str, name: str) -> None:
    """Add a feed, the feed of a page, or an account to feeds.yaml.

    \b
    Example:
        digest feeds add https://www.example.org/ --section Tech
        digest feeds add @XDevelopers --section Plattformen
        digest feeds add https://mastodon.social/@Mastodon
    """
    from digest.config import editing

    entry = _entry(context, address, section, name)
    config = editing.add(context.config_path(), [entry])
    context.say(f"{config.path}: added {entry.address}")


def _entry(context: Context, address: str, section: str, name: str) -> Entry:
    """Return what to write into feeds.yaml for an address that was typed.

    Raises:
        SourceError: nothing there is a feed.
    """
    from digest.config.writing import Entry
    from digest.sources.recognising import recognise

    try:
        found = recognise(address)
    except ValueError as error:
        hint = "an account is @name, @name@host or @name.domain"
        raise SourceError(f"{address}: {error}", hint=hint) from None
    if found:
        kind, target = found
        return Entry(kind=kind, address=target, section=section, name=name)
    target = _find(context, address).source.target
    return Entry(address=target, section=section, name=name)


def _find(context: Context, address: str) -> Fetched:
    from digest.sources.finding import find_feed

    folder = context.config_path().parent
    with context.net() as net:
        return find_feed(address, net, context.moment(), str(folder))


@command.command("remove")
@click.argument("wanted", metavar="URL|@HANDLE|NAME", shell_complete=sources)
@click.pass_obj
def remove(context: Context, wanted: str) -> None:
    """Take a source out of feeds.yaml. What it brought stays in the archive.

    \b
    Example:
        digest feeds remove https://www.example.org/feed
    """
    from digest.config import editing

    source = editing.remove(context.config_path(), wanted)
    context.say(f"{context.config_path()}: removed {source.label}")


@command.command("import")
@click.argument("opml", metavar="OPML|x", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--list", "number", default="", metavar="ID", help="With x: the members of a list.")
@click.option(
    "--section",
    default="",
    metavar="NAME",
    shell_complete=sections,
    help="With x: where they belong.",
)
@click.option("--most", type=click.IntRange(1, 5000), default=500, metavar="N", help="With x.")
@click.option("--yes", is_flag=True, help="With x: do not ask.")
@click.pass_obj
def import_sources(
    context: Context, opml: Path, number: str, section: str, most: int, yes: bool
) -> None:
    """Add the feeds of an OPML file; - is stdin. What is there already stays as it is.

    With x: add the accounts that you follow on X, or the members of a list, after saying what X
    charges for that.

    \b
    Example:
        digest feeds import subscriptions.opml
        digest feeds import x --section Leute
    """
    if str(opml) == "x":
        from digest.cli import following

        following.bring_in(context, number=number, section=section, most=most, sure=yes)
        return
    from digest.config import editing
    from digest.config.writing import Entry

    known = {source.target for source in context.load().sources}
    found = read_opml(context, opml)
    entries = [
        Entry(address=address, section=section, name=name)
        for section, name, address in found
        if address not in known
    ]
    if entries:
        editing.add(context.config_path(), entries)
    context.say(
        f"{context.config_path()}: {len(entries)} added, {len(found) - len(entries)} there already"
    )


@command.command("export")
@click.pass_obj
def export(context: Context) -> None:
    """Print the feeds as OPML, for another reader.

    \b
    Example:
        digest feeds export > subscriptions.opml
    """
    from digest import opml

    config = context.load()
    click.echo(opml.write(config.main.title, config.sources), nl=False)


@command.command("try")
@click.argument("address", metavar="URL")
@click.pass_obj
def try_feed(context: Context, address: str) -> None:
    """Show what a feed, or the feed of a page, gives, and store nothing.

    \b
    Example:
        digest feeds try https://www.example.org/feed
    """
    from digest.text import clean

    fetched = _find(context, address)
    target = fetched.source.target
    click.echo(f"{clean(fetched.title) or target}: {len(fetched.items)} items, {target}")
    newest = sorted(fetched.items, key=lambda item: item.published, reverse=True)
    for item in newest[:SHOWN]:
        click.echo(f"  {item.published:%Y-%m-%d %H:%M}  {clean(item.title)}")
