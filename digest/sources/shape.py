"""Takes answers in JSON apart without believing their shape: what is not there or wrong is empty."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from digest.errors import SourceError

Table = Mapping[str, Any]

_NOTHING: Table = {}
_HALVES = re.compile("[\ud800-\udfff]")
"""Surrogates, which JSON can write one of; no file and no archive takes it."""
_MOST = 1 << 53
"""From here on numbers are not the same everywhere (https://www.rfc-editor.org/rfc/rfc8259#section-6)."""


def parse(body: bytes) -> Any:
    """Return what a body says.

    Raises:
        SourceError: it is not JSON.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise SourceError("broken answer: it is not JSON") from None


def table(thing: object, *path: str) -> Table:
    """Return the object at a path of names, or an empty one."""
    for name in path:
        thing = thing.get(name) if isinstance(thing, Mapping) else None
    return thing if isinstance(thing, Mapping) else _NOTHING


def tables(thing: object, *path: str) -> list[Table]:
    """Return the objects of the list at a path of names."""
    *before, last = path or ("",)
    found = table(thing, *before).get(last) if path else thing
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def text(thing: object, *path: str) -> str:
    """Return the text at a path of names, without halves of characters, or ""."""
    *before, last = path
    found = table(thing, *before).get(last)
    return _HALVES.sub("", found) if isinstance(found, str) else ""


def count(thing: object, *path: str) -> int | None:
    """Return the whole number from 0 to 2⁵³ at a path of names; None when there is none."""
    *before, last = path
    found = table(thing, *before).get(last)
    sound = isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _MOST
    return found if sound else None


def time(thing: object, *path: str) -> datetime | None:
    """Return the time at a path of names, in UTC; None when there is none from 1970 to 2099."""
    try:
        when = datetime.fromisoformat(text(thing, *path))
        when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return when if 1970 <= when.year < 2100 else None
