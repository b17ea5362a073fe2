"""Items and the memory of them: items go after some weeks, sightings stay for years.

An old article that turns up in a feed again is thereby no news.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest import words
from digest.garbage import undisturbed
from digest.model import Fetched, Item, Window
from digest.stems import terms
from digest.store.identity import Entry, Marks, Sighting, entries, page_mark, recognise
from digest.store.rows import DAY, FAR, SELECT, as_stored, items_of, values_of
from digest.store.times import length, stored

if TYPE_CHECKING:
    import sqlite3

_EDITABLE = timedelta(days=14)
"""How long before the window an item may have come that is looked at once more when it changes."""
_LATE = timedelta(days=3)
"""And how long before it one may be from that came with the first answer of a source."""
_ENTRIES = 5
"""A feed of fewer entries shows what is latest, and does not tell whether there was more."""
_USUAL = timedelta(days=30)
"""How long ago a headline may be that shows what sources usually speak of."""
_HEADLINES = 2000
"""So many of them show it."""
_UNREAD = timedelta(days=366)
"""How long items stay that no paper has covered."""
_MEMORY = timedelta(days=2 * 366)
"""How long sightings stay after the source has shown the entry for the last time."""
_FRESH = timedelta(days=30)
"""How exactly a sighting says when that was; saves writing all of them at every fetch."""

# The indexes begin with the source: what one feed brings then lies close together, and storing it
# writes a third of the pages. So every query names its sources.
_BY_NUMBER = """
    NOT INDEXED WHERE id > :after AND (published >= :far OR seen < :far)
    AND (backlog = 0 OR published >= :start OR seen - published <= :day)
    AND source IN (SELECT number FROM sources WHERE id IN (SELECT value FROM json_each(:sources)))
    ORDER BY id
"""
_BY_TIME = """
    WHERE id IN (
        SELECT id FROM items WHERE published BETWEEN :start AND :end AND source IN (
            SELECT number FROM sources WHERE id IN (SELECT value FROM json_each(:sources))
        )
    ) ORDER BY id
"""
_EDITED = """
    WHERE id <= :after AND seen >= :recent AND (backlog = 0 OR published >= :late)
    AND source IN (SELECT number FROM sources WHERE id IN (SELECT value FROM json_each(:sources)))
    AND id IN (SELECT item FROM sightings WHERE sightings.seen > :start AND sightings.seen <= :end)
    ORDER BY id
"""
_SINCE = """
    WHERE id IN (
        SELECT id FROM items WHERE published >= :since AND source IN (SELECT number FROM sources)
    ) ORDER BY id
"""
_EARLIER = """
    WITH its AS (
        SELECT number FROM sources WHERE id IN (SELECT value FROM json_each(:sources))
    )
    SELECT terms, CASE terms WHEN '' THEN folded ELSE '' END FROM items
    WHERE published < :before AND id <= :last AND source IN its AND published >= coalesce((
        SELECT published FROM items
        WHERE published BETWEEN :since AND :before - 1 AND id <= :last AND source IN its
        ORDER BY published DESC LIMIT 1 OFFSET :most - 1
    ), :since)
"""
_POINTING = """
    WHERE instr(char(10) || links || char(10), char(10) || :page || char(10))
    AND source IN (SELECT number FROM sources) ORDER BY id
"""
_OF_NUMBERS = "WHERE id IN (SELECT value FROM json_each(:numbers))"
_OF_PAGE = """
    WHERE page = :page AND id IN (
        SELECT item FROM sightings WHERE page IS :mark AND source IN (SELECT number FROM sources)
    ) ORDER BY id
