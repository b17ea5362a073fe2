"""The only writers to the world. To add a network: write a module, name it in NETWORKS.

Each network says what came of one request, and whether a post is there; what is to be done about it
is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from digest.credentials import Credentials
from digest.posting import bluesky, mastodon, x
from digest.posting.outcomes import Look, Outcome, Result, Sight
from digest.posting.purse import Purse
from digest.queue.drafts import Draft

__all__ = ["NETWORKS", "Look", "Network", "Outcome", "Purse", "Result", "Sight"]


class Network(Protocol):
    """What every module of a network provides."""

    @property
    def repeatable(self) -> bool:
        """The same draft sent twice, with its key, makes one post."""

    def post(self, draft: Draft) -> Outcome:
        """Send one request, and wait at most 30 seconds."""

    def look(self, draft: Draft, taken: Collection[str]) -> Look:
        """Look whether the draft is there, in no post of *taken*."""


NETWORKS: Mapping[str, Callable[[Credentials, Mapping[str, str], Purse | None], Network]] = {
    "x": x.Network,
    "mastodon": mastodon.Network,
    "bluesky": bluesky.Network,
}
"""By name; made of the keys, the environment and the money for looks, which only X asks for. Making one
may raise CredentialError."""
