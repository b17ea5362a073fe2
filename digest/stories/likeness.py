"""How alike items are: the rare words that both carry, against all that each carries.

Every item is a direction in the space of the day's words (Salton, Wong and Yang 1975, "A vector
space model for automatic indexing"), rare words being longer. An index from word to items finds
the few that can be alike, so the work grows with the items and not with their square. What looks
alike is then read more closely: forms of one word, a run of words in both, and what keeps them
apart.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import accumulate, chain, count, takewhile
from math import sqrt

from digest.model import Item
from digest.stems import root
from digest.stories.apart import Marks, doubt, everyday, related
from digest.stories.forms import rarity, usual
from digest.stories.growth import ALONE
from digest.stories.headlines import Headlines

SUMMARY = 0.6
"""What a word of the summary counts, against one of the headline."""
BURDEN = 0.5
"""How much of that counts against likeness: a summary can add more than it takes away."""
LONELY = 0.8
"""What a word counts that no other item has: it cannot be shared, but should not weigh all."""
FORM = 0.6
"""What another form of a word counts, against the same stem."""
FAINT = 0.08
"""Likeness below this is not noted."""
HOPE = 0.18
"""An item must be that alike to one other to join any story."""
READ = 0.25
"""Likeness by their rarest words from which on two items are compared by all."""
CLOSER = 0.3
"""Likeness by all words from which on they are read more closely."""
BOUND = 0.27
"""Likeness from which on two items may hang together, over others: what is faintly alike to one of
them is compared with the other too."""
CHANCE = 0.07
"""These four hold among a thousand items; they grow as this power of the number, for the more items
there are, the more are alike by chance."""
SURE = 0.45
"""Likeness from which on neither words in other forms nor runs of words are looked for."""
_FEW = 3
"""Who share fewer words are read closely however alike they are."""
SAME_RUN = 0.6
"""The likeness of two headlines that hold the same telling run of words."""
TELLING = 15.0
"""How rare the words of such a run must be together."""
ONE_WORD = 0.8
"""What the likeness of two items counts that share a single word, names of places and platforms aside."""
DOUBTED = 0.39
"""Likeness from which on it is asked what speaks against it."""
APART = -1.0
"""The likeness of what tells different news for certain: one such pair parts a whole story."""
_BURST = 4
"""So much commoner than at large is what the day talks of."""
_UNUSUAL = 5e-4
"""Words in a smaller share of headlines than this are in no list of usual ones."""
_LATEST = 40
"""So many items are found by a word that is too common to find all."""
_STEPS = 15
_ALL_STEPS = 40_000
"""How many entries of the index may be looked at: for an item on average, or in all if that is more."""

Vector = dict[int, float]
"""What each term counts; terms are numbered in the order in which a day's items bring them."""


