"""The example day is what a newcomer sees first, so its feeds are held to what examples/README.md says."""

from __future__ import annotations

import json
import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
import yaml

from digest import text, words

EXAMPLES = Path(__file__).parent.parent / "examples"
FEEDS = EXAMPLES / "feeds"
BROKEN = FEEDS / "kommunikationsrundschau.xml"
UNDATED = FEEDS / "stammtischkalender.xml"
NOW = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)
WINDOW = timedelta(hours=24)
WIRE = "Umfrage: Jeder Dritte liest Nachrichten schon vor dem Frühstück"
SUFFIX = re.compile(r" (?:\| Nordblick|– Reichweite Online|\(dpa\))$")
MARKUP_NAMES = re.compile(
    r"xmlns(?::\w+)?=([\"'])http.*?\1|https://jsonfeed\.org/version/1(?:\.1)?"
)
ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
# RFC 2606, sections 2 and 3.
RESERVED = re.compile(r"(?:^|\.)(?:example|example\.(?:com|net|org))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    path: Path
    title: str
    summary: str
    link: str
    published: datetime | None


def files() -> list[Path]:
    return sorted(path for path in FEEDS.iterdir() if path != BROKEN)


@cache
def document(path: Path) -> Any:
    return feedparser.parse(path.read_bytes())


def kind(path: Path) -> str:
    if path.suffix == ".json":
        return "JSON Feed"
    return {"rss20": "RSS 2.0", "atom10": "Atom", "rss10": "RDF"}[document(path).version]


def pieces_of(path: Path) -> Iterator[Piece]:
    if path.suffix == ".json":
        for item in json.loads(path.read_text("utf-8"))["items"]:
            markup = item.get("summary") or item.get("content_text") or item["content_html"]
            date = datetime.fromisoformat(item["date_published"])
            yield piece(path, item["title"], markup, item["url"], date)
        return
    for entry in document(path).entries:
        parsed = entry.get("published_parsed") or entry.get("updated_parsed")
        published = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
        yield piece(path, entry.title, entry.summary, entry.link, published)


def piece(path: Path, title: str, markup: str, link: str, published: datetime | None) -> Piece:
    return Piece(
        path=path,
        title=text.from_html(title),
        summary=text.from_html(markup),
        link=link,
        published=published,
    )


@cache
def pieces() -> tuple[Piece, ...]:
    return tuple(one for path in files() for one in pieces_of(path))


@cache
def settings() -> Any:
    return yaml.safe_load((EXAMPLES / "feeds.yaml").read_text("utf-8"))


def sources() -> list[dict[str, Any]]:
    listed = [one for section in settings()["sections"].values() for one in section]
    return [{"url": one} if isinstance(one, str) else one for one in listed]


def found(patterns: list[str]) -> list[Piece]:
    folded = [words.folded(one.title, one.summary) for one in pieces()]
    hits = words.find([words.parse(pattern) for pattern in patterns], folded)
    return [pieces()[number] for number in sorted(set().union(*hits))]


def test_the_day_is_as_large_as_a_real_one() -> None:
    today = [one for one in pieces() if not one.published or abs(NOW - one.published) <= WINDOW]
    assert len(files()) >= 24
    assert len(today) >= 180


def test_all_four_formats_come_in_several_shapes() -> None:
    formats = Counter(kind(path) for path in files())
    assert set(formats) == {"RSS 2.0", "Atom", "RDF", "JSON Feed"}
    assert min(formats.values()) >= 3


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_a_feed_is_valid_for_its_format(path: Path) -> None:
    if path.suffix == ".json":
        feed = json.loads(path.read_text("utf-8"))
        assert feed["title"]
        assert feed["version"].startswith("https://jsonfeed.org/version/1")
        keys = [item["id"] for item in feed["items"]]
    else:
        feed = document(path).feed
        assert not document(path).bozo
        assert feed.title
        assert feed.link
        assert kind(path) != "Atom" or feed.updated
        keys = [entry.get("id") or entry.link for entry in document(path).entries]
    assert keys
    assert len(set(keys)) == len(keys)


def test_the_broken_one_is_a_page_and_no_feed() -> None:
    broken = feedparser.parse(BROKEN.read_bytes())
    assert broken.bozo
    assert not broken.version
    assert not broken.entries


def test_feeds_yaml_names_every_feed_once_and_the_broken_one_too() -> None:
    named = [source["url"] for source in sources()]
    assert sorted(named) == sorted(f"file:feeds/{path.name}" for path in FEEDS.iterdir())


def test_one_source_is_trusted_more_and_one_is_never_shown() -> None:
    weights = [source.get("weight", 1) for source in sources()]
    assert max(weights) == 1.5
    assert weights.count(0) == 1


def test_only_the_calendar_gives_no_dates() -> None:
    assert {one.path for one in pieces() if one.published is None} == {UNDATED}


def test_one_item_is_dated_in_the_future() -> None:
    (future,) = (one for one in pieces() if one.published and one.published > NOW)
    assert future.published
    assert future.published - NOW < WINDOW


def test_what_is_older_than_the_day_is_older_by_days() -> None:
    old = [one for one in pieces() if one.published and one.published <= NOW - WINDOW]
    assert 5 <= len(old) <= 20
    assert all(NOW - one.published > timedelta(days=5) for one in old if one.published)


def test_no_text_stands_twice_but_the_wire_copy() -> None:
    titles = Counter(SUFFIX.sub("", one.title) for one in pieces())
    summaries = Counter(one.summary for one in pieces())
    assert [title for title, count in titles.items() if count > 1] == [WIRE]
    assert [count for count in summaries.values() if count > 1] == [3]
    assert titles[WIRE] == 3


def test_every_item_has_a_headline_a_text_and_a_link() -> None:
    for one in pieces():
        assert one.title
        assert one.summary
        assert one.link.startswith("http")


def test_the_launch_stands_in_twelve_outlets() -> None:
    outlets = {one.path for one in pieces() if "Murmel" in one.title and "Kranich" in one.title}
    assert len(outlets) == 12


def test_the_chatterer_writes_twenty_times() -> None:
    assert sum(one.path.name == "jonte-notiert.xml" for one in pieces()) == 20


@pytest.mark.parametrize(
    ("rule", "feeds"),
    [("Abmahnung", 2), ("Nutzungsbedingungen", 8), ("Tickets", 1), ("Ausfall", 0)],
)
def test_a_must_see_rule_finds_its_story_and_nothing_else(rule: str, feeds: int) -> None:
    fired = found(settings()["must_see"][rule])
    story = {"Abmahnung": "Quittenbach", "Nutzungsbedingungen": "Kolibri", "Tickets": "Weserbogen"}
    assert len({one.path for one in fired}) == len(fired) == feeds
    assert all(story[rule] in f"{one.title} {one.summary}" for one in fired)


def test_the_law_blogs_tell_of_the_wave_under_different_headlines() -> None:
    headlines = [one.title for one in found(settings()["must_see"]["Abmahnung"])]
    assert sum("Abmahn" in headline for headline in headlines) == 1


def test_prize_draws_and_the_horoscope_are_muted() -> None:
    assert len(found(settings()["mute"])) == 3


def test_every_address_is_reserved_for_examples() -> None:
    for path in FEEDS.iterdir():
        for address in ADDRESS.findall(MARKUP_NAMES.sub("", path.read_text("utf-8"))):
            assert RESERVED.search(urlsplit(address).hostname or ""), f"{path.name}: {address}"


def test_every_mail_address_is_reserved_for_examples() -> None:
    for path in FEEDS.iterdir():
        for host in re.findall(r"[\w.+-]@([\w.-]+)", path.read_text("utf-8")):
            assert RESERVED.search(host), f"{path.name}: {host}"


def test_the_day_has_the_blemishes_of_real_feeds() -> None:
    raw = "".join(path.read_text("utf-8") for path in files())
    titles = [one.title for one in pieces()]
    assert any("utm_source" in parse_qs(urlsplit(one.link).query) for one in pieces())
    assert max(map(len, titles)) > 200
    assert any(re.search("[\U0001f300-\U0001faff]\u200d", title) for title in titles)
    for blemish in ("<![CDATA[", "content:encoded", "<media:", "xml:base", "&lt;p&gt;", "\u00ad"):
        assert blemish in raw
    for mark in ("Update: ", "(+) ", "KW 47", "– Reichweite Online", "+++ "):
        assert any(mark in title for title in titles)


def test_the_linkblog_points_at_articles_of_others() -> None:
    pages = {one.link.partition("?")[0] for one in pieces() if one.path.stem != "fruehstueckslinks"}
    linked = {
        one.link.partition("?")[0] for one in pieces() if one.path.stem == "fruehstueckslinks"
    }
    assert len(linked & pages) == 4
