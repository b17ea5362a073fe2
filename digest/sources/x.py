"""Accounts on X.

A handle is one to fifteen letters, digits or underscores, whatever its case
(https://help.x.com/en/managing-your-account/x-username-rules).
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

_HANDLE = re.compile(
    r"(?:https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/)?@?([a-z0-9_]{1,15})/?", re.IGNORECASE
)


def parse_target(text: str) -> str:
    """Return ``@handle`` in lower case for ``@Handle``, ``Handle`` or ``https://x.com/Handle``.

    Raises:
        ValueError: it names no account; with the reason.
    """
    found = _HANDLE.fullmatch(text.strip())
    if not found:
        raise ValueError("expected an account of X such as @XDevelopers")
    return f"@{found[1].lower()}"


def fetch(source: Source, checkpoint: Mapping[str, str], net: Net, now: datetime) -> Fetched:
    """Say that this cannot be done yet.

    Raises:
        SourceError: always.
    """
    raise SourceError("accounts on X cannot be read yet")
