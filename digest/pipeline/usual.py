"""Says what the sources of a desk usually speak of, which is no evidence of anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from digest import rules, stories
from digest.model import Desk, Item
from digest.stems import root
from digest.store import Store
from digest.stories.joining import LIMIT
from digest.stories.likeness import OFTEN
from digest.stories.names import named


def with_wanted(
    earlier: Mapping[str, float], desk: Desk, fired: Sequence[Item]
) -> Mapping[str, float]:
    """Return what recurs, and with it the words that must-see rules look for in items that fire.

    That two articles hold what a rule looks for is why both must be seen, not evidence that they tell
    the same: of two ticket sales one would be hidden behind the other. That both name one event is.
    """
    wanted = rules.wanted(desk.must_see, fired) - _events(fired)
    return {**earlier, **dict.fromkeys(map(root, wanted), OFTEN)}


def _events(items: Sequence[Item]) -> set[str]:
    """Return the folded words of the events that headlines name."""
    found = (named(item.title, item.folded.partition("\n")[0].split()) for item in items)
    return {word for names in found for name, _ in names.get("event", ()) for word in name.split()}


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
