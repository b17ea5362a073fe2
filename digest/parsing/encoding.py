"""Turns the bytes of a document into UTF-8, whatever encoding it has, says it has or was sent with.

The order is feedparser's (RFC 3023 and what feeds really do): the charset of the response, the XML
declaration, the byte order mark, UTF-8, Windows-1252. Only codecs of written text are ever used. Unlike
with feedparser, one letter that was cut in its middle leaves UTF-8 what it is.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
)
# "<?xm" as it begins in encodings that are not a superset of ASCII (XML 1.0, appendix F).
_BEGINNINGS = (
    (b"\x00\x00\x00\x3c", "utf-32be"),
    (b"\x3c\x00\x00\x00", "utf-32le"),
    (b"\x00\x3c\x00\x3f", "utf-16be"),
    (b"\x3c\x00\x3f\x00", "utf-16le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]*?>\s*")
_DECLARED = re.compile(r"""<\?[^>]*?\bencoding\s*=\s*["']([^"'>]*)["']""")
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([^\s"';]+)""", re.IGNORECASE)

# Python's own notations are no encodings of documents, and UTF-7 hides markup from whoever looks.
_NO_ENCODINGS = frozenset(
    {
        "idna",
        "mbcs",
        "oem",
        "punycode",
        "raw_unicode_escape",
        "undefined",
        "unicode_escape",
        "utf_7",
    }
)
_WIDE = re.compile(r"u(tf|cs)?[-_]?(16|32|2|4)|iso-10646-ucs-[24]|csucs4|csunicode", re.IGNORECASE)
_WHOLE = 10
_SUPERSETS = {"gb2312": "gb18030"}


def utf8(body: bytes, content_type: str = "") -> bytes:
    """Return a document in UTF-8, without byte order mark and XML declaration.

    Args:
        body: as it was sent, unpacked.
        content_type: the header of that name; empty when there is none.
    """
    body, mark = _marked(body)
    ways = (_transcoded(body, one) for one in _candidates(body, mark, content_type.strip()))
    data = next((data for data in ways if data is not None), None) or _guessed(body)
    declaration = _DECLARATION.match(data)
    return data[declaration.end() :] if declaration else data.lstrip()


def _marked(body: bytes) -> tuple[bytes, str]:
    """Cut off the byte order mark; return what it or the first bytes say about the encoding."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :], encoding
    for beginning, encoding in _BEGINNINGS:
        if body.startswith(beginning):
            return body, encoding
    return body, ""


def _candidates(body: bytes, mark: str, content_type: str) -> tuple[str, ...]:
    declared = _declared(body, mark)
    found = _CHARSET.search(content_type)
    sent = found[1] if found else ""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith("text/"):
        first = sent or "us-ascii"
    elif kind == "application/xml" or kind.endswith("+xml"):
        first = sent or declared or "utf-8"
    else:
        first = declared or "utf-8"
    return (first, declared, mark, "utf-8")


def _declared(body: bytes, mark: str) -> str:
    found = _DECLARED.match(body[:1024].decode(mark or "latin-1", "ignore").lstrip())
    if not found:
        return ""
    return mark if mark and _WIDE.fullmatch(found[1]) else found[1]


def _guessed(body: bytes) -> bytes:
    """Return the text of a document that is not in any encoding that it names, in UTF-8.

    Excerpts that are cut after so many bytes end in the middle of a letter. Where ten others are
    whole to each that is not, it is UTF-8; Windows-1252 would spoil them all.
    """
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    if whole >= _WHOLE * broken:
        return text.encode()
    return _transcoded(body, "windows-1252") or body.decode("iso-8859-2").encode()


def _transcoded(body: bytes, encoding: str) -> bytes | None:
    """Return the text in UTF-8, or None when the encoding is none, is not known or does not fit."""
    try:
        name = codecs.lookup(_SUPERSETS.get(encoding.lower(), encoding)).name
        if name.replace("-", "_") in _NO_ENCODINGS:
            return None
        text = body.decode(name)
        return body if name in {"utf-8", "ascii"} else text.encode()
    except (LookupError, UnicodeError, ValueError):
        return None
