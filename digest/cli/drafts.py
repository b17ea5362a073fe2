"""How drafts are shown: as JSON, as a table, one at a time, and in an editor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import click

from digest.cli.context import Context
from digest.errors import PostError
from digest.queue import planning
from digest.queue.drafts import APPROVED, LATE, POSTED, SENDING, SPENT, Draft
from digest.queue.measures import Measure, measure
from digest.text import clean, counted, shorten
from digest.xapi import dollars

if TYPE_CHECKING:
    from digest.model import Edition
    from digest.queue.terms import Terms

_MILLION = 1_000_000
_PAPER = 16
"""Characters of an edition's name in the table."""
_TITLES = ("id", "paper", "state", "when", "on", "length", "cost", "text")
_SPARED = ("length", "cost", "on", "paper")
"""What a narrow page goes without, in this order."""

_OUT = {POSTED: "is posted", SENDING: "is being sent"}
"""States in which nobody can hold a draft back any more."""


def cost_of(draft: Draft, terms: Terms) -> int:
    """Return what a draft cost, or would cost now, in millionths of a US dollar."""
    return draft.cost if draft.state in SPENT else planning.price(draft, terms.prices)


def measure_of(draft: Draft, terms: Terms) -> Measure:
    """Return how the draft's network counts."""
    return measure(draft.network, terms.of(draft.paper).queue.room)


def as_json(draft: Draft, terms: Terms) -> dict[str, Any]:
    """Return a draft as the contract has it; one of an edition also names that: ``paper``."""
    posted, zone = draft.posted, terms.of(draft.paper).zone
    at = posted.at.astimezone(zone).isoformat() if posted else None
    return {
        "id": draft.id,
        "state": draft.state,
        "network": draft.network,
        "text": draft.text,
        "length": measure_of(draft, terms).length(draft.text),
        "cost": cost_of(draft, terms) / _MILLION,
        "url": draft.url,
        "story": draft.story,
        "edition": draft.edition,
        "due": draft.due.astimezone(zone).isoformat() if draft.due else None,
        "posted": {"id": posted.id, "url": posted.url, "at": at} if posted else None,
        "problem": draft.problem or None,
    } | ({"paper": draft.paper} if draft.paper else {})


def when(draft: Draft, terms: Terms) -> str:
    """Return when a draft goes or went out, local to the paper.

    The zone is named where it is another than the main paper's, as both stand in one list.
    """
    moment = draft.posted.at if draft.posted else draft.due
    if moment is None:
        return ""
    local, main = moment.astimezone(terms.of(draft.paper).zone), moment.astimezone(terms.zone)
    zone = "" if local.utcoffset() == main.utcoffset() else f" {local:%Z}"
    return f"{local:%a %d %b %H:%M}{zone}"


def sum_of(drafts: Sequence[Draft], terms: Terms) -> str:
    """Return how many posts there are and what they cost together."""
    total = sum(cost_of(draft, terms) for draft in drafts)
    return f"{counted(len(drafts), 'post')}, {dollars(total)}"


def say_again(context: Context, changed: Sequence[Draft]) -> None:
    """Say which drafts lost the approval and the slot that they had by being changed."""
    for number in dict.fromkeys(draft.id for draft in changed):
        approve = f"`digest queue approve {number}`"
        context.say(f"draft {number} waits for your approval again: {approve}")


def why_none(paper: Edition, most: int | None) -> str:
    """Say why the first stories of a paper got no draft."""
    last = len(paper.stories[:most])
    if not last:
        return f"edition {paper.number} has no stories"
    return f"stories 1 to {last} had one" if last > 1 else "story 1 had one"


def print_table(context: Context, drafts: Sequence[Draft], terms: Terms) -> None:
    """Print a line for each draft."""
    from rich.table import Table
    from rich.text import Text

    from digest.cli.tables import fit

    console = context.console()
    columns = fit(_columns(drafts, terms), _TITLES[-1], console.width, spared=_SPARED)
    table = Table(box=None, pad_edge=False, expand=True)
    for title, cells in columns.items():
        if title == _TITLES[-1]:
            table.add_column(title, no_wrap=True, overflow="ellipsis", ratio=1)
            continue
        widest = max(map(len, (title, *cells)))
        right = title in {"id", "length", "cost"}
        table.add_column(
            title, justify="right" if right else "left", min_width=widest, no_wrap=True
        )
    for row in zip(*columns.values(), strict=True):
        table.add_row(*map(Text, row))
    console.print(table)


def _columns(drafts: Sequence[Draft], terms: Terms) -> dict[str, list[str]]:
    lines = [_cells(draft, terms) for draft in drafts]
    columns = {title: [line[place] for line in lines] for place, title in enumerate(_TITLES)}
    if not any(columns["paper"]):
        del columns["paper"]
    return columns


def _cells(draft: Draft, terms: Terms) -> tuple[str, ...]:
    moment = when(draft, terms)
    return (
        str(draft.id),
        shorten(draft.paper, _PAPER),
        draft.state,
        f"missed {moment}" if draft.state == LATE else moment,
        draft.network,
        str(measure_of(draft, terms).length(draft.text)),
        dollars(cost_of(draft, terms)),
        clean(draft.problem or draft.text),
    )


def describe(draft: Draft, terms: Terms) -> list[str]:
    """Return the lines that show one draft: where it stands, then its text."""
    measured = measure_of(draft, terms)
    facts = [
        f"draft {draft.id}",
        draft.paper,
        draft.network,
        draft.state,
        f"{measured.length(draft.text)} of {measured.limit}",
        dollars(cost_of(draft, terms)),
        when(draft, terms),
    ]
    lines = [" · ".join(fact for fact in facts if fact), *draft.text.split("\n")]
    if draft.card:
        lines.append(f"[{draft.url}]")
    if draft.posted:
        lines.append(f"posted: {draft.posted.url or draft.posted.id}")
    return lines + ([f"problem: {draft.problem}"] if draft.problem else [])


def say_dropped(
    context: Context, numbers: Collection[int], queued: Sequence[Draft], terms: Terms
) -> None:
    """Say how many drafts were dropped, on which networks one is out already, and what is left."""
    left = [draft for draft in queued if draft.state == APPROVED]
    dropped = counted(len(numbers), "draft")
    context.say(f"dropped: {dropped}; still approved: {sum_of(left, terms)}")
    for draft in queued:
        if draft.id in numbers and draft.state in _OUT:
            context.say(f"draft {draft.id} {_OUT[draft.state]} on {draft.network}")


def typed(number: int, text: str) -> str | None:
    """Return what a person makes of a draft's text in the editor; None when it was not saved.

    Raises:
        PostError: the editor cannot be started, or fails.
    """
    try:
        return click.edit(text, extension=".txt")
    except click.ClickException as error:
        hint = f"name another EDITOR, or write it: `digest queue edit {number} --text ...`"
        raise PostError(f"draft {number}: {error.message}", hint=hint) from error
