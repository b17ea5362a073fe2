"""``digest check``: is feeds.yaml in order, are the keys there, does every source answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from digest.cli.context import Context
from digest.cli.fetch import progress
from digest.errors import SourceError
from digest.model import Source


@click.command("check")
@click.option("--offline", is_flag=True, help="Ask no source.")
@click.pass_obj
def command(context: Context, offline: bool) -> None:
    """Check feeds.yaml, the keys and every source. Nothing is stored.

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
    failed = _ask(context, config.sources, context.moment())
    click.echo(f"{count - failed} of {count} sources answer")
    if failed:
        raise SourceError(
            f"{failed} of {count} sources do not answer",
            hint="try one with `digest feeds try URL`, or take it out with `digest feeds remove URL`",
        )


def _ask(context: Context, wanted: Sequence[Source], now: datetime) -> int:
    """Ask every source and name those that fail; return how many they are."""
    from digest import sources
    from digest.text import clean

    failed = 0
    with progress(context, len(wanted)) as advance, context.net() as net:
        for fetched in sources.fetch_all(wanted, {}, net, now):
            advance()
            if fetched.problem:
                failed += 1
                click.echo(clean(f"{fetched.source.label}: {fetched.problem}"))
    return failed
