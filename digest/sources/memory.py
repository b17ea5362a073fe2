"""What reading accounts needs to have remembered from run to run; ``store.accounts.Accounts`` is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from digest.model import Person, Spending


class Memory(Protocol):
    """The memory of accounts; used from many threads."""

    def people(self, network: str, ids: Iterable[str]) -> Mapping[str, Person]:
        """Return who is known of these ids, by id."""

    def by_handle(self, network: str, handles: Iterable[str]) -> Mapping[str, Person]:
        """Return who is known of these handles, by handle in lower case."""

    def meet(self, network: str, people: Iterable[Person], now: datetime) -> None:
        """Remember who they are."""

    def set_aside(
        self,
        network: str,
        *,
        least: int,
        most: int,
        budget: int | None,
        now: datetime,
        request: str = "",
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

    def spending(self, network: str, since: datetime, now: datetime) -> Spending:
        """Return what was spent after a time, and in the month."""

    def leads_to(self, addresses: Sequence[str]) -> Mapping[str, str]:
        """Return where short links lead, as far as it is known."""

    def note_link(self, address: str, leads_to: str) -> None:
        """Remember where a short link leads."""

    def habit(self, account: str) -> float | None:
        """Return how an account's posts are usually received; None while too few are known."""

    def note_echoes(self, account: str, echoes: Mapping[str, int], now: datetime) -> None:
        """Remember how an account's posts were received."""
