"""Where short links lead: asked once, by HEAD and then by GET, and remembered for good.

A post's vote is for the page, not for the shortener it was sent through. Only addresses that look
short are asked for: a known shortener (``data/shorteners.txt``), or a path of one short piece on a
short host. To ask one too many costs one request.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from digest import urls
from digest.errors import SourceError

if TYPE_CHECKING:
    from digest.http import Http
    from digest.sources.memory import Memory

SECONDS = 4.0
"""For one link; a shortener that is slower is asked again with the next post."""
TOGETHER = 15.0
"""For all links of a run."""

_DATA = Path(__file__).parents[1] / "data"
_SHORT = re.compile(
    r"https?://(?:www\.)?([a-z0-9-]{1,8}\.[a-z]{2,6})/[A-Za-z0-9_-]{4,12}/?", re.IGNORECASE
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def is_short(address: str) -> bool:
    """Tell whether an address looks like a short link."""
    if urls.host(address) in _shorteners():
        return True
    found = _SHORT.fullmatch(address)
    # a plain word is a page of its own: https://heise.de/security
    return bool(found) and not _WORD.fullmatch(address.rstrip("/").rpartition("/")[2])


class Links:
    """Resolves short links for one run; thread-safe.

    Args:
        memory: what earlier runs found out.
        trusted: links may lead into the own network; only tests want that.
        seconds: for all links of the run together.
        is_short: which addresses are asked for.
    """

    def __init__(
        self,
        memory: Memory,
        *,
        trusted: bool = False,
        seconds: float = TOGETHER,
        is_short: Callable[[str], bool] = is_short,
    ) -> None:
        self._memory = memory
        self._trusted = trusted
        self._left = seconds
        self._is_short = is_short
        self._lock = Lock()

    def real(self, addresses: Iterable[str], http: Http) -> dict[str, str]:
        """Return by short link the address it leads to; what cannot be found out is left out."""
        wanted = [address for address in dict.fromkeys(addresses) if self._is_short(address)]
        if not wanted:
            return {}
        known = dict(self._memory.leads_to(wanted))
        for address in wanted:
            if address not in known and (found := self._find(address, http)):
                self._memory.note_link(address, found)
                known[address] = found
        return known

    def _find(self, address: str, http: Http) -> str:
        """Return where a link leads, or "" when nobody says so in time."""
        begun = monotonic()
        with self._lock:
            seconds = min(SECONDS, self._left)
        if seconds <= 0:
            return ""
        found = _ask(http.within(seconds), address, trusted=self._trusted)
        with self._lock:
            self._left -= monotonic() - begun
        return found if urls.printable(found) and found != address else ""


def _ask(http: Http, address: str, *, trusted: bool) -> str:
    for method in ("HEAD", "GET"):
        try:
            answer = http.get(address, trusted=trusted, method=method)
        except SourceError:
            continue  # some shorteners refuse HEAD, or break off; GET decides
        if answer.status < 400:
            return answer.url
    return ""


@cache
def _shorteners() -> frozenset[str]:
    lines = (_DATA / "shorteners.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
