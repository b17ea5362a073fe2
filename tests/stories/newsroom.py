"""Items and sources for the tests of stories."""

from datetime import UTC, datetime, timedelta

from digest import stories, urls, words
from digest.model import Item, Source

NOON = datetime(2026, 8, 12, 12, tzinfo=UTC)


def source(outlet, **more):
    target = f"https://{outlet}.example/feed"
    return Source(**{"kind": "feed", "target": target, "section": "News", "name": outlet, **more})


def item(number, title, outlet="", *, hours=0.0, **more):
    """Return an item of *outlet*, by default one of its own; *hours* after noon."""
    outlet = outlet or f"outlet{number}"
    url = more.pop("url", f"https://{outlet}.example/a/{number}")
    summary = more.get("summary", "")
    then = NOON + timedelta(hours=hours, minutes=number)
    return Item(
        **{
            "id": number,
            "source": f"feed:https://{outlet}.example/feed",
            "key": url or f"key {number}",
            "url": url,
            "page": urls.canonical(url),
            "title": title,
            "folded": words.folded(title, summary),
            "published": then,
            "seen": then,
            **more,
        }
    )


def told(headlines, **more):
    """Return an item for each headline, each of an outlet of its own."""
    return [item(number, title, **more) for number, title in enumerate(headlines, 1)]


def sources(items):
    """Return a source for each item's outlet."""
    names = {each.source: each.source.removeprefix("feed:https://") for each in items}
    return {name: source(rest.partition(".example")[0]) for name, rest in names.items()}


def merged(items, language="en", **known):
    made = stories.merge(items, {**sources(items), **known}, language)
    return tuple(map(made.explain, made.stories))


def together(items, **known):
    """Return the sets of item numbers that are one story, singles left out."""
    return [{i.id for i in s.items} for s in merged(items, **known) if len(s.items) > 1]
