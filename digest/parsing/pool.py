"""Child processes that read documents, so that none can stop, slow or fill the process that asks."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

import digest
from digest.errors import NoFeedError, SourceError
from digest.parsing import worker
from digest.parsing.entries import Document, unpacked

if TYPE_CHECKING:
    from subprocess import Popen

MOST_SECONDS = 15.0
"""For one document, whatever else the machine does; see ``worker.allowance`` for processor time."""
_SECONDS_TO_START = 30.0
_ROUND = 0.2
_MAIN = "import sys; sys.path[:] = sys.argv[1:]; from digest.parsing.worker import main; main()"


class Parser:
    """Reads documents in child processes that start when they are first needed.

    A document that takes too long or too much memory loses its child, which is replaced; the others
    never notice. Can be used from many threads at once.

    Args:
        processes: how many at most; 0: one for each processor, at most two.
        seconds: how long a document may take.
    """

    def __init__(self, processes: int = 0, *, seconds: float = MOST_SECONDS) -> None:
        count = processes or min(2, os.cpu_count() or 1)
        self._children = tuple(_Child(seconds) for _ in range(count))
        self._free: queue.LifoQueue[_Child] = queue.LifoQueue()
        for child in self._children:
            self._free.put(child)
        self._closed = threading.Event()
        self._watch: threading.Thread | None = None
        self._lock = threading.Lock()
        self._lost = 0
        """How many documents have cost a child."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children; what is being read is given up."""
        self._closed.set()
        for child in self._children:
            child.close()
        if self._watch:
            self._watch.join()

    def parse(
        self,
        body: bytes,
        content_type: str = "",
        base: str = "",
        since: datetime | None = None,
        *,
        whole: bool = False,
    ) -> Document:
        """Read a feed of any format.

        Args:
            body: as it was sent, unpacked.
            content_type: the header of that name; empty when there is none.
            base: the address it came from, for relative links.
            since: entries published before are read with less care: without the links in their
                text, and without folded words. A feed's back catalogue is most of what a first
                fetch brings.
            whole: what an entry holds beyond its summary is wanted, too.

        Raises:
            NoFeedError: it is no feed, or too slow or too large to read; the problem is the reason
                without a place.
            SourceError: it could not be read now.
        """
        self._start_watch()
        child = self._free.get()
        seconds = worker.allowance(len(body), self._lost)
        start = since.timestamp() if since else None
        try:
            problem, values = child.ask((body, content_type, base, start, whole, seconds))
        except SourceError as error:
            self._lost += 1
            if seconds < worker.allowance(len(body)):  # alone it may be read another time
                raise SourceError(error.problem) from None
            raise
        finally:
            self._free.put(child)
        if problem:
            raise NoFeedError(problem)
        return unpacked(values)

    def _start_watch(self) -> None:
        with self._lock:
            if self._watch is None:
                self._watch = threading.Thread(target=self._keep_watch, daemon=True)
                self._watch.start()

    def _keep_watch(self) -> None:
        """Kill children that are late: a pipe cannot be read with a time-out on every system."""
        while not self._closed.wait(_ROUND):
            for child in self._children:
                child.kill_if_late(time.monotonic())


class _Child:
    """One child process; replaced by a new one when it dies."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: Popen[bytes] | None = None
        self._until: float | None = None
        self._late = False
        self._closed = False
        self._lock = threading.Lock()
        self._asking = threading.Lock()

    def ask(self, request: tuple[Any, ...]) -> tuple[str, Any]:
        """Return the problem (or "") and the packed document.

        Raises:
            SourceError: the process did not answer.
        """
        with self._asking:
            if self._closed:
                raise SourceError("given up: the run has ended")
            return self._ask(request)

    def _ask(self, request: tuple[Any, ...]) -> tuple[str, Any]:
        process = self._ready()
        self._begin(self._seconds)
        try:
            worker.send(_pipe(process.stdin), request)
            answer = worker.receive(_pipe(process.stdout))
        except OSError:
            answer = None
        self._begin(None)
        if answer is None:
            raise self._cause(process)
        found: tuple[str, Any] = answer
        return found

    def _ready(self) -> Popen[bytes]:
        """Return a process that waits for a request."""
        if self._process and self._process.poll() is None:
            return self._process
        self._end()
        process = self._process = _started()
        self._begin(_SECONDS_TO_START)
        ready = _pipe(process.stdout).read(len(worker.READY))
        self._begin(None)
        if ready != worker.READY:
            raise SourceError("cannot be read: no child process can be started")
        return process

    def _begin(self, seconds: float | None) -> None:
        """Set when the process is late; None: never."""
        with self._lock:
            self._until = None if seconds is None else time.monotonic() + seconds

    def kill_if_late(self, now: float) -> None:
        """Kill the process when its time is over."""
        with self._lock:
            if self._until is not None and now > self._until and self._process:
                self._late = True
                self._process.kill()

    def _cause(self, process: Popen[bytes]) -> SourceError:
        """Say why a process died: of the document alone, or also of what else the machine did."""
        code = process.wait()
        late, self._late = self._late, False
        if late:
            return SourceError("too slow to read")
        if code == -getattr(signal, "SIGPROF", 0):
            return NoFeedError("too slow to read")
        if code == worker.TOO_LARGE:
            return NoFeedError("too large to read")
        if code == -9:  # the system ended it to have memory for others
            return SourceError("too large to read")
        return SourceError("cannot be read: the child process died of it")

    def close(self) -> None:
        """End the process for good; whoever waits for its answer hears that it died."""
        self._closed = True
        if process := self._process:
            process.kill()
        with self._asking:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                _close(_pipe(pipe))


def _started() -> Popen[bytes]:
    """Start a process that finds the same modules as this one, without looking for sites again."""
    import subprocess  # slow to load, and the children load this module too

    paths = [str(Path(digest.__file__).parents[1]), *(path or str(Path.cwd()) for path in sys.path)]
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-I", "-S", "-c", _MAIN, *paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # pragma: no cover - both are asked for above
        raise ValueError("not a pipe")
    return stream


def _close(stream: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):  # the rest of a request that nobody reads any more
        stream.close()
