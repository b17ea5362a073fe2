"""Accounts, lists and custom feeds on Bluesky, by its public API. No keys are needed.

A handle is a domain name (https://atproto.com/specs/handle), a DID the account's lasting name; a list
or a custom feed is known by its address, of bsky.app or ``at://``
(https://docs.bsky.app/docs/api/app-bsky-feed-get-author-feed and its neighbours).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from digest.errors import SourceError
from digest.model import Fetched, Source
from digest.sources.posts import DEPTH, Link, Post, items
from digest.sources.shape import Table, count, parse, table, tables, text, time
from digest.text import clean

if TYPE_CHECKING:
    from digest.sources import Net

PAGE = 50
"""Posts in one answer."""
PAGES = 4
"""Answers in a run."""

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HANDLE = rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?"
_DID = r"did:[a-z]+:[a-zA-Z0-9._:%-]{1,200}"
_KEY = r"[a-zA-Z0-9._~:-]{1,512}"
_ACCOUNT = re.compile(rf"(?:https?://bsky\.app/profile/)?@?({_HANDLE}|{_DID})/?", re.IGNORECASE)
_PAGE = re.compile(
    rf"https?://bsky\.app/profile/({_HANDLE}|{_DID})/(lists|feed)/({_KEY})/?", re.IGNORECASE
)
_COLLECTIONS = {"lists": "app.bsky.graph.list", "feed": "app.bsky.feed.generator"}
_RECORD = re.compile(
    rf"at://({_HANDLE}|{_DID})/(app\.bsky\.graph\.list|app\.bsky\.feed\.generator)/({_KEY})",
    re.IGNORECASE,
)
_LONGEST = 253
_REPOST = "#reasonRepost"
_PIN = "#reasonPin"
_LINK = "app.bsky.richtext.facet#link"


def parse_target(text: str) -> str:
    """Return a handle in lower case, a DID, or the ``at://`` address of a list or custom feed.

    ``bsky.app``, ``@bsky.app``, the address of a profile, of a list or of a feed are all understood.

    Raises:
        ValueError: it names none of these; with the reason.
    """
    text = text.strip()
    if found := _PAGE.fullmatch(text):
        who, what, key = found.groups()
        return f"at://{_who(who)}/{_COLLECTIONS[what.lower()]}/{key}"
    if found := _RECORD.fullmatch(text):
        who, collection, key = found.groups()
        known = {name.lower(): name for name in _COLLECTIONS.values()}
        return f"at://{_who(who)}/{known[collection.lower()]}/{key}"
    if (found := _ACCOUNT.fullmatch(text)) and len(found[1]) <= _LONGEST:
        return _who(found[1])
    raise ValueError(
        "expected an account of Bluesky such as bsky.app, or a list's or feed's address"
    )


def _who(name: str) -> str:
    """Return a handle in lower case, a DID as it is: its last part tells cases apart."""
    return name if name[:4].lower() == "did:" else name.lower()


def fetch(source: Source, checkpoint: Mapping[str, str], net: Net, now: datetime) -> Fetched:
    """Return the posts since the last run as items; of a custom feed, what it shows now.

    A custom feed has an order of its own: what gets liked late may come after something newer.

    Args:
        source: an account, a list or a custom feed.
        checkpoint: what the last run gave: the time of the latest post.
        net: the network, with ``bluesky`` where the API is.
        now: when the items are seen, in UTC.

    Raises:
        SourceError: Bluesky does not give them; the problem is the reason.
    """
    method, wanted = _question(source.target, checkpoint, net)
    since = time(checkpoint, "since")
    found, more = _since(net, method, wanted, since)
    said = [post for raw in found if (post := _shown(raw))]
    newest = max([post.when for post in said] + ([since] if since else []), default=None)
    after = {
        "since": newest.isoformat() if newest else "",
        "record": wanted.get("list") or wanted.get("feed") or "",
    }
    return Fetched(
        source=source,
        items=items(source, said, net, now),
        checkpoint={name: value for name, value in after.items() if value},
        unchanged=not found,
        more=more,
    )


# ------------------------------------------------------------------------------------ what to ask


def _question(target: str, checkpoint: Mapping[str, str], net: Net) -> tuple[str, dict[str, str]]:
    """Return which method to ask, and with what."""
    found = _RECORD.fullmatch(target)
    if not found:
        return "app.bsky.feed.getAuthorFeed", {"actor": target, "filter": "posts_no_replies"}
    who, collection, key = found.groups()
    did = who if who.startswith("did:") else _did(who, checkpoint, net)
    address = f"at://{did}/{collection}/{key}"
    if collection == _COLLECTIONS["lists"]:
        return "app.bsky.feed.getListFeed", {"list": address}
    return "app.bsky.feed.getFeed", {"feed": address}


def _did(handle: str, checkpoint: Mapping[str, str], net: Net) -> str:
    """Return the lasting name of an account; the addresses of records hold that one."""
    known = checkpoint.get("record", "")
    if known:
        return known.split("/")[2]
    found = text(_ask(net, "com.atproto.identity.resolveHandle", {"handle": handle}), "did")
    if not found:
        raise SourceError("broken answer: it does not say who the account is")
    return found


def _since(
    net: Net, method: str, wanted: Mapping[str, str], since: datetime | None
) -> tuple[list[Table], bool]:
    """Return the entries after a time, the latest first, and whether there are more than a run reads.

    Of a custom feed also those before that time. A page that is not new throughout is the last one.
    """
    asked = {**wanted, "limit": str(PAGE)}
    found: list[Table] = []
    for _ in range(PAGES if since else 1):
        answer = _ask(net, method, asked)
        some = tables(answer, "feed")
        new = [one for one in some if _is_after(one, since)]
        found += some if "feed" in wanted else new
        cursor = text(answer, "cursor")
        if not cursor or not some or len(new) < len(some):
            return found, False
        asked["cursor"] = cursor
    return found, since is not None


def _is_after(entry: Table, since: datetime | None) -> bool:
    when = _when(entry)
    return since is None or when is None or when > since


def _ask(net: Net, method: str, wanted: Mapping[str, str]) -> Any:
    address = f"{net.bluesky}/xrpc/{method}?{urlencode(wanted)}"
    response = net.http.get(address, {"Accept": "application/json"})
    if response.status == 400:
        raise SourceError("no such account, list or feed, or it is taken down (status 400)")
    if response.status in {401, 403}:
        raise SourceError(f"shown to people with a login only (status {response.status})")
    if response.status == 429:
        raise SourceError("asked too often (status 429); nothing is lost, try again later")
    if response.status != 200:
        raise SourceError(f"status {response.status}")
    return parse(response.body)


# ------------------------------------------------------------------------------------ a post


def _when(entry: Table) -> datetime | None:
    """Return when an entry came into the feed: when it was reposted, or seen first."""
    return time(entry, "reason", "indexedAt") or time(entry, "post", "indexedAt")


def _shown(entry: Table) -> Post | None:
    """Return an entry (app.bsky.feed.defs#feedViewPost) as a post."""
    reason = table(entry, "reason")
    kind = text(reason, "$type")
    post = _post(table(entry, "post"), reply="reply" in entry)
    when = _when(entry)
    if post is None or when is None or kind.endswith(_PIN):
        return None
    if not kind.endswith(_REPOST):
        return post
    handle = text(reason, "by", "handle")
    return Post(
        key=f"{handle} {post.key}",
        account=f"bluesky:@{handle}".lower(),
        handle=f"@{handle}",
        url=post.url,
        when=when,
        of=post,
    )


def _post(view: Table, *, reply: bool = False, depth: int = DEPTH) -> Post | None:
    """Return a post (app.bsky.feed.defs#postView, or a quoted one's #viewRecord)."""
    record = table(view, "record") or table(view, "value")
    address, handle = text(view, "uri"), text(view, "author", "handle")
    when = time(view, "indexedAt") or time(record, "createdAt")
    if not address or not handle or when is None:
        return None
    said, links = _said(record)
    return Post(
        key=address,
        account=f"bluesky:@{handle}".lower(),
        handle=f"@{handle}",
        url=f"https://bsky.app/profile/{handle}/post/{address.rpartition('/')[2]}",
        when=when,
        text=said,
        links=tuple({link.address: link for link in (*_card(view), *links)}.values()),
        language=_language(record),
        received=_received(view),
        of=_quoted(view, depth - 1) if depth else None,
        reply=reply or "reply" in record,
    )


def _language(record: Table) -> str:
    """Return the first of the languages that the post is in."""
    languages = record.get("langs")
    first = languages[0] if isinstance(languages, list) and languages else ""
    return text({"first": first}, "first")[:2]


def _quoted(view: Table, depth: int) -> Post | None:
    """Return the post that one quotes, with or without pictures beside it."""
    embedded = table(view, "embed", "record")
    inner = table(embedded, "record") or embedded
    return _post(inner, depth=depth) if text(inner, "uri") and "value" in inner else None


def _card(view: Table) -> tuple[Link, ...]:
    """Return the page that is shown as a card below the text."""
    for place in (("embed", "external"), ("embed", "media", "external")):
        card = table(view, *place)
        if text(card, "uri").startswith(("http://", "https://")):
            return (Link(address=text(card, "uri"), title=text(card, "title")),)
    return ()


def _received(view: Table) -> int | None:
    reposts, likes = count(view, "repostCount"), count(view, "likeCount")
    return None if reposts is None or likes is None else reposts + likes


def _said(record: Table) -> tuple[str, tuple[Link, ...]]:
    """Return the text, links written out whole, and the pages that it points at.

    Facets count bytes of UTF-8 (https://docs.bsky.app/docs/advanced-guides/post-richtext). The text is
    plain: what looks like a tag is a word. Of facets that overlap the first counts.
    """
    said = text(record, "text").encode()
    parts, links, place = [], [], 0
    for start, end, address in sorted(_facets(record)):
        if place <= start < end <= len(said):
            parts += [said[place:start], f" {address} ".encode()]
            links.append(Link(address=address))
            place = end
    whole = b"".join([*parts, said[place:]]).decode("utf-8", "replace")
    return clean(whole), tuple(links)


def _facets(record: Table) -> list[tuple[int, int, str]]:
    """Return where links begin and end, and where they lead."""
    found = []
    for facet in tables(record, "facets"):
        start, end = count(facet, "index", "byteStart"), count(facet, "index", "byteEnd")
        for feature in tables(facet, "features"):
            address = text(feature, "uri")
            is_link = text(feature, "$type") == _LINK and address.startswith(
                ("http://", "https://")
            )
            if is_link and start is not None and end is not None:
                found.append((start, end, address))
    return found
