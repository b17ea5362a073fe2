"""Feeds: RSS, Atom, RDF and JSON Feed documents at an address, or in a file beside feeds.yaml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from digest.errors import NoFeedError, SourceError, TooSlowError
from digest.model import Fetched, Item, Source
from digest.model.sources import FILE
from digest.sources.manners import MOVED, UNREAD, fresh_for, retry_after
from digest.urls import printable

if TYPE_CHECKING:
    from digest.http import Response
    from digest.parsing import Document, Entry
    from digest.sources import Net

_WEB = re.compile(r"https?://(?:www\.)?")

_LARGEST_FILE = 10_000_000
_LONGEST_VALIDATOR = 1_000
_BACK_CATALOGUE = timedelta(days=31)
_AFTER_THE_EPOCH = datetime(1970, 1, 2, tzinfo=UTC)
_LEAST = 1.0
"""Seconds that must be left for another address."""
_IN_VAIN = timedelta(days=1)
"""How long bytes that could not be read are not tried again."""
_READING = "1"
"""Counted up when documents are read differently, so that an unchanged one is read once more."""
_ASKING_FOR_REST = frozenset({429, 503})
_FINAL = frozenset({200, 304}) | _ASKING_FOR_REST
"""What makes it idle to ask at the old address too."""
HAS_LOGIN = "an address with user and password, which are never kept here"
NEEDS_LOGIN = "needs a login"
_MEANINGS = {
    401: NEEDS_LOGIN,
    403: "forbidden",
    404: "not found",
    407: "the proxy needs a login",
    410: "gone for good",
    429: "asked too often",
}


def parse_target(text: str) -> str:
    """Return the address of a feed in its canonical form.

    http and https addresses come out as they will be asked for; ``file:`` addresses are relative to
    feeds.yaml.

    Raises:
        ValueError: it is no address of a feed, or several, or holds user and password; with the
            reason, which never shows them.
    """
    from digest.http import addresses

    text = text.strip()
    if text[: len(FILE)].lower() == FILE:
        return FILE + _relative(text[len(FILE) :])
    if any("://" in word for word in text.split()[1:]):
        raise ValueError("more than one address")
    address = addresses.parse(text)
    if address.login:
        raise ValueError(HAS_LOGIN)
    return str(address)


def spelling(target: str) -> str:
    """Return what one feed has in common in all spellings: https, www., a slash at its end, tracking.

    ``urls.canonical`` would go too far: what leads to the same article in another language, or from
    an archive, is another feed.
    """
    return _WEB.sub("https://", printable(target), count=1).rstrip("/") or target


def fetch(source: Source, checkpoint: Mapping[str, str], net: Net, now: datetime) -> Fetched:
    """Return all entries that a feed shows as items, or that it is unchanged.

    Args:
        source: a feed.
        checkpoint: what the last fetch gave: etag, modified and hash of the body.
        net: the ways to fetch and to parse.
        now: when the items are seen, in UTC.

    Raises:
        SourceError: it gave no whole feed; the problem is the reason, without the address.
    """
    if source.target.startswith(FILE):
        body = _file(source)
        return _read(source, body, {}, checkpoint, net, now)
    start = monotonic()
    response = _answer(source, checkpoint, net)
    resume = {name: checkpoint[name] for name in checkpoint if name not in {MOVED, UNREAD}}
    if response.status == 304 and resume:
        fetched = Fetched(source=source, checkpoint=resume, unchanged=True, moved=response.moved)
    elif response.status == 200:
        validators = _validators(response)
        fetched = _read(source, response.body, validators, checkpoint, net, now, response)
        if fetched.problem and response.moved and checkpoint.get(MOVED):
            # A page stands there now; the feed may be back where feeds.yaml says.
            known = {name: checkpoint[name] for name in checkpoint if name != MOVED}
            spent = monotonic() - start
            if spent < net.http.deadline - _LEAST:
                return fetch(source, known, _within(net, spent), now)
    else:
        return _refused(source, response, now)
    rest = timedelta(0) if fetched.problem else fresh_for(response.headers)
    return replace(fetched, rest=rest) if rest else fetched


def _read(
    source: Source,
    body: bytes,
    validators: Mapping[str, str],
    checkpoint: Mapping[str, str],
    net: Net,
    now: datetime,
    response: Response | None = None,
) -> Fetched:
    moved = response.moved if response else ""
    mark = f"{_READING}:{sha256(body).hexdigest()}"
    after = {"hash": mark, **validators}
    if mark == checkpoint.get("hash"):
        return Fetched(source=source, checkpoint=after, unchanged=True, moved=moved)
    if problem := _known_problem(checkpoint.get(UNREAD, ""), mark, now):
        return Fetched(source=source, problem=problem)
    try:
        document = _document(source, body, response, net, now)
    except NoFeedError as error:
        unread = f"{now.isoformat()} {mark} {error.problem}"
        return Fetched(source=source, problem=error.problem, unread=unread)
    return Fetched(
        source=source,
        items=tuple(_items(document, source, now)),
        left_out=document.left_out,
        title=document.title,
        checkpoint=after,
        moved=moved,
    )


def _document(
    source: Source, body: bytes, response: Response | None, net: Net, now: datetime
) -> Document:
    kind = response.headers.get("content-type", "") if response else ""
    base = response.url if response else ""
    since = now - _BACK_CATALOGUE
    document = net.parser.parse(body, kind, base, since=since, whole=source.whole)
    if document.cut:
        raise NoFeedError("cut short: the document ends before its end")
    return document


def _known_problem(unread: str, mark: str, now: datetime) -> str:
    """Return why the bytes of that mark could not be read lately, or ""."""
    if not unread:
        return ""
    when, known, problem = unread.split(" ", 2)
    lately = timedelta(0) <= now - datetime.fromisoformat(when) < _IN_VAIN
    return problem if known == mark and lately else ""


# ------------------------------------------------------------------------------------ over HTTP


def _answer(source: Source, checkpoint: Mapping[str, str], net: Net) -> Response:
    """Return what the feed's server says, or the one that the feed is believed to have moved to."""
    headers = {**_conditions(checkpoint), **_own_headers(source, net)}
    moved, start = checkpoint.get(MOVED, ""), monotonic()
    if not moved:
        return net.http.get(source.target, headers, trusted=source.written)
    try:
        response = _moved(source, moved, headers, net)
    except TooSlowError:
        raise
    except SourceError:
        response = None
    if response and response.status in _FINAL:
        return replace(response, moved=response.moved or moved)
    http = _within(net, monotonic() - start).http
    return http.get(source.target, headers, trusted=source.written)


