"""What sources are called: by feeds.yaml, or else by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from digest.model import Desk, Health


def named(desk: Desk, health: Mapping[str, Health]) -> Desk:
    """Call each source that has no name in feeds.yaml what it calls itself."""
    return replace(
        desk,
        sources=tuple(
            source if source.name else replace(source, name=health.get(source.id, Health()).title)
            for source in desk.sources
        ),
    )