class Space:
    """The items of a day as directions in the space of its words."""

    def __init__(self, items: Sequence[Item], headlines: Headlines) -> None:
        self.headlines = headlines
        self._items = items
        self._marks: dict[int, Marks] = {}
        self._vectors: dict[int, Vector] = {}
        self._numbers, self.firsts, self.others = _numbered(headlines.terms)
        self.terms = list(self._numbers)
        found = Counter(chain.from_iterable(chain(self.firsts, self.others)))
        self.spread = [found[term] for term in range(len(self.terms))]
        self.rarity = rarity(self.terms, self.spread, len(items))
        everyday_ = everyday()
        self._usual = {n for n, term in enumerate(self.terms) if term in everyday_}
        self.weight = [
            rare * everyday_.get(term, LONELY if times == 1 else 1.0)
            for term, rare, times in zip(self.terms, self.rarity, self.spread, strict=True)
        ]
        self.scale = self._scaled()
        self._begins = [term[:5] for term in self.terms]
        self._ends = [term[-5:] for term in self.terms]

    def _scaled(self) -> list[float]:
        """Return by what the terms of each item are multiplied to bring it to a length of about 1."""
        square = [weight * weight for weight in self.weight].__getitem__
        burden = (BURDEN * SUMMARY) ** 2
        return [
            1 / sqrt(sum(map(square, first)) + burden * sum(map(square, other)) or 1.0)
            for first, other in zip(self.firsts, self.others, strict=True)
        ]

    def vector(self, number: int) -> Vector:
        """Return what each term of an item counts."""
        found = self._vectors.get(number)
        if found is None:
            weight, scale = self.weight, self.scale[number]
            found = {term: weight[term] * scale for term in self.firsts[number]}
            if self.others[number]:
                scale *= SUMMARY
                found.update([(term, weight[term] * scale) for term in self.others[number]])
            self._vectors[number] = found
        return found

    def common(self) -> int:
        """Return in how many items a term may stand to find others, so that finding stays quick."""
        left = max(_STEPS * len(self.firsts), _ALL_STEPS)
        limit = 2
        for times, terms in sorted(Counter(self.spread).items()):
            left -= terms * times * times // 2
            if left < 0:
                break
            limit = max(limit, times)
        return limit

    def talked_of(self, common: int) -> frozenset[int]:
        """Return terms in more items than *common*, but far rarer at large; not so many that it takes long."""
        total, left = len(self.firsts), max(_STEPS * len(self.firsts), _ALL_STEPS)
        found = [
            (times, term)
            for term, times in enumerate(self.spread)
            if times > common and times > _BURST * total * max(usual(self.terms[term]), _UNUSUAL)
        ]
        steps = accumulate(times * _LATEST for times, _ in sorted(found))
        kept = takewhile(lambda pair: pair[0] <= left, zip(steps, sorted(found), strict=True))
        return frozenset(term for _, (_, term) in kept)

    def plain(self, one: int, other: int) -> float:
        """Return the cosine of the angle between two items, 0 to 1."""
        few, many = self.vector(one), self.vector(other)
        return sum([few[term] * many[term] for term in few.keys() & many.keys()])

    def likeness(self, one: int, other: int) -> float:
        """Return how alike two items are, read closely: 0 to 1, or ``APART``."""
        few, many = self.vector(one), self.vector(other)
        both = few.keys() & many.keys()
        alike = sum([few[term] * many[term] for term in both])
        if alike < CLOSER:
            return alike
        if alike < SURE or len(both) < _FEW:
            added, forms = self._forms(few, many)
            told = len(both - self._usual) + forms
            alike = (alike + FORM * added) * (ONE_WORD if told < 2 else 1.0)
            if len(both) + forms > 2 and alike < SURE and self._run(one, other, both) >= TELLING:
                alike = SAME_RUN
        if alike < DOUBTED or self.headlines.lines[one] == self.headlines.lines[other]:
            return min(alike, 1.0)
        factor, _ = self.doubt(one, other)
        return min(alike, 1.0) * factor if factor else APART

    def doubt(self, one: int, other: int) -> tuple[float, str]:
        """Return what speaks against two items telling the same news, as ``apart.doubt`` does."""
        return doubt(self._read(one), self._read(other))

    def shared(self, one: int, other: int) -> list[int]:
        """Return the terms that two items share, the rarest first."""
        both = self.vector(one).keys() & self.vector(other).keys()
        return sorted(sorted(both), key=self.rarity.__getitem__, reverse=True)

    def told(self, words: Iterable[str]) -> float:
        """Return how rare some words are together: how much they tell."""
        return sum([self._rare(term) for term in {root(word) for word in words}])

    def _rare(self, term: str) -> float:
        number = self._numbers.get(term)
        return 0.0 if number is None else self.rarity[number]

    def _forms(self, few: Vector, many: Vector) -> tuple[float, int]:
        """Return what the words add that stand in both, but in another form, and how many they are."""
        begins, ends = self._begins, self._ends
        right = [term for term in many if term not in few]
        begun = {begins[term]: term for term in right}
        ended = {ends[term]: term for term in right}
        added, found = 0.0, 0
        for term in few:
            if term not in many and (begins[term] in begun or ends[term] in ended):
                its = begun.get(begins[term], ended.get(ends[term], term))
                if related(self.terms[term], self.terms[its]):
                    added += few[term] * many[its]
                    found += 1
        return added, found

    def _run(self, one: int, other: int, both: Iterable[int]) -> float:
        """Return what the longest run of four words or more tells that both headlines hold."""
        if sum([self.rarity[term] for term in both]) < TELLING:
            return 0.0
        words, others = self.headlines.words(one), f" {self.headlines.lines[other]} "
        best, start = 0.0, 0
        for end in range(4, len(words) + 1):
            if f" {' '.join(words[start:end])} " in others:
                best = max(best, self.told(words[start:end]))
            else:
                start = end - 3
        return best

    def forget(self) -> None:
        """Forget what was read closely; it is read again when asked for."""
        self._marks.clear()
        self._vectors.clear()

    def _read(self, number: int) -> Marks:
        found = self._marks.get(number)
        if found is None:
            words = self.headlines.words(number)
            found = Marks(self._items[number].title, words, self.headlines.numbers)
            self._marks[number] = found
        return found


_Terms = list[tuple[int, ...]]


