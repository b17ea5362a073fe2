"""The newsroom's day: calls each step in order and decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest import edition as layout
from digest import rules, scoring, sources, stories
from digest.model import (
    Desk,
    Edition,
    Failure,
    Fetched,
    Health,
    Item,
    Receipt,
    Section,
    Source,
    Spending,
    Story,
    Window,
)
from digest.sources import FETCH, Manners, Net
from digest.store import Store
from digest.stories.forms import at_large

if TYPE_CHECKING:
    from digest import report as merits

NOTHING: Mapping[str, float] = MappingProxyType({})
FIRST = timedelta(hours=24)
"""What the first edition covers."""
MEMORY = timedelta(days=7)
"""How long after its edition a printed story can be continued."""
FOLLOWED = 1000
"""So many of the best stories are compared with those of earlier editions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a round of fetching brought in."""

    sources: int = 0
    answered: int = 0
    new: int = 0
    """Items not seen before."""


def fetch(
    wanted: Sequence[Source],
    store: Store,
    net: Net,
    now: datetime,
    heard: Callable[[Fetched], None] = lambda fetched: None,
    *,
    manners: Manners = FETCH,
) -> Answers:
    """Bring in what is new; each answer is stored when it comes.

    What rests (``sources.manners``) is not asked, and counts as what it answered last.

    Args:
        wanted: the sources to ask.
        store: the archive.
        net: the ways to the world.
        now: when the items count as seen.
        heard: is told each answer after it was stored.
        manners: how patient with the servers this run is.
    """
    health = store.health(now)
    resting = sources.resting(wanted, health, now, manners)
    for name, source in resting.items():
        heard(Fetched(source=source, unchanged=True, problem=health[name].problem))
    answered = sum(not health[name].problem for name in resting)
    awake = [source for source in wanted if source.id not in resting]
    new = 0
    for fetched in sources.fetch_all(awake, store.checkpoints(), net, now):
        new += len(store.add(fetched, now))
        answered += not fetched.problem
        heard(fetched)
    store.flush()
    return Answers(sources=len(wanted), answered=answered, new=new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An edition, and all that is needed to explain it."""

    edition: Edition
    items: tuple[Item, ...]
    """All that it covers."""
    merged: stories.Merged
    ranked: scoring.Ranked
    composition: layout.Composition
    aside: tuple[Story, ...]
    """Stories that continue an earlier edition's and bring nothing new."""


def compose(
    desk: Desk, store: Store, now: datetime, *, limit: int | None, since: datetime | None = None
) -> Proof:
    """Make the next edition of a paper; whoever prints it keeps it.

    Args:
        desk: whose paper it is.
        store: the archive.
        now: the paper's time.
        limit: how many stories, must-see stories not counted; None: all.
        since: make one of what came since then, outside the row of editions.
    """
    covered = _window(desk, store, now, since)
    past = () if since else store.past(desk.name, covered.start - MEMORY)
    number, last = store.next_number(desk.name), store.last_item()
    proof = _compose(desk, store, covered, past, limit=limit, last=last, number=number)
    return replace(proof, edition=replace(proof.edition, moves=since is None))


def recompose(
    desk: Desk, store: Store, printed: Edition, weights: Mapping[str, float] = NOTHING
) -> Proof:
    """Make a printed edition again, of the items it covered and by the rules of today.

    Args:
        desk: whose paper it is.
        store: the archive.
        printed: an edition of that paper.
        weights: of signals, in the place of those of the desk.
    """
    ranking = replace(desk.ranking, weights={**desk.ranking.weights, **weights})
    desk, covered = replace(desk, ranking=ranking), printed.window
    past = store.past(desk.name, covered.start - MEMORY) if printed.moves else ()
    earlier = tuple((number, story) for number, story in past if number < printed.number)
    number, last = printed.number, printed.last
    return _compose(desk, store, covered, earlier, limit=printed.limit, last=last, number=number)


