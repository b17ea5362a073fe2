"""``digest fetch``: brings in what is new."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from digest.cli import accounts
from digest.cli.context import Context
from digest.errors import SourceError
from digest.model import Desk, Fetched, Story
from digest.text import counted

if TYPE_CHECKING:
    from digest.config import Config
    from digest.pipeline.fetching import Answers
    from digest.store import Store


INSTANT = timedelta(microseconds=1)
FIRED = 10
"""The exit code when a must-see rule fired on something new."""
_UNREACHED = (
    "no such host",
    "no connection",
    "no way to the proxy",
    "connection refused",
    "connection broke off",
    "too slow",
    "no time left",
    "wait in vain",
    "no answer in time",
)
"""What is said of a source where the network may be down."""


@click.command("fetch")
@click.option(
    "--must-see",
    is_flag=True,
    help="Print what a must-see rule fired on and was not announced before; exit code 10 then.",
)
@click.option("--estimate", is_flag=True, help="Only say what it would cost at most.")
@click.pass_context
def command(ctx: click.Context, must_see: bool, estimate: bool) -> None:
    """Bring in what is new from every source, and print no paper.

    With --must-see it prints what fired on a must-see rule since the last paper, each item once, and
    leaves with exit code 10; when nothing did, it prints nothing and leaves with 0.

    Feeds cost nothing, X charges for each post read: --estimate says what a run will cost at most.

    \b
    Example: lines for cron, which mails within ten minutes what must be seen.
        */30 * * * *  digest --quiet fetch
        */10 * * * *  digest --quiet fetch --must-see
    """
    context: Context = ctx.obj
    config = context.load()
    now = context.moment(ZoneInfo(config.main.timezone))
    with context.open_store() as store:
        if estimate:
            click.echo(accounts.estimate(config, store, now) or "nothing here costs money")
            return
        store.follow({source.id for source in config.sources})
        answers = bring_in(context, config.main, store, now)
        cost = accounts.cost(config.main, store, now - INSTANT, now)
        fired = must_see and announce(config, store, now)
        if answers.new:
            store.index()
        tidy(store, config, now)
    sources = counted(answers.sources, "source")
    context.say(f"{answers.answered} of {sources} answered, {counted(answers.new, 'new item')}")
    if cost:
        context.say(cost)
    ctx.exit(FIRED if fired else 0)


def tidy(store: Store, config: Config, now: datetime) -> None:
    """Throw away what is too old to keep, and make the backup of the day."""
    if store.is_steady(now):
        store.prune(now, config.keep, papers={"", *config.editions})
    store.back_up(now)


def announce(config: Config, store: Store, now: datetime) -> bool:
    """Print what must be seen, by any paper's rules, and has not been announced; say whether there was any.

    It counts as announced only after it was written: twice is better than never.
    """
    from digest.pipeline.watching import alarm

    others = (desk for desk in config.editions.values() if desk.must_see != config.main.must_see)
    told = False
    with store.lock("announcing"):
        for desk in (config.main, *others):
            if stories := alarm(desk, store, now):
                click.echo("\n" * told + _mail(stories, desk, store, now))
                sys.stdout.flush()
                store.announce((item for story in stories for item in story.items), now)
                told = True
    return told


def _mail(stories: Iterable[Story], desk: Desk, store: Store, now: datetime) -> str:
    """Return stories for a mail, with a blank line between two."""
    from digest.pipeline.naming import named

    labels = {source.id: source.label for source in named(desk, store.health(now)).sources}
    return "\n\n".join(_plain(story, labels, desk.timezone) for story in stories)


def _plain(story: Story, labels: Mapping[str, str], zone: str) -> str:
    """Return a story for a mail: its rules and headline, who tells it since when, where that leads."""
    from digest.outputs.parts import target
    from digest.text import clean

    tellers = dict.fromkeys(labels[item.source] for item in story.items)
    when = story.lead.published.astimezone(ZoneInfo(zone))
    lines = [
        f"{', '.join(story.must_see)}: {story.lead.title}",
        f"  {', '.join(tellers)}, {when:%Y-%m-%d %H:%M}",
        f"  {target(story.lead)}",
    ]
    return "\n".join(
        f"{'  ' * (n > 0)}{clean(line)}" for n, line in enumerate(lines) if clean(line)
    )


def bring_in(
    context: Context, desk: Desk, store: Store, now: datetime, *, waiting: bool = False
) -> Answers:
    """Fetch a paper's sources into the archive, with progress on a terminal.

    Args:
        context: the global options.
        desk: whose sources.
        store: the archive.
        now: when the items count as seen.
        waiting: somebody is, so that less patience is had with servers (``sources.TODAY``).

    Raises:
        SourceError: none answered, or there is none.
    """
    if not desk.sources:
        hint = "`digest feeds add URL` writes one into feeds.yaml"
        raise SourceError("this paper has no source", hint=hint)
    from digest.pipeline.fetching import fetch
    from digest.sources import FETCH, TODAY

    manners = TODAY if waiting else FETCH
    problems: set[str] = set()
    with progress(context, len(desk.sources)) as advance, context.net(desk, store) as net:

        def heard(fetched: Fetched) -> None:
            advance()
            if fetched.problem:
                problems.add(fetched.problem)
                context.say(f"{fetched.source.label}: {fetched.problem}", verbose=True)
            if fetched.left_out:
                said = (
                    f"{fetched.left_out} entries left out, for they are empty or beyond the newest"
                )
                context.say(f"{fetched.source.label}: {said}", verbose=True)

        answers = fetch(desk.sources, store, net, now, heard, manners=manners)
    if not answers.answered:
        raise SourceError(
            f"none of {counted(answers.sources, 'source')} answered{_in_common(problems)}",
            hint=f"{_in_doubt(problems)}`digest check` asks each one, `digest today --offline` prints what is stored",
        )
    return answers


def _in_doubt(problems: Set[str]) -> str:
    """Return the question for the network where no server was reached; empty when one answered or none was asked."""
    asked = [problem for problem in problems if not problem.startswith("no keys")]
    lost = all(any(sign in problem for sign in _UNREACHED) for problem in asked)
    return "is the network up? " if asked and lost else ""


def _in_common(problems: Set[str]) -> str:
    """Return the one reason that all had, as the end of a sentence; empty when they had several."""
    from digest.text import clean

    return f": {clean(*problems)}" if len(problems) == 1 else ""


@contextmanager
def progress(context: Context, length: int) -> Iterator[Callable[[], None]]:
    """Count on stderr while somebody watches; yields what moves it on by one.

    The line is gone when the work is done, and uses no escape sequences: stderr may be the same
    terminal as the paper's.
    """
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        sys.stderr.write(f"\rfetching {done} of {length}")
        sys.stderr.flush()

    if not context.shows_progress():
        yield lambda: None
        return
    try:
        yield advance
    finally:
        sys.stderr.write(f"\r{' ' * len(f'fetching {length} of {length}')}\r")
        sys.stderr.flush()
