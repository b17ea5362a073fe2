"""What holds for the queue, put together: feeds.yaml's words, and what the Mastodon server says."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.cli.context import Context, user_config_folder
from digest.errors import ConfigError, CredentialError

if TYPE_CHECKING:
    from digest.config import Config
    from digest.model import Queue, Room
    from digest.queue.terms import Terms
    from digest.store import Store

MASTODON = "mastodon"


def terms_of(config: Config) -> Terms:
    """Return what feeds.yaml says of the queue.

    Raises:
        ConfigError: neither the main paper nor an edition has a queue.
    """
    queue = config.queue or next(iter(config.queues.values()), None)
    if queue is None:
        raise _without_queue(config)
    names = {name: config.queues.get(name, queue) for name in config.editions}
    editions = {
        name: _terms(config, own, config.editions[name].timezone) for name, own in names.items()
    }
    return replace(_terms(config, queue, config.timezone), editions=MappingProxyType(editions))


def _terms(config: Config, queue: Queue, zone: str) -> Terms:
    from digest.queue.terms import Terms
    from digest.xapi.prices import in_millionths, millionths

    prices, reading = in_millionths(config.x.prices), millionths(config.x.budget)
    return Terms(queue=queue, zone=ZoneInfo(zone), prices=prices, reading=reading)


def check_queue(config: Config, edition: str) -> None:
    """Go on when a paper is there and its drafts have a queue.

    Raises:
        ConfigError: it is not so.
    """
    config.desk(edition)
    if config.queue_of(edition) is None:
        raise _without_queue(config, edition)


def _without_queue(config: Config, edition: str = "") -> ConfigError:
    hint = 'write queue: {slots: ["07:30", "12:00"]}'
    of = f" for the edition {edition!r}" if edition else ""
    return ConfigError((f"{config.path}: there is no 'queue:'{of}", hint))


@contextmanager
def opened(
    context: Context, *, asks: bool = False, edition: str | None = None
) -> Iterator[tuple[Store, Terms]]:
    """Open the archive, and return it with what holds for the queue.

    Args:
        context: the global options.
        asks: the Mastodon server may be asked how long a post may be, if that is not known.
        edition: the paper that must have a queue; None: any will do.

    Raises:
        ConfigError: there is no queue.
    """
    config = context.load()
    if edition is not None:
        check_queue(config, edition)
    terms = terms_of(config)
    with context.open_store() as store:
        yield store, with_room(context, store, terms, asks=asks)


def with_room(context: Context, store: Store, terms: Terms, *, asks: bool) -> Terms:
    """Return the terms with how long a post may be on the Mastodon server, as far as it is known."""
    every = {"": terms, **terms.editions}
    if not any(MASTODON in own.queue.to for own in every.values()):
        return terms
    room = _room(store, context.moment(), asks=asks)
    found = {name: _with(own, room) for name, own in every.items()} if room else every
    return _together(found)


def _with(terms: Terms, room: Room) -> Terms:
    return replace(terms, queue=replace(terms.queue, room=room))


def _together(terms: Mapping[str, Terms]) -> Terms:
    editions = {name: own for name, own in terms.items() if name}
    return replace(terms[""], editions=MappingProxyType(editions))


def preview(
    context: Context, store: Store, config: Config, edition: str, *, asks: bool
) -> Queue | None:
    """Return how the drafts of a paper would be written; None: feeds.yaml does not say."""
    queue = config.queue_of(edition)
    if queue is None or MASTODON not in queue.to:
        return queue
    room = _room(store, context.moment(), asks=asks)
    return replace(queue, room=room) if room else queue


def _room(store: Store, now: datetime, *, asks: bool) -> Room | None:
    """Return how much a post may hold where we post, asked for once a day; None: unknown.

    Where the keys are not found, as by a cron, it is what was known of a server last.
    """
    from digest import credentials
    from digest.posting import mastodon
    from digest.posting.web import server

    try:
        (named,) = credentials.load(os.environ, user_config_folder()).reveal("MASTODON_SERVER")
        address = server(named, "MASTODON_SERVER")
    except CredentialError:
        return store.drafts.latest_room()  # whoever posts there is told of it
    known, due = store.drafts.room(address, now)
    if not (asks and due):
        return known
    found = mastodon.room(address)
    store.drafts.note_room(address, found, now)
    return found or known
