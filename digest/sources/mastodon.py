"""Accounts and hashtags on Mastodon and its kin, by the public API of their own server.

An account is ``@name@host``; its own server also shows it at ``https://host/@name``
(https://docs.joinmastodon.org/spec/webfinger/). A hashtag is ``#tag@host``: what that server has
heard of under it. No keys are needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from digest.errors import SourceError
from digest.model import Fetched, Source
from digest.sources.posts import DEPTH, Link, Post, items
from digest.sources.shape import Table, count, parse, table, tables, text, time
from digest.text import Tag, clean, pieces
from digest.xapi.place import is_loopback

if TYPE_CHECKING:
    from digest.sources import Net

PAGE = 40
"""Posts in one answer, the most that Mastodon gives."""
_FULL = 20
"""Posts that every server gives at once where there are so many."""
MOST = 200
"""Posts in a run; who posts more between two papers is not read to the end."""

_NAME = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"
_TAG = r"\w+"
_HOST = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?"
_HANDLE = re.compile(f"@?({_NAME})@({_HOST})", re.IGNORECASE)
_ADDRESS = re.compile(f"https?://({_HOST})/(?:@|users/)({_NAME})/?", re.IGNORECASE)
_ELSEWHERE = re.compile(f"https?://{_HOST}/@({_NAME})@({_HOST})/?", re.IGNORECASE)
"""How a server shows an account of another one to its members."""
_HASHTAG = re.compile(f"#({_TAG})@({_HOST})", re.IGNORECASE)
_TAG_PAGE = re.compile(f"https?://({_HOST})/tags/({_TAG})/?", re.IGNORECASE)
_BREAKS = frozenset({"p", "/p", "br", "li", "blockquote", "pre", "ul", "ol"})
"""Tags that part words."""
_LONGEST = 100_000
_PUBLIC = frozenset({"public", "unlisted"})


def parse_target(text: str) -> str:
    """Return ``@name@host`` or ``#tag@host`` in lower case, for that or for the address of its page.

    Raises:
        ValueError: it names no account and no hashtag; with the reason.
    """
    text = text.strip()
    if found := _ELSEWHERE.fullmatch(text):
        return f"@{found[1]}@{found[2]}".lower()
    for sign, handle, page in (("@", _HANDLE, _ADDRESS), ("#", _HASHTAG, _TAG_PAGE)):
        if found := handle.fullmatch(text):
            return f"{sign}{found[1]}@{found[2]}".lower()
        if found := page.fullmatch(text):
            return f"{sign}{found[2]}@{found[1]}".lower()
    raise ValueError(
        "expected an account of Mastodon such as @Mastodon@mastodon.social, or #tag@host"
    )


def fetch(source: Source, checkpoint: Mapping[str, str], net: Net, now: datetime) -> Fetched:
    """Return the posts since the last run as items.

    Args:
        source: an account or a hashtag.
        checkpoint: what the last run gave: the account's id there, and the last post's.
        net: the network.
        now: when the items are seen, in UTC.

    Raises:
        SourceError: the server does not give them; the problem is the reason.
    """
    name, host = source.target[1:].split("@")
    there = base(host)
    user = ""
    if source.target.startswith("#"):
        path = f"/api/v1/timelines/tag/{quote(name)}"
    else:
        user = checkpoint.get("user", "") or _look_up(net, there, name)
        path = f"/api/v1/accounts/{quote(user)}/statuses"
    since = checkpoint.get("since_id", "")
    found, more = _since(net, f"{there}{path}", since, own=bool(user))
    said = [post for raw in found if (post := _post(raw, host))]
    newest = max((text(raw, "id") for raw in found), key=_order, default=since)
    after = {"user": user, "since_id": newest}
    return Fetched(
        source=source,
        items=items(source, said, net, now),
        checkpoint={name: value for name, value in after.items() if value},
        unchanged=not found,
        more=more,
    )


def base(host: str) -> str:
    """Return where a server is; a test server on this machine has no certificate."""
    return f"http://{host}" if is_loopback(f"http://{host}") else f"https://{host}"


def _look_up(net: Net, base: str, name: str) -> str:
    found = text(_ask(net, f"{base}/api/v1/accounts/lookup", {"acct": name}), "id")
    if not found:
        raise SourceError("broken answer: it does not say who the account is")
    return found


def _since(net: Net, address: str, since: str, *, own: bool) -> tuple[list[Table], bool]:
    """Return the posts after one, the latest first, and whether there are more than a run reads."""
    wanted = {"limit": str(PAGE)} | ({"exclude_replies": "true"} if own else {})
    if since:
        wanted["since_id"] = since
    found: list[Table] = []
    while True:
        some = [one for one in tables(_ask(net, address, wanted)) if text(one, "id")]
        new = [one for one in some if not since or _order(text(one, "id")) > _order(since)]
        found += new
        if len(some) < _FULL or len(new) < len(some):
            return found, False
        if not since or len(found) >= MOST:
            return found, bool(since)
        wanted["max_id"] = text(some[-1], "id")


def _order(number: str) -> tuple[int, str]:
    """Return what ids are sorted by: numbers on Mastodon, words of growing length elsewhere."""
    return len(number), number


def _ask(net: Net, address: str, wanted: Mapping[str, str]) -> Any:
    response = net.http.get(f"{address}?{urlencode(wanted)}", {"Accept": "application/json"})
    if response.status in {401, 403, 422}:
        raise SourceError(f"the server shows this to its members only (status {response.status})")
    if response.status in {404, 410}:
        raise SourceError(f"no such account or hashtag there (status {response.status})")
    if response.status == 429:
        raise SourceError("asked too often (status 429); nothing is lost, try again later")
    if response.status != 200:
        raise SourceError(f"status {response.status}")
    return parse(response.body)


# ------------------------------------------------------------------------------------ a post


def _post(raw: Table, host: str, depth: int = DEPTH) -> Post | None:
    """Return a status (https://docs.joinmastodon.org/entities/Status/) as a post."""
    when = time(raw, "created_at")
    if when is None or text(raw, "visibility") not in {"", *_PUBLIC}:
        return None
    reblog = table(raw, "reblog")
    inner = reblog or table(raw, "quote", "quoted_status")
    of = _post(inner, host, depth - 1) if depth else None
    said, links = _said(raw)
    handle = _full_name(raw, host)
    return Post(
        key=text(raw, "id"),
        account=f"mastodon:{handle}".lower(),
        handle=handle,
        url=of.url if reblog and of else text(raw, "url") or text(raw, "uri"),
        when=when,
        text="" if reblog else said,
        links=() if reblog else links,
        language=text(raw, "language")[:2],
        received=None if reblog else _received(raw),
        of=of,
        reply=bool(text(raw, "in_reply_to_id")),
    )


def _full_name(raw: Table, host: str) -> str:
    """Return ``@name@host``; accounts of the server itself come without their host."""
    name = text(raw, "account", "acct")
    return f"@{name}" if "@" in name else f"@{name}@{host}"


def _received(raw: Table) -> int | None:
    boosts, likes = count(raw, "reblogs_count"), count(raw, "favourites_count")
    return None if boosts is None or likes is None else boosts + likes


def _said(raw: Table) -> tuple[str, tuple[Link, ...]]:
    """Return the text with its warning before it, and the pages that it points at."""
    quotes = bool(table(raw, "quote", "quoted_status"))
    shown, addresses = _read(text(raw, "content")[:_LONGEST], quotes=quotes)
    warning = text(raw, "spoiler_text")
    said = clean(" ".join(filter(None, (warning and f"{warning}:", shown))))
    title, page = text(raw, "card", "title"), text(raw, "card", "url")
    links = dict.fromkeys(addresses)
    found = [Link(address=link, title=title if len(links) == 1 else "") for link in links]
    return said, tuple(found or ([Link(address=page, title=title)] if page else []))


def _read(content: str, *, quotes: bool) -> tuple[str, list[str]]:
    """Return the text of a status's HTML with whole addresses in it, and these addresses.

    Links to people and hashtags are words; of other links the text is cut for the eye, so that the
    address itself is what counts (https://docs.joinmastodon.org/spec/activitypub/#sanitization). A
    paragraph "RE: ..." is for servers that know no quotes (FEP-044f), and left out where one is there.
    """
    parts: list[str] = []
    addresses: list[str] = []
    hidden = fallback = False
    for piece in pieces(content):
        if isinstance(piece, Tag) and piece.name in {"p", "/p"}:
            fallback = quotes and "quote-inline" in piece.attributes.get("class", "").split()
        if fallback:
            continue
        if isinstance(piece, str):
            parts += [] if hidden else [piece]
        elif piece.name in _BREAKS:
            parts.append("\n")
        elif piece.name == "/a":
            hidden = False
        elif address := _address(piece):
            hidden = True
            parts.append(f" {address} ")
            addresses.append(address)
    return "".join(parts), addresses


def _address(tag: Tag) -> str:
    """Return the page that a link leads to; none for a person or a hashtag."""
    given = tag.attributes if tag.name == "a" else {}
    address = given.get("href", "")
    named = {"mention", "hashtag"} & set(given.get("class", "").split())
    return "" if named or not address.startswith(("http://", "https://")) else address
