"""Reads one key from a terminal, and loses none that was pressed too early.

click's own way throws away what is typed while something else is done: whoever decides quickly would
have to look after every key whether it counted.
"""

from __future__ import annotations

import os
import select
import sys
from contextlib import suppress

import click

_SOON = 0.05
"""Seconds within which the rest of what one key sends is there."""
OTHER = "?"
"""An arrow, a letter with an accent: a key that means nothing here."""


def pressed() -> str:
    """Return the key that is pressed, in lower case; "" at the end of input; Ctrl-C interrupts."""
    try:
        import termios
        import tty
    except ImportError:  # on Windows
        return click.getchar().lower()[:1]
    place = sys.stdin.fileno()
    before = termios.tcgetattr(place)
    try:
        tty.setcbreak(place, termios.TCSADRAIN)
        return _one(place)
    finally:
        with suppress(termios.error):  # the terminal was closed
            termios.tcsetattr(place, termios.TCSADRAIN, before)


def _one(place: int) -> str:
    try:
        first = os.read(place, 1)
    except OSError:  # what Linux says when the terminal was closed
        return ""
    several = first >= b"\x80" or first == b"\x1b"
    if several and select.select([place], [], [], _SOON)[0]:
        os.read(place, 32)
        return OTHER
    return first.decode("ascii", "replace").lower()
