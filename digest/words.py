"""Words as a reader means them, whatever form they are written in.

A headline writes *Änderung*, *AENDERUNG* or *A\\u0308nde\\u00adrung*, and a rule in feeds.yaml writes one of
them. Both are folded to one form here, so that everything that compares words compares like with like.
"""

from __future__ import annotations

import re
import unicodedata

# U+00B4 and U+2122 would otherwise become " \u0301" and "TM" by compatibility (Unicode, UAX 15).
_SIGNS = {
    **dict.fromkeys(map(ord, "’‘‛ʼʹ\u0374＇´`｀\u1fef′″‴⁗"), "'"),
    **dict.fromkeys(map(ord, "‐‑⁃－﹣"), "-"),
    **dict.fromkeys(map(ord, "™℠"), None),
    ord("ŉ"): "'n",
    # Soft hyphen, zero-width spaces and joiners, marks of direction, variation selectors.
    **dict.fromkeys(
        (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F)), None
    ),
    **dict.fromkeys((*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF), None),
}
_SIGN = re.compile(f"[{re.escape(''.join(map(chr, _SIGNS)))}]")
_MARK = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_LETTER = re.compile("[æœøłđı]")
_WORD = re.compile(r"\w+")
# "Terms-of-Service", "don't", and the German "Nutzer*innen", "Nutzer:in", "Nutzer/innen".
_JOINED = re.compile(r"\b\w++(?:(?:[-']|[*:/]-?(?=inn?(?:en)?\b))\w++)+")
_JOINTS = ("-", "'", "*in", ":in", "/in")
_JOINT = re.compile(r"[-'*:/]+")


def fold(text: str) -> str:
    """Fold case, umlauts (ä to ae), ß (to ss), accents and Unicode form; drop what cannot be seen.

    Apostrophes and hyphens of every make become ``'`` and ``-``. Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    if _SIGN.search(text):
        text = text.translate(_SIGNS)
    text = unicodedata.normalize("NFKD", text).casefold()
    text = text.replace("a\u0308", "ae").replace("o\u0308", "oe").replace("u\u0308", "ue")
    if text.isascii():
        return text
    text = _MARK.sub("", text)
    if _LETTER.search(text):
        text = text.translate(_LETTERS)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(title: str, summary: str = "") -> str:
    """Write the words of a headline and a summary so that rules and comparisons can read them fast.

    Returns:
        Two lines, headline and summary. Each holds its folded words in order with one space
        between them; then, each after *two* spaces, the words that stand joined in the text
        ("Terms-of-Service" is ``terms of service`` and ``termsofservice``). So ``line.split()``
        gives all words, ``line.partition("  ")[0]`` those in order.
    """
    return f"{_line(title)}\n{_line(summary)}" if summary else f"{_line(title)}\n"


def _line(text: str) -> str:
    text = fold(text)
    line = " ".join(_WORD.findall(text))
    if not any(joint in text for joint in _JOINTS):
        return line
    joined = dict.fromkeys(_JOINT.sub("", whole) for whole in _JOINED.findall(text))
    return "  ".join((line, *joined))