"""


def add(
    db: sqlite3.Cursor, source: int, fetched: Fetched, now: datetime, *, before: datetime | None
) -> tuple[tuple[Item, ...], bool]:
    """Store what is new among all that a source shows.

    Args:
        db: inside a transaction.
        source: the number of the source.
        fetched: what it shows.
        now: the time of the answer.
        before: the time of its last good answer; None: this is its first.

    Returns:
        What is new with its numbers, oldest first; and whether it may have shown more in between.
    """
    first = before is None
    shown = entries(fetched.items)
    marks = [entry.marks for entry in shown]
    known = recognise(marks, [] if first else _remembered(db, source, marks))
    pairs = list(zip(shown, known, strict=True))
    _refresh(db, [(entry, sighting) for entry, sighting in pairs if sighting], now)
    # Feeds show the latest first; of two at the same time the lower one came first.
    new = [entry for entry, sighting in reversed(pairs) if not sighting]
    new.sort(key=lambda entry: entry.item.published)
    start = last(db) + 1
    items = tuple(
        as_stored(entry.item, number, fetched.source.id, first=first)
        for number, entry in enumerate(new, start)
    )
    _insert(db, source, items, [entry.marks for entry in new], now)
    if fetched.source.kind == "feed":
        return items, before is not None and _has_gap(items, len(shown), before)
    return items, fetched.more


def _has_gap(new: Sequence[Item], shown: int, before: datetime) -> bool:
    """Say whether all that a feed shows came since its answer before: what is older may have come and gone."""
    return shown >= _ENTRIES and len(new) == shown and new[0].published > before


def _remembered(db: sqlite3.Cursor, source: int, shown: Sequence[Marks]) -> list[Sighting]:
    """Return the sightings that share a key, page or text with what is shown, in their order."""
    query = """
        SELECT item, key, page, title, text, dated, seen FROM sightings
            WHERE source = :source AND key IN (SELECT value FROM json_each(:keys))
        UNION SELECT item, key, page, title, text, dated, seen FROM sightings
            WHERE source = :source AND page IN (SELECT value FROM json_each(:pages))
        UNION SELECT item, key, page, title, text, dated, seen FROM sightings
            WHERE source = :source AND text IN (SELECT value FROM json_each(:texts))
        ORDER BY item
    """
    values = {
        "source": source,
        "keys": _json(marks.key for marks in shown),
        "pages": _json(marks.page for marks in shown),
        "texts": _json(marks.text for marks in shown),
    }
    return [Sighting(row[0], Marks(*row[1:6]), row[6]) for row in db.execute(query, values)]


def _json(marks: Iterable[int | None]) -> str:
    return json.dumps([mark for mark in marks if mark is not None])


def _refresh(db: sqlite3.Cursor, pairs: Sequence[tuple[Entry, Sighting]], now: datetime) -> None:
    """Remember known entries as they are now; an edited item keeps its number and its times.

    A whole text that was not kept before says nothing of an edit: a rule looks at it from now on.
    """
    stale = stored(now - _FRESH)
    sightings, items = [], []
    known = [sighting.item for entry, sighting in pairs if entry.item.whole is not None]
    wholes = {number: item.whole for number, item in numbered(db, known).items()} if known else {}
    for (item, marks), (number, before, seen) in pairs:
        whole = wholes.get(number, item.whole)
        edited = whole is not None and whole != item.whole
        if edited or marks != before or seen < stale:
            sightings.append((*marks, stored(now), number))
        if whole != item.whole or marks[:4] != before[:4]:
            items.append((*values_of(_with_words(item)), number))
    db.executemany(
        """UPDATE sightings SET key = ?, page = ?, title = ?, text = ?, dated = ?, seen = ?
        WHERE item = ?""",
        sightings,
    )
    db.executemany(
        """UPDATE items SET key = ?, url = ?, page = ?, title = ?, summary = ?, author = ?,
        language = ?, links = ?, folded = ?, terms = ?, more = ? WHERE id = ?""",
        items,
    )


def _with_words(item: Item) -> Item:
    """Return an item as the index of words needs it, which may have it already."""
    return item if item.folded else replace(item, folded=words.folded(item.title, item.summary))


def _insert(
    db: sqlite3.Cursor,
    source: int,
    items: Sequence[Item],
    marks: Sequence[Marks],
    now: datetime,
) -> None:
    db.executemany(
        """INSERT INTO items (id, source, published, seen, backlog, key, url, page, title, summary,
        author, language, links, folded, terms, more)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (it.id, source, stored(it.published), stored(it.seen), it.backlog, *values_of(it))
            for it in items
        ),
    )
    time = stored(now)
    db.executemany(
        """INSERT INTO sightings (item, source, key, page, title, text, dated, seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        ((it.id, source, *its, time) for it, its in zip(items, marks, strict=True)),
    )


def last(db: sqlite3.Cursor) -> int:
    """Return the highest number that an item has ever had."""
    query = "SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = 'items'"
    return next((number for (number,) in db.execute(query)), 0)


def of_window(db: sqlite3.Cursor, window: Window, sources: Collection[str]) -> tuple[Item, ...]:
    """Return the items that a window covers, by number."""
    values = {
        "sources": json.dumps(list(sources)),
        "start": stored(window.start),
        "end": stored(window.end),
        "far": stored(window.start - FAR),
        "day": length(DAY),
        "after": window.after,
    }
    if window.after is None:
        return _items(db, SELECT + _BY_TIME, values)
    early, late = window.start - FAR, window.end
    found = _items(db, SELECT + _BY_NUMBER, values)
    return tuple(it if early <= it.seen <= late else _dated_anew(it, window) for it in found)


def _dated_anew(item: Item, window: Window) -> Item:
    """Return an item as if the clock by which it was first seen had been right.

    Its number says that it came after the last edition. Small computers without a battery begin in
    1970, or years ahead, until the network tells them the time.
    """
    if item.seen < window.start:
        return replace(item, seen=window.start, published=window.start)
    return replace(item, seen=window.end, published=min(item.published, window.end))


def edited(db: sqlite3.Cursor, window: Window, sources: Collection[str]) -> tuple[Item, ...]:
    """Return items of the last two weeks before a window that changed in it."""
    if window.after is None:
        return ()
    values = {
        "sources": json.dumps(list(sources)),
        "start": stored(window.start),
        "end": stored(window.end),
        "recent": stored(window.start - _EDITABLE),
        "late": stored(window.start - _LATE),
        "after": window.after,
    }
    return _items(db, SELECT + _EDITED, values)


def headlines(
    db: sqlite3.Cursor, sources: Collection[str], before: datetime, last: int
) -> list[str]:
    """Return what is compared of earlier headlines, as ``stems.terms`` writes it."""
    values = {
        "sources": json.dumps(list(sources)),
        "since": stored(before - _USUAL),
        "before": stored(before),
        "last": last,
        "most": _HEADLINES,
    }
    rows = db.execute(_EARLIER, values)
    return [its or terms(folded.partition("\n")[0]) for its, folded in rows]


def recent(db: sqlite3.Cursor, since: datetime) -> tuple[Item, ...]:
    """Return the items published since then, by number."""
    return _items(db, SELECT + _SINCE, {"since": stored(since)})


def by_page(db: sqlite3.Cursor, page: str) -> tuple[Item, ...]:
    """Return the items of a canonical address, by number."""
    return _items(db, SELECT + _OF_PAGE, {"page": page, "mark": page_mark(page)})


def sharing(db: sqlite3.Cursor, page: str) -> tuple[Item, ...]:
    """Return the posts that point at a canonical address, by number."""
    found = _items(db, SELECT + _POINTING, {"page": page})
    return tuple(item for item in found if item.share)


def numbered(db: sqlite3.Cursor, numbers: Sequence[int]) -> dict[int, Item]:
    """Return the items of these numbers that are still there, by number."""
    found = _items(db, SELECT + _OF_NUMBERS, {"numbers": json.dumps(list(numbers))})
    return {item.id: item for item in found}


def prune(
    db: sqlite3.Cursor, now: datetime, keep: timedelta, papers: Collection[str] | None
) -> None:
    """Throw old items away, and the memory of what no source has shown for two years.

    An item that a paper has still to cover stays for a year, for she may come back from a long journey.
    What came by a clock of 1970 is not a year old for that: it came after what is. What was in the last
    document of its source is remembered however old it is: a feed that has not changed for years will
    show it again when it does.
    """
    given_up = now - max(keep, _UNREAD)
    db.execute(
        """DELETE FROM items WHERE published < :before AND seen < :before
        AND source IN (SELECT number FROM sources)
        AND (published < :given_up AND seen < :given_up AND id <= (
            SELECT max(id) FROM items WHERE published >= :long_ago AND published < :given_up
            AND seen < :given_up AND source IN (SELECT number FROM sources)
        ) OR id <= coalesce((
            SELECT min(covered) FROM (
                SELECT max(last) AS covered FROM editions WHERE moves
                AND (:papers IS NULL OR name IN (SELECT value FROM json_each(:papers)))
                GROUP BY name
            )
        ), id))""",
        {
            "before": stored(now - keep),
            "given_up": stored(given_up),
            "long_ago": stored(given_up - _UNREAD),
            "papers": None if papers is None else json.dumps(list(papers)),
        },
    )
    db.execute(
        """DELETE FROM sightings WHERE seen < ? AND seen < (
            SELECT shown - ? FROM sources WHERE sources.number = sightings.source
        )""",
        (stored(now - _MEMORY), length(2 * _FRESH)),
    )


def _items(db: sqlite3.Cursor, query: str, values: Mapping[str, object]) -> tuple[Item, ...]:
    names = dict(db.execute("SELECT number, id FROM sources"))
    with undisturbed():
        return tuple(items_of(db.execute(query, values), names))
