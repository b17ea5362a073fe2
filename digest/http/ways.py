"""The way to a server: straight, or through the proxy that the environment or the system names.

Behind a proxy the names are resolved by the proxy: what is written as a private address is still
refused here, where a public name leads to is the proxy's to decide.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from digest.errors import SourceError, TooSlowError
from digest.http.addresses import Address, is_private, is_public, parse
from digest.http.answers import ask
from digest.http.connections import Deadline, Line, PrivateError, connect


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A line to a server, ready for one request."""

    line: Line
    target: str
    """What the request line asks for (RFC 9112, section 3.2)."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What is said to those on the way."""


@contextmanager
def way_to(
    address: Address, proxies: Mapping[str, str], deadline: Deadline, *, private: bool
) -> Iterator[Way]:
    """Open the way to an address, for a ``with`` block.

    Args:
        address: the server's.
        proxies: by scheme, as ``urllib.request.getproxies`` returns them.
        deadline: of the whole fetch.
        private: it may end in a private network.

    Raises:
        PrivateError: it would, and may not.
        SourceError: there is no way.
    """
    proxy = proxy_to(address, proxies)
    if proxy and not private and is_private(address.host):
        raise PrivateError(f"refused: {address.host} is a private address")
    allowed = _anywhere if private else is_public
    start = _to_proxy(proxy, deadline) if proxy else connect(*address.place, deadline, allowed)
    with start as line:
        login = {"Proxy-Authorization": basic(proxy.login)} if proxy and proxy.login else {}
        if proxy and address.scheme == "http":
            yield Way(line=line, target=str(address), headers=login)
            return
        if proxy:
            _dial(line, f"{address.bracketed}:{address.port}", login)
        if address.scheme == "https":
            line.secure(address.host)
        yield Way(line=line, target=address.target)


def leads_inside(address: Address, proxies: Mapping[str, str], line: Line) -> bool:
    """Say whether a line to an address ends in a private network."""
    return is_private(address.host) if proxy_to(address, proxies) else not is_public(line.number)


def proxy_to(address: Address, proxies: Mapping[str, str]) -> Address | None:
    """Return the proxy on the way to an address; None: it is straight.

    Args:
        address: the server's.
        proxies: by scheme, as ``urllib.request.getproxies`` returns them.

    Raises:
        SourceError: it is none that can be used.
    """
    written = proxies.get(address.scheme) or proxies.get("all", "")
    if not written or _is_exempt(address):
        return None
    try:
        proxy = parse(written if "://" in written else f"http://{written}")
    except ValueError:
        proxy = None
    if proxy is None or proxy.scheme != "http":
        raise SourceError(
            "no proxy: the environment names one that is not http",
            hint="set http_proxy and https_proxy to an address that begins with http://",
        )
    return proxy


def basic(login: str) -> str:
    """Return what Authorization says for ``user:password`` (RFC 7617)."""
    return f"Basic {b64encode(login.encode()).decode('ascii')}"


def _to_proxy(proxy: Address, deadline: Deadline) -> Line:
    try:
        return connect(*proxy.place, deadline, _anywhere)
    except TooSlowError:
        raise
    except SourceError as error:
        raise SourceError(f"no way to the proxy: {error.problem}") from None


def _dial(line: Line, place: str, login: Mapping[str, str]) -> None:
    """Have the proxy put the line through (RFC 9110, section 9.3.6)."""
    status = ask(line, "CONNECT", place, {"Host": place, **login}).status
    if not 200 <= status < 300:
        raise SourceError(f"refused by the proxy: status {status}")


def _anywhere(_number: str) -> bool:
    return True


def _is_exempt(address: Address) -> bool:
    """Say whether no_proxy, or the system, names a host, or the host with this port."""
    from urllib.request import proxy_bypass

    return any(map(proxy_bypass, (address.host, f"{address.bracketed}:{address.port}")))
