"""The paper on a real terminal, one of the test's own."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from digest.cli import pager as pager_module
from tests.cli.conftest import rss
from tests.terminal import everything

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

PAGER = """
import os, sys
paper = sys.stdin.buffer.read()
open("paged", "wb").write(paper)
open("less", "w").write(os.environ.get("LESS", ""))
open("charset", "w").write(os.environ.get("LESSCHARSET", ""))
sys.exit({code})
"""

PATIENT = """
import os, time
log, until = "data/digest.sqlite3-wal", time.monotonic() + 10
while os.path.exists(log) and time.monotonic() < until:
    time.sleep(0.05)
open("log", "w").write("growing" if os.path.exists(log) else "closed")
"""


@pytest.fixture
def paper(web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung des Tages", "Zweite Nachricht vom Hafen"))
    feeds_yaml(web.url("/feed"))


@pytest.fixture
def at_terminal(tmp_path):
    """Run a command line on a terminal of so many lines; return exit code and what was shown."""

    def at_terminal(*args, lines=10, code=0, **environment):
        (tmp_path / "pager.py").write_text(PAGER.format(code=code))
        ours = {"PAGER": f"{sys.executable} pager.py", "TERM": "xterm", **environment}
        here, there = pty.openpty()
        termios.tcsetwinsize(there, (lines, 90))
        shown = []
        reader = threading.Thread(target=lambda: shown.append(everything(here)))
        reader.start()
        done = subprocess.Popen(
            [sys.executable, "-m", "digest", "--data", "data", "--now", "2026-11-21T06:00Z", *args],
            cwd=tmp_path,
            stdin=there,
            stdout=there,
            stderr=there,
            env={**os.environ, **{key: value for key, value in ours.items() if value is not None}},
        )
        os.close(there)
        left = done.wait(60)
        reader.join(60)
        os.close(here)
        return left, b"".join(shown).decode()

    return at_terminal


def paged():
    return Path("paged").read_bytes().decode() if Path("paged").exists() else ""


@pytest.mark.parametrize(
    ("environment", "charset"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": None}, "utf-8"),
        ({"LC_ALL": "C", "LESSCHARSET": "latin1"}, "latin1"),
        ({"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}, ""),
        ({"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, ""),
    ],
)
def test_the_pager_is_told_in_which_letters_the_paper_is_written(
    paper, at_terminal, environment, charset
):
    assert at_terminal("today", **environment)[0] == 0
    assert Path("charset").read_text() == charset


def test_a_paper_longer_than_the_screen_goes_through_the_pager(paper, at_terminal):
    code, shown = at_terminal("today")
    assert code == 0
    assert "Erste Meldung" in paged()
    assert "\x1b[1m" in paged()
    assert "Erste Meldung" not in shown
    assert Path("less").read_text() == "FRX"


def test_it_counts_as_printed(run, paper, at_terminal):
    at_terminal("today")
    assert run("today", "--format", "json").paper["_digest"]["edition"] == 2


def test_the_archive_is_closed_while_she_reads(paper, at_terminal, tmp_path):
    (tmp_path / "patient.py").write_text(PATIENT)
    assert at_terminal("today", PAGER=f"{sys.executable} patient.py")[0] == 0
    assert Path("log").read_text() == "closed"


def test_what_is_said_of_the_paper_waits_until_she_has_read_it(
    paper, web, feeds_yaml, at_terminal, tmp_path
):
    at_terminal("today")
    web.page("/other", rss("Dritte Sache", "Vierte Kunde"))
    feeds_yaml(web.url("/other"))
    (tmp_path / "slow.py").write_text("import time; time.sleep(0.5); print('read')")
    code, shown = at_terminal("today", lines=5, PAGER=f"{sys.executable} slow.py")
    assert code == 0
    assert shown.index("read") < shown.index("made of other sources")


def test_a_paper_that_fits_on_the_screen_is_just_printed(paper, at_terminal):
    code, shown = at_terminal("today", lines=90)
    assert (code, paged()) == (0, "")
    assert "Erste Meldung" in shown


@pytest.mark.parametrize(
    ("args", "more"),
    [
        (["today", "--no-pager"], {}),
        (["today"], {"PAGER": ""}),
        (["today"], {"PAGER": "cat"}),
        (["today"], {"PAGER": "'unbalanced"}),
        (["today"], {"PAGER": "no-such-pager-anywhere"}),
        (["today"], {"PAGER": None, "PATH": ""}),
        (["today"], {"TERM": "dumb"}),
        (["today", "--format", "markdown"], {}),
        (["today", "--format", "html"], {}),
    ],
)
def test_without_a_pager_it_is_all_printed_at_once(paper, at_terminal, args, more):
    code, shown = at_terminal(*args, **more)
    assert (code, paged()) == (0, "")
    assert "Erste Meldung" in shown


def test_a_pager_that_fails_does_not_lose_the_paper(paper, at_terminal):
    code, shown = at_terminal("today", code=3)
    assert code == 0
    assert "Erste Meldung" in shown


def test_a_readers_own_way_with_less_is_kept_and_colours_added(paper, at_terminal):
    at_terminal("today", LESS="-i")
    assert Path("less").read_text() == "-i -R"


def test_a_pipe_gets_no_pager(run, paper, monkeypatch):
    monkeypatch.setenv("PAGER", "no-such-pager-anywhere")
    monkeypatch.setenv("LINES", "5")
    assert "Erste Meldung" in run("today").out


@pytest.fixture
def show(monkeypatch, tmp_path):
    """Show lines on a screen of five; return what was printed without a pager."""

    def show(lines, pager="", code=0):
        (tmp_path / "pager.py").write_text(PAGER.format(code=code))
        monkeypatch.setenv("LINES", "5")
        monkeypatch.setenv("PAGER", pager or f"{sys.executable} pager.py")
        written = []
        wait = pager_module.show(b"line\n" * lines, written.append)
        wait()
        return b"".join(written)

    return show


@pytest.mark.parametrize(("lines", "through"), [(4, False), (5, True), (50, True)])
def test_the_screen_has_room_for_a_prompt(show, lines, through):
    assert (show(lines) == b"") is through
    assert paged() == "line\n" * lines * through


@pytest.mark.parametrize("pager", ["cat", "'", "no-such-pager-anywhere", "."])
def test_what_is_no_pager_is_not_used(show, pager):
    assert show(9, pager) == b"line\n" * 9


def test_where_no_file_can_be_made_for_the_pager_the_paper_is_printed(show, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert show(9) == b"line\n" * 9


def test_what_a_failing_pager_was_given_is_printed(show):
    assert show(9, code=1) == b"line\n" * 9


def test_less_is_used_where_there_is_one_and_nobody_says_otherwise(monkeypatch, tmp_path):
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.setenv("LINES", "5")
    less = tmp_path / "less"
    less.write_text(f"#!{sys.executable}\n{PAGER.format(code=0)}")
    less.chmod(0o755)
    for path, printed in ((str(tmp_path), []), ("", [b"line\n" * 9])):
        monkeypatch.setenv("PATH", path)
        written = []
        pager_module.show(b"line\n" * 9, written.append)()
        assert written == printed


def test_ctrl_c_is_for_the_pager():
    class Pager:
        def __init__(self):
            self.answers = iter([KeyboardInterrupt, KeyboardInterrupt, 0])

        def wait(self):
            answer = next(self.answers)
            if answer is KeyboardInterrupt:
                raise answer
            return answer

    assert pager_module._end(Pager()) == 0
