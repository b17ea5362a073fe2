"""One question and its answer over an open line, read by the standard library's ``http.client``.

That one takes a server at its word; what is added here is mistrust. A body is whole only when its own
framing says so (RFC 9112, section 8), and no size is believed but counted as it grows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from digest.errors import SourceError

if TYPE_CHECKING:
    import socket
    from http.client import HTTPResponse

    from digest.http.connections import Line

_STEP = 65_536
_LONGEST_VALUE = 8_000
_LONGEST_VALIDATOR = 1_000
_FOLDED = re.compile(r"\r?\n[ \t]+")
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
        SourceError: it is cut short, too large, no HTTP, or in a form that was not asked for.
    """
    import http.client as web

    try:
        answer = _begun(line, method, target, headers)
    except web.RemoteDisconnected:
        raise SourceError("cut short: the connection was closed before an answer") from None
    except (web.BadStatusLine, web.UnknownProtocol):
        raise SourceError("broken answer: it is not HTTP") from None
    except web.HTTPException:
        raise SourceError("too large: more headers than any server needs") from None
    wanted = method == "GET" and 200 <= answer.status < 300
    body = _unpacked(_body(line, answer, limit), answer, limit) if wanted else b""
    return Answer(
        status=answer.status,
        headers=_kept(answer.headers.items()),
        location=answer.headers.get("location", "").strip(),
        body=body,
    )


def _begun(line: Line, method: str, target: str, headers: Mapping[str, str]) -> HTTPResponse:
    """Ask, and return the answer with its head read, past any interim ones (RFC 9110, section 15.2)."""
    from http.client import HTTPConnection, HTTPResponse

    connection, sock = HTTPConnection(""), cast("socket.socket", line)
    connection.sock = sock
    connection.request(method, target, headers={k: _written(headers[k]) for k in headers})
    answer = HTTPResponse(sock, method=method)
    answer.begin()
    while answer.status < 200:  # it passes over 100 by itself, but not over 103
        answer.headers = None  # type: ignore[assignment]
        answer.begin()
    if line.ended:
        raise _cut_short()
    if answer.headers.defects:
        raise SourceError("broken answer: headers that are none")
    return answer


def _written(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()


def _kept(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, written in fields:
        value = (_FOLDED.sub(" ", written) if "\n" in written else written).strip()
        longest = _LONGEST_VALIDATOR if name.lower() in _VALIDATORS else _LONGEST_VALUE
        if len(value) <= longest and not _CONTROL.search(value):
            kept.setdefault(name.lower(), value)
    return kept


_VALIDATORS = frozenset({"etag", "last-modified"})


def _body(line: Line, answer: HTTPResponse, limit: int) -> bytes:
    from http.client import IncompleteRead, LineTooLong

    _check_framing(answer, limit)
    line.allow(limit + limit // 4, _megabytes(limit))  # chunks say their sizes
    parts, step = [], 1
    try:
        while part := answer.read(step):
            parts.append(part)
            step = _STEP
            if answer.chunked and (answer.chunk_left or 0) > limit:
                raise _too_large(limit)
    except (IncompleteRead, LineTooLong, ValueError):
        raise _cut_short() if line.ended else _broken("chunks without a size") from None
    body = b"".join(parts)
    # The end of chunks is seen before the end of the connection, or it was not sent.
    if answer.length or (answer.chunked and line.ended):
        raise _cut_short()
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _check_framing(answer: HTTPResponse, limit: int) -> None:
    """Refuse what ``http.client`` takes without a word (RFC 9112, section 6.3)."""
    if "transfer-encoding" in answer.headers and not answer.chunked:
        raise _broken("it is transferred in a way that was not asked for")
    lengths = set(_values(answer, "content-length"))
    if not answer.chunked and (len(lengths) > 1 or (lengths and answer.length is None)):
        raise _broken("it does not say one length")
    if (answer.length or 0) > limit:
        raise _too_large(limit)


def _unpacked(body: bytes, answer: HTTPResponse, limit: int) -> bytes:
    import zlib
    from gzip import GzipFile
    from io import BytesIO

    packed = [name.lower().removeprefix("x-") for name in _values(answer, "content-encoding")]
    if packed not in ([], ["gzip"], ["identity"]):
        raise _broken("it is packed in a way that was not asked for")
    if packed != ["gzip"]:
        return body
    try:
        body = GzipFile(fileobj=BytesIO(body)).read(limit + 1)
    except EOFError:
        raise _cut_short() from None
    except (OSError, zlib.error):
        raise _broken("what is packed cannot be unpacked") from None
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _values(answer: HTTPResponse, name: str) -> list[str]:
    """Return all values of one header, those of a list taken apart."""
    written = ",".join(answer.headers.get_all(name, ())).split(",")
    return [value.strip() for value in written if value.strip()]


def _too_large(limit: int) -> SourceError:
    return SourceError(f"too large: over {_megabytes(limit)}")


def _megabytes(limit: int) -> str:
    return f"{limit / 1e6:g} MB"


def _broken(what: str) -> SourceError:
    return SourceError(f"broken answer: {what}")


def _cut_short() -> SourceError:
    return SourceError("cut short: the connection was closed in the middle of the answer")
