"""From items to stories: bonds first, then likeness, then the lead of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import blake2b
from itertools import product

from digest.blanks import blank, frozen
from digest.garbage import undisturbed
from digest.model import NOTHING, Evidence, Item, Source, Story
from digest.stems import root
from digest.stories import headlines
from digest.stories.bonds import ADDRESS, HEADLINE, LEAD, LINK, WORDS, bonds
from digest.stories.growth import ALONE, Growth, crowd
from digest.stories.lead import age, led
from digest.stories.likeness import READ, Space, near
from digest.words import fold

LIMIT = 3 * 24 * 3600.0
"""How many seconds may lie between the first and the last item of a story."""
_ASKED = 3
"""So many other members are asked what they share with an item."""
_NAMED = 6
"""So many shared words are named as evidence."""
_LEADS = Evidence(kind=LEAD)
_WORD = re.compile(r"\w+")
_Blank = blank(Story, ("id", "items"))


def merge(
    items: Sequence[Item],
    sources: Mapping[str, Source],
    language: str = "en",
    earlier: Mapping[str, float] = NOTHING,
) -> Merged:
    """Make stories of items.

    Args:
        items: of any sources, in any order; ``folded`` and ``page`` must be set.
        sources: by ``Source.id``; those of the items.
        language: of the paper, two letters; it decides between leads.
        earlier: in what share of earlier headlines each stem stands (``recurring``).
    """
    with undisturbed():
        pool = _Pool(sorted(items, key=age), sources, earlier)
        made = tuple(_story(pool, numbers, sources, language) for numbers in pool.groups())
    return Merged(made, pool)


class Merged:
    """The stories of some items, and why they are those; few of many are ever explained.

    Attributes:
        stories: that of the oldest item first; each item is in exactly one of them.
    """

    def __init__(self, stories: tuple[Story, ...], pool: _Pool) -> None:
        self.stories = stories
        self._pool = pool

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(item): number for number, item in enumerate(self._pool.items)}

    def explain(self, story: Story) -> Story:
        """Return a story of these items, whichever of them leads it, with the evidence of each."""
        places = [self._numbers[id(item)] for item in story.items]
        evidence = (_LEADS, *(_evidence(self._pool, place, places) for place in places[1:]))
        return replace(story, evidence=evidence)

    def compare(self, one: Item, other: Item) -> Comparison:
        """Say why two of the items are, or are not, one story."""
        pool, a, b = self._pool, self._numbers[id(one)], self._numbers[id(other)]
        mine, its = self._members(a), self._members(b)
        together, needed = mine == its, ALONE * crowd(len(pool.items))
        kind = pool.bonds.get(a, {}).get(b, WORDS)
        likeness = 1.0 if kind != WORDS else max(0.0, pool.space.likeness(a, b))
        found = Evidence(kind=kind, words=shared(pool, a, b), likeness=round(likeness, 3))
        against = "" if together else _against(pool, a, b)
        if not (together or against):
            against = _between(pool, mine, its) if likeness >= needed else _doubted(pool, a, b)
        return Comparison(together=together, evidence=found, needed=needed, against=against)

    def _members(self, number: int) -> list[int]:
        """Return the numbers of the items of the story that holds an item."""
        homes = ([self._numbers[id(item)] for item in story.items] for story in self.stories)
        return next(home for home in homes if number in home)


class _Pool:
    """Some items, oldest first, and what is known about how they belong together."""

    def __init__(
        self, items: Sequence[Item], sources: Mapping[str, Source], earlier: Mapping[str, float]
    ) -> None:
        self.items = items
        self.space = Space(items, headlines.read(items, sources), earlier)
        self.bonds: dict[int, dict[int, str]] = {}

    def groups(self) -> list[list[int]]:
        """Return the numbers of the items of each story, oldest first within and among them."""
        times = [item.published.timestamp() for item in self.items]
        names = [item.source for item in self.items]
        columns = self.space.headlines.columns
        news = [number for number in range(len(self.items)) if number not in columns]
        alike = near(self.space, news, times, names, LIMIT)
        growth = Growth(alike, names, times, LIMIT, self.space.vector)
        self._bind(growth)
        growth.grow()
        return sorted(sorted(members) for members in growth.members if members)

    def _bind(self, growth: Growth) -> None:
        """Join what belongs together whatever its words."""
        home = list(range(len(self.items)))
        for bond in bonds(self.items, self.space, range(len(self.items))):
            one, other = home[bond.one], home[bond.other]
            if one != other and (bond.kind != HEADLINE or growth.may_join(one, other)):
                joined = growth.join(one, other, 1.0)
                for member in growth.members[joined]:
                    home[member] = joined
                one = other = joined
            if one == other:
                self.bonds.setdefault(bond.one, {}).setdefault(bond.other, bond.kind)
                self.bonds.setdefault(bond.other, {}).setdefault(bond.one, bond.kind)


def _story(
    pool: _Pool, numbers: Sequence[int], sources: Mapping[str, Source], language: str
) -> Story:
    items = [pool.items[number] for number in numbers]
    told = items if len(items) == 1 else led(items, sources, language)
    return frozen(_Blank(story_id(items[0]), tuple(told)), Story)


def story_id(item: Item) -> str:
    """Return the id of the story whose oldest item this is.

    It is made of what the source says, not of the archive's numbers: these depend on which source
    answered first, and the same items shall make the same paper, byte for byte.
    """
    marks = "\0".join((item.source, item.key, item.page, item.title))
    digest = blake2b(marks.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    number, pairs = int.from_bytes(digest, "big"), _pairs()
    return f"s{pairs[number >> 30]}{pairs[number >> 20 & 1023]}{pairs[number >> 10 & 1023]}{pairs[number & 1023]}"


@cache
def _pairs() -> list[str]:
    """Return what ten bits are in base32 (RFC 4648), in small letters."""
    signs = "abcdefghijklmnopqrstuvwxyz234567"
    return [f"{one}{other}" for one in signs for other in signs]


def _evidence(pool: _Pool, number: int, members: Sequence[int]) -> Evidence:
    """Return what brought an item into its story: the surest bond, or its words."""
    others = [member for member in members if member != number][:_ASKED]
    likeness, closest = max((pool.space.likeness(number, other), -other) for other in others)
    bound = pool.bonds.get(number)
    kinds = {bound.get(other) for other in others} if bound else ()
    kind = next((kind for kind in (ADDRESS, HEADLINE, LINK) if kind in kinds), WORDS)
    likeness = round(max(0.0, likeness), 3) if kind == WORDS else 1.0
    return Evidence(kind=kind, words=shared(pool, number, -closest), likeness=likeness)


def shared(pool: _Pool, one: int, other: int) -> tuple[str, ...]:
    """Return the rarest words that two items share, as the first of them writes them."""
    item = pool.items[one]
    named = [pool.space.terms[term] for term in pool.space.shared(one, other)[:_NAMED]]
    # A stem begins as its word does, but for "ae", "oe" and "ue".
    begun = {start for term in named for start in (term[:2], f"{term[0]}e")}
    words = [*item.folded.split()[::-1], *pool.space.headlines.words(one)[::-1]]
    forms = {root(word): word for word in words if word[:2] in begun}
    return tuple(_written(f"{item.title} {item.summary}", [forms.get(its, its) for its in named]))


def _written(text: str, words: Sequence[str]) -> Iterator[str]:
    """Yield folded words as a text writes them."""
    small = text.lower()
    for word in words:
        place = _place(small, word)
        if place >= 0:
            yield text[place : place + len(word)]
        else:
            yield next((its for its in _WORD.findall(text) if fold(its) == word), word)


def _place(text: str, word: str) -> int:
    """Return where a word first stands alone, else where it first stands, else -1."""
    first = place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if not (_WORD.match(text, end) or (place and _WORD.match(text, place - 1))):
            return place
        place = text.find(word, place + 1)
    return first


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Why two items are, or are not, one story."""

    together: bool
    evidence: Evidence
    """What the two have in common, whether it was enough or not."""
    needed: float
    """The likeness that two items alone need."""
    against: str = ""
    """What keeps them apart; empty when only likeness is wanting."""


