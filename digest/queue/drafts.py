"""A draft: a post that waits for one network, and what may become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

WAITING, APPROVED, SENDING, UNCLEAR = "waiting", "approved", "sending", "unclear"
POSTED, FAILED, LATE, DROPPED = "posted", "failed", "late", "dropped"

UNDECIDED = frozenset({WAITING})
"""In this state a person is asked."""
APPROVABLE = frozenset({WAITING, UNCLEAR, FAILED, LATE})
EDITABLE = frozenset({WAITING, APPROVED, FAILED})
DROPPABLE = frozenset({WAITING, APPROVED, UNCLEAR, FAILED, LATE})
TAKING = frozenset({APPROVED, SENDING, UNCLEAR, POSTED})
"""In these states a draft holds its slot; no other gets it."""
SPENT = frozenset({SENDING, UNCLEAR, POSTED})
"""In these states it is, or may be, on the network and paid for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where a draft got to."""

    id: str
    """What the network calls it."""
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One draft for one network. Drafts of one story share their id."""

    id: int = 0
    """Counted up and never used again; 0 until stored."""
    network: str
    """x, mastodon or bluesky."""
    state: str = WAITING
    text: str
    url: str = ""
    """The story's link, whether the text holds it or not."""
    card: bool = False
    """The link goes with the text as a card of its own."""
    story: str
    """``Story.id``."""
    items: tuple[int, ...] = ()
    """The archive's numbers of the story's items."""
    edition: int = 0
    paper: str = ""
    """The name of the edition."""
    section: str = ""
    must_see: bool = False
    comment: str = ""
    """What the person says to it herself."""
    edited: bool = False
    """A person wrote the text."""
    slot: str = ""
    """``Slot.name``, which begins with a local date; empty: it has none."""
    due: datetime | None = None
    """When it goes out, in UTC."""
    attempted: datetime | None = None
    """When a request left last whose outcome was not known at once."""
    key: str = ""
    """By which a network recognises that it was sent before."""
    cost: int = 0
    """What sending it costs, in millionths of a US dollar; set when it is sent."""
    posted: Posted | None = None
    problem: str = ""
