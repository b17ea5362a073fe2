"""Makes drafts of the stories of an edition, one for each story ever, over all papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from digest.delivery.hands import approve
from digest.delivery.sending import OLDER, is_asking
from digest.model import Edition, Queue
from digest.queue import checks, texts
from digest.queue.terms import Terms
from digest.store import Store
from digest.store.drafts import Book


def fill(
    store: Store, edition: Edition, terms: Terms, now: datetime, most: int | None
) -> list[int]:
    """Make drafts of an edition's first stories; return the ids of those that are new.

    A story that ever had a draft, even before it grew, gets none on the same network, whichever paper
    drafted it. They wait for a person unless feeds.yaml says ``approve: automatic``; then those wait
    that cannot go as they are, with the reason as their problem, and all where a copy of the archive was
    put in its place: it may print, and draft, what was posted already.

    Args:
        store: where the queue lies.
        edition: one that was printed.
        terms: how drafts are written, and when they go out.
        now: the time.
        most: how many stories are looked at; None: all.

    Raises:
        PostError: a template leaves no room; nothing was made.
    """
    new: list[int] = []
    queue = terms.of(edition.name).queue
    reason = OLDER if is_asking(store.drafts, now) else ""
    with store.drafts.changing(now) as book:
        for story in edition.stories[:most]:
            drafts = [texts.draft(edition, story, network, queue) for network in queue.to]
            if fresh := book.new(drafts):
                new.append(book.add(fresh, f"of edition {edition.number}"))
        if queue.approve == "automatic":
            ready = [number for number in new if _is_ready(book, number, queue, reason)]
            approve(book, ready, terms, now, reason="approved automatically")
    return new


def _is_ready(book: Book, number: int, queue: Queue, reason: str) -> bool:
    """Tell whether a draft can go as it is on all networks; note on which it cannot, and why.

    Args:
        book: the queue.
        number: the draft's id.
        queue: what its paper says.
        reason: why none can; or "".
    """
    ready = True
    for draft in book.of(number):
        found = checks.problem(draft.text, draft.network, queue)
        if why := found[0] if found else reason:
            book.put(replace(draft, problem=why), f"not approved automatically: {why}")
            ready = False
    return ready
