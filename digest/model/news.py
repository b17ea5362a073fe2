"""What the newspaper is made of: items, stories, editions, and what they are printed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from digest.model.accounts import Share, Spending

if TYPE_CHECKING:
    from digest.model.wishes import Queue

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""The empty mapping, for arguments; what a field of a dataclass begins with is ``nothing``."""


def nothing() -> Mapping[str, Any]:
    """Return the empty mapping; Python 3.11 takes none as a plain default."""
    return NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article or post, the same shape whatever it came from."""

    id: int = 0
    """The archive's number, counted up and never used again; 0 until stored."""
    source: str
    """``Source.id``."""
    key: str
    """What the source calls the item; unique within the source only if the source behaves."""
    url: str = ""
    """The link that the source gave, less tracking; empty when it gave none that can be kept."""
    page: str = ""
    """The canonical address of that page, for comparing; never printed."""
    title: str
    summary: str = ""
    author: str = ""
    language: str = ""
    """A two-letter code when the source says so."""
    links: tuple[str, ...] = ()
    """Canonical addresses that the text points at first, other than its own page."""
    folded: str = ""
    """Headline and summary as ``words.folded`` writes them, made once when the item comes in; of a back
    catalogue, when it is read."""
    terms: str = field(default="", repr=False, compare=False)
    """What is counted of them, as ``stems.terms`` writes it, made once when the item is stored."""
    whole: str | None = field(default=None, repr=False)
    """What its feed brings of it beyond the summary, folded; None where no must-see rule looks at that."""
    share: Share | None = None
    """Who passes it on and how, for posts; None for articles."""
    published: datetime
    """When the source says it was published, never later than ``seen``; else ``seen``."""
    seen: datetime
    """When it was first seen."""
    backlog: bool = False
    """It came with the first answer of its source, so it may be old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What brought an item into its story."""

    kind: str
    """lead, address, headline, link or words."""
    words: tuple[str, ...] = ()
    """The rare words that both carry, rarest first."""
    likeness: float = 1.0
    """From 0 to 1."""


