"""``digest queue post``: what is said of it, one line each, and the ways to the networks."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from digest import credentials
from digest.cli.context import Context, user_config_folder
from digest.cli.drafts import cost_of, dollars, sum_of, when
from digest.delivery.sending import Sender
from digest.errors import BusyError, PostError
from digest.posting import NETWORKS, Network
from digest.queue import planning
from digest.queue.drafts import Draft
from digest.text import clean

if TYPE_CHECKING:
    from digest.queue.terms import Terms
    from digest.store import Store


def rehearse(context: Context, store: Store, terms: Terms) -> int:
    """Say what would be sent now, and what it would cost."""
    now = context.moment(terms.zone)
    queued = store.drafts.every()
    late = {(d.id, d.network) for d in planning.too_late(queued, terms, now)}
    ready = [d for d in planning.due(queued, now) if (d.id, d.network) not in late]
    for draft in ready:
        cost = cost_of(draft, terms)
        held = planning.held_back(draft, cost, queued, terms, now)
        words = f"draft {draft.id} on {draft.network}, {when(draft, terms)}, {dollars(cost)}"
        click.echo(clean(f"{words}: {held[0] if held else draft.text}"))
    click.echo(f"due now: {sum_of(ready, terms)}")
    return 0


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
        sender = Sender(
            drafts=store.drafts,
            terms=terms,
            network=_network,
            clock=lambda: context.moment(terms.zone),
            told=lambda draft: _say_posted(context, draft),
        )
        sender.send()
    for problem in sender.problems:
        if problem.new or context.verbosity >= 0:
            show(PostError(problem.what, hint=problem.hint))
    return int(bool(sender.problems))


def _say_posted(context: Context, draft: Draft) -> None:
    place = draft.posted.url if draft.posted else ""
    context.say(f"draft {draft.id} is on {draft.network}: {place} ({dollars(draft.cost)})")


def _network(name: str) -> Network:
    return NETWORKS[name](credentials.load(os.environ, user_config_folder()), os.environ)
