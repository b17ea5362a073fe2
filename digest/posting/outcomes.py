"""What comes of an attempt to post, and of a look whether it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATER = "nothing is lost; a later `digest queue post` tries again"
"""The hint where nothing is to be done but to wait."""
OF_THE_TEXT = frozenset({400, 413, 422})
"""Statuses that are about this very text."""
LEEWAY = timedelta(minutes=10)
"""What a network's clock and this machine's may differ by."""


class Result(StrEnum):
    """What an attempt to post came to."""

    POSTED = "posted"
    """It is there."""
    OPEN = "open"
    """The request left and the answer was lost: it may be there or not."""
    DUPLICATE = "duplicate"
    """The network says that it has the same text already."""
    REFUSED = "refused"
    """The network does not take this text; it is not there."""
    STOPPED = "stopped"
    """The network takes nothing at all now; it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an attempt to post."""

    result: Result
    id: str = ""
    """What the network calls the post."""
    url: str = ""
    reason: str = ""
    """One line that names the network."""
    hint: str = ""
    until: datetime | None = None
    """Before when the network is not to be asked again."""


class Sight(StrEnum):
    """What a look on the own timeline came to."""

    FOUND = "found"
    ABSENT = "absent"
    """The answer was good and it is not in it."""
    UNKNOWN = "unknown"
    """No good answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look on the own timeline came to."""

    sight: Sight
    id: str = ""
    url: str = ""
    at: datetime | None = None
    """Since when the network has it; None when it does not say."""
    reason: str = ""
    hint: str = ""
    until: datetime | None = None
    """Before when the network is not to be asked again."""
