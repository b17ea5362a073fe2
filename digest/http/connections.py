"""Connections: from a host's name to a socket, within one deadline, past no private door.

Each address that a name was resolved to is looked at just before it is connected to, so nothing that
a resolver says later can change where a request goes.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from digest.errors import SourceError, TooSlowError
from digest.http.addresses import number
from digest.patience import within

if TYPE_CHECKING:
    import ssl

HEAD_LIMIT = 300_000
"""Bytes of status lines and headers, interim answers included; what curl allows."""
Allowed = Callable[[str], bool]
"""Says of an IP address whether it may be connected to."""

_BUFFER = 65_536
_PATIENCE = 2.0
"""Seconds for one address of a host that has more."""
_LEEWAY = 0.1
"""Seconds that one wait may end after the deadline: to set a socket's patience takes as long as to send."""
_RAGGED = "UNEXPECTED_EOF_WHILE_READING"
"""What OpenSSL calls a line that breaks before TLS has ended; early Pythons 3.11 say only that (CPython, issue 95494)."""


class PrivateError(SourceError):
    """The host is somewhere that may not be connected to."""


class Deadline:
    """The end of a whole fetch, all its redirects included."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise TooSlowError when none are."""
        left = self._end - monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> TooSlowError:
        """Return the error of a fetch that took too long."""
        return TooSlowError(f"too slow: no whole answer within {round(self._seconds, 1):g} s")


class Line:
    """An open connection, all of whose doings keep to one deadline.

    What comes in is counted, so that nothing endless is read on: up to ``HEAD_LIMIT`` bytes, then as
    many as ``allow`` says. Sending and receiving may raise SourceError. A context manager.
    """

    def __init__(self, connection: socket.socket, number: str, deadline: Deadline) -> None:
        self.number = number
        """The IP address at the other end."""
        self._connection = connection
        self._deadline = deadline
        self._patience = connection.gettimeout() or 0.0
        self.allow(HEAD_LIMIT, f"{HEAD_LIMIT // 1000} kB of headers")

    def allow(self, size: int, what: str) -> None:
        """Let so many more bytes come in, which are called *what* if there are more."""
        self._room, self._what = size, what

    def sendall(self, data: bytes) -> None:
        """Send all of the bytes."""
        self._be_patient()
        try:
            self._connection.sendall(data)
        except OSError as error:
            raise failure(error, self._deadline) from None

    def receive(self) -> bytes:
        """Wait for what comes next and return it; nothing when the other end has closed."""
        self._be_patient()
        try:
            part = self._connection.recv(_BUFFER)
        except OSError as error:
            raise failure(error, self._deadline) from None
        self._room -= len(part)
        if self._room < 0:
            raise SourceError(f"too large: over {self._what}")
        return part

    def secure(self, host: str) -> None:
        """Put TLS on the line; the certificate must be good for *host*."""
        context = certificates()
        self._be_patient()
        try:
            # A body without a length ends with TLS's own end, or it was cut (RFC 9112, section 9.8).
            self._connection = context.wrap_socket(
                self._connection, server_hostname=host, suppress_ragged_eofs=False
            )
        except OSError as error:
            raise failure(error, self._deadline) from None

    def _be_patient(self) -> None:
        """Wait no longer than the deadline allows; raise TooSlowError when it has passed."""
        left = self._deadline.left()
        if abs(self._patience - left) > _LEEWAY:
            self._connection.settimeout(left)
            self._patience = left

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def connect(host: str, port: int, deadline: Deadline, allowed: Allowed) -> Line:
    """Return a line to the first of the host's addresses that is allowed and answers.

    Raises:
        PrivateError: none of its addresses is allowed.
        SourceError: there is no such host, or no connection to it.
    """
    places = [place for place in _resolve(host, port, deadline) if allowed(place[1][0])]
    if not places:
        raise PrivateError(f"refused: {host} is a private address")
    *others, last = places
    for family, place in others:
        # A host with IPv6 that leads nowhere is common; the next address decides.
        with suppress(OSError):
            return Line(_open(family, place, min(deadline.left(), _PATIENCE)), place[0], deadline)
    try:
        return Line(_open(*last, deadline.left()), last[1][0], deadline)
    except OSError as error:
        raise failure(error, deadline) from None


def failure(error: OSError, deadline: Deadline) -> SourceError:
    """Return what a socket's error means for the source."""
    import ssl  # slow to load, wanted for few feeds where all addresses are http

    if isinstance(error, TimeoutError):
        return deadline.passed()
    if isinstance(error, ssl.SSLCertVerificationError):
        return SourceError(f"certificate refused: {error.verify_message}")
    broken = (ssl.SSLEOFError, ConnectionResetError, BrokenPipeError)
    if isinstance(error, broken) or getattr(error, "reason", "") == _RAGGED:
        return SourceError("cut short: the connection broke off")
    if isinstance(error, ConnectionRefusedError):
        return SourceError("connection refused")
    if isinstance(error, ssl.SSLError):
        return SourceError(f"no secure connection: {error.reason or 'TLS failed'}")
    return SourceError(f"no connection: {error.strerror or 'the network failed'}")


def certificates() -> ssl.SSLContext:
    """Return the one TLS context of the process.

    It trusts what SSL_CERT_FILE or SSL_CERT_DIR name, else Mozilla's list as certifi ships it.
    """
    with _making:
        return _context(os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", ""))


_making = Lock()  # to make one takes 25 ms, and the first fetches all want it at once


@lru_cache(maxsize=1)
def _context(file: str, folder: str) -> ssl.SSLContext:
    import ssl

    import certifi

    chosen = file if file or folder else certifi.where()
    try:
        context = ssl.create_default_context(cafile=chosen or None, capath=folder or None)
    except OSError:
        raise SourceError(
            f"{file}: there are no certificates", hint="correct SSL_CERT_FILE or remove it"
        ) from None
    context.set_alpn_protocols(["http/1.1"])
    # Early Pythons 3.11 set it, Debian 12's too: then a line that breaks looks like one that was closed.
    context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    return context


def _open(family: int, place: Any, seconds: float) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(place)
    except BaseException:
        connection.close()
        raise
    return connection


def _resolve(host: str, port: int, deadline: Deadline) -> list[tuple[int, Any]]:
    """Return families and places of a host, in the resolver's order (RFC 6724)."""
    written = number(host)
    if written:
        family = socket.AF_INET6 if ":" in written else socket.AF_INET
        return [(family, (written, port))]
    return [(family, place) for family, *_, place in _looked_up(host, port, deadline)]


def _looked_up(host: str, port: int, deadline: Deadline) -> list[Any]:
    """Ask the resolver, which cannot be interrupted, from a thread that can be left behind."""
    try:
        found = within(deadline.left(), lambda: _places(host, port))
    except TimeoutError:
        raise deadline.passed() from None
    if not found:
        raise SourceError(f"no such host: {host}")
    return found


def _places(host: str, port: int) -> list[Any]:
    # Every name under localhost is this machine (RFC 6761, section 6.3); not every resolver knows.
    name = "localhost" if host.endswith(".localhost") else host
    try:
        return list(socket.getaddrinfo(name, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return []