SIGNALS = (
    "chorus",
    "trust",
    "freshness",
    "beat",
    "variety",
    "growth",
    "rarity",
    "headline",
    "echo",
)
"""The names that may carry a weight in feeds.yaml; ``scoring.WEIGHTS`` has a default for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One reason for a rank, from 0 to 1."""

    name: str
    value: float
    weight: float
    fact: str = ""
    """What stands behind the value, in English, for ``digest why``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The weighted sum of the signals, kept with its parts."""

    total: float = 0.0
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Items that tell the same news; the first one is the lead."""

    id: str
    """Named after its oldest item, and so the same whichever source answers first."""
    items: tuple[Item, ...]
    evidence: tuple[Evidence, ...] = ()
    """One for each of ``items``; empty until somebody wants to know."""
    score: Score = Score()
    section: str = ""
    must_see: tuple[str, ...] = ()
    """The names of the rules that fired."""
    muted: str = ""
    """The pattern that keeps it out of the paper."""
    continues: int = 0
    """The number of the edition whose story this one continues; 0: it is new."""
    heir_of: str = ""
    """The id of the first story that it carries on, over all editions; empty: of none."""
    comment: str = ""
    """What the reader says to it herself."""

    @property
    def lead(self) -> Item:
        """The item that is shown."""
        return self.items[0]

    @property
    def lasting_id(self) -> str:
        """What it is called from edition to edition, however it grows or returns."""
        return self.heir_of or self.id

    def led_by(self, number: int) -> Story:
        """Return the same story with another of its items as the lead."""
        items = list(self.items)
        items.insert(0, items.pop(number))
        return replace(self, items=tuple(items))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A named part of the paper."""

    name: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What an edition covers.

    An edition that follows another takes every item numbered above ``after``, so that nothing falls
    between two papers and nothing is in both, whatever the clock does. Without ``after`` (the first
    edition, ``--since``) the items' times decide.
    """

    start: datetime
    end: datetime
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that did not answer."""

    source: str
    """Its label."""
    reason: str
    since: datetime | None = None
    """When it began to fail."""
    kind: str = "feed"
    """Of the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one source brought in the time of an edition, counted by the slots of ``Receipt.clock``."""

    source: str
    """``Source.id``."""
    items: tuple[int, ...]
    merged: tuple[int, ...]
    """How many of the items joined another one's story."""
    printed: int = 0
    """How many printed stories it leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What an edition covered."""

    sources: int = 0
    answered: int = 0
    failed: tuple[Failure, ...] = ()
    gaps: tuple[str, ...] = ()
    """Labels of the sources that may have shown more than was fetched (``Health.gap``)."""
    items: int = 0
    stories: int = 0
    merged: int = 0
    """Items that joined another one's story."""
    printed: int = 0
    muted: int = 0
    below: int = 0
    """Stories that did not make it."""
    rules: Mapping[str, int] = field(default_factory=nothing)
    """How many stories each must-see rule found."""
    checked: Mapping[str, int] = field(default_factory=nothing)
    """How many items a rule looked at, by its name, where not at all of them."""
    spent: Spending | None = None
    """What reading X has cost in the time of the edition; None: it was not read."""
    clock: tuple[datetime, ...] = ()
    """When the slots begin by which items are counted."""
    tallies: tuple[Tally, ...] = ()
    """What each source brought, that with most items first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One printed paper: dated, numbered, finite."""

    name: str = ""
    """Which paper: a name under ``editions:`` in feeds.yaml; empty for the main one."""
    number: int = 0
    """Counted up for each name; 0: not counted as printed."""
    title: str
    language: str
    timezone: str
    window: Window
    last: int = 0
    """The highest number among the items it covers; the next edition begins above it."""
    moves: bool = True
    """The next edition begins where this one ends; not so with ``--since``."""
    limit: int | None = None
    """How many stories it could hold, must-see stories not counted; None: all."""
    sections: tuple[Section, ...]
    receipt: Receipt = Receipt()
    sources: Mapping[str, str] = field(default_factory=nothing)
    """Labels of the sources of its items, by ``Source.id``."""

    @property
    def stories(self) -> tuple[Story, ...]:
        """The printed stories, numbered from 1 in this order."""
        return tuple(story for section in self.sections for story in section.stories)

    def account(self, item: Item) -> str:
        """Return what the reader calls the account that tells an item; "" for an article.

        By its name in feeds.yaml, whichever list or hashtag the post came by, else by its handle.
        """
        if item.share is None:
            return ""
        handle = item.share.account
        for source in (handle, handle.replace(":@", ":", 1)):  # Bluesky's stand there without an @
            name = self.sources.get(source, "")
            if name and name != source.partition(":")[2]:
                return name
        return item.author


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an edition is printed on."""

    width: int = 80
    colour: bool = False
    links: bool = False
    """OSC 8 links can be clicked."""
    encoding: str = "utf-8"
    """What the stream can carry; others are replaced."""
    queue: Queue | None = None
    """How drafts are written, for the format that previews them."""
    excerpts: bool = False
    """First lines of articles are printed where it is not for the reader alone."""
    front_matter: str = "plain"
    """What stands before the Markdown: plain, hugo, jekyll or pelican."""
    template: str = ""
    """A Jinja2 template in the place of the format's own."""
    template_name: str = ""
    """Where it lies, for what is said of its mistakes."""
    name: str = ""
    """What the file is called, without its ending; empty: as somebody likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Where an item stands in print."""

    name: str
    """Which paper; empty for the main one."""
    number: int
    at: datetime
    """The edition's time."""
    place: int
    """The number of its story there."""
    story: str
    """``Story.id``."""
    headline: str
    """The story's."""
    source: str = ""
    """What the paper calls the item's source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An item that a search has found."""

    item: Item
    printings: tuple[Printing, ...] = ()
    """The editions that carried it, by paper and number."""
