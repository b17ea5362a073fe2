import io
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.outputs.typeset import measure
from tests.cli.conftest import rss
from tests.terminal import LINK
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


def test_a_mistake_in_feeds_yaml_is_told_before_a_feed_is_asked(run, site):
    Path("feeds.yaml").write_text("sections: {A: [x]}\n", encoding="utf-8")
    assert run("feeds", "add", site.url("/feed")).err.startswith("feeds.yaml:1:16: ")
    assert site.asked == []


def test_what_is_added_is_said_with_its_section(run, site):
    run("feeds", "add", "@a", "--section", "Leute")
    url = site.url("/feed")
    assert run("feeds", "add", url).err == f"feeds.yaml: added {url} to Leute\n"
    handle = "@Gargron@Mastodon.social"
    assert run("feeds", "add", handle, "--section", "leute").err.endswith(" to Leute\n")


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


def test_a_source_is_removed_by_the_name_that_the_list_shows(run, site, tmp_path):
    site.page("/other", rss("Erste Meldung des Tages", name="Das andere Blatt"))
    assert run("feeds", "remove", "Das andere Blatt").code == 1
    assert not (tmp_path / "data").exists()
    run("fetch")
    assert "Das andere Blatt" in run("feeds", "list").out
    assert run("feeds", "remove", "das andere Blatt").code == 0
    assert site.url("/other") not in Path("feeds.yaml").read_text("utf-8")


def test_try_shows_a_feed_and_stores_nothing(run, site, tmp_path):
    done = run("feeds", "try", site.url("/"))
    assert done.out == (
        f"Beispielblatt: 1 item, {site.url('/feed')}\n  2026-11-20 08:00  Erste Meldung des Tages\n"
    )
    assert not (tmp_path / "data").exists()


def test_try_shows_times_by_the_clocks_of_the_paper_or_the_machine(run, site, monkeypatch):
    path = Path("feeds.yaml")
    path.write_text(f"timezone: Asia/Tokyo\n{path.read_text('utf-8')}", encoding="utf-8")
    assert "\n  2026-11-20 17:00  " in run("feeds", "try", site.url("/feed")).out
    path.unlink()
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        assert "\n  2026-11-20 03:00  " in run("feeds", "try", site.url("/feed")).out
    time.tzset()


def test_try_shows_no_line_that_is_wider_than_the_terminal(site, at_terminal):
    site.page("/feed", rss("Erste Meldung des Tages, und sie ist länger als eine Zeile"))
    shown = [LINK.sub("", line) for line in at_terminal(40, "feeds", "try", site.url("/feed"))]
    assert max(map(measure, shown)) <= 40
    assert " ".join(" ".join(shown).split()).endswith("und sie ist länger als eine Zeile")


@pytest.mark.parametrize(
    "account", ["@anna", "https://x.com/anna", "@a b", "@anna@m.example", "list/12"]
)
def test_an_account_is_not_tried_as_a_feed(run, account):
    done = run("feeds", "try", account)
    assert done.code == 1
    assert done.err.startswith(
        f"{account}: this is an account and no feed\n  hint: `digest feeds add"
    )


def test_an_endless_list_is_not_read_to_its_end(run, site, monkeypatch):
    class Endless(io.RawIOBase):
        left = 50_000_000

        def readable(self):
            return True

        def readinto(self, room):
            assert self.left > 0
            self.left -= len(room)
            return len(room)

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    done = run("feeds", "import", "-")
    assert (done.code, done.err[:29]) == (1, "-: larger than 10 MB\n  hint: ")


def test_list_shows_the_health_of_each_source(run, site):
    site.page("/other", rss("Erste Meldung des Tages", name="Das andere Blatt"))
    assert "not asked yet" in run("feeds", "list").out
    run("today")
    assert "Das andere Blatt" in run("feeds", "list").out
    (row,) = json.loads(run("feeds", "list", "--json").out)["sources"]
    assert (row["section"], row["items_a_week"], row["problem"]) == ("News", 1, "")
    assert row["answered"] == "2026-11-21T06:00:00+00:00"
    assert (row["share_printed"], row["last_item"]) == (None, "2026-11-20T08:00:00+00:00")


