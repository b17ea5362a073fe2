"""What words say for a story and against it: does it lie on the reader's beat, does its headline try too hard?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from digest import rules, words
from digest.model import NOTHING, Item

ON_BEAT, NEAR_BEAT = 1.0, 0.5

BAIT = (
    '"will shock you"',
    '"blow your mind"',
    '"won\'t believe"',
    '"happens next"',
    '"happened next"',
    '"this one trick"',
    '"simple trick*"',
    '"weird trick*"',
    '"can\'t stop laughing"',
    '"nie glauben"',
    '"nicht glauben was"',
    '"nicht glauben wie"',
    '"was dann geschah"',
    '"was dann passierte"',
    '"dann passiert*"',
    '"diese* trick*"',
    '"ahnen sie nie"',
    '"steckt dahinter"',
    '"macht sprachlos"',
)
"""Headlines that hold the news back, as patterns of feeds.yaml. After Potthast, Köpsel, Stein and Hagen,
Clickbait Detection, ECIR 2016, and Chakraborty et al., Stop Clickbait, ASONAM 2016."""

# It begins with a set of letters, and not with \b, so that re skips what holds none of them.
_CAPITALS = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜ]{3}(?<=\b.{4})[A-ZÄÖÜ]*\W+[A-ZÄÖÜ]{4,}\b")
_LONG = 16
"""A headline of so many capitals is shouted; a shorter one may be a name."""
_ROW = re.compile(r"[!?] ?[!?]")
# fmt: off
_GENERIC = frozenset({
    "aktuell", "aktuelles", "all", "alle", "alles", "allgemein", "allgemeines", "and", "blog",
    "blogs", "das", "der", "die", "feed", "feeds", "for", "fuer", "main", "misc", "mit", "more",
    "nachrichten", "neu", "neues", "new", "news", "other", "sonstiges", "the", "top", "und",
    "von", "web", "wichtig",
})
# fmt: on
"""Words of a section's name that say nothing of a beat."""


def near(
    prefer: Sequence[str],
    sections: Iterable[str],
    heads: Sequence[str],
    preferred: Mapping[int, str],
    learned: Mapping[str, float] = NOTHING,
) -> dict[int, tuple[float, str]]:
    """Find the items on the reader's beat.

    Args:
        prefer: patterns of feeds.yaml; in the headline they count in full, in the summary half.
        sections: names of sections; a word of them in a headline counts half.
        heads: the headline of each item, the first line of what ``words.folded`` writes.
        preferred: the items that a pattern of *prefer* matches anywhere, and which.
        learned: patterns of words that count in a headline, the strongest first, and how much.

    Returns:
        For the number of each item that matches, how near it is, from 0 to 1, and why.
    """
    found: dict[int, tuple[float, str]] = {}
    telling = dict.fromkeys(_telling(sections), NEAR_BEAT)
    for patterns, why in ((learned, "learned"), (telling, "a section")):
        for text, numbers in _reversed(patterns, heads):
            known = (patterns[text], f"{text!r} in the headline ({why})")
            found |= dict.fromkeys(numbers, known)
    found |= {n: (NEAR_BEAT, f"{text!r} in the summary") for n, text in preferred.items()}
    for text, numbers in _reversed(prefer, heads):
        found |= dict.fromkeys(numbers, (ON_BEAT, f"{text!r} in the headline"))
    return found


def _reversed(patterns: Iterable[str], heads: Sequence[str]) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield each pattern with what it matches, the first last, so that it overrules the others."""
    texts = tuple(patterns)
    found = words.find([words.parse(text) for text in texts], heads)
    return zip(reversed(texts), reversed(found), strict=True)


def _telling(sections: Iterable[str]) -> Sequence[str]:
    """The words of the sections' names that say something, in order, each once."""
    names = words.folded(" ".join(sections)).split()
    return tuple(dict.fromkeys(w for w in names if len(w) > 2 and w not in _GENERIC))


def lines(items: Iterable[Item]) -> list[str]:
    """Return the folded headline of each item."""
    return [text.partition("\n")[0] for text in rules.texts(items)]


def faults(items: Sequence[Item]) -> Mapping[int, tuple[str, ...]]:
    """Find the headlines that try too hard; for the number of each, in what ways."""
    heads = lines(items)
    found: dict[int, tuple[str, ...]] = {}
    patterns = [words.parse(text) for text in BAIT]
    for pattern, numbers in zip(patterns, words.find(patterns, heads), strict=True):
        found |= dict.fromkeys(numbers, (f"bait: {pattern.text}",))
    for number, item in enumerate(items):
        loud = _loud(item.title)
        if loud:
            found[number] = (*found.get(number, ()), *loud)
    return found


def _loud(title: str) -> tuple[str, ...]:
    capitals = (title.isupper() and len(title) >= _LONG) or _CAPITALS.search(title)
    row = ("!" in title or "?" in title) and _ROW.search(title)
    return ("capitals",) * bool(capitals) + ("rows of marks",) * bool(row)
