"""The nouns of the newspaper: plain, frozen, free of I/O.

Datetimes are aware and in UTC, collections are tuples, text has been cleaned (see ``text.clean``)
before it gets here, addresses are http or https.
"""

from digest.model.accounts import Person, Share, Spending
from digest.model.news import (
    NOTHING,
    SIGNALS,
    Edition,
    Evidence,
    Failure,
    Hit,
    Item,
    Page,
    Printing,
    Receipt,
    Score,
    Section,
    Signal,
    Story,
    Tally,
    Window,
)
from digest.model.sources import Fetched, Health, Latest, Source, Yield
from digest.model.wishes import (
    HANDS,
    LANGUAGES,
    NETWORKS,
    PAID,
    Desk,
    Lesson,
    Queue,
    Ranking,
    Room,
    Rule,
    XSettings,
)

__all__ = [
    "HANDS",
    "LANGUAGES",
    "NETWORKS",
    "NOTHING",
    "PAID",
    "SIGNALS",
    "Desk",
    "Edition",
    "Evidence",
    "Failure",
    "Fetched",
    "Health",
    "Hit",
    "Item",
    "Latest",
    "Lesson",
    "Page",
    "Person",
    "Printing",
    "Queue",
    "Ranking",
    "Receipt",
    "Room",
    "Rule",
    "Score",
    "Section",
    "Share",
    "Signal",
    "Source",
    "Spending",
    "Story",
    "Tally",
    "Window",
    "XSettings",
    "Yield",
]
