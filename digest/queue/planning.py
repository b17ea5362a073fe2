"""Gives drafts their slots, and says what may go out now.

Every function takes what is in the queue and returns drafts as they shall become, so that all that is
decided can be tested without a clock, a network or a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from digest import twittertext
from digest.errors import PostError
from digest.queue import checks
from digest.queue.drafts import APPROVED, LATE, POSTED, SPENT, TAKING, Draft, Posted
from digest.queue.slots import (
    AHEAD,
    Slot,
    after_quiet,
    is_quiet,
    local_day,
    local_month,
    upcoming,
)
from digest.queue.terms import Terms
from digest.text import counted

OLD_ENOUGH = timedelta(minutes=10)
"""How long after the attempt a look that does not show the post counts."""
URGENT = "urgent"


def slotted(
    chosen: Sequence[Sequence[Draft]], queued: Iterable[Draft], terms: Terms, now: datetime
) -> tuple[Draft, ...]:
    """Return the chosen drafts approved, each with the next free slot, in their order.

    Args:
        chosen: for each draft its networks' ones; they go out together.
        queued: all drafts there are.
        terms: what feeds.yaml says.
        now: from when on.

    Raises:
        PostError: there is no free slot within a year.
    """
    own = {(draft.id, draft.network) for networks in chosen for draft in networks}
    others = [draft for draft in queued if (draft.id, draft.network) not in own]
    taken = {(draft.network, draft.slot) for draft in others if draft.state in TAKING}
    days = Counter(_counted(draft, terms) for draft in others if draft.state in TAKING)
    rows: dict[tuple[str, ...], Iterator[Slot]] = {}
    found: list[Draft] = []
    for networks in chosen:
        names = tuple(draft.network for draft in networks)
        # what was not free for these networks before will not be so again
        paper = networks[0].paper
        row = rows.setdefault((paper, *names), slots_of(paper, terms, now))
        slot = _free(row, networks, taken, days, terms)
        given = [approved(draft, slot) for draft in networks]
        days.update(_counted(draft, terms) for draft in given)
        taken.update((name, slot.name) for name in names)
        found += given
    return tuple(found)


def slots_of(paper: str, terms: Terms, now: datetime) -> Iterator[Slot]:
    """Yield a paper's slots that are not past; in a zone of its own the same time is another slot."""
    own = terms.of(paper)
    zone = "" if str(own.zone) == str(terms.zone) else f" {own.zone}"
    for slot in upcoming(own.queue.slots, own.zone, now):
        yield replace(slot, name=f"{slot.name}{zone}")


_Day = tuple[str, str, str]
"""Whose per_day it is, on which network, and the local date."""


def _counted(draft: Draft, terms: Terms) -> _Day:
    """Return the day on which a draft counts against a per_day."""
    day = planned_day(draft, terms.of(draft.paper).zone)
    return terms.holder("per_day", draft.paper), draft.network, day


def _free(
    slots: Iterable[Slot],
    networks: Sequence[Draft],
    taken: set[tuple[str, str]],
    days: Counter[_Day],
    terms: Terms,
) -> Slot:
    paper = networks[0].paper
    own, holder = terms.of(paper), terms.holder("per_day", paper)
    names = [draft.network for draft in networks]
    for slot in slots:
        if any((name, slot.name) in taken for name in names):
            continue
        if any(days[holder, name, slot.day] >= own.queue.per_day for name in names):
            continue
        if not is_quiet(slot.due, own.queue.quiet, own.zone):
            return slot
    raise PostError(
        f"queue: no slot is free within {AHEAD.days} days",
        hint="add slots or raise per_day in feeds.yaml, or drop drafts; slots in quiet hours do not count",
    )


def approved(draft: Draft, slot: Slot) -> Draft:
    """Return the draft approved for a slot."""
    return replace(draft, state=APPROVED, slot=slot.name, due=slot.due, problem="")


