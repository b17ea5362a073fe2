"""``digest init`` on a terminal asks four questions; without one it asks none and never waits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digest.cli import asking
from digest.config import load
from tests.terminal import everything

pty = pytest.importorskip("pty", reason="no such terminals on this system")

OPML = """<opml version="2.0"><body><outline text="Recht">
<outline text="Blog" xmlUrl="https://recht.example/feed"/></outline></body></opml>"""
INIT = (sys.executable, "-m", "digest", "init")


def answer(folder, *answers, command=INIT, **environment):
    """Type answers on a terminal; return the exit code and what was shown there."""
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{line}\n" for line in answers).encode())
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=os.environ | {"LC_ALL": "en_US.UTF-8", "TZ": "Europe/Vienna"} | environment,
    ) as process:
        os.close(theirs)
        shown = everything(ours)
        code = process.wait(timeout=60)
    os.close(ours)
    return code, shown.decode()


def test_enter_takes_what_stands_in_brackets(tmp_path):
    code, shown = answer(tmp_path, "", "", "", "")
    config = load(tmp_path / "feeds.yaml")
    assert code == 0
    assert (config.title, config.language) == ("Social Media Newspaper", "en")
    assert config.timezone == "Europe/Vienna"
    assert len(config.sources) == 53
    assert shown.count("?") == 4
    assert "What is your paper called? [Social Media Newspaper]" in shown
    assert "Its language, de or en? [en]" in shown
    assert "Your time zone? [Europe/Vienna]" in shown
    assert "Next: `digest check`" in shown


def test_the_answers_are_written_down(tmp_path):
    code, shown = answer(tmp_path, ' Müllers "Blatt": #1 ', "DE", "America/New_York", "4, tech 6")
    config = load(tmp_path / "feeds.yaml")
    assert code == 0
    assert config.title == 'Müllers "Blatt": #1'
    assert (config.language, config.timezone) == ("de", "America/New_York")
    assert config.main.sections == ("Recht", "Tech", "Medien")
    assert "4  Recht, 6 sources" in shown


def test_an_english_paper_has_english_sections(tmp_path):
    code, shown = answer(tmp_path, "Sheet", "en", "", "law 1")
    assert code == 0
    assert "4  Law, 6 sources" in shown
    assert load(tmp_path / "feeds.yaml").main.sections == ("Platforms", "Law")


def test_a_section_may_be_called_as_in_the_starter_that_ships(tmp_path):
    assert answer(tmp_path, "Sheet", "en", "", "Recht")[0] == 0
    assert load(tmp_path / "feeds.yaml").main.sections == ("Law",)


def test_what_means_nothing_is_asked_again(tmp_path):
    nonsense = ("\u00ad", "Blatt", "fr", "de", "Moon/Base", "../etc", "UTC", "1 99", "no.opml", "1")
    code, shown = answer(tmp_path, *nonsense)
    assert code == 0
    assert shown.count("Error: ") == 6
    assert "a title has at least a letter" in shown
    assert "there is no time zone 'Moon/Base'; write one like Europe/Berlin" in shown
    assert "no.opml: No such file" in shown
    assert load(tmp_path / "feeds.yaml").main.sections == ("Plattformen",)


def test_an_opml_file_can_take_the_place_of_the_sections(tmp_path):
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    assert answer(tmp_path, "Blatt", "", "", "mine.opml")[0] == 0
    config = load(tmp_path / "feeds.yaml")
    assert (config.title, config.main.sections) == ("Blatt", ("Recht",))


@pytest.mark.parametrize("typed", ["Annas Feeds.opml", "'Annas Feeds.opml'", "Annas\\ Feeds.opml "])
def test_a_file_may_be_dropped_on_the_terminal(tmp_path, typed):
    (tmp_path / "Annas Feeds.opml").write_text(OPML, encoding="utf-8")
    code, shown = answer(tmp_path, "", "", "", "Anna's.opml", typed)
    assert code == 0
    assert "Anna's.opml: No such file" in shown
    assert load(tmp_path / "feeds.yaml").main.sections == ("Recht",)


def test_what_can_be_no_file_is_asked_for_again(tmp_path):
    code, shown = answer(tmp_path, "", "", "", "x" * 300, "~nobody-here/list.opml", "4")
    assert code == 0
    assert "File name too long" in shown
    assert "~nobody-here/list.opml: No such file" in shown
    assert len(load(tmp_path / "feeds.yaml").main.sections) == 1


def test_with_opml_named_there_are_three_questions(tmp_path):
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    code, shown = answer(tmp_path, "Blatt", "de", "UTC", command=(*INIT, "--opml", "mine.opml"))
    assert code == 0
    assert "Which sections" not in shown
    assert load(tmp_path / "feeds.yaml").main.sections == ("Recht",)


@pytest.mark.parametrize("flag", ["--yes", "--quiet"])
def test_one_can_ask_not_to_be_asked(tmp_path, flag):
    where = (*INIT[:3], "--quiet", "init") if flag == "--quiet" else (*INIT, flag)
    code, shown = answer(tmp_path, command=where)
    assert code == 0
    assert "?" not in shown
    assert load(tmp_path / "feeds.yaml").timezone == "Europe/Berlin"


def test_a_folder_that_is_not_there_is_told_before_anything_is_asked(tmp_path):
    where = (*INIT[:3], "--config", "no/such/feeds.yaml", "init")
    code, shown = answer(tmp_path, "Blatt", "de", "UTC", "all", command=where)
    assert code == 1
    assert "no/such/feeds.yaml: its folder is not there" in shown
    assert "What is your paper called" not in shown


def test_who_leaves_halfway_leaves_nothing_behind(tmp_path):
    code, shown = answer(tmp_path, "Blatt", "\x04")
    assert code == 130
    assert "Traceback" not in shown
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stdin", [subprocess.PIPE, subprocess.DEVNULL, None])
def test_without_a_terminal_it_asks_nothing_and_does_not_wait(tmp_path, stdin):
    closed = "exec <&- 2>&-; " if stdin is None else ""
    command = ["bash", "-c", f'{closed}"$0" -m digest init', sys.executable]
    with subprocess.Popen(command, cwd=tmp_path, stdin=stdin, stderr=subprocess.PIPE) as process:
        assert process.wait(timeout=60) == 0
    assert len(load(tmp_path / "feeds.yaml").sources) == 53


def test_the_zone_of_the_machine_is_found_where_systems_say_it(tmp_path, monkeypatch):
    zone, link, wrong = (tmp_path / name for name in ("timezone", "localtime", "wrong"))
    zone.write_text("Asia/Tokyo\n", encoding="ascii")
    link.symlink_to("/usr/share/zoneinfo/Europe/Zurich")
    wrong.write_bytes(b"TZif2\xff")
    for places, found in (
        ([zone], "Asia/Tokyo"),
        ([link, zone], "Europe/Zurich"),
        ([wrong, zone], "Asia/Tokyo"),
        ([tmp_path / "none"], ""),
    ):
        monkeypatch.setattr(asking, "_PLACES", places)
        monkeypatch.delenv("TZ", raising=False)
        assert asking._zone_of_machine() == found
        monkeypatch.setenv("TZ", ":America/Lima")
        assert asking._zone_of_machine() == "America/Lima"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "de"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "de"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment_if_the_paper_speaks_it(
    monkeypatch, environment, language
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert asking._language("de") == language


def test_nothing_is_asked_about_a_file_that_is_there(tmp_path):
    (tmp_path / "feeds.yaml").write_text("mine", encoding="utf-8")
    code, shown = answer(tmp_path)
    assert code == 1
    assert "exists already" in shown
    assert Path(tmp_path / "feeds.yaml").read_text(encoding="utf-8") == "mine"
