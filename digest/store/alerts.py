"""What has been announced by a must-see rule between two papers, so that each is so once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.model import Item
from digest.store.times import stored

if TYPE_CHECKING:
    import sqlite3

_YEAR = timedelta(days=366)
"""How long items stay at most that no paper has covered."""


def note(db: sqlite3.Cursor, items: Iterable[Item], now: datetime) -> None:
    """Remember that items have been announced as they are."""
    rows = ((item.id, _text(item), stored(now)) for item in items)
    db.executemany("INSERT OR IGNORE INTO announcements (item, folded, at) VALUES (?, ?, ?)", rows)


def _text(item: Item) -> str:
    """Return what rules look at: two lines, and the whole text as a third where it is kept."""
    return item.folded if item.whole is None else f"{item.folded}\n{item.whole}"


def texts(db: sqlite3.Cursor) -> dict[int, tuple[tuple[str, str | None], ...]]:
    """Return as what items have been announced; see ``Store.announced``."""
    found: dict[int, tuple[tuple[str, str | None], ...]] = {}
    for number, text in db.execute("SELECT item, folded FROM announcements"):
        lines = text.split("\n", 2)
        pair = "\n".join(lines[:2]), lines[2] if len(lines) > 2 else None
        found[number] = (*found.get(number, ()), pair)
    return found


def last_before(db: sqlite3.Cursor, moment: datetime) -> int:
    """Return the number of the last item first seen in the year before a time; 0: none was.

    What seems to be older came by a clock that was wrong, and says nothing of what came before it.
    """
    query = "SELECT id FROM items WHERE seen < ? AND seen >= ? ORDER BY id DESC LIMIT 1"
    times = stored(moment), stored(moment - _YEAR)
    return next((number for (number,) in db.execute(query, times)), 0)


def prune(db: sqlite3.Cursor) -> None:
    """Forget announcements of items that are gone."""
    db.execute("DELETE FROM announcements WHERE item NOT IN (SELECT id FROM items)")
