"""``digest queue post``: what is said of it, one line each, and the ways to the networks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

import click

from digest import credentials
from digest.cli.accounts import look_at_most
from digest.cli.context import Context, user_config_folder
from digest.cli.drafts import cost_of, sum_of, when
from digest.delivery.sending import OLDER, Sender, paused
from digest.errors import BusyError, PostError
from digest.posting import NETWORKS, Network, Purse
from digest.queue import planning
from digest.queue.drafts import SENDING, UNCLEAR, Draft
from digest.text import clean, counted
from digest.xapi import dollars

if TYPE_CHECKING:
    from digest.queue.terms import Terms
    from digest.store import Store


def rehearse(context: Context, store: Store, terms: Terms) -> int:
    """Say what would be sent now, and what it would cost."""
    now = context.moment(terms.zone)
    queued, ready = store.drafts.every(), _ready(store, terms, now)
    pauses = paused(store.drafts, now)
    going: list[Draft] = []
    older = store.drafts.is_older()
    for draft, obstacle in planning.rehearsed(ready, queued, terms, now):
        if draft.network in pauses:
            until, _ = pauses[draft.network]
            obstacle = f"{draft.network} is not asked before {_clock(until, terms)}"
        obstacle = OLDER if older else obstacle
        if not obstacle:
            going.append(draft)
        words = f"draft {draft.id} on {draft.network}, {when(draft, terms)}, "
        words += f"not sent: {obstacle}: " if obstacle else f"{dollars(cost_of(draft, terms))}: "
        click.echo(clean(words + draft.text))
    _say_looks([draft for draft in queued if _is_looked_up(draft, ready)], terms)
    click.echo(f"due now: {sum_of(going, terms)}")
    return 0


def _ready(store: Store, terms: Terms, now: datetime) -> list[Draft]:
    """Return what is due and not late, in the order in which it is sent."""
    queued = store.drafts.every()
    late = {(d.id, d.network) for d in planning.too_late(queued, terms, now)}
    due = [d for d in planning.due(queued, now) if (d.id, d.network) not in late]
    return [draft for name in NETWORKS for draft in due if draft.network == name]


def _say_looks(looks: Sequence[Draft], terms: Terms) -> None:
    """Say how many drafts are looked for, and what that costs at most; only X charges for it."""
    if looks:
        on_x = any(draft.network == "x" for draft in looks)
        most = f", at most {dollars(look_at_most(terms.prices))}" if on_x else ""
        click.echo(f"looked up first: {counted(len(looks), 'post')}{most}")


def _clock(moment: datetime, terms: Terms) -> str:
    return f"{moment.astimezone(terms.zone):%a %d %b %H:%M}"


def _is_looked_up(draft: Draft, ready: Sequence[Draft]) -> bool:
    """Tell whether a draft is looked for before anything is sent."""
    return draft.state in {SENDING, UNCLEAR} or (draft in ready and draft.attempted is not None)


def post(context: Context, store: Store, terms: Terms) -> int:
    """Send what is due, unless another process does; say what needs a person.

    With ``-q`` what was said before is not said again: cron would send it by mail every time.

    Returns:
        The exit code: 1 when something was not sent or is unclear.
    """
    from digest.cli import show

    with ExitStack() as stack:
        try:
            stack.enter_context(store.lock("posting", wait=0))
        except BusyError:
            context.say("another digest is posting", verbose=True)
            return 0
        purse = Purse(
            memory=store.accounts,
            budget=terms.reading,
            prices=terms.prices,
            clock=lambda: context.moment(terms.zone),
        )
        before = _read(context, store)
        sender = Sender(
            drafts=store.drafts,
            terms=terms,
            network=lambda name: _network(name, purse),
            clock=lambda: context.moment(terms.zone),
            told=lambda draft: _say_posted(context, draft),
        )
        sender.send()
        if cost := _read(context, store) - before:
            context.say(f"X: {dollars(cost)} for reading your own posts")
    for problem in sender.problems:
        if problem.new or context.verbosity >= 0:
            show(PostError(problem.what, hint=problem.hint))
    return int(bool(sender.problems))


def _say_posted(context: Context, draft: Draft) -> None:
    place = f": {draft.posted.url}" if draft.posted and draft.posted.url else ""
    context.say(f"draft {draft.id} is on {draft.network}{place} ({dollars(draft.cost)})")


def _network(name: str, purse: Purse) -> Network:
    return NETWORKS[name](credentials.load(os.environ, user_config_folder()), os.environ, purse)


def _read(context: Context, store: Store) -> int:
    """Return what reading X has cost this month, in millionths of a US dollar."""
    now = context.moment()
    return store.accounts.spending("x", now, now).month
