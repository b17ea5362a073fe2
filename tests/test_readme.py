"""The README shows what the tool does today: its commands are run, its help texts compared."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from digest.cli import COMMANDS, cli
from digest.config import schema

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REWRITE = bool(os.environ.get("DIGEST_REWRITE"))
"""Set it to write what the tool prints into README.md."""


def blocks(text, language):
    return [match for match in BLOCK.finditer(text) if match[1] == language]


def run(command, folder):
    """Run a line of the README as its reader would, in a folder that holds the examples."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder / "home"),
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "home").mkdir()
    return tmp_path


def session(block):
    """Split a console block into (command, output) pairs; a command begins with ``$ ``."""
    parts = re.split(r"^\$ (.+)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_the_readme_prints_what_the_tool_prints(folder):
    text = README.read_text(encoding="utf-8")
    for block in blocks(text, "console"):
        printed = "".join(f"$ {line}\n{run(line, folder)}" for line, _ in session(block[2]))
        if REWRITE:
            text = text.replace(block[2], printed)
        else:
            assert printed == block[2]
    if REWRITE:
        README.write_text(text, encoding="utf-8")


def test_start_has_two_blocks_of_one_command_each():
    text = README.read_text(encoding="utf-8")
    start = text.split("\n## Start\n")[1].split("\n## ")[0]
    commands = [match[2].strip().splitlines() for match in BLOCK.finditer(start)]
    assert [len(lines) for lines in commands] == [1, 1]
    assert "examples/feeds.yaml" in commands[0][0]
    assert "pytest" in commands[1][0]


def pages():
    """Return every command and command of a command, as one types it."""
    with click.Context(cli) as ctx:
        for name in cli.list_commands(ctx):
            command = cli.get_command(ctx, name)
            yield name
            if isinstance(command, click.Group):
                yield from (f"{name} {part}" for part in command.list_commands(ctx))


@pytest.mark.parametrize("name", list(pages()))
def test_every_command_has_its_help_in_the_readme(name):
    assert f"$ digest {name} --help\n" in README.read_text(encoding="utf-8")


def keys(schema):
    """Return the names that a schema gives meaning to, at any depth."""
    if isinstance(schema, list):
        return {name for part in schema for name in keys(part)}
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", {})) | {n for part in schema.values() for n in keys(part)}


def test_every_key_of_feeds_yaml_is_in_the_readme():
    named = set(re.findall(r"\w+", README.read_text(encoding="utf-8")))
    assert keys(schema()) - named == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_page_shows_an_example(name, folder):
    assert "Example" in run(f"digest {name} --help", folder)
