"""How alike items are: the rare words that both carry, against all that each carries.

Every item is a direction in the space of the day's words (Salton, Wong and Yang 1975, "A vector
space model for automatic indexing"), rare words being longer. An index from word to items finds
the few that can be alike, so the work grows with the items and not with their square. What looks
alike is then read more closely: forms of one word, a run of words in both, and what keeps them
apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import chain, count, islice, pairwise
from math import sqrt

from digest.model import NOTHING, Item
from digest.stems import root
from digest.stories.apart import Marks, are_apart, are_elsewhere, doubt
from digest.stories.forms import rarity, related, shares
from digest.stories.growth import crowd
from digest.stories.headlines import Headlines
from digest.stories.kinds import Kinds
from digest.stories.memo import Memo
from digest.stories.names import everyday
from digest.stories.vectors import Vector

SUMMARY = 0.6
"""What a word of the summary counts, against one of the headline."""
BURDEN = 0.5
"""How much of that counts against likeness: a summary can add more than it takes away."""
LONELY = 0.8
"""What a word counts that no other item has: it cannot be shared, but should not weigh all."""
FORM = 0.6
"""What another form of a word counts, against the same stem."""
HOPE = 0.2
"""An item must be that alike to one other to join any story."""
READ = 0.3
"""Likeness from which on two items are read more closely; both grow as ``growth.crowd`` does."""
SURE = 0.45
"""Likeness from which on neither words in other forms nor runs of words are looked for."""
OFTEN = 0.05
"""The share of headlines from which on a word is as little evidence as the name of a place."""
_FEW = 3
"""Who share fewer words are read closely however alike they are."""
SAME_RUN = 0.6
"""The likeness of two headlines that hold the same telling run of words."""
TELLING = 15.0
"""How rare the words of such a run must be together."""
ONE_WORD = 0.8
"""What the likeness of two items counts that share a single word, names of places and platforms and
what stands in many headlines aside."""
ONLY_NAMES = 0.5
"""What it counts when they share nothing else: much happens to "creators" on YouTube in a day."""
SAME_KIND = 0.5
"""What it counts when they share no name and each tells of its own (``kinds``)."""
COMMON = 0.001
"""The share of headlines at large from which on a word is common: two such stand together by chance."""
DOUBTED = 0.39
"""Likeness from which on doubts count; what is certain always does, and that two share but a kind of news."""
APART = -1.0
"""The likeness of what tells different news for certain: one such pair parts a whole story."""
_LOOKED_AT = 30
"""So many earlier items are looked at for each one."""
_FINDERS = 8
"""So many of its words find an item."""
_SEVERAL = 5
"""So many items show what their source says under everything."""
_SHORT = 3
"""A headline of so few words may stand over any text."""
_TEXT = 6
"""A summary of so many words more tells what it is about."""
_BRIEF = 4
"""A headline of so few words may be like another one by a single word."""
_Terms = list[tuple[int, ...]]


class Space:
    """The items of a day as directions in the space of its words.

    Args:
        items: all of them; by their places here they are numbered everywhere.
        headlines: theirs, as ``headlines.read`` returns them.
        earlier: in what share of earlier headlines each stem stands (``forms.recurring``).
    """

    def __init__(
        self,
        items: Sequence[Item],
        headlines: Headlines,
        earlier: Mapping[str, float] = NOTHING,
    ) -> None:
        self.headlines = headlines
        self.crowd = crowd(len(items))
        self._marks = Memo(partial(_marks, items, headlines))
        self._numbers, self._firsts, others = _numbered(headlines.terms)
        self._others = _without_refrains(items, others, self._firsts)
        self.terms = list(self._numbers)
        found = Counter(chain.from_iterable(chain(self._firsts, self._others)))
        self._spread = list(map(found.__getitem__, range(len(self.terms))))
        self.rarity = rarity(self.terms, self._spread, len(items), earlier)
        everyday_, often = everyday(), shares(earlier)
        self._usual = self._among(everyday_)
        self._usual |= self._among(term for term, share in often.items() if share >= OFTEN)
        self._common = self._among(term for term, share in often.items() if share >= COMMON)
        self._common |= self._usual
        self._weight = [
            rare * everyday_.get(term, LONELY if times == 1 else 1.0)
            for term, rare, times in zip(self.terms, self.rarity, self._spread, strict=True)
        ]
        self._kinds = Kinds(items, self._numbers, self._firsts)
        self._scale = self._scaled()

    def _among(self, terms: Iterable[str]) -> set[int]:
        """Return the numbers of those of some terms that an item has."""
        numbers = self._numbers
        return {numbers[term] for term in terms if term in numbers}

    def _scaled(self) -> list[float]:
        """Return by what the terms of each item are multiplied to bring it to a length of about 1."""
        square = [weight * weight for weight in self._weight].__getitem__
        burden = (BURDEN * SUMMARY) ** 2
        return [
            1 / sqrt(sum(map(square, first)) + burden * sum(map(square, other)) or 1.0)
            for first, other in zip(self._firsts, self._others, strict=True)
        ]

    def vector(self, number: int) -> Vector:
        """Return what each term of an item counts, less those that no other item has."""
        weight, spread, scale = self._weight, self._spread, self._scale[number]
        found = {term: weight[term] * scale for term in self._firsts[number] if spread[term] > 1}
        if self._others[number]:
            scale *= SUMMARY
            more = [term for term in self._others[number] if spread[term] > 1]
            found.update([(term, weight[term] * scale) for term in more])
        return found

    def along(self, vector: Vector, numbers: Iterable[int]) -> list[float]:
        """Return the inner products of a vector and some items, which need not be made vectors for it."""
        weight, firsts, others, scale = self._weight, self._firsts, self._others, self._scale
        lengths = []
        for number in numbers:
            length = 0.0
            for term in firsts[number]:
                if term in vector:
                    length += vector[term] * weight[term]
            if others[number]:
                more = 0.0
                for term in others[number]:
                    if term in vector:
                        more += vector[term] * weight[term]
                length += SUMMARY * more
            lengths.append(length * scale[number])
        return lengths

    def both(self, one: int, other: int) -> set[int]:
        """Return the terms that two items share."""
        mine, its = self._firsts[one] + self._others[one], self._firsts[other] + self._others[other]
        return set(mine).intersection(its)

    def share_news(self, vector: Vector, other: int) -> bool:
        """Say whether an item's vector and another item share more than a few common words, places and platforms."""
        common, found = self._common, 0
        for terms in (self._firsts[other], self._others[other]):
            for term in terms:
                if term in vector:
                    found += 1
                    if found == _FEW or term not in common:
                        return True
        return False

    def finders(self, number: int) -> list[int]:
        """Return the terms by which others find an item: the headline's before the summary's, rare ones first."""
        spread = self._spread
        first = [term for term in self._firsts[number] if spread[term] > 1]
        first.sort(key=spread.__getitem__)
        if len(first) < _FINDERS and self._others[number]:
            other = [term for term in self._others[number] if spread[term] > 1]
            other.sort(key=spread.__getitem__)
            first += other
        return first[:_FINDERS]

    def is_brief(self, number: int) -> bool:
        """Say whether one word in common can make an item like another one."""
        return len(self._firsts[number]) <= _BRIEF

    def plain(self, one: int, other: int) -> float:
        """Return the cosine of the angle between two items, 0 to 1."""
        return self.along(self.vector(one), (other,))[0]

    def likeness(self, one: int, other: int) -> float:
        """Return how alike two items are: 0 to 1, or ``APART``."""
        alike = self.plain(one, other)
        return alike if alike < READ * self.crowd else self.read_closely(one, other, alike)

    def read_closely(self, one: int, other: int, alike: float) -> float:
        """Return how alike two items are whose words are that alike: 0 to 1, or ``APART``."""
        both = self.both(one, other)
        if alike < SURE or len(both) < _FEW:
            added, forms = self._forms(one, other, both)
            told = len(both - self._usual) + forms
            alike = (alike + FORM * added) * (ONLY_NAMES, ONE_WORD, 1.0)[min(told, 2)]
            if len(both) + forms > 2 and alike < SURE and self._run(one, other) >= TELLING:
                alike = SAME_RUN
        if self.headlines.lines[one] == self.headlines.lines[other]:
            return APART if self.disagree(one, other) else min(alike, 1.0)
        if alike < DOUBTED and self._are_apart(one, other, both):
            return APART
        factor = self.doubt(one, other)[0] if alike >= DOUBTED else 1.0
        if factor and self.are_of_one_kind(one, other, both):
            factor *= SAME_KIND
        return min(alike, 1.0) * factor if factor else APART

    def _are_apart(self, one: int, other: int, both: Set[int]) -> bool:
        """Say whether what two items share is at least half of a headline, and differs for certain."""
        fewest = min(len(self._firsts[one]), len(self._firsts[other]))
        return 2 * len(both) >= fewest and are_apart(self._marks[one], self._marks[other])

    def doubt(self, one: int, other: int) -> tuple[float, str]:
        """Return what speaks against two items telling the same news, as ``apart.doubt`` does."""
        return doubt(self._marks[one], self._marks[other])

    def are_of_one_kind(self, one: int, other: int, both: Set[int]) -> bool:
        """Say whether two items share no name and the kind of what they tell; *both*: their terms."""
        return self._kinds.are_all(both, one, other, self._are_elsewhere)

    def _are_elsewhere(self, one: int, other: int) -> bool:
        return are_elsewhere(self._marks[one], self._marks[other])

    def disagree(self, one: int, other: int) -> bool:
        """Say whether two items under the same short headline tell nothing that is the same.

        "Scheduled maintenance", "Links of the week": of 3,000 real pairs of one headline with a summary
        each, nearly all that share no word of it have a short headline and tell different news.
        """
        mine, its = self._others[one], self._others[other]
        short = len(self._firsts[one]) <= _SHORT and self._firsts[one] == self._firsts[other]
        return short and min(len(mine), len(its)) >= _TEXT and not set(mine).intersection(its)

    def shared(self, one: int, other: int) -> list[int]:
        """Return the terms that two items share, the rarest first."""
        return sorted(sorted(self.both(one, other)), key=self.rarity.__getitem__, reverse=True)

    def told(self, words: Iterable[str]) -> float:
        """Return how rare some words are together: how much they tell."""
        return sum([self._rare(term) for term in dict.fromkeys(map(root, words))])

    def _rare(self, term: str) -> float:
        number = self._numbers.get(term)
        return 0.0 if number is None else self.rarity[number]

    def _forms(self, one: int, other: int, both: Set[int]) -> tuple[float, int]:
        """Return what the words add that stand in both, but in another form, and how many they are."""
        terms, weight = self.terms, self._weight
        right = [term for term in self._firsts[other] if term not in both]
        begun = {terms[term][:5]: term for term in right}
        ended = {terms[term][-5:]: term for term in right}
        added, found = 0.0, 0
        for term in self._firsts[one]:
            word = terms[term]
            if term not in both and (word[:5] in begun or word[-5:] in ended):
                its = begun.get(word[:5], ended.get(word[-5:], term))
                if related(word, terms[its]):
                    added += weight[term] * weight[its]
                    found += 1
        return added * self._scale[one] * self._scale[other], found

    def _run(self, one: int, other: int) -> float:
        """Return what the longest run of four words or more tells that both headlines hold."""
        both = set(self._firsts[one]).intersection(self._firsts[other])
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


