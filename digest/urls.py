"""Addresses: one form per page for comparing, one clean form for printing.

The same article reaches a reader as a dozen addresses: with the campaign of a newsletter, as AMP,
from the mobile site, wrapped by a news search. Two of them are one page when ``canonical`` says the
same. It removes only what somebody names as tracking (``data/tracking.tsv``): a parameter too few
makes two pages one and hides news, a parameter too many only shows a page twice.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

_DATA = Path(__file__).parent / "data"
_LONGEST = 4096
_WRAPPERS_DEEP = 3

_PARTS = re.compile(r"((?i:https?)):[/\\]*([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.DOTALL)
_AUTHORITY = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]<>\"^`{|}%\s]+?)\.?(?::(\d{0,5}))?\Z")
_DROPPED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_AMPERSAND = re.compile(r"&(?:amp;|#0*38;|#x0*26;)+", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What a terminal, HTML or Markdown could misread, and what nobody sees (Unicode's format characters,
# fillers, spaces and variation selectors).
_UNSAFE = re.compile(
    r"""[\s<>"`{}|\\^\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"""
    r"""\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3"""
    r"""\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"""
)
_UNEVEN = re.compile(r"[^!#-;=?-\[\]_a-z~]")
"""What no address holds as it is: all but these letters of ASCII (RFC 3986, appendix A)."""
_DOTS = re.compile(r"/\.{1,2}(?:/|\Z)")
_INDEX = re.compile(r"/index\.html?\Z", re.IGNORECASE)
# /story.amp.html, /story-4711.amp, spiegel.de's /a-<id>-amp; /2026/03/some-story/amp
_AMP_NAME = re.compile(r"(?<=[^/])\.amp(?=(?:\.html?)?\Z)|(?<=[0-9a-f]{6})-amp(?=(?:\.html)?\Z)")
_AMP_FOLDER = re.compile(r"(?<=[^/])/amp(?:\.html?)?\Z")
# Java's (Jakarta Servlet, section 7.1.3)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_SLUG = re.compile(r"[\d-]")
_MOBILE = frozenset({"m", "mobile", "mobil", "amp"})
# youtube.com/@creatorinsider, any Mastodon server; instagram.com/mosseri; linkedin.com/company/meta
_ACCOUNT = re.compile(
    r"https://(?:[^/]+/@|(?:x|instagram|facebook|threads|github)\.com/|t\.me/|bsky\.app/profile/|"
    r"linkedin\.com/(?:in|company)/|reddit\.com/(?:r|u|user)/|youtube\.com/(?:c|user|channel)/)[^/?#]+"
)
_CAMPAIGN = re.compile(r"tk\.|rss|xtor=|:~:", re.IGNORECASE)


def canonical(url: str) -> str:
    """Return the one form in which the addresses of a page are compared, or "" when it has none.

    Scheme, ``www.``, mobile and AMP forms, default ports, tracking parameters, the order of the
    parameters, dots and doubled slashes make no difference; wrappers (``data/wrappers.tsv``) are
    opened. A fragment stays where it names something of its own: a route, or a part with a number
    ("#comment-4711"). RFC 3986, section 6, for case, escapes, dots and ports.
    """
    return _canonical(url, _WRAPPERS_DEEP)


@lru_cache(maxsize=4096)
def _canonical(url: str, deep: int) -> str:
    parts = _split(url)
    if parts is None:
        return ""
    scheme, host, port, path, query, fragment = parts
    host = _plain_host(host)
    wrapped = _unwrapped(host, path, query) if deep and _wrappers(host) else ""
    if wrapped and (inner := _canonical(wrapped, deep - 1)):
        return inner
    host, path, query = _formed(host, _plain_path(path), query)
    query = "&".join(sorted(_kept(_even(query), _drops(host).dress))) if query else ""
    port = f":{port}" if port and port != ("443" if scheme == "https" else "80") else ""
    place = _place(fragment) if fragment else ""
    return f"https://{host}{port}{path}{'?' if query else ''}{query}{'#' if place else ''}{place}"


def printable(url: str) -> str:
    """Return the link as it was given, less tracking, user and password, or "" when it cannot be kept.

    Only http and https are kept. Control characters go, what a terminal or a page could misread and
    what nobody can see is percent-encoded.
    """
    parts = _split(url)
    if parts is None:
        return ""
    scheme, host, port, path, query, fragment = parts
    if query or fragment:
        drops = _drops(_plain_host(host)).tracking
        query = "&".join(_kept(query, drops))
        fragment = "" if _CAMPAIGN.match(fragment) else "&".join(_kept(fragment, drops))
    port = f":{port}" if port else ""
    rest = f"{path}{'?' if query else ''}{query}{'#' if fragment else ''}{fragment}"
    if _UNEVEN.search(rest):
        rest = _UNSAFE.sub(_quoted, rest)
    return f"{scheme}://{host}{port}{rest}"


