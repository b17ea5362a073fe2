"""Python's search for garbage, put off while much is made that is none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Python from looking for reference cycles among thousands of new objects that make none.

    Looking again and again takes a fifth of the time in which stories are made, and looking once at
    the end a twentieth. So what was made meanwhile is counted among the old objects, as if it had
    been looked at: ``freeze`` and ``unfreeze`` do nothing else (https://docs.python.org/3/library/gc.html).
    """
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