def _against(pool: _Pool, one: int, other: int) -> str:
    """Return what keeps two items apart besides their words, the surest reason first."""
    first, second = pool.items[one], pool.items[other]
    if first.source == second.source:
        return "two items of one source are never joined by likeness"
    for number in (one, other):
        if number in pool.space.headlines.columns:
            return f"“{pool.items[number].title}” is a column, a ticker or a list"
    if abs(first.published.timestamp() - second.published.timestamp()) > LIMIT:
        return "more than three days lie between them"
    if pool.space.disagree(one, other):
        return "under a short headline their summaries share no word"
    return ""


def _doubted(pool: _Pool, one: int, other: int) -> str:
    """Return what made the words of two items count less."""
    if pool.space.plain(one, other) < READ:
        return ""
    said = pool.space.doubt(one, other)[1]
    if not said and pool.space.are_of_one_kind(one, other, pool.space.both(one, other)):
        return "they share the kind of news and no name, and each names something of its own"
    return said


def _between(pool: _Pool, mine: Sequence[int], its: Sequence[int]) -> str:
    """Return what keeps two stories apart that hold an item each, though these are alike enough."""
    if len(mine) == len(its) == 1:
        return "so many items share their words that these two were not compared"
    sources = [{pool.items[number].source for number in story} for story in (mine, its)]
    if not sources[0].isdisjoint(sources[1]):
        return "their stories hold items of one source each, which are never joined by likeness"
    for one, other in product(mine, its):
        if pool.space.likeness(one, other) < 0:
            told = f"“{pool.items[one].title}” and “{pool.items[other].title}”"
            return f"other items of their stories tell different news: {told}"
    return "they are alike, but the others of their stories are not alike enough"
