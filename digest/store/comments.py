"""What she says to stories, read without the drafts that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def every(db: sqlite3.Cursor) -> dict[str, str]:
    """Return what she said last, by the lasting id of the story; those without a word are left out."""
    query = """SELECT story, comment FROM drafts JOIN posts ON posts.draft = drafts.id
    WHERE comment <> '' ORDER BY drafts.id, network <> 'x', network <> 'mastodon'"""
    return dict(db.execute(query).fetchall())
