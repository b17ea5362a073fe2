"""Which items have been announced by a must-see rule between two papers, so that each is so once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from digest.store.times import stored

if TYPE_CHECKING:
    import sqlite3


def note(db: sqlite3.Cursor, items: Iterable[int], now: datetime) -> None:
    """Remember that the items of these numbers have been announced."""
    rows = ((item, stored(now)) for item in items)
    db.executemany("INSERT OR IGNORE INTO alerts (item, at) VALUES (?, ?)", rows)


def numbers(db: sqlite3.Cursor) -> frozenset[int]:
    """Return the numbers of the items that have been announced and are still there."""
    return frozenset(number for (number,) in db.execute("SELECT item FROM alerts"))


def last_before(db: sqlite3.Cursor, moment: datetime) -> int:
    """Return the number of the last item first seen before a time; 0: none was."""
    query = "SELECT id FROM items WHERE seen < ? ORDER BY id DESC LIMIT 1"
    return next((number for (number,) in db.execute(query, (stored(moment),))), 0)


def prune(db: sqlite3.Cursor) -> None:
    """Forget announcements of items that are gone."""
    db.execute("DELETE FROM alerts WHERE item NOT IN (SELECT id FROM items)")
