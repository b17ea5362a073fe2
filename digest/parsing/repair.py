"""Mends the faults that make most broken feeds not well-formed, without guessing at structure.

Junk before the first and after the last tag, ampersands that stand for themselves, HTML's entities,
references to characters that XML does not have, control characters: what a reader can only take one
way. Tags that do not match are left to feedparser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_FEED = re.compile(r"<((?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf|channel))(?=[\s>])", re.IGNORECASE)
# Inside CDATA and comments an ampersand means nothing.
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|\]\]>|<(?![^\W\d]|[:/!?])"
    r"|&(?:#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));|(\w+);)?",
    re.DOTALL,
)
_SIGNS = {"&": "&amp;", "<": "&lt;", "]]>": "]]&gt;"}
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


def repaired(text: str) -> str:
    """Return the document with its harmless faults mended."""
    text = _CONTROLS.sub("", text)
    text = text[_beginning(text) :]
    closing = closing_tag(text)
    if closing:
        end = text.lower().rfind(closing)
        after = text.find(">", end) + 1
        text = text[:after] if end >= 0 and after else text
    return _declared(_AMPERSAND.sub(_mended, text))


# What begins with a sign is found many times faster than what begins with a blank.
_ELEMENT = re.compile(r"<([A-Za-z][\w.-]*):")
_ATTRIBUTE = re.compile(r""":[\w.-]+\s*=\s*["']""")
_PREFIX = re.compile(r"\s([A-Za-z][\w.-]*)\Z")
_LONGEST_PREFIX = 80


def _declared(text: str) -> str:
    """Declare the prefixes of elements that the document forgot to declare."""
    root = _ROOT.search(text)
    used = {*_ELEMENT.findall(text), *_of_attributes(text)} - {"xml", "xmlns"}
    prefixes = {prefix for prefix in used if f"xmlns:{prefix}" not in text}
    if not root or not prefixes:
        return text
    given = "".join(f' xmlns:{prefix}="undeclared:{prefix}"' for prefix in sorted(prefixes))
    return f"{text[: root.end()]}{given}{text[root.end() :]}"


def _of_attributes(text: str) -> Iterator[str]:
    for attribute in _ATTRIBUTE.finditer(text):
        end = attribute.start()
        if prefix := _PREFIX.search(text, max(0, end - _LONGEST_PREFIX), end):
            yield prefix[1]


def _beginning(text: str) -> int:
    """Return where a document begins: at its feed, if elements that are none of it stand before."""
    root, feed = _ROOT.search(text), _FEED.search(text)
    return feed.start() if root and feed and root[0] != feed[0] else max(text.find("<"), 0)


def closing_tag(text: str) -> str:
    """Return how the end tag of the feed, or else of the first element, begins; "" without an element.

    In small letters. PHP writes its notices as HTML, in front of the feed.
    """
    root = _FEED.search(text) or _ROOT.search(text)
    return f"</{root[1].lower()}" if root else ""


def is_cut(data: bytes) -> bool:
    """Tell whether the feed, or else the first element of a document, never ends."""
    return closing_tag(data[:10_000].decode("utf-8", "replace")).encode() not in data.lower()


def _mended(found: re.Match[str]) -> str:
    whole = found[0]
    if whole in _SIGNS:
        return _SIGNS[whole]
    if whole[0] == "<" or found[3] in _OF_XML:
        return whole
    if found[3]:
        return html5.get(f"{found[3]};", f"&amp;{found[3]};")
    code = int(found[1], 16) if found[1] else int(found[2])
    return whole if _is_character(code) else ""


def _is_character(code: int) -> bool:
    """Tell whether XML has the character (XML 1.0, section 2.2)."""
    return (
        code in {9, 10, 13}
        or 0x20 <= code < 0xD800
        or 0xE000 <= code < 0xFFFE
        or 0xFFFF < code < 0x110000
    )
