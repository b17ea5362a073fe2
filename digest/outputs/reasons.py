"""Tells a reader of a German paper in German why a source did not answer.

Reasons are told in English, as all errors are, and kept so in the archive and in JSON. They are made
of parts, such as "status 404" and "not found", and the parts are translated (``data/reasons.tsv``).
What a server or a system says itself stays as it is.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parents[1] / "data" / "reasons.tsv"
_BETWEEN = re.compile("(: |; )")


def told(reason: str, language: str) -> str:
    """Return a reason in a language: German for de, else as it is."""
    if language != "de":
        return reason
    return "".join(map(_german, _BETWEEN.split(reason)))


def _german(part: str) -> str:
    for english, german in _table():
        if found := english.fullmatch(part):
            return german.format(*found.groups())
    return part


@cache
def _table() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and line[0] != "#")
    return tuple((_pattern(english), german) for english, german in rows)


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, english.split("{}"))))
