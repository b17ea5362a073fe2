"""Where items come from: a closed table of kinds, one module each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from digest.sources import bluesky, feed, mastodon, x

KINDS: Mapping[str, ModuleType] = MappingProxyType(
    {"feed": feed, "x": x, "mastodon": mastodon, "bluesky": bluesky}
)
"""What a source can be."""


def parse_target(kind: str, text: str) -> str:
    """Return an address or handle in the canonical form of its kind.

    Raises:
        ValueError: it is none; with the reason.
    """
    return str(KINDS[kind].parse_target(text))
