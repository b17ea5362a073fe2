"""``digest check``: is feeds.yaml in order, are the keys there, does every source answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from digest.cli import accounts
from digest.cli.context import Context, user_config_folder
from digest.cli.fetch import progress
from digest.errors import SourceError
from digest.model import Desk, Source
from digest.text import clean

if TYPE_CHECKING:
    from digest.sources.xreader import Reader

HOME = "home"
"""The target of the own timeline on X."""


@click.command("check")
@click.option("--offline", is_flag=True, help="Ask no source.")
@click.pass_obj
def command(context: Context, offline: bool) -> None:
    """Check feeds.yaml, the keys and every source. No item is stored.

    Everything that is wrong in feeds.yaml is listed with its line and column. Exit code 1 when
    something needs you.

    \b
    Example: after an edit, and once more without the network.
        digest check
        digest check --offline
    """
    config = context.load()
    count = len(config.sources)
    sections = len(config.main.sections)
    click.echo(f"{config.path}: in order, {count} sources in {sections} sections")
    if offline:
        return
    now = context.moment()
    failed = _ask(context, config.main, now) + _ask_x(context, config.main, now)
    click.echo(f"{count - failed} of {count} sources answer")
    if failed:
        raise SourceError(
            f"{failed} of {count} sources do not answer",
            hint="try one with `digest feeds try URL`, or take it out with `digest feeds remove URL`",
        )


def _ask(context: Context, desk: Desk, now: datetime) -> int:
    """Ask every source that costs nothing and name those that fail; return how many they are."""
    from digest import sources

    failed = 0
    wanted = [source for source in desk.sources if source.kind != "x"]
    with progress(context, len(wanted)) as advance, context.net(desk) as net:
        for fetched in sources.fetch_all(wanted, {}, net, now):
            advance()
            if fetched.problem:
                failed += 1
                click.echo(clean(f"{fetched.source.label}: {fetched.problem}"))
    return failed


def _ask_x(context: Context, desk: Desk, now: datetime) -> int:
    """Test the keys of X and look up accounts that are unknown; no post is read, as each is paid.

    Returns how many accounts do not answer.
    """
    followed = accounts.of_x(desk.sources)
    if not followed:
        return 0
    with context.open_store() as store:
        click.echo(accounts.estimate(desk, store, now))
        reader, reason = accounts.open_x(desk, store, user_config_folder())
        if reader is None:
            click.echo(clean(f"X: {reason}; {accounts.count(followed)} not read"))
            return len(followed)
        try:
            reader.probe()
        except SourceError as error:
            click.echo(clean(f"X: {error.problem}; {accounts.count(followed)} not read"))
            return len(followed)
        return sum(_is_lost(source, reader, now) for source in followed)


def _is_lost(source: Source, reader: Reader, now: datetime) -> bool:
    """Tell whether an account cannot be found, and name it."""
    try:
        if source.target.startswith("@"):
            reader.find(source.target, now)
        elif source.target == HOME and not reader.client.acts:
            raise SourceError("needs the keys of an account; `digest login x` asks for them")
    except SourceError as error:
        click.echo(clean(f"{source.label}: {error.problem}"))
        return True
    return False
