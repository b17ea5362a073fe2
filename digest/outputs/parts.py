"""What every format says of an edition: which story stands where, and who carries it.

Formats differ in how they print, not in what they print; so the reading of an ``Edition`` is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from digest.model import Edition, Failure, Item, Story
from digest.text import clean, shorten, without_footer, without_outlet
from digest.urls import host

Numbered = tuple[int, Story]
"""A story and the number it is known by in its edition."""

Part = tuple[str, list[Numbered]]
"""The name of a section, which may be empty, and its stories."""

_MARKS = " .:|–—-"
_LABEL = 40
"""No outlet needs a longer name in a list of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of the paper in the order of print."""

    must_see: tuple[Numbered, ...]
    lead: Numbered | None
    """The first of the other stories."""
    sections: tuple[Part, ...]
    """What remains."""

    def parts(self) -> tuple[Part, ...]:
        """Return lead and sections, the lead at the head of its section if that comes first."""
        if self.lead is None:
            return self.sections
        name = clean(self.lead[1].section)
        if self.sections and self.sections[0][0] == name:
            return ((name, [self.lead, *self.sections[0][1]]), *self.sections[1:])
        return ((name, [self.lead]), *self.sections)


def lay_out(edition: Edition) -> Layout:
    """Return the edition's stories in the parts of the paper, numbered from 1.

    A section without a name holds the must-see stories, or a lead story.
    """
    must_see: list[Numbered] = []
    lead: Numbered | None = None
    sections: list[Part] = []
    for name, number, story in _numbered(edition):
        if not name and story.must_see:
            must_see.append((number, story))
        elif lead is None:
            lead = (number, story)
        else:
            _add(sections, name or clean(story.section), (number, story))
    return Layout(must_see=tuple(must_see), lead=lead, sections=tuple(sections))


def _add(sections: list[Part], name: str, story: Numbered) -> None:
    """Put *story* into the last section if that has its name, else into a new one."""
    if sections and sections[-1][0] == name:
        sections[-1][1].append(story)
    else:
        sections.append((name, [story]))


def _numbered(edition: Edition) -> Iterator[tuple[str, int, Story]]:
    number = 0
    for section in edition.sections:
        name = clean(section.name)
        for story in section.stories:
            number += 1
            yield name, number, story


def outlet(edition: Edition, item: Item) -> str:
    """Return whom the reader knows the item from: the account of a post, else its source."""
    return clean(edition.account(item)) or called(edition, item.source)


def called(edition: Edition, source: str) -> str:
    """Return what people call a source: its name, or its host when it has none that holds a letter."""
    address = source.partition(":")[2] or source
    name = edition.sources.get(source, "")
    if name != address and any(map(str.isalnum, name)):
        return clean(name)
    return host(address) or clean(address)


def label(edition: Edition, item: Item) -> str:
    """Return what the reader knows the item's source by."""
    known = edition.sources.get(item.source) or item.source.partition(":")[2] or item.source
    return clean(known)


def others(edition: Edition, story: Story) -> tuple[str, ...]:
    """Return the short names of the other outlets that carry the story, each once, in its order."""
    names = dict.fromkeys(outlet(edition, item) for item in story.items)
    del names[outlet(edition, story.lead)]
    return tuple(shorten(name, _LABEL) for name in names)


def headline(item: Item, untitled: str, name: str = "") -> str:
    """Return the item's title; without one its address; without that the word *untitled*.

    An outlet's *name* at the end of its title is left out: it stands below anyway.
    """
    return without_outlet(clean(item.title), name) or clean(item.url) or untitled


def excerpt(item: Item) -> str:
    """Return the item's summary without the title that many feeds begin it with, and WordPress' footer.

    Nothing of a post that is its words alone: who shared it is quoted with them (``sharing``).
    """
    summary, title = clean(item.summary), clean(item.title)
    if item.share and summary == clean(item.share.words):
        return ""
    summary = without_footer(summary, title)
    rest = summary.removeprefix(title).lstrip()
    if rest and rest[0] not in _MARKS:
        return summary
    return rest.lstrip(_MARKS)


def target(item: Item) -> str:
    """Return where the headline leads: the page that a post points at, else the item's own."""
    return (_shown(item.share.link) if item.share else "") or link(item)


def link(item: Item) -> str:
    """Return the item's address, what cannot be seen in it percent-encoded; nothing if it is no page's."""
    return _shown(item.url)


def _shown(url: str) -> str:
    if not url.startswith(("http://", "https://")) or _CONTROL.search(url):
        return ""
    return url if url.isprintable() else "".join(map(_visible, url))


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else _percent(sign)


def failures(edition: Edition) -> list[Failure]:
    """Return the sources that did not answer, the longest silent first, whichever failed first today."""
    last = edition.window.end
    return sorted(
        edition.receipt.failed,
        key=lambda failure: (failure.since or last, failure.source, failure.reason),
    )


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_LINKS = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&*+,;=%\[\]]")


def ascii_url(url: str) -> str:
    """Return *url* with everything percent-encoded that could end a link or is not plain ASCII."""
    return _NOT_IN_LINKS.sub(lambda match: _percent(match[0]), url)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode())


def local(edition: Edition, when: datetime) -> datetime:
    """Return *when* in the paper's time zone."""
    return when.astimezone(ZoneInfo(edition.timezone))
