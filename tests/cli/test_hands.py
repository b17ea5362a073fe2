"""``digest more``, ``less`` and ``open``: what they teach, and how it shows."""

import json
import os
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing

import pytest

from tests.cli.conftest import rss
from tests.fakes.mastodon import FakeMastodon

LATER = "2026-11-22T06:00:00Z"


@pytest.fixture
def printed(run, web, feeds_yaml):
    """Two sources of the same rhythm, of which one edition has been printed."""
    one = web.page("/one", rss("Barcamp an der Weser", name="Eins", site="https://eins.example"))
    two = web.page("/two", rss("Hafenfest am Kai", name="Zwei", site="https://zwei.example"))
    feeds_yaml(web.url("/one"), web.url("/two"))
    edition = run("today", "--format", "json")
    return edition.titles, {"Eins": one, "Zwei": two}


def learned(run, now=LATER):
    rows = json.loads(run("feeds", "list", "--json", now=now).out)["sources"]
    return {row["source"]: row["learned"] for row in rows}


def tomorrow(pages):
    """Publish an article of each source, alike in everything that counts."""
    pages["Eins"].body = rss("Kuchen gebacken", day=21, name="Eins", site="https://eins.example")
    pages["Zwei"].body = rss("Brot gekauft", day=21, name="Zwei", site="https://zwei.example")


def outlets(paper):
    return [entry["_digest"]["source"] for entry in paper["items"]]


def test_nothing_is_learned_at_first(run, printed):
    assert learned(run) == {"Eins": 1, "Zwei": 1}


@pytest.mark.parametrize(("hand", "way"), [("more", 1), ("less", -1)])
def test_a_story_teaches_of_its_source(run, printed, hand, way):
    titles, _ = printed
    done = run(hand, str(1 + titles.index("Hafenfest am Kai")))
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("Zwei: trusted with ")
    assert (learned(run)["Zwei"] - 1) * way > 0.1
    assert learned(run)["Eins"] == 1


def test_a_source_that_is_no_more_in_feeds_yaml_keeps_its_name(run, printed, web, feeds_yaml):
    titles, _ = printed
    feeds_yaml(web.url("/one"))
    done = run("more", str(1 + titles.index("Hafenfest am Kai")))
    assert done.err.startswith("Zwei: trusted with ")


def test_a_source_is_known_by_its_name_its_address_and_a_part_of_them(run, printed, web):
    run("more", "zwei")
    run("more", web.url("/two"))
    run("more", "ZWE")
    assert learned(run) == {"Eins": 1, "Zwei": pytest.approx(1.5, abs=0.05)}


@pytest.mark.parametrize("hand", ["more", "less"])
def test_the_same_story_twice_counts_once(run, printed, hand):
    run(hand, "1")
    once = learned(run)
    run(hand, "1")
    assert learned(run) == once


def test_the_last_word_holds(run, printed):
    run("more", "1")
    run("less", "1")
    assert min(learned(run).values()) < 1
    assert max(learned(run).values()) == 1


def test_it_fades(run, printed):
    run("more", "Eins")
    now, then = learned(run)["Eins"], learned(run, now="2027-02-20T06:00Z")["Eins"]
    assert 1 < then < now


@pytest.mark.parametrize("favourite", ["Eins", "Zwei"])
def test_what_was_taught_decides_in_the_next_paper_and_why_says_so(run, printed, favourite):
    tomorrow(printed[1])
    run("more", favourite)
    assert outlets(run("today", "--format", "json", now=LATER).paper)[0] == favourite
    assert "weight 1, learned × 1.2" in run("why", "1", now=LATER).out


def test_learn_off_makes_a_paper_as_if_nothing_had_been_taught(run, printed, web, feeds_yaml):
    tomorrow(printed[1])
    before = run("today", "--peek", "--format", "json", now=LATER).paper
    run("more", *outlets(before)[1:])
    feeds_yaml(web.url("/one"), web.url("/two"), more="ranking: {learn: off}")
    assert run("today", "--peek", "--format", "json", now=LATER).paper == before
    assert learned(run) == {"Eins": 1, "Zwei": 1}
    assert "learn: off" in run("more", "Eins").err


def test_words_she_comes_back_to_become_her_beat(run, printed, web):
    run("more", str(1 + printed[0].index("Barcamp an der Weser")))
    titles = ["Barcamp in Bremerhaven", "Wetter bleibt trocken"]
    web.page("/one", rss(*titles, day=21, name="Eins", site="https://eins.example"))
    second = run("today", "--format", "json", now=LATER)
    run("more", str(1 + second.titles.index(titles[0])), now=LATER)
    tomorrow = rss("Barcamp hinterm Deich", "Wetter wird nass", day=22, site="https://zwei.example")
    web.page("/two", tomorrow)
    third = run("today", "--format", "json", now="2026-11-23T06:00Z")
    assert third.titles[0] == "Barcamp hinterm Deich"
    assert "'barcamp*' in the headline (learned)" in run("why", "1").out


def test_one_source_is_forgotten_or_all(run, printed):
    run("more", "Eins", "Zwei")
    assert run("more", "--forget", "Eins").err == "1 lesson forgotten\n"
    assert learned(run)["Eins"] == 1
    assert learned(run)["Zwei"] > 1
    run("more", "Eins")
    assert run("less", "--forget", "all").err == "2 lessons forgotten\n"
    assert learned(run) == {"Eins": 1, "Zwei": 1}


