"""What the fakes share: a small HTTP server, a log, and faults in the order they were scripted."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request."""

    method: str
    url: str
    """Path and query, as sent."""
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.url).query))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer, good or bad."""

    status: int = 200
    body: bytes = b""
    type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    """The connection breaks off in the middle of the body."""
    silent: bool = False
    """The connection is closed without a byte."""
    hangs: bool = False
    """No answer comes until the server is closed."""
    first: bool = True
    """It comes instead of the right answer; else the server does what was asked, and then this."""


def as_json(status: int, content: object, **headers: str) -> Answered:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answered(status=status, body=json.dumps(content).encode(), headers=named)


class Server:
    """A server; a context manager. ``faults`` says what goes wrong, and where."""

    def __init__(self) -> None:
        self.log: list[Asked] = []
        self.lock = threading.RLock()
        self.closing = threading.Event()
        self._faults: list[tuple[str, Answered]] = []
        self._http = _Http(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def place(self) -> str:
        return self.address.removeprefix("http://")

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, without their queries."""
        return [request.path for request in self.log]

    def fault(self, answer: Answered, *, at: str = "", times: int = 1) -> None:
        """Answer the next requests whose path begins so with this."""
        self._faults += [(at, answer)] * times

    def mend(self) -> None:
        """Forget the faults that nothing has met."""
        self._faults.clear()

    def answer(self, asked: Asked) -> Answered:
        """Return what the fake says when nothing goes wrong."""
        raise NotImplementedError

    def respond(self, asked: Asked) -> Answered:
        with self.lock:
            self.log.append(asked)
            for number, (at, fault) in enumerate(self._faults):
                if asked.path.startswith(at):
                    del self._faults[number]
                    if not fault.first:
                        self.answer(asked)
                    return fault
            return self.answer(asked)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 200

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the client hung up, which many tests want it to do


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def log_message(self, *args: Any) -> None:
            pass

        def _serve(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            asked = Asked(
                method=self.command,
                url=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )
            _send(self, server.respond(asked), server.closing.wait)

    return Handler


def _send(handler: BaseHTTPRequestHandler, answer: Answered, wait: Callable[[], object]) -> None:
    if answer.hangs:
        wait()
    if answer.hangs or answer.silent:
        handler.close_connection = True
        return
    handler.send_response(answer.status)
    handler.send_header("Content-Type", answer.type)
    handler.send_header("Content-Length", str(len(answer.body)))
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
    if answer.cut:
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True
