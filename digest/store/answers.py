"""How each source has been answering, and where fetching it resumes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from digest.model import Fetched, Health
from digest.store.times import read, read_known, stored
from digest.store.troubles import UnreadableError

if TYPE_CHECKING:
    import sqlite3

_WEEK = timedelta(days=7)
_BELIEVED = 3
"""How many answers in a row must say that a source has moved to the same place."""


def begin(db: sqlite3.Cursor, source: str) -> tuple[int, bool]:
    """Return the number of a source, and whether it has never given a good answer yet."""
    db.execute("INSERT OR IGNORE INTO sources (id) VALUES (?)", (source,))
    query = "SELECT number, answered IS NULL FROM sources WHERE id = ?"
    number, first = db.execute(query, (source,)).fetchone()
    return number, first == 1


def note(db: sqlite3.Cursor, answers: Iterable[tuple[Fetched, datetime]]) -> None:
    """Store what answers say about their sources, in their order; not their items."""
    for fetched, now in answers:
        db.execute(_BAD if fetched.problem else _GOOD, _values(fetched, now))


def _values(fetched: Fetched, now: datetime) -> dict[str, object]:
    return {
        "id": fetched.source.id,
        "now": stored(now),
        "shown": None if fetched.unchanged else stored(now),
        "title": fetched.title,
        "checkpoint": json.dumps(dict(fetched.checkpoint)),
        "moved": fetched.moved,
        "problem": fetched.problem,
    }


_GOOD = """
    INSERT INTO sources (id, answered, shown, title, checkpoint, moved, moves)
    VALUES (:id, :now, :shown, :title, :checkpoint, :moved, :moved <> '')
    ON CONFLICT (id) DO UPDATE SET
        answered = :now,
        shown = coalesce(:shown, shown),
        title = CASE :title WHEN '' THEN title ELSE :title END,
        checkpoint = CASE :checkpoint WHEN '{}' THEN checkpoint ELSE :checkpoint END,
        moves = CASE :moved WHEN '' THEN 0 WHEN moved THEN moves + 1 ELSE 1 END,
        moved = :moved,
        failing_since = NULL,
        failures = 0,
        problem = ''
"""

_BAD = """
    INSERT INTO sources (id, failing_since, problem, failures) VALUES (:id, :now, :problem, 1)
    ON CONFLICT (id) DO UPDATE SET
        failing_since = coalesce(failing_since, :now),
        problem = :problem,
        failures = failures + 1
"""


def checkpoints(db: sqlite3.Cursor) -> dict[str, Mapping[str, str]]:
    """Return by ``Source.id`` where to resume; without those that have nothing to resume from."""
    rows = db.execute("SELECT id, checkpoint FROM sources WHERE checkpoint <> '{}'")
    return dict(_checkpoints(rows))


def _checkpoints(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for source, text in rows:
        try:
            yield source, json.loads(text)
        except ValueError:
            raise UnreadableError(f"where {source} resumes") from None


def health(db: sqlite3.Cursor, now: datetime) -> dict[str, Health]:
    """Return by ``Source.id`` how each has been answering."""
    week = stored(now - _WEEK), stored(now)
    query = """
        SELECT source, count(*) FROM items
        WHERE published BETWEEN ? AND ? AND source IN (SELECT number FROM sources) GROUP BY source
    """
    counts = dict(db.execute(query, week))
    rows = db.execute(
        """SELECT number, id, answered, failing_since, failures, problem, title,
        CASE WHEN moves >= ? THEN moved ELSE '' END FROM sources""",
        (_BELIEVED,),
    )
    return {row[1]: _health(row, counts.get(row[0], 0)) for row in rows}


def _health(row: tuple[Any, ...], items: int) -> Health:
    _, _, answered, failing_since, failures, problem, title, moved = row
    return Health(
        answered=read_known(answered),
        failing_since=read_known(failing_since),
        failures=failures,
        problem=problem,
        title=title,
        items=items,
        moved=moved,
    )


def latest(db: sqlite3.Cursor) -> dict[str, datetime]:
    """Return by ``Source.id`` the time of its latest item, of the sources that have one."""
    query = """SELECT id, (SELECT max(published) FROM items WHERE source = number) AS last
    FROM sources WHERE last IS NOT NULL"""
    return {source: read(last) for source, last in db.execute(query)}