def test_list_shows_a_name_whole_that_holds_the_address_of_another(run, site):
    site.page("/other", rss("Erste Meldung", name="Anti https://t.example"))
    run("today")
    assert "  Anti https://t.example " in run("feeds", "list").out


def test_list_shows_what_share_reached_the_paper(run, site):
    site.page("/other", rss("Alte Meldung", day=1))
    run("today", now="2026-11-02T06:00Z")
    site.page("/other", rss("Erste Meldung des Tages", "Zweite Meldung über Igel"))
    run("fetch")
    run("today", "--stories", "1")
    (row,) = json.loads(run("feeds", "list", "--json").out)["sources"]
    assert row["share_printed"] == 0.5
    assert " 50% " in run("feeds", "list").out


def test_list_says_for_how_long_a_source_is_silent_and_when_it_answered(run, site):
    site.page("/other", rss(*(f"Meldung über den {n}. Igel" for n in range(8))))
    run("today")
    later = "2026-12-15T06:00Z"
    run("fetch", now="2026-12-15T05:30Z")
    (row,) = json.loads(run("feeds", "list", "--json", now=later).out)["sources"]
    assert row["silent_days"] == 24
    shown = run("feeds", "list", now=later).out
    assert "30 min ago" in shown
    assert "silent for 24 days" in shown
    assert "3 h ago" in run("feeds", "list", now="2026-12-15T09:00Z").out
    assert "4 d ago" in run("feeds", "list", now="2026-12-19T09:00Z").out


@pytest.mark.parametrize("days", [10, 29, 60, 95])
def test_who_fell_silent_stays_so_for_as_long_as_nothing_comes(run, site, days):
    site.page("/other", rss(*(f"Meldung über den {n}. Igel" for n in range(8))))
    run("today")
    later = (datetime(2026, 11, 20, 16, tzinfo=UTC) + timedelta(days=days)).isoformat()
    run("fetch", now=later)
    for command in ("list", "report"):
        (row,) = json.loads(run("feeds", command, "--json", now=later).out)["sources"]
        assert row["silent_days"] == (days if days > 14 else None)


def test_list_says_that_a_source_is_silent_for_as_long_as_it_is(run, site):
    site.page("/other", rss("Die letzte Meldung"))
    run("today")
    for later in ("2027-03-15T06:00Z", "2027-11-15T06:00Z"):
        run("today", now=later)
    (row,) = json.loads(run("feeds", "list", "--json", now=later).out)["sources"]
    assert row["last_item"] == "2026-11-20T08:00:00+00:00"
    assert "silent for 359 days" in run("feeds", "list", now=later).out


def test_who_has_not_been_asked_since_is_not_called_silent(run, site):
    site.page("/other", rss(*(f"Meldung über den {n}. Igel" for n in range(8))))
    run("today")
    later = "2026-12-15T06:00Z"
    for command in ("list", "report"):
        (row,) = json.loads(run("feeds", command, "--json", now=later).out)["sources"]
        assert row["silent_days"] is None
    run("fetch", now=later)
    assert "silent for 24 days" in run("feeds", "list", now=later).out


def test_list_says_that_a_source_has_no_item(run, site):
    site.page("/other", rss(name="Leeres Blatt"))
    run("fetch")
    (line,) = [line for line in run("feeds", "list").out.splitlines() if "Leeres" in line]
    assert line.rstrip().endswith("no item")


def test_list_says_when_a_failing_source_is_asked_again_and_what_is_gone(run, site):
    run("fetch")
    run("fetch", now="2026-11-21T06:20Z")
    (row,) = json.loads(run("feeds", "list", "--json").out)["sources"]
    assert row["asked_again"] == "2026-11-21T06:30:00+00:00"
    site.page("/other", status="410 Gone")
    run("fetch", now="2026-11-21T06:40Z")
    (row,) = json.loads(run("feeds", "list", "--json").out)["sources"]
    assert (row["gone"], row["asked_again"]) == (True, None)
    assert "410" in run("feeds", "list").out


def test_list_says_where_a_source_has_moved(run, site):
    site.redirect("/other", "/feed", status="301 Moved")
    for minute in range(3):
        run("fetch", now=f"2026-11-21T06:0{minute}Z")
    assert f"moved to {site.url('/feed')}" in " ".join(run("feeds", "list").out.split())


