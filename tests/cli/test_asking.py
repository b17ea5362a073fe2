"""What ``digest init`` asks somebody who sits before a terminal."""

import os
import subprocess
import sys

import pytest

from digest import config
from tests.terminal import everything

pty = pytest.importorskip("pty", reason="no such terminals on this system")

OPML = """<opml version="2.0"><body>
<outline text="Recht"><outline text="Blog" xmlUrl="https://recht.example/feed"/></outline>
</body></opml>"""
END = "\x04"


@pytest.fixture
def init(tmp_path):
    """Run ``digest init`` on a terminal on which the answers are typed; return its code and screen."""

    def init(*answers, options=(), **environment):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "digest", "init", *options],
            cwd=tmp_path,
            env={**os.environ, "TZ": "Europe/Vienna", "LC_ALL": "C.UTF-8", **environment},
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        typed = "".join(answer if answer == END else f"{answer}\n" for answer in answers)
        os.write(ours, typed.encode())
        shown = everything(ours).decode()
        os.close(ours)
        return process.wait(timeout=30), shown

    return init


@pytest.fixture
def paper(tmp_path):
    return lambda: config.load(tmp_path / "feeds.yaml").main


def test_enter_takes_what_stands_in_brackets(init, paper):
    code, screen = init("", "", "", "")
    assert code == 0
    assert "What is your paper called? [Social Media Newspaper]" in screen
    assert "Your time zone? [Europe/Vienna]" in screen
    assert "1  Plattformen, " in screen
    assert (paper().timezone, len(paper().sections)) == ("Europe/Vienna", 7)
    assert "Next: `digest check`" in screen


def test_the_answers_are_in_the_feeds_yaml(init, paper):
    code, _ = init(' Mein "Blatt": #1 ', "EN", "Europe/Berlin", "recht, seo")
    assert code == 0
    assert (paper().title, paper().language) == ('Mein "Blatt": #1', "en")
    assert paper().timezone == "Europe/Berlin"
    assert list(paper().sections) == ["SEO", "Law"]


def test_an_answer_that_means_nothing_is_asked_again(init, paper):
    code, screen = init(
        "\x07", "Blatt", "fr", "de", "Entenhausen", "../etc", "UTC", "1 99", "Recht"
    )
    assert code == 0
    assert "a title has at least a letter" in screen
    assert "de or en" in screen
    assert "there is no time zone 'Entenhausen'; write one like Europe/Berlin" in screen
    assert screen.count("Which sections, as 1 3 4, or which OPML file?") == 2
    assert (paper().title, paper().timezone) == ("Blatt", "UTC")
    assert list(paper().sections) == ["Recht"]


def test_an_opml_file_may_be_the_answer(init, paper, tmp_path):
    (tmp_path / "list.opml").write_text(OPML, encoding="utf-8")
    code, screen = init("", "", "", "missing.opml", "list.opml")
    assert code == 0
    assert "missing.opml: No such file" in screen
    assert list(paper().sections) == ["Recht"]


@pytest.mark.parametrize("typed", ["Annas Feeds.opml", "'Annas Feeds.opml'", "Annas\\ Feeds.opml "])
def test_a_file_may_be_dropped_on_the_terminal(init, paper, tmp_path, typed):
    (tmp_path / "Annas Feeds.opml").write_text(OPML, encoding="utf-8")
    code, screen = init("", "", "", "Anna's.opml", typed)
    assert "Anna's.opml: No such file" in screen
    assert (code, list(paper().sections)) == (0, ["Recht"])


def test_what_can_be_no_file_is_asked_for_again(init, paper):
    code, screen = init("", "", "", "x" * 300, "~nobody-here/list.opml", "4")
    assert "File name too long" in screen
    assert "~nobody-here/list.opml: No such file" in screen
    assert (code, len(paper().sections)) == (0, 1)


def test_the_sections_of_a_given_opml_file_are_not_asked_for(init, paper, tmp_path):
    (tmp_path / "list.opml").write_text(OPML, encoding="utf-8")
    code, screen = init("", "", "", options=("--opml", "list.opml"))
    assert (code, list(paper().sections)) == (0, ["Recht"])
    assert "Which sections" not in screen


def test_the_language_of_the_environment_is_proposed(init):
    for environment, proposed in ({"LC_ALL": "en_GB.UTF-8"}, "en"), ({"LC_ALL": "fr_FR"}, "de"):
        assert f"Its language, de or en? [{proposed}]" in init("", END, **environment)[1]


def test_who_ends_the_questions_gets_no_file(init, tmp_path):
    code, screen = init("Blatt", END)
    assert (code, list(tmp_path.iterdir())) == (130, [])
    assert "Traceback" not in screen


def test_yes_asks_nothing(init, paper):
    code, screen = init(options=("--yes",))
    assert (code, len(paper().sections)) == (0, 7)
    assert "?" not in screen
