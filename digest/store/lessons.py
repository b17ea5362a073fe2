"""What the reader's hands have taught, as it happened; what follows from it is for ``scoring`` to say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.model import Lesson
from digest.store.times import read, stored

if TYPE_CHECKING:
    import sqlite3

_MEMORY = timedelta(days=3 * 365)
"""After so long a lesson counts next to nothing."""

_OPPOSITES = (("more", "less"), ("draft", "drop"), ("open",))
"""Of each of these the last one holds for a story."""


def teach(db: sqlite3.Cursor, lesson: Lesson) -> None:
    """Remember a lesson; of a story only the last of each kind of hand, so that twice is once."""
    if lesson.story:
        for hand in next(hands for hands in _OPPOSITES if lesson.hand in hands):
            db.execute(
                "DELETE FROM lessons WHERE source = ? AND story = ? AND hand = ?",
                (lesson.source, lesson.story, hand),
            )
    db.execute(
        "INSERT INTO lessons (at, hand, source, story, folded) VALUES (?, ?, ?, ?, ?)",
        (stored(lesson.at), lesson.hand, lesson.source, lesson.story, lesson.folded),
    )


def decide(db: sqlite3.Cursor, draft: int, hand: str, now: datetime) -> None:
    """Remember what a person's decision on a draft says of its story, while its items are there."""
    row = db.execute(_LEAD, (draft,)).fetchone()
    if row:
        source, story, folded = row
        teach(db, Lesson(hand=hand, source=source, story=story, folded=folded, at=now))


_LEAD = """
    SELECT sources.id, drafts.story, items.folded FROM drafts
    JOIN drafted ON drafted.draft = drafts.id
    JOIN items ON items.id = drafted.item
    JOIN sources ON sources.number = items.source
    WHERE drafts.id = ? ORDER BY items.url = drafts.url DESC, items.id LIMIT 1
"""


def until(db: sqlite3.Cursor, now: datetime) -> tuple[Lesson, ...]:
    """Return all lessons up to a time, in their order."""
    query = "SELECT hand, source, story, folded, at FROM lessons WHERE at <= ? ORDER BY number"
    return tuple(
        Lesson(hand=hand, source=source, story=story, folded=folded, at=read(at))
        for hand, source, story, folded, at in db.execute(query, (stored(now),))
    )


def forget(db: sqlite3.Cursor, source: str) -> int:
    """Forget what was taught of a source, or of all (""); return how many lessons that were."""
    return db.execute("DELETE FROM lessons WHERE ? IN ('', source)", (source,)).rowcount


def prune(db: sqlite3.Cursor, now: datetime) -> None:
    """Forget what has become too old to count."""
    db.execute("DELETE FROM lessons WHERE at < ?", (stored(now - _MEMORY),))
