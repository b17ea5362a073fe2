"""One question and its answer over an open line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import SourceError
from digest.http.incoming import Incoming, broken, cut_short, megabytes, too_large

if TYPE_CHECKING:
    from digest.http.connections import Line

_LONGEST_VALUE = 8_000
_LONGEST_VALIDATOR = 1_000
_MOST_MEMBERS = 100
"""Of a gzip file (RFC 1952, section 2.2). Mostly it has one; each takes its time, however empty it is."""
_VALIDATORS = frozenset({"etag", "last-modified"})
_AS_IT_IS = re.compile(
    r"identity|none|binary|[78]bit|(?:us-)?ascii|utf-?(?:8|16)|iso-?8859-\d{1,2}|windows-125\d|latin-?1"
)
"""What names no way of packing: servers name their charset there too."""
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one server said."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name; none that is very long or holds control characters."""
    location: str
    """Where it leads, bytes above ASCII read as Latin-1."""
    body: bytes
    """Unpacked; empty unless the status is 2xx."""


def ask(line: Line, method: str, target: str, headers: Mapping[str, str], limit: int = 0) -> Answer:
    """Return the whole answer to a question.

    Args:
        line: open, and used for nothing else.
        method: only the answer to a GET has a body.
        target: what the request line asks for (RFC 9112, section 3.2).
        headers: all that are sent, Host among them.
        limit: the most bytes of a body, packed and unpacked.

    Raises:
        SourceError: it is cut short, too large, no HTTP, or in a form that was not asked for; or the
            request would hold a control character, by which a second one could be put into it.
    """
    line.sendall(_request(method, target, headers))
    data = b""
    with closing(Incoming(line)) as incoming:
        incoming.head()
        if method == "GET" and 200 <= incoming.status < 300:
            line.allow(limit + limit // 4, megabytes(limit))  # chunks say their sizes
            data = _unpacked(incoming, limit)
    location = next((value for name, value in incoming.fields if name == "location"), "")
    kept = _kept(incoming.fields)
    return Answer(status=incoming.status, headers=kept, location=location, body=data)


def _request(method: str, target: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {headers[name]}" for name in headers)]
    if _CONTROL.search("".join(lines)):
        raise SourceError("not asked: a control character in the request")
    text = "\r\n".join([*lines, "", ""])
    return text.encode() if text.isascii() else b"\r\n".join(map(_written, text.split("\r\n")))


def _written(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode()


def _kept(fields: Sequence[tuple[str, str]]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in fields:
        longest = _LONGEST_VALIDATOR if name in _VALIDATORS else _LONGEST_VALUE
        if len(value) <= longest and not _CONTROL.search(value):
            kept.setdefault(name, value)
    return kept


def _unpacked(incoming: Incoming, limit: int) -> bytes:
    data = incoming.body(limit)
    named = [name.lower().removeprefix("x-") for name in incoming.values("content-encoding")]
    packed = [name for name in named if not _AS_IT_IS.fullmatch(name)]
    if packed not in ([], ["gzip"]):
        raise broken("it is packed in a way that was not asked for")
    return _gunzipped(data, limit) if packed == ["gzip"] else data


def _gunzipped(data: bytes, limit: int) -> bytes:
    import zlib

    parts: list[bytes] = []
    room = limit + 1
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # with the head and the sum of gzip
        try:
            parts.append(member.decompress(data, room))
        except zlib.error:
            raise broken("what is packed cannot be unpacked") from None
        room -= len(parts[-1])
        if not room:
            raise too_large(limit)
        if data and not member.eof:
            raise cut_short()
        data = member.unused_data.lstrip(b"\0")
        if not data:
            return b"".join(parts)
    raise broken(f"it is packed in more than {_MOST_MEMBERS} pieces")
