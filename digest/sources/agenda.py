"""Which source is asked next: few of one host at a time, and a silent host holds up nobody.

The sources of a host wait here and not in the threads, so that fifty feeds of one slow host take two
threads and not all of them.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Condition

from digest.model import NOTHING, Source

PATIENCE = 1.5
"""Seconds for each further request to a host that has let one wait in vain; most answer in one."""
SILENT = 4
"""So many requests in a row that waited in vain, and a host that never answered is not asked again."""
MUTE = 8
"""So many, and one that had answered before is not asked again either."""
STEADY = 2
"""So many, and one that takes money is not asked again: each silence may have been paid for."""
_PAID = "x"


@dataclass(slots=True, kw_only=True)
class _Host:
    waiting: deque[Source] = field(default_factory=deque)
    asked: int = 0
    """How many of its sources are being asked now."""
    silent: int = 0
    """How many requests in a row it let wait in vain."""
    is_slow: bool = False
    """It once let a request wait in vain."""
    patience: int = SILENT
    """So many in a row, and it is not asked again."""
    is_hurried: bool = True
    """Once it was silent, it gets less time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One source that may be asked now."""

    source: Source
    host: str
    seconds: float
    """How long at most."""


class Agenda:
    """The sources of one run; safe to use from many threads.

    A host that lets requests wait in vain costs one deadline and not one for each of its sources:
    the later ones wait a moment only, and after a few of them the rest is given up, later if it has
    answered anything before. Any answer, also a bad one, shows that it is alive. X, which takes money
    and is asked for nothing that may come too late, has its full time each time, and fewer of them.

    Args:
        sources: all that are to be asked.
        lanes: how many of one host at a time.
        moved: the addresses that sources have moved to, by ``Source.id``.
    """

    def __init__(
        self, sources: Iterable[Source], *, lanes: int, moved: Mapping[str, str] = NOTHING
    ) -> None:
        self._lanes = lanes
        self._hosts: dict[str, _Host] = {}
        for source in sources:
            name = place(source, moved.get(source.id, ""))
            self._hosts.setdefault(name, _host(source)).waiting.append(source)
        # The host with most sources takes longest, so it begins.
        names = sorted(self._hosts, key=lambda name: -len(self._hosts[name].waiting))
        self._next = OrderedDict.fromkeys(names)
        self._left = sum(len(host.waiting) for host in self._hosts.values())
        self._changed = Condition()

    def take(self) -> Turn | None:
        """Wait for a source that may be asked and return it; None when none is left."""
        with self._changed:
            while self._left and not self._next:
                self._changed.wait()
            return self._begin(self._next.popitem(last=False)[0]) if self._left else None

    def done(self, turn: Turn, *, silent: bool) -> tuple[Source, ...]:
        """Note the end of a turn and whether nobody answered; return the sources to give up."""
        with self._changed:
            host = self._hosts[turn.host]
            host.asked -= 1
            host.silent = host.silent + 1 if silent else 0
            host.is_slow = host.is_slow or silent
            if host.is_hurried and not silent:
                host.patience = MUTE
            lost = self._drop(host) if host.silent >= host.patience else ()
            self._offer(turn.host)
            return lost

    def close(self) -> tuple[Source, ...]:
        """Let nothing more begin; return the sources that were never asked."""
        with self._changed:
            return tuple(source for host in self._hosts.values() for source in self._drop(host))

    def _begin(self, name: str) -> Turn:
        host = self._hosts[name]
        source = host.waiting.popleft()
        host.asked += 1
        self._count(1)
        self._offer(name)
        seconds = PATIENCE if host.is_slow and host.is_hurried else float("inf")
        return Turn(source=source, host=name, seconds=seconds)

    def _offer(self, name: str) -> None:
        """Put a host first in the line when another of its sources may be asked now."""
        host = self._hosts[name]
        # One that waits in vain may be the last that is tried; then nobody should wait behind it.
        doubt = host.silent + host.asked if host.silent else 0
        if host.waiting and host.asked < self._lanes and doubt < host.patience:
            self._next[name] = None
            self._next.move_to_end(name, last=False)
            self._changed.notify()

    def _drop(self, host: _Host) -> tuple[Source, ...]:
        lost = tuple(host.waiting)
        host.waiting.clear()
        self._count(len(lost))
        return lost

    def _count(self, gone: int) -> None:
        self._left -= gone
        if gone and not self._left:
            self._changed.notify_all()


def _host(source: Source) -> _Host:
    return _Host(patience=STEADY, is_hurried=False) if source.kind == _PAID else _Host()


def place(source: Source, moved: str = "") -> str:
    """Return what counts as one host for a source, which may have *moved* to another address.

    Name and port of an address, the server in ``@name@host``; other accounts of a kind are all asked
    at one host, files at none.
    """
    if source.kind == "feed":
        rest = (moved or source.target).partition("://")[2]
        return rest.partition("/")[0].rpartition("@")[2].lower() or source.id
    name, _, host = source.target.rpartition("@")
    return host.lower() if name else source.kind
