"""Headlines as they are compared: without the outlet's name, without "EILMELDUNG" and "Update:".

What an outlet prints around every headline would make its stories alike, and two copies of one
report differ in nothing else. Columns, tickers and lists are known here too: their headline names
the place, not the news, so it proves nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from digest.model import Item, Source
from digest.stories.forms import is_number
from digest.urls import host
from digest.words import fold

_DATA = Path(__file__).parents[1] / "data"

_TAIL_WORDS = 6
_REPEATED = 3
"""So often an ending is repeated in a feed before it is the outlet's own."""
_SHARE = 0.3
_GATHERED = 0.7
"""In a feed where so many headlines end in a name, all do: a news search, naming each outlet."""

_MARKER = re.compile(
    r"""\W*(?:
        (?:(?:eil|eilmeldung|breaking(?:\snews)?|just\sin|developing|update[sd]?|updated|aktualisiert|korrektur|
        exklusiv|exclusive|corrected|anzeige|sponsored|advertorial|watch|video|live|neu|new|news)
        (?:\s?\d+)?\s*(?:[:|!\]\)–—+]|-(?=\w|\s))+
        |(?:S|F|Z|SZ|FAZ|heise|SPIEGEL|Tsp|T|WELT|BILD|KURIER|STANDARD|NZZ|t3n)\s?(?:\+|Plus(?=[A-ZÄÖÜ„»"]|\s?[:|\]\)]))\s?[:|\]\)]?)
        \W*)+(?=\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_FIRST = frozenset(
    [
        "eil",
        "eilmeldung",
        "breaking",
        "just",
        "developing",
        "update",
        "updates",
        "updated",
        "aktualisiert",
        "korrektur",
        "exklusiv",
        "exclusive",
        "corrected",
        "anzeige",
        "sponsored",
        "advertorial",
        "watch",
        "video",
        "live",
        "neu",
        "new",
        "news",
        "s",
        "f",
        "z",
        "sz",
        "faz",
        "heise",
        "spiegel",
        "tsp",
        "t",
        "welt",
        "bild",
        "kurier",
        "standard",
        "nzz",
        "t3n",
    ]
)
_END_MARKER = re.compile(
    r"\s*[\[(](?:update[sd]?|updated|video|videos|photos?|fotos?|live|watch|exklusiv|exclusive|premium|plus|abo"
    r"|paid|\d)(?:\s\d+)?[\])]\W*\Z|\s*\.\s?\.\s?\.\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What is compared of an item."""

    words: list[str]
    """The folded words in order, outlet and markers cut."""
    summary: list[str]
    """The first folded words of the summary."""
    column: bool = False
    """A column, a ticker, a list: its likeness to others proves nothing."""


_SUMMARY_WORDS = 32
_SEPARATORS = (" - ", " | ", " – ", " — ", " · ", " • ", " :: ", " » ", " // ")


def read(items: Sequence[Item], sources: Mapping[str, Source]) -> list[Headline]:
    """Read the headlines of some items.

    Args:
        items: of any sources, in any order; what each outlet repeats is learned from them.
        sources: by ``Source.id``; an item's may be missing.

    Returns:
        One headline for each item, in their order.
    """
    tails = [_tail(item.title) for item in items]
    own = _own_tails(items, tails, sources)
    words = [
        _words(item, len(tail) if tail in own[item.source] else 0)
        for item, tail in zip(items, tails, strict=True)
    ]
    series = _series(items, words)
    columns = _Columns()
    return [
        Headline(
            words=headline,
            summary=item.folded.partition("\n")[2].split(" ", _SUMMARY_WORDS)[:_SUMMARY_WORDS],
            column=number in series or columns.name(headline),
        )
        for number, (item, headline) in enumerate(zip(items, words, strict=True))
    ]


def _tail(title: str) -> str:
    """Return what follows the last separator of a title, with it, when it is short enough for a name."""
    start = max(title.rfind(separator) for separator in _SEPARATORS)
    tail = title[start:] if start > 0 else ""
    return tail if tail.count(" ") <= _TAIL_WORDS + 1 else ""


def _own_tails(
    items: Sequence[Item], tails: Sequence[str], sources: Mapping[str, Source]
) -> dict[str, set[str]]:
    """Return, for each source, the tails that name the outlet and not the news."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item, tail in zip(items, tails, strict=True):
        counts[item.source][tail] += 1
    return {source: _own(seen, sources.get(source)) for source, seen in counts.items()}


def _own(seen: Counter[str], source: Source | None) -> set[str]:
    total = seen.total()
    del seen[""]
    if total >= _REPEATED and seen.total() >= _GATHERED * total:
        return set(seen)
    names = _names(source) if source and seen else set()
    enough = max(_REPEATED, _SHARE * total)
    return {tail for tail, count in seen.items() if count >= enough or _joined(tail) in names}


def _names(source: Source) -> set[str]:
    """Return what a source may be called in its headlines, in letters only."""
    place = host(source.target)
    labels = place.split(".")
    joined = _joined(source.label)
    words = source.label.split()
    beginnings = {_joined(" ".join(words[:count])) for count in range(1, len(words) + 1)}
    return {joined, place.replace(".", ""), *labels[:-1], *beginnings} - {""}


def _joined(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _words(item: Item, cut: int) -> list[str]:
    """Return the folded words of a headline, less the last *cut* letters and all markers."""
    line = item.folded.partition("\n")[0].partition("  ")[0]
    words = line.split(" ")
    title = item.title[: len(item.title) - cut]
    last = title[-1:]
    start = _MARKER.match(title) if words[0] in _FIRST or not words[0].isalnum() else None
    end = _END_MARKER.search(title) if last in ")]." else None
    if not (cut or start or end):
        return words
    rest = title[start.end() if start else 0 : end.start() if end else None]
    return _WORD.findall(fold(rest)) or words


_WORD = re.compile(r"\w+")


def _series(items: Sequence[Item], headlines: Sequence[list[str]]) -> set[int]:
    """Return the numbers of items whose source has the same headline with another date or number."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, words in enumerate(headlines):
        masked = ["#" if is_number(word) else word for word in words]
        if "#" in masked:
            groups[(items[number].source, *masked)].append(number)
    return {
        number
        for numbers in groups.values()
        if len({tuple(headlines[number]) for number in numbers}) > 1
        for number in numbers
    }


class _Columns:
    """Knows the words that mark a column (``data/columns.txt``); each word is looked up once."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[tuple[str, ...], ...]] = {}

    def name(self, words: Sequence[str]) -> bool:
        """Say whether some words are, or hold, the name of a column."""
        for place, word in enumerate(words):
            phrases = self._seen.get(word)
            if phrases is None:
                phrases = self._seen[word] = _ending_in(word)
            if phrases and any(self._stands(words, place, phrase) for phrase in phrases):
                return True
        return False

    @staticmethod
    def _stands(words: Sequence[str], place: int, phrase: tuple[str, ...]) -> bool:
        """Say whether the words that end at *place* are a phrase."""
        start = place + 1 - len(phrase)
        if phrase[0] == "^":
            return start == -1 and all(map(_fits, words[: place + 1], phrase[1:]))
        return start >= 0 and all(map(_fits, words[start : place + 1], phrase))


def _fits(word: str, pattern: str) -> bool:
    if pattern == "#":
        return is_number(word)
    if pattern[0] == "*":
        return word.endswith(pattern[1:])
    return word.startswith(pattern[:-1]) if pattern[-1] == "*" else word == pattern


def _ending_in(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases whose last word this may be."""
    table = _phrases()
    exact = table.get(word, ())
    if is_number(word):
        return exact + tuple(phrase for phrase in table[""] if phrase[-1] == "#")
    if _open_ended().match(word):
        return exact + tuple(phrase for phrase in table[""] if _fits(word, phrase[-1]))
    return exact


@cache
def _open_ended() -> re.Pattern[str]:
    """Return what matches the words that some pattern with a * fits."""
    last = (phrase[-1].replace("*", r"\w*") for phrase in _phrases()[""] if "*" in phrase[-1])
    return re.compile(f"(?:{'|'.join(last)})\\Z")


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases by their last word; under "" those that leave it open."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {"": ()}
    for line in (_DATA / "columns.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] != "# ":
            phrase = tuple(line.split())
            last = "" if "*" in phrase[-1] or phrase[-1] == "#" else phrase[-1]
            table[last] = (*table.get(last, ()), phrase)
    return table
