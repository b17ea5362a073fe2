"""How drafts are shown: as JSON, as a table, and one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digest.cli.context import Context
from digest.queue import planning
from digest.queue.drafts import LATE, SPENT, Draft
from digest.queue.measures import MEASURES

if TYPE_CHECKING:
    from digest.delivery import Terms

_MILLION = 1_000_000


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

    from digest.text import clean

    table = Table(box=None, pad_edge=False)
    for title in ("id", "state", "when", "on", "length", "cost", "text"):
        table.add_column(title, justify="right" if title in {"id", "length", "cost"} else "left")
    table.columns[-1].overflow, table.columns[-1].no_wrap = "ellipsis", True
    for draft in drafts:
        cells = (
            str(draft.id),
            draft.state,
            when(draft, terms) if draft.state != LATE else f"missed {when(draft, terms)}",
            draft.network,
            str(MEASURES[draft.network].length(draft.text)),
            dollars(cost_of(draft, terms)),
            clean(draft.problem or draft.text),
        )
        table.add_row(*(Text(cell) for cell in cells))
    context.console().print(table)


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
