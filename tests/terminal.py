"""What a program shows on a terminal of the test's own."""

from __future__ import annotations

import os
import re

LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")
"""An address behind what is shown."""


def piece(terminal: int) -> bytes:
    """Return what comes next; nothing when nobody holds the other end any more."""
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so at the end, others give nothing
        return b""


def everything(terminal: int) -> bytes:
    """Return all that comes until nobody holds the other end any more."""
    return b"".join(iter(lambda: piece(terminal), b""))
