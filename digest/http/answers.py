"""HTTP/1.1 as it stands on the wire: one answer read to its end, every size bounded.

A server may say anything, so nothing is believed that is not checked: a body is whole only when its
own framing says so (RFC 9112, section 8), and sizes are counted after unpacking, as they grow.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from digest.errors import SourceError

HEAD_LIMIT = 300_000
"""Bytes of status lines and headers, interim answers included; what curl allows."""

_CHUNK = 65_536
_LINE_LIMIT = 4_096
_STEP = 262_144
_SMALLEST_CHUNK = 100  # what a smaller one counts as, since ten million of one byte take a minute
_MOST_TRAILERS = 100
_LONGEST_VALUE = 8_000
_LONGEST_VALIDATOR = 1_000
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(r"HTTP/1\.[0-9] +([1-9][0-9]{2})(?![0-9])")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_LENGTH = re.compile(r"[0-9]{1,18}")
_SIZE = re.compile(rb"([0-9a-fA-F]{1,16})[ \t]*(?:;.*)?", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_GZIP_OR_ZLIB = 47


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Status and headers of an answer."""

    status: int
    fields: tuple[tuple[str, str], ...]
    """Names in lower case, in the order they came; bytes above ASCII read as Latin-1."""

    def values(self, name: str) -> list[str]:
        """Return all values of one name, those of a list taken apart."""
        found = [value for key, value in self.fields if key == name]
        return (
            [part.strip() for part in ",".join(found).split(",") if part.strip()] if found else []
        )

    @property
    def headers(self) -> dict[str, str]:
        """The headers that can be kept: none very long or with control characters."""
        kept: dict[str, str] = {}
        for name, value in self.fields:
            validator = name in {"etag", "last-modified"}
            longest = _LONGEST_VALIDATOR if validator else _LONGEST_VALUE
            if len(value) <= longest and not _CONTROL.search(value):
                kept.setdefault(name, value)
        return kept


class Stream:
    """What a server sends, as it comes.

    Args:
        receive: returns at most so many bytes, none at the end; raises SourceError.
    """

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._held = bytearray()

    def head(self, room: int) -> bytes:
        """Return all up to the next empty line, at most *room* bytes."""
        start = 0
        while not (found := _END_OF_HEAD.search(self._held, start)):
            if not b"HTTP/".startswith(self._held[:5]):
                raise SourceError("broken answer: it is not HTTP")
            if len(self._held) > room:
                raise _too_much_head()
            start = max(0, len(self._held) - 3)
            if not self._more():
                raise SourceError("cut short: the connection was closed before an answer")
        head = bytes(self._held[: found.start()])
        del self._held[: found.end()]
        return head

    def line(self) -> bytes:
        """Return the next line without its end."""
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > _LINE_LIMIT:
                raise SourceError("broken answer: chunks without a size")
            if not self._more():
                raise _cut_short()
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return line.rstrip(b"\r")

    def some(self, most: int) -> bytes:
        """Return the next bytes, at most so many; none at the end."""
        if not self._held:
            return self._receive(min(most, _CHUNK))
        part = bytes(self._held[:most])
        del self._held[:most]
        return part

    def exactly(self, count: int) -> Iterator[bytes]:
        """Yield just so many bytes."""
        while count:
            part = self.some(count)
            if not part:
                raise _cut_short()
            count -= len(part)
            yield part

    @property
    def surplus(self) -> bytes:
        """What came after the end of the answer, as far as it was received with it."""
        return bytes(self._held)

    def _more(self) -> bool:
        part = self._receive(_CHUNK)
        self._held += part
        return bool(part)


def read_head(stream: Stream) -> Head:
    """Return status and headers of the final answer, past any interim ones (RFC 9110, section 15.2)."""
    room = HEAD_LIMIT
    while True:
        raw = stream.head(room)
        room -= len(raw) + 2
        head = _head(raw)
        if head.status >= 200:
            return head
        if room <= 0:
            raise _too_much_head()


