"""Sources, items and answers for the tests of the archive."""

from datetime import UTC, datetime, timedelta

from digest.model import (
    Edition,
    Evidence,
    Failure,
    Fetched,
    Item,
    Receipt,
    Score,
    Section,
    Signal,
    Source,
    Story,
    Window,
)
from digest.words import folded

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def source(name="a"):
    return Source(kind="feed", target=f"https://{name}.example/feed", section="News")


def item(key="1", *, of="a", now=NOW, ago=HOUR, **values):
    """An article as a source shows it; *ago* None: without a date."""
    page = values.pop("page", f"https://{of}.example/{key}")
    known = {
        "url": page.replace("https://", "https://www."),
        "title": f"Headline {key}",
        "summary": f"What {key} is about",
        "published": now if ago is None else min(now, NOW - ago),
    } | values
    known.setdefault("folded", folded(known["title"], known["summary"]))
    return Item(source=source(of).id, key=key, page=page, seen=now, **known)


def answer(*items, of="a", **values):
    return Fetched(source=source(of), items=items, **values)


def unchanged(of="a", **values):
    return Fetched(source=source(of), unchanged=True, **values)


def failure(problem="answered 500", of="a", **values):
    return Fetched(source=source(of), problem=problem, **values)


def feed(of, count, now=NOW):
    """A first answer with that many articles, the latest first."""
    ago = (HOUR + timedelta(minutes=number) for number in range(count))
    return answer(
        *(item(f"{of}{number}", of=of, now=now, ago=when) for number, when in enumerate(ago)),
        of=of,
        checkpoint={"etag": f'"{of}{count}"'},
        title=f"The {of} Times",
    )


def story(*items):
    evidence = tuple(
        Evidence(kind="words", words=("abmahnung", "müller"), likeness=0.75) for _ in items
    )
    signals = (Signal(name="freshness", value=0.5, weight=2.0, fact="2 hours old"),)
    return Story(
        id=f"s{items[0].id}",
        items=items,
        evidence=evidence,
        score=Score(total=1.0, signals=signals),
        section="News",
        must_see=("Abmahnung",),
    )


def edition(*stories, number=1, end=NOW, last=0, **values):
    return Edition(
        number=number,
        title="Social Media Newspaper",
        language="de",
        timezone="Europe/Berlin",
        window=Window(start=end - DAY, end=end),
        last=last,
        sections=(Section(name="News", stories=stories),),
        receipt=Receipt(
            sources=2,
            answered=1,
            failed=(Failure(source="B", reason="answered 500", since=end - HOUR),),
            rules={"Abmahnung": 1},
        ),
        sources={source().id: "The a Times"},
        **values,
    )


def window(start=NOW - DAY, end=NOW, after=None):
    return Window(start=start, end=end, after=after)
