"""Makes the pictures of the example day in ``examples/``: ``python -m tests.pictures``.

The paper is drawn as a wide terminal shows it, and photographed as a web page on a laptop; the latter
needs Chromium. Each picture is one line of ``PICTURES``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from digest.model import Edition, Page
from digest.outputs import terminal
from digest.outputs.typeset import measure
from digest.store import Store
from tests.browser import LAPTOP, PROGRAM, Browser

ROOT = Path(__file__).parents[1]
DAY = ("--config", "examples/feeds.yaml", "--now", "2026-11-19T06:30Z")

CELL, LINE, SIZE = 8, 18, 13
"""Pixels: the width of a cell, the height of a line, of letters."""
MARGIN = 16
COLUMNS = 120
STYLE = f"""
svg {{ font: {SIZE}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
.paper {{ fill: #fdfcf8; }} text {{ fill: #1c1b19; white-space: pre; }}
.s1 {{ font-weight: bold; }} .s2 {{ fill: #6c6a64; }} .s31 {{ fill: #b3261e; }}
.mark {{ fill: #b3261e; }} .s7 {{ fill: #fdfcf8; }}
@media (prefers-color-scheme: dark) {{
.paper {{ fill: #1b1c1e; }} text {{ fill: #e4e2dc; }}
.s2 {{ fill: #9b988f; }} .s31 {{ fill: #ff8a80; }} .mark {{ fill: #ff8a80; }} .s7 {{ fill: #1b1c1e; }}
}}
"""
_RUN = re.compile("\x1b\\[([\\d;]*)m|([^\x1b]+)")


def front_page(folder: Path) -> bytes:
    """Return the front page of the example day as a PNG.

    Args:
        folder: for what is made on the way.
    """
    page = folder / "paper.html"
    _print(folder, "--format", "html", "--output", str(page))
    with Browser() as browser:
        browser.show(page, LAPTOP)
        return browser.picture()


def on_a_terminal(folder: Path) -> bytes:
    """Return the paper as an SVG: a wide terminal, for readers in the light and in the dark.

    Args:
        folder: for what is made on the way.
    """
    printed = terminal.render(example_day(folder), Page(width=COLUMNS, colour=True))
    lines = printed.splitlines()
    width, height = COLUMNS * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    drawn = "\n".join(mark for number, line in enumerate(lines) for mark in _line(number, line))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>A newspaper on a terminal: the example day of digest</title>
<style>{STYLE}</style>
<rect class="paper" width="{width}" height="{height}" rx="6"/>
{drawn}
</svg>
""".encode()


def example_day(folder: Path) -> Edition:
    """Print the example day as README's first command does, and return it from the archive."""
    _print(folder)
    with Store(folder / "data") as store:
        paper = store.last_edition()
    assert paper
    return paper


def _print(folder: Path, *how: str) -> None:
    program = [sys.executable, "-m", "digest", *DAY, "--data", str(folder / "data"), "today"]
    subprocess.run([*program, *how], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _line(number: int, line: str) -> Iterator[str]:
    """Yield the pieces of a line, each stretched to the cells that a terminal gives it."""
    cell, styles = 0, ""
    for code, text in _RUN.findall(line):
        if not text:
            styles = code
            continue
        size = measure(text)
        if text.strip():
            yield from _piece(MARGIN + cell * CELL, MARGIN + number * LINE, size, text, styles)
        cell += size


def _piece(x: int, y: int, cells: int, text: str, styles: str) -> Iterator[str]:
    names = " ".join(f"s{style}" for style in styles.split(";") if style not in {"", "0"})
    if "s7" in names:
        yield f'<rect class="mark" x="{x}" y="{y}" width="{cells * CELL}" height="{LINE}"/>'
        names = names.replace("s31", "").strip()
    style = f' class="{names}"' if names else ""
    place = f'x="{x}" y="{y + SIZE}" textLength="{cells * CELL}" lengthAdjust="spacingAndGlyphs"'
    yield f"<text {place}{style}>{escape(text, quote=False)}</text>"


PICTURES: dict[str, Callable[[Path], bytes]] = {
    "paper.svg": on_a_terminal,
    "front-page.png": front_page,
}
"""What makes each picture, by its name in examples/."""


def main() -> None:
    """Write the pictures."""
    for name, make in PICTURES.items():
        if make is front_page and PROGRAM is None:
            sys.exit("chromium: not found; on Debian: apt-get install chromium fonts-noto-core")
        with tempfile.TemporaryDirectory() as folder:
            (ROOT / "examples" / name).write_bytes(make(Path(folder)))


if __name__ == "__main__":
    main()
