"""What became of items: printed, merged into another's story, or kept out, and by what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest import rules, urls, words
from digest.cli import hands
from digest.cli.explain import INDENT, members, signals, whole_story
from digest.dates import local
from digest.model import Desk, Edition, Health, Item, Source, Story, Window
from digest.pipeline import composing
from digest.pipeline.naming import named
from digest.sources.posts import FEWEST_LETTERS, FEWEST_WORDS
from digest.store.rows import FAR
from digest.stories import follow
from digest.text import clean

if TYPE_CHECKING:
    from digest.pipeline.composing import Proof
    from digest.store import Store

RECENT = timedelta(days=14)
"""How far back words are looked for."""
_NAMED = 3
"""So many silent sources are named."""
_STORY_ID = re.compile(r"s[a-z2-7]{8}")
"""What ``stories`` call a story."""


class Fates:
    """Says what became of items; an edition is replayed once for all that are asked about.

    Args:
        desk: whose paper it is.
        store: the archive.
        now: the time of asking.
    """

    def __init__(self, desk: Desk, store: Store, now: datetime) -> None:
        self.store = store
        self._health = store.health(now)
        self._desk = named(desk, self._health)
        self._now = now
        self._last = store.last_edition(desk.name)
        self._proofs: dict[int, Proof] = {}

    def explain(self, item: Item) -> Iterator[str]:
        """Yield all there is to say about an item."""
        printed = self._covering(item)
        story = _holding(printed.stories, item) if printed else None
        if printed and story:
            if item.id != story.lead.id:
                yield f"{INDENT}{clean(item.title)}"
                yield f"{INDENT}{self._edition(printed)}{_within(printed, story, item)}"
            yield from self._printed(printed, 1 + printed.stories.index(story), story)
            return
        yield f"{INDENT}{clean(item.title)}"
        for told in self._fate(item, printed):
            yield f"{INDENT}{told}"
        if not printed or item.source not in printed.sources:
            return
        proof = self._proof(printed)
        if candidate := _holding(proof.ranked.stories, item):
            judged = proof.composition.scored(proof.ranked.explain(candidate))
            yield from signals(judged.score)
            if len(candidate.items) > 1:
                yield from members(proof.edition, proof.merged.explain(candidate))

    def earlier(self, wanted: str) -> Iterator[str]:
        """Yield all there is to say about a story, by the id it has or had in any edition.

        The newest of them is the one that counts; nothing is yielded when no story was called so.
        """
        if _STORY_ID.fullmatch(wanted):
            yield from self._found(lambda printed: hands.story(printed, wanted))

    def once_printed(self, page: str) -> Iterator[str]:
        """Yield all there is to say about the story that last held an article of that canonical address.

        Editions are kept for longer than items; nothing is yielded when none printed it.
        """
        yield from self._found(lambda printed: _at(printed, page))

    def _found(self, find: Callable[[Edition], tuple[int, Story] | None]) -> Iterator[str]:
        for number, _ in reversed(self.store.editions(self._desk.name)):
            printed = self.store.edition(self._desk.name, number)
            if printed and (found := find(printed)):
                yield from self._printed(printed, *found)
                return

    def _printed(self, printed: Edition, number: int, story: Story) -> Iterator[str]:
        yield from whole_story(printed, number, story, self._edition(printed))

    def line(self, item: Item) -> Iterator[str]:
        """Yield an item, where it is from, and in a line what became of it."""
        printed = self._covering(item)
        story = _holding(printed.stories, item) if printed else None
        if printed and story:
            told = [f"{self._edition(printed)}{_within(printed, story, item)}"]
        else:
            told = list(self._fate(item, printed))
        label = clean(self._label(item.source))
        yield f"{INDENT}{clean(item.title)} ({label}, {_day(item.published, self._desk.timezone)})"
        yield f"{INDENT}    {'; '.join(told)}"

    def one_of_each(self, items: Sequence[Item], most: int) -> tuple[list[Item], int]:
        """Return those items that are the first of their story, so many at most, and how many are left.

        Each may be of another edition, and that is then replayed; so no more are looked at than
        there is room for.
        """
        kept: dict[str, Item] = {}
        for number, item in enumerate(items):
            if len(kept) == most:
                return list(kept.values()), len(items) - number
            printed = self._covering(item)
            story = _holding(printed.stories, item) if printed else None
            if printed and not story:
                story = _holding(self._proof(printed).ranked.stories, item)
            kept.setdefault(story.id if story else f"item {item.id}", item)
        return list(kept.values()), 0

    def search(self, text: str) -> list[Item]:
        """Return the recent items that hold some words, the likeliest first.

        Whole words are looked for, then parts of them. What has them in its headline goes first, then
        what is newer; of one address only the newest.

        Raises:
            ValueError: they are no pattern.
        """
        items = self.store.recent(self._now - RECENT)
        parts = " ".join(f"*{word}*" for word in words.folded(text).split())
        for pattern in (text, parts):
            words.check(pattern)
            found = rules.matching([pattern], items)
            heads = rules.matching([pattern], items, words.HEADLINE)
            order = sorted(found, key=lambda n: (n in heads, items[n].published, n), reverse=True)
            if order:
                pages = {items[n].page or n: items[n] for n in reversed(order)}
                return list(pages.values())[::-1]
        return []

    def silence(self, name: str, otherwise: str = "no source of yours has shown it") -> str:
        """Return, as a hint, what the source of that host or name last said, and which are silent or have gaps.

        Args:
            name: a host, or what a source is called.
            otherwise: what to say where no source has that name.
        """
        asked = [source for source in self._desk.sources if self._is_called(source, name)]
        told = [
            self._silent(source) or self._gap(source) or self._last_word(source) for source in asked
        ]
        if not asked:
            every = self._desk.sources
            told = [otherwise, *map(self._silent, every), *map(self._gap, every)]
        return "; ".join([each for each in told if each][: 1 + _NAMED])

    def _is_called(self, source: Source, name: str) -> bool:
        hosts = self._hosts.get(source.id, set())
        return bool(name) and (
            urls.host(source.target) == name or name in hosts or words.fold(source.label) == name
        )

    @cached_property
    def _hosts(self) -> dict[str, set[str]]:
        """By source, where its recent items lie."""
        found: dict[str, set[str]] = defaultdict(set)
        for item in self.store.recent(self._now - RECENT):
            found[item.source].add(urls.host(item.url))
        return found

    def _last_word(self, source: Source) -> str:
        last = self.store.latest().get(source.id)
        when = (
            f"its last item is of {last.at:%Y-%m-%d %H:%M} UTC"
            if last
            else "it has shown nothing yet"
        )
        return f"{source.label} answers, and {when}"

    def _silent(self, source: Source) -> str:
        """Say since when a source has not answered, or has shown nothing; empty: it is not silent."""
        health = self._health.get(source.id, Health())
        if health.problem and health.failing_since:
            since = f"{health.failing_since:%Y-%m-%d %H:%M}"
            return f"{source.label} has been failing since {since} UTC: {health.problem}"
        if health.answered is None:
            return f"{source.label} has not been asked yet"
        return ""

    def _gap(self, source: Source) -> str:
        """Say when a source may have shown more than was fetched; empty: it did not of late."""
        gap = self._health.get(source.id, Health()).gap
        if gap is None or gap < self._now - RECENT:
            return ""
        return (
            f"{source.label} may have shown more before {gap:%Y-%m-%d %H:%M} UTC than was fetched"
        )

    def _covering(self, item: Item) -> Edition | None:
        """Return the edition that could have printed an item: the last one, or the first it was in."""
        if self._last and (_covers(self._last, item) or _holding(self._last.stories, item)):
            return self._last
        found = self.store.covering(self._desk.name, item.id)
        if found and item.source not in found.sources:
            found = self._when_back(item, found.number) or found
        return found or (self._last if self._last and item.id <= self._last.last else None)

    def _when_back(self, item: Item, missed: int) -> Edition | None:
        """Return the edition that covers an item because its source was out of those since another one."""
        for number, _ in self.store.editions(self._desk.name):
            later = self.store.edition(self._desk.name, number) if number > missed else None
            if later and later.moves and item.source in later.sources:
                return later if item.id in {it.id for it in self._proof(later).items} else None
        return None

    @cached_property
    def _next(self) -> frozenset[int]:
        """The numbers of the items that the next edition covers by now."""
        proof = composing.compose(self._desk, self.store, self._now, limit=None)
        return frozenset(item.id for item in proof.items)

    def _proof(self, printed: Edition) -> Proof:
        if printed.number not in self._proofs:
            self._proofs[printed.number] = composing.recompose(self._desk, self.store, printed)
        return self._proofs[printed.number]

    def _label(self, source: str) -> str:
        """Return what a source is called; one that is not of this paper, what it calls itself."""
        its = self._health.get(source, Health()).title or source
        return next((each.label for each in self._desk.sources if each.id == source), its)

    def _edition(self, printed: Edition) -> str:
        """Return which edition is meant, unless it is the last."""
        if self._last and printed.number == self._last.number:
            return ""
        return f"edition {printed.number} of {_day(printed.window.end, printed.timezone)}: "

    def _fate(self, item: Item, printed: Edition | None) -> Iterator[str]:
        """Yield what kept an item out of the edition that covers it, and where else it was printed."""
        for name, number in self.store.printed(item.id):
            if name != self._desk.name or printed is None or number != printed.number:
                yield f"was printed in edition {number}{' of ' + clean(name) if name else ''}"
        if item.source not in {source.id for source in self._desk.sources}:
            yield f"{clean(self._label(item.source))} is not among the sources of this paper"
        elif printed is None:
            yield "came in after the last edition; the next one covers it"
        else:
            yield f"{self._edition(printed)}{self._kept_out(item, printed)}"

    def _kept_out(self, item: Item, printed: Edition) -> str:
        if item.source not in printed.sources:
            hope = "; the next edition covers it" if item.id in self._next else ""
            label = clean(self._label(item.source))
            return f"{label} was not among the sources of this paper then{hope}"
        proof = self._proof(printed)
        if not rules.worth_reading([item], self._desk.must_see, self._desk.sources):
            return _chatter(item)
        if item.id not in {each.id for each in proof.items}:
            return _too_old(item, printed.window)
        if story := _holding(proof.aside, item):
            return self._repeats(story, proof)
        if story := _holding(proof.ranked.stories, item):
            part = f"merged into {clean(story.lead.title)!r}, which is "
            return f"{part if story.lead.id != item.id else ''}{verdict(proof, story)}"
        muted = rules.matching(self._desk.mute, [item])
        return f"muted by {clean(muted[0])!r}" if muted else "taken out of its story"

    def _repeats(self, story: Story, proof: Proof) -> str:
        """Return which story of which edition a story continues that was set aside."""
        told = self.store.edition(self._desk.name, story.continues)
        past = [(story.continues, old) for old in told.stories] if told else []
        heirs = {each.heir_of for some in follow((story,), past, proof.earlier) for each in some}
        names = [clean(old.lead.title) for _, old in past if old.lasting_id in heirs]
        named = f", {names[0]!r}," if names else ""
        return f"continues a story of edition {story.continues}{named} and brings nothing new"


def _too_old(item: Item, window: Window) -> str:
    """Return how much older than a window an item is that it does not cover."""
    late = window.after is not None and not item.backlog
    began = f"before its window began ({window.start:%Y-%m-%d %H:%M})"
    came = "; it came with the first answer of its source, over a day old" if item.backlog else ""
    far = f"over {FAR.days} days " * late
    return f"too old: published {item.published:%Y-%m-%d %H:%M} UTC, {far}{began}{came}"


def _chatter(item: Item) -> str:
    """Return why a post that points at no page does not count."""
    if item.share and item.share.chatter:
        few = f"fewer than {FEWEST_WORDS} words or {FEWEST_LETTERS} letters"
        return f"a post without a link that says little ({few}); `posts: all` lets it in"
    return "a post without a link, which `posts: links` keeps out"


def _day(when: datetime, timezone: str) -> str:
    return f"{local(when, ZoneInfo(timezone)):%Y-%m-%d}"


def _covers(printed: Edition, item: Item) -> bool:
    window = printed.window
    if window.after is not None:
        return window.after < item.id <= printed.last
    return item.id <= printed.last and window.start <= item.published <= window.end


def _within(printed: Edition, story: Story, item: Item) -> str:
    number = 1 + printed.stories.index(story)
    if item.id == story.lead.id:
        return f"number {number}"
    return f"merged into number {number}: {clean(story.lead.title)!r}"


def _at(printed: Edition, page: str) -> tuple[int, Story] | None:
    """Return the story of an edition that holds an article of that address, and its number."""
    for number, story in enumerate(printed.stories, start=1):
        if any(item.page == page for item in story.items):
            return number, story
    return None


def _holding(stories: tuple[Story, ...], item: Item) -> Story | None:
    return next((story for story in stories if any(item.id == it.id for it in story.items)), None)


def verdict(proof: Proof, story: Story) -> str:
    """Return in a few words what kept a story out of an edition."""
    found = proof.composition.verdict(proof.ranked.explain(story))
    fact, ranking = clean(found.fact), proof.ranked.desk.ranking
    like = f", being {fact}" if fact else ""
    return {
        "printed": f"printed today as number {found.number}; feeds.yaml or an article has changed",
        "muted": f"muted by {fact!r}",
        "weight": f"never shown: {fact} has the weight 0, and only counts for a story",
        "source": f"capped: {fact} leads {_leading(proof, story)} already"
        f" (per_source: {ranking.per_source})",
        "section": f"capped: the section {fact} has its share"
        f" (shares: {ranking.shares.get(found.fact)})",
        "family": f"too like {fact!r}",
        "floor": f"below the floor by {found.short:.3f}{like}",
        "below": f"below the last story printed by {found.short:.3f}{like}",
    }[found.kind]


def _leading(proof: Proof, story: Story) -> str:
    """Return the numbers of the stories that the source of a story leads, of those that it may be full of."""
    numbers = [
        str(number)
        for number, each in enumerate(proof.edition.stories, start=1)
        if each.lead.source == story.lead.source and not each.must_see
    ]
    return f"number {' and '.join(filter(None, (', '.join(numbers[:-1]), *numbers[-1:])))}"
