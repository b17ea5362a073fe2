"""How rare a stem is: in the items of a day, in earlier ones of its sources, and in headlines at large.

Words are brought to their stems once per word and not per item (``digest.stems``). What only shares
a part (*Abmahnwelle*, *Bankeinbruch*) is left to the closer look at two headlines: counted for every
item, the parts of compounds made more strangers alike on the labelled days than they brought
together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import chain
from math import log
from pathlib import Path

from digest.model import NOTHING
from digest.stems import is_number, stem, stop_words

_DATA = Path(__file__).parents[1] / "data"

_BACKGROUND = 1000
"""So many headlines of other days stand behind the words of today."""
_UNHEARD = 1e-4
"""How often a word is taken to occur in them that is not in the list."""
_RECURRING = 3
"""In so many earlier headlines a word stands that recurs."""
_ENOUGH = 500
"""So many earlier headlines show how often; of fewer it is taken that the others lack the word."""


def recurring(texts: Collection[str]) -> dict[str, float]:
    """Return in what share of earlier headlines each stem stands, of those that recur.

    What the sources speak of all the time ("data breach" in feeds on security) is no evidence that
    two of them speak of the same.

    Args:
        texts: of headlines of the same sources, as ``stems.terms`` writes them; of days that are over,
            so that what is running still is not among them.
    """
    headlines = (set(text.partition("\n")[0].split()) for text in texts)
    found = Counter(chain.from_iterable(headlines))
    total = max(len(texts), _ENOUGH)
    return {term: count / total for term, count in found.items() if count >= _RECURRING}


def rarity(
    terms: Sequence[str],
    spread: Sequence[int],
    total: int,
    earlier: Mapping[str, float] = NOTHING,
) -> list[float]:
    """Weigh each term by how rare it is in the day's items, in earlier ones and in headlines at large.

    The logarithm of one over its share of both together (Spärck Jones 1972, "A statistical
    interpretation of term specificity"), so that on a day of five items "new" is still not rare.

    Args:
        terms: stems.
        spread: in how many items each of them stands.
        total: how many items there are.
        earlier: what ``recurring`` found; it counts where it is more than at large.
    """
    usually = shares(earlier)
    heard, everything = {**_verbs(usually), **usually}, total + _BACKGROUND
    unheard = {count: log(everything / (count + _BACKGROUND * _UNHEARD)) for count in set(spread)}
    return [
        log(everything / (count + _BACKGROUND * heard[term])) if term in heard else unheard[count]
        for term, count in zip(terms, spread, strict=True)
    ]


def _verbs(usually: Mapping[str, float]) -> dict[str, float]:
    """Return the shares of German verbs by the terms that they stand in: test-et, plan-t, steig(-t)."""
    verbs: dict[str, float] = {}
    for ending in ("et", "t"):  # the shorter one is the likelier one
        length = len(ending)
        bare = ((word[:-length], its) for word, its in usually.items() if word.endswith(ending))
        verbs.update((term, its) for term, its in bare if len(term) > 4 and term[-1] != "t")
        verbs.update(
            (f"{word}{ending}", its) for word, its in usually.items() if len(word) + length > 4
        )
    return verbs


def shares(earlier: Mapping[str, float]) -> Mapping[str, float]:
    """Return in what share of headlines each stem stands: at large, or in earlier ones where that is more."""
    usually = _usual()
    more = {term: share for term, share in earlier.items() if share > usually.get(term, 0.0)}
    return {**usually, **more} if more else usually


def usual(root: str) -> float:
    """Return the share of headlines at large that a stem stands in, 0 to 1; 0 when it is not common."""
    return _usual().get(root, 0.0)


def at_large(word: str) -> float:
    """Return the share of headlines at large that a folded word stands in; 1 for one without news in it."""
    return 1.0 if word in stop_words() or is_number(word) else usual(stem(word))


@cache
def _usual() -> Mapping[str, float]:
    """Return in what share of headlines each stem stands, as far as they are common."""
    shares: dict[str, float] = {}
    for line in (_DATA / "headline-words.tsv").read_text(encoding="utf-8").splitlines():
        count, _, words = line.partition("\t")
        for word in words.split() if count[0] != "#" else ():
            its = stem(word)
            shares[its] = max(shares.get(its, 0.0), int(count) / 10_000)
    return shares


def related(one: str, other: str) -> bool:
    """Say whether two stems are forms of a word: one in the other, or long the same at the start."""
    short, long = sorted((one, other), key=len)
    if len(short) < 5:
        return False
    if long.startswith(short) or long.endswith(short):
        return True
    same = next(
        (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    return same >= 6 and same >= 0.6 * len(short)
