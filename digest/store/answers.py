"""How each source has been answering, and where fetching it resumes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from digest.model import Fetched, Health, Latest, Yield
from digest.store.times import length, read, read_known, stored
from digest.store.troubles import UnreadableError

if TYPE_CHECKING:
    import sqlite3

_WEEK = timedelta(days=7)
_FOUR_WEEKS = timedelta(days=28)
_BELIEVED = 3
"""How many answers in a row must say that a source has moved to the same place."""


def begin(db: sqlite3.Cursor, source: str) -> tuple[int, datetime | None]:
    """Return the number of a source, and when it gave its last good answer, if ever."""
    db.execute("INSERT OR IGNORE INTO sources (id) VALUES (?)", (source,))
    query = "SELECT number, answered FROM sources WHERE id = ?"
    number, answered = db.execute(query, (source,)).fetchone()
    return number, read_known(answered)


def note(db: sqlite3.Cursor, answers: Iterable[tuple[Fetched, datetime]]) -> None:
    """Store what answers say about their sources, in their order; not their items."""
    for fetched, now in answers:
        db.execute(_BAD if fetched.problem else _GOOD, _values(fetched, now))


def note_gap(db: sqlite3.Cursor, source: int, now: datetime) -> None:
    """Remember that a source, by its number, may have shown more since its last answer than it does now."""
    db.execute("UPDATE sources SET gap = ? WHERE number = ?", (stored(now), source))


def _values(fetched: Fetched, now: datetime) -> dict[str, object]:
    return {
        "id": fetched.source.id,
        "now": stored(now),
        "shown": None if fetched.unchanged else stored(now),
        "title": fetched.title,
        "checkpoint": json.dumps(dict(fetched.checkpoint)),
        "moved": fetched.moved,
        "rest": stored(now + fetched.rest) if fetched.rest else None,
        "gone": fetched.gone,
        "problem": fetched.problem,
        "unread": fetched.unread,
    }


_GOOD = """
    INSERT INTO sources (id, answered, shown, title, checkpoint, moved, moves, rest)
    VALUES (:id, :now, :shown, :title, :checkpoint, :moved, :moved <> '', :rest)
    ON CONFLICT (id) DO UPDATE SET
        answered = :now,
        shown = coalesce(:shown, shown),
        title = CASE :title WHEN '' THEN title ELSE :title END,
        checkpoint = CASE :checkpoint WHEN '{}' THEN checkpoint ELSE :checkpoint END,
        moves = CASE :moved WHEN '' THEN 0 WHEN moved THEN moves + 1 ELSE 1 END,
        moved = :moved,
        failing_since = NULL,
        failed = NULL,
        failures = 0,
        problem = '',
        rest = :rest,
        gone = 0
"""

_BAD = """
    INSERT INTO sources (id, failing_since, failed, problem, failures, rest, gone, checkpoint)
    VALUES (
        :id, :now, :now, :problem, 1, :rest, :gone,
        CASE :unread WHEN '' THEN '{}' ELSE json_object('unread', :unread) END
    )
    ON CONFLICT (id) DO UPDATE SET
        failing_since = coalesce(failing_since, :now),
        failed = :now,
        problem = :problem,
        rest = :rest,
        gone = :gone,
        failures = failures + 1,
        checkpoint = CASE :unread WHEN '' THEN checkpoint
            ELSE json_set(checkpoint, '$.unread', :unread) END
