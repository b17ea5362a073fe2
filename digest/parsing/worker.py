"""The child process that reads documents: answers one request after the other over a pair of pipes.

A request is (body, content type, base) and an answer (problem, document) in ``marshal``'s notation,
each after its length in four bytes. Before the first answer the child says that it is ready.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import struct
import sys
import time
from typing import IO, Any

from digest.errors import SourceError
from digest.parsing.entries import packed

READY = b"+"
MOST_MEMORY = 600_000_000
"""Bytes of address space; documents of 10 MB need about 300."""
MOST_SECONDS = 5
"""Of processor time for one document."""
_LENGTH = struct.Struct(">I")


def main() -> None:
    """Read documents from stdin until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to end
    os.environ["TZ"] = "UTC"  # feedparser reads some dates in the zone of the machine
    if hasattr(time, "tzset"):
        time.tzset()
    _limit_memory()
    gc.disable()  # trees of elements hold no cycles; collecting them again and again takes a tenth
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until they end.

    Raises:
        MemoryError: after answering that a document was too large; the process has to end.
    """
    from digest.parsing import reading

    answers.write(READY)
    answers.flush()
    while (request := receive(requests)) is not None:
        _limit_seconds()
        try:
            answer: tuple[str, Any] = ("", packed(reading.read(*request)))
        except SourceError as error:
            answer = (error.problem, None)
        except MemoryError:
            send(answers, ("too large to read", None))
            raise
        send(answers, answer)
        gc.collect(0)


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


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows; there the time limit has to do
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _limit_seconds() -> None:
    """Give the next document its share; beyond it the system ends the process."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + MOST_SECONDS + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard)
    )
