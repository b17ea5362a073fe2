"""What reading X will cost at most, before a cent of it is spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from digest.model import Source, Spending
from digest.sources.memory import Memory
from digest.sources.x import MOST, MOST_TOGETHER
from digest.sources.xreader import NETWORK, REFERRED

WEEK = timedelta(days=7)


def at_most(
    sources: Sequence[Source],
    checkpoints: Mapping[str, Mapping[str, str]],
    memory: Memory,
    prices: Mapping[str, int],
    spent: Spending,
) -> int:
    """Return what the next run will cost at most, in millionths of a US dollar.

    Every account gives all that a run reads of it, every post brings along the one it refers to, and
    every author of a list is unknown; the budget for the month holds all the same.

    Args:
        sources: those of X.
        checkpoints: where each resumes, by ``Source.id``.
        memory: who is known.
        prices: of one post, one account, in millionths of a US dollar.
        spent: in the month so far, and its budget.
    """
    handles = [source.target[1:] for source in sources if source.target.startswith("@")]
    known = memory.by_handle(NETWORK, handles)
    whole = sum(
        _at_most(source, prices, found=_is_found(source, checkpoints, known)) for source in sources
    )
    if spent.budget is None:
        return whole
    return min(whole, max(0, spent.budget - spent.month + spent.held))


def _is_found(
    source: Source, checkpoints: Mapping[str, Mapping[str, str]], known: Iterable[str]
) -> bool:
    return "user" in checkpoints.get(source.id, {}) or source.target[1:] in known


def _at_most(source: Source, prices: Mapping[str, int], *, found: bool) -> int:
    post = REFERRED * prices["post"]
    if source.target.startswith("@"):
        return MOST * post + (0 if found else prices["user"])
    return MOST_TOGETHER * (post + prices["user"]) + prices["own"]
