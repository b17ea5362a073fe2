"""Items from posts: what was said, who said it first, who passed it on, what it points at.

A post is worth what it points at. One with a link is a vote for the page, one without counts only if
it says something by itself: at least 5 words with 40 letters, not counting mentions, hashtags and
links. The rule is on purpose one that can be said in a sentence; ``posts:`` in feeds.yaml changes it
for each account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import log10
from typing import TYPE_CHECKING

from digest import urls, words
from digest.model import Item, Share, Source
from digest.text import clean, shorten

if TYPE_CHECKING:
    from digest.sources import Net

FEWEST_WORDS = 5
FEWEST_LETTERS = 40
"""What a post without a link must have to say something."""

DEPTH = 2
"""How deep posts within posts are read: a repost, what it reposts, and what that quotes."""

_LONGEST_HEADLINE = 180
_SHORTENED = 140
_LONGEST_TEXT = 5_000
_SENTENCE = re.compile(r"(?<=[.!?…])\s")
_SHORTEST_SENTENCE = 40
_ADDRESS = re.compile(r"https?://\S+")
_NAMED = re.compile(r"[@#$]\w[\w.@-]*")
_TEN_TIMES = 1 / 3
"""How far ten times the habit leads from 0.5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address in a post."""

    address: str
    title: str = ""
    """What the network says that the page is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What one account said or passed on, as its network tells it."""

    key: str
    """What the network calls it."""
    account: str
    """Network and handle such as ``x:@handle``, lower case."""
    handle: str
    """As people write it, with its @."""
    url: str
    """Where it can be read."""
    origin: str = ""
    """Where it could be read before it was edited; empty: there, too."""
    when: datetime
    text: str = ""
    """What the account says itself, plain, with real addresses in it; empty for a mere repost."""
    links: tuple[Link, ...] = ()
    """Pages that the text points at, none of them a post."""
    language: str = ""
    received: int | None = None
    """Reposts and likes; None when hidden, or not the account's own."""
    of: Post | None = None
    """The post that it reposts or quotes."""
    reply: bool = False


def items(source: Source, posts: Iterable[Post], net: Net, now: datetime) -> tuple[Item, ...]:
    """Return posts as items, in their order; replies are left out.

    Short links are resolved as far as the time suffices, and what an account's posts usually get is
    remembered.

    Args:
        source: what they came by.
        posts: of one account or of many.
        net: how to find out where short links lead, and the memory of accounts.
        now: when they are seen, in UTC.
    """
    said = [post for post in posts if not post.reply]
    real = net.links.real(_addresses(said), net.http) if net.links else {}
    habits = _habits(said, net, now)
    return tuple(_item(source, _with_real(post, real), habits, now) for post in said)


def says_something(text: str) -> bool:
    """Tell whether a text says something without the page that it might point at."""
    plain = _NAMED.sub(" ", _ADDRESS.sub(" ", text))
    spoken = [word for word in plain.split() if any(map(str.isalpha, word))]
    letters = sum(map(str.isalnum, "".join(spoken)))
    return len(spoken) >= FEWEST_WORDS and letters >= FEWEST_LETTERS


def against_habit(received: int | None, habit: float | None) -> float | None:
    """Return how a post was received against its account's habit, from 0 to 1; None: unknown.

    0.5 is as always, ten times as much leads a third further, a tenth a third back.
    """
    if received is None or habit is None:
        return None
    return min(1.0, max(0.0, 0.5 + _TEN_TIMES * log10((received + 1) / (habit + 1))))


def without_addresses(text: str) -> str:
    """Return a text without the addresses in it."""
    return clean(_ADDRESS.sub(" ", text)).strip(" :–—-→")


def _item(source: Source, post: Post, habits: Mapping[str, float | None], now: datetime) -> Item:
    news = post.of or post
    title, summary = _headline(news), _summary(post, news)
    url = urls.printable(post.url)
    page = _page(post)
    return Item(
        source=source.id,
        key=post.key,
        url=url,
        page=page,
        title=title,
        summary=summary,
        author=post.handle,
        language=news.language,
        links=_pages(post, page),
        folded=words.folded(title, summary),
        share=_share(post, news, habits),
        published=min(post.when, now),
        seen=now,
    )


