"""Finds words in what has come in: a full-text index (SQLite's FTS5) over the folded words of items.

The index holds words as they stand, not their stems: what else a word may look like is looked up in
its vocabulary when it is searched for, so phrases stay exact and a better stem needs no new index.

Items come into the index some time after they came in, many at once: one feed after the other it
takes 90 microseconds an item, more than all else that is stored of it; in bulk 40. Every search
begins with what the index lacks. What has been printed stays in it when its item is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from digest import words
from digest.model import Edition, Hit, Item, Printing
from digest.store import editions, items
from digest.store.times import stored
from digest.store.troubles import UnreadableError
from digest.words import Pattern

if TYPE_CHECKING:
    import sqlite3

AT_ONCE = 2000
"""Items that upkeep brings into the index in one go: a tenth of a second."""
_FORMS = 2000
"""So many words of the vocabulary stand for one with a ``*`` at its beginning, the commonest first."""
_BEGINNING = 300
"""So much of the summary of what was too old for any paper when it came in can be found."""
_HEAD = 3
"""Letters that all forms of a word begin with, umlauts aside."""

_EVER = -(1 << 62)
"""Before any time that is stored."""

Stem = Callable[[str], str]
"""Takes a folded word and returns what its forms have in common."""


def catch_up(db: sqlite3.Cursor, most: int | None = None) -> None:
    """Bring items into the index that are not in it yet, the oldest first, inside a transaction.

    Args:
        db: inside a transaction.
        most: how many numbers of items to go through; None: all there are.

    Raises:
        UnreadableError: the archive does not say how far the index goes.
    """
    done = next((number for (number,) in db.execute("SELECT last FROM indexed")), None)
    if done is None:
        raise UnreadableError("nothing says what the index of words holds")
    newest = items.last(db)
    last = newest if most is None else min(newest, done + most)
    if last > done:
        db.connection.create_function("fold", 2, words.folded, deterministic=True)
        db.execute(
            """UPDATE items SET folded = fold(title, substr(summary, 1, ?))
            WHERE id > ? AND id <= ? AND folded = ''""",
            (_BEGINNING, done, last),
        )
        db.execute(
            """INSERT INTO word_index (rowid, folded)
            SELECT id, folded FROM items NOT INDEXED WHERE id > ? AND id <= ? ORDER BY id""",
            (done, last),
        )
        db.execute("UPDATE indexed SET last = ?", (last,))


def find(
    db: sqlite3.Cursor, pattern: Pattern, stem: Stem, since: datetime | None, most: int
) -> tuple[tuple[Hit, ...], int]:
    """Return the newest hits, and how many there are in all.

    Args:
        db: what to read with.
        pattern: what is looked for; words stand for all their forms.
        stem: what makes the forms of a word one.
        since: before it nothing is looked for.
        most: how many hits to return.

    Raises:
        ValueError: a ``*`` stands within a phrase; the message says so.
    """
    query = """
        SELECT word_index.rowid, coalesce(items.published, (
            SELECT max(until) FROM printed JOIN editions USING (name, number)
            WHERE printed.item = word_index.rowid
        )) AS time
        FROM word_index LEFT JOIN items ON items.id = word_index.rowid
        WHERE word_index MATCH ? AND time >= ?
        ORDER BY time DESC, word_index.rowid DESC
    """
    earliest = stored(since) if since else _EVER
    found = [number for number, _ in db.execute(query, (_question(db, pattern, stem), earliest))]
    return tuple(_hits(db, found[:most])), len(found)


# What is asked ---------------------------------------------------------------------------------


def _question(db: sqlite3.Cursor, pattern: Pattern, stem: Stem) -> str:
    """Return the pattern in FTS5's own words (https://www.sqlite.org/fts5.html, section 3)."""

    must, never = (
        [_any_of(db, [run.words for run in runs], stem) for runs in some]
        for some in (pattern.must, pattern.never)
    )
    wanted = " AND ".join(must)
    return f"({wanted}) NOT ({' OR '.join(never)})" if never else wanted


def _any_of(db: sqlite3.Cursor, spellings: Iterable[Sequence[str]], stem: Stem) -> str:
    return f"({' OR '.join(_run(db, words, stem) for words in spellings)})"


def _run(db: sqlite3.Cursor, words: Sequence[str], stem: Stem) -> str:
    """Return what finds words that follow each other."""
    *before, last = words
    bare = last.removesuffix("*")
    if "*" in "".join(before) or (before and "*" in bare):
        raise ValueError("in a phrase only the last word may end with *")
    if before or ("*" not in bare and bare != last):
        return _quoted(" ".join((*before, bare))) + "*" * (bare != last)
    found = _starred(db, last) if "*" in last else _forms(db, last, stem)
    return " OR ".join(map(_quoted, sorted(found | {last.replace("*", "")})))


def _quoted(text: str) -> str:
    return f'"{text}"'


def _starred(db: sqlite3.Cursor, word: str) -> set[str]:
    """Return the words of the vocabulary that a word with ``*`` stands for."""
    query = "SELECT term FROM vocabulary WHERE term GLOB ? ORDER BY doc DESC LIMIT ?"
    return {term for (term,) in db.execute(query, (word, _FORMS))}


def _forms(db: sqlite3.Cursor, word: str, stem: Stem) -> set[str]:
    """Return the words of the vocabulary that have a word's stem; what has digits is only itself."""
    if not word.isalpha():
        return set()
    root = stem(word)
    query = "SELECT term FROM vocabulary WHERE term >= ? AND term < ?"
    return {
        term
        for head in _heads(root)
        for (term,) in db.execute(query, (head, f"{head}\U0010ffff"))
        if stem(term) == root
    }


def _heads(root: str) -> set[str]:
    """Return what words of a stem may begin with: *haus* is also *haeuser*, *ol* also *oel*."""
    head = root[:_HEAD]
    umlauts = (number for number, letter in enumerate(head[:2]) if letter in "aou")
    return {head, *(f"{head[: n + 1]}e{head[n + 1 :]}"[:_HEAD] for n in umlauts)}


# What is answered ------------------------------------------------------------------------------


def _hits(db: sqlite3.Cursor, numbers: Sequence[int]) -> Iterator[Hit]:
    """Yield items by number, each with the editions that carried it."""
    known = items.numbered(db, numbers)
    paper = cache(partial(editions.numbered, db))
    for number in numbers:
        papers = [paper(*printed) for printed in editions.printed(db, number)]
        places = [_place(it, number) for it in papers if it]
        printings = tuple(printing for _, printing in places)
        carried = [known[number]] if number in known else [item for item, _ in places[:1]]
        yield from (Hit(item=item, printings=printings) for item in carried)


def _place(paper: Edition, number: int) -> tuple[Item, Printing]:
    """Return an item as an edition carries it, and where.

    Raises:
        UnreadableError: it does not.
    """
    for place, story in enumerate(paper.stories, start=1):
        for item in story.items:
            if item.id == number:
                printing = Printing(
                    name=paper.name,
                    number=paper.number,
                    at=paper.window.end,
                    place=place,
                    story=story.id,
                    headline=story.lead.title,
                    source=paper.sources.get(item.source, ""),
                )
                return item, printing
    raise UnreadableError(f"edition {paper.number} does not carry item {number}")
