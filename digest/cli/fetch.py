"""``digest fetch``: brings in what is new."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from digest.cli.context import Context
from digest.errors import SourceError
from digest.model import Fetched, Source

if TYPE_CHECKING:
    from digest.pipeline import Answers
    from digest.store import Store


@click.command("fetch")
@click.pass_obj
def command(context: Context) -> None:
    """Bring in what is new from every source, and print no paper.

    \b
    Example: a line for cron, so that the paper at breakfast only has to print.
        */30 * * * *  digest --quiet fetch
    """
    config = context.load()
    now = context.moment(ZoneInfo(config.main.timezone))
    with context.open_store() as store:
        answers = bring_in(context, config.sources, store, now)
        store.prune(now, config.keep)
        store.back_up(now)
    context.say(
        f"{answers.answered} of {answers.sources} sources answered, {answers.new} new items"
    )


def bring_in(context: Context, sources: Sequence[Source], store: Store, now: datetime) -> Answers:
    """Fetch *sources* into the archive, with progress on a terminal.

    Raises:
        SourceError: none answered.
    """
    from digest import pipeline

    with progress(context, len(sources)) as advance, context.net() as net:

        def heard(fetched: Fetched) -> None:
            advance()
            if fetched.problem:
                context.say(f"{fetched.source.label}: {fetched.problem}", verbose=True)

        answers = pipeline.fetch(sources, store, net, now, heard)
    if not answers.answered:
        raise SourceError(
            f"none of {answers.sources} sources answered",
            hint="is the network up? `digest check` asks each one, `digest today --offline` prints what is stored",
        )
    return answers


@contextmanager
def progress(context: Context, length: int) -> Iterator[Callable[[], None]]:
    """Show a bar on stderr while somebody watches; yields what moves it on by one."""
    if not context.shows_progress():
        yield lambda: None
        return
    with click.progressbar(length=length, label="fetching", file=sys.stderr) as bar:
        yield lambda: bar.update(1)
