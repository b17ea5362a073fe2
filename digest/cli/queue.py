"""``digest queue``: drafts of the last edition, decided on by a person, sent when they are due."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from digest.cli.completing import drafts, edition_option
from digest.cli.context import Context, unprinted
from digest.cli.terms import opened
from digest.cli.today import Count
from digest.errors import PostError
from digest.text import counted

if TYPE_CHECKING:
    from digest.queue.drafts import Draft
    from digest.queue.terms import Terms
    from digest.store import Store
    from digest.store.drafts import Book

_STALE = timedelta(days=1)
"""What is drafted in the morning goes out by the next one."""


@click.group("queue")
def command() -> None:
    """Make drafts of the last edition, decide on them, and send what is due.

    \b
    Example: breakfast, and what cron does every quarter of an hour.
        digest queue fill
        digest queue review
        digest queue post
    """


@command.command("fill")
@click.option(
    "--stories", type=Count(), metavar="N|all", help="How many stories; default: per_day."
)
@edition_option
@click.pass_obj
def fill_command(context: Context, stories: float | None, edition: str) -> None:
    """Make drafts of the first stories of the last edition, one for each story ever.

    \b
    Example: see what they would say, then make them.
        digest today --peek --format tweets
        digest queue fill --stories 3
    """
    with opened(context, asks=True, edition=edition) as (store, terms):
        fill(context, store, terms, stories=stories, edition=edition)


def fill(
    context: Context, store: Store, terms: Terms, *, stories: float | None = None, edition: str = ""
) -> None:
    """Make drafts of the last edition's stories and say what they will cost.

    Raises:
        DigestError: it has not been printed yet.
    """
    from digest.cli.drafts import why_none
    from digest.delivery import filling

    paper = store.last_edition(edition)
    if paper is None:
        raise unprinted(edition)
    most = None if stories == math.inf else int(stories or terms.of(edition).queue.per_day)
    new = filling.fill(store, paper, terms, context.moment(terms.zone), most)
    made = [draft for draft in store.drafts.every() if draft.id in new]
    if made:
        _say_made(context, made, terms, len(new))
    else:
        context.say(f"no new drafts: {why_none(paper, most)}")


def _say_made(context: Context, made: Sequence[Draft], terms: Terms, count: int) -> None:
    from digest.cli.drafts import sum_of, when
    from digest.queue.drafts import WAITING

    shows = "review" if any(draft.state == WAITING for draft in made) else "list"
    context.say(
        f"{counted(count, 'new draft')}: {sum_of(made, terms)}; "
        f"`digest queue {shows}` shows {'it' if count == 1 else 'them'}"
    )
    for draft in made:
        if draft.problem:
            context.say(f"draft {draft.id} on {draft.network} waits: {draft.problem}")
    now = context.moment(terms.zone)
    if stale := [draft for draft in made if draft.due and draft.due - now > _STALE]:
        goes = f"draft {stale[-1].id} goes as late as {when(stale[-1], terms)}"
        context.say(f"{goes}: there are fewer slots than drafts")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--all", "whole", is_flag=True, help="Show dropped and posted ones too.")
@click.pass_obj
def list_drafts(context: Context, as_json: bool, whole: bool) -> None:
    """Show the drafts. JSON has all of them.

    \b
    Example:
        digest queue list
    """
    from digest.cli import drafts
    from digest.queue.drafts import APPROVED, DROPPED, POSTED

    with opened(context) as (store, terms):
        found = store.drafts.every()
    if as_json:
        _print_json(context, found, terms)
        return
    shown = [draft for draft in found if whole or draft.state not in {DROPPED, POSTED}]
    if not shown:
        context.say("the queue is empty; `digest queue fill` makes drafts of the last edition")
        return
    drafts.print_table(context, shown, terms)
    approved = [draft for draft in shown if draft.state == APPROVED]
    context.say(f"approved: {drafts.sum_of(approved, terms)}")


def _print_json(context: Context, found: Sequence[Draft], terms: Terms) -> None:
    from digest.cli.drafts import as_json

    context.print_json({"drafts": [as_json(draft, terms) for draft in found]})


@command.command("show")
@click.argument("number", metavar="ID", type=int, shell_complete=drafts)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(context: Context, number: int, as_json: bool) -> None:
    """Show a draft and what became of it.

    \b
    Example:
        digest queue show 3
    """
    from digest.cli.drafts import describe
    from digest.delivery import hands
    from digest.text import clean

    with opened(context) as (store, terms):
        found = hands.of(store.drafts, number)
        history = store.drafts.history(number)
    if as_json:
        _print_json(context, found, terms)
        return
    for draft in found:
        click.echo("\n".join([*map(clean, describe(draft, terms)), ""]))
    for at, network, state, reason in history:
        click.echo(clean(f"{at.astimezone(terms.zone):%Y-%m-%d %H:%M} {network} {state}: {reason}"))


@command.command("edit")
@click.argument("number", metavar="ID", type=int, shell_complete=drafts)
@click.option("--text", help="The new text; without it your $EDITOR opens.")
@click.option(
    "--network", default="", metavar="NAME", help="Only its text for x, mastodon or bluesky."
)
@click.pass_obj
def edit(context: Context, number: int, text: str | None, network: str) -> None:
    """Write a draft anew. It waits for your approval again.

    \b
    Example:
        digest queue edit 3 --text "Tickets ab 10: https://example.org/tickets"
    """
    from digest.cli.drafts import say_again
    from digest.delivery import hands

    with opened(context, asks=True) as (store, terms):
        if text is not None:
            with _changing(context, store, terms) as book:
                again = hands.edit(book, number, text, terms, network)
            say_again(context, again)
            return
        for draft in hands.editable(hands.of(store.drafts, number), network):
            _edit_by_hand(context, store, terms, draft)


def _edit_by_hand(context: Context, store: Store, terms: Terms, draft: Draft) -> None:
    """Open the editor with a draft's text; nothing changes when it is left as it was.

    On a terminal it opens again with a text that cannot be posted, so that no word of it is lost.

    Raises:
        PostError: the new text cannot be posted, or nobody is there to write one.
    """
    from digest.cli.drafts import say_again, typed
    from digest.delivery import hands

    if not (sys.stdin.isatty() or os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        hint = f"`digest queue edit {draft.id} --text ...` writes it, or name an EDITOR"
        raise PostError(f"draft {draft.id}: nobody can type here", hint=hint)
    written: str | None = draft.text
    while True:
        written = typed(draft.id, f"{written}\n")
        if written is None or written.strip() == draft.text.strip():
            return
        written = written.strip("\n")
        try:
            with _changing(context, store, terms) as book:
                again = hands.edit(book, draft.id, written, terms, draft.network)
        except PostError as error:
            if not (sys.stdin.isatty() and _again(error)):
                raise
        else:
            say_again(context, again)
            return


def _again(error: PostError) -> bool:
    from digest.text import clean

    return click.confirm(f"{clean(error.problem)}; open it again?", default=True, err=True)


def _changing(context: Context, store: Store, terms: Terms) -> AbstractContextManager[Book]:
    return store.drafts.changing(context.moment(terms.zone))


@command.command("comment")
@click.argument("number", metavar="ID", type=int, shell_complete=drafts)
@click.argument("words", metavar="TEXT")
@click.pass_obj
def comment(context: Context, number: int, words: str) -> None:
    """Put your own words before the headline; "" takes them out again.

    \b
    Example:
        digest queue comment 3 "Bitte bis Freitag prüfen:"
    """
    with opened(context, asks=True) as (store, terms):
        _comment(context, store, terms, number, words)


def _comment(context: Context, store: Store, terms: Terms, number: int, words: str) -> None:
    from digest.cli.drafts import say_again
    from digest.delivery import hands

    with _changing(context, store, terms) as book:
        draft = hands.of(book, number)[0]
        edition = store.edition(draft.paper, draft.edition)
        again = hands.comment(book, number, words, edition, terms)
    say_again(context, again)


@command.command("approve")
@click.argument("numbers", metavar="ID...|all", nargs=-1, shell_complete=drafts)
@click.option("--all", "whole", is_flag=True, help="Every draft that waits.")
@click.option(
    "--urgent", is_flag=True, help="A must-see story, at the next moment that is not quiet."
)
@click.pass_obj
def approve(context: Context, numbers: tuple[str, ...], whole: bool, urgent: bool) -> None:
    """Give drafts the next free slots, in the order named.

    \b
    Example: the second one first.
        digest queue approve 4 3
        digest queue approve all
    """
    from digest.cli.drafts import sum_of, when
    from digest.delivery import hands
    from digest.queue.drafts import APPROVABLE, APPROVED

    with opened(context) as (store, terms), _changing(context, store, terms) as book:
        wanted, among = _named(book, (*numbers, *["all"] * whole), APPROVABLE)
        now = context.moment(terms.zone)
        given = hands.approve(book, wanted, terms, now, urgent=urgent, among=among)
        named = [draft for number in dict.fromkeys(wanted) for draft in book.of(number)]
    for draft in (draft for draft in named if draft.state == APPROVED):
        context.say(f"draft {draft.id} goes on {draft.network} {when(draft, terms)}")
    context.say(f"approved: {sum_of(given, terms)}")


def _named(
    book: Book, words: Sequence[str], named: Collection[str]
) -> tuple[list[int], Collection[str]]:
    """Return the ids that were named, and in which states they are meant: all is what waits.

    Raises:
        click.UsageError: none was, or one is no number.
    """
    from digest.queue.drafts import UNDECIDED

    if set(words) == {"all"}:
        return [draft.id for draft in book.every() if draft.state in UNDECIDED], UNDECIDED
    if not words:
        raise click.UsageError("name drafts by their ids, or all")
    return [_number(word) for word in words], named


def _number(text: str) -> int:
    try:
        if text.isdecimal():
            return int(text)
    except ValueError:  # Python reads no more than some thousand digits
        pass
    raise click.BadParameter(f"{text!r} is no draft's id", param_hint="ID")


@command.command("drop")
@click.argument("numbers", metavar="ID...|all", nargs=-1, shell_complete=drafts, required=True)
@click.pass_obj
def drop(context: Context, numbers: tuple[str, ...]) -> None:
    """Give drafts up. Their stories get no new ones.

    "all" is what waits; what is approved is named by its id.

    \b
    Example:
        digest queue drop 2 5
    """
    from digest.cli.drafts import say_dropped
    from digest.delivery import hands
    from digest.queue.drafts import DROPPABLE

    with opened(context) as (store, terms), _changing(context, store, terms) as book:
        wanted, among = _named(book, numbers, DROPPABLE)
        hands.drop(book, wanted, among=among)
        queued = book.every()
    say_dropped(context, set(wanted), queued, terms)


@command.command("move")
@click.argument("number", metavar="ID", type=int, shell_complete=drafts)
@click.argument("slot", metavar="SLOT")
@click.pass_obj
def move(context: Context, number: int, slot: str) -> None:
    """Move an approved draft to another slot; whoever has that takes the old one.

    \b
    Example: the next slot at noon, or that of a day.
        digest queue move 3 12:00
        digest queue move 3 2026-11-23T07:30
    """
    from digest.cli.drafts import when
    from digest.delivery import hands

    with opened(context) as (store, terms), _changing(context, store, terms) as book:
        moved = hands.move(book, number, slot, terms, context.moment(terms.zone))
    for line in dict.fromkeys(f"draft {draft.id} goes {when(draft, terms)}" for draft in moved):
        context.say(line)


@command.command("review")
@click.pass_obj
def review(context: Context) -> None:
    """Go through what waits, one draft at a time: one key each.

    \b
    Example: five drafts in less than a minute.
        digest queue review
    """
    from digest.cli import reviewing

    with opened(context, asks=True) as (store, terms):
        reviewing.review(
            context,
            store,
            terms,
            edit=lambda draft: _edit_by_hand(context, store, terms, draft),
            comment=lambda number, words: _comment(context, store, terms, number, words),
        )


@command.command("post")
@click.option("--dry-run", is_flag=True, help="Say what would be sent and what it would cost.")
@click.pass_obj
def post(context: Context, dry_run: bool) -> int:
    """Send every approved draft whose time has come, the oldest first.

    Exit code 1 when one was not sent, or when it is unclear whether it was.

    \b
    Example: for cron, which `digest schedule install` sets up.
        digest queue post --dry-run
        digest --quiet queue post
    """
    from digest.cli import posting

    with opened(context) as (store, terms):
        return (posting.rehearse if dry_run else posting.post)(context, store, terms)
