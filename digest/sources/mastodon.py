"""Accounts on Mastodon and its kin.

An account is ``@name@host``; its own server also shows it at ``https://host/@name``
(https://docs.joinmastodon.org/spec/webfinger/).
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

_NAME = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"
_HOST = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?"
_HANDLE = re.compile(f"@?({_NAME})@({_HOST})", re.IGNORECASE)
_ADDRESS = re.compile(f"https?://({_HOST})/@({_NAME})/?", re.IGNORECASE)


def parse_target(text: str) -> str:
    """Return ``@name@host`` in lower case for that handle or for ``https://host/@name``.

    Raises:
        ValueError: it names no account; with the reason.
    """
    text = text.strip()
    if found := _HANDLE.fullmatch(text):
        name, host = found.groups()
    elif found := _ADDRESS.fullmatch(text):
        host, name = found.groups()
    else:
        raise ValueError("expected an account of Mastodon such as @Mastodon@mastodon.social")
    return f"@{name}@{host}".lower()


def fetch(source: Source, checkpoint: Mapping[str, str], net: Net, now: datetime) -> Fetched:
    """Say that this cannot be done yet.

    Raises:
        SourceError: always.
    """
    raise SourceError("accounts on Mastodon cannot be read yet")
