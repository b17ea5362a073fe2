"""``digest check``: is feeds.yaml in order, are the keys there, does every source answer.

It goes in the order in which a newcomer gets things: a file, sources, keys, answers, a paper.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from digest.cli import accounts, proposals, show
from digest.cli.context import Context, user_config_folder
from digest.cli.fetch import INSTANT, progress
from digest.errors import CredentialError, DigestError, SourceError
from digest.model import Desk, Fetched, Health, Source
from digest.text import clean, counted

if TYPE_CHECKING:
    from digest.config import Config
    from digest.sources.xreader import Reader

_LATELY = timedelta(days=30)
"""For so long back rules are tried on what came in."""


@click.command("check")
@click.option("--offline", is_flag=True, help="Ask no source.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of feeds.yaml, for editors.")
@click.pass_context
def command(ctx: click.Context, offline: bool, schema: bool) -> None:
    """Check feeds.yaml, the keys and every source. No item is stored.

    Everything that is wrong in feeds.yaml is listed with its line and column; then which words of
    must_see find nothing of late and would with a *, which keys are missing, and what does not
    answer. Exit code 1 when something needs you; with --offline only feeds.yaml counts.

    \b
    Example: after an edit; without the network; a schema for your editor.
        digest check
        digest check --offline
        digest check --schema > feeds.schema.json
    """
    context: Context = ctx.obj
    if schema:
        _print_schema(context)
        return
    config = context.load()
    count = len(config.sources)
    held = f"{counted(count, 'source')} in {counted(len(config.main.sections), 'section')}"
    click.echo(f"{config.path}: in order, {held}")
    if not count:
        hint = "`digest feeds add URL` writes one into it"
        raise DigestError(f"{config.path}: there is no source in it", hint=hint)
    for line in (*proposals.odd_patterns(config), *_narrow(context, config)):
        click.echo(clean(line))
    problems: list[DigestError] = list(_keyless(config, offline=offline))
    if not offline:
        problems += _silent(context, config)
    for problem in problems:
        show(problem)
    if problems and not offline:
        ctx.exit(1)
    if not problems and not _has_printed(context):
        context.say("Next: `digest today` prints your first paper.")


def _print_schema(context: Context) -> None:
    from digest import config

    context.print_json(config.schema())


def _narrow(context: Context, config: Config) -> list[str]:
    """Return what rules could find in the archive and do not; to look makes none."""
    with context.kept_store() as store:
        items = store.recent(context.moment() - _LATELY) if store else ()
        return list(proposals.narrow_patterns(config, items))


def _keyless(config: Config, *, offline: bool) -> Iterator[CredentialError]:
    """Yield for which networks keys are missing: to read them, then to post on them."""
    from digest import credentials

    keys = credentials.load(os.environ, user_config_folder())
    posting = {"x": credentials.X[1:], "mastodon": credentials.MASTODON}
    posting["bluesky"] = credentials.BLUESKY
    reads = keys["X_BEARER_TOKEN"] or not keys.missing(*posting["x"])
    # Who asks the sources learns of it there.
    if offline and accounts.of_x(config.sources) and not reads:
        yield _lacks("x", "X cannot be read: X_BEARER_TOKEN is missing")
    queues = ((config.queue,) if config.queue else ()) + tuple(config.queues.values())
    for network in dict.fromkeys(network for queue in queues for network in queue.to):
        if missing := keys.missing(*posting[network]):
            said = f"drafts cannot go out on {network}: {', '.join(missing)} missing"
            yield _lacks(network, said)


def _lacks(network: str, problem: str) -> CredentialError:
    return CredentialError(problem, hint=f"`digest login {network}` asks for what is missing")


def _silent(context: Context, config: Config) -> Iterator[SourceError]:
    """Ask every source, and yield one problem for all that do not answer."""
    desk = config.main
    count, now = len(desk.sources), context.moment()
    free, paid = _ask(context, desk, now), _ask_x(context, config, now)
    failed = free + paid
    sources, good = counted(count, "source"), count - failed
    click.echo(f"{good} of {sources} answer{'s' * (1 in {count, good})}")
    if failed:
        hint = "try one with `digest feeds try URL`, or take it out with `digest feeds remove URL`"
        yield SourceError(
            f"{failed} of {sources} {'does' if failed == 1 else 'do'} not answer",
            hint=hint if free else "what is said above of X tells what to do",
        )


def _has_printed(context: Context) -> bool:
    """Tell whether there has been an edition; to look makes no archive."""
    with context.kept_store() as store:
        return store is not None and store.last_edition() is not None


def _ask(context: Context, desk: Desk, now: datetime) -> int:
    """Ask every source that costs nothing and name those that fail; return how many they are."""
    from digest import sources
    from digest.sources.manners import MOVED

    answers: list[Fetched] = []
    health = _health(context, now)
    moved = {name: {MOVED: known.moved} for name, known in health.items() if known.moved}
    wanted = [source for source in desk.sources if source.kind != "x"]
    with progress(context, len(wanted)) as advance, context.net(desk) as net:
        for fetched in sources.fetch_all(wanted, moved, net, now):
            advance()
            answers.append(replace(fetched, items=()))
    failed = [fetched for fetched in answers if fetched.problem]
    for fetched in failed:
        click.echo(clean(f"{fetched.source.label}: {fetched.problem}"))
    _propose(context, answers, health)
    return len(failed)


def _health(context: Context, now: datetime) -> Mapping[str, Health]:
    """Return how the sources have been answering; to look makes no archive."""
    with context.kept_store() as store:
        return store.health(now) if store else {}


def _propose(context: Context, answers: Sequence[Fetched], health: Mapping[str, Health]) -> None:
    """Say what should stand otherwise in feeds.yaml, and ask again who was gone and came back."""
    back = [each.source.id for each in answers if not each.problem]
    if awake := [name for name in back if health.get(name, Health()).gone]:
        with context.open_store() as store:
            for name in awake:
                store.wake(name)
    for line in proposals.edits(answers, health):
        click.echo(clean(line))


def _ask_x(context: Context, config: Config, now: datetime) -> int:
    """Test the keys of X and look up accounts that are unknown; no post is read, as each is paid.

    Returns how many accounts do not answer.
    """
    desk = config.main
    followed = accounts.of_x(desk.sources)
    if not followed:
        return 0
    with context.open_store() as store:
        click.echo(accounts.estimate(config, store, now))
        reader, reason = accounts.open_x(desk, store, user_config_folder())
        if reader is None:
            click.echo(clean(f"X: {reason}; {accounts.count(followed)} not read"))
            return len(followed)
        try:
            reader.probe(now)
        except SourceError as error:
            click.echo(clean(f"X: {error.problem}; {accounts.count(followed)} not read"))
            return len(followed)
        health = store.health(now)
        last = {source.id: health.get(source.id, Health()).problem for source in followed}
        lost = sum(_is_lost(source, reader, last[source.id], now) for source in followed)
        if spent := accounts.cost(desk, store, now - INSTANT, now):
            click.echo(spent)
        return lost


def _is_lost(source: Source, reader: Reader, last: str, now: datetime) -> bool:
    """Tell whether an account cannot be found or was gone when it was read last, and name it."""
    from digest.sources.x import HOME
    from digest.xapi import REMOVE

    try:
        if REMOVE in last:
            raise SourceError(last)
        if source.target.startswith("@"):
            reader.find(source.target, now)
        elif source.target == HOME and not reader.client.acts:
            raise SourceError("needs the keys of an account; `digest login x` asks for them")
    except SourceError as error:
        click.echo(clean(f"{source.label}: {error.problem}"))
        return True
    return False
