"""Which entries of a feed are new: a pure decision between what it shows and what it has shown.

No single mark of an entry can be trusted. Real feeds change all their ids, use one id for ever,
date everything anew, move to other addresses, link everything to one page, or list an entry twice.
So every mark counts as far as it tells this source's entries apart, the surest first, and each
remembered entry explains at most one of those shown. What nothing explains is new.

Marks are kept as hashes of eight bytes: the memory lasts for years, and is compared within one
source only, where two of 100,000 entries meet by chance once in three billion sources.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import NamedTuple

from digest.model import Item
from digest.store.times import length, stored
from digest.urls import is_home

_LATER = length(timedelta(hours=6))
"""How much later in other words something else is told; follow-ups are judged by as much."""


class Marks(NamedTuple):
    """What an entry can be known by; None where it has nothing of the kind."""

    key: int | None
    page: int | None
    """None for a home page too: it names no article."""
    title: int | None
    text: int | None
    """Headline and summary."""
    dated: int | None
    """As ``times.stored``; None when the source does not say."""


class Entry(NamedTuple):
    """An item that a document shows."""

    item: Item
    marks: Marks


class Sighting(NamedTuple):
    """An entry that the source has shown before, as it was last."""

    item: int
    """The number of its item."""
    marks: Marks
    seen: int
    """About when it was shown last."""


def page_mark(page: str) -> int | None:
    """Return the mark of a canonical address; None for a home page and for ""."""
    return None if is_home(page) else _hash(page)


def entries(items: Iterable[Item]) -> list[Entry]:
    """Return the items of one document with their marks, in the same order, each once.

    Twice the same page under the same headline is one, and twice the same text without a page
    under the same key or time. The same page under another headline is another entry: there are
    change logs, and feeds whose entries all link to one page.
    """
    kept: list[Entry] = []
    faces: set[Hashable] = set()
    for item in items:
        marks = _marks(item)
        shown = set(_faces(marks))
        if shown.isdisjoint(faces):
            kept.append(Entry(item, marks))
            faces |= shown
    return kept


def recognise(shown: Sequence[Marks], remembered: Iterable[Sighting]) -> list[Sighting | None]:
    """Return for each entry of a document the sighting that it is; None: it is new.

    Args:
        shown: the marks of the entries, as ``entries`` gives them.
        remembered: at least all sightings of the source that share a key, page or text with them.
    """
    known: list[Sighting | None] = [None] * len(shown)
    free = {sighting.item: sighting for sighting in remembered}
    everything = tuple(free.values())
    for way in _WAYS:
        left = [place for place, sighting in enumerate(known) if sighting is None]
        if not left or not free:
            break
        candidates = _candidates(way, shown, everything, free)
        for place in left:
            sighting = _first(candidates.get(way.handle(shown[place])), way, shown[place])
            if sighting:
                known[place] = sighting
                del free[sighting.item]
    return known


class _Way(NamedTuple):
    """One way in which an entry is known again."""

    handle: Callable[[Marks], Hashable]
    """What must be the same; None where the entry lacks it."""
    alone: bool = True
    """It counts only if no two entries shown, and no two remembered, have it."""
    agrees: Callable[[Marks, Marks], bool] = lambda shown, remembered: True


def _candidates(
    way: _Way, shown: Sequence[Marks], everything: Sequence[Sighting], free: dict[int, Sighting]
) -> dict[Hashable, list[Sighting]]:
    """Return the free sightings by their handle, the latest first."""
    found: dict[Hashable, list[Sighting]] = defaultdict(list)
    for sighting in everything:
        found[way.handle(sighting.marks)].append(sighting)
    found.pop(None, None)
    if way.alone:
        here = Counter(map(way.handle, shown))
        found = {
            handle: sightings
            for handle, sightings in found.items()
            if len(sightings) == 1 and here[handle] == 1
        }
    return {
        handle: [sighting for sighting in sightings if sighting.item in free]
        for handle, sightings in found.items()
    }


def _first(candidates: list[Sighting] | None, way: _Way, marks: Marks) -> Sighting | None:
    if candidates and way.agrees(marks, candidates[0].marks):
        return candidates.pop(0)
    return None


def _marks(item: Item) -> Marks:
    title = _hash(item.title)
    return Marks(
        key=_hash(item.key),
        page=page_mark(item.page),
        title=title,
        text=_hash(f"{item.title}\n{item.summary}") if item.summary else title,
        dated=None if item.published == item.seen else stored(item.published),
    )


def _hash(text: str) -> int | None:
    if not text:
        return None
    found = _BLANK.copy()  # half as long as to begin anew
    found.update(text.encode("utf-8", "surrogatepass"))
    return int.from_bytes(found.digest(), "big", signed=True)


_BLANK = blake2b(digest_size=8)


def _faces(marks: Marks) -> Iterator[Hashable]:
    """Yield what two entries of one document have in common if they are one."""
    key, page, title, text, dated = marks
    if page is not None:
        yield "page", page, text if title is None else title
    elif key is not None:
        yield "key", key, text
    if page is None and text is not None:
        yield "time", dated, text


def _joined(*parts: Hashable) -> Hashable:
    """Return the parts together, or None if one is missing."""
    return None if None in parts else parts


def _place(marks: Marks) -> Hashable:
    """Return key and page together, or None if there is neither."""
    place = marks.key, marks.page
    return None if place == (None, None) else place


def _same_news(shown: Marks, remembered: Marks) -> bool:
    """Say whether an entry under a known key is the known one: the same page, headline or time.

    Some feeds give every entry the same key, and an editor may change all but one of the three.
    """
    pairs = zip(shown[1:], remembered[1:], strict=True)
    return any(one == other is not None for one, other in pairs)


def _same_article(shown: Marks, remembered: Marks) -> bool:
    """Say whether an entry under a known page is the article that stood there.

    An article may get another headline, id and date. But there are pages for whatever holds now, such
    as the state of a service or the word of the day: what stands there under another id and headline,
    dated hours later, is another piece of news.
    """
    if shown.key == remembered.key or shown.title == remembered.title:
        return True
    if shown.dated is None or remembered.dated is None:
        return True
    return shown.dated - remembered.dated < _LATER


_WAYS = (
    # As it was.
    _Way(lambda marks: (marks.key, marks.page, marks.text), alone=False),
    _Way(lambda marks: _joined(_place(marks), marks.title)),
    # All ids new, dates new, text new: the article at this address, if it is an article's.
    _Way(lambda marks: marks.page, agrees=_same_article),
    # A new address: the article of this id, if something else agrees.
    _Way(lambda marks: marks.key, agrees=_same_news),
    # A new headline where all share key and page.
    _Way(lambda marks: _joined(_place(marks), marks.dated)),
    # The site has moved, and the ids are addresses.
    _Way(lambda marks: _joined(marks.text, marks.dated)),
    # New ids and dates, and no address of its own.
    _Way(lambda marks: _joined((marks.page,), marks.text), alone=False),
)
