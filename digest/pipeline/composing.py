"""Makes a paper of what came in, and makes an old one again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from digest import edition as layout
from digest import rules, scoring, stories
from digest.model import (
    NOTHING,
    Desk,
    Edition,
    Failure,
    Health,
    Item,
    Receipt,
    Section,
    Spending,
    Story,
    Window,
)
from digest.pipeline.judging import taught
from digest.pipeline.naming import named
from digest.pipeline.usual import usual, with_wanted
from digest.store import Store
from digest.store.rows import FAR

FIRST = timedelta(hours=24)
"""What the first edition covers."""
AHEAD = timedelta(hours=24)
"""An edition that ends so much later than now was printed by a clock that went wrong."""
MEMORY = timedelta(days=7)
"""How long after its edition a printed story can be continued."""
UNASKED = "not asked yet"
"""Why a source has not answered that came into feeds.yaml after the last fetch."""
FOLLOWED = 1000
"""So many of the best stories are compared with those of earlier editions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An edition, and all that is needed to explain it."""

    edition: Edition
    items: tuple[Item, ...]
    """All that it covers."""
    earlier: Mapping[str, float]
    """In what share of earlier headlines each stem stands (``stories.recurring``)."""
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


def _window(desk: Desk, store: Store, now: datetime, since: datetime | None) -> Window:
    base = store.window_base(desk.name)
    if since is not None or base is None:
        return Window(start=since or now - FIRST, end=now)
    start, after = base
    if start - now > AHEAD:
        start = now
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
    items = _covered(desk, store, covered, last=last, number=number)
    earlier = usual(desk, store, covered.start, last if covered.after is None else covered.after)
    marks = rules.marks(desk, items)
    earlier = with_wanted(earlier, desk, [items[number] for number in marks.must_see])
    by_id = {source.id: source for source in desk.sources}
    merged = stories.merge(items, by_id, desk.language, earlier)
    marks = marks.moved(_places(items, merged.stories))
    ranked = _ranked(desk, store, merged.stories, covered.end, health=health, marks=marks)
    ranked, told, aside, composition = _laid_out(
        ranked, past, desk, items=len(items), limit=limit, earlier=earlier
    )
    slots = layout.clock(covered, ZoneInfo(desk.timezone))
    tallies = layout.tally(items, ranked.stories, composition.sections, slots)
    counted = _with_aside(composition.receipt, len(ranked.stories) - told)
    counted = replace(counted, checked=rules.checked(desk.must_see, items, desk.sources))
    receipt = _receipt(counted, desk, health, covered)
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
        receipt=replace(receipt, spent=_spent(desk, store, covered), clock=slots, tallies=tallies),
        sources={source.id: source.label for source in desk.sources},
    )
    return Proof(
        edition=paper,
        items=items,
        earlier=earlier,
        merged=merged,
        ranked=ranked,
        composition=composition,
        aside=aside,
    )


def _covered(
    desk: Desk, store: Store, covered: Window, *, last: int, number: int
) -> tuple[Item, ...]:
    """Return what an edition covers: what is new and says something, and what must be seen by now."""
    names = {source.id for source in desk.sources}
    back = _back(desk, store, covered, number)
    stored = [*back, *(item for item in store.items(covered, names) if item.id <= last)]
    known = {item.id for item in back}
    edited = [item for item in store.edited(covered, names) if item.id not in known]
    fired = [edited[place] for place in rules.must_see(desk.must_see, edited, desk.sources)]
    printed = store.carrying([item.id for item in fired], (desk.name, number))
    anew = rules.newly_fired(desk.must_see, fired, desk.sources, printed)
    new = rules.worth_reading(stored, desk.must_see, desk.sources)
    return (*(fired[place] for place in anew), *new)


def _back(desk: Desk, store: Store, covered: Window, number: int) -> tuple[Item, ...]:
    """Return what came before a window and no edition covers, of sources that were out of the last ones.

    What came after a paper belongs to the next, whether or not feeds.yaml named its source that day.
    """
    missing = {source.id for source in desk.sources}
    found: list[Item] = []
    for earlier, end in reversed(store.editions(desk.name)):
        if covered.after is None or not missing or end < covered.start - FAR:
            break
        paper = store.edition(desk.name, earlier) if earlier < number else None
        if paper is None or not paper.moves:
            continue
        those = missing & paper.sources.keys()
        missing -= those
        if those and paper.last < covered.after:
            since = store.items(replace(covered, after=paper.last), those)
            found += [item for item in since if item.id <= covered.after]
    return tuple(sorted(found, key=lambda item: item.id))


def _ranked(
    desk: Desk,
    store: Store,
    told: Sequence[Story],
    now: datetime,
    *,
    health: Mapping[str, Health],
    marks: rules.Marks,
) -> scoring.Ranked:
    by_id = {source.id: source for source in desk.sources}
    return scoring.rank(
        told,
        desk,
        now,
        voices=lambda story: len(stories.voices(story, by_id)),
        items_per_source={source: known.items for source, known in health.items()},
        taught=taught(desk, store, now),
        marks=marks,
    )


def _places(items: Sequence[Item], told: Sequence[Story]) -> Sequence[int]:
    """Return of each item at which place it stands among those of all stories."""
    places = {id(item): n for n, item in enumerate(i for story in told for i in story.items)}
    return [places[id(item)] for item in items]


def _laid_out(
    ranked: scoring.Ranked,
    past: Sequence[tuple[int, Story]],
    desk: Desk,
    *,
    items: int,
    limit: int | None,
    earlier: Mapping[str, float],
    most: int = FOLLOWED,
) -> tuple[scoring.Ranked, int, tuple[Story, ...], layout.Composition]:
    """Lay out a paper of stories that do not only repeat an earlier one's.

    Only the best are compared with what was printed, unless one of the others would be printed.

    Returns:
        The stories with those marked that continue an earlier one; from how many of them the paper
        was chosen; those set aside; the paper.
    """
    if limit is None:
        most = len(ranked.stories)
    compared, others = ranked.stories[:most], ranked.stories[most:]
    compared += tuple(story for story in others if story.must_see)
    kept, aside = stories.follow(compared, past, earlier, partial(_led, desk))
    marked = ranked.renamed((*kept, *aside))
    told = _told(marked.stories, aside, past)
    paper = layout.compose(told, desk, items=items, limit=limit, explain=marked.explain)
    unknown = {story.id for story in others if not story.must_see} if past else set()
    if any(story.id in unknown for section in paper.sections for story in section.stories):
        every = len(ranked.stories)
        return _laid_out(ranked, past, desk, items=items, limit=limit, earlier=earlier, most=every)
    return marked, len(told), aside, paper


def _led(desk: Desk, story: Story, places: Sequence[int]) -> Story:
    """Return a story led by the best of some of its items, if one of them may lead it.

    Only what fired leads what must be seen; no post does, nor what is never shown itself.
    """
    sources = {source.id: source for source in desk.sources}
    fired = rules.must_see(desk.must_see, story.items, desk.sources)
    free = [
        item
        for place, item in enumerate(story.items)
        if place in places
        and item.share is None
        and sources[item.source].weight > 0
        and (place in fired or not story.must_see)
    ]
    if not free:
        return story
    first = stories.led(sorted(free, key=lambda item: item.published), sources, desk.language)[0]
    return story.led_by(next(n for n, item in enumerate(story.items) if item is first))


def _told(
    marked: Sequence[Story], aside: Sequence[Story], past: Sequence[tuple[int, Story]]
) -> list[Story]:
    """Return the stories that a paper may print: not what she has read."""
    printed = stories.printed_for(story for _, story in past)
    read = {story.id for story in aside if not story.must_see or stories.is_read(story, printed)}
    return [story for story in marked if story.id not in read]


def _with_aside(counted: Receipt, aside: int) -> Receipt:
    """Return the receipt with stories that were set aside: they did not make it, and were not merged."""
    return replace(
        counted,
        stories=counted.stories + aside,
        merged=counted.merged - aside,
        below=counted.below + aside,
    )


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


def _spent(desk: Desk, store: Store, covered: Window) -> Spending | None:
    """Return what reading X has cost in the time of the edition, looks at the own posts with it."""
    spent = store.accounts.spending("x", covered.start, covered.end)
    if not spent.things and not any(source.kind == "x" for source in desk.sources):
        return None
    from digest.sources.xreader import of_budget
    from digest.xapi import in_millionths, millionths

    return of_budget(spent, millionths(desk.x.budget), in_millionths(desk.x.prices))


def _receipt(
    counted: Receipt, desk: Desk, health: Mapping[str, Health], covered: Window
) -> Receipt:
    """Return the receipt with how the sources answered when they were last asked."""
    known = [(source, health.get(source.id, Health())) for source in desk.sources]
    failed = tuple(
        Failure(
            source=source.label,
            reason=each.problem or UNASKED,
            since=each.failing_since,
            kind=source.kind,
        )
        for source, each in known
        if each.problem or each.answered is None
    )
    answered = sum(not each.problem and each.answered is not None for _, each in known)
    gaps = tuple(
        source.label
        for source, each in known
        if each.gap and covered.start < each.gap <= covered.end
    )
    return replace(counted, sources=len(known), answered=answered, failed=failed, gaps=gaps)
