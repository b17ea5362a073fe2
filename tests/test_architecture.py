"""The house rules that a machine can keep."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import digest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "digest"
MODULES = sorted(PACKAGE.rglob("*.py"))


def rows():
    """Read the rows from the drawing in the package's docstring, top to bottom."""
    drawing = digest.__doc__.split("rows below its own:")[1]
    return [line.replace("·", " ").split() for line in drawing.strip().splitlines()]


ROW = {name: number for number, names in enumerate(rows()) for name in names}


def part(path):
    """Return the top-level part of digest that *path* belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Yield the parts of digest that *path* imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "digest":
            yield from (alias.name for alias in node.names if not alias.name.startswith("__"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("digest."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("digest."):
                    yield alias.name.split(".")[1]


def name(path):
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_downwards(path):
    here = part(path)
    if here in {"__init__", "__main__"}:
        return
    wrong = {there for there in imports(path) if there != here and ROW[there] <= ROW[here]}
    assert not wrong, f"{name(path)} may not import {wrong}"


def test_the_drawing_names_every_part_and_no_other():
    assert set(ROW) == {part(path) for path in MODULES} - {"__init__", "__main__"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_are_short_and_introduced(path):
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "say in one line what this module is for"
    assert len(source.splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_handler_catches_everything_and_goes_on(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"}
        ):
            assert any(isinstance(step, ast.Raise) for step in ast.walk(node)), (
                f"{name(path)}:{node.lineno}"
            )


OWNERS = {
    "sqlite3": "store",
    "yaml": "config credentials",
    "httptools": "http",
    "feedparser": "parsing",
    "tweepy": "xapi",
}
"""The part that knows each library; YAML is what two files are written in."""


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_each_library_is_known_to_one_part_only(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for library in {full.split(".")[0] for full in names} & OWNERS.keys():
            assert part(path) in OWNERS[library].split(), f"{name(path)} imports {library}"


def test_every_library_that_is_imported_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split("[<>=]", line)[0] for line in project["dependencies"]}
    found = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {full.split(".")[0] for full in names}
    known = {*sys.stdlib_module_names, "digest"}
    assert {{"yaml": "pyyaml"}.get(each, each) for each in found - known} <= asked


def test_help_loads_no_slow_library():
    script = (
        "import sys; sys.argv = ['digest', '--help']\n"
        "from digest.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "slow = {'rich', 'feedparser', 'tweepy', 'sqlite3', 'yaml', 'httptools', 'urllib3', 'jinja2'}\n"
        "print('LOADED', sorted(slow & sys.modules.keys()))\n"
    )
    alone = {name: its for name, its in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, "-c", script]
    out = subprocess.run(command, env=alone, capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "LOADED []"


def test_the_top_of_the_repository_holds_the_agreed_names_only():
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tops = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    agreed = {"pyproject.toml", "README.md", "LICENSE", "digest", "feeds.yaml", "tests", "examples"}
    assert {top for top in tops if not top.startswith(".")} <= agreed
