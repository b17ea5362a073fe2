"""Reads single values of feeds.yaml: each reader takes a node and returns what it means, or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from digest.config.shapes import TEXT, many, numeric, shape, takes, under_keys, under_names
from digest.config.tree import Entries, Node, Notes, Pairs, Scalar, Wrong
from digest.text import clean, shorten, without_login

if TYPE_CHECKING:
    from decimal import Decimal

T = TypeVar("T")
Reader = Callable[[Node, Notes], T]
"""Takes a node and where to note what is wrong inside it; raises Wrong when nothing is left of it."""

_SECRET = re.compile(
    r"token|secret|passwor[dt]|passwd|passphrase|bearer|credential|(?:api|access|private|consumer)[_-]?key",
    re.IGNORECASE,
)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION = re.compile(r"([0-9]{1,5}) ?([mhdw])")
_CLOCK = "([01]?[0-9]|2[0-3]):([0-5][0-9])"
_TIME = re.compile(_CLOCK)
_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_MONEY = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?) USD per month")
_PRICE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(?: USD)?")


def nearest(word: str, names: tuple[str, ...]) -> str:
    """Return a hint at what was probably meant; empty when nothing is near."""
    import difflib

    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(word.casefold()[:40], folded, n=1)
    return f"did you mean {folded[close[0]]!r}?" if close else ""


def shown(text: str) -> str:
    """Return a text as a message may show it: in quotes, short, nothing invisible."""
    return repr(shorten(without_login(text) if "//" in text else text, 40))


# Shapes ------------------------------------------------------------------------------------------


def pairs(node: Node, notes: Notes) -> Iterator[tuple[Scalar, Node]]:
    """Yield the names of *node* with their values, each name once.

    Raises:
        Wrong: it is something else.
    """
    if isinstance(node, Scalar) and node.empty:
        return
    if not isinstance(node, Pairs):
        is_list = isinstance(node, Entries)
        hint = "write a name with a colon above it" if is_list else "write 'name: value'"
        raise Wrong(node, f"expected names with values, found {_kind(node)}", hint)
    seen: dict[str, int] = {}
    for key, value in node.nodes:
        if not isinstance(key, Scalar):
            notes.add(key.start, f"expected a name, found {_kind(key)}", "write 'name: value'")
        elif key.text in seen:
            first = notes.line(seen[key.text])
            notes.add(
                key.start, f"{shown(key.text)} is named twice", f"the first is in line {first}"
            )
        else:
            seen[key.text] = key.start
            yield key, value


def keyed(node: Node, notes: Notes, known: tuple[str, ...]) -> dict[str, Node]:
    """Return the values of *node* by their keys, of which only the *known* ones may occur.

    Raises:
        Wrong: it is something else.
    """
    found: dict[str, Node] = {}
    for key, value in pairs(node, notes):
        name = clean(key.text)  # the names of sections are keys too
        if name in found:
            notes.add(key.start, f"{shown(name)} is named twice", "join the two")
        elif name in known:
            found[name] = value
        elif _SECRET.search(key.text):
            notes.add(
                key.start,
                f"{shown(key.text)}: secrets are never in feeds.yaml",
                "set it in the environment or in credentials.yaml, and delete it here",
            )
        else:
            is_rest = key.text.isdecimal()  # of a number written as 0,5
            hint = "write a number as 0.5" if is_rest else _known(key.text, known)
            notes.add(key.start, f"unknown key {shown(key.text)}", hint)
    return found


def fields(node: Node, notes: Notes, readers: Mapping[str, Reader[Any]]) -> dict[str, Any]:
    """Return what the keys of *node* mean; those that are wrong are noted and left out.

    Raises:
        Wrong: it is something else than names with values.
    """
    return meanings(keyed(node, notes, tuple(readers)), notes, readers)


def meanings(
    found: Mapping[str, Node], notes: Notes, readers: Mapping[str, Reader[Any]]
) -> dict[str, Any]:
    """Return what keys mean for which there is a reader; those that are wrong are noted and left out."""
    values: dict[str, Any] = {}
    for key, read in readers.items():
        if key in found:
            with notes.catching():
                values[key] = read(found[key], notes)
    return values


def table(readers: Mapping[str, Reader[Any]]) -> Reader[dict[str, Any]]:
    """Return a reader of ``fields``."""

    @takes(under_keys(readers))
    def values(node: Node, notes: Notes) -> dict[str, Any]:
        return fields(node, notes, readers)

    return values


def each(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """Return a reader of a list of what *read* reads; entries that are wrong are noted and left out."""

    @takes(many(read))
    def entries(node: Node, notes: Notes) -> tuple[T, ...]:
        if isinstance(node, Scalar) and node.empty:
            return ()
        if not isinstance(node, Entries):
            raise Wrong(node, f"expected a list, found {_kind(node)}", "write [one, another]")
        values = []
        for entry in node.nodes:
            with notes.catching():
                values.append(read(entry, notes))
        return tuple(values)

    return entries


def by_name(read: Reader[T]) -> Reader[dict[str, T]]:
    """Return a reader of values under names that the person chose."""

    @takes(under_names(read))
    def named(node: Node, notes: Notes) -> dict[str, T]:
        values: dict[str, T] = {}
        for key, value in pairs(node, notes):
            with notes.catching():
                name = line(key, notes)
                if name in values:
                    raise Wrong(key, f"{shown(name)} is named twice", "join the two")
                values[name] = read(value, notes)
        return values

    return named


# Values ------------------------------------------------------------------------------------------


def raw(node: Node) -> str:
    """Return the text of *node* as it was written, whatever YAML would make of it.

    Raises:
        Wrong: it is a list, or names with values.
    """
    if not isinstance(node, Scalar):
        raise Wrong(
            node, f"expected a text, found {_kind(node)}", "a text with [ or { needs quotes"
        )
    return node.text


@takes(TEXT)
def line(node: Node, notes: Notes) -> str:
    """Return a text, fit to be printed.

    Raises:
        Wrong: nothing is left of it.
    """
    text = clean(raw(node))
    if not text:
        hint = notes.hint_at_nothing(node, "write a text, or delete the line")
        raise Wrong(node, "nothing stands here", hint)
    return text


@takes({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_+/-]*$"})
def zone(node: Node, _notes: Notes) -> str:
    """Return the name of a time zone that this machine knows, such as ``Europe/Berlin``.

    Raises:
        Wrong: it is none.
    """
    import zoneinfo

    text = raw(node)
    try:
        return zoneinfo.ZoneInfo(text).key
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise Wrong(node, f"there is no time zone {shown(text)}", near_zone(text)) from None


def near_zone(text: str) -> str:
    """Return a hint at the time zone that was probably meant, found by its place alone.

    Neither "EST" for CEST nor another place of the same region is near; the signs of Etc/GMT+1 are
    the other way round (https://data.iana.org/time-zones/tzdb/etcetera).
    """
    import difflib
    import zoneinfo

    places = {"utc": "UTC"}
    for name in sorted(zoneinfo.available_timezones()):
        if "/" in name and not name.startswith("Etc/"):
            places.setdefault(_place(name), name)
    close = difflib.get_close_matches(_place(text[:40]), places, n=1, cutoff=0.8)
    return f"did you mean {places[close[0]]!r}?" if close else "write one like Europe/Berlin"


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace(" ", "_").casefold()


def one_of(*options: str) -> Reader[str]:
    """Return a reader of one of these words."""

    @takes({"enum": list(options)})
    def choice(node: Node, _notes: Notes) -> str:
        text = raw(node)
        if text not in options:
            either = " or ".join(options)
            hint = nearest(text, options) or f"write {either}, or delete the line"
            raise Wrong(node, f"expected {either}, found {shown(text)}", hint)
        return text

    return choice


def known(names: tuple[str, ...], what: str) -> Reader[str]:
    """Return a reader of one of the *names* that stand elsewhere, such as sections."""

    @takes(TEXT)
    def name(node: Node, notes: Notes) -> str:
        text = line(node, notes)
        if text not in names:
            raise Wrong(node, f"there is no {what} {shown(text)}", _known(text, names))
        return text

    return name


def number(low: float, high: float) -> Reader[float]:
    """Return a reader of a number within these limits."""

    @takes(numeric("number", _NUMBER.pattern, low, high))
    def value(node: Node, _notes: Notes) -> float:
        text = raw(node)
        if not _NUMBER.fullmatch(text) or not low <= float(text) <= high:
            problem = f"expected a number from {low:g} to {high:g}, found {shown(text)}"
            raise Wrong(node, problem, "write a number such as 1.5, or delete the line")
        return float(text)

    return value


def whole(low: int, high: int = 1_000_000) -> Reader[int]:
    """Return a reader of a whole number within these limits."""

    @takes(numeric("integer", _WHOLE.pattern, low, high))
    def value(node: Node, _notes: Notes) -> int:
        text = raw(node)
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            problem = f"expected a whole number from {low} to {high}, found {shown(text)}"
            raise Wrong(node, problem, "write a number such as 5, or delete the line")
        return int(text)

    return value


def unless_none(read: Reader[T]) -> Reader[T | None]:
    """Return a reader that also takes the word ``none``."""

    @takes({"anyOf": [shape(read), {"const": "none"}]})
    def value(node: Node, notes: Notes) -> T | None:
        return None if raw(node) == "none" else read(node, notes)

    return value


def duration(low: timedelta) -> Reader[timedelta]:
    """Return a reader of a time such as ``18h``, ``90m``, ``3d`` or ``2w``, *low* or more."""

    @takes({"type": "string", "pattern": f"^{_DURATION.pattern}$"})
    def value(node: Node, _notes: Notes) -> timedelta:
        text = raw(node)
        found = _DURATION.fullmatch(text)
        if not found:
            raise Wrong(node, f"expected a time, found {shown(text)}", "write 90m, 18h, 3d or 2w")
        length = timedelta(**{_UNITS[found[2]]: int(found[1])})
        if length < low:
            raise Wrong(node, f"{text} is too short", f"at least {_short(low)}")
        return length

    return value


@takes({"type": "string", "pattern": f"^{_CLOCK}$"})
def clock(node: Node, _notes: Notes) -> time:
    """Return a time of day such as ``07:30``.

    Raises:
        Wrong: it is none.
    """
    return _clock(raw(node), node)


@takes({"type": "string", "pattern": f"^{_CLOCK} *- *{_CLOCK}$"})
def span(node: Node, _notes: Notes) -> tuple[time, time]:
    """Return a part of the day such as ``20:00-07:00``; it may reach over midnight.

    Raises:
        Wrong: it is none.
    """
    start, dash, end = raw(node).partition("-")
    if not dash:
        problem = f"expected a part of the day, found {shown(start)}"
        raise Wrong(node, problem, "write it as 20:00-07:00")
    begins, ends = _clock(start.strip(), node), _clock(end.strip(), node)
    if begins == ends:
        raise Wrong(node, "it ends when it begins", "write it as 20:00-07:00")
    return begins, ends


@takes({"type": "string", "pattern": f"^{_MONEY.pattern}$"})
def money(node: Node, _notes: Notes) -> Decimal:
    """Return US dollars a month.

    Raises:
        Wrong: it says something else.
    """
    from decimal import Decimal

    found = _MONEY.fullmatch(clean(raw(node)))
    if not found:
        raise Wrong(node, f"expected an amount, found {shown(raw(node))}", "write 10 USD per month")
    return Decimal(found[1])


@takes({"type": ["string", "number"], "pattern": f"^{_PRICE.pattern}$", "minimum": 0})
def price(node: Node, _notes: Notes) -> Decimal:
    """Return US dollars for one thing.

    Raises:
        Wrong: it says something else.
    """
    from decimal import Decimal

    found = _PRICE.fullmatch(clean(raw(node)))
    if not found:
        raise Wrong(node, f"expected a price, found {shown(raw(node))}", "write 0.005 USD")
    return Decimal(found[1])


def _clock(text: str, node: Node) -> time:
    found = _TIME.fullmatch(text)
    if not found:
        raise Wrong(node, f"expected a time of day, found {shown(text)}", "write it as 07:30")
    return time(int(found[1]), int(found[2]))


def _kind(node: Node) -> str:
    if isinstance(node, Scalar):
        return shown(node.text)
    return "a list" if isinstance(node, Entries) else "names with values"


def _known(word: str, names: tuple[str, ...]) -> str:
    near = nearest(word, names)
    if near or not names:
        return near
    return shorten(f"there are: {', '.join(names)}", 200)


def _short(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 1440}d" if minutes % 1440 == 0 else f"{minutes}m"
