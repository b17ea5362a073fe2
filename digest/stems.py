"""Stems: what the forms of a word have in common, and which words have no news in them.

*Abmahnung* and *Abmahnungen*, *Haus* and *Häuser*, *sues* and *suing* tell of the same thing. The
stems of an item depend on nothing but its words, so the archive keeps them when it comes in.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"

SUMMARY_WORDS = 32
"""So many words of a summary are counted; what follows is rarely about the news."""

_UMLAUT = re.compile("(?<![aeq])ue")
_ENDINGS = re.compile(
    "(?:erinnen|erin|ungen|innen|ings|ung|ing|edly|ern|est|em|en|er|ed|es|e|s|n|y)$"
)
_LONGEST_ENDING = 7
_SHORTEST = 4
"""So many letters at least are left of a word without its ending."""
# "2", "2026", "59", "1st", "3pm", "500m", "10k", "37000"; not "39c3", "mh370", "5g"
_COUNT = re.compile(r"\d+(?:st|nd|rd|th|am|pm|m|bn|mn|k|km|kg|p|er)?\Z")


def is_number(word: str) -> bool:
    """Say whether a folded word only counts or dates something."""
    return word in _counting() or (word[:1].isdigit() and bool(_COUNT.match(word)))


def numbers(words: Set[str]) -> frozenset[str]:
    """Return those of some folded words that only count or date something."""
    digits = {word for word in words if word[:1].isdigit()}
    return frozenset(words & _counting()).union(filter(_COUNT.match, digits))


@cache
def _counting() -> frozenset[str]:
    return listed("number") | listed("date")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return what the forms of a folded word have in common: no plural, no case, no umlaut.

    A light stemmer for both languages at once; a heavier one (Snowball, CISTEM) merged more
    strangers on the labelled days and no more of what belongs together.
    """
    if "e" in word:
        word = word.replace("ae", "a").replace("oe", "o")
        word = _UMLAUT.sub("u", word) if "ue" in word else word
    if len(word) < 5:
        short = len(word) == 4 and word[-1] == "s" and word[-2] not in "aious"
        return word[:-1] if short else word
    if word.endswith(("ies", "ied")) and len(word) > 5:
        return word[:-3]
    if found := _ENDINGS.search(word, max(_SHORTEST, len(word) - _LONGEST_ENDING)):
        word = word[: found.start()]
    return word[:-1] if word[-1] == word[-2] and word[-1] not in "aeiousl" else word


class _Roots(dict[str, str]):
    """The root of each word that was asked for."""

    def __missing__(self, word: str) -> str:
        counted = len(word) > 1 and word not in stop_words() and not is_number(word)
        found = self[word] = stem(word) if counted else ""
        return found


root = _Roots().__getitem__
"""Returns the stem of a folded word, or "" when it is not counted: a stop word, a number, a date."""


def terms(folded: str) -> str:
    """Write down what is counted of an item, so that it need not be worked out again.

    Args:
        folded: headline and summary as ``words.folded`` writes them.

    Returns:
        Two lines: the roots of the headline's words, and those that only the beginning of the
        summary has; each once, with one space between them. What is kept of items that came
        before this changed is out of date: a migration empties it (``store.schema``).
    """
    headline, _, summary = folded.partition("\n")
    return "\n".join(
        map(" ".join, counted(headline.partition("  ")[0], summary.partition("  ")[0]))
    )


def counted(headline: str, summary: str = "") -> tuple[dict[str, None], dict[str, None]]:
    """Return the roots of a headline's folded words, and those that only a summary has."""
    its = dict.fromkeys(map(root, headline.split(" ")))
    its.pop("", None)
    if not summary:
        return its, {}
    words = summary.split(" ", SUMMARY_WORDS)[:SUMMARY_WORDS]
    more = dict.fromkeys(map(root, words))
    more.pop("", None)
    for both in its.keys() & more.keys():
        del more[both]
    return its, more


@cache
def listed(kind: str) -> frozenset[str]:
    """Return the words of one kind in ``data/numbers.tsv``: date, number, instalment, marker, weekday."""
    return frozenset(word for words in _lines(kind) for word in words)


@cache
def ordinals(kind: str) -> dict[str, int]:
    """Return the numbers of months in the year, or of weekdays in the week, from 1, by their words."""
    return {word: number for number, words in enumerate(_lines(kind), 1) for word in words}


def _lines(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each line of one kind in ``data/numbers.tsv``, in their order."""
    lines = (_DATA / "numbers.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return tuple(tuple(row[1].split()) for row in rows if row[0] == kind)


@cache
def stop_words() -> frozenset[str]:
    """Return the folded words without news in them (``data/stopwords.txt``)."""
    text = (_DATA / "stopwords.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if line[0] != "#" for w in line.split())