def read_body(stream: Stream, head: Head, limit: int) -> bytes:
    """Return the whole body, unpacked; at most *limit* bytes before and after.

    Raises:
        SourceError: it is cut short, too large, or packed or framed in a way that was not asked for.
    """
    if head.status in {204, 304}:
        return b""
    wire = _counted(_framed(stream, head, limit), limit)
    return b"".join(_counted(_unpacked(wire, _coding(head)), limit))


def _head(raw: bytes) -> Head:
    text = raw.decode("latin-1")
    status = _STATUS.match(text)
    if not status:
        raise SourceError("broken answer: it is not HTTP")
    fields = []
    for line in _FOLDED.sub(" ", text).split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.append((name.strip().lower(), value.strip()))
    return Head(status=int(status[1]), fields=tuple(fields))


def _framed(stream: Stream, head: Head, limit: int) -> Iterator[bytes]:
    """Yield the body as RFC 9112, section 6.3, finds its end."""
    codings = [coding.lower() for coding in head.values("transfer-encoding")]
    if codings:
        if codings != ["chunked"]:
            raise SourceError("broken answer: it is transferred in a way that was not asked for")
        return _chunks(stream, limit)
    lengths = set(head.values("content-length"))
    if not lengths:
        return iter(lambda: stream.some(_CHUNK), b"")
    return _measured(stream, lengths, limit)


def _measured(stream: Stream, lengths: set[str], limit: int) -> Iterator[bytes]:
    length = lengths.pop()
    if lengths or not _LENGTH.fullmatch(length):
        raise SourceError("broken answer: it does not say one length")
    if int(length) > limit:
        raise too_large(limit)
    yield from stream.exactly(int(length))
    if stream.surplus.strip():
        raise SourceError("cut short: more came than the length that was announced")


def _chunks(stream: Stream, limit: int) -> Iterator[bytes]:
    """Yield the body that comes in chunks (RFC 9112, section 7.1)."""
    room = limit
    while size := _chunk_size(stream.line()):
        room -= max(size, _SMALLEST_CHUNK)
        if room < 0:
            raise too_large(limit)
        yield from stream.exactly(size)
        if stream.line():
            raise SourceError("broken answer: a chunk longer than its size")
    for _ in range(_MOST_TRAILERS):
        if not stream.line():
            return
    raise _too_much_head()


def _chunk_size(line: bytes) -> int:
    found = _SIZE.fullmatch(line)
    if not found:
        raise SourceError("broken answer: chunks without a size")
    return int(found[1], 16)


def _coding(head: Head) -> str:
    """Return how the body is packed: gzip, deflate or ""."""
    codings = [name.lower().removeprefix("x-") for name in head.values("content-encoding")]
    packed = [name for name in codings if name != "identity"]
    if len(packed) > 1 or not set(packed) <= {"gzip", "deflate"}:
        raise SourceError("broken answer: it is packed in a way that was not asked for")
    return packed[0] if packed else ""


def _unpacked(parts: Iterator[bytes], coding: str) -> Iterator[bytes]:
    return _inflated(parts) if coding else parts


def _inflated(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what gzip (of one or more members, RFC 1952) or zlib packed, in pieces of bounded size."""
    engine = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for part in parts:
            # Zeros may pad the last member; anything else after its end is another one.
            while part := part.lstrip(b"\0") if engine.eof else part:
                engine = zlib.decompressobj(_GZIP_OR_ZLIB) if engine.eof else engine
                yield engine.decompress(part, _STEP)
                part = engine.unused_data if engine.eof else engine.unconsumed_tail
        yield engine.flush()
    except zlib.error:
        raise SourceError("broken answer: what is packed cannot be unpacked") from None
    if not engine.eof:
        raise _cut_short()


def _counted(parts: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > limit:
            raise too_large(limit)
        yield part


def too_large(limit: int) -> SourceError:
    """Return the error of a body over *limit* bytes."""
    return SourceError(f"too large: over {limit / 1e6:g} MB")


def _too_much_head() -> SourceError:
    return SourceError(f"too large: over {HEAD_LIMIT // 1000} kB of headers")


def _cut_short() -> SourceError:
    return SourceError("cut short: the connection was closed in the middle of the answer")
