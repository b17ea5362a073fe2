"""Names under which much happens: of places, platforms and parties, and of the subjects of the trade.

They are rare words, and two reports of one day share them all the same. So they count less than
others, and what names another place or platform is told apart (``digest.stories.apart``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from digest.stems import stem, stop_words
from digest.stories.kinds import is_name
from digest.stories.lead import GERMAN
from digest.words import fold

COUNTING = {"country": 0.8, "state": 0.8, "city": 0.8, "platform": 0.8, "subject": 0.8}
"""What a name of a kind counts, against another word as rare."""
_SUBJECT = "subject"
"""Of this kind one headline may well name two: it tells nothing apart."""
_RARE = " rare"
"""A kind that ends so tells apart as the kind without it does, and counts as much as other words."""
_DATA = Path(__file__).parents[1] / "data"
# X the network is the letter alone: "bei X", "X führt ein"; not "Mac OS X", "Model X", "X-Men"
_ON_X = re.compile(r"(?:\A|[:,.„“\"]\s|\b[a-zäöü]+\s)X\b(?![-’'.\d])")
# "Landgericht Itzehoe", "OLG Hamm"
_COURT = re.compile(
    r"(?:[Gg]ericht(?:s|e|shof|shofs)?|\b(?:OLG|OVG|LAG|LSG|VGH|VG))\s+([A-ZÄÖÜ][\w-]+)"
)
# "AG Köln", "Urteil des LG Essen", before a town that is known; not "LG OLED", "VW AG Wolfsburg"
_LOW_COURT = re.compile(r"(?:\A|[:,.„“\"–-]\s|\b[a-zäöü]+\s)(?:AG|FG|LG|SG)\s+([A-ZÄÖÜ][\w-]+)")
# "BarCamp Ruhr", "Literaturcamp Heidelberg"
_CAMP = re.compile(r"\b(?i:bar ?camp|[^\W\d_]{4,}camp)\s+([A-ZÄÖÜ][\w-]+)")
_SCORE = re.compile(r"\d\s?[:–-]\s?\d")
"""What a result looks like at first sight; to look closely at each letter takes ten times as long."""
# "3:1", "112-104", "6-4, 7-5"; not "19:30 Uhr", "2026-27", "10-15 percent", "24/7-12"
_RESULT = re.compile(
    r"(?<![\d:.,/-])(\d{1,3})\s?[:–-]\s?(\d{1,3})(?![\d:.,%]*\d|\s?%|[\s-](?i:uhr|[ap]\.?m\b|per\s?cent|"
    r"prozent|j[aä]hr|year|month|monat|week|woche|day|tag|hour|stund|minut|euro|dollar|mi(?:llion|o)))"
)

AROUND = "'\"„“”‚‘’«»()[].,:;!?"
"""What stands around words."""

Names = frozenset[tuple[str, str]]
"""What a text names of one kind, each with what it is part of."""


class Name(NamedTuple):
    """A name in one of its forms."""

    form: tuple[str, ...]
    """Its folded words."""
    kind: str
    name: str
    """The first of its forms, or what it stands for."""
    whole: str
    """What it is part of, or ""."""


@cache
def known_names() -> dict[str, tuple[Name, ...]]:
    """Return, by the first word, the names and the opposites that tell headlines apart."""
    table: dict[str, tuple[Name, ...]] = {}
    for name in _names():
        if name.kind.endswith(_RARE):
            name = name._replace(kind=name.kind.removesuffix(_RARE))
        if name.kind != _SUBJECT:
            table[name.form[0]] = (*table.get(name.form[0], ()), name)
    return table


def named(title: str, words: Sequence[str]) -> dict[str, Names]:
    """Return what a text names, by kind (``apart.DOUBTS``).

    Args:
        title: as it is printed.
        words: its folded words.
    """
    table, found = known_names(), _by_form(title)
    for place in [place for place, word in enumerate(words) if word in table]:
        word = words[place]
        for form, kind, name, whole in table[word]:
            if word == "x" and not _ON_X.search(title):
                continue
            if len(form) == 1 or tuple(words[place : place + len(form)]) == form:
                found[kind] = found.get(kind, frozenset()) | {(name, whole)}
    return found


def _by_form(title: str) -> dict[str, Names]:
    """Return what a headline names that no list can hold: courts, camps, and how a match ended."""
    found: dict[str, Names] = {}
    if ("ericht" in title or "G " in title or "GH " in title) and (its := _courts(title)):
        found["court"] = its
    if ("amp " in title or "AMP " in title) and (its := _own(_CAMP, title)):
        found["camp"] = its
    if (
        ("-" in title or ":" in title or "–" in title)
        and _SCORE.search(title)
        and (results := _RESULT.findall(title))
    ):
        found["result"] = frozenset((":".join(sorted(both, key=int)), "") for both in results)
    return found


def written_large(title: str) -> frozenset[str]:
    """Return the folded words with a capital, or none where a headline capitalises every word.

    Such a headline writes small only what has no news in it ("from", "with"), and is English; "Google
    kauft Plattform Acast" and "Abmahnwelle wegen Google Fonts" are none, however many nouns German
    gives capitals.
    """
    words = re.findall(r"[^\W\d_]{4,}", title)
    upper = [word for word in words if not word.islower()]
    if len(upper) >= 0.75 * len(words) and not _has_small(title):
        return frozenset()
    return frozenset(map(fold, upper))


def _has_small(title: str) -> bool:
    """Say whether a headline writes a word small that has news in it, or is German."""
    words = [word.strip(AROUND) for word in title.split() if word.islower()]
    return any(
        (len(word) > 3 and word.isalpha() and fold(word) not in stop_words())
        or fold(word) in GERMAN
        for word in words
    )


def _own(form: re.Pattern[str], title: str) -> Names:
    """Return what stands behind a word and is a name: not "BarCamp Tickets On Sale"."""
    words = map(fold, form.findall(title))
    return frozenset(
        (word, "") for word in words if is_name(stem(word)) or stem(word) in everyday()
    )


def _courts(title: str) -> Names:
    """Return whose courts a headline names; what may be no court only before a town that is known."""
    words = map(fold, _LOW_COURT.findall(title))
    towns = frozenset((word, "") for word in words if stem(word) in everyday())
    return _own(_COURT, title) | towns


def compatible(one: Names, other: Names) -> bool:
    """Say whether two texts name one thing, or a thing and a part of it."""
    return not one.isdisjoint(other) or any(
        bool(whole) and whole in (its, of) and (mine == whole or its == of)
        for mine, whole in one
        for its, of in other
    )


@cache
def everyday() -> dict[str, float]:
    """Return what the stems of names count.

    A name of several words ("Vereinigte Arabische Emirate") is one thing; its words share its weight.
    """
    return {
        stem(word): COUNTING[name.kind] / sqrt(len(name.form))
        for name in sorted(_names(), key=lambda name: len(name.form), reverse=True)
        for word in name.form
        if name.kind in COUNTING
    }


@cache
def _names() -> tuple[Name, ...]:
    return tuple(_listed())


def _listed() -> Iterator[Name]:
    for line in _lines("names.tsv"):
        kind, whole, *names = line.split("\t")
        for forms in names:
            name = whole if forms[0] == "=" else forms.partition("|")[0]
            yield from _forms(forms.lstrip("="), kind, name, whole)
    for number, line in enumerate(_lines("opposites.tsv")):
        for forms in line.split("\t"):
            yield from _forms(forms, f"opposite {number}", forms.partition("|")[0], "")


def _forms(forms: str, kind: str, name: str, whole: str) -> Iterator[Name]:
    return (Name(tuple(form.split()), kind, name, whole) for form in forms.split("|"))


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line[0] != "#"]
