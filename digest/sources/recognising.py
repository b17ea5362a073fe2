"""Tells an account from a feed, by what a person types."""

from __future__ import annotations

import re

from digest import urls
from digest.sources import bluesky, mastodon, x

_X = frozenset({"x.com", "twitter.com"})
_BLUESKY = frozenset({"bsky.app"})
_OTHERS = frozenset(
    {
        "youtube.com",
        "medium.com",
        "tiktok.com",
        "threads.net",
        "threads.com",
        "flipboard.com",
        "substack.com",
    }
)
"""Sites whose people have addresses like Mastodon's, ``https://host/@name``, and who are none of it."""
_BARE = re.compile(
    r"(?:(?:www\.|mobile\.)?(?:x|twitter)\.com|(?:www\.)?bsky\.app/profile)/", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def recognise(text: str) -> tuple[str, str] | None:
    """Return kind and target of the account, list or hashtag that is named; None: it is none.

    ``@name`` is an account of X, ``@name@host`` and ``#tag@host`` are Mastodon's, ``@name.domain``
    and ``at://`` Bluesky's; of addresses the host decides.

    Raises:
        ValueError: it looks like one and names none; with the reason.
    """
    text = text.strip()
    if _BARE.match(text):
        text = f"https://{text}"
    if _ADDRESS.match(text):
        return _of_address(text)
    if text.startswith("at://") or (text.startswith("@") and "." in text and "@" not in text[1:]):
        return "bluesky", bluesky.parse_target(text)
    if text[:1] in {"@", "#"} and "@" in text[1:]:
        return "mastodon", mastodon.parse_target(text)
    if text.startswith(("@", x.LIST)):
        return "x", x.parse_target(text)
    return None


def _of_address(text: str) -> tuple[str, str] | None:
    host = urls.host(text)
    if host.removeprefix("mobile.") in _X:
        return "x", x.parse_target(text)
    if host in _BLUESKY:
        return "bluesky", bluesky.parse_target(text)
    if host in _OTHERS or any(host.endswith(f".{other}") for other in _OTHERS):
        return None
    try:
        return "mastodon", mastodon.parse_target(text)
    except ValueError:
        return None
