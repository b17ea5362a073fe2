"""A small web server on the loopback interface, scripted by the test that owns it.

It speaks HTTP/1.1 by hand, one request to a connection, because half of what is tested are answers
that no decent server library would send.
"""

from __future__ import annotations

import gzip
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

CERTIFICATE = Path(__file__).with_name("http") / "localhost.pem"
"""For localhost, and signed by nobody."""

Reply = Callable[["Request", socket.socket], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    """With the query."""
    headers: Mapping[str, str]
    """By lower-case name."""
    client: str
    """Address and port of the other end; a new connection has a new port."""


@dataclass(slots=True, kw_only=True)
class Page:
    """What stands at a path; change it while the server runs to publish something new."""

    body: bytes
    status: str = "200 OK"
    type: str = "application/rss+xml"
    etag: str = ""
    modified: str = ""
    packed: bool = False
    """Send it gzipped to clients that take it."""
    delay: float = 0.0
    """Seconds before the answer."""
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, request: Request, connection: socket.socket) -> None:
        connection.sendall(self._unchanged() if self._is_known(request) else self._whole(request))

    def _is_known(self, request: Request) -> bool:
        asked = request.headers
        if "if-none-match" in asked:
            return bool(self.etag) and asked["if-none-match"] == self.etag
        return bool(self.modified) and asked.get("if-modified-since") == self.modified

    def _unchanged(self) -> bytes:
        return answer("304 Not Modified", self._validators())

    def _whole(self, request: Request) -> bytes:
        body, headers = self.body, self._validators() | {"Content-Type": self.type}
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        headers["Content-Length"] = str(len(body))
        return answer(self.status, headers | self.headers, body)

    def _validators(self) -> dict[str, str]:
        pairs = {"ETag": self.etag, "Last-Modified": self.modified}
        return {name: value for name, value in pairs.items() if value}


def answer(status: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Return the bytes of an answer after which the connection closes."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


class Web:
    """The server: give it pages, read its ``log``. A context manager.

    Args:
        address: the loopback address to listen on.
        tls: speak https with this context.
    """

    def __init__(self, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.log: list[Request] = []
        """Every request, in the order they came."""
        self.most = 0
        """The most requests that were being answered at one time."""
        self._open = 0
        self._lock = threading.Lock()
        self._pages: dict[str, Reply] = {}
        self._server = _Server((address, 0), _Handler)
        self._server.web = self
        self._server.tls = tls
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [request.path for request in self.log]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the full address of *path*; every name under ``localhost`` is this machine too."""
        return f"{'https' if self._server.tls else 'http'}://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes | str = b"", **details: object) -> Page:
        """Put a page at *path*; *details* are the fields of ``Page``."""
        packed = body.encode() if isinstance(body, str) else body
        page = Page(body=packed, **details)  # type: ignore[arg-type]
        self._pages[path] = page
        return page

    def redirect(self, path: str, to: str, status: str = "302 Found") -> None:
        """Let *path* lead to *to*, which is sent as it is."""
        self.page(path, status=status, headers={"Location": to})

    def raw(self, path: str, reply: bytes | Reply) -> None:
        """Answer *path* with these very bytes, or by a function of request and connection."""
        self._pages[path] = _bytes(reply) if isinstance(reply, bytes) else reply

    def answer(self, request: Request, connection: socket.socket) -> None:
        """Note the request and answer it."""
        with self._lock:
            self.log.append(request)
            self._open += 1
            self.most = max(self.most, self._open)
        reply = self._reply(request.path)
        if isinstance(reply, Page):
            time.sleep(reply.delay)
        with self._lock:  # before the client knows that it may go on
            self._open -= 1
        reply(request, connection)

    def _reply(self, path: str) -> Reply:
        for known in (path, path.partition("?")[0]):
            if known in self._pages:
                return self._pages[known]
        return Page(body=b"<html>nothing here</html>", status="404 Not Found", type="text/html")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _bytes(whole: bytes) -> Reply:
    return lambda _request, connection: connection.sendall(whole)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False  # a reply that hangs must not hold up the end of its test
    request_queue_size = 500
    web: Web
    tls: ssl.SSLContext | None

    def get_request(self) -> tuple[socket.socket, object]:
        plain, client = super().get_request()
        if self.tls is None:
            return plain, client
        # The handshake happens in the thread of the request, when it is first read from.
        return self.tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), client


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        try:
            request = self._read()
            if request:
                self.server.web.answer(request, self.connection)
        except OSError:
            pass  # the client hung up, which many tests want it to do

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()

    def _read(self) -> Request | None:
        first, *lines = iter(lambda: self.rfile.readline().strip().decode("latin-1"), "") or [""]
        if not first:
            return None
        method, path, _ = first.split(" ", 2)
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        host, port = self.client_address[:2]
        return Request(method=method, path=path, headers=headers, client=f"{host}:{port}")
