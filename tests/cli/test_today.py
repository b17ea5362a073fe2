import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.cli.printing import FORMATS
from digest.outputs import FORMATS as BUILT
from digest.store import Store
from digest.store.troubles import BACKUP
from tests.cli.conftest import rss

ROOT = Path(__file__).parents[2]


@pytest.fixture
def paper(web, feeds_yaml):
    """A feed of two articles, written into feeds.yaml."""
    page = web.page("/feed", rss("Erste Meldung des Tages", "Zweite Nachricht vom Hafen"))
    feeds_yaml(web.url("/feed"))
    return page


def test_the_formats_on_offer_are_those_there_are():
    assert tuple(BUILT) == FORMATS


def test_the_paper_goes_to_stdout_and_nothing_to_stderr(run, paper):
    done = run("today")
    assert done.code == 0
    assert "Erste Meldung des Tages" in done.out
    assert done.err == ""


def test_an_edition_printed_by_a_clock_far_ahead_costs_no_later_one_anything(run, paper):
    run("today", now="2026-12-15T06:00Z")
    for day, title in ((22, "Dritte Sache"), (23, "Vierte Nachricht")):
        paper.body = rss(title)
        assert run("today", "--format", "json", now=f"2026-11-{day}T06:00Z").titles == [title]


def test_who_only_prints_has_a_backup_and_no_old_items(run, paper, feeds_yaml, web, tmp_path):
    feeds_yaml(web.url("/feed"), more="keep: 7d")
    run("today")
    assert (tmp_path / "data" / BACKUP).exists()
    paper.body = rss("Dritte Sache")
    for day in (22, 30):
        run("today", now=f"2026-11-{day}T06:00Z")
    with Store(tmp_path / "data") as store:
        kept = [it.title for it in store.recent(datetime(2026, 1, 1, tzinfo=UTC))]
    assert kept == []


def test_two_papers_in_one_archive_are_told_that_they_share_a_window(run, web, feeds_yaml):
    for name, told in (("one", False), ("two", True), ("two", False)):
        web.page(f"/{name}", rss("Erste Meldung des Tages"))
        feeds_yaml(web.url(f"/{name}"))
        assert ("made of other sources" in run("today").err) is told


@pytest.mark.parametrize("number", ["0", "-1", "many", "1.5", "²", "9" * 5_000])
def test_a_number_of_stories_is_one_or_all(run, paper, number):
    assert run("today", "--stories", number).code == 2


def test_a_second_edition_holds_only_what_came_since(run, paper):
    first = run("today", "--format", "json")
    paper.body = rss("Erste Meldung des Tages", "Zweite Nachricht vom Hafen", "Dritte Sache")
    second = run("today", "--format", "json", now="2026-11-22T06:00Z")
    assert sorted(first.titles) == ["Erste Meldung des Tages", "Zweite Nachricht vom Hafen"]
    assert second.titles == ["Dritte Sache"]
    assert second.paper["_digest"]["edition"] == 2
    assert second.paper["_digest"]["window"]["from"] == first.paper["_digest"]["window"]["to"]


def test_an_item_that_appears_late_belongs_to_the_next_edition_whatever_its_date(run, paper):
    run("today")
    paper.body = rss("Erste Meldung des Tages", "Lange liegen geblieben", day=19)
    assert run("today", "--format", "json", now="2026-11-22T06:00Z").titles == [
        "Lange liegen geblieben"
    ]


def test_what_a_source_brings_at_first_is_not_lost_to_a_paper_printed_before(run, paper):
    assert run("today", "--offline", "--format", "json").titles == []
    done = run("today", "--format", "json", now="2026-11-21T06:05Z")
    assert sorted(done.titles) == ["Erste Meldung des Tages", "Zweite Nachricht vom Hafen"]


def test_the_first_edition_covers_a_day(run, web, feeds_yaml):
    web.page("/feed", rss("Von vorgestern", day=19))
    feeds_yaml(web.url("/feed"))
    assert run("today", "--format", "json").titles == []


