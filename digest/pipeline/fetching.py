"""Brings in what is new: asks the sources, and stores each answer when it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from digest import sources
from digest.model import Fetched, Source
from digest.sources import FETCH, Manners, Net
from digest.store import Store


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

    What rests (``sources.manners``) is not asked, and counts as what it answered last. Each
    run asks in another order: where the time does not suffice for all, nobody is left out for ever.

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
    awake = (source for source in wanted if source.id not in resting)
    turns = sorted(awake, key=lambda source: blake2b(f"{now} {source.id}".encode()).digest())
    new = 0
    for fetched in sources.fetch_all(turns, store.checkpoints(), net, now):
        new += len(store.add(fetched, now))
        answered += not fetched.problem
        heard(fetched)
    store.flush()
    return Answers(sources=len(wanted), answered=answered, new=new)
