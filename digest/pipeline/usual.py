"""Says what the sources of a desk usually speak of, which is no evidence of anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from digest import stories
from digest.model import Desk
from digest.store import Store
from digest.stories.joining import LIMIT


def usual(desk: Desk, store: Store, start: datetime, last: int) -> Mapping[str, float]:
    """Return in what share of earlier headlines each stem stands, of those that recur.

    Args:
        desk: whose sources they are of.
        store: the archive.
        start: of what is merged; a story that began before it may still run for ``LIMIT``.
        last: no item that counts has a higher number.
    """
    over = start - timedelta(seconds=LIMIT)
    return stories.recurring(store.headlines({source.id for source in desk.sources}, over, last))