@pytest.mark.parametrize("option", [["--peek"], ["--since", "3d"]])
def test_peek_and_since_do_not_move_the_window(run, paper, option):
    run("today", *option)
    done = run("today", "--format", "json", now="2026-11-21T07:00Z")
    assert len(done.titles) == 2


def test_since_takes_what_lies_after_it(run, web, feeds_yaml):
    web.page("/feed", rss("Von vorgestern", "Auch von vorgestern", day=19))
    feeds_yaml(web.url("/feed"))
    done = run("today", "--format", "json", "--since", "2026-11-19T08:30Z")
    assert done.titles == ["Auch von vorgestern"]


def test_offline_prints_what_is_stored(run, paper, web):
    run("fetch")
    asked = len(web.asked)
    assert len(run("today", "--offline", "--format", "json").titles) == 2
    assert len(web.asked) == asked


def test_stories_limits_the_paper_and_all_lifts_it(run, paper):
    assert len(run("today", "--peek", "--format", "json", "--stories", "1").titles) == 1
    assert len(run("today", "--peek", "--format", "json", "--stories", "all").titles) == 2


def test_output_is_written_whole_and_stdout_stays_empty(run, paper, tmp_path):
    done = run("today", "--format", "markdown", "--output", "paper.md")
    assert (done.code, done.out) == (0, "")
    assert "[Erste Meldung des Tages](https://blatt.example/" in Path("paper.md").read_text("utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"data", "feeds.yaml", "paper.md"}


@pytest.mark.parametrize(
    ("name", "meant"), [("a.html", "html"), ("a.MD", "markdown"), ("a.json", "json")]
)
def test_a_paper_for_a_terminal_in_a_file_of_another_kind_is_told(run, paper, name, meant):
    done = run("today", "--output", name)
    assert (done.code, done.out) == (0, "")
    assert f"{name}: written as for a terminal; --format {meant} writes {meant}\n" in done.err
    assert "written" not in run("today", "--format", meant, "--output", name).err
    assert "written" not in run("today", "--output", "a.txt").err
    assert "written" not in run("today", "--format", "terminal", "--output", name).err


def test_an_output_that_cannot_be_written_does_not_count_as_printed(run, paper):
    done = run("today", "--output", "nowhere/paper.txt")
    assert done.code == 1
    assert "nowhere/paper.txt" in done.err
    assert len(done.err.splitlines()) == 2
    assert len(run("today", "--format", "json").titles) == 2


def test_a_paper_comes_when_some_sources_fail_and_it_says_which(run, web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"), web.url("/gone"))
    done = run("today", "--format", "json")
    assert done.code == 0
    receipt = done.paper["_digest"]["receipt"]
    assert (receipt["sources"], receipt["answered"]) == (2, 1)
    assert receipt["failed"] == [{"source": web.url("/gone"), "reason": "status 404: not found"}]


@pytest.mark.parametrize("paper", ["terminal", "markdown", "html", "json"])
def test_what_opens_a_private_feed_is_not_printed(run, web, feeds_yaml, paper):
    web.page("/open", rss(name=""))
    feeds_yaml(web.url("/open"), web.url("/gone?tag=reels&access_token=geheim&Key=verschwiegen"))
    out = run("today", "--format", paper).out
    assert "tag" in out
    assert "geheim" not in out
    assert "verschwiegen" not in out


def test_no_paper_comes_when_no_source_answers(run, web, feeds_yaml):
    feeds_yaml(web.url("/gone"))
    done = run("today")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("none of 1 source answered: status 404: not found\n  hint: ")


def test_the_hint_asks_for_the_network_where_nobody_was_reached_only(run, web, feeds_yaml):
    feeds_yaml("http://127.0.0.1:9/feed", "x: '@XDevelopers'")
    assert "\n  hint: is the network up? `digest check`" in run("today").err
    feeds_yaml("http://127.0.0.1:9/feed", web.url("/gone"))
    assert "\n  hint: `digest check` asks each one, " in run("today").err


def test_who_only_lacks_keys_is_not_asked_for_the_network(run, feeds_yaml):
    feeds_yaml("x: '@XDevelopers'")
    assert run("today").err.splitlines() == [
        "none of 1 source answered: no keys for X; `digest login x` asks for them",
        "  hint: `digest check` asks each one, `digest today --offline` prints what is stored",
    ]


def test_reasons_that_differ_are_left_to_the_check(run, web, feeds_yaml):
    web.page("/page", "<!doctype html><title>Kein Feed</title>")
    feeds_yaml(web.url("/gone"), web.url("/page"))
    assert run("today").err.startswith("none of 2 sources answered\n  hint: ")


def test_a_paper_of_empty_sections_says_that_there_is_no_source(run, web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung des Tages"))
    path = feeds_yaml(web.url("/feed"), more="editions: {leer: {sections: [Leer]}}")
    path.write_text(f"{path.read_text('utf-8')}  Leer: []\n", encoding="utf-8")
    done = run("today", "--edition", "leer")
    assert done.err.startswith("this paper has no source\n  hint: `digest feeds add")


def test_an_edition_of_its_own_has_its_own_window(run, web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"), more="editions: {kurz: {sections: [News], stories: 3}}")
    assert run("today", "--format", "json").titles == ["Erste Meldung des Tages"]
    done = run("today", "--edition", "kurz", "--format", "json")
    assert done.titles == ["Erste Meldung des Tages"]
    assert "no edition 'lang'" in run("today", "--edition", "lang").err


@pytest.mark.parametrize(
    "args",
    [
        ("today", "--stories", "0"),
        ("today", "--stories", "many"),
        ("today", "--since", "tomorrow"),
        ("today", "--format", "papyrus"),
        ("today", "--nonsense"),
        ("today", "--queue", "--peek"),
        ("today", "--queue", "--must-see"),
        ("nonsense",),
        ("-v", "-q", "today"),
    ],
)
def test_wrong_usage_is_exit_2(run, paper, args):
    done = run(*args)
    assert (done.code, done.out) == (2, "")
    assert "Usage: digest" in done.err


@pytest.mark.parametrize("now", ["breakfast", "0001-01-01T00:00Z", "9999-12-31T23:59Z"])
def test_a_now_that_is_no_time_is_wrong_usage(run, paper, now):
    assert run("today", now=now).code == 2


@pytest.mark.parametrize("now", ["1000-01-01", "8999-12-31T23:59"])
def test_every_span_may_be_named_at_either_end_of_the_calendar(run, paper, now):
    done = run("today", "--since", "99999d", now=now)
    assert (done.code, "Traceback" in done.err) == (0, False)


def digest(folder, *args, **more):
    """Start the command line as a process of its own."""
    command = [sys.executable, "-m", "digest", "--data", "data", *args]
    return subprocess.Popen(command, cwd=folder, **more)


def test_a_pipe_that_closes_early_does_not_count_as_printed(run, paper, tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    left = digest(tmp_path, "--now", "2026-11-21T06:00Z", "today", stdout=writer)
    os.close(writer)
    assert left.wait(30) == 1
    assert len(run("today", "--format", "json").titles) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line_and_does_not_count_as_printed(run, paper, tmp_path):
    with Path("/dev/full").open("wb") as full:
        left = digest(
            tmp_path, "--now", "2026-11-21T06:00Z", "today", stdout=full, stderr=subprocess.PIPE
        )
        _, err = left.communicate(timeout=30)
    assert left.returncode == 1
    assert err.decode().startswith("stdout: ")
    assert len(err.splitlines()) == 2
    assert len(run("today", "--format", "json").titles) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize(
    "words",
    [
        ("search", "meldung"),
        ("search", "--json", "meldung"),
        ("feeds", "list"),
        ("feeds", "export"),
        ("back",),
        ("back", "1", "--format", "tweets"),
        ("syndicate",),
        ("--help",),
    ],
)
def test_a_full_stdout_is_one_line_with_a_hint(run, paper, tmp_path, monkeypatch, words, buffered):
    monkeypatch.setenv("PYTHONUNBUFFERED", buffered)
    run("today")
    with Path("/dev/full").open("wb") as full:
        left = digest(tmp_path, "-q", *words, stdout=full, stderr=subprocess.PIPE)
        _, err = left.communicate(timeout=30)
    told, hint = err.decode().splitlines()
    assert left.returncode == 1
    assert told == "stdout: No space left on device"
    assert hint.startswith("  hint: make room, or print elsewhere")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a pipe of a known size")
@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_paper_that_is_taken_only_in_part_is_not_counted_as_printed(
    run, paper, tmp_path, monkeypatch, buffered
):
    import fcntl

    monkeypatch.setenv("PYTHONUNBUFFERED", buffered)
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    left = digest(tmp_path, "today", "--format", "html", stdout=writer)
    os.close(writer)
    assert os.read(reader, 9) == b"<!DOCTYPE"
    os.close(reader)
    assert left.wait(30) == 1
    assert len(run("today", "--format", "json").titles) == 2


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_closed_stdout_is_one_line_and_does_not_count_as_printed(run, paper, tmp_path):
    here = [sys.executable, "-m", "digest", "--data", str(tmp_path / "data")]
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *here, "--now", "2026-11-21T06:00Z", "today"]
    left = subprocess.run(command, stderr=subprocess.PIPE, timeout=30, check=False)
    assert left.returncode == 1
    assert left.stderr.decode().startswith("stdout: ")
    assert len(left.stderr.splitlines()) == 2
    command[2] = 'exec "$@" 2>&-'
    left = subprocess.run(command, stdout=subprocess.PIPE, timeout=30, check=True)
    assert "Erste Meldung des Tages" in left.stdout.decode()


def test_two_runs_at_once_share_nothing_out_twice(run, paper, tmp_path):
    run("fetch")
    args = ("--now", "2026-11-21T06:00Z", "today", "--offline", "--format", "json")
    both = [digest(tmp_path, *args, stdout=subprocess.PIPE) for _ in range(2)]
    papers = [json.loads(each.communicate(timeout=60)[0]) for each in both]
    titles = [item["title"] for paper in papers for item in paper["items"]]
    assert sorted(titles) == ["Erste Meldung des Tages", "Zweite Nachricht vom Hafen"]


def test_who_has_not_been_asked_yet_is_named_too(run, paper, web, feeds_yaml):
    run("fetch")
    feeds_yaml(web.url("/feed"), "https://neu.example/feed", more="language: de")
    done = run("today", "--offline", "--peek", "--format", "json")
    receipt = done.paper["_digest"]["receipt"]
    assert (receipt["sources"], receipt["answered"]) == (2, 1)
    assert receipt["failed"] == [{"source": "https://neu.example/feed", "reason": "not asked yet"}]
    assert "neu.example/feed: noch nicht gefragt" in run("today", "--offline", "--peek").out


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_an_interrupted_run_leaves_with_130_and_no_traceback(paper, tmp_path):
    paper.delay = 20
    left = digest(tmp_path, "today", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.5)
    left.send_signal(signal.SIGINT)
    out, err = left.communicate(timeout=15)
    assert left.returncode == 130
    assert (out, b"Traceback" in err) == (b"", False)


def test_an_interrupt_while_it_is_being_loaded_leaves_no_traceback_either(tmp_path):
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "digest", "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_the_same_archive_and_time_make_the_same_paper(run, paper):
    run("fetch")
    for form in FORMATS:
        papers = {run("today", "--offline", "--peek", "--format", form).out for _ in range(2)}
        assert len(papers) == 1


def test_a_pipe_gets_no_escape(run, paper):
    paper.body = rss("Böse \x1b]8;;https://evil.example\x1b\\ Meldung".replace("\x1b", "&#27;"))
    assert "\x1b" not in run("today").out
