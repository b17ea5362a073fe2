"""Editions to print: a morning's paper in German, a small one in English, and their parts."""

from datetime import UTC, datetime, timedelta

from digest.model import (
    Edition,
    Failure,
    Item,
    Receipt,
    Score,
    Section,
    Signal,
    Story,
    Tally,
    Window,
)

NOW = datetime(2026, 11, 21, 6, 2, tzinfo=UTC)
"""Saturday, two minutes past seven in Berlin."""
START = NOW - timedelta(days=1)


def item(title="Ein Titel", *, source="feed:https://example.org/rss", hours=3.0, **more):
    """Make an item that was published so many hours before NOW."""
    when = NOW - timedelta(hours=hours)
    defaults = {"key": title, "url": "https://example.org/1", "published": when, "seen": when}
    return Item(source=source, title=title, **{**defaults, **more})


def story(title="Ein Titel", *, also=(), score=0.5, number=1, **more):
    """Make a story; what is not a story's own goes to its lead."""
    own = {
        name: more.pop(name) for name in ("section", "must_see", "continues", "id") if name in more
    }
    others = tuple(item(f"{title} ({name})", source=f"feed:{name}", hours=2) for name in also)
    signals = (Signal(name="freshness", value=score, weight=1.0),)
    return Story(
        **{"id": f"s{number}", **own},
        items=(item(title, **more), *others),
        score=Score(total=score, signals=signals),
    )


def edition(*sections, **more):
    """Make an edition of (name, stories) pairs."""
    defaults = {
        "number": 17,
        "title": "Social Media Newspaper",
        "language": "de",
        "timezone": "Europe/Berlin",
        "window": Window(start=START, end=NOW),
        "sources": {"feed:https://example.org/rss": "Beispielblatt"},
    }
    named = tuple(Section(name=name, stories=tuple(stories)) for name, stories in sections)
    printed = sum(len(section.stories) for section in named)
    receipt = Receipt(sources=3, answered=3, items=printed, stories=printed, printed=printed)
    return Edition(**{**defaults, "receipt": receipt, **more}, sections=named)


def news(section, number, title, source, hours, score, also=(), **more):
    """Make one story of the morning's paper."""
    url = f"https://www.example.org/{section.lower().replace(' ', '-')}/{number}"
    facts = {"source": source, "hours": hours, "score": score, "also": also, "url": url}
    return story(title, section=section, number=number, **facts, **more)


CLOCK = tuple(NOW.replace(minute=0) - timedelta(hours=hours) for hours in range(24, -1, -1))


