"""``digest today``: fetches, ranks and prints the edition."""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli import printing, terms
from digest.cli.completing import edition_option
from digest.cli.context import Context, begin, for_edition

if TYPE_CHECKING:
    from digest.config import Config
    from digest.model import Edition
    from digest.store import Store


_MOST = 1_000_000


class Count(click.ParamType[float]):
    """A number of stories, or ``all`` (infinity)."""

    name = "N|all"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number; fail with exit 2 when it is none."""
        if str(value) == "all":
            return math.inf
        if not str(value).isdecimal() or not 0 < float(value) < _MOST:
            self.fail(f"{value!r} is neither a number from 1 to {_MOST - 1} nor 'all'", param, ctx)
        return int(value)


@click.command("today")
@printing.options
@click.option("--offline", is_flag=True, help="Print from the archive, fetch nothing.")
@click.option("--stories", type=Count(), metavar="N|all", help="How many stories, or all of them.")
@click.option(
    "--since",
    metavar="WHEN",
    help="Print what came since an ISO time, 36h, 3d or yesterday; where the next edition begins stays.",
)
@edition_option
@click.option("--peek", is_flag=True, help="Do not count it as printed.")
@click.option("--queue", "to_queue", is_flag=True, help="Make drafts of its first stories too.")
@click.option("--must-see", is_flag=True, help="Print only what must be seen, and do not count it.")
@click.pass_obj
def command(
    context: Context,
    /,
    offline: bool,
    stories: float | None,
    since: str | None,
    edition: str,
    peek: bool,
    to_queue: bool,
    must_see: bool,
    **how: Any,
) -> None:
    """Fetch, rank and print the edition.

    It covers the time since the last printed one; the first covers 24 hours.

    \b
    Example: the paper at breakfast; the same news again as Markdown for a blog.
        digest today
        digest today --offline --since 24h --format markdown --output paper.md
    """
    press = printing.Printing(**how)
    press.check()
    if must_see and stories is not None:
        raise click.UsageError("--must-see and --stories exclude each other")
    peek = peek or must_see
    if to_queue and peek:
        problem = "--queue makes drafts of a printed edition; --peek and --must-see count none"
        raise click.UsageError(problem)
    from digest.pipeline import composing

    config = context.load()
    desk = config.desk(edition)
    zone = ZoneInfo(desk.timezone)
    now = context.moment(zone)
    start = begin(since, now, zone)
    limit = 0 if must_see else None if stories == math.inf else int(stories or desk.stories)
    page = press.page(context)
    if to_queue:
        terms.check_queue(config, edition)
    with ExitStack() as reading, context.open_store() as store:
        if press.form == "tweets":
            drafts = terms.preview(context, store, config, edition, asks=not offline)
            page = replace(page, queue=drafts)
        if not offline:
            from digest.cli.fetch import bring_in, tidy

            store.follow({source.id for source in config.sources})
            bring_in(context, desk, store, now, waiting=True)
        with store.lock("printing"):
            paper = composing.compose(desk, store, now, limit=limit, since=start).edition
            paper = replace(paper, number=0) if peek else paper
            last = None if since or must_see else store.last_edition(edition)
            until_read = press.deliver(context, paper, page)
            reading.callback(_remark, context, config, last, paper)
            reading.callback(until_read)
            if not peek:
                store.keep(paper)
        if not offline:
            tidy(store, config, now)
    if to_queue:
        with context.open_store() as store:
            _fill(context, store, config, edition, asks=not offline)


def _remark(context: Context, config: Config, last: Edition | None, paper: Edition) -> None:
    """Say what surprises who has just printed twice, or from two feeds.yaml into one archive."""
    if last and last.sources and last.sources.keys().isdisjoint(it.id for it in config.sources):
        context.say(
            f"edition {last.number} was made of other sources: of two feeds.yaml in one archive each"
            " misses what comes before the other is printed; `--data DIR` gives one an archive of its own"
        )
    elif last and last.stories and not paper.receipt.items:
        again = f"`digest back {last.number}{for_edition(last.name)}` prints it once more"
        context.say(f"nothing new since edition {last.number}; {again}")


def _fill(context: Context, store: Store, config: Config, edition: str, *, asks: bool) -> None:
    """Make drafts of the edition that was just printed."""
    from digest.cli import queue

    wanted = terms.with_room(context, store, terms.terms_of(config), asks=asks)
    queue.fill(context, store, wanted, edition=edition)
