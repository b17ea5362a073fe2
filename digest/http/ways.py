"""The way to a server: straight, or through the proxy that the environment names.

The variables are read as curl does (https://everything.curl.dev/usingcurl/proxies/env.html):
``http_proxy`` in small letters only (a CGI request could set the other), ``https_proxy``,
``all_proxy`` and ``no_proxy`` in either case.

Behind a proxy the names are resolved by the proxy: what is written as a private address is still
refused here, where a public name leads to is the proxy's to decide.
"""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass

from digest.errors import SourceError
from digest.http.addresses import Address, is_private, is_public, parse
from digest.http.answers import Stream, read_head
from digest.http.connections import Deadline, Line, PrivateError, connect


@dataclass(frozen=True, slots=True, kw_only=True)
class Straight:
    """From here to the server."""

    address: Address

    @property
    def target(self) -> str:
        """What the request line asks for (RFC 9112, section 3.2)."""
        return self.address.target

    @property
    def headers(self) -> dict[str, str]:
        """What is said to those on the way: nothing."""
        return {}

    def open(self, deadline: Deadline, *, private: bool) -> Line:
        """Return a line to the server.

        Raises:
            PrivateError: it would end in a private network, which *private* does not permit.
            SourceError: there is no such line.
        """
        allowed = _anywhere if private else is_public
        return connect(self.address.host, self.address.port, deadline, allowed)

    def prepare(self, line: Line) -> None:
        """Make the line ready for the request."""
        if self.address.scheme == "https":
            line.secure(self.address.host)

    def is_private(self, line: Line) -> bool:
        """Say whether the line ends in a private network."""
        return not is_public(line.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxied:
    """Through a proxy: asked for http, dialled through for https."""

    address: Address
    proxy: Address

    @property
    def target(self) -> str:
        """What the request line asks for (RFC 9112, section 3.2)."""
        return self.address.target if self._is_tunnel else str(self.address)

    @property
    def headers(self) -> dict[str, str]:
        """What is said to the proxy in the request itself."""
        return {} if self._is_tunnel else self._credentials

    def open(self, deadline: Deadline, *, private: bool) -> Line:
        """Return a line to the proxy; raises as ``Straight.open`` does."""
        if not private and is_private(self.address.host):
            raise PrivateError(f"refused: {self.address.host} is a private address")
        return connect(self.proxy.host, self.proxy.port, deadline, _anywhere)

    def prepare(self, line: Line) -> None:
        """Make the line ready for the request: put through for https (RFC 9110, section 9.3.6)."""
        if self._is_tunnel:
            self._dial(line)
            line.secure(self.address.host)

    def is_private(self, line: Line) -> bool:
        """Say whether the server is written as a private address."""
        return is_private(self.address.host)

    @property
    def _is_tunnel(self) -> bool:
        return self.address.scheme == "https"

    @property
    def _credentials(self) -> dict[str, str]:
        return {"Proxy-Authorization": basic(self.proxy.login)} if self.proxy.login else {}

    def _dial(self, line: Line) -> None:
        place = f"{self.address.bracketed}:{self.address.port}"
        line.send(request("CONNECT", place, {"Host": place} | self._credentials))
        status = read_head(Stream(line.receive)).status
        if not 200 <= status < 300:
            raise SourceError(f"refused by the proxy: status {status}")


def find_way(address: Address) -> Straight | Proxied:
    """Return the way to an address.

    Raises:
        SourceError: the environment names a proxy that is none.
    """
    written = _variable(f"{address.scheme}_proxy") or _variable("all_proxy")
    if not written or _is_exempt(address.host):
        return Straight(address=address)
    return Proxied(address=address, proxy=_proxy(written))


def request(method: str, target: str, headers: dict[str, str]) -> bytes:
    """Return the bytes of a request without a body."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {headers[name]}" for name in headers)]
    text = "\r\n".join([*lines, "", ""])
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def basic(login: str) -> str:
    """Return what Authorization says for ``user:password`` (RFC 7617)."""
    return f"Basic {b64encode(login.encode()).decode('ascii')}"


def _anywhere(_number: str) -> bool:
    return True


def _proxy(written: str) -> Address:
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


def _variable(name: str) -> str:
    value = os.environ.get(name, "")
    return value if value or name == "http_proxy" else os.environ.get(name.upper(), "")


def _is_exempt(host: str) -> bool:
    names = (name.strip().lower().strip(".[]") for name in _variable("no_proxy").split(","))
    return any(_covers(name, host) for name in names if name)


def _covers(name: str, host: str) -> bool:
    if "/" in name:
        return _is_in(name, host)
    return name == "*" or host == name or host.endswith(f".{name}")


def _is_in(network: str, host: str) -> bool:
    from ipaddress import ip_address, ip_network

    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False