def _marks(items: Sequence[Item], headlines: Headlines, number: int) -> Marks:
    return Marks(items[number].title, headlines.words(number), headlines.numbers)


def _numbered(texts: Sequence[str]) -> tuple[dict[str, int], _Terms, _Terms]:
    """Number the terms of some items as they come.

    Args:
        texts: what is counted of each item, as ``stems.terms`` writes it.

    Returns:
        The number of each term; the terms of each item's headline, and those of its summary.
    """
    numbers, firsts, others = defaultdict[str, int](count().__next__), _Terms(), _Terms()
    number = numbers.__getitem__
    for text in texts:
        first, _, other = text.partition("\n")
        firsts.append(tuple(map(number, first.split(" "))) if first else ())
        others.append(tuple(map(number, other.split(" "))) if other else ())
    numbers.default_factory = None
    return numbers, firsts, others


def _without_refrains(items: Sequence[Item], others: _Terms, firsts: _Terms) -> _Terms:
    """Leave out what a source says in each of its summaries and in no headline: it is no news.

    Hacker News writes "Article URL: ... Comments URL: ... Points: ..." under everything.
    """
    told, places = others.copy(), defaultdict[str, list[int]](list)
    for number, item in enumerate(items):
        if others[number]:
            places[item.source].append(number)
    for numbers in places.values():
        if len(numbers) >= _SEVERAL and (refrain := _in_all(map(others.__getitem__, numbers))):
            refrain.difference_update(*[firsts[it] for it in numbers])
            for number in numbers if refrain else ():
                told[number] = tuple([it for it in others[number] if it not in refrain])
    return told


