"""Accounts on Bluesky.

A handle is a domain name (https://atproto.com/specs/handle).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from digest.errors import SourceError
from digest.model import Fetched, Source

if TYPE_CHECKING:
    from digest.sources import Net

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HANDLE = re.compile(
    rf"(?:https?://bsky\.app/profile/)?@?((?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?)/?",
    re.IGNORECASE,
)
_LONGEST = 253


def parse_target(text: str) -> str:
    """Return the handle in lower case for ``bsky.app``, ``@bsky.app`` or the address of its profile.

    Raises:
        ValueError: it names no account; with the reason.
    """
    found = _HANDLE.fullmatch(text.strip())
    if not found or len(found[1]) > _LONGEST:
        raise ValueError("expected an account of Bluesky such as bsky.app")
    return found[1].lower()


def fetch(source: Source, checkpoint: Mapping[str, str], net: Net, now: datetime) -> Fetched:
    """Say that this cannot be done yet.

    Raises:
        SourceError: always.
    """
    raise SourceError("accounts on Bluesky cannot be read yet")
