"""Items as rows of their table, made fast: every paper reads all that its window covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from digest import words
from digest.blanks import blank, frozen
from digest.model import Item
from digest.stems import terms
from digest.store.codec import decode_some, encode_some
from digest.store.times import read
from digest.store.troubles import UnreadableError

FAR = timedelta(days=7)
"""How much older than the window an item may be that was first seen in it."""
DAY = timedelta(days=1)
"""How old what comes with the first answer of a source may be for the next paper to cover it."""

_COLUMNS = ["id", "source", "key", "url", "page", "title", "summary", "author"]
_COLUMNS += ["language", "links", "folded", "terms", "published", "seen", "backlog"]
_TITLE = _COLUMNS.index("title") - 2
"""Where it stands among the texts after number and source; the summary follows it."""
_REST = [it for it in fields(Item) if it.name not in _COLUMNS]
"""What few items have; it is kept together in the column ``more``."""
_VALUES = attrgetter(*_COLUMNS, *(it.name for it in _REST))
_Blank = blank(Item, _COLUMNS)

SELECT = """
    SELECT id, source, key, url, page, title, summary, author, language, links, folded, terms,
        published, seen, backlog, more
    FROM items
"""


def items_of(rows: Iterable[tuple[Any, ...]], names: Mapping[int, str]) -> Iterator[Item]:
    """Yield the items of some rows, as ``SELECT`` gives them; *names* has the ids of the sources.

    Raises:
        UnreadableError: one means nothing.
    """
    when = cache(read)
    for number, source, *texts, links, folded, its, published, seen, backlog, more in rows:
        if source not in names:
            raise UnreadableError(f"item {number} is of no source")
        filled = _Blank(
            number,
            names[source],
            *texts,
            tuple(links.split("\n")) if links else (),
            folded or words.folded(texts[_TITLE], texts[_TITLE + 1]),
            its,
            read(published),
            when(seen),
            backlog == 1,
        )
        for name, value in decode_some(Item, more).items() if more else ():
            setattr(filled, name, value)
        yield frozen(filled, Item)


def as_stored(item: Item, number: int, source: str, *, first: bool) -> Item:
    """Return an item as it is stored: with its number, and what is compared of it.

    Args:
        item: as it came in.
        number: the one that it gets.
        source: the id of its source.
        first: it came with the first good answer of that source.
    """
    values = list(_VALUES(item))
    values[:2], values[len(_COLUMNS) - 1] = (number, source), first
    filled = _Blank(*values)
    filled.terms = _terms(filled)
    return frozen(filled, Item)


def values_of(item: Item) -> tuple[str, ...]:
    """Return the values of an item's columns from ``key`` on, less its times."""
    return (
        item.key,
        item.url,
        item.page,
        item.title,
        item.summary,
        item.author,
        item.language,
        "\n".join(item.links),
        item.folded,
        item.terms or _terms(item),
        encode_some(item, _REST),
    )


def _terms(item: Item) -> str:
    """Return what is compared of an item; nothing of one too old for a paper, as most of a first fetch."""
    return terms(item.folded) if item.seen - item.published <= _reach(item) else ""


def _reach(item: Item) -> timedelta:
    """Return how old an item may have been when it came in for the next paper to cover it."""
    return DAY if item.backlog else FAR