def _numbered(texts: Sequence[str]) -> tuple[dict[str, int], _Terms, _Terms]:
    """Number the terms of some items, and return them as ``stems.terms`` has parted them."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    firsts, others, number = [], [], numbers.__getitem__
    for text in texts:
        first, _, other = text.partition("\n")
        firsts.append(tuple(map(number, first.split(" "))) if first else ())
        others.append(tuple(map(number, other.split(" "))) if other else ())
    return dict(numbers), firsts, others


def near(
    space: Space,
    numbers: Sequence[int],
    times: Sequence[float],
    groups: Sequence[str],
    limit: float,
) -> list[dict[int, float]]:
    """Find the pairs of items that are alike.

    Args:
        space: the items.
        numbers: which of them to look at, oldest first.
        times: of all items, in seconds.
        groups: of all items; two of one group (their source) are never compared.
        limit: how many seconds apart two may be.

    Returns:
        For each item of *space* the numbers of those alike and how much; the relation is mutual.
        Items that are not even ``HOPE`` alike to any other are left out.
    """
    crowd = max(len(numbers) / 1000, 0.1) ** CHANCE
    faint, hopeful, closely = FAINT * crowd * crowd, HOPE * crowd, READ * crowd
    ones, others, values = array("i"), array("i"), array("d")
    for number, met in _met(space, numbers):
        group, oldest = groups[number], times[number] - limit
        for other, likeness in met.items():
            if likeness >= faint and groups[other] != group and times[other] >= oldest:
                ones.append(number)
                others.append(other)
                values.append(likeness)
    alike: list[dict[int, float]] = [{} for _ in times]
    same = list(range(len(times)))  # one object for each number, however often it is noted
    for one, other, likeness in zip(ones, others, values, strict=True):
        if likeness >= hopeful:
            close = space.likeness(one, other) if likeness >= closely else likeness
            alike[one][same[other]] = alike[other][same[one]] = close
    space.forget()
    homes = _homes(alike, min(BOUND * crowd, ALONE))
    around = [{homes[other] for other in near} if near else _NOWHERE for near in alike]
    for one, other, likeness in zip(ones, others, values, strict=True):
        if likeness < hopeful and (homes[other] in around[one] or homes[one] in around[other]):
            alike[one][same[other]] = alike[other][same[one]] = likeness
    return alike


_NOWHERE: set[int] = set()


def _homes(alike: Sequence[dict[int, float]], bound: float) -> list[int]:
    """Return for each item the first of those that it hangs together with by pairs that alike."""
    home = list(range(len(alike)))
    for one, near in enumerate(alike):
        for other, likeness in near.items():
            if likeness >= bound and other < one:
                first, second = _first(home, one), _first(home, other)
                home[max(first, second)] = min(first, second)
    return [_first(home, number) for number in home]


def _first(home: list[int], number: int) -> int:
    """Return the first item of a set, and shorten the way to it (Tarjan 1975)."""
    while home[number] != number:
        home[number] = number = home[home[number]]
    return number


def _met(space: Space, numbers: Sequence[int]) -> Iterator[tuple[int, dict[int, float]]]:
    """Yield each item with the earlier ones that share rare words with it, and how alike they are.

    What many tell has no rare words: every word of it stands in many items. So what
    the day talks of finds others too, however often it occurs, but the latest alone.
    """
    index: defaultdict[int, _Entry] = defaultdict(lambda: ([], []))
    common = space.common()
    news = space.talked_of(common)
    for number in numbers:
        met: dict[int, float] = {}
        already = met.get
        for term, weight in _finders(space, number, common, news):
            found, weights = index[term]
            latest = 0 if space.spread[term] <= common else -_LATEST
            for other, its in zip(found[latest:], weights[latest:], strict=True):
                met[other] = already(other, 0.0) + weight * its
            found.append(number)
            weights.append(weight)
        yield number, met


_Entry = tuple[list[int], list[float]]


def _finders(space: Space, number: int, common: int, news: Set[int]) -> list[tuple[int, float]]:
    """Return the terms by which an item finds others, and what each of them counts in it."""
    spread, weight, scale = space.spread, space.weight, space.scale[number]
    first, other = space.firsts[number], space.others[number]
    found = [(term, weight[term] * scale) for term in first if 1 < spread[term] <= common]
    if other:
        less = SUMMARY * scale
        found += [(term, weight[term] * less) for term in other if 1 < spread[term] <= common]
    if not news.isdisjoint(first):
        found += [(term, weight[term] * scale) for term in first if term in news]
    return found
