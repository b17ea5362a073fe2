"""Weeks of real mornings, replayed through the command line; all of them with ``-m "month or not month"``."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest

from digest import words
from digest.config import load
from digest.pipeline.composing import recompose
from digest.store import Store

SNAPSHOTS = Path(__file__).parents[3] / "shared" / "corpus" / "snapshots"
pytestmark = pytest.mark.skipif(not SNAPSHOTS.exists(), reason="needs ../shared")
SETTINGS = """
language: {language}
stories: 12
must_see: {{Feuer: ["wildfire*", "waldbrand*", "waldbraende*"]}}
"""
FIRE = re.compile(r"\b(?:wildfire\w*|waldbr[aä]nde?\w*)", re.IGNORECASE)
HOUR = timedelta(hours=1)
WEEK = 7
OFTEN = 3
"""Every third paper is made once more, to see what was left out of it."""


def lines(name):
    paths = sorted((SNAPSHOTS / name).glob("*.ndjson"))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def world():
    """Yield mornings of English world news: what 22 outlets had shown in the 48 hours before."""
    rows = lines("world-en-22src")
    for row in rows:
        row["seen"] = datetime.fromisoformat(row["collectedAt"])
        row["published"] = row["pubDate"]
    first = datetime(2026, 7, 28, 5, tzinfo=UTC)
    for now in (first + 24 * HOUR * day for day in range(14)):
        yield now, [row for row in rows if now - 48 * HOUR <= row["seen"] < now]


def newspapers():
    """Yield mornings of German, Austrian and English newspapers: what their feeds showed."""
    rows = lines("de-at-en-newspaper")
    for day in sorted({row["snapshot"] for row in rows}):
        now = datetime.fromisoformat(f"{day}T06:30:00+00:00")
        yield now, [row for row in rows if row["snapshot"] == day]


def on_show(rows):
    """Return what each outlet shows, by its name and link: of what was edited the last state."""
    outlets = {}
    for row in rows:
        outlets.setdefault(row["source"], {})[row["link"]] = row
    return outlets


def publish(folder, rows):
    """Write what the outlets show as feeds."""
    for name, shown in on_show(rows).items():
        items = "".join(map(entry, reversed(shown.values())))
        feed = f'<rss version="2.0"><channel><title>{escape(name)}</title>{items}</channel></rss>'
        (folder / f"{slug(name)}.xml").write_text(feed, encoding="utf-8")


def entry(row):
    when = datetime.fromisoformat(row["published"]) if row["published"] else None
    date = f"<pubDate>{format_datetime(when)}</pubDate>" if when else ""
    fields = {"title": row["title"], "link": row["link"], "guid": row["link"]}
    told = "".join(f"<{name}>{escape(text or '')}</{name}>" for name, text in fields.items())
    return f"<item>{told}<description>{escape(row.get('description') or '')}</description>{date}</item>"


def slug(name):
    return re.sub(r"\W+", "-", name.lower())


@pytest.fixture(
    params=[
        pytest.param((world, "en", WEEK), id="a week of the world"),
        pytest.param((world, "en", 2 * WEEK), id="two weeks of the world", marks=pytest.mark.month),
        pytest.param((newspapers, "de", 2 * WEEK), id="newspapers"),
    ]
)
def month(request, run, tmp_path):
    """Print a paper each morning; returns what was shown and what was printed."""
    mornings, language, most = request.param
    days = list(mornings())[:most]
    names = sorted({row["source"] for _, rows in days for row in rows})
    for name in names:
        empty = f'<rss version="2.0"><channel><title>{escape(name)}</title></channel></rss>'
        (tmp_path / f"{slug(name)}.xml").write_text(empty, encoding="utf-8")
    listed = "\n".join(f"    - file:{slug(name)}.xml" for name in names)
    settings = SETTINGS.format(language=language)
    (tmp_path / "feeds.yaml").write_text(f"{settings}\nsections:\n  News:\n{listed}\n", "utf-8")
    papers = []
    for now, rows in days:
        publish(tmp_path, rows)
        done = run("today", "--format", "json", now=now.isoformat())
        assert done.code == 0, done.err
        papers.append(done.paper)
        if len(papers) % OFTEN == 0:
            assert_none_above_the_line_is_lost(tmp_path)
    return tmp_path, days, papers


def printed(papers):
    return [entry for paper in papers for entry in paper["items"]]


def test_weeks_of_mornings_print_no_story_twice_and_lose_none(month, run):
    folder, days, papers = month
    assert_windows_meet(papers)
    assert_nothing_is_printed_twice(papers)
    assert_every_item_is_in_one_edition(folder, papers)
    assert_all_that_must_be_seen_is_seen(days, papers)
    now = days[-1][0] + HOUR
    again = [run("today", "--offline", "--since", "20h", now=now.isoformat()).out for _ in range(2)]
    assert again[0].splitlines()[5:] == again[1].splitlines()[5:]


def assert_windows_meet(papers):
    windows = [paper["_digest"]["window"] for paper in papers]
    assert [each["to"] for each in windows[:-1]] == [each["from"] for each in windows[1:]]
    assert [paper["_digest"]["edition"] for paper in papers] == list(range(1, len(papers) + 1))


def assert_nothing_is_printed_twice(papers):
    entries = printed(papers)
    members = Counter(
        (other["source"], other["url"])
        for each in entries
        for other in [
            {"source": each["_digest"]["source"], "url": each["url"]},
            *each["_digest"]["also"],
        ]
    )
    assert {key: n for key, n in members.items() if n > 1} == {}
    leads = Counter(each["url"] for each in entries)
    assert {url: n for url, n in leads.items() if n > 1} == {}
    headlines = Counter(words.folded(each["title"]) for each in entries)
    assert {title: n for title, n in headlines.items() if n > 1} == {}


def assert_every_item_is_in_one_edition(folder, papers):
    covered, start = Counter(), datetime.fromisoformat(papers[0]["_digest"]["window"]["from"])
    with Store(folder / "data") as store:
        sources = {source.id for source in load(folder / "feeds.yaml").sources}
        for number, paper in enumerate(papers, start=1):
            edition = store.edition("", number)
            items = [i for i in store.items(edition.window, sources) if i.id <= edition.last]
            covered.update(item.id for item in items)
            # more: those that fire a rule since they were edited
            assert len(items) <= paper["_digest"]["receipt"]["items"]
        # what was first seen more than a week after its date is no news
        week = timedelta(days=7)
        known = {item.id for item in store.recent(start) if item.published > item.seen - week}
    assert set(covered.values()) == {1}
    assert known <= covered.keys()


def assert_none_above_the_line_is_lost(folder):
    with Store(folder / "data") as store:
        edition = store.last_edition()
        proof = recompose(load(folder / "feeds.yaml").main, store, edition)
    assert [story.id for story in proof.edition.stories] == [story.id for story in edition.stories]
    line = min(story.score.total for story in edition.stories if not story.must_see)
    shown = {story.id for story in edition.stories}
    aside = {story.id for story in proof.aside}
    for story in map(proof.ranked.explain, proof.ranked.stories):
        if story.id not in shown | aside and story.score.total > line:
            verdict = proof.composition.verdict(story)
            refused = verdict.kind in {"source", "family"} or "% like " in verdict.fact
            assert refused or verdict.short == 0, story.lead.title


def assert_all_that_must_be_seen_is_seen(days, papers):
    for each in printed(papers):
        if each["_digest"]["must_see"]:
            assert FIRE.search(f"{each['title']} {each['content_text']}"), each["title"]
    fired = {
        url
        for each in printed(papers)
        if each["_digest"]["must_see"]
        for url in [each["url"], *(other["url"] for other in each["_digest"]["also"])]
    }
    start = days[0][0] - 24 * HOUR
    burning = {
        row["link"]
        for _, rows in days
        for shown in on_show(rows).values()
        for row in shown.values()
        if FIRE.search(f"{row['title']} {row.get('description') or ''}")
        and (not row["published"] or datetime.fromisoformat(row["published"]) >= start)
    }
    assert burning
    assert {link for link in burning if not any(same(link, url) for url in fired)} == set()


def same(link, url):
    """Whether an address was printed for a link: tracking is cut from its end."""
    return link.replace("&amp;", "&").startswith(url.split("?")[0])
