"""Pays for reading the own posts on X: within the budget for reading, and in the same book.

The money for a look is set aside before the request leaves and settled when the answer is there, as
``sources.xreader`` does for the accounts that are followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digest.errors import CredentialError, PostError
from digest.xapi import Answer, XError, dollars

NETWORK = "x"
OWN = "own"


class Memory(Protocol):
    """What has been spent; ``store.accounts.Accounts`` is one."""

    def set_aside(
        self, network: str, *, least: int, most: int, budget: int | None, now: datetime
    ) -> tuple[int, int]:
        """Set money aside; return the number of the entry and the sum, 0 and 0 if none is left."""

    def settle(
        self,
        network: str,
        number: int,
        read: Mapping[str, Iterable[str]],
        prices: Mapping[str, int],
        now: datetime,
    ) -> None:
        """Replace what was set aside by what was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """The money for reading X."""

    memory: Memory
    budget: int | None
    """For a calendar month of UTC, in millionths of a US dollar; None: no limit."""
    prices: Mapping[str, int]
    """In millionths of a US dollar, of ``own``: one thing of one's own."""
    clock: Callable[[], datetime]

    def buy(
        self, least: int, most: int, account: Callable[[], str], posts: Callable[[int], Answer]
    ) -> Answer:
        """Return the own posts, as many as the budget pays for.

        Args:
            least: the fewest that are worth asking for.
            most: how many are wanted.
            account: asks for the id of the own account, which is paid, too.
            posts: asks for so many.

        Raises:
            PostError: the budget does not pay for it.
            CredentialError: there are no keys for it.
            XError: X refuses.
        """
        price = self.prices[OWN]
        number, granted = self.memory.set_aside(
            NETWORK,
            least=(least + 1) * price,
            most=(most + 1) * price,
            budget=self.budget,
            now=self.clock(),
        )
        if not number:
            raise PostError(
                f"X: looking it up costs up to {dollars((least + 1) * price)}, "
                "and the budget for reading does not pay for that",
                hint="raise x: {budget: ...} in feeds.yaml, or wait for the next month",
            )
        read: list[str] = []
        try:
            read.append(account())
            answer = posts(granted // price - 1 if price else most)
        except (CredentialError, XError):
            # A failure is free. Of an answer that was lost the next look pays the same posts, and X
            # counts each once a day.
            self._settle(number, read)
            raise
        self._settle(number, [*read, *(str(post["id"]) for post in answer.data)])
        return answer

    def _settle(self, number: int, read: Iterable[str]) -> None:
        self.memory.settle(NETWORK, number, {OWN: read}, self.prices, self.clock())
