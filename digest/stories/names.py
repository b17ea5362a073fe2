"""Names under which much happens: of places, platforms and parties, and of the subjects of the trade.

They are rare words, and two reports of one day share them all the same. So they count less than
others, and what names another place or platform is told apart (``digest.stories.apart``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from digest.stems import stem

COUNTING = {"country": 0.8, "state": 0.8, "city": 0.8, "platform": 0.8, "subject": 0.8}
"""What a name of a kind counts, against another word as rare."""
_SUBJECT = "subject"
"""Of this kind one headline may well name two: it tells nothing apart."""
_RARE = " rare"
"""A kind that ends so tells apart as the kind without it does, and counts as much as other words."""
_DATA = Path(__file__).parents[1] / "data"


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
        name = name._replace(kind=name.kind.removesuffix(_RARE))
        if name.kind != _SUBJECT:
            table[name.form[0]] = (*table.get(name.form[0], ()), name)
    return table


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


def _names() -> Iterator[Name]:
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