def tallies():
    """Make the counts of a day: fifteen sources, one busier than the next, some of it told before."""
    return tuple(
        Tally(
            source=f"feed:{name}",
            items=tuple((place * (slot + 3) % 7) // 4 for slot in range(25)),
            merged=tuple((place * (slot + 3) % 7) // 6 for slot in range(25)),
            printed=(5, 3, 2, 2, 1, 1, 1)[place - 1] if place < 8 else 0,
        )
        for place, name in enumerate(
            (
                *("Marketing Morgen", "Plattformwächter", "Netzrecht aktuell", "Suchradar"),
                *("Medienmagazin Querspalte", "Mastodon-Blog", "The Daily Scroll", "Feedfunk"),
                *(
                    "IT-Bote",
                    "t9n",
                    "Kanalblick",
                    "Netzwelle",
                    "Landfunk",
                    "The Tokyo Feed",
                    "Die Planbar",
                ),
            ),
            start=1,
        )
    )


def morning():
    """Make the paper of a Saturday, as a German social media manager would get it."""
    must = (
        news(
            "Recht",
            1,
            "Neue Abmahnwelle: Kanzlei schreibt Betreiber von Vereinsseiten wegen eingebetteter Karten an",
            "Netzrecht aktuell",
            1.6,
            0.83,
            ("Die Vereinspost", "Blog der Kanzlei Sommerfeld", "Landfunk", "IT-Bote"),
            must_see=("Abmahnung",),
        ),
        news(
            "Termine",
            2,
            "BarCamp Niederrhein: Die letzten 80 Tickets gibt es heute um 10 Uhr",
            "BarCamp-Kalender",
            0.4,
            0.61,
            must_see=("Tickets",),
        ),
    )
    platforms = (
        news(
            "Plattformen",
            3,
            "Instagram ändert seine Nutzungsbedingungen: Was Firmenkonten bis Januar prüfen müssen",
            "Plattformwächter",
            4.2,
            0.97,
            ("Marketing Morgen", "t9n", "Feedfunk", "The Daily Scroll", "Kanalblick", "Netzwelle"),
            summary="Ab dem 15. Januar dürfen Beiträge von Firmenkonten für die Werbung anderer verwendet"
            " werden, wenn man nicht widerspricht. Der Schalter dafür liegt tief in den Einstellungen,"
            " und er gilt für jedes Konto einzeln. Wer mehrere Marken betreut, sollte sich eine Liste"
            " machen. Wir zeigen Schritt für Schritt, wo er zu finden ist, was er bewirkt und was mit"
            " alten Beiträgen geschieht, die schon verwendet werden.",
        ),
        news(
            "Plattformen",
            4,
            "LinkedIn testet Newsletter mit Bezahlschranke 💶",
            "Marketing Morgen",
            7.5,
            0.72,
            ("The Daily Scroll",),
        ),
        news("Plattformen", 5, "Mastodon 5.1 ist da", "Mastodon-Blog", 11, 0.58, continues=16),
        news(
            "Plattformen",
            6,
            "Threads, Bluesky, X: Wo deutsche Redaktionen im Herbst 2026 wirklich noch veröffentlichen",
            "Medienmagazin Querspalte",
            19,
            0.44,
            ("Feedfunk", "Netzwelle"),
        ),
    )
    marketing = (
        news(
            "Marketing",
            7,
            "Warum kurze Videos im B2B-Geschäft länger leben, als man denkt",
            "Marketing Morgen",
            3.1,
            0.66,
        ),
        news(
            "Marketing",
            8,
            "Studie: Jeder dritte Newsletter landet ungelesen im Archiv",
            "Zahlen, bitte",
            9,
            0.52,
            ("Marketing Morgen", "Feedfunk", "Kanalblick"),
        ),
        news("Marketing", 9, "Redaktionsplan für 2027 zum Ausdrucken", "Die Planbar", 22, 0.31),
    )
    search = (
        news(
            "SEO",
            10,
            "Google verabschiedet sich von den nummerierten Suchergebnisseiten – diesmal endgültig",
            "Suchradar",
            5.4,
            0.63,
            ("t9n", "Search Weekly"),
        ),
        news(
            "SEO", 11, "Core Update, Tag 9: Die Verlierer", "Search Weekly", 14, 0.41, continues=15
        ),
    )
    law = (
        news(
            "Recht",
            12,
            "OLG Köln: „Werbung“ muss auch im zweiten Bild einer Serie stehen",
            "Netzrecht aktuell",
            17,
            0.55,
            ("IT-Bote",),
        ),
    )
    media = (
        news("Medien", 13, "東京新聞、SNSの新しい編集部を設立", "The Tokyo Feed", 6, 0.38),
        news(
            "Medien",
            14,
            "Public broadcasters pool their fact-checkers across nine languages",
            "The Daily Scroll",
            20,
            0.35,
            ("Medienmagazin Querspalte",),
        ),
    )
    events = (
        news(
            "Termine",
            15,
            "re:start 27 sucht Vorträge bis zum Nikolaustag",
            "feed:restart",
            23,
            0.29,
        ),
    )
    sections = (
        ("", must),
        ("Plattformen", platforms),
        ("Marketing", marketing),
        ("SEO", search),
        ("Recht", law),
        ("Medien", media),
        ("Termine", events),
    )
    failed = (
        Failure(
            source="Kanalblick", reason="503 Service Unavailable", since=NOW - timedelta(hours=2)
        ),
        Failure(
            source="Blog der Kanzlei Sommerfeld",
            reason="too slow: no whole answer within 10 s",
            since=NOW - timedelta(days=4, hours=1),
        ),
        Failure(
            source="Netzwelle", reason="not a feed: an HTML page", since=NOW - timedelta(days=1)
        ),
    )
    receipt = Receipt(
        sources=54,
        answered=51,
        failed=failed,
        items=412,
        stories=318,
        merged=94,
        printed=15,
        muted=6,
        below=297,
        rules={"Abmahnung": 1, "Tickets": 1, "Nutzungsbedingungen": 0, "Klarnamen": 0},
        clock=CLOCK,
        tallies=tallies(),
    )
    return edition(*sections, receipt=receipt, sources={"feed:restart": "re:start"})


def quiet():
    """Make the small paper of a slow day, in English, after a weekend."""
    one = news(
        "Platforms",
        1,
        "Bluesky opens its verification to newsrooms",
        "The Daily Scroll",
        30,
        0.9,
        ("Feed & Order",),
        summary="Any newsroom with an imprint can now verify its own reporters.",
    )
    two = news("Law", 2, "EU court: a repost can be an endorsement 👩‍⚖️", "Feed & Order", 50, 0.4)
    receipt = Receipt(
        sources=1, answered=1, items=1042, stories=2, printed=2, rules={"Terms": 0, "Tickets": 0}
    )
    return edition(
        ("Platforms", [one]),
        ("Law", [two]),
        title="The Morning Scroll",
        language="en",
        timezone="Europe/London",
        number=3,
        window=Window(start=NOW - timedelta(days=3), end=NOW),
        receipt=receipt,
        sources={},
    )
