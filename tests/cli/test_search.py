"""``digest search``: what came in and what was printed, with source, date and edition."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.outputs.typeset import measure
from digest.store import Store
from tests.cli.conftest import rss
from tests.store.samples import NOW, answer, item
from tests.terminal import LINK

NEXT = "2026-11-22T06:00:00Z"


@pytest.fixture
def archive(run, web, feeds_yaml):
    """An archive of two sources and one printed edition."""
    web.page(
        "/a",
        rss("Abmahnwelle wegen Musik", "Drei Abmahnungen im Überblick", "Häuser ohne Dach"),
    )
    web.page("/b", rss("Kurz gesagt", name="Zweitblatt", site="https://zwei.example"))
    feeds_yaml(
        web.url("/a"),
        web.url("/b"),
        more="timezone: Europe/Berlin\nstories: 2\nlanguage: de\nmust_see: {A: [abmahn*]}",
    )
    assert run("today").code == 0


def found(run, *words):
    done = run("search", *words)
    assert done.code == 0
    return done


@pytest.mark.usefixtures("archive")
class TestSearch:
    def test_a_hit_has_date_source_link_and_edition(self, run):
        done = found(run, "ueberblick")
        assert done.out.splitlines() == [
            "2026-11-20 10:00  Drei Abmahnungen im Überblick",
            "    Beispielblatt  https://blatt.example/1-29",
            "    edition 1 of 2026-11-21, story 1",
        ]
        assert done.err == "1 found\n"

    def test_what_was_not_printed_is_found_without_an_edition(self, run):
        run("today", "--offline", "--stories", "1", now=NEXT)
        done = found(run, "haus")
        assert "Häuser ohne Dach" in done.out
        assert len(done.out.splitlines()) == 2 + ("edition" in done.out)

    def test_all_words_must_occur_and_some_must_not(self, run):
        assert found(run, "abmahn*", "musik").out.count("Abmahn") == 1
        assert "Überblick" in found(run, "--", "abmahn*", "-musik").out
        assert "Musik" not in found(run, "--", "abmahn*", "-musik").out

    def test_a_phrase_stands_in_inner_quotes(self, run):
        assert found(run, '"wegen musik"').err == "1 found\n"
        assert found(run, '"musik wegen"').out == ""

    def test_the_limit_is_told(self, run):
        done = found(run, "abmahn*", "--limit", "1")
        assert len(done.out.splitlines()) == 3
        assert done.err == "2 found, 1 shown (--limit)\n"

    def test_what_is_older_can_be_left_out(self, run):
        assert "Musik" in found(run, "abmahn*", "--since", "2026-11-20").out
        done = found(run, "abmahn*", "--since", "2026-11-20T10:00")
        assert "Überblick" in done.out
        assert "Musik" not in done.out

    def test_quotes_that_stand_apart_are_no_wider_word(self, run):
        assert found(run, '" gibtesnicht nie "').err.endswith("such as 'gibtesni*'\n")

    def test_nothing_found_is_no_error_and_names_a_wider_word(self, run):
        done = found(run, "abmahnungswelle")
        assert (done.code, done.out) == (0, "")
        assert done.err == "nothing found; try a part of a word, such as 'abmahnungswe*'\n"

    def test_json_has_everything(self, run):
        answer = json.loads(found(run, "überblick", "--json").out)
        (hit,) = answer["hits"]
        assert answer["found"] == 1
        assert hit["title"] == "Drei Abmahnungen im Überblick"
        assert hit["source"] == "Beispielblatt"
        assert hit["url"] == "https://blatt.example/1-29"
        assert hit["published"] == "2026-11-20T10:00:00+01:00"
        (printed,) = hit["editions"]
        assert printed["number"] == printed["rank"] == 1
        assert printed["edition"] == ""
        assert printed["date"] == "2026-11-21T07:00:00+01:00"
        assert printed["headline"] == hit["title"]

    def test_a_source_that_was_taken_out_keeps_its_printed_name(self, run, web, feeds_yaml):
        feeds_yaml(web.url("/b"))
        assert "Beispielblatt" in found(run, "ueberblick").out

    @pytest.mark.parametrize(
        ("args", "problem"),
        [
            (["*"], "would match everything"),
            (['"offen'], "a quote is not closed"),
            (['"a* b"'], "only the last word may end with *"),
            (["--", "-nur"], "only words that must not occur"),
            (["wort", "--since", "bald"], "'bald' is not a past time"),
            (["wort", "--limit", "0"], "x>=1"),
            ([], "Missing argument"),
        ],
    )
    def test_what_cannot_be_looked_for_is_wrong_usage(self, run, args, problem):
        done = run("search", *args)
        assert (done.code, done.out) == (2, "")
        assert problem in done.err


def test_a_story_is_found_by_each_of_its_items(run, web, feeds_yaml):
    web.page("/a", rss("Kolibri ändert die Nutzungsbedingungen für Fotos"))
    web.page(
        "/b",
        rss(
            "Nutzungsbedingungen für Fotos: Kolibri ändert sie",
            name="Zweitblatt",
            site="https://zwei.example",
        ),
    )
    feeds_yaml(web.url("/a"), web.url("/b"))
    assert run("today").code == 0
    done = run("search", "nutzungsbedingung")
    assert done.out.count("edition 1 of 2026-11-21, story 1") == 2
    assert done.out.count("story 1: ") == 1


def test_an_archive_without_anything_finds_nothing(run, feeds_yaml):
    feeds_yaml("https://blatt.example/feed")
    assert run("search", "wort").code == 0


def test_control_characters_in_an_archive_do_not_reach_the_terminal(run, web, feeds_yaml):
    web.page("/a", rss("Wort \x9b31m und \u202eWort"))
    feeds_yaml(web.url("/a"))
    run("today")
    out = run("search", "wort").out
    assert "Wort" in out
    assert not {"\x1b", "\x9b", "\u202e"} & set(out)


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_no_hit_is_wider_than_the_terminal(run, web, feeds_yaml, at_terminal, columns):
    long = (
        "Oberlandesgericht bestätigt Unterlassungserklärung gegen Hafenbetreiber wegen Lärm 東京都"
    )
    web.page("/a", rss(long, "Lärm", name="Blatt für den Norden und die See"))
    feeds_yaml(web.url("/a"))
    run("today")
    lines = at_terminal(columns, "search", "lärm")
    assert max(measure(LINK.sub("", line)) for line in lines) <= columns
    shown = "".join("".join(LINK.sub("", line) for line in lines).split())
    assert shown == "".join(found(run, "lärm").out.split())


def test_a_post_of_the_year_1_is_shown_west_of_greenwich_too(run, feeds_yaml, tmp_path):
    feeds_yaml("https://a.example/feed", more="timezone: America/New_York")
    old = replace(item(title="Uralt", folded="uralt\n"), published=datetime(1, 1, 1, tzinfo=UTC))
    with Store(tmp_path / "data") as store:
        store.add(answer(old), NOW)
    assert "-01-01 00:00  Uralt\n" in found(run, "uralt").out
    (hit,) = json.loads(found(run, "uralt", "--json").out)["hits"]
    assert hit["published"] == "0001-01-01T00:00:00+00:00"


@pytest.mark.timeout(30)
def test_a_hundred_thousand_items_are_searched(run, feeds_yaml, tmp_path):
    import sqlite3

    feeds_yaml("https://blatt.example/feed")
    with Store(Path(tmp_path / "data")):
        pass
    with sqlite3.connect(tmp_path / "data" / "digest.sqlite3") as db:
        db.execute("INSERT INTO sources (id) VALUES ('feed:https://blatt.example/feed')")
        db.executemany(
            """INSERT INTO items (source, published, seen, backlog, key, url, page, title, summary,
            author, language, links, folded, more)
            VALUES (1, ?, 0, 0, '', '', '', ?, '', '', '', '', ?, '')""",
            (
                (n, f"Meldung {n}", f"meldung {n} ueber wort{n % 997} und wort{n % 9973}\n")
                for n in range(100_000)
            ),
        )
    db.close()
    run("search", "wort")
    assert "100000 found, 20 shown" in run("search", "meldungen").err
    assert "Meldung 99999" in run("search", "meldung", "99999").out


def test_an_edition_has_its_day_in_its_own_zone_as_back_has(run, web, feeds_yaml):
    web.page("/feed", rss("Neue Abmahnung"))
    own = "timezone: Europe/Berlin\neditions: {ny: {timezone: America/New_York}}"
    feeds_yaml(web.url("/feed"), more=own)
    night = "2026-11-21T04:00:00Z"
    run("today", "--edition", "ny", now=night)
    assert (
        "    edition 1 of ny of 2026-11-20, story 1\n" in run("search", "abmahnung", now=night).out
    )
    assert run("back", "2026-11-20", "--edition", "ny", now=night).code == 0
