"""What every command gets of the world: a stdout that may carry little."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import click
import pytest
from rich.cells import cell_len

from digest.cli import cli
from digest.cli.context import Context
from tests.cli.conftest import MORNING, rss
from tests.rights import nobody, somebodys_folder

HEADLINE = "„Größe“ 東京 – 🙂"
SETTINGS = f'title: "{HEADLINE}"\nqueue: {{slots: ["07:30"], to: [mastodon]}}'


@pytest.fixture
def filled(run, web, feeds_yaml):
    web.page("/feed", rss(HEADLINE, name=HEADLINE))
    feeds_yaml(web.url("/feed"), more=SETTINGS)
    assert run("today", "--queue").code == 0


@pytest.fixture
def printed(tmp_path):
    """Run digest with a stdout of that encoding, and return the bytes it prints."""

    def printed(encoding, *words):
        command = [sys.executable, "-m", "digest", "--data", "data", "--now", MORNING, *words]
        environment = os.environ | {"PYTHONIOENCODING": encoding}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        return done.stdout

    return printed


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("option", ["--data", "--config"])
def test_an_empty_place_is_wrong_usage_and_not_the_folder_where_we_are(run, tmp_path, option):
    done = run(option, "", "queue", "list")
    assert (done.code, done.out) == (2, "")
    assert f"Invalid value for '{option}': it is empty" in done.err
    assert not (tmp_path / "digest.sqlite3").exists()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "words",
    [
        ("search", "--json", "größe"),
        ("feeds", "list", "--json"),
        ("feeds", "report", "--json"),
        ("queue", "list", "--json"),
        ("queue", "show", "1", "--json"),
    ],
)
@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8"])
def test_json_loses_no_character_whatever_stdout_carries(printed, words, encoding):
    found = printed(encoding, *words).decode(encoding)
    assert HEADLINE in json.dumps(json.loads(found), ensure_ascii=False)
    assert (HEADLINE in found) == (encoding == "utf-8")


def test_json_steers_no_terminal_whoever_made_the_archive(capsys):
    context = Context(config=None, data=None, now=None, verbosity=0, no_colour=True)
    text = "\x1b[1m \x9b31m \u202e \u2028 \u200b 👩\u200d💻 größer"
    context.print_json({"text": text})
    printed = capsys.readouterr().out
    assert r"\u001b[1m \u009b31m \u202e \u2028 \u200b" in printed
    assert "👩\u200d💻 größer" in printed
    assert json.loads(printed) == {"text": text}


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("wish", ["FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"])
@pytest.mark.parametrize("words", [("feeds", "list"), ("feeds", "report"), ("queue", "list")])
def test_a_pipe_gets_no_escape_whatever_is_wished_for_all_programs(
    printed, monkeypatch, wish, words
):
    monkeypatch.setenv(wish, "1")
    assert b"\x1b" not in printed("utf-8", *words)


@pytest.mark.usefixtures("filled")
def test_no_line_of_a_paper_is_wider_than_a_narrow_terminal(printed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    paper = printed("utf-8", "today", "--offline", "--peek", "--since", "48h").decode()
    assert max(map(len, paper.splitlines())) == 24


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("width", ["40", "50", "60"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("queue", "list"), ["id", "state", "when", "text"]),
        (("feeds", "list"), ["source", "answered", "health"]),
    ],
)
def test_a_table_on_a_narrow_page_goes_without_columns(printed, monkeypatch, width, words, told):
    monkeypatch.setenv("COLUMNS", width)
    head, *lines = printed("utf-8", *words).decode().splitlines()
    assert [title for title in head.split() if title in told] == told
    assert max(map(cell_len, lines)) <= int(width)
    if words[0] == "queue":
        assert cell_len(lines[0][head.index("text") :].strip("… ")) > 10


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("words", [("feeds", "import", "-"), ("queue", "review"), ("login", "x")])
def test_a_closed_stdin_is_one_where_nobody_types(tmp_path, words):
    here = [sys.executable, "-m", "digest", "--data", "data", *words]
    command = ["sh", "-c", 'exec "$@" <&-', "sh", *here]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8"])
def test_opml_is_in_the_encoding_it_names(printed, encoding):
    found = ET.fromstring(printed(encoding, "feeds", "export"))  # noqa: S314 - our own
    assert found.findtext("head/title") == HEADLINE


def commands(group=cli, path=()):
    """Yield the words of every command."""
    yield path
    if isinstance(group, click.Group):
        for name in group.list_commands(click.Context(group)):
            yield from commands(group.get_command(click.Context(group), name), (*path, name))


def test_no_line_of_a_help_text_is_wider_than_eighty_columns(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    wide = [line for words in commands() for line in run(*words, "--help").out.splitlines()]
    assert [line for line in wide if len(line) > 80] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("fetch", "-q"), "-q stands before the command: digest -q fetch"),
        (
            ("queue", "list", "--data", "d"),
            "--data stands before the command: digest --data DIR queue list",
        ),
        (("today", "--data-dir"), "No such option '--data-dir'"),
    ],
)
def test_an_option_of_all_commands_is_told_where_it_stands(run, typed, meant):
    done = run(*typed)
    assert (done.code, f"Error: {meant}" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("typed", "meant"), [("tody", "today"), ("quue", "queue"), ("serach", "search")]
)
def test_a_mistyped_command_is_told_which_one_may_be_meant(run, typed, meant):
    done = run(typed)
    assert done.code == 2
    assert f"No such command '{typed}'. Did you mean '{meant}'?" in done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("add", "digest feeds add"),
        ("drop", "digest queue drop"),
        ("list", "digest feeds list, or digest queue list"),
        ("remove", "digest feeds remove, or digest schedule remove"),
    ],
)
def test_a_command_that_stands_behind_another_is_told_where(run, typed, meant):
    done = run(typed, "https://blatt.example")
    assert done.code == 2
    assert f"Error: {typed} stands behind another command: {meant}\n" in done.err


def context(**given):
    return Context(
        **{"config": None, "data": None, "now": None, "verbosity": 0, "no_colour": True, **given}
    )


def test_an_archive_that_is_closed_to_us_is_none_for_who_only_looks_something_up():
    with somebodys_folder(0o000) as folder, nobody(), context(data=folder).kept_store() as store:
        assert store is None


def test_in_a_folder_that_is_closed_to_us_there_is_no_feeds_yaml(monkeypatch):
    with somebodys_folder(0o755) as folder:
        monkeypatch.chdir(folder)
        folder.chmod(0o000)
        with nobody():
            assert context().config_path().parent.name == "digest"
        monkeypatch.undo()
