"""``digest back``: prints an old edition again, as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli import printing
from digest.cli.completing import edition_numbers, edition_option
from digest.cli.context import Context, unprinted
from digest.cli.terms import preview
from digest.errors import DigestError
from digest.model import Edition

if TYPE_CHECKING:
    from digest.store import Store

_DIGITS = 18
"""No archive counts further; SQLite could not."""


@click.command("back")
@click.argument("when", metavar="[DATE|N]", default="", shell_complete=edition_numbers)
@printing.options
@edition_option
@click.pass_obj
def command(context: Context, /, when: str, edition: str, **how: Any) -> None:
    """Print an old edition again: the one of a day, or the one with a number.

    It is printed as it was, from the archive: nothing is fetched, ranked or counted. Of several on one
    day it is the last. Without DATE and N it lists the editions there are.

    \b
    Example: what there is, Friday's paper, and the third one as Markdown.
        digest back
        digest back 2026-11-20
        digest back 3 --format markdown --output paper.md
    """
    press = printing.Printing(**how)
    press.check()
    page = press.page(context)
    with ExitStack() as ending, context.open_store() as store:
        if not store.editions(edition):
            raise unprinted(edition)
        if press.form == "tweets":
            queue = preview(context, store, context.load(), edition, asks=False)
            page = replace(page, queue=queue)
        if when:
            paper = _wanted(context, store, edition, when)
            ending.callback(press.deliver(context, paper, page))
        else:
            click.echo("\n".join(_listed(store, edition)))


def _wanted(context: Context, store: Store, name: str, when: str) -> Edition:
    """Return the edition of a day or a number.

    Raises:
        DigestError: there is none.
        click.BadParameter: it is neither a day nor a number.
    """
    if when.isdecimal():
        paper = store.edition(name, int(when)) if len(when) <= _DIGITS else None
        found = [paper] if paper else []
    else:
        found = _of_day(store, name, _day(when))
    if not found:
        raise DigestError(
            f"{when}: no such edition", hint="`digest back` lists those that there are"
        )
    if len(found) > 1:
        numbers = ", ".join(str(paper.number) for paper in found[:-1])
        context.say(f"{when}: edition {found[-1].number}; there is also {numbers}")
    return found[-1]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is neither a date such as 2026-11-20 nor the number of an edition",
            param_hint="'DATE|N'",
        ) from None


def _of_day(store: Store, name: str, day: date) -> list[Edition]:
    """Return the editions of a day of their own zone, in the order of print; else of the list's zone."""
    near = (
        number for number, end in store.editions(name) if abs(end.date() - day) <= timedelta(days=1)
    )
    papers = [paper for number in near if (paper := store.edition(name, number))]
    own = [paper for paper in papers if _day_of(paper, ZoneInfo(paper.timezone)) == day]
    return own or [paper for paper in papers if _day_of(paper, _zone(store, name)) == day]


def _day_of(paper: Edition, zone: ZoneInfo) -> date:
    return paper.window.end.astimezone(zone).date()


def _zone(store: Store, name: str) -> ZoneInfo:
    """Return the zone of a paper's last edition; who travels has printed others in others."""
    last = store.last_edition(name)
    return ZoneInfo(last.timezone if last else "UTC")


def _listed(store: Store, name: str) -> Iterator[str]:
    """Yield number and time of each edition, the last one first."""
    zone = _zone(store, name)
    for number, end in reversed(store.editions(name)):
        yield f"{number:>4}  {end.astimezone(zone):%Y-%m-%d %H:%M}"
