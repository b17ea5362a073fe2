"""Where news comes from, what a source gives when it is asked, and how it has been answering."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest.model.news import Item, nothing

FILE = "file:"
"""What the target of a feed begins with that lies beside feeds.yaml."""
_SECRETS = re.compile(
    r"(?<=[?&])((?:\w+[_-])?(?:token|key|apikey|secret|auth|password|passwd|pwd|sig|signature)=)[^&#]+",
    re.IGNORECASE,
)
"""What opens a private feed to whoever has its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Somewhere items come from, as written in feeds.yaml."""

    kind: str
    """A key of ``sources.KINDS``: feed, x, mastodon, bluesky."""
    target: str
    """The address or handle, in the canonical form of its kind."""
    section: str
    name: str = ""
    """As given in feeds.yaml, or what the feed calls itself; empty when neither is known."""
    weight: float = 1.0
    """Trust. 0 counts for a story but is never shown itself."""
    owner: str = ""
    """Sources of one owner are one voice; empty: with the others of its site, if there are any."""
    folder: str = ""
    """Where feeds.yaml lies; ``file:`` addresses are read below it only."""
    written: bool = True
    """A person wrote the address, so it may lie in a private network."""
    user_agent: str = ""
    """What its server sees instead of digest's name, for feeds."""
    headers: tuple[tuple[str, str], ...] = ()
    """What more its server is told, for feeds: names and values."""
    auth: str = ""
    """The name of the key that holds ``user:password`` for its server, for feeds."""
    whole: bool = False
    """A must-see rule looks at the whole text of its articles, for feeds."""
    posts: str = ""
    """Which posts of an account count: links (those with a link), all, or empty: those with a link
    and those that say something."""

    @property
    def id(self) -> str:
        """What the archive knows the source by."""
        return f"{self.kind}:{self.target}"

    @property
    def label(self) -> str:
        """What the reader knows the source by; whoever reads a paper may see it."""
        return self.name or _SECRETS.sub(r"\1…", self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one source gave: items and where to resume, or why it failed."""

    source: Source
    items: tuple[Item, ...] = ()
    """All that the source shows now; which of them are new, the archive knows."""
    left_out: int = 0
    """How many entries it shows beyond what one answer may bring."""
    more: bool = False
    """It has said more since the last answer than was read in this run, as accounts do."""
    title: str = ""
    """What the feed calls itself."""
    checkpoint: Mapping[str, str] = field(default_factory=nothing)
    """Where to resume: etag, modified, hash of the body, since_id, ..."""
    unchanged: bool = False
    """It answered that nothing is new (304, or the same bytes)."""
    problem: str = ""
    """Why it failed, one line; empty when it answered."""
    unread: str = ""
    """What tells the next time that these bytes cannot be read; empty: as it was."""
    moved: str = ""
    """Where it says it has moved for good."""
    rest: timedelta = timedelta(0)
    """How long it asks not to be asked again: nothing changes so soon, or that is too often."""
    gone: bool = False
    """It says that it is gone for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source has been answering."""

    answered: datetime | None = None
    """The last good answer."""
    failing_since: datetime | None = None
    failed: datetime | None = None
    """The last failure, if there was no good answer since."""
    failures: int = 0
    """Failures in a row."""
    problem: str = ""
    title: str = ""
    """What the feed calls itself."""
    items: int = 0
    """Items of the last seven days."""
    moved: str = ""
    """Where it has said three times in a row that it has moved for good."""
    rest: datetime | None = None
    """Up to when it asked not to be asked again."""
    gone: bool = False
    """It said that it is gone for good."""
    gap: datetime | None = None
    """When there was last more since its answer before than it showed, or than was read, as far as one can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What a source has brought in some time."""

    new: int = 0
    """How many items came after its first answer."""
    printed: int = 0
    """How many of them reached a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The latest item of a source, however long ago."""

    at: datetime
    rhythm: timedelta
    """How much time lay between two items, on average, in the four weeks up to it."""
