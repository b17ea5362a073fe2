"""Reads JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/); what has a wrong type is not there."""

from __future__ import annotations

import json
from typing import Any

from digest.parsing import times
from digest.parsing.raw import RawDocument, RawEntry, RawText, UnsureError


def read(data: bytes) -> RawDocument:
    """Read a document in UTF-8.

    Raises:
        UnsureError: it is no JSON, or not a feed.
    """
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnsureError("broken JSON") from error
    if not isinstance(feed, dict) or "jsonfeed.org/version" not in _string(feed, "version"):
        raise UnsureError("JSON, but no JSON Feed")
    author = _author(feed)
    items = feed.get("items")
    return RawDocument(
        [_entry(item, author) for item in items if isinstance(item, dict)]
        if isinstance(items, list)
        else [],
        title=RawText(_string(feed, "title")),
        link=_string(feed, "home_page_url"),
        language=_string(feed, "language"),
    )


def _entry(item: dict[str, Any], author: str) -> RawEntry:
    key = item.get("id")
    key = (
        _string(item, "id")
        if isinstance(key, str)
        else f"{key}"
        if type(key) in {int, float}
        else ""
    )
    link = _string(item, "url") or _string(item, "external_url")
    contents = [
        RawText(value, html=name == "content_html")
        for name in ("content_text", "content_html")
        if (value := _string(item, name))
    ]
    summary = _string(item, "summary")
    return RawEntry(
        key=key,
        link=link or (key if key.startswith(("http://", "https://")) else ""),
        title=RawText(_string(item, "title")),
        summary=RawText(summary) if summary else next(iter(contents), None),
        contents=contents,
        links=[external] if (external := _string(item, "external_url")) else [],
        author=_author(item) or author,
        language=_string(item, "language"),
        published=times.read(_string(item, "date_published")),
        updated=times.read(_string(item, "date_modified")),
    )


def _author(context: dict[str, Any]) -> str:
    authors = context.get("authors")
    given = authors if isinstance(authors, list) else [context.get("author")]
    names = (_string(author, "name") for author in given if isinstance(author, dict))
    return next(filter(None, names), "")


def _string(context: dict[str, Any], key: str) -> str:
    value = context.get(key)
    return value.strip() if isinstance(value, str) else ""
