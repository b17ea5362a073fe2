"""``digest feeds import x``: the accounts that one follows on X, or the members of a list."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from digest.cli.accounts import month
from digest.cli.context import Context, user_config_folder
from digest.errors import CredentialError, SourceError

if TYPE_CHECKING:
    from digest.config import Config
    from digest.model import Person
    from digest.sources.xreader import Reader

SECTION = "X"
"""Where the accounts go when no section is named."""


def bring_in(context: Context, *, number: str, section: str, most: int, sure: bool) -> None:
    """Write the accounts into feeds.yaml that are not there yet, after saying what that costs.

    Args:
        context: the files.
        number: of a list; empty: those that the own account follows.
        section: where they go.
        most: how many are read.
        sure: nobody is asked.

    Raises:
        CredentialError: there are no keys for it.
        SourceError: X does not give them.
    """
    from digest.config import editing
    from digest.config.writing import Entry

    config = context.load()
    now = context.moment()
    with context.open_store() as store, _of_x():
        reader = _reader(config, store)
        user = "" if number else _me(reader, now)
        wanted = most if number else min(most, _following(reader, most))
        if not _agreed(reader, wanted, now, sure=sure):
            return
        found, trouble = _read(reader.followed(user=user, number=number, most=wanted, now=now))
        spent = month(reader.spending(now, now))
        known = {source.id for source in config.sources}
        new = [f"@{person.handle}" for person in found if f"x:@{person.handle}" not in known]
        if new:
            entries = [Entry(kind="x", address=one, section=section or SECTION) for one in new]
            editing.add(config.path, entries)
        if found or not trouble:
            there = len(found) - len(new)
            context.say(f"{config.path}: {len(new)} added, {there} there already; {spent}")
        if trouble:
            raise trouble


def _read(pages: Iterable[tuple[Person, ...]]) -> tuple[list[Person], SourceError | None]:
    """Return the accounts that X gave, which are paid, and what kept it from giving the others."""
    found: list[Person] = []
    try:
        for some in pages:
            found += some
    except SourceError as error:
        return found, error
    return found, None


@contextmanager
def _of_x() -> Iterator[None]:
    """Name X before what it did not do, which is said without it in a paper's receipt."""
    try:
        yield
    except SourceError as error:
        raise SourceError(f"X: {error.problem}", hint=error.hint) from None


def _reader(config: Config, store: Any) -> Reader:
    from digest.cli.accounts import reader_of

    reader, reason = reader_of(config.main, store, user_config_folder())
    if reader is None:
        raise CredentialError(f"X: {reason}", hint="the list of those one follows needs them")
    return reader


def _me(reader: Reader, now: datetime) -> str:
    return str(reader.me(now)["id"])


def _following(reader: Reader, most: int) -> int:
    """Return how many accounts the own one follows, as far as X says."""
    metrics = reader.client.me().get("public_metrics")
    known = metrics.get("following_count") if isinstance(metrics, dict) else None
    return known if isinstance(known, int) else most


def _agreed(reader: Reader, wanted: int, now: datetime, *, sure: bool) -> bool:
    """Say what it will cost at most, and ask whoever sits before it."""
    from digest.xapi import dollars

    cost = dollars(wanted * reader.price("user"))
    click.echo(
        f"X charges {dollars(reader.price('user'))} an account: at most {cost} for {wanted}, "
        f"{month(reader.spending(now, now))}",
        err=True,
    )
    if wanted < 1:
        raise SourceError("you follow nobody", hint="name a list with --list ID")
    return sure or not sys.stdin.isatty() or click.confirm("read them?", err=True)
