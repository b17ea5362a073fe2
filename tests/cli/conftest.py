"""A person's folder and terminal: ``run("today")`` does what the command line does."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from html import escape

import pytest

from digest.cli import main
from tests.terminal import everything

MORNING = "2026-11-21T06:00:00Z"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def paper(self):
        """The JSON paper on stdout."""
        return json.loads(self.out)

    @property
    def titles(self):
        return [item["title"] for item in self.paper["items"]]


@pytest.fixture
def run(capfdbinary, tmp_path):
    """Run a command line in the test's folder; ``now`` stands for the clock."""

    def run(*args, now=MORNING):
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["--data", str(tmp_path / "data"), "--now", now, *args])
        out, err = capfdbinary.readouterr()
        return Done(int(left.value.code or 0), out.decode(), err.decode())

    return run


@pytest.fixture
def at_terminal(tmp_path):
    """Run a command line on a terminal of so many columns; return the lines that were shown."""
    pty = pytest.importorskip("pty")

    def at_terminal(columns, *words):
        here, there = pty.openpty()
        command = [sys.executable, "-m", "digest", "--data", "data", "--now", MORNING, *words]
        environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=there)
        os.close(there)
        shown = everything(here)
        os.close(here)
        assert process.wait(60) == 0
        return shown.decode().splitlines()

    return at_terminal


@pytest.fixture
def feeds_yaml(tmp_path):
    """Write feeds.yaml: sources of one section, and more keys as YAML text."""

    def write(*sources, more=""):
        listed = "".join(f"    - {source}\n" for source in sources)
        path = tmp_path / "feeds.yaml"
        path.write_text(f"{more}\nsections:\n  News:\n{listed}", encoding="utf-8")
        return path

    return write


def rss(*titles, name="Beispielblatt", day=20, site="https://blatt.example"):
    """Return an RSS feed; each headline an hour younger than the one before."""
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{site}/{number}-{len(title)}</link>"
        f"<guid>{site}/{number}-{len(title)}</guid>"
        f"<pubDate>{day} Nov 2026 {8 + number:02}:00:00 GMT</pubDate></item>"
        for number, title in enumerate(titles)
    )
    head = f"<title>{escape(name)}</title><link>{site}/</link><description/>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()
