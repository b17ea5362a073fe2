"""The queue on disk: drafts, what became of each on each network, and why.

Whoever changes something reads it and writes it in one transaction, which is on the disk when it ends:
a claim that was written is there after any crash, and two processes never both change one draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digest.queue.drafts import Draft, Posted
from digest.store import lessons
from digest.store.times import read, read_known, stored

if TYPE_CHECKING:
    import sqlite3

    from digest.store.database import Database

_DRAFT = "id, story, paper, edition, section, url, must_see"
_POST = (
    "network",
    "state",
    "text",
    "card",
    "comment",
    "edited",
    "slot",
    "due",
    "attempted",
    "key",
    "cost",
    "post",
    "address",
    "posted",
    "problem",
)
_ALL = f"SELECT {_DRAFT}, {', '.join(_POST)} FROM drafts JOIN posts ON posts.draft = drafts.id"  # noqa: S608

_IN_ORDER = "ORDER BY id, CASE network WHEN 'x' THEN 0 WHEN 'mastodon' THEN 1 ELSE 2 END"


class Drafts:
    """The drafts of the archive. Every method may raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Draft, ...]:
        """Return all drafts, by id; those of one story in the order they were made in."""
        with self._database.reading() as db:
            return _every(db)

    def history(self, number: int) -> tuple[tuple[datetime, str, str, str], ...]:
        """Return when a draft changed on which network into which state, and why, oldest first."""
        query = "SELECT at, network, state, reason FROM changes WHERE draft = ? ORDER BY number"
        with self._database.reading() as db:
            return tuple((read(at), *rest) for at, *rest in db.execute(query, (number,)))

    def by_source(self, since: datetime) -> dict[str, int]:
        """Return how many drafts were made since then of what each source led, by ``Source.id``."""
        query = """
            WITH leads AS (
                SELECT drafts.id, items.source, max(items.url = drafts.url) FROM drafts
                JOIN drafted ON drafted.draft = drafts.id
                JOIN items ON items.id = drafted.item
                WHERE drafts.made >= ? GROUP BY drafts.id
            )
            SELECT sources.id, count(*) FROM leads
            JOIN sources ON sources.number = leads.source GROUP BY sources.id
        """
        with self._database.reading() as db:
            return dict(db.execute(query, (stored(since),)))

    def pauses(self) -> dict[str, tuple[datetime, str]]:
        """Return until when networks are not to be asked, and why."""
        with self._database.reading() as db:
            rows = db.execute("SELECT network, until, reason FROM pauses").fetchall()
        return {network: (read(until), reason) for network, until, reason in rows}

    def pause(self, network: str, until: datetime, reason: str) -> None:
        """Remember not to ask a network before a time."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO pauses VALUES (?, ?, ?)", (network, stored(until), reason)
            )

    @contextmanager
    def changing(self, now: datetime) -> Iterator[Book]:
        """Read and write in a ``with`` block, all of it or nothing; it is on the disk at its end."""
        with self._database.transaction() as db:
            yield Book(db, now)


class Book:
    """The queue open for writing."""

    def __init__(self, db: sqlite3.Cursor, now: datetime) -> None:
        self._db = db
        self._now = now

    def every(self) -> tuple[Draft, ...]:
        """Return all drafts, by id."""
        return _every(self._db)

    def of(self, number: int) -> tuple[Draft, ...]:
        """Return a draft, one for each network; none when there is none of that id."""
        rows = self._db.execute(f"{_ALL} WHERE id = ? {_IN_ORDER}", (number,))
        return tuple(map(_draft, rows))

    def current(self, draft: Draft) -> Draft | None:
        """Return the draft as it is, or None when another state or text was written meanwhile."""
        query = f"{_ALL} WHERE id = ? AND network = ?"
        for current in map(_draft, self._db.execute(query, (draft.id, draft.network))):
            if (current.state, current.text) == (draft.state, draft.text):
                return current
        return None

    def knows(self, draft: Draft) -> bool:
        """Tell whether its story, as it was or as it has grown, ever had a draft."""
        by_name = "SELECT 1 FROM drafts WHERE story = ? LIMIT 1"
        if self._db.execute(by_name, (draft.story,)).fetchone():
            return True
        by_item = "SELECT 1 FROM drafted WHERE item = ? LIMIT 1"
        return any(self._db.execute(by_item, (item,)).fetchone() for item in draft.items)

    def add(self, drafts: Iterable[Draft], reason: str) -> int:
        """Store a new draft, one for each network; return its id."""
        number = 0
        for draft in drafts:
            number = number or self._add_story(draft)
            marks = ", ".join("?" * (len(_POST) + 1))
            self._db.execute(
                f"INSERT INTO posts (draft, {', '.join(_POST)}) VALUES ({marks})",  # noqa: S608
                (number, draft.network, *_values(draft)),
            )
            self._note(number, draft, reason)
        return number

    def put(self, draft: Draft, reason: str) -> None:
        """Write what a draft has become on its network, and why."""
        names = ", ".join(f"{name} = ?" for name in _POST[1:])
        self._db.execute(
            f"UPDATE posts SET {names} WHERE draft = ? AND network = ?",  # noqa: S608
            (*_values(draft), draft.id, draft.network),
        )
        self._note(draft.id, draft, reason)

    def teach(self, number: int, hand: str) -> None:
        """Remember what a person's decision on a draft says of its source and its words."""
        lessons.decide(self._db, number, hand, self._now)

    def _add_story(self, draft: Draft) -> int:
        number = self._db.execute(
            """INSERT INTO drafts (story, paper, edition, section, url, must_see, made)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                draft.story,
                draft.paper,
                draft.edition,
                draft.section,
                draft.url,
                draft.must_see,
                stored(self._now),
            ),
        ).lastrowid
        rows = [(item, number) for item in draft.items]
        self._db.executemany("INSERT OR IGNORE INTO drafted VALUES (?, ?)", rows)
        return int(number or 0)

    def _note(self, number: int, draft: Draft, reason: str) -> None:
        self._db.execute(
            "INSERT INTO changes (draft, network, at, state, reason) VALUES (?, ?, ?, ?, ?)",
            (number, draft.network, stored(self._now), draft.state, reason),
        )


def _values(draft: Draft) -> tuple[Any, ...]:
    """Return the values of ``_POST`` without the network."""
    posted = draft.posted
    return (
        draft.state,
        draft.text,
        draft.card,
        draft.comment,
        draft.edited,
        draft.slot,
        _known(draft.due),
        _known(draft.attempted),
        draft.key,
        draft.cost,
        posted.id if posted else "",
        posted.url if posted else "",
        _known(posted.at if posted else None),
        draft.problem,
    )


def _known(when: datetime | None) -> int | None:
    return None if when is None else stored(when)


def _every(db: sqlite3.Cursor) -> tuple[Draft, ...]:
    return tuple(map(_draft, db.execute(f"{_ALL} {_IN_ORDER}")))


def _draft(row: tuple[Any, ...]) -> Draft:
    number, story, paper, edition, section, url, must_see, *rest = row
    values = dict(zip(_POST, rest, strict=True))
    post, address, at = (values.pop(name) for name in ("post", "address", "posted"))
    values["due"], values["attempted"] = map(read_known, (values["due"], values["attempted"]))
    values["card"], values["edited"] = bool(values["card"]), bool(values["edited"])
    return Draft(
        id=number,
        story=story,
        paper=paper,
        edition=edition,
        section=section,
        url=url,
        must_see=bool(must_see),
        posted=None if at is None else Posted(id=post, url=address, at=read(at)),
        **values,
    )