def is_home(page: str) -> bool:
    """Say whether a canonical address names no article: a site, somebody's account, or nothing at all."""
    # The first slash after the host is where the path begins.
    deep = page.count("/") > 2 or "?" in page or "#" in page
    return not deep or _ACCOUNT.fullmatch(page) is not None


def host(url: str) -> str:
    """Return the host of an address in small letters, without ``www.`` and port, or ""."""
    parts = _split(url)
    return parts[1].lower().removeprefix("www.") if parts else ""


_Parts = tuple[str, str, str, str, str, str]
"""Scheme, host, port, path, query and fragment."""


@lru_cache(maxsize=64)  # most links are printed and compared one after the other
def _split(url: str) -> _Parts | None:
    """Take an address apart as browsers do (https://url.spec.whatwg.org/#concept-basic-url-parser)."""
    url = (url if url.isascii() and url.isprintable() else _DROPPED.sub("", url)).strip()
    url = f"https:{url}" if url.startswith("//") else url
    if "&" in url:
        url = _AMPERSAND.sub("&", url)  # "&#038;" holds a #, so before anything else
    found = _PARTS.match(url) if len(url) <= _LONGEST else None
    if not found:
        return None
    scheme, authority, path, query, fragment = found.groups("")
    place = _place_of(authority)
    if place is None:
        return None
    return scheme.lower(), *place, path.replace("\\", "/"), query, fragment


@lru_cache(maxsize=4096)
def _place_of(authority: str) -> tuple[str, str] | None:
    """Return the host and the port that stand between the slashes of an address."""
    place = _AUTHORITY.match(authority.rpartition("@")[2])
    host = _ascii_host(place[1]) if place else ""
    if not place or not host or int(place[2] or 0) > 65535:
        return None
    return host, place[2] or ""


def _ascii_host(host: str) -> str:
    """Return the host in the letters of DNS, or "" (RFC 3490: what looks alike is told apart)."""
    try:
        return host if host.isascii() else ".".join(map(_label, host.split(".")))
    except UnicodeError:
        return ""


def _label(name: str) -> str:
    if {"ß", "ẞ", "ς"}.isdisjoint(name):  # faß.de is not fass.de, since RFC 5891
        return name.encode("idna").decode("ascii")
    return f"xn--{normalize('NFKC', name).lower().encode('punycode').decode('ascii')}"