def _share(post: Post, news: Post, habits: Mapping[str, float | None]) -> Share:
    links = _links(post)
    somebody_else = post.of is not None and news.account != post.account
    return Share(
        account=post.account,
        words=shorten(without_addresses(post.text), _LONGEST_TEXT),
        first=news.handle if somebody_else else "",
        link=next(filter(None, (urls.printable(link.address) for link in links)), ""),
        echo=against_habit(post.received, habits.get(post.account)),
        chatter=not links and not says_something(news.text) and not says_something(post.text),
    )


def _headline(news: Post) -> str:
    """Return the beginning of what is said, at most some 180 characters that end well."""
    plain = without_addresses(news.text)
    if not plain:
        return _called(news.links) or without_addresses(news.handle)
    if len(plain) <= _LONGEST_HEADLINE:
        return plain
    for end in _SENTENCE.finditer(plain, _SHORTEST_SENTENCE, _LONGEST_HEADLINE):
        return plain[: end.start()]
    return shorten(plain, _SHORTENED)


def _called(links: Sequence[Link]) -> str:
    """Return what the page behind a bare link is called."""
    for link in links:
        address = urls.printable(link.address)
        if found := clean(link.title) or address.partition("://")[2].rstrip("/"):
            return shorten(found, _SHORTENED)
    return ""


def _summary(post: Post, news: Post) -> str:
    """Return what the headline does not say: the sharer's words, the whole of a long text."""
    whole = clean(news.text)
    rest = whole if without_addresses(news.text) != _headline(news) else ""
    own = clean(post.text) if post.of else ""
    return shorten(" — ".join(filter(None, (own, rest))), _LONGEST_TEXT)


def _links(post: Post) -> tuple[Link, ...]:
    return post.links + (_links(post.of) if post.of else ())


def _page(post: Post) -> str:
    """Return the canonical address of a post; of a repost without a page of its own, with its account.

    Two who pass on the same post are two votes, and have to stay two items.
    """
    page = _place(post)
    return f"{page}#{post.account}" if post.of and page == _place(post.of) else page


def _place(post: Post) -> str:
    """Return the canonical address that a post keeps whatever is edited."""
    return urls.canonical(post.origin or post.url)


def _pages(post: Post, own: str) -> tuple[str, ...]:
    """Return the pages that a post votes for: those it points at, else the post that it passes on."""
    linked = [urls.canonical(link.address) for link in _links(post)]
    found = dict.fromkeys(linked or ([_place(post.of)] if post.of else []))
    return tuple(page for page in found if page and page != own)


# ------------------------------------------------------------------------------------ short links


def _addresses(posts: Iterable[Post]) -> list[str]:
    return [link.address for post in posts for link in _links(post)]


def _with_real(post: Post, real: Mapping[str, str]) -> Post:
    """Return the post with the real addresses in its text and links."""
    if not real:
        return post
    text = post.text
    for link in post.links:
        text = text.replace(link.address, real.get(link.address, link.address))
    links = tuple(
        replace(link, address=real.get(link.address, link.address)) for link in post.links
    )
    of = _with_real(post.of, real) if post.of else None
    return replace(post, text=text, links=links, of=of)


# ------------------------------------------------------------------------------------ habits


def _habits(posts: Sequence[Post], net: Net, now: datetime) -> dict[str, float | None]:
    """Return the habit of each account as it was before these posts, and remember these."""
    if not net.accounts:
        return {}
    received: dict[str, dict[str, int]] = {}
    for post in posts:
        if post.received is not None:
            received.setdefault(post.account, {})[post.key] = post.received
    habits = {account: net.accounts.habit(account) for account in received}
    for account, echoes in received.items():
        net.accounts.note_echoes(account, echoes, now)
    return habits