def urgent(
    networks: Sequence[Draft], queued: Sequence[Draft], terms: Terms, now: datetime
) -> tuple[Draft, ...]:
    """Return a must-see draft approved for the next moment outside the quiet hours.

    Raises:
        PostError: no must-see rule found it, or that day is full.
    """
    first = networks[0]
    own = terms.of(first.paper)
    if not all(draft.must_see for draft in networks):
        raise PostError(
            f"draft {first.id}: no must-see rule found its story, so it cannot be urgent",
            hint=f"`digest queue approve {first.id}` gives it the next free slot",
        )
    due = after_quiet(now, own.queue.quiet, own.zone)
    slot = Slot(name=f"{local_day(due, own.zone)} {URGENT} {first.id}", due=due)
    for draft in networks:
        if is_full(slot.day, draft, queued, terms):
            raise PostError(
                f"draft {first.id}: {counted(own.queue.per_day, 'post')} planned for {slot.day} already",
                hint="drop or edit one of them, or raise per_day in feeds.yaml",
            )
    return tuple(approved(draft, slot) for draft in networks)


def is_full(day: str, own: Draft, queued: Iterable[Draft], terms: Terms) -> bool:
    """Tell whether a local date has as many posts as per_day allows, without one's own."""
    wanted = terms.holder("per_day", own.paper), own.network, day
    planned = sum(
        draft.id != own.id and draft.state in TAKING and _counted(draft, terms) == wanted
        for draft in queued
    )
    return planned >= terms.of(own.paper).queue.per_day


def planned_day(draft: Draft, zone: tzinfo) -> str:
    """Return the local date on which a draft was, may have been or will be posted."""
    return spent_day(draft, zone) or draft.slot[:10]


def spent_day(draft: Draft, zone: tzinfo) -> str:
    """Return the local date on which it was, or may have been, posted; or ""."""
    when = draft.posted.at if draft.posted else draft.attempted
    return local_day(when, zone) if when and draft.state in SPENT else ""


def sent_on(queued: Iterable[Draft], network: str, day: str, zone: tzinfo) -> int:
    """Return how many posts a network got, or may have got, on a local date."""
    return sum(draft.network == network and spent_day(draft, zone) == day for draft in queued)


def spent_in(queued: Iterable[Draft], month: str, zone: tzinfo) -> int:
    """Return what was, or may have been, paid for posts in a local month, in millionths of a dollar."""
    return sum(draft.cost for draft in queued if spent_day(draft, zone)[:7] == month)


def too_late(queued: Iterable[Draft], terms: Terms, now: datetime) -> tuple[Draft, ...]:
    """Return the approved drafts whose slot passed too long ago, as late ones."""
    return tuple(
        replace(draft, state=LATE, problem=f"its slot passed{_kept(draft)}")
        for draft in queued
        if draft.state == APPROVED
        and draft.due
        and now - draft.due > terms.of(draft.paper).queue.late
    )


def _kept(draft: Draft) -> str:
    return f": {draft.problem}" if draft.problem else " and nobody sent it"


def due(queued: Iterable[Draft], now: datetime) -> tuple[Draft, ...]:
    """Return the approved drafts whose time has come, oldest first."""
    ready = [d for d in queued if d.state == APPROVED and d.due and d.due <= now]
    return tuple(sorted(ready, key=_by_time))


def _by_time(draft: Draft) -> tuple[datetime, int, str]:
    assert draft.due  # noqa: S101 - only drafts that are due come here
    return draft.due, draft.id, draft.network


def postponed(draft: Draft, queued: Iterable[Draft], terms: Terms, now: datetime) -> datetime:
    """Return when a due draft may go: now, after the quiet hours, or ``spacing`` after the last one.

    The minute of the last one counts: cron starts no run at the same second as the one before. What was
    sent by a clock that ran ahead does not count, or everything would wait until then.
    """
    own = terms.of(draft.paper)
    sent = (d.posted.at for d in queued if d.network == draft.network and d.posted)
    minutes = (at.replace(second=0, microsecond=0) for at in sent)
    last = max((minute for minute in minutes if minute <= now), default=None)
    when = max(now, last + own.queue.spacing) if last else now
    return after_quiet(when, own.queue.quiet, own.zone)


