"""What comes in over a line, as an answer: its head and its body, read by llhttp.

llhttp is the parser of Node.js; httptools brings it to Python. A server is never taken at its word: a
body is whole only when its own framing says so (RFC 9112, sections 6 and 8), and no size is believed but
counted as it grows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from digest.errors import SourceError

if TYPE_CHECKING:
    from digest.http.connections import Line

_START = b"HTTP/"


class Incoming:
    """An answer on its way in; llhttp calls the ``on_`` methods. Reading may raise SourceError.

    To be closed: answer and parser hold each other, and with them the body, until Python looks for garbage.
    """

    def __init__(self, line: Line) -> None:
        self.status = 0
        self.fields: list[tuple[str, str]] = []
        """Names in small letters and values, read as Latin-1, in the order they came."""
        self._line = line
        self._start = b""
        self._parts: list[bytes] = []
        self._size = 0
        self._has_head = False
        self._is_whole = self._is_broken = False
        self._parser = HttpResponseParser(self)
        # What browsers and curl take from old servers too.
        self._parser.set_dangerous_leniencies(
            lenient_headers=True,
            lenient_chunked_length=True,
            lenient_optional_cr_before_lf=True,
            lenient_spaces_after_chunk_size=True,
            lenient_data_after_close=True,
        )

    def close(self) -> None:
        """Let go of what was read."""
        del self._parser

    def head(self) -> None:
        """Read status and headers, past interim answers (RFC 9110, section 15.2)."""
        while not self._has_head:
            if not self._read():
                raise self._no_head()

    def body(self, limit: int) -> bytes:
        """Return the body that follows the head, packed as it came."""
        ways = [way.lower() for way in self.values("transfer-encoding")]
        if ways not in ([], ["chunked"]):
            raise broken("it is transferred in a way that was not asked for")
        sizes = [] if ways else self.values("content-length")
        if sizes and int(sizes[0]) > limit:
            raise too_large(limit)
        while not self._is_whole and self._size <= limit:
            if self._is_broken:
                raise broken("chunks without a size")
            if not self._read():
                break  # which is the end of a body of no announced size
        if self._size > limit:
            raise too_large(limit)
        if not self._is_whole and (ways or sizes):
            raise cut_short()
        return b"".join(self._parts)

    def _read(self) -> bool:
        """Wait for more and read it; False: the other end has closed."""
        part = self._line.receive()
        if not part:
            return False
        self._start += part[: len(_START) - len(self._start)]
        if not _START.startswith(self._start):
            raise _no_http()
        try:
            self._parser.feed_data(part)
        except (HttpParserError, HttpParserUpgrade) as error:
            if not self._has_head:
                raise self._broken_head(str(error)) from None
            self._is_broken = not self._is_whole
        return True

    def _no_head(self) -> SourceError:
        if not self._start:
            return SourceError("cut short: the connection was closed before an answer")
        return cut_short() if self._start == _START else _no_http()

    def _broken_head(self, said: str) -> SourceError:
        if "Content-Length" in said:
            return broken("it does not say one length")
        return broken("headers that are none") if self._parser.get_status_code() else _no_http()

    def values(self, name: str) -> list[str]:
        """Return all values of one header, those of a list taken apart."""
        written = ",".join(value for known, value in self.fields if known == name).split(",")
        return [value.strip() for value in written if value.strip()]

    def on_message_begin(self) -> None:
        """Begin an answer; what follows a whole one does not count."""
        if not self._has_head:
            self.fields = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        if not self._has_head:
            self.fields.append((name.decode("latin-1").lower(), value.decode("latin-1").strip()))

    def on_headers_complete(self) -> None:
        """Know that the head is whole, unless it was an interim one."""
        if not self._has_head:
            self.status = self._parser.get_status_code()
            self._has_head = self.status >= 200

    def on_body(self, part: bytes) -> None:
        """Keep a part of the body."""
        if not self._is_whole:
            self._parts.append(part)
            self._size += len(part)

    def on_message_complete(self) -> None:
        """Know that the body is whole."""
        self._is_whole = self._has_head


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
