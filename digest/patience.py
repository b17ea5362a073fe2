"""Waiting for no longer than one wants, also for what cannot be interrupted, and where a server asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TypeVar

LIMIT = timedelta(hours=25)
"""The longest that a network's limit lasts: none counts by more than a day, and a clock may be wrong."""

_Made = TypeVar("_Made")


def within(seconds: float, make: Callable[[], _Made]) -> _Made:
    """Return what *make* returns; leave it behind, in a thread of its own, when it takes longer.

    Raises:
        TimeoutError: it takes longer. What *make* raises is raised here, too.
    """
    made: list[_Made] = []
    failed: list[BaseException] = []
    ended = Event()

    def work() -> None:
        try:
            made.append(make())
        except BaseException as error:
            failed.append(error)
            if not isinstance(error, Exception):
                raise
        finally:
            ended.set()

    Thread(target=work, daemon=True).start()
    if not ended.wait(seconds):
        raise TimeoutError
    if failed:
        raise failed.pop()  # a list that kept it would keep alive what its traceback holds
    return made[0]


def not_before(reason: str, until: datetime | None) -> str:
    """Return why a server refuses, and before when it is not asked again."""
    return f"{reason}, not again before {until:%Y-%m-%d %H:%M} UTC" if until else reason