def _in_all(texts: Iterator[Iterable[int]]) -> set[int]:
    """Return the terms that stand in each of some texts."""
    found = set(next(texts))
    for text in texts:
        found.intersection_update(text)
        if not found:
            break
    return found


def near(
    space: Space,
    numbers: Sequence[int],
    times: Sequence[float],
    groups: Sequence[str],
    limit: float,
    *,
    listed: Container[int] | None = None,
) -> list[dict[int, float]]:
    """Find the pairs of items that are alike.

    Args:
        space: the items.
        numbers: which of them to look at; each finds those before it, the last first.
        times: of all items, in seconds.
        groups: of all items; two of one group (their source) are never compared.
        limit: how many seconds apart two may be.
        listed: those that can be found by the ones behind them; None: all.

    Returns:
        For each item of *space* the numbers of those so alike that they may belong together, and how
        much; the relation is mutual.
    """
    hope, read = HOPE * space.crowd, READ * space.crowd
    alike: list[dict[int, float]] = [{} for _ in times]
    for number, met in _met(space, numbers, listed):
        group, time = groups[number], times[number]
        found = [it for it in met if groups[it] != group and abs(times[it] - time) <= limit]
        vector = space.vector(number) if found else {}
        for other, likeness in zip(found, space.along(vector, found), strict=True):
            if likeness >= read:
                likeness = space.read_closely(number, other, likeness)
            elif likeness < hope or not space.share_news(vector, other):
                continue
            alike[number][other] = alike[other][number] = likeness
    return alike


def _met(
    space: Space, numbers: Sequence[int], listed: Container[int] | None
) -> Iterator[tuple[int, Iterable[int]]]:
    """Yield each item with the earlier ones that share words with it.

    Every item looks at as many others, however rare its words are, and so the work grows with the
    number of items: first at those that share the rarest word of its headline, the latest first.
    """
    index: defaultdict[int, list[int]] = defaultdict(list)
    for number in numbers:
        entries = list(map(index.__getitem__, space.finders(number)))
        met = list(islice(chain.from_iterable(map(reversed, entries)), _LOOKED_AT))
        if listed is None or number in listed:
            for entry in entries:
                entry.append(number)
        if not met:
            continue
        others = set(met)
        if space.is_brief(number):
            yield number, others
        elif len(others) < len(met):
            yield number, {other for other, another in pairwise(sorted(met)) if other == another}
