"""What is remembered about accounts: who they are, what reading them has cost, where links lead.

It has a connection of its own, because it is used in the middle of fetching, from many threads: what
a read may cost is set aside before the request leaves, so that two threads, or two digests, never
spend the same dollar, and what was paid for is known even if the run is killed a moment later.

Money is counted in millionths of a US dollar, in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from digest.model import Person, Spending
from digest.store.times import stored
from digest.store.troubles import named

if TYPE_CHECKING:
    import sqlite3

_WAIT = 10.0
_HABIT = 50
"""How many of an account's posts tell its habit."""
_ENOUGH = 5
"""Fewer tell nothing."""
_KEPT_READS = timedelta(days=3)
_KEPT_SPENDING = timedelta(days=400)
_KEPT_ECHOES = timedelta(days=400)
"""A list or a hashtag brings strangers every day, of whom most are never read again."""


class Accounts:
    """The memory of accounts. Thread-safe; every method may raise StoreError.

    Args:
        path: the file of the archive, which has all its tables.
    """

    def __init__(self, path: Path) -> None:
        import sqlite3

        self._path = path
        self._lock = Lock()
        with named(path):
            self._connection = sqlite3.connect(
                path, timeout=_WAIT, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA wal_autocheckpoint = 0")

    def close(self) -> None:
        """Let go of the archive."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._lock, named(self._path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    # Who they are

    def people(self, network: str, ids: Iterable[str]) -> dict[str, Person]:
        """Return who is known of these ids, by id."""
        return {person.id: person for person in self._people("id", network, ids)}

    def by_handle(self, network: str, handles: Iterable[str]) -> dict[str, Person]:
        """Return who is known of these handles, by handle in lower case."""
        wanted = [handle.lower() for handle in handles]
        return {person.handle.lower(): person for person in self._people("handle", network, wanted)}

    def _people(self, column: str, network: str, values: Iterable[str]) -> list[Person]:
        import json

        # the latest last: a handle that went to another account is that one's
        query = f"""SELECT id, handle, name FROM people WHERE network = ?
            AND {column} IN (SELECT value FROM json_each(?)) ORDER BY seen"""  # noqa: S608
        with self._open() as db:
            rows = db.execute(query, (network, json.dumps(list(values)))).fetchall()
        return [Person(id=number, handle=handle, name=name) for number, handle, name in rows]

    def meet(self, network: str, people: Iterable[Person], now: datetime) -> None:
        """Remember who they are; a new name replaces the old one."""
        rows = [
            (network, person.id, person.handle.lower(), person.name, stored(now))
            for person in people
        ]
        with self._writing() as db:
            db.executemany("INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?)", rows)

    # Money

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
        """Set money aside for one request, as much as the month's budget still has.

        Args:
            network: whose budget.
            least: what the smallest useful request costs at most.
            most: what the wanted one costs at most.
            budget: for a calendar month in UTC, in which X counts; None: no limit.
            now: the time of the request.
            request: what is asked for; empty: it is never asked again. What was set aside for the
                same request on that day, and whose answer was lost, is set aside for this one, too:
                the same things are paid once.

        Returns:
            The number of the entry and the sum set aside; 0 and 0 when not even *least* is left.
        """
        with self._writing() as db:
            held = _held(db, network, now, request) if request else 0
            left = most if budget is None else budget + held - _spent(db, network, _month(now))
            if left < least:
                return 0, 0
            granted = min(left, most)
            number = db.execute(
                """INSERT INTO spending (network, at, cost, things, settled, request)
                VALUES (?, ?, ?, 0, 0, ?)""",
                (network, stored(now), max(0, granted - held), request),
            ).lastrowid
        return int(number or 0), granted

    def settle(
        self,
        network: str,
        number: int,
        read: Mapping[str, Iterable[str]],
        prices: Mapping[str, int],
        now: datetime,
    ) -> None:
        """Replace what was set aside by what was read: each thing is paid once in a day of UTC.

        An answer also tells what the same request has cost at most before, when its answer was
        lost: on the same day nothing, on another as much as this one.

        Args:
            network: whose prices.
            number: the entry that ``set_aside`` made.
            read: ids by the kind of thing; nothing: the request failed, which is free.
            prices: of one thing of each kind.
            now: the time of the answer.
        """
        day = _day(now)
        pairs = {(kind, thing) for kind, things in read.items() for thing in things}
        with self._writing() as db:
            if read:
                _settle_lost(db, number, sum(prices[kind] for kind, _ in pairs), now)
            new = [kind for kind, thing in sorted(pairs) if _is_new(db, network, day, kind, thing)]
            db.execute(
                "UPDATE spending SET cost = ?, things = ?, settled = 1 WHERE number = ?",
                (sum(prices[kind] for kind in new), len(new), number),
            )

    def spending(self, network: str, since: datetime, now: datetime) -> Spending:
        """Return what was spent after a time, and in the calendar month of UTC."""
        query = """SELECT coalesce(sum(cost), 0), coalesce(sum(things), 0) FROM spending
            WHERE network = ? AND at > ? AND at <= ? AND settled = 1"""
        with self._open() as db:
            cost, things = db.execute(query, (network, stored(since), stored(now))).fetchone()
            month = _spent(db, network, _month(now))
            held = _held(db, network, now)
        return Spending(cost=cost, things=things, month=month, held=held)

    # Links

    def leads_to(self, addresses: Sequence[str]) -> dict[str, str]:
        """Return where short links lead, as far as it is known."""
        import json

        query = (
            "SELECT address, leads_to FROM links WHERE address IN (SELECT value FROM json_each(?))"
        )
        with self._open() as db:
            return dict(db.execute(query, (json.dumps(list(addresses)),)))

    def note_link(self, address: str, leads_to: str) -> None:
        """Remember for good where a short link leads."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO links VALUES (?, ?)", (address, leads_to))

    # Habits

    def habit(self, account: str) -> float | None:
        """Return the median echo of an account's last posts; None while too few are known."""
        from statistics import median

        query = "SELECT echo FROM echoes WHERE account = ? ORDER BY at DESC, post DESC LIMIT ?"
        with self._open() as db:
            echoes = [echo for (echo,) in db.execute(query, (account, _HABIT))]
        return float(median(echoes)) if len(echoes) >= _ENOUGH else None

    def note_echoes(self, account: str, echoes: Mapping[str, int], now: datetime) -> None:
        """Remember how an account's posts were received: reposts and likes, by the post's id."""
        rows = [(account, post, stored(now), echo) for post, echo in echoes.items()]
        with self._writing() as db:
            db.executemany("INSERT OR REPLACE INTO echoes VALUES (?, ?, ?, ?)", rows)
            db.execute(
                """DELETE FROM echoes WHERE account = ? AND post NOT IN (
                SELECT post FROM echoes WHERE account = ? ORDER BY at DESC, post DESC LIMIT ?)""",
                (account, account, _HABIT),
            )


