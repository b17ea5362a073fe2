"""Whatever happens in whatever order: no article is printed twice, none is lost, none rings twice.

Hypothesis makes up the days: feeds that publish, fail, change their ids and dates, leave feeds.yaml
and come back, a person who looks, prints and waits, a clock that is wrong for one run.
``-m month`` plays many more of them.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from digest.config import load
from digest.store import Store
from tests.cli.lives import Life, live

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
SETTINGS = """
stories: 2
must_see: {Karten: {patterns: [barcamp], where: text}}
ranking: {per_source: none}
editions: {short: {stories: 1}}
sections:
  News:
"""
FEEDS = st.integers(0, 2)
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
WRONG = [datetime(1970, 1, 1, 0, 5, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)]


def word(number):
    """Return a word that nobody has written before, another for each number."""
    syllables = []
    for _ in range(4):
        number, rest = divmod(number * 31 + 17, len(SYLLABLES))
        syllables.append(SYLLABLES[rest])
    return "".join(syllables)


@dataclass(frozen=True)
class Article:
    number: int
    date: datetime | None
    must_see: bool
    deep: bool
    """What makes it must-see stands below its summary."""

    @property
    def title(self):
        words = [word(4 * self.number + place) for place in range(4)]
        return " ".join([str(self.number), *words, *["barcamp"] * (self.must_see > self.deep)])

    @property
    def whole(self):
        return "Am Ende ein BarCamp" if self.must_see and self.deep else "Mehr in Kürze"


@dataclass
class Feed:
    shown: list = field(default_factory=list)
    works: bool = True
    listed: bool = True
    ids: str = ""

    def document(self):
        if not self.works:
            return "<html><body>Wartung</body></html>"
        items = "".join(map(self.entry, reversed(self.shown[-6:])))
        space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        return f'<rss version="2.0" {space}><channel><title>Blatt</title>{items}</channel></rss>'

    def entry(self, article):
        link = f"https://blatt.example/{article.number}"
        date = f"<pubDate>{format_datetime(article.date)}</pubDate>" if article.date else ""
        told = f"<title>{article.title}</title><link>{link}</link><description>Kurz</description>"
        told += f"<content:encoded>{article.whole}</content:encoded>"
        return f'<item>{told}<guid isPermaLink="false">{link}{self.ids}</guid>{date}</item>'


def numbers(titles):
    """Return the numbers of articles."""
    return {int(title.split()[0]) for title in titles}


class Days(Life):
    def __init__(self):
        super().__init__()
        self.feeds = [Feed() for _ in range(3)]
        self.articles = []
        self.printed = {"": set(), "short": set()}
        self.due = {"": set(), "short": set()}
        self.told = {"": set(), "short": set()}
        """What was printed while a rule fired on it: that may be once more than what was printed before."""
        self.rung = set()
        self.is_plain = False
        """No clock is wrong and no source leaves, so that no edit is hidden."""

    # What the world does

    @initialize(plain=st.booleans())
    def first(self, plain):
        self.is_plain = plain
        self.publish(0, must_see=False, deep=False, dated=True, age=HOUR)
        for name in self.printed:
            self.print(name=name, stories="all")

    @rule(
        feed=FEEDS,
        must_see=st.booleans(),
        deep=st.booleans(),
        dated=st.booleans(),
        age=st.sampled_from([HOUR, 5 * HOUR]),
    )
    def publish(self, feed, must_see, deep, dated, age):
        article = Article(len(self.articles), self.now - age if dated else None, must_see, deep)
        self.articles.append(article)
        self.feeds[feed].shown.append(article)

    @rule(feed=FEEDS, back=st.integers(1, 5))
    def copy(self, feed, back):
        article = max(self.articles[-back:], key=lambda it: it.must_see)
        if article.number not in {each.number for each in self.feeds[feed].shown}:
            self.feeds[feed].shown.append(article)

    @rule(feed=FEEDS)
    def fail_or_recover(self, feed):
        self.feeds[feed].works ^= True

    @rule(feed=FEEDS)
    def leave_or_return(self, feed):
        self.feeds[feed].listed ^= not self.is_plain
        self.feeds[0].listed |= not any(each.listed for each in self.feeds)

    @rule(feed=FEEDS)
    def change_ids(self, feed):
        self.feeds[feed].ids += "x"

    @rule(feed=FEEDS)
    def date_anew(self, feed):
        self.feeds[feed].shown = [replace(it, date=self.now) for it in self.feeds[feed].shown]

    @rule(feed=FEEDS, back=st.integers(1, 4))
    def edit(self, feed, back):
        """Let a rule fire on an article, or no more."""
        shown = self.feeds[feed].shown
        if len(shown) >= back:
            shown[-back] = replace(shown[-back], must_see=not shown[-back].must_see)

    @rule(hours=st.sampled_from([0.2, 1, 8, 24, 75, 300]))
    def wait(self, hours):
        self.now += hours * HOUR

    # What she and her cron do

    @rule()
    def fetch(self):
        self.run("fetch")

    @rule(clock=st.sampled_from(WRONG), command=st.sampled_from(["fetch", "today --peek"]))
    def run_by_a_wrong_clock(self, clock, command):
        self.run(*command.split(), now=None if self.is_plain else clock)

    @rule(how=st.sampled_from([["--peek"], ["--since", "6h"], ["--must-see"]]))
    def look(self, how):
        self.run("today", *how)

    @rule()
    def ring(self):
        before = self.stored()
        out = self.run("fetch", "--must-see")
        titles = [line.split(": ")[1] for line in out.splitlines() if line.startswith("Karten: ")]
        assert len(titles) == len(numbers(titles))
        assert not (self.rung | self.told[""]) & numbers(titles) - self.old_pages()
        self.rung |= numbers(titles)
        assert (self.stored() - before) & self.firing() <= self.rung | self.told[""]

    @rule(
        name=st.sampled_from(["", "short"]),
        stories=st.sampled_from(["all", ""]),
        offline=st.booleans(),
    )
    def print(self, name, stories, offline=False):
        options = ["--edition", name] * bool(name) + ["--stories", stories] * bool(stories)
        out = self.run("today", "--format", "json", *options, *["--offline"] * offline)
        if not out:
            return
        items = json.loads(out)["items"]
        leads = [item["title"] for item in items]
        others = [other["title"] for item in items for other in item["_digest"]["also"]]
        assert len(leads) == len(numbers(leads))
        rung = numbers(item["title"] for item in items if item["_digest"]["must_see"])
        plain = numbers(leads) - rung
        assert not self.printed[name] & plain - self.old_pages()
        assert not self.told[name] & rung - self.old_pages()
        due = self.stored() - self.printed[name] - self.due[name]
        self.printed[name] |= numbers([*leads, *others])
        self.told[name] |= rung
        missed = (due if stories else due & self.firing()) - self.printed[name]
        assert not missed, f"lost: {missed}"
        if self.is_plain:
            assert self.firing(self.now - WEEK) <= self.told[name]
        self.due[name] |= due

    def stored(self):
        """Return the numbers of what a paper of today has to tell: not what was old when it came."""
        return numbers(item.title for item in self.to_tell())

    def firing(self, since=datetime(1, 1, 1, tzinfo=UTC)):
        """Return the numbers of that on which a rule fires, of what came since a time."""
        recent = (item for item in self.to_tell() if item.seen >= since)
        return numbers(it.title for it in recent if "barcamp" in f"{it.title} {it.whole}")

    def to_tell(self):
        sources = {source.id for source in load(self.folder / "feeds.yaml").sources}
        return [
            item
            for item in self.items()
            if item.source in sources
            and item.seen - item.published <= (DAY if item.backlog else WEEK)
        ]

    def old_pages(self):
        """Return the numbers of what another source showed a week after the first one, as if new."""
        seen = {}
        for item in self.items():
            seen.setdefault(int(item.title.split()[0]), []).append(item.seen)
        return {number for number, times in seen.items() if max(times) - min(times) >= WEEK}

    def items(self):
        with Store(self.data) as store:
            return store.recent(datetime(1, 1, 1, tzinfo=UTC))

    def feeds_yaml(self):
        listed = [number for number, feed in enumerate(self.feeds) if feed.listed]
        lines = [f"    - {{url: 'file:{number}.xml', name: Blatt {number}}}" for number in listed]
        return SETTINGS + "\n".join(lines)

    def run(self, *args, now=None):
        self.now += timedelta(seconds=1)  # no two runs are at one moment
        for number, feed in enumerate(self.feeds):
            (self.folder / f"{number}.xml").write_text(feed.document(), "utf-8")
        return self.digest(*args, now=now)


@pytest.mark.parametrize(
    ("days", "steps"), [(8, 30), pytest.param(60, 50, marks=pytest.mark.month)]
)
def test_nothing_is_printed_twice_and_nothing_is_lost(days, steps):
    live(Days, days, steps)
