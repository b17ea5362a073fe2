"""Word forms: what a headline's words have in common with another headline's.

*Abmahnung* and *Abmahnungen*, *Haus* and *Häuser*, *sues* and *suing* tell of the same thing. Each
word is brought to a stem, once per word of the day and not per item. What only shares a part
(*Abmahnwelle*, *Bankeinbruch*) is left to the closer look at two headlines: counted for every item,
the parts of compounds made more strangers alike on the labelled days than they brought together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from math import log
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data"

_BACKGROUND = 1000
"""So many headlines of other days stand behind the words of today."""
_UNHEARD = 1e-4
"""How often a word is taken to occur in them that is not in the list."""

_UMLAUT = re.compile("(?<![aeq])ue")
_ENDINGS = re.compile(
    "(?:erinnen|erin|ungen|innen|ings|ung|ing|edly|ern|est|em|en|er|ed|es|e|s|n|y)$"
)
# "2", "2026", "59", "1st", "3pm", "500m", "10k", "37000"; not "39c3", "mh370", "5g"
_COUNT = re.compile(r"\d+(?:st|nd|rd|th|am|pm|m|bn|mn|k|km|kg|p|er)?\Z")


@lru_cache(maxsize=1 << 16)
def is_number(word: str) -> bool:
    """Say whether a folded word only counts or dates something."""
    return (
        word in listed("number")
        or word in listed("date")
        or (word[0].isdigit() and bool(_COUNT.match(word)))
    )


def stem(word: str) -> str:
    """Return what the forms of a folded word have in common: no plural, no case, no umlaut.

    A light stemmer for both languages at once; a heavier one (Snowball, CISTEM) merged more
    strangers on the labelled days and no more of what belongs together.
    """
    if "e" in word:
        word = _UMLAUT.sub("u", word.replace("ae", "a").replace("oe", "o"))
    if len(word) < 5:
        short = len(word) == 4 and word[-1] == "s" and word[-2] not in "aious"
        return word[:-1] if short else word
    if word.endswith(("ies", "ied")) and len(word) > 5:
        return word[:-3]
    found = _ENDINGS.search(word)
    while found and found.start() < 4:
        found = _ENDINGS.search(word, found.start() + 1)
    word = word[: found.start()] if found else word
    return word[:-1] if word[-1] == word[-2] and word[-1] not in "aeiousl" else word


class Forms:
    """The words of some items, each brought to its stem once."""

    def __init__(self, words: Iterable[str]) -> None:
        stops = stop_words()
        self.stems: dict[str, str] = {
            word: "" if len(word) < 2 or word in stops or is_number(word) else stem(word)
            for word in set(words)
        }
        """Stem by word; empty for what is not counted: stop words, numbers, dates."""


def rarity(documents: Counter[str], total: int) -> dict[str, float]:
    """Weigh each term by how rare it is in the day's items and in headlines at large.

    The logarithm of one over its share of both together (Spärck Jones 1972, "A statistical
    interpretation of term specificity"), so that on a day of five items "new" is still not rare.

    Args:
        documents: in how many items each term stands.
        total: how many items there are.
    """
    shares = _usual()
    everything = total + _BACKGROUND
    return {
        term: log(everything / (count + _BACKGROUND * shares.get(term, _UNHEARD)))
        for term, count in documents.items()
    }


def usual(root: str) -> float:
    """Return the share of headlines at large that a stem stands in, 0 to 1; 0 when it is not common."""
    return _usual().get(root, 0.0)


def at_large(word: str) -> float:
    """Return the share of headlines at large that a folded word stands in; 1 for one without news in it."""
    return 1.0 if word in stop_words() or is_number(word) else usual(stem(word))


@cache
def listed(kind: str) -> frozenset[str]:
    """Return the words of one kind in ``data/numbers.tsv``: date, number, instalment, marker."""
    return frozenset(word for words in groups(kind) for word in words)


@cache
def groups(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each line of one kind in ``data/numbers.tsv``, in their order."""
    lines = (_DATA / "numbers.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return tuple(tuple(row[1].split()) for row in rows if row[0] == kind)


@cache
def stop_words() -> frozenset[str]:
    """Return the folded words without news in them (``data/stopwords.txt``)."""
    text = (_DATA / "stopwords.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if line[0] != "#" for w in line.split())


@cache
def _usual() -> Mapping[str, float]:
    """Return in what share of headlines each stem stands, as far as they are common."""
    shares: dict[str, float] = {}
    for line in (_DATA / "headline-words.tsv").read_text(encoding="utf-8").splitlines():
        count, _, words = line.partition("\t")
        for word in words.split() if count[0] != "#" else ():
            root = stem(word)
            shares[root] = max(shares.get(root, 0.0), int(count) / 10_000)
    return shares
