"""``digest feeds``: the list of sources, read and edited."""

from __future__ import annotations

import shlex
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from digest.cli.completing import sections, sources
from digest.cli.context import Context, read_opml
from digest.cli.listing import command as listing
from digest.cli.report import command as report
from digest.errors import ConfigError, SourceError
from digest.model import Fetched

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


command.add_command(listing)
command.add_command(report)


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

    context.load()
    entry = _entry(context, address, section, name)
    config = editing.add(context.config_path(), [entry])
    wanted = f"{entry.kind}:{entry.address}"
    here = next((one.section for one in config.sources if one.id == wanted), section)
    context.say(f"{config.path}: added {entry.address} to {here}")


def _entry(context: Context, address: str, section: str, name: str) -> Entry:
    """Return what to write into feeds.yaml for an address that was typed.

    Raises:
        SourceError: nothing there is a feed.
    """
    from digest.config.writing import Entry
    from digest.sources.recognising import recognise
    from digest.text import without_login

    try:
        found = recognise(address)
    except ValueError as error:
        named = without_login(address) if "://" in address else address
        hint = "an account is @name, @name@host or @name.domain"
        raise SourceError(f"{named}: {error}", hint=hint) from None
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

    source = editing.remove(context.config_path(), wanted, _titles(context, wanted))
    context.say(f"{context.config_path()}: removed {source.label}")


def _titles(context: Context, wanted: str) -> dict[str, str]:
    """Return by ``Source.id`` what the sources call themselves, if it may be one of those that is meant."""
    if "://" in wanted or wanted.startswith("@"):
        return {}
    with context.kept_store() as store:
        health = store.health(context.moment()) if store else {}
    return {source: each.title for source, each in health.items()}


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
@click.option(
    "--most",
    type=click.IntRange(1, 5000),
    default=500,
    metavar="N",
    help="With x: how many accounts.",
)
@click.option("--yes", is_flag=True, help="With x: do not ask.")
@click.pass_context
def import_sources(
    ctx: click.Context, opml: Path, number: str, section: str, most: int, yes: bool
) -> None:
    """Add the feeds of an OPML file; - is stdin. What is there already stays as it is.

    With x: add the accounts that you follow on X, or the members of a list, after saying what X
    charges for that.

    \b
    Example:
        digest feeds import subscriptions.opml
        digest feeds import x --section Leute
    """
    context: Context = ctx.obj
    if str(opml) == "x":
        from digest.cli import following

        following.bring_in(context, number=number, section=section, most=most, sure=yes)
        return
    _refuse_options(ctx)
    from digest.config import editing
    from digest.config.writing import Entry
    from digest.sources.feed import spelling

    known = {spelling(source.target) for source in context.load().sources}
    found = read_opml(context, opml)
    entries = []
    for section, name, address in found:
        if (one := spelling(address)) not in known:
            known.add(one)
            entries.append(Entry(address=address, section=section, name=name))
    if entries:
        editing.add(context.config_path(), entries)
    context.say(
        f"{context.config_path()}: {len(entries)} added, {len(found) - len(entries)} there already"
    )


def _refuse_options(ctx: click.Context) -> None:
    """Refuse what says something of accounts, where a list of feeds comes in."""
    for option in ctx.command.params:
        typed = ctx.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
        if typed and isinstance(option, click.Option):
            raise click.UsageError(f"{option.opts[0]} is for `digest feeds import x`", ctx=ctx)


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
    click.echo(opml.write(config.main.title, config.sources).encode(), nl=False)
    for source in config.sources:
        if not opml.portable(source):
            context.say(f"left out: {source.label}: no feed that another reader can follow")


@command.command("try")
@click.argument("address", metavar="URL")
@click.pass_obj
def try_feed(context: Context, address: str) -> None:
    """Show what a feed, or the feed of a page, gives, and store nothing.

    \b
    Example:
        digest feeds try https://www.example.org/feed
    """
    from digest.dates import local
    from digest.text import clean, counted

    if _is_account(address):
        command = f"digest feeds add {shlex.quote(address)}"
        hint = f"`{command}` follows it, `digest feeds remove` takes it out again"
        raise SourceError(f"{address}: this is an account and no feed", hint=hint)
    fetched = _find(context, address)
    target = fetched.source.target
    left_out = f" ({fetched.left_out} more left out)" if fetched.left_out else ""
    count = f"{counted(len(fetched.items), 'item')}{left_out}"
    newest = sorted(fetched.items, key=lambda item: item.published, reverse=True)
    zone = _zone(context)
    shown = [
        f"  {local(item.published, zone):%Y-%m-%d %H:%M}  {clean(item.title)}"
        for item in newest[:SHOWN]
    ]
    context.print_lines([f"{clean(fetched.title) or target}: {count}, {target}", *shown])


def _zone(context: Context) -> tzinfo | None:
    """Return the zone of the paper, or None, the machine's, where no feeds.yaml names one."""
    try:
        return ZoneInfo(context.load().main.timezone)
    except ConfigError:
        return None


def _is_account(text: str) -> bool:
    """Tell whether an account is named; the pages of those outside of X have feeds."""
    from digest.sources.recognising import recognise

    try:
        found = recognise(text)
    except ValueError:
        return text.startswith("@")
    return found is not None and (found[0] == "x" or "://" not in text)