def _quoted(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _even(text: str) -> str:
    """Write percent-encoding one way: what needs none has none, the rest in capital digits."""
    text = _ESCAPE.sub(_evened, text) if "%" in text else text
    return _UNEVEN.sub(_quoted, text) if _UNEVEN.search(text) else text


def _evened(found: re.Match[str]) -> str:
    byte = int(found[1], 16)
    return chr(byte) if byte in _UNRESERVED else found[0].upper()


@lru_cache(maxsize=4096)
def _plain_host(host: str) -> str:
    """Return the host in small letters without ``www.``, ``m.``, ``amp.``, or the one it stands for."""
    host = host.lower()
    labels = host.removeprefix("www.").split(".")
    known = _aliases().get(".".join(labels), "")
    if known == "=" or host[0] == "[":
        return host
    if known:
        return known
    kept = [label for n, label in enumerate(labels) if label not in _MOBILE or n > len(labels) - 3]
    plain = ".".join(kept)
    return _aliases().get(plain, plain).removeprefix("=") or plain


def _plain_path(path: str) -> str:
    """Return the path without dots, doubled slashes, AMP and the slash or index page at its end."""
    if "//" in path:
        path = re.sub(r"/{2,}", "/", path)
    path = _even(path)
    if ";" in path:
        path = _SESSION.sub("", path)
    if "/." in path and _DOTS.search(path):
        path = _without_dots(path)
    path = path.rstrip("/")
    if "index." in path[-11:].lower():
        path = _INDEX.sub("", path)
    if "amp" in path:
        path = _without_amp(path)
    return path


def _without_amp(path: str) -> str:
    path = path.removeprefix("/amp") if path.startswith("/amp/") else path
    page = _AMP_FOLDER.sub("", path)
    # /reviews/amp may well be about amplifiers
    return _AMP_NAME.sub("", page if _SLUG.search(page) else path)


def _place(fragment: str) -> str:
    """Return the fragment if it names something of its own: a route, or a part with a number."""
    numbered = sum(map(str.isdigit, fragment)) > 1 and "=" not in fragment
    return _even(fragment) if numbered or fragment[0] in "!/" else ""


def _without_dots(path: str) -> str:
    """Resolve "." and ".." (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del kept[max(1, len(kept) - 1) :]
        elif part != ".":
            kept.append(part)
    return "/".join(kept)


def _formed(host: str, path: str, query: str) -> tuple[str, str, str]:
    """Return where a page lies under whichever of its addresses it was shared (``data/forms.tsv``)."""
    forms = _table("forms.tsv").get(host, ())
    place = f"{path}?{query}" if forms and query else path
    for form, page in forms:
        if found := re.fullmatch(form, place):
            start, _, rest = found.expand(page).partition("/")
            path, _, query = rest.partition("?")
            return start or host, f"/{path}" if path else "", query
    return host, path, query


# ------------------------------------------------------------------------------------- parameters


class _Drops(NamedTuple):
    """Names of parameters that go: whole, by their beginning, and with certain values only."""

    names: frozenset[str]
    beginnings: tuple[str, ...]
    values: dict[str, tuple[str, ...]]


class _Rules(NamedTuple):
    tracking: _Drops
    dress: _Drops
    """With what leaves only the form that is compared."""


def _kept(query: str, drops: _Drops) -> list[str]:
    return [pair for pair in query.split("&") if pair and not _goes(pair, drops)]


def _goes(pair: str, drops: _Drops) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in drops.names or name.startswith(drops.beginnings):
        return True
    valued = drops.values.get(name)
    if valued is None:
        return False
    value = value.lower()
    return any(
        value.startswith(known[:-1]) if known.endswith("*") else value == known for known in valued
    )


@lru_cache(maxsize=4096)
def _drops(host: str) -> _Rules:
    """Return what goes from the addresses of a host."""
    table = _table("tracking.tsv")
    return _rules(tuple(row for place in _places(host) for row in table.get(place, ())))


@lru_cache(maxsize=1024)  # thousands of hosts have the same, mostly none of their own
def _rules(own: tuple[tuple[str, str], ...]) -> _Rules:
    rows = (*_table("tracking.tsv")["*"], *own)
    return _Rules(
        _compiled(name for name, why in rows if why == "tracking"),
        _compiled(name for name, _ in rows),
    )


def _compiled(names: Iterable[str]) -> _Drops:
    whole, beginnings, values = set(), [], dict[str, tuple[str, ...]]()
    for name in names:
        name, valued, value = name.partition("=")
        if valued:
            values[name] = (*values.get(name, ()), value)
        elif name.endswith("*"):
            beginnings.append(name[:-1])
        else:
            whole.add(name)
    return _Drops(frozenset(whole), tuple(beginnings), values)


def _places(host: str) -> Iterator[str]:
    """Yield the host, the domains above it, and each with its country left open (google.*)."""
    labels = host.split(".")
    for first in range(len(labels)):
        yield ".".join(labels[first:])
        for end in range(max(first + 1, len(labels) - 2), len(labels)):
            yield ".".join(labels[first:end]) + ".*"


# --------------------------------------------------------------------------------------- wrappers


def _unwrapped(host: str, path: str, query: str) -> str:
    """Return the address that this one hands on to, or ""."""
    for beginning, where in _wrappers(host):
        if path.startswith(beginning):
            inner = _inner(path[len(beginning) :], query, where)
            if "." in inner:
                return inner if ":" in inner[:8] else f"https://{inner}"
    return ""


def _inner(rest: str, query: str, where: str) -> str:
    if where == "=":
        return _decoded(rest)
    return _parameter(query, where[1:]) if where else _rest(rest, query)


def _parameter(query: str, name: str) -> str:
    values = (pair[len(name) + 1 :] for pair in query.split("&") if pair.startswith(f"{name}="))
    return _unquoted(next(values, ""))


def _rest(path: str, query: str) -> str:
    path = re.sub(r"\A\d{4,14}[a-z_]*/", "", path)  # the Web Archive's date
    path = re.sub(r"\A(https?):/+", r"\1://", _unquoted(path) if "%3A" in path.upper() else path)
    return f"{path}?{query}" if query else path


def _unquoted(text: str) -> str:
    if "%" not in text:
        return text
    octets = re.sub(rb"%([0-9a-fA-F]{2})", lambda m: bytes([int(m[1], 16)]), text.encode())
    return octets.decode("utf-8", "replace")


def _decoded(number: str) -> str:
    """Return the address inside a Google News link of the kind that still carries one (until 2024).

    The number at the end is base64 of a protocol buffer; since then it holds a key that only
    Google can look up (https://github.com/SSujitX/google-news-url-decoder).
    """
    try:
        inside = urlsafe_b64decode(number + "=" * (-len(number) % 4))
    except ValueError:
        return ""
    found = re.search(rb"https?://[\x21-\x7e]+", inside)
    return found[0].decode("ascii") if found else ""


# ------------------------------------------------------------------------------------------- data


@cache
def _table(name: str) -> dict[str, list[tuple[str, str]]]:
    """Return what a file says of each host, without who says so."""
    table: dict[str, list[tuple[str, str]]] = {}
    for place, one, other, _ in _rows(name):
        table.setdefault(place, []).append((one, other))
    return table


@lru_cache(maxsize=4096)
def _wrappers(host: str) -> tuple[tuple[str, str], ...]:
    table = _table("wrappers.tsv")
    return tuple(row for place in _places(host) for row in table.get(place, ()))


@cache
def _aliases() -> dict[str, str]:
    return {shown: meant for shown, meant, _ in _rows("hosts.tsv")}


def _rows(name: str) -> list[list[str]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
