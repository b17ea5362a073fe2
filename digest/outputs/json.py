"""Prints an edition as a JSON Feed 1.1, with what digest adds under ``_digest``.

One story is one line, so that two papers can be compared by diff and ten thousand stories are
written as fast as the encoder runs. The format: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from digest.model import Edition, Item, Page, Score, Spending, Story
from digest.outputs.parts import failures, headline, label, link, target
from digest.outputs.signs import carries_unicode
from digest.outputs.wording import wording
from digest.text import clean, shorten

VERSION = "https://jsonfeed.org/version/1.1"
_MILLION = 1_000_000
_REASON = 300
"""Characters of the reason why a source failed."""


def render(edition: Edition, page: Page) -> str:
    """Return the edition as JSON, the stories in the order of print.

    What *page* cannot carry is escaped; its width does not matter. ``edition`` is null when the paper
    was not counted as printed, ``url`` is absent (null in ``also``) where an item has no link.
    """
    escape = not carries_unicode(page.encoding)
    encode = json.JSONEncoder(ensure_ascii=escape, allow_nan=False).encode
    head = ",\n".join(f"{encode(key)}: {encode(value)}" for key, value in _head(edition).items())
    items = ",\n".join(encode(item) for item in _items(edition))
    body = f"[\n{items}\n]" if items else "[]"
    return f'{{\n{head},\n"items": {body}\n}}\n'


def _head(edition: Edition) -> dict[str, Any]:
    return {
        "version": VERSION,
        "title": clean(edition.title),
        "language": clean(edition.language),
        "_digest": {
            "edition": edition.number or None,
            "window": {"from": _time(edition.window.start), "to": _time(edition.window.end)},
            "receipt": _receipt(edition),
        },
    }


def _receipt(edition: Edition) -> dict[str, Any]:
    receipt = edition.receipt
    return {
        "sources": receipt.sources,
        "answered": receipt.answered,
        "failed": [
            {"source": clean(failure.source), "reason": shorten(clean(failure.reason), _REASON)}
            for failure in failures(edition)
        ],
        "items": receipt.items,
        "stories": receipt.stories,
        "merged": receipt.merged,
        "printed": receipt.printed,
        "muted": receipt.muted,
        "below": receipt.below,
        **({"gaps": [clean(name) for name in receipt.gaps]} if receipt.gaps else {}),
        **_spent(receipt.spent),
    }


def _spent(spent: Spending | None) -> dict[str, Any]:
    """Return what reading X has cost, in US dollars; nothing where it is not read."""
    if spent is None:
        return {}
    budget = None if spent.budget is None else spent.budget / _MILLION
    cost, month = spent.cost / _MILLION, spent.month / _MILLION
    return {"cost": {"usd": cost, "things": spent.things, "month": month, "budget": budget}}


def _items(edition: Edition) -> Iterator[dict[str, Any]]:
    untitled = wording(edition.language).untitled
    for number, story in enumerate(edition.stories, 1):
        lead = story.lead
        item: dict[str, Any] = {"id": story.id}
        if url := link(lead):
            item["url"] = url
        if (page := target(lead)) != url:
            item["external_url"] = page
        item["title"] = headline(lead, untitled)
        item["content_text"] = clean(lead.summary) or item["title"]
        item["date_published"] = _time(lead.published)
        if author := clean(lead.author):
            item["authors"] = [{"name": author}]
        item["_digest"] = _story(edition, number, story)
        yield item


def _story(edition: Edition, number: int, story: Story) -> dict[str, Any]:
    return {
        "story": story.id,
        "rank": number,
        "section": clean(story.section),
        "score": round(story.score.total, 6),
        "source": label(edition, story.lead),
        "must_see": [clean(rule) for rule in story.must_see],
        "signals": _signals(story.score),
        "also": [_other(edition, item) for item in story.items[1:]],
    } | _shared(story.lead)


def _signals(score: Score) -> dict[str, dict[str, float]]:
    return {
        signal.name: {"value": round(signal.value, 6), "weight": round(signal.weight, 6)}
        for signal in score.signals
    }


def _other(edition: Edition, item: Item) -> dict[str, Any]:
    return {
        "source": label(edition, item),
        "title": clean(item.title),
        "url": link(item) or None,
        "published": _time(item.published),
    } | _shared(item)


def _shared(item: Item) -> dict[str, Any]:
    """Return who passes an item on, when it is a post: with which words, who said it first."""
    share = item.share
    if share is None:
        return {}
    said = {"by": clean(item.author), "words": clean(share.words), "first": clean(share.first)}
    return {"shared": {name: text or None for name, text in said.items()}}


def _time(when: datetime) -> str:
    """Return an RFC 3339 time in UTC."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
