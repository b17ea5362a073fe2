"""The nouns of ``model`` as JSON and back, so that an old edition can be printed again.

Everything follows the types in ``model``: a field that is added there with a default reads as that
default from what was written before it, a field that is gone is passed over.
"""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import Field, fields, is_dataclass
from datetime import datetime
from functools import cache
from math import isfinite
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from digest.store.times import usable
from digest.store.troubles import UnreadableError

_Noun = TypeVar("_Noun")
_Reader = Callable[[Any], Any]
_NOTHING: Set[str] = frozenset()


def encode(noun: object) -> bytes:
    """Return a dataclass of ``model`` as compressed bytes."""
    return zlib.compress(_json(_plain(noun)).encode("ascii"))


def decode(kind: type[_Noun], data: bytes, *, less: Set[str] = _NOTHING) -> _Noun:
    """Return the dataclass of that kind that was written.

    Args:
        kind: a noun of ``model``.
        data: what ``encode`` wrote.
        less: fields, of whatever noun within, that nobody will look at; they have their defaults.

    Raises:
        UnreadableError: the bytes are not what ``encode`` wrote.
    """
    hint: Any = kind
    with _readable(kind):
        noun: _Noun = _reader(hint, less)(json.loads(zlib.decompress(data)))
        return noun


def with_texts(data: bytes, others: Mapping[str, str]) -> bytes | None:
    """Return what ``encode`` wrote with other texts in the place of some; None: it holds none of them.

    Args:
        data: what ``encode`` wrote.
        others: for each text, which is the whole of a value or a key, the other one.

    Raises:
        UnreadableError: the bytes are not what ``encode`` wrote.
    """
    try:
        before = zlib.decompress(data).decode("ascii")
    except (zlib.error, ValueError) as error:
        raise UnreadableError(f"what was written: {error}") from error
    after = before
    for text, other in others.items():
        after = after.replace(_json(text), _json(other))
    return None if after == before else zlib.compress(after.encode("ascii"))


def encode_some(noun: object, some: Collection[Field[Any]]) -> str:
    """Return as JSON those of some fields that are not at their default; "" when all are."""
    values = {it.name: getattr(noun, it.name) for it in some}
    told = {it.name: _plain(values[it.name]) for it in some if values[it.name] != it.default}
    return _json(told) if told else ""


def decode_some(kind: type, text: str) -> dict[str, Any]:
    """Return the values that ``encode_some`` wrote of a dataclass of that kind, by name.

    Raises:
        UnreadableError: the text is not what ``encode_some`` wrote.
    """
    with _readable(kind):
        return _known(_readers(kind, _NOTHING), json.loads(text))


@contextmanager
def _readable(kind: type) -> Iterator[None]:
    try:
        yield
    except (
        zlib.error,
        ValueError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise UnreadableError(f"{kind.__name__}: {error}") from error


def _json(plain: object) -> str:
    return json.dumps(plain, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: _plain(get(value)) for name, get in _fields(kind)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    return value


@cache
def _fields(kind: type) -> tuple[tuple[str, attrgetter[Any]], ...]:
    return tuple((field.name, attrgetter(field.name)) for field in fields(kind))


@cache
def _reader(hint: Any, less: Set[str]) -> _Reader:
    """Return what makes a value of that type of what JSON holds."""
    if is_dataclass(hint):
        return _noun_reader(hint, less)
    if get_origin(hint) is tuple:
        part = _reader(get_args(hint)[0], less)
        return lambda values: tuple(map(part, _a_list(values)))
    if get_origin(hint) is Mapping:
        part = _reader(get_args(hint)[1], less)
        return lambda values: {name: part(value) for name, value in values.items()}
    if isinstance(hint, types.UnionType):
        known = _reader(get_args(hint)[0], less)
        return lambda value: None if value is None else known(value)
    return _PLAIN[hint]


def _noun_reader(kind: Any, less: Set[str]) -> _Reader:
    readers = _readers(kind, less)
    return lambda values: kind(**_known(readers, values))


@cache
def _readers(kind: Any, less: Set[str]) -> dict[str, _Reader]:
    hints = get_type_hints(kind).items()
    return {name: _reader(hint, less) for name, hint in hints if name not in less}


def _known(readers: Mapping[str, _Reader], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: readers[name](value) for name, value in values.items() if name in readers}


def _a_list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise TypeError(f"a list is none: {value!r:.40}")
    found: list[Any] = value
    return found


def _a_text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"a text is none: {value!r:.40}")
    return value


def _a_whole_number(value: Any) -> int:
    if type(value) is not int or value.bit_length() > _BITS:
        raise TypeError(f"a whole number is none: {value!r:.40}")
    return value


def _a_number(value: Any) -> float:
    if type(value) not in {int, float} or not isfinite(value):
        raise TypeError(f"a number is none: {value!r:.40}")
    number: float = value
    return number


def _yes_or_no(value: Any) -> bool:
    if type(value) is not bool:
        raise TypeError(f"yes or no is neither: {value!r:.40}")
    return value


_BITS = 63
"""The archive holds no larger numbers."""
_PLAIN: Mapping[type, _Reader] = {
    str: _a_text,
    int: _a_whole_number,
    float: _a_number,
    bool: _yes_or_no,
    datetime: lambda text: usable(datetime.fromisoformat(text)),
}
