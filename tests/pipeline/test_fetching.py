"""What is brought in, from whom first."""

from datetime import UTC, datetime, timedelta

import pytest

from digest.http import Http
from digest.model import Source
from digest.parsing import Parser
from digest.pipeline.fetching import fetch
from digest.sources import Net
from digest.store import Store

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
FEED = b'<rss version="2.0"><channel><title>Blatt</title></channel></rss>'


@pytest.fixture
def asked(tmp_path, web):
    """Fetch from some sources of one host; return the order in which they were asked."""
    sources = [Source(kind="feed", target=web.url(f"/{n}"), section="") for n in range(6)]
    for n in range(6):
        web.page(f"/{n}", FEED)

    def run(now):
        before = len(web.asked)
        net = Net(http=Http(agent="digest tests", per_host=1), parser=parser)
        fetch(sources, store, net, now)
        return web.asked[before:]

    with Store(tmp_path) as store, Parser(1) as parser:
        yield run


def test_nobody_is_the_last_at_every_run(asked):
    runs = [asked(NOW + timedelta(minutes=n)) for n in range(20)]
    assert {frozenset(run) for run in runs} == {frozenset(f"/{n}" for n in range(6))}
    assert len({run[-1] for run in runs}) > 1


def test_the_same_run_asks_in_the_same_order(asked):
    assert asked(NOW) == asked(NOW)