def _within(net: Net, spent: float) -> Net:
    """Return the same ways with so many seconds less for an answer."""
    return replace(net, http=net.http.within(net.http.deadline - spent))


def _moved(source: Source, moved: str, headers: Mapping[str, str], net: Net) -> Response:
    """Ask where a feed has moved to. Nobody wrote that address: it gets neither trust nor secrets."""
    from digest.http import addresses, for_anyone

    there, here = addresses.parse(moved), addresses.parse(source.target)
    known = headers if there.origin == here.origin else for_anyone(headers)
    return net.http.get(moved, known, trusted=there.place == here.place)


def _own_headers(source: Source, net: Net) -> dict[str, str]:
    """Return what feeds.yaml says that this server is told."""
    own = dict(source.headers)
    if source.user_agent:
        own["User-Agent"] = source.user_agent
    if source.auth:
        from digest.http.ways import basic

        key = net.credentials[source.auth]
        if not key:
            why = net.no_login or f"there is no {source.auth} in credentials.yaml"
            raise SourceError(f"needs a login: {why}")
        own["Authorization"] = basic(key.reveal())
    return own


def _refused(source: Source, response: Response, now: datetime) -> Fetched:
    """Return the failure that a status is, and what the server asks for."""
    status, rest = response.status, timedelta(0)
    problem = _refusal(status)
    if status in _ASKING_FOR_REST:
        rest = retry_after(response.headers, now)
    if rest:
        problem += f"; not before {now + rest:%Y-%m-%d %H:%M} UTC"
    return Fetched(source=source, problem=problem, rest=rest, gone=status == 410)


