"""Makes drafts of the stories of an edition, one for each story ever, over all papers."""

from __future__ import annotations

from datetime import datetime

from digest.delivery.hands import approve
from digest.model import Edition
from digest.queue import texts
from digest.queue.terms import Terms
from digest.store import Store


def fill(
    store: Store, edition: Edition, terms: Terms, now: datetime, most: int | None
) -> list[int]:
    """Make drafts of an edition's first stories; return the ids of those that are new.

    A story that ever had a draft, even before it grew, gets none on the same network, whichever paper
    drafted it. They wait for a person unless feeds.yaml says ``approve: automatic``.

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
    with store.drafts.changing(now) as book:
        for story in edition.stories[:most]:
            drafts = [texts.draft(edition, story, network, queue) for network in queue.to]
            if fresh := book.new(drafts):
                new.append(book.add(fresh, f"of edition {edition.number}"))
        if queue.approve == "automatic" and new:
            approve(book, new, terms, now, reason="approved automatically")
    return new
