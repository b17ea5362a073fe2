"""One draft at a time on the terminal: a key for each decision, and what it would mean beforehand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from digest.cli.context import Context
from digest.cli.drafts import describe, sum_of, when
from digest.cli.keys import pressed
from digest.delivery import hands
from digest.errors import PostError
from digest.queue import planning
from digest.queue.drafts import APPROVED, UNDECIDED, WAITING, Draft
from digest.text import clean

if TYPE_CHECKING:
    from digest.queue.terms import Terms
    from digest.store import Store

KEYS = "[a]pprove  [e]dit  [c]omment  [s]kip  [d]rop  [q]uit"
_URGENT = "  [u]rgent"


def review(
    context: Context,
    store: Store,
    terms: Terms,
    *,
    edit: Callable[[Draft], None],
    comment: Callable[[int, str], None],
) -> None:
    """Ask about each draft that waits; what was decided is stored at once.

    Args:
        context: the clock and the terminal.
        store: where the queue lies.
        terms: how it goes out.
        edit: opens the editor with a draft.
        comment: puts words before a draft's headline.
    """
    numbers = dict.fromkeys(d.id for d in store.drafts.every() if d.state == WAITING)
    if not numbers:
        context.say("nothing waits; `digest queue fill` makes drafts of the last edition")
    for place, number in enumerate(numbers, 1):
        if not _ask(context, store, terms, number, f"{place} of {len(numbers)}", edit, comment):
            break
    if numbers:
        found = [d for d in store.drafts.every() if d.id in numbers and d.state == APPROVED]
        context.say(f"approved: {sum_of(found, terms)}")


def _ask(
    context: Context,
    store: Store,
    terms: Terms,
    number: int,
    place: str,
    edit: Callable[[Draft], None],
    comment: Callable[[int, str], None],
) -> bool:
    """Ask about one draft until it is decided; return whether to go on with the next."""
    while True:
        _show(context, store, terms, number, place)
        key = _key()
        if key in {"q", "", "\x04", "\x1b"}:  # also Ctrl-D and Escape
            return False
        try:
            if _decide(context, store, terms, number, key, edit, comment):
                return True
        except PostError as error:
            click.echo(f"{clean(error.problem)}\n  hint: {clean(error.hint)}", err=True)


def _show(context: Context, store: Store, terms: Terms, number: int, place: str) -> None:
    found = [d for d in store.drafts.every() if d.id == number and d.state == WAITING]
    click.echo(f"\n{place}, {sum_of(found, terms)}, {_slot(context, store, terms, found)}")
    for draft in found:
        click.echo("\n".join(map(clean, describe(draft, terms))))
    click.echo(KEYS + (_URGENT if found and found[0].must_see else ""))


def _slot(context: Context, store: Store, terms: Terms, found: list[Draft]) -> str:
    """Say which slot an approval would give."""
    now = context.moment(terms.zone)
    try:
        given = planning.slotted([found], store.drafts.every(), terms, now)
    except PostError as error:
        return error.problem
    return f"would go {when(given[0], terms)}" if given else ""


def _key() -> str:
    """Return the key that was pressed; where nobody can press one, the first letter of a line."""
    if sys.stdin.isatty():
        return pressed()
    return sys.stdin.readline().strip().lower()[:1]


def _decide(
    context: Context,
    store: Store,
    terms: Terms,
    number: int,
    key: str,
    edit: Callable[[Draft], None],
    comment: Callable[[int, str], None],
) -> bool:
    """Do what a key says; return whether the draft is done with."""
    now = context.moment(terms.zone)
    if key in {"a", "u"}:
        with store.drafts.changing(now) as book:
            hands.approve(book, [number], terms, now, urgent=key == "u", among=UNDECIDED)
    elif key == "d":
        with store.drafts.changing(now) as book:
            hands.drop(book, [number], among=UNDECIDED)
    elif key == "e":
        for draft in hands.editable(hands.of(store.drafts, number)):
            if draft.state in UNDECIDED:
                edit(draft)
    elif key == "c":
        comment(number, click.prompt("your words", default="", show_default=False))
    return key in {"a", "u", "d", "s"}
