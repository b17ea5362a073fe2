import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import rss

ENTRY = "{http://www.w3.org/2005/Atom}entry"


@pytest.fixture
def three_papers(run, web, feeds_yaml):
    page = web.page("/feed", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"), more="editions: {kurz: {stories: 1}}")
    for day in (21, 22, 23):
        page.body = rss(*(f"Meldung vom {n}. um neun" for n in range(20, day + 1)), day=day - 1)
        run("today", now=f"2026-11-{day}T06:00Z")


def entries(done):
    return list(ElementTree.fromstring(done.out).iter(ENTRY))  # noqa: S314 - it is ours


def test_the_last_editions_are_a_feed(run, three_papers):
    done = run("syndicate")
    assert (done.code, done.err) == (0, "")
    assert len(entries(done)) == 3
    assert len(entries(run("syndicate", "--last", "2"))) == 2
    feed = json.loads(run("syndicate", "--format", "json").out)
    dates = [item["date_published"] for item in feed["items"]]
    assert dates == sorted(dates, reverse=True)


def test_an_edition_of_its_own_has_a_feed_of_its_own(run, three_papers):
    run("today", "--edition", "kurz")
    assert len(entries(run("syndicate", "--edition", "kurz"))) == 1


def test_a_feed_can_say_where_it_is_found_and_go_to_a_file(run, three_papers):
    done = run("syndicate", "--address", "https://example.org/p.xml", "--output", "p.xml")
    assert (done.code, done.out) == (0, "")
    assert 'href="https://example.org/p.xml"' in Path("p.xml").read_text("utf-8")
    assert run("syndicate", "--address", "javascript:x").code == 2


def test_without_an_edition_there_is_no_feed(run, tmp_path):
    done = run("syndicate")
    assert (done.code, done.out) == (1, "")
    assert done.err == "no edition has been printed yet\n  hint: run `digest today` first\n"


def test_the_same_editions_make_the_same_bytes(run, three_papers):
    assert run("syndicate").out == run("syndicate").out
