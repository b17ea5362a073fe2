"""What a person wishes for, as feeds.yaml says it: papers, rules, ranking, the queue, what X may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from digest.model.news import nothing
from digest.model.sources import Source

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A must-see rule: stories that match it are always printed."""

    name: str
    patterns: tuple[str, ...]
    where: str = ""
    """headline, summary, or text for all that the feed brings; empty: headline and summary."""
    sources: tuple[str, ...] = ()
    """Labels or targets it looks at; empty: all."""
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How stories are ranked; every value has a sensible default."""

    half_life: timedelta = timedelta(hours=18)
    half_lives: Mapping[str, timedelta] = field(default_factory=nothing)
    """By section, where it differs."""
    per_source: int | None = 3
    """How many stories of one source lead in a paper; None: no cap."""
    per_source_set: bool = False
    """feeds.yaml says so; then it holds with ``--stories all`` too."""
    weights: Mapping[str, float] = field(default_factory=nothing)
    """By signal, where they differ from ``scoring.WEIGHTS``."""
    floor: float = 0.0
    shares: Mapping[str, int] = field(default_factory=nothing)
    """The most stories of a section."""
    learn: bool = True
    """What her hands have taught counts (``Lesson``)."""


HANDS = ("more", "less", "open", "draft", "drop")
"""By which a reader says what she thinks of a story or a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one movement of her hand says of a source, and of a story if it was one."""

    hand: str
    """One of ``HANDS``."""
    source: str
    """``Source.id``."""
    story: str = ""
    """The story's id; empty: the source is meant, whatever it writes of."""
    folded: str = ""
    """The story's headline as ``words.folded`` writes it."""
    at: datetime


PAID = ("post", "user", "own", "create", "create_link")
"""What is paid for on X; ``xapi.PRICES`` has a price for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class XSettings:
    """What reading X may cost, as written under ``x:`` in feeds.yaml."""

    budget: Decimal | None = None
    """US dollars in a calendar month; None: no limit."""
    prices: Mapping[str, Decimal] = field(default_factory=nothing)
    """US dollars for one thing, where they differ from ``xapi.PRICES``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that is needed to make one paper of the items: one person's wishes, checked."""

    name: str = ""
    title: str = "Social Media Newspaper"
    language: str = "en"
    timezone: str = "UTC"
    stories: int = 15
    sections: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    must_see: tuple[Rule, ...] = ()
    prefer: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    ranking: Ranking = Ranking()
    x: XSettings = XSettings()


LANGUAGES = ("de", "en")
"""What a paper can be printed in."""

NETWORKS = ("x", "mastodon", "bluesky")
"""Where a post can go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much a post may hold on the Mastodon server that is posted on."""

    most: int = 500
    """Characters; what a server allows that does not say otherwise."""
    link: int = 23
    """What a link counts, however long it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How drafts are sent, as written under ``queue:`` in feeds.yaml."""

    slots: tuple[time, ...]
    """Local times of the paper's zone, earliest first; at least one."""
    per_day: int = 5
    approve: str = "by-hand"
    """by-hand, or automatic: a new draft needs no person."""
    budget: Decimal | None = None
    """US dollars in a calendar month; None: no limit."""
    late: timedelta = timedelta(hours=2)
    """A draft whose slot passed longer ago is not sent."""
    spacing: timedelta = timedelta(0)
    """The least time between two posts."""
    quiet: tuple[time, time] | None = None
    """From when to when nothing is sent, maybe over midnight."""
    links: str = "always"
    """always, or none: a post carries no link."""
    to: tuple[str, ...] = ("x",)
    """Networks: x, mastodon, bluesky."""
    allow: tuple[str, ...] = ()
    """Handles that a draft may mention, lower case with their @."""
    hashtags: Mapping[str, tuple[str, ...]] = field(default_factory=nothing)
    """What a draft carries, by section, each with its #."""
    templates: Mapping[str, str] = field(default_factory=nothing)
    """The words of a draft, by network, section, or both as in ``x/Recht``."""
    own: frozenset[str] = frozenset()
    """The keys that an edition sets itself; the others are those of the main paper."""
    room: Room = Room()
    """What the Mastodon server says, as far as it is known; not in feeds.yaml."""
