"""Locks between processes, by name: one prints, one posts.

A lock is a write transaction on an empty SQLite file of its own. It ends with the process, however
that ends, works wherever SQLite works, and holds up nobody who only fetches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from digest.errors import BusyError
from digest.store.troubles import named

if TYPE_CHECKING:
    import sqlite3

_PATIENCE = 0.2
"""Seconds that SQLite waits in one go; it does not listen to Ctrl-C meanwhile."""


@contextmanager
def held(path: Path, *, wait: float, doing: str) -> Iterator[None]:
    """Hold the lock for the time of a ``with`` block.

    Args:
        path: the file of the lock; it stays.
        wait: how many seconds to wait for whoever holds it.
        doing: what is done under the lock, as in "another digest is printing".

    Raises:
        BusyError: somebody holds it still.
        StoreError: the file cannot be made.
    """
    import sqlite3

    with ExitStack() as stack:
        with named(path):
            db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            stack.enter_context(closing(db))
            if not _taken(db, path, monotonic() + wait):
                hint = "wait until it is done, then run digest again"
                raise BusyError(f"{path}: another digest is {doing}", hint=hint)
        yield


def _taken(db: sqlite3.Connection, path: Path, deadline: float) -> bool:
    while True:
        try:
            with named(path):
                db.execute("BEGIN EXCLUSIVE")
        except BusyError:
            if monotonic() >= deadline:
                return False
        else:
            return True