def test_list_says_since_when_a_source_fails(run, site):
    assert run("fetch").code == 1
    assert "status 404: not found" in run("feeds", "list").out
    assert "failing for 3 days" in run("feeds", "list", now="2026-11-24T06:00Z").out


def test_list_shows_each_source_on_a_line_of_its_own_in_eighty_columns(run, site, feeds_yaml):
    long = "Blatt für Datenschutz, Medienrecht, Urheberrecht und Verwandtes"
    site.page("/other", rss("Erste Meldung des Tages", name=long))
    feeds_yaml(site.url("/other"), site.url("/missing/with/a/path/longer/than/any/column/of/it"))
    run("fetch")
    head, section, named, unnamed, *_ = run("feeds", "list").out.splitlines()
    assert head.split() == ["source", "answered", "a", "week", "printed", "health"]
    assert section.strip() == "News"
    assert named.startswith("  Blatt für Datenschutz")
    assert "… " in named
    assert unnamed.startswith(f"  {site.url('/missing')[len('http://') :]}"[:26])
    assert max(map(len, (head, named, unnamed))) <= 80


def test_list_shows_weights_when_one_differs(run, site, feeds_yaml):
    feeds_yaml(site.url("/other"), f"{{url: {site.url('/feed')}, weight: 1.5}}")
    listed = run("feeds", "list").out
    assert "weight" in listed
    assert "1.5" in listed


def test_export_names_what_no_other_reader_can_follow(run):
    Path("feeds.yaml").write_text(
        'sections: {A: [https://a.example/feed, "file:b.xml", {x: "@Somebody"}]}', encoding="utf-8"
    )
    done = run("feeds", "export")
    assert done.out.count("xmlUrl=") == 1
    assert done.err.splitlines() == [
        "left out: file:b.xml: no feed that another reader can follow",
        "left out: @somebody: no feed that another reader can follow",
    ]


def test_a_feed_that_is_only_spelled_otherwise_comes_in_no_second_time(run, site):
    Path("feeds.yaml").write_text(
        "sections:\n  Recht:\n    - https://recht.example/feed\n", encoding="utf-8"
    )
    spelled = (
        "http://www.recht.example/feed/",
        "https://neu.example/rss",
        "http://neu.example/rss/",
        "https://neu.example/rss?page=2",
    )
    outlines = "".join(f'<outline xmlUrl="{address}"/>' for address in spelled)
    Path("list.opml").write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    assert "2 added, 2 there already" in run("feeds", "import", "list.opml").err
    assert "http:" not in Path("feeds.yaml").read_text("utf-8")


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


@pytest.mark.parametrize(
    "option", [["--section", "Tech"], ["--list", "5"], ["--most", "9"], ["--yes"]]
)
def test_what_is_said_of_accounts_is_not_passed_over_for_a_list_of_feeds(run, site, option):
    before = Path("feeds.yaml").read_bytes()
    Path("list.opml").write_text(
        '<opml><body><outline xmlUrl="https://a.example/feed"/></body></opml>'
    )
    done = run("feeds", "import", "list.opml", *option)
    assert done.code == 2
    assert f"{option[0]} is for `digest feeds import x`" in done.err
    assert Path("feeds.yaml").read_bytes() == before


def test_a_feed_that_shows_new_entries_only_may_have_shown_more(run, web, feeds_yaml):
    page = web.page("/feed", rss(*"ABCDE", name="Ticker"))
    feeds_yaml(web.url("/feed"), more="language: de")
    done = run("today", now="2026-11-20T13:00Z")
    page.body = rss(*(f"Neues, {n}. Teil" for n in range(5)), name="Ticker", day=21)
    said = "Vielleicht nicht alles von Ticker: öfter abrufen (digest fetch)"
    assert said not in done.out
    late = "2026-11-21T13:00Z"
    assert said in run("today", now=late).out
    assert "perhaps not all, 0 min ago" in run("feeds", "list", now=late).out
    (row,) = json.loads(run("feeds", "list", "--json", now=late).out)["sources"]
    assert row["gap"].startswith("2026-11-21T13:00")
    assert said not in run("today", now="2026-11-22T06:00Z").out
    assert "perhaps" not in run("feeds", "list", now="2026-11-29T13:00Z").out
