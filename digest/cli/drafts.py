"""How drafts are shown: as JSON, as a table, and one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digest.cli.context import Context
from digest.queue import planning
from digest.queue.drafts import LATE, SPENT, Draft
from digest.queue.measures import MEASURES
from digest.text import clean

if TYPE_CHECKING:
    from digest.delivery import Terms

_MILLION = 1_000_000
_TITLES = ("id", "state", "when", "on", "length", "cost", "text")


def dollars(cost: int) -> str:
    """Write millionths of a US dollar as X writes its prices: $0.015."""
    return f"${cost / _MILLION:.3f}"


def cost_of(draft: Draft, terms: Terms) -> int:
    """Return what a draft cost, or would cost now, in millionths of a US dollar."""
    return draft.cost if draft.state in SPENT else planning.price(draft, terms.prices)


def as_json(draft: Draft, terms: Terms) -> dict[str, Any]:
    """Return a draft as the contract has it."""
    posted = draft.posted
    at = posted.at.astimezone(terms.zone).isoformat() if posted else None
    return {
        "id": draft.id,
        "state": draft.state,
        "network": draft.network,
        "text": draft.text,
        "length": MEASURES[draft.network].length(draft.text),
        "cost": cost_of(draft, terms) / _MILLION,
        "url": draft.url,
        "story": draft.story,
        "edition": draft.edition,
        "due": draft.due.astimezone(terms.zone).isoformat() if draft.due else None,
        "posted": {"id": posted.id, "url": posted.url, "at": at} if posted else None,
        "problem": draft.problem or None,
    }


def when(draft: Draft, terms: Terms) -> str:
    """Return when a draft goes or went out, local to the paper."""
    moment = draft.posted.at if draft.posted else draft.due
    return f"{moment.astimezone(terms.zone):%a %d %b %H:%M}" if moment else ""


def sum_of(drafts: Sequence[Draft], terms: Terms) -> str:
    """Return how many posts there are and what they cost together."""
    total = sum(cost_of(draft, terms) for draft in drafts)
    return f"{len(drafts)} {'post' if len(drafts) == 1 else 'posts'}, {dollars(total)}"


def print_table(context: Context, drafts: Sequence[Draft], terms: Terms) -> None:
    """Print a line for each draft."""
    from rich.table import Table
    from rich.text import Text

    rows = [_cells(draft, terms) for draft in drafts]
    table = Table(box=None, pad_edge=False, expand=True)
    for number, title in enumerate(_TITLES[:-1]):
        widest = max(len(row[number]) for row in (_TITLES, *rows))
        right = title in {"id", "length", "cost"}
        table.add_column(
            title, justify="right" if right else "left", min_width=widest, no_wrap=True
        )
    table.add_column(_TITLES[-1], no_wrap=True, overflow="ellipsis", ratio=1)
    for row in rows:
        table.add_row(*map(Text, row))
    context.console().print(table)


def _cells(draft: Draft, terms: Terms) -> tuple[str, ...]:
    moment = when(draft, terms)
    return (
        str(draft.id),
        draft.state,
        f"missed {moment}" if draft.state == LATE else moment,
        draft.network,
        str(MEASURES[draft.network].length(draft.text)),
        dollars(cost_of(draft, terms)),
        clean(draft.problem or draft.text),
    )


def describe(draft: Draft, terms: Terms) -> list[str]:
    """Return the lines that show one draft: where it stands, then its text."""
    measure = MEASURES[draft.network]
    facts = [
        f"draft {draft.id}",
        draft.network,
        draft.state,
        f"{measure.length(draft.text)} of {measure.limit}",
        dollars(cost_of(draft, terms)),
        when(draft, terms),
    ]
    lines = [" · ".join(fact for fact in facts if fact), *draft.text.split("\n")]
    if draft.card:
        lines.append(f"[{draft.url}]")
    if draft.posted:
        lines.append(f"posted: {draft.posted.url or draft.posted.id}")
    return lines + ([f"problem: {draft.problem}"] if draft.problem else [])
