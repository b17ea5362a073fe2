"""X's JSON as posts, in both dialects: of tweets (specification 2.166) and of posts (2.167).

The text is escaped for HTML and holds t.co links, the real addresses stand in ``entities.urls``. What
is longer than 280 characters is whole in ``note_tweet`` or ``note_post`` only, and a repost's own text
is cut, so that the original counts, which comes along as an expansion. A post that is edited gets a new
id, and its ``edit_history`` begins with the first one, by which it stays known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from digest.errors import SourceError
from digest.model import Person
from digest.sources.posts import Link, Post
from digest.sources.shape import Table, count, table, tables, text, time
from digest.text import clean, unescaped

_REPOSTED = re.compile(r"RT @(\w{1,15}): ")
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(\w{1,15})/status(?:es)?/(\d{1,19})",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"/(?:photo|video)/\d")
_WITHIN = re.compile(r"https?://(?:www\.|mobile\.|pic\.)?(?:x|twitter)\.com(?:/|\Z)", re.IGNORECASE)
_SHORT = re.compile(r"https://t\.co/\w+")
_LANGUAGE = re.compile(r"[a-z]{2}")

People = Mapping[str, Person]
Posts = Mapping[str, Mapping[str, Any]]


def read_all(data: Iterable[Table], included: Posts, people: People) -> list[Post]:
    """Return X's posts, in their order.

    Args:
        data: as X gives them.
        included: the posts they refer to, by id.
        people: who is known, by id.

    Raises:
        SourceError: none has what was asked for.
    """
    data = list(data)
    found = [post for raw in data if (post := _read(raw, included, people))]
    if data and not found:
        raise SourceError("its posts come without the fields that were asked for; update digest")
    return found


def authors(data: Iterable[Table]) -> list[str]:
    """Return the ids of who said or passed on these posts, each once."""
    return list(dict.fromkeys(found for raw in data if (found := text(raw, "author_id"))))


def _read(raw: Table, included: Posts, people: People) -> Post | None:
    when = time(raw, "created_at")
    if when is None or "text" not in raw:
        return None
    number, author = text(raw, "id"), text(raw, "author_id")
    handle = text(raw, "username") or _handle(author, people)
    reposted, quoted = _referred(raw, "retweeted"), _referred(raw, "quoted")
    of = _original(raw, when, reposted or quoted, included, people)
    whole = _whole(raw)
    first = _first(raw)
    return Post(
        key=first,
        account=f"x:@{handle.lower()}" if handle else f"x:{author or number}",
        handle=f"@{handle}" if handle else "",
        url=_address(handle, number),
        origin=_address(handle, first),
        when=when,
        text="" if reposted and of else _text(whole, quoted),
        links=() if reposted and of else _links(whole),
        language=_language(raw),
        received=None if reposted else _received(raw),
        of=of,
        reply=bool(text(raw, "in_reply_to_user_id") or _referred(raw, "replied_to")),
    )


def _address(handle: str, number: str) -> str:
    return f"https://x.com/{handle or 'i'}/status/{number}"


def _first(raw: Table) -> str:
    """Return the id that a post had before it was edited; its versions are named, the oldest first."""
    number = text(raw, "id")
    named = raw.get("edit_history_tweet_ids") or raw.get("edit_history_post_ids")
    first = named[0] if isinstance(named, list) and number in named else ""
    return first if isinstance(first, str) and first.isdecimal() else number


def _handle(author: str, people: People) -> str:
    return people[author].handle if author in people else ""


def _referred(raw: Table, how: str) -> str:
    """Return the id of the post that this one reposts, quotes or answers."""
    named = tables(raw, "referenced_tweets") or tables(raw, "referenced_posts")
    return next((text(one, "id") for one in named if one.get("type") == how), "")


def _original(
    raw: Table, when: datetime, number: str, included: Posts, people: People
) -> Post | None:
    """Return the post that is reposted or quoted, as far as X shows it."""
    original = included.get(number)
    if original is None and not _REPOSTED.match(text(raw, "text")):
        return None
    handle = _name_of_original(raw, number, original, people)
    whole = _whole(original or raw)
    said = _text(whole, _referred(original or {}, "quoted"))
    return Post(
        key=number,
        account=f"x:@{handle.lower()}" if handle else f"x:{number}",
        handle=f"@{handle}" if handle else "",
        url=_address(handle, number),
        origin=_address(handle, _first(original or {}) or number),
        when=time(original, "created_at") or when,
        text=said if original else _REPOSTED.sub("", said, count=1),
        links=_links(whole),
        language=_language(original or raw),
    )


def _name_of_original(raw: Table, number: str, original: Table | None, people: People) -> str:
    """Return who said it first, without a look-up, which X would charge."""
    reposted = _REPOSTED.match(text(raw, "text"))
    if reposted:
        return reposted[1]
    quoted = (_STATUS.match(text(one, "expanded_url")) for one in _urls(_whole(raw)))
    named = next((found[1] for found in quoted if found and found[2] == number), "")
    author = text(original, "author_id")
    known = text(original, "username") or _handle(author, people)
    return known or (named if named.lower() not in {"", "i"} else "")


def _whole(raw: Table) -> Table:
    """Return what holds the whole text and its entities."""
    for name in ("note_tweet", "note_post"):
        if text(raw, name, "text"):
            return table(raw, name)
    return raw


def _urls(whole: Table) -> list[Table]:
    return tables(whole, "entities", "urls")


def _text(whole: Table, quoted: str) -> str:
    """Return the text unescaped, with real addresses, without those of its pictures and its quote."""
    said = unescaped(text(whole, "text"))
    for one in sorted(_urls(whole), key=lambda one: -len(text(one, "url"))):
        if short := text(one, "url"):
            said = said.replace(short, " " if _is_attached(one, quoted) else f" {_real(one)} ")
    return clean(said)


def _is_attached(one: Table, quoted: str) -> bool:
    """Tell whether an address stands for a picture, or for the post that is quoted."""
    status = _STATUS.match(text(one, "expanded_url"))
    if text(one, "media_key") or not status:
        return bool(text(one, "media_key"))
    return status[2] == quoted or bool(_PICTURE.match(text(one, "expanded_url"), status.end()))


def _real(one: Table) -> str:
    return text(one, "unwound_url") or text(one, "expanded_url") or text(one, "url")


def _links(whole: Table) -> tuple[Link, ...]:
    """Return the pages outside of X that a text points at."""
    named = [Link(address=_real(one), title=text(one, "title")) for one in _urls(whole)]
    known = {text(one, "url") for one in _urls(whole)}
    bare = [
        Link(address=found) for found in _SHORT.findall(text(whole, "text")) if found not in known
    ]
    outside = [link for link in named + bare if not _WITHIN.match(link.address)]
    return tuple({link.address: link for link in outside}.values())


def _language(raw: Table) -> str:
    """Return the language; X also knows ``und``, ``zxx``, ``qme`` and the like, which are none."""
    found = text(raw, "lang").lower()
    return found if _LANGUAGE.fullmatch(found) else ""


def _received(raw: Table) -> int | None:
    """Return reposts and likes together; None when one of them is hidden."""
    metrics = table(raw, "public_metrics")
    reposts = count(metrics, "retweet_count")
    reposts = count(metrics, "repost_count") if reposts is None else reposts
    likes = count(metrics, "like_count")
    return None if reposts is None or likes is None else reposts + likes
