"""What reading accounts needs in a test: a memory on disk, a way to each network."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from digest.http import Http
from digest.model import Fetched, Source
from digest.sources import KINDS, Net
from digest.sources.links import Links
from digest.sources.xreader import Reader
from digest.store import Store
from digest.xapi import Client, in_millionths
from tests.fakes.x import KEYS, NOW, FakeX


def source(target: str, kind: str = "x", **details: Any) -> Source:
    return Source(kind=kind, target=target, section="Leute", **details)


def reader_of(
    x: FakeX,
    store: Store,
    *,
    budget: int | None = None,
    prices: Mapping[str, Decimal] | None = None,
    handles: tuple[str, ...] = (),
    **keys: str,
) -> Reader:
    given = {name.removeprefix("X_").lower(): value for name, value in KEYS.items()} | keys
    client = Client(**given, base=x.address, seconds=2)
    paid = in_millionths(prices or {})
    return Reader(client, store.accounts, budget=budget, prices=paid, handles=handles)


def net_of(store: Store, *, reader: Reader | None = None, seconds: float = 10, **more: Any) -> Net:
    http = Http(agent="digest-tests", deadline=seconds)
    return Net(
        http=http,
        parser=None,  # type: ignore[arg-type]
        accounts=store.accounts,
        links=Links(store.accounts, trusted=True),
        x=reader,
        **more,
    )


def fetch(net: Net, store: Store, what: Source, now: Any = NOW) -> tuple[Fetched, tuple[Any, ...]]:
    """Fetch a source where it was left, store what came; return it and what is new."""
    checkpoint = store.checkpoints().get(what.id, {})
    fetched = KINDS[what.kind].fetch(what, checkpoint, net, now)
    return fetched, store.add(fetched, now)
