"""How long a text is for a network, and how long it may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from digest import twittertext
from digest.model import Room

BLUESKY_LIMIT = 300
BLUESKY_BYTES = 3000
"""app.bsky.feed.post: 300 graphemes and 3,000 bytes (https://github.com/bluesky-social/atproto)."""

# Spacing marks that begin a character of their own (UAX 29, GraphemeBreakProperty).
_APART = frozenset(
    "\u102b\u102c\u1038\u1062\u1063\u1064\u1067\u1068\u1069\u106a\u106b\u106c\u106d\u1083\u1087\u1088"
    "\u1089\u108a\u108b\u108c\u108f\u109a\u109b\u109c\u1a61\u1a63\u1a64\uaa7b\uaa7d"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One network's way to count."""

    limit: int
    length: Callable[[str], int]
    most_bytes: int = 1_000_000

    def fits(self, text: str) -> bool:
        """Tell whether the network takes a text of that length."""
        return self.length(text) <= self.limit and len(text.encode()) <= self.most_bytes


def graphemes(text: str) -> Iterator[str]:
    """Yield what a reader takes for one character, emoji and letters with their accents whole.

    UAX 29 without its tables: where they differ, one character counts as several, so that a text is
    never longer than it is counted.
    """
    at = 0
    while at < len(text):
        found = twittertext.emoji_pattern().match(text, at)
        end = found.end() if found else at + (2 if text.startswith("\r\n", at) else 1)
        while end < len(text) and _joins(text[end]):
            end += 1
        yield text[at:end]
        at = end


def _joins(sign: str) -> bool:
    if sign == "\u200d":
        return True
    return unicodedata.category(sign)[0] == "M" and sign not in _APART


def count(text: str) -> int:
    """Return the number of graphemes of the text in NFC."""
    return sum(1 for _ in graphemes(unicodedata.normalize("NFC", text)))


def mastodon_length(text: str, link: int = twittertext.LINK) -> int:
    """Return the length by Mastodon's rule: an address with its protocol counts *link*, the rest as
    graphemes (https://docs.joinmastodon.org/user/posting/#text)."""
    total, at = 0, 0
    for start, end in twittertext.links(text):
        if text[start : start + 4].lower() == "http":
            total += count(text[at:start]) + link
            at = end
    return total + count(text[at:])


_SAME_EVERYWHERE = {
    "x": Measure(limit=twittertext.LIMIT, length=twittertext.weight),
    "bluesky": Measure(limit=BLUESKY_LIMIT, length=count, most_bytes=BLUESKY_BYTES),
}
_USUAL = Room()


def measure(network: str, room: Room = _USUAL) -> Measure:
    """Return how a network counts; *room* is what the Mastodon server says of itself."""
    if network == "mastodon":
        return Measure(limit=room.most, length=partial(mastodon_length, link=room.link))
    return _SAME_EVERYWHERE[network]
