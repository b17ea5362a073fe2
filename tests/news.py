"""News to score and to print: sources, items and stories with nothing in them but what a test is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from digest import words
from digest.model import Desk, Item, Source, Story

NOW = datetime(2026, 8, 24, 7, 0, tzinfo=UTC)


def source_id(name: str) -> str:
    return f"feed:https://{name}.example/rss"


def item(title: str, source: str = "a", *, hours: float = 3, summary: str = "") -> Item:
    when = NOW - timedelta(hours=hours)
    return Item(
        source=source_id(source),
        key=title,
        title=title,
        summary=summary,
        folded=words.folded(title, summary),
        published=when,
        seen=when,
    )


def story(*items: Item, name: str = "", **more: Any) -> Story:
    return Story(id=name or items[0].title, items=items, **more)


def desk(**more: Any) -> Desk:
    """Return a desk with sources a, b and c in Plattformen and d in Recht; ``weights`` by name."""
    weights = more.pop("weights", {})
    sources = tuple(
        source(name, section, weights.get(name, 1.0))
        for name, section in zip("abcd", ["Plattformen"] * 3 + ["Recht"], strict=True)
    )
    settings = {"sources": sources, "sections": ("Plattformen", "Recht"), **more}
    return Desk(**settings)


def source(name: str, section: str = "Plattformen", weight: float = 1.0) -> Source:
    target = f"https://{name}.example/rss"
    return Source(kind="feed", target=target, section=section, name=name.upper(), weight=weight)
