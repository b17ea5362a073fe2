"""Which versions and models a headline names: iOS 17.1, iPhone 18 Pro, Galaxy S26, motorway A7."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from digest.stems import is_number, stem
from digest.stories.forms import usual
from digest.stories.names import AROUND
from digest.words import fold

Versions = Mapping[str, frozenset[str]]
"""By what they are versions of."""

# "iOS 17.1", "iPhone 15", "GPT-4", "Windows 11"; not "Über 40", "um 10 Prozent", "Kills 4 People",
# "zwischen 4 und 10", but "iOS 17.1 und macOS"
_VERSION = re.compile(
    r"(?<=\w)[ -]v?(\d{1,3}(?:\.\d{1,3})*)\b(?![.,:]\d|\s?%|[-\s]?(?i:percent|prozent|mi(?:llion|o)|"
    r"m(?:illia|r)?r?d|b(?:illio)?n|euro|dollar|people|dead|tote|menschen|jahr|year|tag|day|uhr|stund|hour|minut|"
    r"verletz|injur|kill|mal|grad|cent|kilo|meter|km|von|of|to|bis|\w*ige)|"
    r"(?<!\.\d)(?<!\.\d\d)[-\s]?(?i:und|and))"
)
_VARIANT = re.compile(r" (Air|Edge|FE|Flip|Fold|Lite|Max|Mini|Plus|Pro|SE|Ultra|XL)\b")
_MODEL = re.compile(r"([a-z]{1,4})(\d{1,4})\Z")  # Galaxy S24, motorway A7, Q3
_BRAND = re.compile(r"[a-z][A-Z]")
_ORDINARY = 0.002
"""A word in more headlines than this is no name of a product, unless it is written as "iPhone" is."""


def versions(title: str, words: Sequence[str]) -> Versions:
    """Return the versions that a headline names.

    Args:
        title: the headline as it is printed.
        words: its folded words, outlet and markers cut.
    """
    found: dict[str, frozenset[str]] = {}
    for number in _VERSION.finditer(title):
        if word := _product(title[: number.start()].rsplit(None, 1)[-1].strip(AROUND)):
            found[word] = found.get(word, frozenset()) | _variants(title, number.end(), number[1])
    for model in filter(None, map(_MODEL.match, words)):
        end = title.lower().find(model[0]) + len(model[0])
        found[model[1]] = found.get(model[1], frozenset()) | _variants(title, end, model[2])
    return found


def _product(name: str) -> str:
    """Return the folded name of a product, or "" for a word that is none."""
    word = "" if name.islower() else fold(name)
    if len(word) < 2 or is_number(word):
        return ""
    return word if _BRAND.match(name) or usual(stem(word)) < _ORDINARY else ""


def _variants(title: str, end: int, number: str) -> frozenset[str]:
    """Return the versions that a number stands for which ends at a place: "18 Pro und Air" are two."""
    if not _VARIANT.match(title, end):
        return frozenset({number})
    return frozenset(f"{number} {variant}" for variant in _VARIANT.findall(title, end))


def other_version(one: Versions, other: Versions) -> str:
    """Say of what two headlines name other versions, or return "" if of nothing."""
    for name in sorted(one.keys() & other.keys()):
        mine, its = one[name], other[name]
        if not any(_same(a, b) for a in mine for b in its):
            return f"{name} {min(mine)} and {name} {min(its)}"
    return ""


def _same(one: str, other: str) -> bool:
    """Say whether one of two versions is the other one or part of it: 17 and 17.1, 18 and 18 Pro."""
    short, long = sorted((one, other), key=len)
    return one == other or long.startswith((f"{short}.", f"{short} "))