def _conditions(checkpoint: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that let a server answer that nothing is new (RFC 9110, section 13)."""
    given = {
        "If-None-Match": checkpoint.get("etag", ""),
        "If-Modified-Since": checkpoint.get("modified", ""),
    }
    return {name: value for name, value in given.items() if value}


def _validators(response: Response) -> dict[str, str]:
    """Return what the server wants to hear next time."""
    given = {
        "etag": response.headers.get("etag", ""),
        "modified": response.headers.get("last-modified", ""),
    }
    return {name: value for name, value in given.items() if 0 < len(value) <= _LONGEST_VALIDATOR}


def _refusal(status: int) -> str:
    meaning = _MEANINGS.get(status, "the server is in trouble" if status >= 500 else "not a feed")
    return f"status {status}: {meaning}"


# ---------------------------------------------------------------------------------- from a file


def _relative(path: str) -> str:
    """Return a path below the folder of feeds.yaml, as it was written."""
    from urllib.parse import unquote

    path = path.removeprefix("./")
    if not path or path.startswith(("/", "\\")) or "\0" in unquote(path):
        raise ValueError("expected a file beside feeds.yaml such as file:feeds/one.xml")
    return path


def _file(source: Source) -> bytes:
    """Return what is in a file below the folder of feeds.yaml; links out of it are not followed."""
    name = source.target.removeprefix(FILE)
    folder = Path(source.folder).resolve()
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise SourceError("refused: the file lies outside the folder of feeds.yaml")
        if not path.is_file():
            raise SourceError(f"no file {name}")
        if path.stat().st_size > _LARGEST_FILE:
            raise SourceError(f"too large: over {_LARGEST_FILE // 1_000_000} MB")
        return path.read_bytes()
    except (OSError, ValueError) as error:  # a path may hold what no file system has
        reason = getattr(error, "strerror", "") or "not a name for a file"
        raise SourceError(f"the file {name} cannot be read: {reason}") from error


# ------------------------------------------------------------------------------ entries to items


def _items(document: Document, source: Source, now: datetime) -> Iterator[Item]:
    entries = tuple(_once(document.entries))
    counts = Counter(entry.key for entry in entries)
    for entry in entries:
        yield Item(
            source=source.id,
            key=_distinct(entry) if counts[entry.key] > 1 else entry.key,
            url=entry.link,
            page=entry.page,
            title=entry.title,
            summary=entry.summary,
            author=entry.author,
            language=entry.language,
            links=entry.links,
            folded=entry.folded,
            whole=entry.whole,
            published=min(_meant(entry.published) or now, now),
            seen=now,
        )


def _meant(published: datetime | None) -> datetime | None:
    """Return a time that somebody meant: programs that know none write the first of January 1970."""
    return published if published and published >= _AFTER_THE_EPOCH else None


def _once(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Yield each entry once: one with the same key, page, headline and summary is the same again.

    Where entries have no ids, the link or the headline is the key, and many may share it.
    """
    seen: set[tuple[str, str, str, str]] = set()
    for entry in entries:
        face = entry.key, entry.page, entry.title, entry.summary
        if face not in seen:
            yield entry
        seen.add(face)


def _distinct(entry: Entry) -> str:
    """Return a key for one of several entries that their feed calls the same."""
    trait = sha256((entry.page or entry.title).encode()).hexdigest()[:16]
    return f"{entry.key} {trait}"
