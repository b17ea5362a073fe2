"""Reads a document with feedparser, without what is done again later: sanitising, relative addresses.

feedparser never sees bytes of an encoding other than UTF-8, an address or a file. Two of its faults
are put right here: captions and podcast notes that replace a description
(https://github.com/kurtmckee/feedparser/issues/53), and minutes spent on one <author>
(https://github.com/kurtmckee/feedparser/issues/562).
"""

from __future__ import annotations

import io
import re
import xml.sax
import xml.sax.handler
from datetime import datetime
from typing import Any

import feedparser.api
import feedparser.mixin
from feedparser.sanitizer import replace_doctype

from digest.parsing import times
from digest.parsing.raw import RawDocument, RawEntry, RawText, UnsureError
from digest.parsing.repair import repaired

_LONGEST_AUTHOR = 500
_HTML = frozenset({"text/html", "application/xhtml+xml"})
# What feedparser raises on damaged documents: anything but an error of its own.
_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError
)  # fmt: skip
# Real entities stand for a character. feedparser itself only keeps those that refer to no other.
_LONG_ENTITY = re.compile(rb"<!ENTITY[^>]{200,}>")


def read(data: bytes) -> RawDocument:
    """Read a document; one that is no feed has neither version nor entries.

    Args:
        data: in UTF-8, without XML declaration.

    Raises:
        UnsureError: feedparser fails on it.
    """
    data = _LONG_ENTITY.sub(b"", data)
    try:
        parser = _parsed(data)
    except _FAULTS:
        try:
            parser = _parsed(repaired(data.decode()).encode())
        except _FAULTS as error:
            raise UnsureError(f"feedparser fails: {type(error).__name__}") from error
    return _document(parser)


class _Captions:
    """Keeps captions and podcast notes apart from the summary."""

    def _start_media_description(self: Any, attrs: Any) -> None:
        self.push_content(_aside(self, "media_description"), attrs, "text/html", 1)

    def _end_media_description(self: Any) -> None:
        self.pop_content(self.elementstack[-1][0])

    def _start_itunes_summary(self: Any, attrs: Any) -> None:
        self.push_content(_aside(self, "itunes_summary"), attrs, "text/plain", 1)

    def _end_itunes_summary(self: Any) -> None:
        self.pop_content(self.elementstack[-1][0])

    def _sync_author_detail(self: Any, key: str = "author") -> None:
        if len(self._get_context().get(key) or "") <= _LONGEST_AUTHOR:
            feedparser.mixin._FeedParserMixin._sync_author_detail(self, key)  # noqa: SLF001


def _aside(parser: Any, name: str) -> str:
    """Return the key under which a caption is kept; the first one counts."""
    context = parser._get_context()  # noqa: SLF001
    return f"{name}_again" if dict.get(context, name) else name


class _Strict(_Captions, feedparser.api.StrictFeedParser):  # type: ignore[misc]
    """feedparser for well-formed documents."""


class _Loose(_Captions, feedparser.api.LooseFeedParser):  # type: ignore[misc]
    """feedparser for the others."""


def _parsed(data: bytes) -> Any:
    """Return feedparser's own state after reading, as ``feedparser.parse`` reaches it."""
    version, data, entities = replace_doctype(b"<?xml version='1.0' encoding='utf-8'?>\n" + data)
    parser = _strictly(data) or _loosely(data, entities)
    parser.version = version or parser.version
    return parser


def _strictly(data: bytes) -> Any | None:
    """Return the parser, or None when the document is not well-formed."""
    parser = _Strict("", None, "utf-8")
    parser.sanitize_html = parser.resolve_relative_uris = False
    reader = xml.sax.make_parser()  # noqa: S317 - entities are replaced above, none is external
    reader.setFeature(xml.sax.handler.feature_namespaces, True)
    reader.setFeature(xml.sax.handler.feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    try:
        reader.parse(io.BytesIO(data))
    except xml.sax.SAXException:
        return None
    return parser


def _loosely(data: bytes, entities: dict[str, str]) -> Any:
    parser = _Loose("", None, "utf-8", entities)
    parser.sanitize_html = parser.resolve_relative_uris = False
    parser.feed(data.decode("utf-8", "replace"))
    return parser


def _document(parser: Any) -> RawDocument:
    feed = parser.feeddata
    return RawDocument(
        [_entry(entry) for entry in parser.entries],
        title=_text(feed, "title") or RawText(),
        link=_string(feed, "link"),
        language=_string(feed, "language"),
        known=bool(parser.version),
    )


def _entry(entry: Any) -> RawEntry:
    raw = RawEntry(
        key=_string(entry, "id"),
        link=_string(entry, "link"),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        contents=[_content(part) for part in dict.get(entry, "content") or ()],
        author=_string(entry, "author"),
        published=_time(entry, "published"),
        updated=_time(entry, "updated"),
    )
    notes = _text(entry, "itunes_summary")
    copied = raw.summary is not None and raw.summary.value in [c.value for c in raw.contents]
    if notes and notes.value and (raw.summary is None or copied):
        raw.summary = notes
    raw.summary = raw.summary or _text(entry, "media_description")
    return raw


def _string(context: Any, key: str) -> str:
    value = dict.get(context, key)
    return value if isinstance(value, str) else ""


def _text(context: Any, key: str) -> RawText | None:
    """Return a text; its type stands beside it, or with the content it was copied from."""
    if not isinstance(dict.get(context, key), str):
        return None
    value = _string(context, key)
    details = (dict.get(context, f"{key}_detail"), *(dict.get(context, "content") or ()))
    types = [d.get("type") for d in details if isinstance(d, dict) and d.get("value") == value]
    return RawText(value, html=bool(types) and types[0] in _HTML)


def _content(part: Any) -> RawText:
    return RawText(_string(part, "value"), html=dict.get(part, "type") in _HTML)


def _time(entry: Any, key: str) -> datetime | None:
    return times.read(_string(entry, key))