@pytest.mark.parametrize("hand", ["more", "less", "open"])
@pytest.mark.parametrize(
    ("wanted", "problem"),
    [("3", "3: no such story in edition 1\n  hint: the last edition has the stories 1 to 2")],
)
def test_a_number_that_is_no_story_is_one_line_and_a_hint(run, printed, hand, wanted, problem):
    done = run(hand, wanted)
    assert (done.code, done.out, done.err) == (1, "", f"{problem}\n")


def test_one_name_too_many_teaches_nothing(run, printed):
    assert run("more", "Eins", "Drei").code == 1
    assert learned(run)["Eins"] == 1


def test_a_name_of_several_sources_asks_which(run, printed):
    done = run("more", "ei")
    assert done.code == 1
    assert "2 sources are called like that\n  hint: do you mean Eins or Zwei?" in done.err


@pytest.mark.parametrize("hand", ["more", "open"])
def test_before_the_first_edition_there_is_no_story(run, web, feeds_yaml, hand):
    feeds_yaml(web.url("/feed"))
    assert "no edition has been printed yet" in run(hand, "1").err


def browse(folder, browser, *wanted):
    """Run ``digest open`` on a machine with that browser, or with none."""
    counted = {name: its for name, its in os.environ.items() if name.startswith("COVERAGE")}
    environment = {"PATH": "/nowhere", "HOME": str(folder)} | counted | browser
    command = [sys.executable, "-m", "digest", "--data", "data", "--now", LATER, "open", *wanted]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the browser")
def test_open_shows_the_page_in_the_browser_and_learns_a_little(run, printed, tmp_path):
    script = tmp_path / "browser"
    script.write_text('#!/bin/sh\necho "$@" >> shown\n', encoding="utf-8")
    script.chmod(0o755)
    done = browse(tmp_path, {"BROWSER": f"{script} %s"}, "1", "2")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    shown = (tmp_path / "shown").read_text(encoding="utf-8").split()
    assert len(shown) == 2
    assert all(url.startswith("https://") for url in shown)
    assert all(1 < factor < 1.1 for factor in learned(run).values())


def test_open_prints_the_address_where_there_is_no_browser(run, printed, tmp_path):
    done = browse(tmp_path, {}, "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("https://")


def test_one_number_too_many_opens_nothing(run, printed, tmp_path):
    done = browse(tmp_path, {}, "1", "999")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("999: no such story in edition 1\n")
    assert learned(run) == {"Eins": 1, "Zwei": 1}


def test_open_refuses_what_is_no_story(run, printed):
    assert run("open", "Eins").err.startswith("Eins: no such story in the last edition\n  hint: ")


def test_a_story_without_an_address_cannot_be_opened(run, web, feeds_yaml):
    body = rss("Nur ein Titel").replace(b"<link>https://blatt.example/0-13</link>", b"")
    web.page("/feed", body.replace(b"<guid>", b'<guid isPermaLink="false">'))
    feeds_yaml(web.url("/feed"))
    run("today")
    done = run("open", "1")
    assert done.err.startswith("1: it has no address\n  hint: its feed gives none; ")


def test_nothing_but_a_web_page_is_opened_whoever_made_the_archive(run, printed, tmp_path):
    with closing(sqlite3.connect(tmp_path / "data" / "digest.sqlite3")) as db, db:
        ((body,),) = db.execute("SELECT body FROM editions").fetchall()
        changed = zlib.decompress(body).replace(b'"url":"https://', b'"url":"file:///')
        db.execute("UPDATE editions SET body = ?", (zlib.compress(changed),))
    done = browse(tmp_path, {}, "1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("1: it has no address\n")


def test_open_shows_where_the_headline_of_a_post_leads(run, feeds_yaml, tmp_path):
    with FakeMastodon() as mastodon:
        mastodon.say("dora", '<p>Wichtig: <a href="https://blatt.example/neu">…</a></p>')
        feeds_yaml(f'mastodon: "@dora@{mastodon.place}"')
        run("today")
    assert browse(tmp_path, {}, "1").stdout == "https://blatt.example/neu\n"


QUEUE = 'queue: {slots: ["07:30"]}'


@pytest.mark.parametrize(("decision", "way"), [("approve", 1), ("drop", -1)])
def test_what_she_decides_on_drafts_teaches(run, web, feeds_yaml, printed, decision, way):
    feeds_yaml(web.url("/one"), web.url("/two"), more=QUEUE)
    run("queue", "fill", "--stories", "1")
    assert learned(run) == {"Eins": 1, "Zwei": 1}
    assert run("queue", decision, "1").code == 0
    changed = [(factor - 1) * way for factor in learned(run).values() if factor != 1]
    assert len(changed) == 1
    assert changed[0] > 0


def test_of_a_draft_the_last_decision_counts(run, web, feeds_yaml, printed):
    feeds_yaml(web.url("/one"), web.url("/two"), more=QUEUE)
    run("queue", "fill", "--stories", "1")
    run("queue", "approve", "1")
    run("queue", "drop", "1")
    assert max(learned(run).values()) == 1
    assert min(learned(run).values()) < 1


def test_what_is_approved_automatically_teaches_nothing(run, web, feeds_yaml, printed):
    automatic = QUEUE.replace("}", ", approve: automatic}")
    feeds_yaml(web.url("/one"), web.url("/two"), more=automatic)
    run("queue", "fill")
    assert "approved" in run("queue", "list").out
    assert learned(run) == {"Eins": 1, "Zwei": 1}
