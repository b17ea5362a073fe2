"""``digest back``: an old edition, byte for byte as it was."""

import json
from pathlib import Path

import pytest

from digest.cli.printing import FORMATS
from tests.cli.conftest import rss

FRIDAY = "2026-11-20T07:00:00+01:00"
SATURDAY = "2026-11-21T07:00:00+01:00"
NEVER = "2027-05-05T07:00:00+01:00"
SETTINGS = """
title: Blatt für alle
language: de
timezone: Europe/Berlin
queue: {slots: ["07:30"]}
editions: {kurz: {stories: 1, timezone: Pacific/Auckland}}
"""


@pytest.fixture
def sources(web, feeds_yaml):
    """A source; ``sources(day)`` shows its headlines of that day."""

    def show(day):
        titles = [f"Meldung {number} vom {day}." for number in range(4)]
        titles.append(f"Ein «langer» Titel & ein *Stern* <b>🙂</b> {'.' * day}")
        web.page("/feed", rss(*titles, day=day, site=f"https://blatt{day}.example"))

    feeds_yaml(web.url("/feed"), more=SETTINGS)
    show(19)
    return show


@pytest.fixture
def mornings(sources):
    """Friday and Saturday: ``mornings()`` yields the time when the sources show that day's news."""

    def mornings():
        for day, now in ((19, FRIDAY), (20, SATURDAY)):
            sources(day)
            yield now

    return mornings


@pytest.fixture
def papers(run, mornings):
    """A paper was printed on Friday, and one on Saturday."""
    for now in mornings():
        assert run("today", now=now).code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_an_old_edition_is_printed_as_it_was(run, mornings, form):
    peeked = []
    for now in mornings():
        peeked.append(run("today", "--peek", "--format", form, now=now).out.splitlines())
        assert run("today", now=now).code == 0
    for number, day, before in zip("12", ("2026-11-20", "2026-11-21"), peeked, strict=True):
        by_number = run("back", number, "--format", form, now=NEVER)
        by_day = run("back", day, "--format", form, now=NEVER)
        assert by_number.code == by_day.code == 0
        assert by_number.out == by_day.out
        assert by_number.err == ""
        # A peek has no number; all else is the same.
        after = by_day.out.splitlines()
        assert sum(one != other for one, other in zip(before, after, strict=True)) <= 2


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_the_same_byte_for_byte(run, sources, form, tmp_path):
    printed = run("today", "--format", form, now=FRIDAY)
    sources(20)
    run("today", now=SATURDAY)
    assert run("back", "1", "--format", form, now=NEVER).out == printed.out
    run("today", "--offline", "--edition", "kurz", "--format", form, "--output", "k", now=FRIDAY)
    done = run("back", "1", "--edition", "kurz", "--format", form, "--output", "again", now=NEVER)
    assert (done.code, done.out) == (0, "")
    assert Path("again").read_bytes() == Path("k").read_bytes()


def test_it_stays_as_it_was_when_feeds_yaml_and_the_sources_change(run, sources, web, feeds_yaml):
    printed = run("today", now=FRIDAY)
    feeds_yaml(web.url("/other"), more="title: Ganz anders\nlanguage: en")
    assert run("back", "1", now=NEVER).out == printed.out
    Path("feeds.yaml").unlink()
    assert run("back", "1", now=NEVER).out == printed.out


def test_it_stays_as_it_was_when_its_items_are_gone(run, sources):
    printed = run("today", now=FRIDAY)
    assert run("fetch", now=NEVER).code == 0
    assert run("back", "1", now=NEVER).out == printed.out


@pytest.mark.usefixtures("papers")
def test_going_back_changes_nothing(run):
    run("back", "1", "--edition", "", now=NEVER)
    assert json.loads(run("today", "--format", "json", now=SATURDAY).out)["_digest"]["edition"] == 3
    assert [line.split()[0] for line in run("back", now=NEVER).out.splitlines()] == ["3", "2", "1"]


@pytest.mark.usefixtures("papers")
def test_without_anything_named_the_editions_are_listed(run):
    assert run("back", now=NEVER).out.splitlines() == [
        "   2  2026-11-21 07:00",
        "   1  2026-11-20 07:00",
    ]


def test_of_several_on_one_day_it_is_the_last_and_the_others_are_named(run, sources):
    for hour in ("07", "08", "09"):
        run("today", "--offline", now=f"2026-11-20T{hour}:00:00+01:00")
    done = run("back", "2026-11-20", "--format", "json", now=NEVER)
    assert json.loads(done.out)["_digest"]["edition"] == 3
    assert done.err == "2026-11-20: edition 3; there is also 1, 2\n"


def test_after_a_journey_a_day_may_also_be_one_of_the_list(run, web, sources, feeds_yaml):
    for zone, now in (("Asia/Tokyo", "2026-11-20T22:30Z"), ("America/Los_Angeles", NEVER)):
        feeds_yaml(web.url("/feed"), more=f"timezone: {zone}")
        run("today", now=now)
    assert run("back").out.splitlines()[1] == "   1  2026-11-20 14:30"
    assert run("back", "2026-11-20").out == run("back", "2026-11-21").out == run("back", "1").out


def test_a_day_is_one_of_the_papers_own_zone(run, sources):
    run("today", "--offline", "--edition", "kurz", now="2026-11-20T20:00:00Z")
    assert run("back", "2026-11-21", "--edition", "kurz", now=NEVER).code == 0
    assert run("back", "2026-11-20", "--edition", "kurz", now=NEVER).code == 1


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("wanted", ["7", "0", "9" * 20, "9" * 5000, "2026-11-19", "1999-01-01"])
def test_an_edition_that_is_not_there_is_one_line_with_a_hint(run, wanted):
    done = run("back", wanted, now=NEVER)
    assert (done.code, done.out) == (1, "")
    assert (
        done.err == f"{wanted}: no such edition\n  hint: `digest back` lists those that there are\n"
    )


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("wanted", ["yesterday-ish", "2026-13-01", "-1"])
def test_what_is_no_day_and_no_number_is_wrong_usage(run, wanted):
    assert run("back", wanted, now=NEVER).code == 2


@pytest.mark.parametrize("args", [(), ("1",), ("1", "--edition", "kurz")])
def test_before_the_first_edition_the_hint_says_how_to_get_one(run, args):
    done = run("back", *args)
    assert (done.code, done.out) == (1, "")
    assert "has been printed yet" in done.err
    named = " --edition kurz" if "kurz" in args else ""
    assert f"hint: run `digest today{named}` first" in done.err


@pytest.mark.usefixtures("papers")
def test_a_file_is_written_whole_or_not_at_all(run, tmp_path):
    assert run("back", "1", "--output", str(tmp_path / "no" / "paper.txt"), now=NEVER).code == 1
