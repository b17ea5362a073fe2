"""The queue's day: drafts are made, a person decides, what is due is sent. Calls each step in order.

``filling`` makes drafts of an edition, ``hands`` does what a person says, ``sending`` sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from digest.model import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for the queue: feeds.yaml's words, the paper's zone, the prices."""

    queue: Queue
    zone: tzinfo
    prices: Mapping[str, int]
    """In millionths of a US dollar, of ``create`` and ``create_link``."""
