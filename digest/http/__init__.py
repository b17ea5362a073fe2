"""The only part that opens a socket for feeds: ``Http(agent=...).get(url)``.

A request has one deadline over everything, redirects included, one cap on what it may bring, and
goes nowhere inside the own network that a person did not name. ``addresses`` says what lies there,
``ways`` leads to a server, through a proxy if there is one, ``connections`` opens sockets, past a look at
each address and with one TLS context for all; ``answers`` asks, and reads what is ``incoming``.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from digest.errors import SourceError

if TYPE_CHECKING:
    from digest.http.addresses import Address
    from digest.http.answers import Answer
    from digest.http.connections import Deadline

MOST_REDIRECTS = 5

_NOTHING: Mapping[str, str] = MappingProxyType({})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_FOR_ANYONE = frozenset(
    {"Accept", "Accept-Language", "If-Modified-Since", "If-None-Match", "User-Agent"}
)
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came back, whole."""

    status: int
    url: str
    """Where it came from in the end."""
    headers: Mapping[str, str]
    """By lower-case name; none that is overlong or holds control characters."""
    body: bytes = b""
    """Unpacked; empty unless the status is 2xx."""
    moved: str = ""
    """``url`` when every redirect on the way was permanent (301, 308), else empty."""


def _proxies() -> Mapping[str, str]:
    # Only these systems have settings of their own; to load the module takes as long as a hundred feeds.
    has_settings = sys.platform in {"darwin", "win32"}
    if not has_settings and not any(name.lower().endswith("_proxy") for name in os.environ):
        return _NOTHING
    from urllib.request import getproxies

    return getproxies()


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """How sources reach the network; can be used from many threads.

    Args:
        agent: the User-Agent; it should hold an address where its maker can be found.
        deadline: seconds for a whole fetch.
        limit: the most bytes of a body, packed and unpacked.
        per_host: the most connections to one host; ``sources.fetch_all`` keeps to it.
        proxies: by scheme; those of the environment, else of the system.
    """

    agent: str
    deadline: float = 10.0
    limit: int = 10_000_000
    per_host: int = 2
    proxies: Mapping[str, str] = field(default_factory=_proxies)

    def within(self, seconds: float) -> Http:
        """Return the same with a deadline of at most so many seconds."""
        return self if seconds >= self.deadline else replace(self, deadline=seconds)

    def get(
        self,
        url: str,
        headers: Mapping[str, str] = _NOTHING,
        *,
        trusted: bool = True,
        method: str = "GET",
    ) -> Response:
        """Return the answer to a GET, whatever its status.

        Args:
            url: http or https; a login in it is sent, to its own host only.
            headers: more headers; what only the host should see does not follow a redirect away.
            trusted: a person wrote the address, so its host and port may lie in a private network.
            method: HEAD only finds out where the address leads; there is no body then.

        Raises:
            TooSlowError: no whole answer within the deadline.
            SourceError: no answer, or none that can be used; the problem is the reason, without
                the address.
        """
        from digest.http.connections import Deadline, PrivateError

        deadline, address, permanent = Deadline(self.deadline), _first(url), True
        fields = self._fields(address, headers)
        for hop in range(MOST_REDIRECTS + 1):
            try:
                answer, private = self._ask(method, address, fields, deadline, private=trusted)
            except PrivateError:
                raise SourceError(_no_entry(address, hop)) from None
            if answer.status not in _REDIRECTS:
                return _response(answer, str(address), moved=hop > 0 and permanent)
            permanent = permanent and answer.status in _PERMANENT
            there = _led(address, answer)
            trusted = trusted and private and there.place == address.place
            fields = fields if there.origin == address.origin else for_anyone(fields)
            address = there
        raise SourceError(f"redirect: more than {MOST_REDIRECTS} in a row")

    def _fields(self, address: Address, headers: Mapping[str, str]) -> dict[str, str]:
        from digest.http.ways import basic

        login = {"Authorization": basic(address.login)} if address.login else {}
        wanted = {name.title(): value for name, value in headers.items()}
        for name, value in wanted.items():
            if not _NAME.fullmatch(name) or _CONTROL.search(value):
                raise SourceError(f"the header {name!r} cannot be sent")
        return {"User-Agent": self.agent, "Accept": "*/*"} | login | wanted

    def _ask(
        self,
        method: str,
        address: Address,
        fields: dict[str, str],
        deadline: Deadline,
        *,
        private: bool,
    ) -> tuple[Answer, bool]:
        """Return the answer of one server; if it leads elsewhere also whether that one is private."""
        from digest.http.answers import ask
        from digest.http.ways import leads_inside, way_to

        with way_to(address, self.proxies, deadline, private=private) as way:
            sent = {**fields, **_own(address), **way.headers}
            answer = ask(way.line, method, way.target, sent, self.limit)
            leads_on = answer.status in _REDIRECTS
            return answer, leads_on and leads_inside(address, self.proxies, way.line)


def _first(url: str) -> Address:
    from digest.http.addresses import parse

    try:
        return parse(url)
    except ValueError as error:
        raise SourceError(f"not an address to fetch: {error}") from None


def _led(address: Address, answer: Answer) -> Address:
    """Return where a redirect leads (RFC 9110, section 10.2.2)."""
    from digest.http.addresses import parse

    if not answer.location:
        raise SourceError(f"redirect without an address, status {answer.status}")
    try:
        there = parse(_as_utf8(answer.location), base=str(address))
    except ValueError as error:
        raise SourceError(f"redirect refused: {error}") from None
    if there.login:
        raise SourceError("redirect refused: an address with a user name")
    return there


def _as_utf8(value: str) -> str:
    raw = value.encode("latin-1")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return value


def for_anyone(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that another host may see: no secrets."""
    return {name: value for name, value in fields.items() if name in _FOR_ANYONE}


def _own(address: Address) -> dict[str, str]:
    """Return the headers that nobody else decides: how the answer is framed and packed."""
    return {"Host": address.authority, "Accept-Encoding": "gzip", "Connection": "close"}


def _no_entry(address: Address, hop: int) -> str:
    if hop:
        return f"redirect to a private address refused: {address.host}"
    return f"refused: {address.host} is a private address"


def _response(answer: Answer, url: str, *, moved: bool) -> Response:
    return Response(
        status=answer.status,
        url=url,
        headers=MappingProxyType(answer.headers),
        body=answer.body,
        moved=url if moved else "",
    )
