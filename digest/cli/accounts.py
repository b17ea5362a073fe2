"""What the commands need of accounts: the way to read them, and what reading X costs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from digest.model import Desk, Source, Spending
from digest.text import counted

if TYPE_CHECKING:
    from pathlib import Path

    from digest.config import Config
    from digest.sources import Net
    from digest.sources.xreader import Reader
    from digest.store import Store

SECONDS = 10.0
"""Within which a whole answer of X must be there when it is read."""


def of_x(sources: Sequence[Source]) -> list[Source]:
    """Return the sources that X charges for."""
    return [source for source in sources if source.kind == "x"]


def with_accounts(net: Net, desk: Desk, store: Store | None, folder: Path) -> Net:
    """Return the ways to the network with those to accounts.

    Args:
        net: the ways there are.
        desk: whose accounts, and what reading them may cost.
        store: what is remembered about them; None: X is not read, as nobody would count the money.
        folder: where ``credentials.yaml`` may lie.
    """
    from digest.sources import BLUESKY
    from digest.sources.links import Links

    net = replace(net, bluesky=os.environ.get("DIGEST_BLUESKY_API", "").rstrip("/") or BLUESKY)
    if store is None:
        return net
    reader, reason = open_x(desk, store, folder)
    return replace(
        net,
        accounts=store.accounts,
        links=Links(store.accounts),
        x=reader,
        no_x=public(reason, folder) or net.no_x,
    )


def public(reason: str, folder: Path) -> str:
    """Return a reason without where the keys lie: papers are published, and a path tells a name."""
    return reason.replace(f"{folder}{os.sep}", "")


def open_x(desk: Desk, store: Store, folder: Path) -> tuple[Reader | None, str]:
    """Return the way to read X for the accounts of a paper, or why there is none."""
    from digest.sources import NO_KEYS

    return reader_of(desk, store, folder) if of_x(desk.sources) else (None, NO_KEYS)


def reader_of(desk: Desk, store: Store, folder: Path) -> tuple[Reader | None, str]:
    """Return the way to read X, or why there is none."""
    from digest import credentials
    from digest.errors import CredentialError
    from digest.sources import NO_KEYS
    from digest.sources.xreader import Reader
    from digest.xapi import Client, api_address, in_millionths, millionths

    try:
        keys = credentials.load(os.environ, folder)
        client = Client(**keys.x(), base=api_address(os.environ), seconds=SECONDS)
    except CredentialError as error:
        return None, f"{error.problem}; {error.hint}"
    if not client.reads:
        return None, NO_KEYS
    reader = Reader(
        client,
        store.accounts,
        budget=millionths(desk.x.budget),
        prices=in_millionths(desk.x.prices),
        handles=[one.target for one in of_x(desk.sources) if one.target.startswith("@")],
    )
    return reader, ""


def look_at_most(prices: Mapping[str, int]) -> int:
    """Return what a look at the own posts costs at most, in millionths of a US dollar."""
    from digest.xapi import PER_REQUEST

    return (PER_REQUEST + 1) * prices["own"]


def estimate(config: Config, store: Store, now: datetime) -> str:
    """Say what reading X will cost at most: a run for the accounts, a look for an own post.

    Nothing when no account of X is followed, and nothing is posted there.
    """
    lines = [_of_accounts(config.main, store, now), _of_looks(config, store, now)]
    return "\n".join(line for line in lines if line)


def _of_looks(config: Config, store: Store, now: datetime) -> str:
    from digest.xapi import dollars, in_millionths, millionths

    queues = [queue for queue in (config.queue, *config.queues.values()) if queue]
    if not any("x" in queue.to for queue in queues):
        return ""
    most, budget = look_at_most(in_millionths(config.x.prices)), millionths(config.x.budget)
    if budget is not None:
        most = min(most, max(0, budget - store.accounts.spending("x", now, now).month))
    return (
        f"X: a look whether a post is there, whose answer was lost, costs at most {dollars(most)}"
    )


def _of_accounts(desk: Desk, store: Store, now: datetime) -> str:
    from digest.sources import xcost
    from digest.sources.xreader import of_budget
    from digest.xapi import LOOKED_UP, dollars, in_millionths, millionths

    followed = of_x(desk.sources)
    if not followed:
        return ""
    prices, budget = in_millionths(desk.x.prices), millionths(desk.x.budget)
    spent = of_budget(store.accounts.spending("x", now - xcost.WEEK, now), budget, prices)
    checkpoints = store.checkpoints()
    most = xcost.at_most(followed, checkpoints, store.accounts, prices, spent)
    own = " and feeds.yaml" if desk.x.prices else ""
    lately = f"{dollars(spent.cost)} in the last 7 days"
    return (
        f"X: a run costs at most {dollars(most)} for {count(followed)}; {lately}, "
        f"{month(spent)}; prices of {LOOKED_UP}{own}"
    )


def cost(desk: Desk, store: Store, since: datetime, now: datetime) -> str:
    """Say in one line what reading X has cost since a time; nothing when it cost nothing."""
    if not of_x(desk.sources):
        return ""
    from digest.sources.xreader import of_budget
    from digest.xapi import dollars, in_millionths, millionths

    found = store.accounts.spending("x", since, now)
    if not found.things:
        return ""
    spent = of_budget(found, millionths(desk.x.budget), in_millionths(desk.x.prices))
    things = "1 post or account" if spent.things == 1 else f"{spent.things} posts and accounts"
    return f"X: {dollars(spent.cost)} for {things}, {month(spent)}"


def month(spent: Spending) -> str:
    """Say what was spent in the month, and of what."""
    from digest.xapi import dollars

    of = f" of {dollars(spent.budget)}" if spent.budget is not None else ""
    end = ": the budget pays for no more" if spent.used_up else ""
    return f"{dollars(spent.month)}{of} this month{end}"


def count(sources: Sequence[Source]) -> str:
    """Say how many sources there are."""
    return counted(len(sources), "account")
