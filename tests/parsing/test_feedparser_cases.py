"""What feedparser expects of its own test cases holds here too (material beside the repository)."""

from __future__ import annotations

import ast
import io
import re
import warnings
from datetime import UTC, datetime

from digest.errors import SourceError
from digest.parsing import reading
from digest.text import clean, from_html

FIELDS = {"title": "title", "link": "link", "id": "key", "guid": "key"}
FIELDS |= {"summary": "summary", "description": "summary"}
DATES = {"published_parsed", "updated_parsed", "modified_parsed", "issued_parsed", "date_parsed"}


def expectations(text):
    """Yield (number of the entry, field, value) for each comparison that a case states."""
    found = re.search(r"Expect:\s*(.*?)\s*-->", text, re.DOTALL)
    try:
        tree = ast.parse(found[1].strip(), mode="eval") if found else None
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree) if tree else ():
        left = getattr(node, "left", None)
        if isinstance(node, ast.Compare) and isinstance(left, ast.Subscript):
            place = re.fullmatch(r"entries\[(\d+)\]\['(\w+)'\]", ast.unparse(left))
            if place and place[2] in FIELDS.keys() | DATES:
                try:
                    yield int(place[1]), place[2], ast.literal_eval(node.comparators[0])
                except ValueError:
                    continue


def headers(text):
    lines = re.findall(r"^Header:\s*([^:\n]+):(.*)$", text, re.MULTILINE)
    return {name.strip().lower(): value.strip() for name, value in lines}


def as_time(value):
    return datetime(*value[:6], tzinfo=UTC) if value else None


def holds_for_feedparser(parsed, number, field, value):
    if number >= len(parsed.entries):
        return False
    given = parsed.entries[number].get(field)
    return (
        (tuple(given)[:6] == tuple(value)[:6])
        if field in DATES and given and value
        else given == value
    )


def holds_here(entries, number, field, value):
    """Texts are compared as text: nothing here ever is HTML."""
    if number >= len(entries):
        return not value
    entry = entries[number]
    if field in DATES:
        return entry.published == as_time(value)
    given = getattr(entry, FIELDS[field])
    if field == "title" and not from_html(value):
        return True  # made of the entry's own words
    if field == "link" and not value.lower().startswith("http"):
        return given == "" or given.endswith(value)
    return given in {clean(value), from_html(value), f"{value}/"}


def read(body, given):
    try:
        return reading.read(
            body, given.get("content-type", ""), given.get("content-location", "")
        ).entries
    except SourceError:
        return ()


def test_at_least_as_many_expectations_hold_as_with_feedparser_alone(shared):
    import feedparser

    theirs, missed = 0, []
    for path in sorted((shared / "corpus/hostile/feedparser").rglob("*.xml")):
        body = path.read_bytes()
        text = body.decode("latin-1")
        for expectation in expectations(text):
            with warnings.catch_warnings(action="ignore"):
                parsed = feedparser.parse(io.BytesIO(body), response_headers=headers(text))
                if not holds_for_feedparser(parsed, *expectation):
                    continue
            theirs += 1
            if not holds_here(read(body, headers(text)), *expectation):
                missed.append((path.name, *expectation))
    assert theirs > 500
    assert missed == []
