"""The recipes among the examples do what they say."""

import os
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from email import message_from_string, policy
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
RECIPES = ROOT / "examples" / "recipes"
README = (RECIPES / "README.md").read_text(encoding="utf-8")
NOW = "2026-11-19T06:30Z"
SYSTEMD = shutil.which("systemd-analyze")
FIELD = re.compile(r"(?:\*|\d+)(?:/\d+)?$")
MAILER = """#!/bin/sh
cat >> "$HOME/inbox"
"""
SINGLE = "<title>{{ .Title }}</title><time>{{ .Date }}</time>{{ .Content }}"


@pytest.fixture
def home(tmp_path):
    """The home of somebody who tries the recipes: the example day is hers."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


def run(home, line, **more):
    """Run a command line as a shell of hers does."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "DIGEST_CONFIG": str(home / "examples" / "feeds.yaml"),
        "DIGEST_DATA": str(home / "data"),
        "DIGEST_NOW": NOW,
    }
    shell = ["/usr/bin/env", "bash", "-ec", line]
    return subprocess.run(shell, cwd=home, env=environment | more, capture_output=True, text=True)


def blocks(title):
    """Return the shell blocks under a title of README."""
    (part,) = (part for part in README.split("\n## ") if part.startswith(title))
    return re.findall(r"^```sh\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)


def test_cron_brings_in_alerts_and_prints(home):
    lines = [
        line.split(maxsplit=5)
        for line in (RECIPES / "crontab").read_text(encoding="utf-8").splitlines()
        if line and line[0] not in "#M"
    ]
    assert all(FIELD.match(field) for *fields, _ in lines for field in fields)
    assert not any("%" in command for *_, command in lines)
    fetch, alarm, paper = (run(home, command) for *_, command in lines)
    assert (fetch.returncode, fetch.stdout, fetch.stderr) == (0, "", "")
    assert alarm.returncode == 10
    assert "Tickets: BarCamp Weserbogen" in alarm.stdout
    assert (paper.returncode, paper.stdout, paper.stderr) == (0, "", "")
    assert "<!doctype html>" in (home / "newspaper.html").read_text(encoding="utf-8").lower()


def unit(path):
    found = ConfigParser(interpolation=None)
    found.optionxform = str
    found.read_string(path.read_text(encoding="utf-8"))
    return found


def test_systemd_brings_in_and_prints(home):
    for name in ("digest-fetch", "digest-paper"):
        service, timer = (
            unit(RECIPES / "systemd" / f"{name}.{kind}") for kind in ("service", "timer")
        )
        assert service["Service"]["Type"] == "oneshot"
        assert timer["Timer"]["OnCalendar"]
        assert timer["Install"]["WantedBy"] == "timers.target"
        line = (
            service["Service"]["ExecStart"].replace("%h/.local/bin/", "").replace("%h", str(home))
        )
        done = run(home, line)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (home / "newspaper.html").stat().st_size > 10_000


@pytest.mark.skipif(not SYSTEMD, reason="there is no systemd")
@pytest.mark.parametrize("name", sorted(path.name for path in (RECIPES / "systemd").iterdir()))
def test_systemd_itself_takes_the_units(tmp_path, name):
    for path in (RECIPES / "systemd").iterdir():
        text = path.read_text(encoding="utf-8").replace("%h/.local/bin/digest", "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [SYSTEMD, "--user", "--man=no", "verify", str(tmp_path / name)],
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_hugo_blog_gets_a_post_that_hugo_reads(home):
    (home / "content" / "posts").mkdir(parents=True)
    printing, building = blocks("A post in a blog made with Hugo")[0].splitlines()
    assert run(home, printing).returncode == 0
    (post,) = (home / "content" / "posts").iterdir()
    _, matter, text = post.read_text(encoding="utf-8").split("---\n", 2)
    assert yaml.safe_load(matter)["title"].startswith("Social Media Newspaper")
    assert not yaml.safe_load(matter)["draft"]
    assert "](https://" in text
    if not shutil.which("hugo"):
        pytest.skip("hugo is not installed; the post is right")
    (home / "hugo.toml").write_text('baseURL = "https://blog.example/"', encoding="utf-8")
    (home / "layouts" / "_default").mkdir(parents=True)
    (home / "layouts" / "_default" / "single.html").write_text(SINGLE, encoding="utf-8")
    assert run(home, building).returncode == 0
    page = (home / "public" / "posts" / post.stem / "index.html").read_text(encoding="utf-8")
    assert "<title>Social Media Newspaper" in page
    assert page.count("<a href=") >= 15


def test_the_github_action_prints_a_post_and_a_feed(home):
    # YAML 1.1 takes the key "on" for a truth value.
    action = yaml.safe_load((RECIPES / "github-action.yml").read_text(encoding="utf-8"))
    assert set(action[True]) == {"schedule", "workflow_dispatch"}
    assert action["permissions"] == {"contents": "write"}
    steps = action["jobs"]["print"]["steps"]
    scripts = [step["run"] for step in steps if "run" in step]
    assert scripts[0] == "pip install digest-newspaper"
    shutil.copytree(home / "examples" / "feeds", home / "feeds")
    shutil.copy(home / "examples" / "feeds.yaml", home / "feeds.yaml")
    done = run(home, scripts[1])
    assert (done.returncode, done.stdout) == (0, "")
    assert (home / "static" / "newspaper.xml").read_text(encoding="utf-8").count("<entry") == 1
    (post,) = (home / "content" / "posts").iterdir()
    assert post.suffix == ".md"
    assert (home / "archive" / "digest.sqlite3").exists()
    (cache,) = (step["with"] for step in steps if "cache" in step.get("uses", ""))
    assert cache["path"] == "archive"


@pytest.mark.skipif(
    not shutil.which("r2e", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"),
    reason="rss2email is not installed",
)
def test_rss2email_mails_the_paper(home):
    for needed in (".config", ".local/share"):
        (home / needed).mkdir(parents=True)
    assert run(home, "digest today").returncode == 0
    setting_up, every_morning = blocks("By mail, with rss2email")
    assert run(home, setting_up).returncode == 0
    settings = home / ".config" / "rss2email.cfg"
    (home / "mailer").write_text(MAILER, encoding="utf-8")
    (home / "mailer").chmod(0o755)
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        re.sub("^sendmail = .*$", f"sendmail = {home / 'mailer'}", text, flags=re.MULTILINE),
        encoding="utf-8",
    )
    assert run(home, every_morning).returncode == 0
    mail = message_from_string((home / "inbox").read_text(encoding="utf-8"), policy=policy.default)
    assert mail["to"] == "you@example.org"
    assert "19. November 2026" in mail["subject"]
    assert "BarCamp Weserbogen" in mail.get_content()


def test_a_team_prints_its_papers_from_one_file(home):
    (lines,) = blocks("A team that shares its sources")
    shown = [run(home, line).stdout for line in lines.splitlines()]
    for paper, title in zip(shown, ("Redaktionsblatt", "Rechtsblatt", "The Desk"), strict=True):
        assert title in paper.splitlines()[1]
    assert "Thursday, 19 November 2026" in shown[2]
    assert "Abmahnung" in shown[1]
    # Another member of the team has an archive of her own: the news is new to her.
    other = run(home, lines.splitlines()[0], DIGEST_DATA=str(home / "other"))
    assert other.stdout == shown[0]


def test_the_teams_file_is_in_order(home):
    done = run(home, "digest --config examples/team.yaml check --offline")
    assert done.returncode == 0


def test_every_recipe_is_named_in_their_readme():
    for path in RECIPES.iterdir():
        assert path.name == "README.md" or f"]({path.name})" in README
