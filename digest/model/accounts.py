"""What an account is, how it passes news on, and what reading it costs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What makes an item a post: somebody passes news on, and says something with it."""

    account: str
    """Network and handle such as ``x:@handle``: one voice, whatever source the post came by."""
    words: str = ""
    """What the account itself says; empty when it only passes on."""
    first: str = ""
    """The handle of who said it first, when that is somebody else."""
    link: str = ""
    """The page it points at, as it can be opened; empty when it points at none."""
    echo: float | None = None
    """How it was received against the account's own habit, from 0 to 1, 0.5 as always; None: unknown."""
    chatter: bool = False
    """It has no link and says little; counts only where ``Source.posts`` is all, or a rule fires."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who an account is, looked up once and kept."""

    id: str
    handle: str
    """Without its @, in lower case."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What reading has cost, in millionths of a US dollar."""

    cost: int = 0
    things: int = 0
    """How many posts and accounts were paid."""
    month: int = 0
    """In the calendar month of UTC, what is set aside for requests under way with it."""
    held: int = 0
    """What of the month is set aside for requests of today without an answer; asking again may use it."""
    budget: int | None = None
    """For a calendar month; None: no limit."""
    used_up: bool = False
    """The budget does not suffice for any more reading."""
