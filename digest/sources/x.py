"""Accounts on X.

A handle is one to fifteen letters, digits or underscores, whatever its case
(https://help.x.com/en/managing-your-account/x-username-rules).
"""

from __future__ import annotations

import re

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
