"""Prints an edition as posts: the very texts that ``digest queue fill`` would make drafts of."""

from __future__ import annotations

from datetime import time

from digest.model import Edition, Page, Queue
from digest.queue import texts

SEPARATOR = "---"
_DEFAULT = Queue(slots=(time(8),))
"""How drafts are written where feeds.yaml has no queue."""


def render(edition: Edition, page: Page) -> str:
    """Return one post for each story, for the first network of the queue, a line ``---`` between them."""
    queue = page.queue or _DEFAULT
    posts = [texts.draft(edition, story, queue.to[0], queue).text for story in edition.stories]
    return f"\n{SEPARATOR}\n".join(posts) + "\n"