def report(desk: Desk, store: Store, now: datetime) -> tuple[merits.Merit, ...]:
    """Judge each source by the last four weeks, the one that earned its place most clearly first."""
    from digest import report as merits

    desk = named(desk, store.health(now))
    by_id = {source.id: source for source in desk.sources}
    start = now - timedelta(days=merits.DAYS)
    weeks: dict[int, list[Item]] = {}
    for item in store.recent(start):
        if item.source in by_id and item.published <= now:
            weeks.setdefault((item.published - start) // timedelta(days=7), []).append(item)
    told = [
        story
        for week in weeks.values()
        for story in stories.merge(week, by_id, desk.language).stories
    ]
    return merits.judge(
        told,
        desk.sources,
        now,
        voices=lambda story: stories.voices(story, by_id),
        printed=store.printed_since(start),
        drafted=store.drafts.by_source(start),
        latest=store.latest(),
    )


def alarm(desk: Desk, store: Store, now: datetime) -> tuple[Story, ...]:
    """Find what must be seen at once: what came in the last 24 hours, fires and she has not heard of yet.

    She has when it was printed, when it was announced before (``Store.announce``), or when another
    source's item of the same page was announced. Whoever announces it notes it.

    Returns:
        Stories of the items that fired and of no others, best told first, with the rules' names.
    """
    desk = named(desk, store.health(now))
    by_id = {source.id: source for source in desk.sources}
    start = now - FIRST
    window = Window(start=start, end=now, after=store.last_before(start))
    items = store.items(window, by_id.keys())
    fires = rules.must_see(desk.must_see, items, desk.sources)
    fired = [items[number] for number in fires if not store.printed(items[number].id)]
    new = _unheard(fired, store.announced())
    merged = stories.merge(new, by_id, desk.language)
    ranked = scoring.rank(merged.stories, desk, now, voices=lambda story: len(story.items))
    return ranked.stories


def _unheard(fired: Sequence[Item], announced: Collection[int]) -> list[Item]:
    """Return the items that have not been announced, nor the same page by another source."""
    heard = {item.page: item.source for item in fired if item.id in announced and item.page}
    return [
        item
        for item in fired
        if item.id not in announced and heard.get(item.page, item.source) == item.source
    ]


def _window(desk: Desk, store: Store, now: datetime, since: datetime | None) -> Window:
    base = store.window_base(desk.name)
    if since is not None or base is None:
        return Window(start=since or now - FIRST, end=now)
    start, after = base
    return Window(start=start, end=max(start, now), after=after)


def _compose(
    desk: Desk,
    store: Store,
    covered: Window,
    past: Sequence[tuple[int, Story]],
    *,
    limit: int | None,
    last: int,
    number: int,
) -> Proof:
    health = store.health(covered.end)
    desk = named(desk, health)
    by_id = {source.id: source for source in desk.sources}
    stored = [item for item in store.items(covered, by_id.keys()) if item.id <= last]
    edited = store.edited(covered, by_id.keys(), (desk.name, number))
    fired = rules.must_see(desk.must_see, edited, desk.sources)
    new = rules.worth_reading(stored, desk.must_see, desk.sources)
    items = (*(edited[place] for place in fired), *new)
    merged = stories.merge(items, by_id, desk.language)
    ranked = scoring.rank(
        merged.stories,
        desk,
        covered.end,
        voices=lambda story: len(stories.voices(story, by_id)),
        items_per_source={source: known.items for source, known in health.items()},
        taught=taught(desk, store, covered.end),
    )
    ranked, told, aside, composition = _laid_out(ranked, past, desk, items=len(items), limit=limit)
    slots = layout.clock(covered, ZoneInfo(desk.timezone))
    tallies = layout.tally(items, told, composition.sections, slots)
    counted = replace(
        composition.receipt, checked=rules.checked(desk.must_see, items, desk.sources)
    )
    receipt = _receipt(counted, desk, health, _spent(desk, store, covered))
    paper = Edition(
        name=desk.name,
        number=number,
        title=desk.title,
        language=desk.language,
        timezone=desk.timezone,
        window=covered,
        last=last,
        limit=limit,
        sections=_completed(composition.sections, merged, store),
        receipt=replace(receipt, clock=slots, tallies=tallies),
        sources={source.id: source.label for source in desk.sources},
    )
    return Proof(
        edition=paper,
        items=items,
        merged=merged,
        ranked=ranked,
        composition=composition,
        aside=aside,
    )


def _laid_out(
    ranked: scoring.Ranked,
    past: Sequence[tuple[int, Story]],
    desk: Desk,
    *,
    items: int,
    limit: int | None,
    most: int = FOLLOWED,
) -> tuple[scoring.Ranked, Sequence[Story], tuple[Story, ...], layout.Composition]:
    """Lay out a paper of stories that do not only repeat an earlier one's.

    Only the best are compared with what was printed, unless one of the others would be printed.

    Returns:
        The stories with those marked that continue an earlier one; those the paper was chosen
        from; those set aside; the paper.
    """
    if limit is None:
        most = len(ranked.stories)
    compared, others = ranked.stories[:most], ranked.stories[most:]
    compared += tuple(story for story in others if story.must_see)
    kept, aside = stories.follow(compared, past)
    marked = ranked.renamed((*kept, *aside))
    repeated = {story.id for story in aside}
    told = [story for story in marked.stories if story.must_see or story.id not in repeated]
    paper = layout.compose(told, desk, items=items, limit=limit, explain=marked.explain)
    unknown = {story.id for story in others if not story.must_see} if past else set()
    if any(story.id in unknown for section in paper.sections for story in section.stories):
        every = len(ranked.stories)
        return _laid_out(ranked, past, desk, items=items, limit=limit, most=every)
    return marked, told, aside, paper


def _completed(
    sections: tuple[Section, ...], merged: stories.Merged, store: Store
) -> tuple[Section, ...]:
    """Put beside each story what joined its items, and what she says to it in its draft."""
    said = store.comments()
    return tuple(
        replace(
            section,
            stories=tuple(
                replace(merged.explain(story), comment=said.get(story.lasting_id, ""))
                for story in section.stories
            ),
        )
        for section in sections
    )


def taught(desk: Desk, store: Store, now: datetime) -> scoring.Taught:
    """Return what her hands have taught up to a time; nothing where feeds.yaml says so."""
    lessons = store.lessons(now) if desk.ranking.learn else ()
    return scoring.learn(lessons, now, at_large).within(scoring.weighed(desk))


def _spent(desk: Desk, store: Store, covered: Window) -> Spending | None:
    """Return what reading X has cost in the time of the edition, looks at the own posts with it."""
    spent = store.accounts.spending("x", covered.start, covered.end)
    if not spent.things and not any(source.kind == "x" for source in desk.sources):
        return None
    from digest.xapi import millionths

    return replace(spent, budget=millionths(desk.x.budget))


def _receipt(
    counted: Receipt, desk: Desk, health: Mapping[str, Health], spent: Spending | None
) -> Receipt:
    """Return the receipt with how the sources answered when they were last asked."""
    known = [(source, health.get(source.id, Health())) for source in desk.sources]
    failed = tuple(
        Failure(
            source=source.label, reason=each.problem, since=each.failing_since, kind=source.kind
        )
        for source, each in known
        if each.problem
    )
    answered = sum(not each.problem and each.answered is not None for _, each in known)
    return replace(counted, sources=len(known), answered=answered, failed=failed, spent=spent)


def named(desk: Desk, health: Mapping[str, Health]) -> Desk:
    """Call each source that has no name in feeds.yaml what it calls itself."""
    return replace(
        desk,
        sources=tuple(
            source if source.name else replace(source, name=health.get(source.id, Health()).title)
            for source in desk.sources
        ),
    )
