"""Takes answers in JSON apart without believing their shape: what is not there or wrong is empty."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from digest.errors import SourceError

Table = Mapping[str, Any]

_NOTHING: Table = {}


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
    """Return the text at a path of names, or ""."""
    *before, last = path
    found = table(thing, *before).get(last)
    return found if isinstance(found, str) else ""


def count(thing: object, *path: str) -> int | None:
    """Return the whole number from 0 on at a path of names; None when there is none."""
    *before, last = path
    found = table(thing, *before).get(last)
    sound = isinstance(found, int) and not isinstance(found, bool) and found >= 0
    return found if sound else None


def time(thing: object, *path: str) -> datetime | None:
    """Return the time at a path of names, in UTC; None when there is none."""
    try:
        when = datetime.fromisoformat(text(thing, *path))
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
