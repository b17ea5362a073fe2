"""The edition as its templates see it: plain text in the paper's language, nothing left to decide.

``data/paper.html.jinja`` and ``data/paper.md.jinja`` print it, and so may a template of one's own; what
stands here is therefore a promise. Every text is cleaned and is still text: the template's
environment escapes it (``templates``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from digest.model import Edition, Failure, Page, Story
from digest.outputs.chart import Chart, draw
from digest.outputs.parts import (
    Layout,
    Numbered,
    excerpt,
    headline,
    label,
    lay_out,
    local,
    others,
    outlet,
    target,
)
from digest.outputs.sharing import comments, gaps, named, said_first, silent, spent
from digest.outputs.wording import Wording, wording
from digest.text import clean, shorten

_MOST = 5
"""Names in a list before the others are only counted."""
_WARNINGS = 12
"""Sources whose reason for not answering is given."""
_EXCERPT, _LEAD_EXCERPT = 220, 560
"""Characters of the first lines of a story, and of the lead story."""
_SAID = 3
"""Accounts whose words are printed."""
_DAY = timedelta(days=1)
_LANGUAGE = re.compile("[a-z]{2,3}").fullmatch
_PLACES = re.compile("([\ue000-\uf8ff])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text of a sentence, maybe with the address it leads to."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One story as it is printed."""

    number: int
    id: str
    title: str
    url: str
    """http or https; empty when it has none."""
    language: str
    """Of the headline, a code such as de; empty when the source does not say."""
    section: str
    rules: tuple[str, ...]
    """Must-see rules that fired."""
    continues: int
    """The number of the edition that it continues; 0: it is new."""
    outlet: str
    published: datetime
    """In the paper's zone."""
    time: str
    """As one would name it today: 07:02; Friday, 07:02."""
    age: str
    also: tuple[Piece, ...]
    """The sentence that names the others that carry it, in pieces; empty when nobody does."""
    said_first: str
    """Who said it before the one who passes it on, in words; empty for articles."""
    comment: str
    """What the reader says to it herself."""
    said: tuple[str, ...]
    """What accounts say that pass it on; empty unless first lines were asked for."""
    excerpt: str
    """Its first lines; empty unless they were asked for."""
    share: float
    """Its score against the paper's best, from 0 to 1."""

    @property
    def carried_by(self) -> str:
        """The sentence of ``also`` as text."""
        return "".join(piece.text for piece in self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of the paper."""

    name: str
    stories: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A source that did not answer."""

    text: str
    """Its name, since how many days, and the reason."""
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One edition as it is printed."""

    title: str
    name: str
    """Which paper, if it is one of several."""
    number: int
    """0: it does not count as printed."""
    language: str
    printed: datetime
    """Its time, in its zone."""
    date: str
    """Written out, with the weekday."""
    clock: str
    edition: str
    """Its number and name in words."""
    window: str
    """What it covers, in words."""
    must_see: tuple[Line, ...]
    lead: Line | None
    """The first of the other stories."""
    sections: tuple[Part, ...]
    """The stories after those."""
    parts: tuple[Part, ...]
    """Lead and sections, the lead in its section; where others come between, that is continued below."""
    balance: tuple[str, ...]
    """The receipt in words, the most telling first."""
    rules: tuple[str, ...]
    """What the must-see rules found, and what they looked for in vain."""
    gaps: str
    """Which sources may have shown more than was fetched; empty when none did."""
    spent: str
    """What reading X has cost; empty when it was not read."""
    silent: tuple[Silence, ...]
    """The longest silent first; of very many those."""
    rest: str
    """The others, in one line."""
    no_answer: str
    """All of them in one line; empty when all answered."""
    empty: str
    """What stands there in the place of stories; empty when there are some."""
    chart: Chart | None
    words: Wording
    """The paper's own words."""

    @property
    def stories(self) -> tuple[Line, ...]:
        """All stories in the order of print."""
        sections = tuple(line for part in self.sections for line in part.stories)
        return (*self.must_see, *((self.lead,) if self.lead else ()), *sections)


def view(edition: Edition, page: Page) -> Paper:
    """Return what templates print of *edition*; first lines of articles only if *page* wants them."""
    setter = _Setter(edition, excerpts=page.excerpts)
    words, now = setter.words, setter.now
    start = local(edition, edition.window.start)
    layout = lay_out(edition)
    receipt = edition.receipt
    failed = silent(edition, words)
    rest = named(failed[_WARNINGS:], words)
    return Paper(
        title=clean(edition.title),
        name=clean(edition.name),
        number=edition.number,
        language=clean(edition.language),
        printed=now,
        date=words.full_date(now),
        clock=words.time(now, now),
        edition=words.edition(edition.number, clean(edition.name)),
        window=words.window(start, now),
        must_see=setter.lines(layout.must_see),
        lead=setter.line(layout.lead, _LEAD_EXCERPT) if layout.lead else None,
        sections=tuple(setter.part(name, stories) for name, stories in layout.sections),
        parts=tuple(setter.parts(layout)),
        balance=words.balance(receipt),
        rules=words.rules(_named(receipt.rules), receipt.items, _named(receipt.checked)),
        gaps=gaps(edition, words),
        spent=spent(edition),
        silent=tuple(setter.silences(failed[:_WARNINGS])),
        rest=words.rest.format(names=rest) if rest else "",
        no_answer=words.no_answer.format(names=named(failed, words)) if failed else "",
        empty="" if edition.stories else words.empty(receipt, start, now),
        chart=draw(edition, words),
        words=words,
    )


def _named(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts by names that can be printed."""
    return {clean(name): count for name, count in counts.items()}


class _Setter:
    """Sets the stories of one edition."""

    def __init__(self, edition: Edition, *, excerpts: bool) -> None:
        self.edition = edition
        self.words = wording(edition.language)
        self.now = local(edition, edition.window.end)
        self._excerpts = excerpts
        self._best = max((story.score.total for story in edition.stories), default=0.0)

    def part(self, name: str, stories: Sequence[Numbered]) -> Part:
        return Part(name=name or self.words.other, stories=self.lines(stories))

    def parts(self, layout: Layout) -> Iterator[Part]:
        """Yield lead and sections, no two of one name."""
        seen: set[str] = set()
        for name, stories in layout.parts():
            part = self.part(name, stories)
            again = self.words.continued_section.format(section=part.name)
            yield replace(part, name=again) if name in seen else part
            seen.add(name)

    def lines(self, stories: Sequence[Numbered]) -> tuple[Line, ...]:
        return tuple(self.line(story) for story in stories)

    def line(self, numbered: Numbered, length: int = _EXCERPT) -> Line:
        number, story = numbered
        lead = story.lead
        published = local(self.edition, lead.published)
        return Line(
            number=number,
            id=story.id,
            title=headline(lead, self.words.untitled, label(self.edition, lead)),
            url=target(lead),
            language=lead.language if _LANGUAGE(lead.language) else "",
            section=clean(story.section),
            rules=tuple(map(clean, story.must_see)),
            continues=story.continues,
            outlet=outlet(self.edition, lead),
            published=published,
            time=self.words.time(published, self.now),
            age=self.words.age(published, self.now),
            also=tuple(self._also(story)),
            said_first=said_first(self.edition, lead),
            comment=clean(story.comment),
            said=self._said(story),
            excerpt=shorten(excerpt(lead), length) if self._excerpts else "",
            share=self._share(story),
        )

    def _said(self, story: Story) -> tuple[str, ...]:
        said = comments(self.edition, story, self.words) if self._excerpts else ()
        return tuple(islice(said, _SAID))

    def _share(self, story: Story) -> float:
        return min(max(story.score.total / self._best, 0.0), 1.0) if self._best > 0 else 0.0

    def _also(self, story: Story) -> Iterator[Piece]:
        """Yield who else carries the story, each name with the address of its article."""
        names = others(self.edition, story)
        places = [chr(0xE000 + number) for number in range(len(names[: _MOST + 1]))]
        addresses = self._addresses(story)
        sentence = self.words.carried_by([*places, *names[len(places) :]], _MOST)
        for text in filter(None, _PLACES.split(sentence)):
            if _PLACES.match(text):
                name = names[ord(text) - 0xE000]
                yield Piece(text=name, url=addresses[ord(text) - 0xE000])
            else:
                yield Piece(text=text)

    def _addresses(self, story: Story) -> list[str]:
        """Return where each other outlet tells the story, in the order of ``others``."""
        first: dict[str, str] = {}
        for item in story.items:
            name = outlet(self.edition, item)
            first[name] = first.get(name) or target(item)
        del first[outlet(self.edition, story.lead)]
        return list(first.values())

    def silences(self, failed: Iterable[Failure]) -> Iterator[Silence]:
        for failure in failed:
            days = (self.now - failure.since) // _DAY if failure.since else 0
            text = self.words.failure(clean(failure.source), clean(failure.reason), days)
            yield Silence(text=text, days=days)