def held_back(
    draft: Draft, cost: int, queued: Sequence[Draft], terms: Terms, now: datetime
) -> tuple[str, str] | None:
    """Return why a draft may not go today or this month, and what to do; None when it may.

    Args:
        draft: what is due; what it may have cost before does not count again.
        cost: what it would cost, in millionths of a US dollar.
        queued: all drafts.
        terms: what feeds.yaml says; days and months are local to the paper.
        now: when it would go.
    """
    queue, zone = terms.of(draft.paper).queue, terms.of(draft.paper).zone
    if gone := unwanted(draft, terms):
        return gone
    others = [d for d in queued if (d.id, d.network) != (draft.id, draft.network)]
    sharing = terms.sharing("per_day", draft.paper, others)
    if sent_on(sharing, draft.network, local_day(now, zone), zone) >= queue.per_day:
        return (
            f"{counted(queue.per_day, 'post')} sent today, as many as per_day allows",
            "it goes tomorrow unless it is late by then; approve it again, or raise per_day in feeds.yaml",
        )
    if queue.budget is None or not cost:
        return None
    paid = terms.sharing("budget", draft.paper, others)
    spent = spent_in(paid, local_month(now, zone), zone)
    budget = queue.budget * 1_000_000
    if spent + cost > budget:
        helps = cost > terms.prices["create"] and spent + terms.prices["create"] <= budget
        edit = f", or take its link out: `digest queue edit {draft.id}`" if helps else ""
        return (
            f"the month's budget of {queue.budget} USD does not allow it: "
            f"{spent / 1e6:.3f} are spent, it costs {cost / 1e6:.3f}",
            f"raise budget in feeds.yaml{edit}",
        )
    return None


def unwanted(draft: Draft, terms: Terms) -> tuple[str, str] | None:
    """Return that feeds.yaml names a draft's network no more, and what to do; None when it does."""
    if draft.network in terms.of(draft.paper).queue.to:
        return None
    reason = f"feeds.yaml does not post on {draft.network} any more"
    return reason, f"drop it, or write {draft.network} into to: again"


def rehearsed(
    ready: Iterable[Draft], queued: Iterable[Draft], terms: Terms, now: datetime
) -> Iterator[tuple[Draft, str]]:
    """Yield what is due with what keeps it from being sent now, or "", as if those before had been."""
    then = {(draft.id, draft.network): draft for draft in queued}
    for draft in ready:
        reason = _obstacle(draft, list(then.values()), terms, now)
        yield draft, reason
        if not reason:
            sent = Posted(id="", url="", at=now)
            cost = price(draft, terms.prices)
            done = replace(draft, state=POSTED, posted=sent, cost=cost)
            then[draft.id, draft.network] = done


def _obstacle(draft: Draft, queued: Sequence[Draft], terms: Terms, now: datetime) -> str:
    if found := checks.problem(draft.text, draft.network, terms.of(draft.paper).queue):
        return found[0]
    if same := repeats(draft, queued):
        return f"draft {same} posted the same text"
    if (later := postponed(draft, queued, terms, now)) > now:
        return f"not before {later.astimezone(terms.of(draft.paper).zone):%H:%M}"
    held = held_back(draft, price(draft, terms.prices), queued, terms, now)
    return held[0] if held else ""


def price(draft: Draft, prices: Mapping[str, int]) -> int:
    """Return what sending a draft costs, in millionths of a US dollar: X charges more for a link.

    Args:
        draft: for any network; all but X are free.
        prices: of ``create`` and ``create_link``.
    """
    if draft.network != "x":
        return 0
    return prices["create_link" if twittertext.links(draft.text) else "create"]


def repeats(draft: Draft, queued: Iterable[Draft]) -> int:
    """Return the id of a draft that posted the very same before, text and card; 0 when none did."""
    same = (
        other.id
        for other in queued
        if other.state == POSTED and other.network == draft.network and _said(other) == _said(draft)
    )
    return next((number for number in same if number != draft.id), 0)


def _said(draft: Draft) -> tuple[str, str]:
    return draft.text, draft.url if draft.card else ""
