"""What is worked out of items when it is first asked for, and kept: of some thousands, not of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Made = TypeVar("_Made")
_MOST = 4000
"""Of so many items at once: what is compared is asked for many times, one soon after the other."""


class Memo(dict[int, _Made]):
    """What was worked out of each item, by its number; a full memo is emptied before it takes more.

    Args:
        work_out: makes it of an item's number. It holds nothing that holds the memo: then both would
            stay until Python looks for garbage.
    """

    def __init__(self, work_out: Callable[[int], _Made]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, number: int) -> _Made:
        if len(self) == _MOST:
            self.clear()
        made = self[number] = self._work_out(number)
        return made
