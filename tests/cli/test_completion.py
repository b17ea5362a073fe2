"""What the shell offers after a TAB."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digest.store import Store
from tests.cli.conftest import MORNING, rss

MORE = """
title: Blatt
queue: {slots: ["07:30"]}
editions: {recht: {title: Court Circular, sections: [News]}}
"""


@pytest.fixture
def home(run, web, feeds_yaml):
    """A folder with a printed edition and two drafts."""
    web.page("/feed", rss("Erste Meldung", "Zweite: mit Doppelpunkt", "Dritte Meldung"))
    feeds_yaml(
        f"{{url: '{web.url('/feed')}', name: 'Impressum & Co.'}}", "{x: '@Somebody'}", more=MORE
    )
    assert run("today").code == 0
    assert run("queue", "fill", "--stories", "2").code == 0


def offered(folder, line, shell="zsh"):
    """Return what is offered at the end of a command line, with its meaning."""
    words = line.split(" ")
    environment = os.environ | {
        "_DIGEST_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_LINE": line,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
        "DIGEST_DATA": str(folder / "data"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "digest"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    if shell == "zsh":
        return dict(zip(lines[1::3], lines[2::3], strict=True))
    return lines


@pytest.mark.usefixtures("home")
class TestOffers:
    @pytest.mark.parametrize(
        "line", ["digest ", "digest queue ", "digest feeds ", "digest schedule "]
    )
    def test_commands_come_with_a_whole_sentence(self, tmp_path, line):
        meanings = offered(tmp_path, line).values()
        assert [text for text in meanings if "..." in text or not text.endswith(".")] == []

    @pytest.mark.parametrize("command", ["why", "open", "more", "less"])
    def test_stories_come_by_number_with_their_headlines(self, tmp_path, command):
        found = offered(tmp_path, f"digest {command} ")
        assert {"1", "2", "3"} <= set(found)
        assert "Erste Meldung" in found.values()
        assert offered(tmp_path, f"digest {command} 2").keys() == {"2"}

    def test_stories_of_an_edition_are_those_of_that_edition(self, tmp_path):
        assert offered(tmp_path, "digest why --edition recht ") == {}

    @pytest.mark.parametrize("command", ["feeds remove", "more", "less"])
    def test_sources_come_by_name_with_their_addresses(self, tmp_path, command, web):
        assert offered(tmp_path, f"digest {command} imp") == {"Impressum & Co.": web.url("/feed")}
        assert offered(tmp_path, f"digest {command} @") == {"@somebody": "News"}

    @pytest.mark.parametrize("command", ["show", "edit", "approve", "drop", "comment", "move"])
    def test_drafts_come_by_id_with_their_texts(self, tmp_path, command):
        found = offered(tmp_path, f"digest queue {command} ")
        assert set(found) == {"1", "2"}
        assert all(text.startswith("waiting: ") for text in found.values())

    def test_a_draft_that_is_done_for_can_only_be_shown(self, run, tmp_path):
        run("queue", "drop", "1")
        assert set(offered(tmp_path, "digest queue approve ")) == {"2"}
        assert set(offered(tmp_path, "digest queue show ")) == {"1", "2"}

    def test_editions_sections_and_formats_come_by_name(self, tmp_path):
        assert offered(tmp_path, "digest today --edition ") == {"recht": "Court Circular"}
        assert set(offered(tmp_path, "digest feeds add --section ")) == {"News"}
        assert "markdown" in offered(tmp_path, "digest today --format ")
        assert offered(tmp_path, "digest back ") == {"1": "2026-11-21"}

    def test_commands_come_with_their_help(self, tmp_path):
        found = offered(tmp_path, "digest se")
        assert list(found) == ["search"]
        assert "bash" in offered(tmp_path, "digest completion ")

    def test_the_options_before_the_command_count(self, tmp_path):
        other = tmp_path / "other.yaml"
        other.write_text("sections: {Anders: [https://b.example/f]}", encoding="utf-8")
        line = f"digest --config {other} feeds add --section "
        assert set(offered(tmp_path, line)) == {"Anders"}

    def test_fish_asks_in_its_own_way(self, tmp_path):
        assert "plain,2\tZweite: mit Doppelpunkt" in offered(tmp_path, "digest why ", "fish")

    def test_it_is_quick(self, tmp_path):
        began = time.perf_counter()
        offered(tmp_path, "digest why ")
        assert time.perf_counter() - began < 3


class TestTrouble:
    LINES = ("why ", "more ", "feeds remove ", "queue approve ", "today --edition ", "back ")

    @pytest.mark.parametrize("line", LINES)
    def test_before_the_first_day_nothing_is_offered_and_nothing_made(self, tmp_path, line):
        assert offered(tmp_path, f"digest {line}") == {}
        assert not (tmp_path / "data").exists()

    @pytest.mark.parametrize("line", LINES)
    def test_what_is_not_in_order_is_passed_over_in_silence(self, tmp_path, line):
        (tmp_path / "feeds.yaml").write_text("titel: [", encoding="utf-8")
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "digest.sqlite3").write_bytes(b"garbage" * 1000)
        assert offered(tmp_path, f"digest {line}") == {}

    def test_an_archive_without_an_edition_offers_no_story(self, tmp_path):
        with Store(tmp_path / "data"):
            pass
        assert offered(tmp_path, "digest why ") == {}


class TestBash:
    def test_names_are_offered_as_they_would_be_typed(self, home, tmp_path):
        assert offered(tmp_path, "digest more Impr", "bash") == [r"plain,Impressum\ \&\ Co."]
        assert offered(tmp_path, r"digest more Impressum\ ", "bash") == [
            r"plain,Impressum\ \&\ Co."
        ]
        assert offered(tmp_path, 'digest more "Impr', "bash") == ["plain,Impressum & Co."]

    @pytest.mark.parametrize(
        ("quote", "offer"),
        [
            ("", r"Bl\$\(reboot\)\ \`x\`\ O\'Neil"),
            ('"', r"Bl\$(reboot) \`x\` O'Neil"),
            ("'", r"Bl$(reboot) `x` O'\''Neil"),
        ],
    )
    def test_a_name_that_others_gave_runs_nothing(self, tmp_path, feeds_yaml, quote, offer):
        feeds_yaml("""{url: https://blatt.example/feed, name: "Bl$(reboot) `x` O'Neil"}""")
        line = f"digest feeds remove {quote}Bl"
        assert offered(tmp_path, line, "bash") == [f"plain,{offer}"]

    def test_after_a_colon_only_the_rest_is_offered(self, tmp_path, feeds_yaml):
        feeds_yaml("https://blatt.example/feed", "https://zwei.example/feed")
        assert offered(tmp_path, "digest feeds remove https://b", "bash") == [
            "plain,//blatt.example/feed"
        ]
        assert offered(tmp_path, "digest feeds remove htt", "bash") == [
            "plain,https://blatt.example/feed",
            "plain,https://zwei.example/feed",
        ]

    def test_after_an_equals_sign_the_value_is_offered_whole(self, home, tmp_path):
        assert offered(tmp_path, "digest today --format=m", "bash") == ["plain,markdown"]
        assert offered(tmp_path, "digest today --edition=", "bash") == ["plain,recht"]

    def test_after_an_equals_sign_and_a_colon_only_the_rest_is_offered(self, tmp_path, feeds_yaml):
        feeds_yaml("https://blatt.example/feed", more="editions: {'Recht: kurz': {}}")
        assert offered(tmp_path, "digest today --edition=Recht:", "bash") == [r"plain,\ kurz"]

    def test_the_next_word_begins_after_a_blank(self, tmp_path):
        assert "plain,feeds" in offered(tmp_path, "digest ", "bash")
        assert "plain,remove" in offered(tmp_path, "digest feeds ", "bash")

    @pytest.mark.skipif(not Path("/bin/bash").exists(), reason="there is no bash")
    @pytest.mark.parametrize(
        ("line", "replies"),
        [
            ("digest why 2", ["2"]),
            ("digest more Impr", [r"Impressum\ \&\ Co."]),
            ("digest comp", ["completion"]),
            ("digest why 9", []),
        ],
    )
    def test_bash_itself_completes(self, home, run, tmp_path, line, replies):
        script = tmp_path / "digest.bash"
        script.write_text(run("completion", "bash").out, encoding="utf-8")
        asks = f"""
            source {script}
            COMP_LINE='{line}' COMP_POINT={len(line)}
            _digest_completion digest
            printf '%s\\n' "${{COMPREPLY[@]}}"
            complete -p digest
        """
        environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "DIGEST_DATA": str(tmp_path / "data"),
            "DIGEST_NOW": MORNING,
        }
        done = subprocess.run(
            ["/bin/bash", "--norc", "-c", asks],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.stderr == ""
        *found, registered = done.stdout.splitlines()
        assert [reply for reply in found if reply] == replies
        assert "_digest_completion" in registered


@pytest.mark.parametrize(
    ("shell", "mark"),
    [
        ("bash", "complete -o nosort -F _digest_completion digest"),
        ("zsh", "#compdef digest"),
        ("fish", "complete --no-files --command digest"),
    ],
)
def test_each_shell_gets_its_script(run, shell, mark):
    done = run("completion", shell)
    assert (done.code, done.err) == (0, "")
    assert mark in done.out
    assert f"_DIGEST_COMPLETE={shell}_complete" in done.out


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
def test_fish_offers_names_with_commas_whole(run, feeds_yaml, tmp_path):
    feeds_yaml("{url: 'https://a.example/f', name: 'Mode, Musik, Mehr'}")
    (tmp_path / "digest.fish").write_text(run("completion", "fish").out, "utf-8")
    (tmp_path / "digest").write_text(f'#!/bin/sh\nexec {sys.executable} -m digest "$@"\n', "utf-8")
    (tmp_path / "digest").chmod(0o755)
    asked = 'source digest.fish; complete -C"digest feeds remove M"; complete -C"digest tod"'
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(
        ["fish", "-c", asked], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [
        "Mode, Musik, Mehr\thttps://a.example/f",
        "today\tFetch, rank and print the edition.",
    ]


def test_fish_divides_an_answer_at_its_first_comma_only(run):
    assert 'string split --max 1 ","' in run("completion", "fish").out


def test_a_shell_that_is_not_known_is_wrong_usage(run):
    assert run("completion", "tcsh").code == 2
