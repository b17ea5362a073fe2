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
_DATES = frozenset(
    [
        "januar",
        "jaenner",
        "februar",
        "feber",
        "maerz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
        "january",
        "february",
        "march",
        "may",
        "june",
        "july",
        "october",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "okt",
        "nov",
        "dec",
        "dez",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
        "montags",
        "dienstags",
        "mittwochs",
        "donnerstags",
        "freitags",
        "samstags",
        "sonntags",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
        "heute",
        "morgen",
        "gestern",
        "abend",
        "today",
        "tomorrow",
        "yesterday",
        "tonight",
        "morning",
        "evening",
        "week",
        "weeks",
        "woche",
        "wochen",
        "kw",
        "month",
        "months",
        "monat",
        "monate",
        "monaten",
        "year",
        "years",
        "jahr",
        "jahre",
        "jahren",
        "day",
        "days",
        "tag",
        "tage",
        "tagen",
        "hour",
        "hours",
        "stunde",
        "stunden",
        "uhr",
        "am",
        "pm",
    ]
)
_NUMBERS = frozenset(
    [
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "dozen",
        "dozens",
        "hundred",
        "hundreds",
        "thousand",
        "thousands",
        "million",
        "millions",
        "billion",
        "billions",
        "mln",
        "bn",
        "zwei",
        "drei",
        "vier",
        "fuenf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwoelf",
        "dutzend",
        "dutzende",
        "hundert",
        "hunderte",
        "tausend",
        "tausende",
        "million",
        "millionen",
        "milliarde",
        "milliarden",
        "mio",
        "mrd",
        "prozent",
        "percent",
        "euro",
        "euros",
        "dollar",
        "dollars",
        "eur",
        "usd",
    ]
)
# "2", "2026", "59", "1st", "3pm", "500m", "10k", "37000"; not "39c3", "mh370", "5g"
_COUNT = re.compile(r"\d+(?:st|nd|rd|th|am|pm|m|bn|mn|k|km|kg|p|er)?\Z")


@lru_cache(maxsize=1 << 16)
def is_number(word: str) -> bool:
    """Say whether a folded word only counts or dates something."""
    return word in _NUMBERS or word in _DATES or (word[0].isdigit() and bool(_COUNT.match(word)))


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
