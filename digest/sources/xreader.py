"""Reads X within the budget: money is set aside before each request, and settled after it.

One reader serves all accounts of a run, so that a key that is refused, credits that are used up or a
limit that is reached is heard of once and not forty times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Condition, Lock
from typing import TYPE_CHECKING, Any

from digest.errors import CredentialError, SourceError, TooSlowError
from digest.model import Person, Spending
from digest.patience import LIMIT, not_before
from digest.sources.shape import text
from digest.xapi import FEWEST, REMOVE, Answer, Client, Kind, XError, dollars

if TYPE_CHECKING:
    from digest.sources.memory import Memory

NETWORK = "x"
REFERRED = 2
"""A post may bring one other along, the one it reposts or quotes, and both are paid."""

_TOGETHER = 100
_FOR_ALL = frozenset({Kind.UNAUTHORISED, Kind.CREDITS})


class RefusedError(SourceError):
    """X says that the request itself is wrong."""


class Reader:
    """X for one run; thread-safe.

    Args:
        client: X.
        memory: who is known, and what has been spent.
        budget: for reading in a calendar month of UTC, in millionths of a US dollar; None: no limit.
        prices: of one post, one account, in millionths of a US dollar.
        handles: accounts that will be read, so that those unknown are looked up together.
    """

    def __init__(
        self,
        client: Client,
        memory: Memory,
        *,
        budget: int | None,
        prices: Mapping[str, int],
        handles: Iterable[str] = (),
    ) -> None:
        self.client = client
        self._memory = memory
        self._budget = budget
        self._prices = prices
        self._handles = {handle.removeprefix("@").lower() for handle in handles}
        self._absent: dict[str, str] = {}
        self._stopped: dict[str, str] = {}
        self._lock = Lock()
        self._asked = Condition()
        self._asking = 0

    def posts(
        self,
        where: str,
        request: str,
        least: int,
        most: int,
        ask: Callable[[int], Answer],
        now: datetime,
    ) -> Answer:
        """Return a page of posts, with at most as many as the budget pays for.

        Args:
            where: which of X's limits it counts against.
            request: what is asked for, but for how many; the same when it is asked for again.
            least: how many X takes to be asked for.
            most: how many are wanted.
            ask: asks for so many.
            now: the time of the request.

        Raises:
            SourceError: X refuses, or the budget pays for no more; with what to do about it.
        """
        price = REFERRED * self._prices["post"]
        return self._buy(where, price, least, most, ask, now, request=request)

    def find(self, handle: str, now: datetime) -> Person:
        """Return who has a handle; looked up once, together with the others that are unknown.

        Raises:
            SourceError: nobody, or it cannot be found out.
        """
        name = handle.removeprefix("@").lower()
        with self._lock:
            known = self._memory.by_handle(NETWORK, [name])
            if not known and name not in self._absent:
                self._look_up(name, now)
                known = self._memory.by_handle(NETWORK, [name])
        if not known:
            raise SourceError(self._absent.get(name, "no such account"))
        return known[name]

    def names(self, ids: Iterable[str], now: datetime) -> dict[str, Person]:
        """Return who these ids are, as far as the budget allows to find out; looked up once."""
        wanted = list(dict.fromkeys(ids))
        with self._lock:
            known = dict(self._memory.people(NETWORK, wanted))
            unknown = [number for number in wanted if number not in known]
            for first in range(0, len(unknown), _TOGETHER):
                some = unknown[first : first + _TOGETHER]
                try:
                    known |= {person.id: person for person in self._ask_names(some, now)}
                except SourceError:
                    break  # a post is worth reading without its author's name, too
        return known

    def known(self, ids: Iterable[str]) -> Mapping[str, Person]:
        """Return who is known of these ids, for nothing."""
        return self._memory.people(NETWORK, ids)

    def _bought(
        self, who: list[str], ask: Callable[[int], Answer], now: datetime
    ) -> tuple[Person, ...]:
        """Return accounts, as many of them as are paid, and remember them."""
        price, request = self._prices["user"], " ".join(who)
        return self._met(
            self._buy("users", price, 1, len(who), ask, now, "user", request=request), now
        )

    def _met(self, answer: Answer, now: datetime) -> tuple[Person, ...]:
        people = tuple(
            Person(id=text(one, "id"), handle=text(one, "username").lower(), name=text(one, "name"))
            for one in answer.data
            if text(one, "username")
        )
        self._memory.meet(NETWORK, people, now)
        return people

    def followed(
        self, *, user: str, number: str, most: int, now: datetime
    ) -> Iterator[tuple[Person, ...]]:
        """Yield the accounts that one follows, or the members of a list, as X gives them; raises as ``posts``.

        Args:
            user: whose; empty: those of a list.
            number: of the list.
            most: how many are read.
            now: the time of the request.
        """
        page, left = "", most
        while left > 0:

            def ask(some: int, page: str = page) -> Answer:
                if user:
                    return self.client.following(user, most=some, page=page)
                return self.client.members(number, most=some, page=page)

            where = "following" if user else "members"
            wanted = min(left, _TOGETHER)
            request = f"{where} {user or number} {page}"
            price = self._prices["user"]
            answer = self._buy(where, price, 1, wanted, ask, now, "user", request=request)
            yield self._met(answer, now)
            left -= max(1, len(answer.data))
            page = answer.following
            if not page:
                break

    def me(self, now: datetime) -> Mapping[str, Any]:
        """Return the own account; raises as ``posts`` does."""
        found: list[Mapping[str, Any]] = []

        def ask(_some: int) -> Answer:
            found.append(self.client.me())
            return Answer(data=(found[0],))

        self._buy("me", self._prices["own"], 1, 1, ask, now, "own")
        return found[0]

    def price(self, kind: str) -> int:
        """Return what one thing costs, in millionths of a US dollar."""
        return self._prices[kind]

    def probe(self, now: datetime) -> None:
        """Find out whether the keys are good and money is left, for nothing; raises as ``posts`` does."""
        try:
            self.client.users_by_id(["0"])
        except XError as error:
            if error.kind not in {Kind.NOT_FOUND, Kind.REFUSED}:
                raise _failure(error, now) from None
        if self.spending(now, now).used_up:
            raise SourceError(self._used_up(now))

    def spending(self, since: datetime, now: datetime) -> Spending:
        """Return what reading has cost after a time, and in the month."""
        return of_budget(self._memory.spending(NETWORK, since, now), self._budget, self._prices)

    # Inside

    def _look_up(self, name: str, now: datetime) -> None:
        others = self._handles - self._absent.keys()
        unknown = sorted(others - self._memory.by_handle(NETWORK, others).keys() - {name})
        some = [name, *unknown[: _TOGETHER - 1]]
        reasons: dict[str, str] = {}

        def ask(most: int) -> Answer:
            answer = self.client.users_by_name(some[:most])
            reasons.update(dict.fromkeys(some[:most], ""))
            reasons.update({text(e, "value").lower(): text(e, "detail") for e in answer.errors})
            return answer

        met = {person.handle for person in self._bought(some, ask, now)}
        self._absent |= {who: _absence(why) for who, why in reasons.items() if who not in met}

    def _ask_names(self, ids: list[str], now: datetime) -> tuple[Person, ...]:
        return self._bought(ids, lambda most: self.client.users_by_id(ids[:most]), now)

    def _buy(
        self,
        where: str,
        price: int,
        least: int,
        most: int,
        ask: Callable[[int], Answer],
        now: datetime,
        kind: str = "post",
        request: str = "",
    ) -> Answer:
        most = max(least, most)
        request = request and f"{request} most={most}"
        with self._set_aside(where, request, least * price, most * price, now) as entry:
            number, granted = entry
            try:
                answer = ask(granted // price if price else most)
            except XError as error:
                if error.kind is not Kind.LOST:  # X charges for what it answers well
                    self._memory.settle(NETWORK, number, {}, self._prices, now)
                self._note(where, error, now)
                raise _failure(error, now) from None
            except CredentialError as error:
                self._memory.settle(NETWORK, number, {}, self._prices, now)
                raise SourceError(f"{error.problem}; {error.hint}") from None
            read = {kind: [*(text(one, "id") for one in answer.data), *answer.included]}
            self._memory.settle(NETWORK, number, read, self._prices, now)
            return answer

    @contextmanager
    def _set_aside(
        self, where: str, request: str, least: int, most: int, now: datetime
    ) -> Iterator[tuple[int, int]]:
        """Set money aside for a ``with`` block that settles it; yield its number and the sum.

        What other requests hold until they are answered is mostly more than they cost, so what they
        leave of it is waited for.
        """
        with self._asked:
            while not (found := self._reserve(where, request, least, most, now))[0]:
                if not self._asking:
                    raise SourceError(self._used_up(now))
                self._asked.wait()
            self._asking += 1
        try:
            yield found
        finally:
            with self._asked:
                self._asking -= 1
                self._asked.notify_all()

    def _reserve(
        self, where: str, request: str, least: int, most: int, now: datetime
    ) -> tuple[int, int]:
        self._refuse_stopped(where)
        return self._memory.set_aside(
            NETWORK, least=least, most=most, budget=self._budget, now=now, request=request
        )

    def _refuse_stopped(self, where: str) -> None:
        reason = self._stopped.get("") or self._stopped.get(where)
        if reason:
            raise SourceError(reason)

    def _note(self, where: str, error: XError, now: datetime) -> None:
        """Remember for the rest of the run what will not be different for the next account."""
        if error.kind in _FOR_ALL:
            self._stopped[""] = _reason(error, now)
        elif error.kind is Kind.LIMITED:
            self._stopped[where] = _reason(error, now)

    def _used_up(self, now: datetime) -> str:
        spent = dollars(self._memory.spending(NETWORK, now, now).month)
        budget = dollars(self._budget or 0)
        return f"the budget pays for no more: {spent} of {budget} this month; raise the budget under `x:` to read on"


def of_budget(spent: Spending, budget: int | None, prices: Mapping[str, int]) -> Spending:
    """Return what was spent beside its budget, and whether that pays for reading an account again.

    Args:
        spent: in the month and some time.
        budget: for the month; None: no limit.
        prices: of one post.
    """
    least = FEWEST * REFERRED * prices["post"]
    used_up = budget is not None and spent.month - spent.held + least > budget
    return replace(spent, budget=budget, used_up=used_up)


def _absence(detail: str) -> str:
    suspended = "suspend" in detail.lower()
    what = "the account is suspended" if suspended else "no such account"
    return f"{what}; has it another name now? {REMOVE}"


def _reason(error: XError, now: datetime) -> str:
    said = f"X says: {error.said}" if error.said else ""
    until = error.until if error.until and error.until <= now + LIMIT else None
    return "; ".join(part for part in (not_before(error.reason, until), error.hint, said) if part)


def _failure(error: XError, now: datetime) -> SourceError:
    """Return the error of a source; one that let us wait in vain is told apart."""
    if error.kind is Kind.REFUSED:
        return RefusedError(_reason(error, now))
    silent = error.kind is Kind.UNREACHED or (error.kind is Kind.LOST and not error.status)
    return (TooSlowError if silent else SourceError)(_reason(error, now))
