"""Headlines as they are compared: without the outlet's name, without "EILMELDUNG" and "Update:".

What an outlet prints around every headline would make its stories alike, and two copies of one
report differ in nothing else. Columns, tickers and lists are known here too: their headline names
the place, not the news, so it proves nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from pathlib import Path

from digest.model import Item, Source
from digest.stems import is_number, listed, numbers, ordinals, stop_words, terms
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
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"\b[^\W\d_]{2,}\b")
_END_MARKER = re.compile(
    r"\s*[\[(](?:update[sd]?|updated|video|videos|photos?|fotos?|live|watch|exklusiv|exclusive|premium|plus|abo"
    r"|paid|\d)(?:\s\d+)?[\])]\W*\Z|\s*\.\s?\.\s?\.\s*\Z",
    re.IGNORECASE,
)


_LAST = tuple(")].")
"""A headline that ends otherwise has no marker at its end."""
_SEPARATORS = (" - ", " | ", " – ", " — ", " · ", " • ", " :: ", " » ", " // ")
_SEPARATED = re.compile(r" (?:[-–—|·•»]|::|//) ")
# fmt: off
_FROM = frozenset({
    "ab", "am", "bis", "by", "effective", "einschliesslich", "from", "im", "in", "mit", "nach", "on",
    "seit", "since", "until", "vor", "zum",
})
# fmt: on
"""Before a day of which something is told."""
_ARTICLES = frozenset({"den", "dem", "the"})
_YEAR = 4
"""Digits of a year."""
_RULINGS = ("urteil", "beschluss", "entscheidung", "bescheid")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """The name of a column: words, any of them with a ``*`` or # for a number."""

    words: tuple[str, ...]
    key: int
    """Which of them it is found by: the longest, for it is the rarest."""
    first: bool
    """It stands at the beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headlines:
    """What is compared of some items, in their order."""

    lines: list[str]
    """The folded words of each headline in order, one space between them, outlet and markers cut."""
    terms: list[str]
    """What is counted of each item, as ``stems.terms`` writes it."""
    numbers: frozenset[str]
    """Which of the words only count or date something."""
    columns: frozenset[int]
    """Which items are columns, tickers, lists: their likeness to others proves nothing."""

    def words(self, number: int) -> list[str]:
        """Return the words of a headline."""
        return self.lines[number].split()


def read(items: Sequence[Item], sources: Mapping[str, Source]) -> Headlines:
    """Read the headlines of some items.

    Args:
        items: of any sources, in any order; what each outlet repeats is learned from them.
        sources: by ``Source.id``; an item's may be missing.
    """
    lines, cut = _lines(items, sources)
    words = [line.split(" ") for line in lines]
    vocabulary = set(chain.from_iterable(words))
    counting = numbers(vocabulary)
    return Headlines(
        lines=lines,
        terms=_terms(items, lines, cut),
        numbers=counting,
        columns=_columns(words, vocabulary) | _series(items, words, counting),
    )


def _lines(items: Sequence[Item], sources: Mapping[str, Source]) -> tuple[list[str], set[int]]:
    """Return the headlines as they are compared, and the numbers of those that something was cut off."""
    tails = [_tail(item.title) if _SEPARATED.search(item.title) else "" for item in items]
    own = _own_tails(items, tails, sources)
    lines, cut, markers = list[str](), set[int](), listed("marker")
    for number, (item, tail) in enumerate(zip(items, tails, strict=True)):
        whole = item.folded.partition("\n")[0].partition("  ")[0]
        length = len(tail) if tail and tail in own[item.source] else 0
        marked = whole.partition(" ")[0] in markers
        if length or marked or item.title[-1:] in _LAST:
            line = _shortened(item.title, length, marked=marked)
            if line and line != whole:
                cut.add(number)
                whole = line
        if not (whole[:2].isalpha() or _LETTERS.search(whole)):  # a version, a page number, signs
            cut.add(number)
            whole = ""
        lines.append(whole)
    return lines, cut


def _terms(items: Sequence[Item], lines: Sequence[str], cut: Collection[int]) -> list[str]:
    """Return what is counted of each item: what is kept of it, if it is compared as it came in."""
    usual = _printed_under_everything(items, lines)
    found = []
    for number, item in enumerate(items):
        if item.summary in usual:
            found.append(terms(lines[number]))
        elif number in cut:
            found.append(terms("\n".join((lines[number], item.folded.partition("\n")[2]))))
        else:
            found.append(item.terms or terms(item.folded))
    return found


def _printed_under_everything(items: Sequence[Item], lines: Sequence[str]) -> set[str]:
    """Return the summaries of several items whose headlines have no word in common."""
    stops, shared = stop_words(), dict[str, set[str]]()
    counts = Counter([item.summary for item in items])
    repeated = {text for text, count in counts.items() if count > 1 and text}
    for item, line in zip(items, lines, strict=True) if repeated else ():
        if item.summary in repeated:
            news = set(line.split()) - stops
            its = shared.get(item.summary)
            shared[item.summary] = news if its is None else its & news
    return {text for text, words in shared.items() if not words}


def _tail(title: str) -> str:
    """Return what follows the last separator of a title, with it, when it is short enough for a name."""
    start = max(title.rfind(separator) for separator in _SEPARATORS)
    tail = title[start:] if start > 0 else ""
    return tail if tail.count(" ") <= _TAIL_WORDS + 1 else ""


def _own_tails(
    items: Sequence[Item], tails: Sequence[str], sources: Mapping[str, Source]
) -> dict[str, set[str]]:
    """Return, for each source, the tails that name the outlet and not the news."""
    totals = Counter([item.source for item in items])
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item, tail in zip(items, tails, strict=True):
        if tail:
            counts[item.source][tail] += 1
    return {name: _own(seen, totals[name], sources.get(name)) for name, seen in counts.items()}


def _own(seen: Counter[str], total: int, source: Source | None) -> set[str]:
    dashed = {tail for tail in seen if tail.startswith(" - ")}
    if total >= _REPEATED and sum(seen[tail] for tail in dashed) >= _GATHERED * total:
        return dashed
    names = _names(source) if source else set()
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


def _shortened(title: str, cut: int, *, marked: bool) -> str:
    """Return the folded words of a headline less the last *cut* letters and all markers, if any."""
    title = title[: len(title) - cut]
    start = _MARKER.match(title) if marked else None
    end = _END_MARKER.search(title) if title[-1:] in _LAST else None
    if not (cut or start or end):
        return ""
    rest = title[start.end() if start else 0 : end.start() if end else None]
    return " ".join(_WORD.findall(fold(rest)))


def _series(
    items: Sequence[Item], headlines: Sequence[list[str]], counting: frozenset[str]
) -> set[int]:
    """Return the items whose source has the same headline with another date or number, or that end in their day."""
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    dated = set[int]()
    for place, words in enumerate(headlines):
        if not counting.isdisjoint(words):
            masked = ["#" if word in counting else word for word in words]
            same[(items[place].source, *masked)].append(place)
            if words[-1].isdigit() and _is_dated(items[place], words):
                dated.add(place)
    return dated.union(
        place
        for places in same.values()
        if any(headlines[place] != headlines[places[0]] for place in places)
        for place in places
    )


def _is_dated(item: Item, words: Sequence[str]) -> bool:
    """Say whether a headline ends in the day on which it was printed: "Marktbrief, 4. August 2026".

    Not "ab 4. August 2026" or "am Dienstag, dem 4. August 2026", nor a ruling of that day.
    """
    before = words[:-3]
    if not before or len(words[-1]) != _YEAR or not item.title[-1:].isdigit():
        return False
    while len(before) > 1 and before[-1] in _ARTICLES | listed("weekday"):
        before = before[:-1]
    if before[-1] in _FROM or (before[-1] == "vom" and before[-2:][0].endswith(_RULINGS)):
        return False
    day = _day(words[-3:])
    return day is not None and abs(item.published.date() - day) <= timedelta(days=1)


def _day(words: Sequence[str]) -> date | None:
    """Return the day of "4 August 2026", "August 4 2026" or "04 08 2026"."""
    first, second, year = words
    months = ordinals("month")
    month = months.get(first) or months.get(second)
    day = (second if first in months else first).rstrip("stndrh")
    try:
        return date(int(year), month or int(second), int(day))
    except (ValueError, OverflowError):  # a telephone number
        return None


def _columns(headlines: Sequence[list[str]], vocabulary: set[str]) -> frozenset[int]:
    """Return the headlines that are, or hold, the name of a column (``data/columns.txt``)."""
    exact, starred = _phrases()
    known = {word: exact[word] for word in vocabulary & exact.keys()}
    text = "\n".join((*vocabulary, ""))
    for phrase in starred:
        key = phrase.words[phrase.key]
        for word in _lines_with(key.strip("*"), text):
            if _fits(word, key):
                known[word] = (*known.get(word, ()), phrase)
    found = set(known)
    return frozenset(
        place
        for place, words in enumerate(headlines)
        if not found.isdisjoint(words) and _is_column(words, known)
    )


def _lines_with(part: str, text: str) -> Iterator[str]:
    """Yield the lines that hold some letters; each line has an end."""
    place = text.find(part)
    while place >= 0:
        end = text.find("\n", place)
        yield text[text.rfind("\n", 0, place) + 1 : end]
        place = text.find(part, end)


def _is_column(words: Sequence[str], known: Mapping[str, tuple[_Phrase, ...]]) -> bool:
    return any(
        _stands(words, place - phrase.key, phrase)
        for place, word in enumerate(words)
        if word in known
        for phrase in known[word]
    )


def _stands(words: Sequence[str], start: int, phrase: _Phrase) -> bool:
    """Say whether a phrase stands at a place."""
    if start < 0 or (phrase.first and start):
        return False
    here = words[start : start + len(phrase.words)]
    return len(here) == len(phrase.words) and all(map(_fits, here, phrase.words))


def _fits(word: str, pattern: str) -> bool:
    if pattern == "#":
        return is_number(word)
    if pattern[0] == "*":
        return word.endswith(pattern[1:])
    return word.startswith(pattern[:-1]) if pattern[-1] == "*" else word == pattern


@cache
def _phrases() -> tuple[dict[str, tuple[_Phrase, ...]], tuple[_Phrase, ...]]:
    """Return the phrases by their key word, and those whose key is open."""
    exact: dict[str, tuple[_Phrase, ...]] = {}
    starred: tuple[_Phrase, ...] = ()
    for line in (_DATA / "columns.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] != "# ":
            phrase = _phrase(line.split())
            key = phrase.words[phrase.key]
            if "*" in key:
                starred = (*starred, phrase)
            else:
                exact[key] = (*exact.get(key, ()), phrase)
    return exact, starred


def _phrase(written: Sequence[str]) -> _Phrase:
    words = tuple(written[written[0] == "^" :])
    key = max(range(len(words)), key=lambda place: ("*" not in words[place], len(words[place])))
    return _Phrase(words=words, key=key, first=written[0] == "^")