def prune(db: sqlite3.Connection, now: datetime) -> None:
    """Throw away what no counting needs any more."""
    db.execute("DELETE FROM reads WHERE day < ?", (_day(now - _KEPT_READS),))
    db.execute("DELETE FROM spending WHERE at < ?", (stored(now - _KEPT_SPENDING),))
    db.execute("DELETE FROM echoes WHERE at < ?", (stored(now - _KEPT_ECHOES),))


def _spent(db: sqlite3.Connection, network: str, month: tuple[int, int]) -> int:
    """Return what was spent or set aside in a month."""
    query = """SELECT coalesce(sum(cost), 0) FROM spending
        WHERE network = ? AND at >= ? AND at < ?"""
    ((cost,),) = db.execute(query, (network, *month))
    return int(cost)


def _is_new(db: sqlite3.Connection, network: str, day: int, kind: str, thing: str) -> bool:
    """Note a thing as read; tell whether it is the first time on that day."""
    values: tuple[Any, ...] = (network, day, kind, thing)
    return db.execute("INSERT OR IGNORE INTO reads VALUES (?, ?, ?, ?)", values).rowcount > 0


def _held(db: sqlite3.Connection, network: str, now: datetime, request: str = "") -> int:
    """Return what is set aside on that day, and not known, for a request, or for all that are asked again."""
    query = """SELECT coalesce(sum(cost), 0) FROM spending WHERE network = ? AND request != ''
        AND ? IN (request, '') AND settled = 0 AND at >= ?"""
    ((cost,),) = db.execute(query, (network, request, _midnight(now)))
    return int(cost)


def _settle_lost(db: sqlite3.Connection, number: int, cost: int, now: datetime) -> None:
    """Settle what is not known of the same request, when the answer to it costs so much by itself."""
    query = "SELECT network, request FROM spending WHERE number = ? AND request != ''"
    for network, request in db.execute(query, (number,)).fetchall():
        db.execute(
            """UPDATE spending SET settled = 1,
            cost = CASE WHEN at >= ? THEN 0 ELSE min(cost, ?) END
            WHERE network = ? AND request = ? AND settled = 0 AND number < ?""",
            (_midnight(now), cost, network, request, number),
        )


def _midnight(when: datetime) -> int:
    return stored(when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))


def _day(when: datetime) -> int:
    return when.astimezone(UTC).toordinal()


def _month(when: datetime) -> tuple[int, int]:
    """Return the beginning of the month and of the next one."""
    first = when.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return stored(first), stored((first + timedelta(days=32)).replace(day=1))
