"""Bonds that need no likeness: the same address, a link to it, the same headline.

They are found by looking up, before anything is compared, and they hold whatever the words say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from digest.model import Item
from digest.stems import root
from digest.stories.likeness import Space
from digest.urls import is_home

ADDRESS, HEADLINE, LINK, WORDS, LEAD = "address", "headline", "link", "words", "lead"
"""The kinds of evidence."""

_TELLING = 12.0
"""How rare the words of a headline must be together to be no coincidence."""
_MANY = 4
"""So many words with news in them, however common each is, do not stand together twice by chance."""
FEW_LINKS = 3
"""An item with more links is a round-up."""
_OFTEN = 3
"""What one source links so often is its own page, not its news."""
_RARE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """Two items that belong together for a reason that can be looked up."""

    one: int
    other: int
    kind: str


def bonds(items: Sequence[Item], space: Space, order: Sequence[int]) -> Iterator[Bond]:
    """Find the bonds between items, the surest kind first.

    Args:
        items: all of them.
        space: the same items.
        order: their numbers, oldest first.
    """
    linking = _linking(items, order)
    pages = _pages(items, order, linking.keys())
    for numbers in pages.values():
        yield from _chain(numbers, ADDRESS)
    yield from _links(items, space, linking, pages)
    yield from _headlines(space, order)


def _linking(items: Sequence[Item], order: Iterable[int]) -> dict[str, list[int]]:
    """Return, by the page, the items that point at it and at few others."""
    linking: dict[str, list[int]] = defaultdict(list)
    for number in order:
        if 0 < len(items[number].links) <= FEW_LINKS:
            for link in dict.fromkeys(items[number].links):
                if not is_home(link):
                    linking[link].append(number)
    return linking


def _pages(
    items: Sequence[Item], order: Iterable[int], linked: Collection[str]
) -> dict[str, list[int]]:
    """Return the items of each page that several have or point at and that is an article.

    A home page is none, nor is a page of many headlines.
    """
    counts = Counter([item.page for item in items])
    pages: dict[str, list[int]] = defaultdict(list)
    for number in order:
        page = items[number].page
        if (counts[page] > 1 or page in linked) and not is_home(page):
            pages[page].append(number)
    return {
        page: numbers
        for page, numbers in pages.items()
        if len(numbers) == 1 or not _is_list(items[number] for number in numbers)
    }


def _is_list(items: Iterable[Item]) -> bool:
    """Say whether one source shows a page under three headlines or more, or two at two places of it.

    A change log is one page, each entry with an anchor of its own. Those of the BBC only count how
    often an article was edited.
    """
    headlines, anchors = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for item in items:
        headlines[item.source].add(item.folded.partition("\n")[0])
        anchor = item.url.partition("#")[2]
        anchors[item.source].add("" if anchor.isdecimal() else anchor)
    return any(len(told) > 2 - (len(anchors[name]) > 1) for name, told in headlines.items())


def _links(
    items: Sequence[Item],
    space: Space,
    linking: Mapping[str, list[int]],
    pages: Mapping[str, list[int]],
) -> Iterator[Bond]:
    for link, numbers in linking.items():
        if _is_news([items[number] for number in numbers]):
            votes = [number for number in numbers if _votes(items[number], link)]
            first, *others = dict.fromkeys(pages.get(link, []) + votes + numbers)
            for other in others:
                both = _votes(items[first], link) and _votes(items[other], link)
                if both or _points(items, space, first, other):
                    yield Bond(one=first, other=other, kind=LINK)


def _is_news(linking: Sequence[Item]) -> bool:
    """Say whether no source links to a page so often that it is its own; posts may, they are votes."""
    often = Counter(item.source for item in linking if item.share is None)
    return max(often.values(), default=0) < _OFTEN


def _votes(item: Item, page: str) -> bool:
    """Say whether an item is that page, or a post that points there and nowhere else."""
    return item.page == page or (item.share is not None and item.links == (page,))


def _points(items: Sequence[Item], space: Space, one: int, other: int) -> bool:
    """Say whether a page is what two items that point at it are about.

    Under its articles a source asks to subscribe, or says what else there is to read.
    """
    if items[one].source == items[other].source:
        return _continues(space, one, other)
    only = len(items[one].links) < 2 and len(items[other].links) < 2
    return only or _agree(space, one, other)


def _continues(space: Space, one: int, other: int) -> bool:
    both = set(space.headlines.words(one)).intersection(space.headlines.words(other))
    return any(space.told([word]) > _RARE for word in both)


def _agree(space: Space, one: int, other: int) -> bool:
    return any(space.rarity[term] > _RARE for term in space.shared(one, other))


def _headlines(space: Space, order: Sequence[int]) -> Iterator[Bond]:
    lines = space.headlines.lines
    counts, same = Counter(lines), dict[str, list[int]]()
    for number in order:
        if counts[lines[number]] > 1:
            same.setdefault(lines[number], []).append(number)
    for line, numbers in same.items():
        if _tells(space, numbers[0], line.split()):
            chain = _chain(numbers, HEADLINE)
            yield from (bond for bond in chain if not space.disagree(bond.one, bond.other))


def _tells(space: Space, number: int, words: Sequence[str]) -> bool:
    """Say whether a headline is the news' own: no "Business Highlights", no "Bilder des Tages"."""
    if number in space.headlines.columns:
        return len(words) > 4 or any(word[0].isdigit() for word in words)
    return space.told(words) >= _TELLING or len(set(map(root, words)) - {""}) >= _MANY


def _chain(numbers: Sequence[int], kind: str) -> Iterator[Bond]:
    return (Bond(one=one, other=other, kind=kind) for one, other in pairwise(numbers))
