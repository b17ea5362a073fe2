"""The queue on disk: drafts, what became of each on each network, and why.

Whoever changes something reads it and writes it in one transaction, which is on the disk when it ends:
a claim that was written is there after any crash, and two processes never both change one draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from digest.files import write_whole
from digest.model import NETWORKS, Room
from digest.queue.drafts import APPROVABLE, DROPPED, SENDING, TAKING, Draft, Posted
from digest.store import lessons
from digest.store.times import read, read_known, stored, usable
from digest.store.troubles import UnreadableError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

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

_STATES = APPROVABLE | TAKING | {DROPPED}

_MARK = "posting.mark"
"""The name of the file beside the archive that says which claim was the last."""

APPROVING = ""
"""The name, that no network has, of a pause of approving automatically; its reason: the claim not known."""

_CLAIM = "number, draft, network, at, state"
_DIGITS = 19
"""Numbers of fewer digits than this are numbers for SQLite."""

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_IN_ORDER = "ORDER BY id, CASE network WHEN 'x' THEN 0 WHEN 'mastodon' THEN 1 ELSE 2 END"


class Drafts:
    """The drafts of the archive. Every method may raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Draft, ...]:
        """Return all drafts, by id; those of one story in the order they were made in."""
        with self._database.reading() as db:
            return _every(db)

    def of(self, number: int) -> tuple[Draft, ...]:
        """Return a draft, one for each network; none when there is none of that id."""
        with self._database.reading() as db:
            return _of(db, number)

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

    def room(self, address: str, now: datetime) -> tuple[Room | None, bool]:
        """Return how much a post may hold on a Mastodon server, as far as it has said so.

        The other value tells whether it is time to ask again: a day after an answer, or an hour
        after there was none.
        """
        query = "SELECT most, link, answered, asked FROM servers WHERE address = ?"
        with self._database.reading() as db:
            row = db.execute(query, (address,)).fetchone()
        if row is None:
            return None, True
        most, link, answered, asked = row
        known = None if answered is None else Room(most=most, link=link)
        fresh = answered is not None and timedelta(0) <= now - read(answered) < _DAY
        return known, not fresh and not timedelta(0) <= now - read(asked) < _HOUR

    def latest_room(self) -> Room | None:
        """Return how much a post may hold on the Mastodon server that answered last; None: none did."""
        query = "SELECT most, link FROM servers WHERE answered IS NOT NULL ORDER BY answered DESC"
        with self._database.reading() as db:
            row = db.execute(query).fetchone()
        return Room(most=row[0], link=row[1]) if row else None

    def note_room(self, address: str, room: Room | None, now: datetime) -> None:
        """Remember what a Mastodon server said; nothing: that it was asked in vain."""
        said = (room.most, room.link, stored(now)) if room else (None, None, None)
        with self._database.transaction() as db:
            db.execute(
                """INSERT INTO servers (address, asked, most, link, answered) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (address) DO UPDATE SET asked = excluded.asked,
                most = coalesce(excluded.most, most), link = coalesce(excluded.link, link),
                answered = coalesce(excluded.answered, answered)""",
                (address, stored(now), *said),
            )

    def mark(self) -> None:
        """Note beside the archive which claim was its last, before anything of it leaves.

        Raises:
            DigestError: it cannot be written.
        """
        query = f"SELECT {_CLAIM} FROM changes WHERE state = ? ORDER BY number DESC LIMIT 1"  # noqa: S608
        with self._database.reading() as db:
            last = db.execute(query, (SENDING,)).fetchone()
        write_whole(self._mark, " ".join(map(str, last)).encode())

    def is_older(self) -> bool:
        """Tell whether more was posted than the archive knows: a copy of it was put in its place.

        Once that is admitted it is not so any more, until a copy takes its place again.
        """
        last = self._last()
        number, _, claim = last.partition(" ")
        if not (number.isdecimal() and len(number) < _DIGITS and claim):
            return False
        query = f"SELECT {_CLAIM} FROM changes WHERE number = ?"  # noqa: S608
        with self._database.reading() as db:
            known = db.execute(query, (int(number),)).fetchone()
        _, admitted = self.pauses().get(APPROVING, (None, ""))
        return last not in {" ".join(map(str, known or ())), admitted}

    def admit(self, until: datetime) -> None:
        """Remember that the archive is older, and to approve nothing automatically before a time."""
        self.pause(APPROVING, until, self._last())

    def _last(self) -> str:
        """Return the claim that was the last, as it was noted beside the archive; "": none was."""
        try:
            return self._mark.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    @property
    def _mark(self) -> Path:
        return self._database.path.with_name(_MARK)

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
        return _of(self._db, number)

    def current(self, draft: Draft) -> Draft | None:
        """Return the draft as it is, or None when another state or text was written meanwhile."""
        query = f"{_ALL} WHERE id = ? AND network = ?"
        for current in map(_draft, self._db.execute(query, (draft.id, draft.network))):
            if (current.state, current.text) == (draft.state, draft.text):
                return current
        return None

    def new(self, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        """Return those drafts of a story, one for each network, that are not drafted yet.

        A story, as it was or as it has grown, is drafted once for each network over all papers; a
        paper that ever drafted it does so no more, nor does any once a person dropped it.
        """
        first = drafts[0]
        told: set[str] = set()
        for paper, network, state in self._drafted(first):
            if paper == first.paper or state == DROPPED:
                return ()
            told.add(network)
        return tuple(draft for draft in drafts if draft.network not in told)

    def _drafted(self, draft: Draft) -> Iterator[tuple[str, str, str]]:
        """Yield paper, network and state of all drafts of a draft's story."""
        query = """SELECT paper, network, state FROM drafts JOIN posts ON posts.draft = drafts.id
            WHERE story = ?"""
        yield from self._db.execute(query, (draft.story,)).fetchall()
        query = """SELECT paper, network, state FROM drafted JOIN drafts ON drafts.id = drafted.draft
            JOIN posts ON posts.draft = drafts.id WHERE item = ?"""
        for item in draft.items:
            yield from self._db.execute(query, (item,)).fetchall()

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


def _of(db: sqlite3.Cursor, number: int) -> tuple[Draft, ...]:
    return tuple(map(_draft, db.execute(f"{_ALL} WHERE id = ? {_IN_ORDER}", (number,))))


def _draft(row: tuple[Any, ...]) -> Draft:
    number, story, paper, edition, section, url, must_see, *rest = row
    values = dict(zip(_POST, rest, strict=True))
    if values["network"] not in NETWORKS or values["state"] not in _STATES:
        raise UnreadableError(f"draft {number} is of no network, or in no state")
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
        posted=None if at is None else Posted(id=post, url=address, at=usable(read(at))),
        **values,
    )
