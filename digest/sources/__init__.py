"""Where items come from: a closed table of kinds, one module each, all asked at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from queue import Queue
from threading import Thread
from time import monotonic, sleep
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, cast

from digest.credentials import Credentials
from digest.errors import SourceError, TooSlowError
from digest.model import NOTHING, Fetched, Source
from digest.sources.agenda import Agenda, Turn
from digest.sources.manners import FETCH, MOVED, TODAY, Manners, again, resting
from digest.text import clean, shorten

__all__ = [
    "FETCH",
    "KINDS",
    "TODAY",
    "Manners",
    "Net",
    "again",
    "fetch_all",
    "parse_target",
    "resting",
]

if TYPE_CHECKING:
    from digest.http import Http
    from digest.parsing import Parser
    from digest.sources.links import Links
    from digest.sources.memory import Memory
    from digest.sources.xreader import Reader

WORKERS = 64
"""How many sources are asked at once. 128 would ask a thousand in 1.2 seconds instead of 2.1, but
with two look-ups to a host they are more than a home router's resolver takes (dnsmasq: 150)."""
BUDGET = 60.0
"""Seconds for all sources together."""
GRACE = 1.0
"""Seconds that answers may still take to arrive after that."""

_LOOK = 0.01
"""Seconds from one look for answers to the next, while there are none."""

NO_KEYS = "no keys for X; `digest login x` asks for them"
BLUESKY = "https://public.api.bsky.app"

_LONGEST_PROBLEM = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """What a kind needs to reach the world and to read what it says."""

    http: Http
    parser: Parser
    accounts: Memory | None = None
    """What is remembered about accounts; without it nothing is known of their habits."""
    links: Links | None = None
    """Finds out where short links lead; without it they stay as they are."""
    x: Reader | None = None
    """The way to read X, when there are keys."""
    no_x: str = NO_KEYS
    """Why there is none."""
    bluesky: str = BLUESKY
    """Where Bluesky's public API is."""
    credentials: Credentials = field(default_factory=Credentials)
    """The logins of feeds that need one."""
    no_login: str = ""
    """Why there are none, where that is no oversight."""


class Kind(Protocol):
    """What every module in the table provides."""

    def parse_target(self, text: str) -> str:
        """Return an address or handle in the canonical form of its kind.

        Raises:
            ValueError: it is none; with the reason.
        """

    def fetch(
        self, source: Source, checkpoint: Mapping[str, str], net: Net, now: datetime
    ) -> Fetched:
        """Return what the source shows, or that it is unchanged since *checkpoint*.

        Raises:
            SourceError: it failed; the problem is the reason, without the source's name.
        """


_Out = Queue[tuple[Fetched, ...] | BaseException]


class _Kinds(Mapping[str, Kind]):
    """The modules by their names; each is loaded when it is first needed, as few papers need all."""

    _NAMES = ("feed", "x", "mastodon", "bluesky")

    def __getitem__(self, name: str) -> Kind:
        if name not in self._NAMES:
            raise KeyError(name)
        return cast(Kind, import_module(f"{__name__}.{name}"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._NAMES)

    def __len__(self) -> int:
        return len(self._NAMES)


KINDS: Mapping[str, Kind] = _Kinds()
"""What a source can be."""


def parse_target(kind: str, text: str) -> str:
    """Return an address or handle in the canonical form of its kind.

    Raises:
        ValueError: it is none; with the reason.
    """
    return KINDS[kind].parse_target(text)


def fetch_all(
    sources: Iterable[Source],
    checkpoints: Mapping[str, Mapping[str, str]],
    net: Net,
    now: datetime,
    *,
    budget: float = BUDGET,
    workers: int = WORKERS,
) -> Iterator[Fetched]:
    """Ask all sources at once and yield what each gave, in the order they answer.

    Failures are values, so exactly one comes for each source, at the latest a second after the
    budget is spent. What is yielded can be stored while the others are still being asked.

    Args:
        sources: each is asked once, even if it is named twice.
        checkpoints: where each resumes, by ``Source.id``; none for a source never asked.
        net: the network.
        now: the time that items without one get.
        budget: seconds for all together.
        workers: how many are asked at once.
    """
    awaited = {source.id: source for source in sources}
    moved = {name: checkpoints[name].get(MOVED, "") for name in checkpoints}
    agenda = Agenda(awaited.values(), lanes=net.http.per_host, moved=moved)
    out: _Out = Queue(maxsize=workers)
    desk = _Desk(agenda=agenda, checkpoints=checkpoints, net=net, now=now, budget=budget, out=out)
    try:
        for _ in range(min(workers, len(awaited))):
            Thread(target=desk.work, daemon=True).start()
        for limit in (desk.end, desk.end + GRACE):
            yield from _arriving(awaited, out, limit)
            yield from (desk.late(awaited.pop(source.id)) for source in agenda.close())
        yield from map(desk.late, awaited.values())
    finally:
        agenda.close()
        while not out.empty():  # make room for threads that still hand something over
            out.get_nowait()


class _Desk:
    """Where the threads of one run work, and how much time they have."""

    def __init__(
        self,
        *,
        agenda: Agenda,
        checkpoints: Mapping[str, Mapping[str, str]],
        net: Net,
        now: datetime,
        budget: float,
        out: _Out,
    ) -> None:
        self._agenda, self._checkpoints, self._net = agenda, checkpoints, net
        self._now, self._budget, self._out = now, budget, out
        self.end = monotonic() + budget

    def work(self) -> None:
        """Ask one source after the other until none is left."""
        with _Reporting(self._out):
            while turn := self._agenda.take():
                fetched, silent = self._ask(turn)
                lost = self._agenda.done(turn, silent=silent)
                self._out.put((fetched, *(_lost(source, turn.host) for source in lost)))

    def late(self, source: Source) -> Fetched:
        """Return what a source gave that there was no time for."""
        return _failed(source, f"too slow: no time left of the {self._budget:g} s for all sources")

    def _ask(self, turn: Turn) -> tuple[Fetched, bool]:
        """Return what a source gave, and whether it was silence."""
        source = turn.source
        http = self._net.http.within(min(turn.seconds, self.end - monotonic()))
        net = self._net if http is self._net.http else replace(self._net, http=http)
        checkpoint = self._checkpoints.get(source.id, NOTHING)
        try:
            fetch = KINDS[source.kind].fetch
            return fetch(source, checkpoint, net, self._now), False
        except TooSlowError as error:
            if monotonic() >= self.end:  # so nothing is known of its host
                return self.late(source), False
            return _failed(source, error.problem), True
        except SourceError as error:
            return _failed(source, error.problem), False


class _Reporting:
    """Carries what should never happen from a thread to the one that waits for it."""

    def __init__(self, out: _Out) -> None:
        self._out = out

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is not None:
            self._out.put(error)
        return True


def _arriving(awaited: dict[str, Source], out: _Out, limit: float) -> Iterator[Fetched]:
    """Yield what comes until all have answered or the time is up.

    To be woken by each answer would take a fifth of the processor time of feeds with nothing new.
    """
    while awaited:
        if out.empty():
            if monotonic() >= limit:
                return
            sleep(_LOOK)
            continue
        found = out.get_nowait()
        if isinstance(found, BaseException):
            raise found
        for fetched in found:
            del awaited[fetched.source.id]
            yield fetched


def _lost(source: Source, host: str) -> Fetched:
    return _failed(source, f"too slow: {host} let several requests wait in vain, so not asked")


def _failed(source: Source, problem: str) -> Fetched:
    return Fetched(source=source, problem=shorten(clean(problem), _LONGEST_PROBLEM))
