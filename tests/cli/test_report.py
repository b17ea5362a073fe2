"""``digest feeds report``: which sources earn their place."""

import json
import os
import subprocess
import sys

import pytest

from digest.cli.report import BLOCKS, PLAIN, sparkline
from tests.cli.conftest import rss

NEWS = "Hafenbrücke in Bremen nach dem Brand gesperrt"
RETOLD = "Bremen: Hafenbrücke nach Brand auf Monate gesperrt, Zufahrt frei"
QUEUE = 'queue: {slots: ["07:30"]}'
LATER = "2026-11-22T06:00:00Z"


@pytest.fixture
def morning(run, web, feeds_yaml):
    """A source that is first with a story, one that repeats it, a chatterer, and one that is gone."""
    feeds = {
        "Eil": rss(
            NEWS, "Noch etwas Eigenes aus der Stadt", name="Eil", site="https://eil.example"
        ),
        "Echo": rss("Etwas über Kuchen", RETOLD, name="Echo", site="https://echo.example"),
        "Plauder": rss(*"abcdef", name="Plauder", site="https://plauder.example"),
    }
    for name, body in feeds.items():
        web.page(f"/{name}", body)
    feeds_yaml(*(web.url(f"/{name}") for name in (*feeds, "weg")), more=QUEUE)
    run("today", "--stories", "1")
    return web


def report(run, now=LATER):
    rows = json.loads(run("feeds", "report", "--json", now=now).out)["sources"]
    return {row["source"]: row for row in rows}


def test_the_report_judges_by_what_was_told_and_printed(run, morning):
    rows = report(run)
    assert next(iter(rows)) == "Eil"
    told = {name: (row["items"], row["first"], row["news"]) for name, row in rows.items()}
    assert told == {
        "Eil": (2, 1, 1),
        "Echo": (2, 0, 1),
        "Plauder": (6, 0, 0),
        morning.url("/weg"): (0, 0, 0),
    }
    assert rows["Echo"]["repeated"] == 1
    assert sum(row["printed"] for row in rows.values()) == 1


def test_drafts_count_for_the_source_that_leads_the_story(run, morning):
    run("queue", "fill")
    drafted = {name: row["drafted"] for name, row in report(run).items()}
    printed = {name: row["printed"] for name, row in report(run).items()}
    assert drafted == printed


def test_silence_and_failure_are_told(run, morning):
    for name in ("Eil", "Echo", "Plauder"):
        morning.page(f"/{name}", rss(name=name))
    run("fetch", now="2026-12-15T06:00:00Z")
    rows = report(run, now="2026-12-15T07:00:00Z")
    assert rows["Plauder"]["silent_days"] == 24
    assert rows[morning.url("/weg")]["failing_since"] == "2026-11-21T06:00:00+00:00"
    out = run("feeds", "report", now="2026-12-15T07:00:00Z").out
    assert "24 d" in out
    assert "fails, 24 d" in out


def test_a_source_that_never_had_an_item_says_so(run, web, feeds_yaml):
    web.page("/leer", rss(name="Leer"))
    feeds_yaml(web.url("/leer"))
    run("fetch")
    assert "no item" in run("feeds", "report").out


def test_the_table_shows_four_weeks_as_a_sparkline(run, morning, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    line = next(line for line in run("feeds", "report").out.splitlines() if "Eil" in line)
    assert "▁" * 27 + "█" in line
    monkeypatch.setenv("COLUMNS", "80")
    out = run("feeds", "report").out
    assert max(map(len, out.splitlines())) <= 80
    assert "▁" * 13 + "█" in out


@pytest.mark.parametrize("width", [40, 50, 60, 70, 99])
def test_a_narrow_page_goes_without_columns_and_cuts_no_figure(run, morning, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    head, *lines = run("feeds", "report").out.splitlines()
    assert max(map(len, (head, *lines))) <= width
    assert {"source", "items", "news", "printed", "silent"} <= set(head.split())
    named = [line for line in lines if line.startswith(("Eil", "Echo", "Plauder"))]
    assert len(named) == 3
    assert "…" not in "".join((head, *named))


def test_where_blocks_cannot_be_shown_others_stand_for_them(run, morning, tmp_path):
    command = [sys.executable, "-m", "digest", "--data", "data", "feeds", "report"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert done.stdout.isascii()
    assert b"....." in done.stdout


@pytest.mark.parametrize("signs", [BLOCKS, PLAIN])
def test_a_sparkline_is_as_high_as_its_figures(signs):
    assert sparkline([0, 1, 2, 7], signs, 4) == signs[0] + signs[1] + signs[2] + signs[7]
    assert sparkline([0, 1, 2, 4], signs, 2) == signs[2] + signs[7]
    assert sparkline([0, 0], signs, 2) == signs[0] * 2
