"""What holds for drafts: the words of feeds.yaml for each paper, its zone, the prices.

Editions share one account on each network with the main paper. So a slot of a network is one draft's,
whichever paper that is of; and a limit that an edition does not set itself is the main paper's, for the
posts of both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from digest.model import Queue
from digest.model.news import nothing
from digest.queue.drafts import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for the drafts of the main paper, and of the editions."""

    queue: Queue
    zone: tzinfo
    prices: Mapping[str, int]
    """In millionths of a US dollar, of ``create``, ``create_link`` and ``own``."""
    reading: int | None = None
    """The budget for reading X in a calendar month of UTC, in millionths; None: no limit."""
    editions: Mapping[str, Terms] = field(default_factory=nothing)
    """By name; what is not in it goes by the main paper's."""

    def of(self, paper: str) -> Terms:
        """Return what holds for one paper's drafts."""
        return self.editions.get(paper, self)

    def holder(self, limit: str, paper: str) -> str:
        """Return whose limit it is that holds for a paper: its own, or the main paper's ("").

        Args:
            limit: a key of ``queue:``, per_day or budget.
            paper: the name of an edition, or "".
        """
        return paper if limit in self.of(paper).queue.own else ""

    def sharing(self, limit: str, paper: str, drafts: Iterable[Draft]) -> list[Draft]:
        """Return the drafts that count against the limit of a paper."""
        holder = self.holder(limit, paper)
        return [draft for draft in drafts if self.holder(limit, draft.paper) == holder]
