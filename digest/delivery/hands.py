"""What a person does with drafts. All of one command happens, or nothing of it.

What changes something works on the queue open for writing, and raises PostError where the change is
impossible.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, time

from digest.errors import PostError
from digest.model import Edition
from digest.queue import checks, planning, slots, texts
from digest.queue.drafts import (
    APPROVABLE,
    APPROVED,
    DROPPABLE,
    DROPPED,
    EDITABLE,
    SENDING,
    TAKING,
    WAITING,
    Draft,
)
from digest.queue.harmless import has_markup
from digest.queue.terms import Terms
from digest.store.drafts import Book, Drafts
from digest.text import counted

_BITS = 64
"""Of SQLite's numbers, one of them for the sign."""
_BY_HAND = "approved"
_POST_FIRST = "`digest queue post` finds out what became of it"


def of(book: Book | Drafts, number: int) -> tuple[Draft, ...]:
    """Return a draft, one for each network; of a queue that is open for writing, or only read.

    Raises:
        PostError: there is none of that id.
    """
    found = book.of(number) if number.bit_length() < _BITS else ()
    if not found:
        raise PostError(
            f"draft {number}: there is none of that number", hint="`digest queue list` shows them"
        )
    return found


def editable(networks: Sequence[Draft], network: str = "") -> tuple[Draft, ...]:
    """Return a draft on those of its networks, or on the one named, where it can be edited.

    Raises:
        PostError: it can be edited on none.
    """
    wanted = [draft for draft in networks if network in {"", draft.network}]
    if not wanted:
        raise PostError(
            f"draft {networks[0].id}: it is not for {network}",
            hint=f"`digest queue show {networks[0].id}` says where",
        )
    ready = tuple(draft for draft in wanted if draft.state in EDITABLE)
    if not ready:
        raise _impossible(wanted[0], "edited")
    return ready


def approve(
    book: Book,
    numbers: Sequence[int],
    terms: Terms,
    now: datetime,
    *,
    urgent: bool = False,
    reason: str = _BY_HAND,
    among: Collection[str] = APPROVABLE,
) -> tuple[Draft, ...]:
    """Give drafts the next free slots, in the order named; what is approved stays as it is.

    Args:
        book: the queue.
        numbers: the drafts' ids.
        terms: the slots.
        now: the time.
        urgent: the next moment outside the quiet hours, in the place of a slot.
        reason: why, for the drafts' history.
        among: the states of which one is meant; a draft may be in another on another network.

    Returns:
        Those that were approved now.
    """
    chosen = [_choose(of(book, number), terms, among) for number in dict.fromkeys(numbers)]
    chosen = [networks for networks in chosen if networks]
    if urgent:
        given = [d for each in chosen for d in _urgent(book, each, terms, now)]
    else:
        given = [*planning.slotted(chosen, book.every(), terms, now)]
        _put(book, given, reason)
    if reason == _BY_HAND:
        _teach(book, given, "draft")
    return tuple(given)


def _urgent(
    book: Book, networks: Sequence[Draft], terms: Terms, now: datetime
) -> tuple[Draft, ...]:
    given = planning.urgent(networks, book.every(), terms, now)
    _put(book, given, "approved as urgent")
    return given


def _choose(networks: Sequence[Draft], terms: Terms, among: Collection[str]) -> tuple[Draft, ...]:
    """Return what of a draft can be approved; none when it is approved already."""
    meant = [draft for draft in networks if draft.state in among]
    ready = tuple(draft for draft in meant if not planning.unwanted(draft, terms))
    if not ready and meant and (gone := planning.unwanted(meant[0], terms)):
        raise PostError(f"draft {meant[0].id}: {gone[0]}", hint=gone[1])
    if not ready and not any(draft.state == APPROVED for draft in networks):
        raise _impossible(networks[0], "approved")
    for draft in ready:
        if found := checks.problem(draft.text, draft.network, terms.of(draft.paper).queue):
            raise PostError(f"draft {draft.id}: {found[0]}", hint=found[1])
    return ready


def drop(book: Book, numbers: Sequence[int], *, among: Collection[str] = DROPPABLE) -> None:
    """Give up what of drafts is in such a state; their stories get no new ones. What is dropped stays so."""
    for number in dict.fromkeys(numbers):
        networks = of(book, number)
        ready = [draft for draft in networks if draft.state in among]
        if not ready and not all(draft.state == DROPPED for draft in networks):
            raise _impossible(networks[0], "dropped")
        _put(book, [replace(d, state=DROPPED, due=None) for d in ready], "dropped")
        _teach(book, ready, "drop")


def edit(book: Book, number: int, text: str, terms: Terms, network: str = "") -> tuple[Draft, ...]:
    """Write the text of a draft anew, on one network or on all it can be edited on.

    Returns:
        What it was before where it was decided on: that has to be decided again.
    """
    ready = editable(of(book, number), network)
    text = text if has_markup(text) else checks.tidy(text)
    changed = [_rewritten(draft, text, edited=True) for draft in ready]
    _put(book, [_checked(draft, terms) for draft in changed], "edited")
    return _decided(ready)


