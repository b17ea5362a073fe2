"""Writes text with the signs that a stream can carry; what it lacks is replaced by what comes near.

On a machine without a locale (``LC_ALL=C``) Python writes ASCII, and one dash in one headline would
end the paper with an error. Replacing comes before measuring, since "…" becomes three cells.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import partial

from digest.outputs.typeset import clusters


@dataclass(frozen=True, slots=True, kw_only=True)
class Ornaments:
    """What lines, bars and dots are drawn with; each sign takes one cell."""

    thin: str = "─"
    thick: str = "━"
    half: str = "╾"
    divider: str = "│"
    mark: str = "┃"
    dot: str = "·"
    more: str = "…"


PLAIN = Ornaments(thin="-", thick="=", half="-", divider="|", mark="!", dot="|", more="...")

_NEAR = {
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "ẞ": "SS",
    "Æ": "AE",
    "æ": "ae",
    "Ø": "O",
    "ø": "o",
    "Œ": "OE",
    "œ": "oe",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "€": "EUR",
    "£": "GBP",
    "→": "->",
    "←": "<-",
    "•": "*",
    "·": "|",
    "×": "x",
    "−": "-",
    "⁄": "/",
    "©": "(c)",
    "®": "(R)",
    "¿": "?",
    "¡": "!",
    **dict.fromkeys("„“”«»‟″", '"'),
    **dict.fromkeys("‚‘’‹›‛′´", "'"),
    **dict.fromkeys("‐‑‒–—―", "-"),
}
"""The usual way to write a sign with ASCII."""
_AMONG_CAPITALS = re.compile("(?<=[A-ZÄÖÜ])[ÄÖÜ]|[ÄÖÜ](?=[A-ZÄÖÜ])")
"""An umlaut whose second letter is a capital too: FPÖ, ÖVP."""


def ornaments(encoding: str) -> Ornaments:
    """Return what can be drawn in *encoding*."""
    full = Ornaments()
    drawn = "".join(astuple(full))
    return full if writable(encoding)(drawn) == drawn else PLAIN


def carries_unicode(encoding: str) -> bool:
    """Tell whether a stream of that encoding can carry any character; an unknown one cannot."""
    return _codec(encoding).startswith("utf")


def writable(encoding: str) -> Callable[[str], str]:
    """Return a function that writes any text with the signs of *encoding*; ASCII if it is unknown."""
    return str if carries_unicode(encoding) else partial(_written, _codec(encoding))


def _codec(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "ascii"


def _written(codec: str, text: str) -> str:
    if text.isascii() or _fits(codec, text):
        return text
    if not _fits(codec, "ÄÖÜ"):
        text = _AMONG_CAPITALS.sub(lambda found: _NEAR[found[0]].upper(), text)
    return "".join(_near(codec, cluster) for cluster in clusters(text))


def _fits(codec: str, text: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _near(codec: str, cluster: str) -> str:
    """Return what comes near *cluster*: itself, a usual spelling, its letter without accents, or "?"."""
    if _fits(codec, cluster):
        return cluster
    if near := _NEAR.get(cluster):
        return near
    plain = unicodedata.normalize("NFKD", cluster)
    letters = "".join(_NEAR.get(sign, sign) for sign in plain if not unicodedata.combining(sign))
    return letters if letters and _fits(codec, letters) else "?"
