"""Keys by which a network recognises a draft that it has been sent before.

They are TIDs (https://atproto.com/specs/tid), because Bluesky wants them so; Mastodon takes anything.
"""

from __future__ import annotations

from datetime import UTC, datetime

_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


def new_key(now: datetime, number: int) -> str:
    """Return a key for a draft: a TID, which holds the time (https://atproto.com/specs/tid)."""
    value = int(now.timestamp() * 1_000_000) << 10 | number & 1023
    return "".join(_DIGITS[value >> shift & 31] for shift in range(60, -1, -5))


def key_time(key: str) -> datetime:
    """Return the time that a TID holds."""
    value = 0
    for digit in key:
        value = value << 5 | _DIGITS.index(digit)
    return datetime.fromtimestamp((value >> 10) // 1_000_000, UTC)