def comment(
    book: Book, number: int, words: str, edition: Edition | None, terms: Terms
) -> tuple[Draft, ...]:
    """Put the person's own words in front of a draft's headline; empty words take them out.

    Returns:
        What it was before where it was decided on: that has to be decided again.
    """
    ready = editable(of(book, number))
    story = (
        next((s for s in edition.stories if s.lasting_id == ready[0].story), None)
        if edition
        else None
    )
    if edition is None or story is None or any(draft.edited for draft in ready):
        raise PostError(
            f"draft {number}: its text was written by hand, or its edition is gone",
            hint=f"write the comment into it: `digest queue edit {number}`",
        )
    changed = []
    for draft in ready:
        try:
            made = texts.draft(edition, story, draft.network, terms.of(draft.paper).queue, words)
        except PostError:
            raise PostError(
                f"draft {number}: it leaves no room for the headline",
                hint="write a shorter comment",
            ) from None
        changed.append(replace(_rewritten(draft, made.text), comment=made.comment))
    _put(book, [_checked(draft, terms) for draft in changed], "commented")
    return _decided(ready)


def _decided(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    return tuple(draft for draft in drafts if draft.state != WAITING)


def move(
    book: Book, number: int, day_and_time: str, terms: Terms, now: datetime
) -> tuple[Draft, ...]:
    """Move an approved draft to another slot; an approved draft that has it takes the old one.

    Args:
        book: the queue.
        number: the draft's id.
        day_and_time: ``12:00`` for the next slot of that time, or ``2026-11-21 12:00``.
        terms: the slots.
        now: the time.

    Returns:
        All that were moved, this one first.
    """
    networks = [draft for draft in of(book, number) if draft.state == APPROVED]
    if not networks:
        raise PostError(
            f"draft {number}: only an approved draft has a slot",
            hint=f"`digest queue approve {number}`",
        )
    slot = _wanted(day_and_time, networks[0].paper, terms, now)
    holders = [_trade(book, draft, slot, terms, now) for draft in networks]
    moved = [planning.approved(draft, slot) for draft in networks]
    return (*moved, *(holder for holder in holders if holder))


def _wanted(text: str, paper: str, terms: Terms, now: datetime) -> slots.Slot:
    day, _, clock = text.strip().replace("T", " ").rpartition(" ")
    wanted = f"{day} {clock:0>5}".strip()
    for slot in planning.slots_of(paper, terms, now):
        if wanted in {slot.name[:16], slot.name[11:16]}:
            return slot
    times = ", ".join(_clock(when) for when in terms.of(paper).queue.slots)
    raise PostError(
        f"{text}: there is no such slot", hint=f"the slots are {times}, none of them past"
    )


def _clock(when: time) -> str:
    return f"{when:%H:%M}"


def _trade(book: Book, draft: Draft, slot: slots.Slot, terms: Terms, now: datetime) -> Draft | None:
    """Give *draft* the slot, and its own slot to the draft that has it; return that one."""
    queued = book.every()
    having = (d for d in queued if (d.network, d.slot) == (draft.network, slot.name))
    holder = next((d for d in having if d.id != draft.id and d.state in TAKING), None)
    if holder and holder.state != APPROVED:
        raise PostError(f"{slot.name}: draft {holder.id} has that slot", hint="choose another one")
    if holder and draft.due and draft.due < now:
        has = f"draft {holder.id} has that slot, and that of draft {draft.id} is past"
        raise PostError(f"{slot.name}: {has}", hint="choose another one")
    ours = terms.holder("per_day", draft.paper)
    apart = holder and terms.holder("per_day", holder.paper) != ours
    if not holder or apart:
        _check_day(slot.day, draft, queued, terms)
    if holder and apart:
        _check_day(draft.slot[:10], holder, queued, terms)
    if holder:  # a slot belongs to one draft at any time, even between two writes
        book.put(replace(holder, slot="", due=None), "moved")
    book.put(planning.approved(draft, slot), "moved")
    if holder:
        holder = replace(holder, slot=draft.slot, due=draft.due)
        book.put(holder, "moved")
    return holder


def _check_day(day: str, draft: Draft, queued: Sequence[Draft], terms: Terms) -> None:
    if planning.is_full(day, draft, queued, terms):
        raise PostError(
            f"{day}: {counted(terms.of(draft.paper).queue.per_day, 'post')} planned for that day already",
            hint="choose another day, or raise per_day in feeds.yaml",
        )


def _rewritten(draft: Draft, text: str, *, edited: bool = False) -> Draft:
    """Return a draft with a new text, waiting for a person.

    An attempt whose outcome is open stays one while the text is the same.
    """
    same = text == draft.text
    return replace(
        draft,
        state=WAITING,
        text=text,
        edited=edited,
        slot="",
        due=None,
        attempted=draft.attempted if same else None,
        key=draft.key if same else "",
        cost=0,
        problem="",
    )


def _checked(draft: Draft, terms: Terms) -> Draft:
    queue = terms.of(draft.paper).queue
    if found := checks.problem(draft.text, draft.network, queue):
        place = (
            f"draft {draft.id}" if len(queue.to) == 1 else f"draft {draft.id} on {draft.network}"
        )
        raise PostError(f"{place}: {found[0]}", hint=found[1])
    return draft


def _impossible(draft: Draft, done: str) -> PostError:
    hint = (
        _POST_FIRST if draft.state == SENDING else f"`digest queue show {draft.id}` tells its story"
    )
    return PostError(f"draft {draft.id}: it is {draft.state} and cannot be {done}", hint=hint)


def _put(book: Book, drafts: Sequence[Draft], reason: str) -> None:
    for draft in drafts:
        book.put(draft, reason)


def _teach(book: Book, drafts: Sequence[Draft], hand: str) -> None:
    """Let what she decided on drafts say something of their sources."""
    for number in dict.fromkeys(draft.id for draft in drafts):
        book.teach(number, hand)
