"""Where a request may go: addresses taken apart, and which of them lie outside the own network.

What an address looks like says little about where it leads (``0x7f.1``, ``①②⑦.⓪.⓪.①`` and many names
are loopback), so ``is_public`` is asked about the numbers that a name was resolved to, just before
they are connected to.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

DEFAULT_PORTS = {"http": 80, "https": 443}

_LONGEST = 8000
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f]*:[0-9a-f:.]*")
_STRIPPED = re.compile(r"[\t\r\n]")
_SAFE = "/?:@!$&'()*+,;=%~[]|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An http or https address, taken apart and ready to be asked for."""

    scheme: str
    host: str
    """As DNS writes it: lower-case ASCII, without a dot at the end; IPv6 without brackets."""
    port: int
    target: str
    """Path and query, percent-encoded."""
    login: str = ""
    """``user:password`` when the address carries them; never part of ``str``."""

    @property
    def place(self) -> tuple[str, int]:
        """What trust is given to: host and port."""
        return self.host, self.port

    @property
    def origin(self) -> tuple[str, str, int]:
        """What secrets are told to (RFC 6454): scheme, host and port."""
        return self.scheme, self.host, self.port

    @property
    def bracketed(self) -> str:
        """The host as an address holds it."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them (RFC 9110, section 7.2)."""
        default = self.port == DEFAULT_PORTS[self.scheme]
        return self.bracketed if default else f"{self.bracketed}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


@lru_cache(maxsize=4_096)
def parse(url: str, base: str = "") -> Address:
    """Return the parts of *url*, which may be relative to *base*.

    Reads as browsers do (https://url.spec.whatwg.org/): tabs and line ends vanish, a backslash is a
    slash, whatever ASCII cannot say is encoded.

    Raises:
        ValueError: nothing that can be asked for over HTTP; the message says why.
    """
    if len(url) > _LONGEST:
        raise ValueError(f"an address of {len(url)} characters")
    parts, port = _split(url, base)
    if parts.scheme not in DEFAULT_PORTS:
        what = f"{parts.scheme} is not http or https"
        raise ValueError(what if parts.scheme else "an address without http:// or https://")
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    target = path + (f"?{parts.query}" if parts.query else "")
    return Address(
        scheme=parts.scheme,
        host=_host(parts.hostname or ""),
        port=DEFAULT_PORTS[parts.scheme] if port is None else port,
        target=quote(target, safe=_SAFE, errors="ignore"),
        login=unquote(parts.netloc.rpartition("@")[0]),
    )


def is_public(address: str) -> bool:
    """Say whether an IP address, as a resolver gives it, is one of the open internet.

    False for loopback, private and link-local networks, for everything else in the registries
    https://www.iana.org/assignments/iana-ipv4-special-registry and ...-ipv6-special-registry that is
    not for the public, and for the tunnels (6to4, Teredo) that carry a private address inside.
    """
    from ipaddress import IPv4Address, IPv6Address, ip_address

    number = ip_address(address.partition("%")[0])
    if isinstance(number, IPv6Address):
        inner = number.ipv4_mapped
        if inner is None and number in _nat64():
            inner = IPv4Address(int(number) & 0xFFFF_FFFF)
        if inner is None:
            return number in _global_unicast() and not any(number in net for net in _special_v6())
        number = inner
    return not any(number in net for net in _special_v4())


def number(host: str) -> str:
    """Return the IP address that a host is written as, in whatever form, or "" for a name.

    ``127.1``, ``0x7f000001`` and ``017700000001`` are what every C library takes for 127.0.0.1
    (inet_aton(3)).
    """
    import socket

    try:
        if ":" in host:
            return socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, host))
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return ""


def is_private(host: str) -> bool:
    """Say whether a host is written as a private address, or named ``localhost``.

    For where a name cannot be resolved here because a proxy does it.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    written = number(host)
    return bool(written) and not is_public(written)


def _split(url: str, base: str) -> tuple[SplitResult, int | None]:
    front, mark, query = _STRIPPED.sub("", url).strip().partition("?")
    try:
        parts = urlsplit(urljoin(base, front.replace("\\", "/") + mark + query))
        port = parts.port
    except ValueError:  # its own words could hold a password
        raise ValueError("an address that cannot be taken apart") from None
    if port == 0:
        raise ValueError("an address with port 0")
    return parts, port


def _host(written: str) -> str:
    if not written:
        raise ValueError("an address without a host")
    host = _ascii(unquote(written)).removesuffix(".")
    if not _HOST.fullmatch(host):
        raise ValueError("an address with a host that cannot be")
    return host


def _ascii(host: str) -> str:
    """Write a host as DNS does (https://unicode.org/reports/tr46/, non-transitional: ß stays ß)."""
    if host.isascii():
        return host.lower()
    host = unicodedata.normalize("NFKC", host.lower()).lower().replace("。", ".")
    return ".".join(_label(label) for label in host.split("."))


def _label(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


@cache
def _special_v4() -> tuple[IPv4Network, ...]:
    from ipaddress import IPv4Network

    return tuple(
        IPv4Network(network)
        for network in (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # behind a provider's NAT
            "127.0.0.0/8",  # loopback
            "169.254.0.0/16",  # link-local; 169.254.169.254 answers with a cloud machine's keys
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays, gone since RFC 7526
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        )
    )


@cache
def _special_v6() -> tuple[IPv6Network, ...]:
    from ipaddress import IPv6Network

    return tuple(
        IPv6Network(network)
        for network in (
            "2001::/23",  # protocol assignments, Teredo among them
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4
            "3fff::/20",  # documentation
        )
    )


@cache
def _global_unicast() -> IPv6Network:
    from ipaddress import IPv6Network

    return IPv6Network("2000::/3")


@cache
def _nat64() -> IPv6Network:
    from ipaddress import IPv6Network

    return IPv6Network("64:ff9b::/96")  # how networks with IPv6 only reach IPv4 (RFC 6052)
