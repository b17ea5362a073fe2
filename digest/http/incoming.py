"""What comes in over a line, as the parts of an answer: its head, its lines, its body.

A server is never taken at its word. A body is whole only when its own framing says so (RFC 9112,
sections 6 and 8), and no size is believed but counted as it grows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from digest.errors import SourceError

if TYPE_CHECKING:
    from digest.http.connections import Line

_START = b"HTTP/"
_STATUS = re.compile(rb"HTTP/1\.[0-9][ \t]+([1-9][0-9]{2})(?:[ \t].*)?")
_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_END_OF_HEAD = re.compile(rb"\n\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}")
_LENGTH = re.compile(r"[0-9]{1,18}")
_LONGEST_LINE = 65_536


class Head(NamedTuple):
    """What stands before the body of an answer."""

    status: int
    fields: Sequence[tuple[str, str]]
    """Names in small letters and values, read as Latin-1, in the order they came."""

    def values(self, name: str) -> list[str]:
        """Return all values of one header, those of a list taken apart."""
        written = ",".join(value for known, value in self.fields if known == name).split(",")
        return [value.strip() for value in written if value.strip()]


class Incoming:
    """The reading side of a line; every method may raise SourceError."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._waiting = bytearray()

    def head(self) -> Head:
        """Return the next head, past any interim ones (RFC 9110, section 15.2)."""
        head = self._head()
        while head.status < 200:
            head = self._head()
        return head

    def _head(self) -> Head:
        searched = 0
        while not (end := _END_OF_HEAD.search(self._waiting, searched)):
            searched = max(0, len(self._waiting) - 2)
            if not self._fill():
                raise self._no_head()
            if not self._waiting.startswith(_START[: len(self._waiting)]):
                raise _no_http()
        data = bytes(self._waiting[: end.start()])
        del self._waiting[: end.end()]
        return _head(data)

    def _no_head(self) -> SourceError:
        if not self._waiting:
            return SourceError("cut short: the connection was closed before an answer")
        return cut_short() if self._waiting.startswith(_START) else _no_http()

    def rest(self, limit: int) -> bytes:
        """Return all that comes until the other end closes, one byte more than *limit* at most."""
        while len(self._waiting) <= limit and self._fill():
            pass
        return self._taken(min(len(self._waiting), limit + 1))

    def exactly(self, size: int) -> bytes:
        """Return the next so many bytes."""
        while len(self._waiting) < size:
            if not self._fill():
                raise cut_short()
        return self._taken(size)

    def chunks(self, limit: int) -> bytes:
        """Return a body in chunks (RFC 9112, section 7.1), of at most *limit* bytes."""
        parts, left = [], limit
        while size := self._size():
            if size > left:
                raise too_large(limit)
            parts.append(self.exactly(size))
            left -= size
            if self._next().strip():
                raise _no_size()
        while self._next().strip():
            pass  # trailers, which end with an empty line
        return b"".join(parts)

    def _size(self) -> int:
        """Return the size of the next chunk."""
        written = self._next().partition(b";")[0].strip()
        if not _SIZE.fullmatch(written):
            raise _no_size()
        return int(written, 16)

    def _next(self) -> bytes:
        """Return the next line."""
        searched = 0
        while (end := self._waiting.find(b"\n", searched)) < 0:
            searched = len(self._waiting)
            if searched > _LONGEST_LINE:
                raise _no_size()
            if not self._fill():
                raise cut_short()
        return self._taken(end + 1)

    def _taken(self, size: int) -> bytes:
        with memoryview(self._waiting) as view:
            data = bytes(view[:size])
        del self._waiting[:size]
        return data

    def _fill(self) -> bool:
        """Wait for more; False: the other end has closed."""
        part = self._line.receive()
        self._waiting += part
        return bool(part)


def body(incoming: Incoming, head: Head, limit: int) -> bytes:
    """Return the body that follows a head, packed as it came.

    Raises:
        SourceError: it is cut short, too large, or framed in a way that was not asked for.
    """
    if head.status == 204:
        return b""
    ways = [way.lower() for way in head.values("transfer-encoding")]
    if ways not in ([], ["chunked"]):
        raise broken("it is transferred in a way that was not asked for")
    if ways:
        return incoming.chunks(limit)
    size = _length(head)
    if (size or 0) > limit:
        raise too_large(limit)
    data = incoming.rest(limit) if size is None else incoming.exactly(size)
    if len(data) > limit:
        raise too_large(limit)
    return data


def _length(head: Head) -> int | None:
    """Return how many bytes a head announces; None: it does not say."""
    lengths = set(head.values("content-length"))
    if not lengths:
        return None
    written = lengths.pop()
    if lengths or not _LENGTH.fullmatch(written):
        raise broken("it does not say one length")
    return int(written)


def _head(data: bytes) -> Head:
    first, _, rest = data.partition(b"\n")
    found = _STATUS.fullmatch(first.rstrip(b"\r"))
    if not found:
        raise _no_http()
    return Head(status=int(found[1]), fields=_fields(rest.decode("latin-1")))


def _fields(text: str) -> list[tuple[str, str]]:
    if "\n " in text or "\n\t" in text:
        text = _FOLDED.sub(" ", text)
    fields = []
    for line in text.split("\n") if text else ():
        found = _FIELD.fullmatch(line)
        if not found:
            raise broken("headers that are none")
        fields.append((found[1].lower(), found[2].strip()))
    return fields


def too_large(limit: int) -> SourceError:
    """Return the error of a body over the cap."""
    return SourceError(f"too large: over {megabytes(limit)}")


def megabytes(limit: int) -> str:
    """Return a cap in words."""
    return f"{limit / 1e6:g} MB"


def broken(what: str) -> SourceError:
    """Return the error of an answer that cannot be taken for one."""
    return SourceError(f"broken answer: {what}")


def cut_short() -> SourceError:
    """Return the error of an answer without its end."""
    return SourceError("cut short: the connection was closed in the middle of the answer")


def _no_http() -> SourceError:
    return broken("it is not HTTP")


def _no_size() -> SourceError:
    return broken("chunks without a size")
