"""How alike items are: the rare words that both carry, against all that each carries.

Every item is a direction in the space of the day's words (Salton, Wong and Yang 1975, "A vector
space model for automatic indexing"), rare words being longer. An index from word to items finds
the few that can be alike, so the work grows with the items and not with their square. What looks
alike is then read more closely: forms of one word, a run of words in both, and what keeps them
apart.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from math import hypot

from digest.model import Item
from digest.stories.apart import Marks, doubt, everyday, related
from digest.stories.forms import Forms, rarity
from digest.stories.headlines import Headlines

SUMMARY = 0.6
"""What a word of the summary counts, against one of the headline."""
BURDEN = 0.5
"""How much of that counts against likeness: a summary can add more than it takes away."""
LONELY = 0.8
"""What a word counts that no other item has: it cannot be shared, but should not weigh all."""
FORM = 0.6
"""What another form of a word counts, against the same stem."""
FAINT = 0.1
"""Likeness below this is not noted."""
HOPE = 0.18
"""An item must be that alike to one other to join any story."""
CLOSER = 0.25
"""Likeness from which on two items are read more closely."""
CHANCE = 0.07
"""These three hold among a thousand items; they grow as this power of the number, for the more items
there are, the more are alike by chance."""
SURE = 0.6
"""Likeness from which on neither words in other forms nor runs of words are looked for."""
SAME_RUN = 0.6
"""The likeness of two headlines that hold the same telling run of words."""
TELLING = 15.0
"""How rare the words of such a run must be together."""
ONE_WORD = 0.8
"""What the likeness of two items counts that share a single word."""
DOUBTED = 0.39
"""Likeness from which on it is asked what speaks against it."""
APART = -1.0
"""The likeness of what tells different news for certain: one such pair parts a whole story."""
_STEPS = 15
_ALL_STEPS = 40_000
"""How many entries of the index may be looked at: for an item on average, or in all if that is more."""

Vector = dict[str, float]


class Space:
    """The items of a day as directions in the space of its words."""

    def __init__(self, items: Sequence[Item], headlines: Headlines) -> None:
        self.headlines = headlines
        self._items = items
        self._marks: dict[int, Marks] = {}
        self.forms = Forms(chain(*headlines.words, *headlines.summaries))
        counts = self._counted(headlines)
        self.spread = Counter(chain.from_iterable(counts))
        self.rarity = rarity(self.spread, len(counts))
        everyday_ = everyday()
        weight = {
            term: rare * everyday_.get(term, LONELY if self.spread[term] == 1 else 1.0)
            for term, rare in self.rarity.items()
        }
        self.vectors = [_direction(count, weight) for count in counts]

    def _counted(self, headlines: Headlines) -> list[Vector]:
        """Return what each term of each item counts before it is known how rare it is."""
        stem = self.forms.stems.__getitem__
        counts = []
        for words, summary in zip(headlines.words, headlines.summaries, strict=True):
            counted = dict.fromkeys(map(stem, summary), SUMMARY) if summary else {}
            counted.update(dict.fromkeys(map(stem, words), 1.0))
            counted.pop("", None)
            counts.append(counted)
        return counts

    def common(self) -> int:
        """Return in how many items a term may stand to find others, so that finding stays quick."""
        left = max(_STEPS * len(self.vectors), _ALL_STEPS)
        limit = 2
        for count, terms in sorted(Counter(self.spread.values()).items()):
            left -= terms * count * count // 2
            if left < 0:
                break
            limit = max(limit, count)
        return limit

    def plain(self, one: int, other: int) -> float:
        """Return the cosine of the angle between two items, 0 to 1."""
        few, many = self.vectors[one], self.vectors[other]
        if len(few) > len(many):
            few, many = many, few
        return sum([weight * many[term] for term, weight in few.items() if term in many])

    def likeness(self, one: int, other: int) -> float:
        """Return how alike two items are, read closely: 0 to 1, or ``APART``."""
        few, many = self.vectors[one], self.vectors[other]
        both = [term for term in few if term in many]
        alike = sum([few[term] * many[term] for term in both])
        if alike < SURE:
            added, forms = self._forms(few, many)
            told = len(both) + forms
            alike = (alike + FORM * added) * (ONE_WORD if told < 2 else 1.0)
            if told > 2 and alike < SURE and self._run(one, other) >= TELLING:
                alike = SAME_RUN
        if alike < DOUBTED:
            return alike
        factor, _ = self.doubt(one, other)
        return min(alike, 1.0) * factor if factor else APART

    def doubt(self, one: int, other: int) -> tuple[float, str]:
        """Return what speaks against two items telling the same news, as ``apart.doubt`` does."""
        return doubt(self._read(one), self._read(other))

    def shared(self, one: int, other: int) -> list[str]:
        """Return the terms that two items share, those that count most first."""
        few, many = self.vectors[one], self.vectors[other]
        return sorted(few.keys() & many.keys(), key=lambda term: (-few[term] * many[term], term))

    def told(self, words: Sequence[str]) -> float:
        """Return how rare some words are together: how much they tell."""
        stems = self.forms.stems
        return sum(self.rarity.get(stem, 0.0) for stem in {stems[word] for word in words})

    @staticmethod
    def _forms(few: Vector, many: Vector) -> tuple[float, int]:
        """Return what the words add that stand in both, but in another form, and how many they are."""
        right = [term for term in many if len(term) > 4 and term not in few]
        begun = {term[:5]: term for term in right}
        ended = {term[-5:]: term for term in right}
        added, count = 0.0, 0
        for term in [term for term in few if term not in many]:
            its = begun.get(term[:5]) or ended.get(term[-5:])
            if its and related(term, its):
                added += few[term] * many[its]
                count += 1
        return added, count

    def _run(self, one: int, other: int) -> float:
        """Return what the longest run of four words or more tells that both headlines hold."""
        words, others = self.headlines.words[one], self.headlines.words[other]
        if len(words) < 4 or len(others) < 4:
            return 0.0
        text = f" {' '.join(others)} "
        best, start = 0.0, 0
        for end in range(4, len(words) + 1):
            if f" {' '.join(words[start:end])} " in text:
                best = max(best, self.told(words[start:end]))
            else:
                start = end - 3
        return best

    def forget(self) -> None:
        """Forget what was read closely; it is read again when asked for."""
        self._marks.clear()

    def _read(self, number: int) -> Marks:
        found = self._marks.get(number)
        if found is None:
            found = Marks(
                self._items[number].title, self.headlines.words[number], self.headlines.numbers
            )
            self._marks[number] = found
        return found


def _direction(counted: Vector, weight: Vector) -> Vector:
    """Weigh the terms of an item and bring it to a length of about 1."""
    weighed = [count * weight[term] for term, count in counted.items()]
    length = hypot(*weighed)
    if SUMMARY in counted.values():
        length = hypot(
            *[
                each if count > SUMMARY else BURDEN * each
                for each, count in zip(weighed, counted.values(), strict=True)
            ]
        )
    return dict(zip(counted, [each / (length or 1.0) for each in weighed], strict=True))


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
    faint, hopeful, closely = FAINT * crowd, HOPE * crowd, CLOSER * crowd
    ones, others, values = array("i"), array("i"), array("d")
    hope = [False] * len(times)
    for number, met in _met(space, numbers):
        group, oldest = groups[number], times[number] - limit
        for other, likeness in met.items():
            if likeness >= faint and groups[other] != group and times[other] >= oldest:
                if likeness >= hopeful:
                    hope[number] = hope[other] = True
                ones.append(number)
                others.append(other)
                values.append(likeness)
    alike: list[dict[int, float]] = [{} for _ in times]
    for number, other, likeness in zip(ones, others, values, strict=True):
        if hope[number] and hope[other]:
            close = space.likeness(number, other) if likeness >= closely else likeness
            alike[number][other] = alike[other][number] = close
    space.forget()
    return alike


def _met(space: Space, numbers: Sequence[int]) -> Iterator[tuple[int, dict[int, float]]]:
    """Yield each item with the earlier ones that share rare words with it, and how alike they are."""
    index = _index(space)
    for number in numbers:
        met: dict[int, float] = {}
        already = met.get
        for term, weight in space.vectors[number].items():
            entry = index.get(term)
            if entry:
                found, weights = entry
                for other, its in zip(found, weights, strict=True):
                    met[other] = already(other, 0.0) + weight * its
                found.append(number)
                weights.append(weight)
        yield number, met


def _index(space: Space) -> dict[str, tuple[list[int], list[float]]]:
    """Return an empty list of items, and of what it counts in each, for each term that finds others."""
    common = space.common()
    return {term: ([], []) for term, count in space.spread.items() if 1 < count <= common}
