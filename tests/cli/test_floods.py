"""A feed that repeats itself, forgets its ids or its dates, or brings everything at once makes no flood."""

import re
from datetime import UTC, datetime, timedelta
from html import escape

import pytest

FRIDAY = datetime(2026, 11, 20, 6, tzinfo=UTC)
TITLES = [f"Meldung {number}: {word} im Netz" for number, word in enumerate("abcdefgh")]


def entry(title, number, *, key="", page="", when=FRIDAY):
    link = f"https://blatt.example/{page or number}"
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><guid isPermaLink='false'>"
        f"{key or f'id-{number}'}</guid><pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
    )


def feed(entries):
    return f"<rss version='2.0'><channel><title>Blatt</title>{''.join(entries)}</channel></rss>".encode()


def usual(count=8):
    return [
        entry(title, number, when=FRIDAY - timedelta(hours=number))
        for number, title in enumerate(TITLES[:count])
    ]


CHANGES = {
    "all ids": lambda number, title: entry(title, number, key=f"new-{number}"),
    "one id for all": lambda number, title: entry(title, number, key="same"),
    "all dates": lambda number, title: entry(title, number, when=FRIDAY + timedelta(days=1)),
    "no dates": lambda number, title: re.sub("<pubDate>.*?</pubDate>", "", entry(title, number)),
    "no ids": lambda number, title: re.sub("<guid.*?</guid>", "", entry(title, number)),
    "ids and dates": lambda number, title: entry(
        title, number, key=f"new-{number}", when=FRIDAY + timedelta(days=1)
    ),
    "tracking": lambda number, title: entry(
        title, number, key=f"new-{number}", page=f"{number}?utm_source=rss"
    ),
}


@pytest.fixture
def paper(run, web, feeds_yaml):
    """Publish entries and return the titles of the paper of a day after Friday."""
    feeds_yaml(web.url("/feed"))

    def paper(entries, days=0):
        web.page("/feed", feed(entries))
        now = (FRIDAY + timedelta(days=days)).isoformat()
        return run("today", "--stories", "all", "--format", "json", now=now).titles

    return paper


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_returns_as_new_when_a_feed_changes(paper, change):
    assert sorted(paper(usual())) == TITLES
    changed = [CHANGES[change](number, title) for number, title in enumerate(TITLES)]
    assert paper(changed, days=1) == []
    assert paper([entry("Eine ganz neue", 99, when=FRIDAY + timedelta(days=2)), *changed], days=2)


def test_what_went_and_comes_back_is_not_new(paper):
    paper(usual())
    paper(usual(count=2), days=1)
    assert paper(usual(), days=2) == []


def test_a_first_fetch_of_an_old_feed_does_not_fill_the_paper(paper, web, feeds_yaml):
    assert len(paper(usual(), days=0)) == 8
    feeds_yaml(web.url("/feed"), web.url("/old"))
    old = [
        entry(
            f"Aus dem Archiv {number}",
            f"old/{number}",
            when=FRIDAY - timedelta(days=number, hours=1),
        )
        for number in range(-1, 60)
    ]
    web.page("/old", feed(old))
    assert paper(usual(), days=1) == ["Aus dem Archiv -1"]


def test_twenty_thousand_entries_at_once_are_bounded_and_said(paper, web, run):
    paper(usual())
    later = FRIDAY + timedelta(hours=20)
    flood = [entry(f"Nummer {number}", f"flood/{number}", when=later) for number in range(20_000)]
    assert 0 < len(paper(flood, days=1)) <= 1_000
    assert paper(flood, days=2) == []


def test_one_feed_cannot_touch_the_items_of_another(run, web, feeds_yaml):
    feeds_yaml(web.url("/feed"), web.url("/thief"))
    web.page("/feed", feed(usual()))
    web.page("/thief", feed([entry("Gestohlen", number) for number in range(8)]))
    done = run("today", "--stories", "all", "--format", "json", now=FRIDAY.isoformat())
    told = [item["title"] for item in done.paper["items"]]
    also = [it["title"] for item in done.paper["items"] for it in item["_digest"]["also"]]
    assert set(TITLES) <= {*told, *also}