"""


def checkpoints(db: sqlite3.Cursor) -> dict[str, Mapping[str, str]]:
    """Return by ``Source.id`` where to resume; without those that have nothing to resume from.

    Where a source has moved to, once that is believed, stands under ``moved``.
    """
    query = """
        SELECT id, checkpoint, CASE WHEN moves >= ? THEN moved ELSE '' END
        FROM sources WHERE checkpoint <> '{}'
    """
    return dict(_checkpoints(db.execute(query, (_BELIEVED,))))


def _checkpoints(rows: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for source, text, moved in rows:
        try:
            resume = json.loads(text)
        except (ValueError, RecursionError):
            resume = None
        if not isinstance(resume, dict) or not all(isinstance(it, str) for it in resume.values()):
            raise UnreadableError(f"where {source} resumes")
        yield source, resume | ({"moved": moved} if moved else {})


def renamed(db: sqlite3.Cursor, wanted: Collection[str]) -> list[tuple[str, str]]:
    """Return old and new id of the sources that feeds.yaml has under new addresses now.

    They are those that have moved for good, and those whose address is only written otherwise: with
    https, with www., with a slash at its end.

    Args:
        db: the archive.
        wanted: the ids of all sources in feeds.yaml.
    """
    rows = db.execute("SELECT id, moved FROM sources WHERE moves >= ?", (_BELIEVED,))
    ids = ((old, f"{old.partition(':')[0]}:{moved}") for old, moved in rows)
    moved = [(old, new) for old, new in ids if new in wanted and old not in wanted]
    return moved + _respelled(db, wanted)


def _respelled(db: sqlite3.Cursor, wanted: Collection[str]) -> list[tuple[str, str]]:
    query = "SELECT id FROM sources WHERE answered IS NOT NULL ORDER BY answered"
    known = [name for (name,) in db.execute(query)]
    new = set(wanted).difference(known)
    if not new:
        return []
    left = {_spelling(name): name for name in known if name not in wanted}
    pairs = ((left.get(_spelling(name)), name) for name in sorted(new))
    return [(old, name) for old, name in pairs if old]


def _spelling(name: str) -> str:
    """Return what the ids of one feed have in common; of another source its id."""
    from digest.sources.feed import spelling  # loaded already by who has read feeds.yaml

    kind, _, target = name.partition(":")
    return f"{kind}:{spelling(target)}"


def rename(db: sqlite3.Cursor, old: str, new: str) -> bool:
    """Know a source by its new id, unless that one has given good answers of its own; say whether it is so.

    What its old address asked for, to be left alone for a while or for good, does not hold for the new one.
    """
    db.execute("DELETE FROM sources WHERE id = ? AND answered IS NULL", (new,))
    query = """UPDATE OR IGNORE sources SET id = ?, moved = '', moves = 0, rest = NULL, gone = 0,
        failures = failures > 0 WHERE id = ?"""
    is_known = db.execute(query, (new, old)).rowcount > 0
    db.execute("UPDATE lessons SET source = ? WHERE source = ?", (new, old))
    return is_known


def wake(db: sqlite3.Cursor, source: str) -> None:
    """Let a source that was gone, or asked to be left alone, be asked again."""
    db.execute("UPDATE sources SET gone = 0, rest = NULL WHERE id = ?", (source,))


def health(db: sqlite3.Cursor, now: datetime) -> dict[str, Health]:
    """Return by ``Source.id`` how each has been answering."""
    week = stored(now - _WEEK), stored(now)
    query = """
        SELECT source, count(*) FROM items
        WHERE published BETWEEN ? AND ? AND source IN (SELECT number FROM sources) GROUP BY source
    """
    counts = dict(db.execute(query, week))
    rows = db.execute(
        """SELECT number, id, answered, failing_since, failed, failures, problem, title,
        CASE WHEN moves >= ? THEN moved ELSE '' END, rest, gone, gap FROM sources""",
        (_BELIEVED,),
    )
    return {row[1]: _health(row, counts.get(row[0], 0)) for row in rows}


def yields(db: sqlite3.Cursor, since: datetime, now: datetime) -> dict[str, Yield]:
    """Return by ``Source.id`` what each brought between two times, of those that brought anything."""
    query = """
        SELECT sources.id, sum(backlog = 0), sum(
            backlog = 0 AND EXISTS (SELECT 1 FROM printed WHERE printed.item = items.id)
        )
        FROM items JOIN sources ON source = number
        WHERE published BETWEEN ? AND ? GROUP BY source
    """
    rows = db.execute(query, (stored(since), stored(now)))
    return {name: Yield(new=new, printed=used) for name, new, used in rows}


def _health(row: tuple[Any, ...], items: int) -> Health:
    _, _, answered, failing_since, failed, failures, problem, title, moved, rest, gone, gap = row
    return Health(
        answered=read_known(answered),
        failing_since=read_known(failing_since),
        failed=read_known(failed),
        failures=failures,
        problem=problem,
        title=title,
        items=items,
        moved=moved,
        rest=read_known(rest),
        gone=bool(gone),
        gap=read_known(gap),
    )


def latest(db: sqlite3.Cursor) -> dict[str, Latest]:
    """Return by ``Source.id`` its latest item, of the sources that have one.

    Where items have been thrown away, those that its feed gave a date and that are remembered count:
    who is silent for longer than items stay is not to look well.
    """
    rows = db.execute(_LATEST, {"over": length(_FOUR_WEEKS)})
    return {name: Latest(at=read(at), rhythm=_FOUR_WEEKS / max(1, n)) for name, at, n in rows}


# What a feed without dates held when it was first asked tells nothing of its rhythm.
_LATEST = """
    WITH known AS (
        SELECT number, id, coalesce(
            (SELECT max(published) FROM items WHERE source = number),
            (SELECT max(dated) FROM sightings WHERE source = number)
        ) AS last FROM sources
    ), remembered AS (
        SELECT number, count(*) AS n FROM sightings NOT INDEXED JOIN known ON source = number
        WHERE dated BETWEEN last - :over AND last GROUP BY number
    )
    SELECT id, last, max(
        (
            SELECT count(*) FROM items WHERE source = known.number
            AND published BETWEEN last - :over AND last AND (backlog = 0 OR published < seen)
        ),
        coalesce((SELECT n FROM remembered WHERE number = known.number), 0)
    )
    FROM known WHERE last IS NOT NULL
"""
