import json
from pathlib import Path

import pytest

from tests.cli.conftest import rss
from tests.web import Web

PAGE = (
    b"""<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>"""
)


@pytest.fixture
def site(web, feeds_yaml):
    """A site with a feed, and a feeds.yaml with another source and a comment."""
    web.page("/", PAGE, type="text/html")
    web.page("/feed", rss("Erste Meldung des Tages"))
    path = feeds_yaml(web.url("/other"))
    path.write_text(f"# mine\n{path.read_text('utf-8')}", encoding="utf-8")
    return web


@pytest.mark.parametrize("path", ["/feed", "/"])
def test_a_feed_is_added_by_its_address_or_its_page(run, site, path):
    assert run("feeds", "add", site.url(path), "--name", "Blatt").code == 0
    text = Path("feeds.yaml").read_text("utf-8")
    assert text.startswith("# mine\n")
    assert f"    - url: {site.url('/feed')}\n      name: Blatt\n" in text


def test_a_page_may_not_lead_to_a_private_address_elsewhere(run, site):
    with Web("127.0.0.2") as inside:
        inside.page("/feed", rss("Geheim"))
        link = inside.url("/feed", host="127.0.0.2").encode()
        site.page("/", PAGE.replace(b"/feed", link), type="text/html")
        done = run("feeds", "add", site.url("/"))
        assert inside.asked == []
    assert done.code == 1
    assert "127.0.0.2" not in Path("feeds.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("handle", "line"),
    [
        ("@XDevelopers", '    - x: "@xdevelopers"'),
        ("@Gargron@mastodon.social", '    - mastodon: "@gargron@mastodon.social"'),
    ],
)
def test_a_handle_is_added_as_an_account(run, site, handle, line):
    assert run("feeds", "add", handle).code == 0
    assert line.casefold() in Path("feeds.yaml").read_text("utf-8").casefold()


@pytest.mark.parametrize("address", ["/nothing", "ftp://blatt.example/", "not an address"])
def test_what_is_no_feed_is_not_added(run, site, address):
    before = Path("feeds.yaml").read_text("utf-8")
    done = run("feeds", "add", site.url(address) if address.startswith("/") else address)
    assert done.code == 1
    assert "hint: " in done.err
    assert Path("feeds.yaml").read_text("utf-8") == before


def test_a_source_is_removed(run, site):
    assert run("feeds", "remove", site.url("/other")).code == 0
    assert site.url("/other") not in Path("feeds.yaml").read_text("utf-8")
    assert run("feeds", "remove", site.url("/other")).code == 1


def test_try_shows_a_feed_and_stores_nothing(run, site, tmp_path):
    done = run("feeds", "try", site.url("/"))
    assert done.out == (
        f"Beispielblatt: 1 items, {site.url('/feed')}\n"
        "  2026-11-20 08:00  Erste Meldung des Tages\n"
    )
    assert not (tmp_path / "data").exists()


def test_list_shows_the_health_of_each_source(run, site):
    site.page("/other", rss("Erste Meldung des Tages", name="Das andere Blatt"))
    assert "not asked yet" in run("feeds", "list").out
    run("today")
    assert "Das andere Blatt" in run("feeds", "list").out
    (row,) = json.loads(run("feeds", "list", "--json").out)["sources"]
    assert (row["section"], row["items_a_week"], row["problem"]) == ("News", 1, "")
    assert row["answered"] == "2026-11-21T06:00:00+00:00"


def test_list_says_since_when_a_source_fails(run, site):
    assert run("fetch").code == 1
    assert "status 404: not found" in run("feeds", "list").out
    assert "failing for 3 days" in run("feeds", "list", now="2026-11-24T06:00Z").out


def test_export_and_import_give_the_same_list(run, site):
    site.page("/third", rss("Meldung"))
    Path("feeds.yaml").write_text(
        "sections:\n  Recht:\n    - https://recht.example/feed\n", encoding="utf-8"
    )
    exported = run("feeds", "export").out
    assert 'xmlUrl="https://recht.example/feed"' in exported
    Path("list.opml").write_text(exported, encoding="utf-8")
    assert "0 added, 1 there already" in run("feeds", "import", "list.opml").err
    Path("feeds.yaml").write_text(
        "sections:\n  Tech:\n    - https://tech.example/feed\n", encoding="utf-8"
    )
    assert "1 added, 0 there already" in run("feeds", "import", "list.opml").err
    assert run("feeds", "export").out.count("xmlUrl=") == 2
