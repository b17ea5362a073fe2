"""The child process that reads documents: answers one request after the other over a pair of pipes.

A request is (body, content type, base, since, whole, seconds of processor time) and an answer
(problem, document) in ``marshal``'s notation, each after its length in four bytes. Before the first
answer the child says that it is ready.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import signal
import struct
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import IO, Any

from digest.errors import SourceError
from digest.parsing.entries import packed

READY = b"+"
TOO_LARGE = 77
"""How the process ends when a document took all its memory."""
MOST_MEMORY = 500_000_000
"""Bytes of address space. A document of 10 MB needs some 200 the fast way."""
_SECONDS = 2.0
_SECONDS_PER_MB = 1.5
_MOST_SECONDS = 5.0
_PATIENCE = 2
"""So many documents of a run may cost a child and its time before the others get less of it."""
_LENGTH = struct.Struct(">I")


def main() -> None:  # pragma: no cover - in the child, where nobody counts
    """Read documents from stdin until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to end
    os.environ["TZ"] = "UTC"  # feedparser reads some dates in the zone of the machine
    if hasattr(time, "tzset"):
        time.tzset()
    _limit_memory()
    gc.disable()  # trees of elements hold no cycles; collecting them again and again takes a tenth
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(sys.stdin.buffer, answers, _limit_seconds)
    except MemoryError:
        os._exit(TOO_LARGE)


def serve(requests: IO[bytes], answers: IO[bytes], limit: Callable[[float], None]) -> None:
    """Answer requests until they end.

    Args:
        requests: where they come from.
        answers: where the answers go.
        limit: is called with the seconds of processor time before a document is read, and with 0
            afterwards.
    """
    from digest.parsing import reading

    answers.write(READY)
    answers.flush()
    while (request := receive(requests)) is not None:
        body, content_type, base, since, whole, seconds = request
        limit(seconds)
        try:
            horizon = None if since is None else datetime.fromtimestamp(since, UTC)
            document = reading.read(body, content_type, base, horizon, whole=whole)
            answer: tuple[str, Any] = ("", packed(document))
        except SourceError as error:
            answer = (error.problem, None)
        limit(0)
        send(answers, answer)
        gc.collect(0)


def allowance(size: int, lost: int = 0) -> float:
    """Return how many seconds of processor time a document of so many bytes may take.

    Even feedparser needs less than a second for 1 MB; so a small hostile document does not hold up
    the others for long, and several large ones do not after two of them were *lost*.
    """
    most = _MOST_SECONDS if lost < _PATIENCE else _SECONDS
    return min(_SECONDS + _SECONDS_PER_MB * size / 1e6, most)


def send(stream: IO[bytes], values: tuple[Any, ...]) -> None:
    """Write values with their length before them."""
    data = marshal.dumps(values)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any | None:
    """Return the next values, or None when the stream has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return marshal.loads(data) if len(data) == length else None  # noqa: S302 - our own process


def _limit_memory() -> None:  # pragma: no cover - in the child, where nobody counts
    try:
        import resource
    except ImportError:  # Windows; there the time limit has to do
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS has the constant, but not the limit
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _limit_seconds(seconds: float) -> None:  # pragma: no cover - in the child, as above
    """Let the system end this process after so many seconds of processor time; 0: no longer."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_PROF, seconds)
