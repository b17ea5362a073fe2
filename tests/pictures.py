"""Makes the pictures in ``examples/`` anew: ``python -m tests.pictures``. Needs Chromium.

The example day is printed as a web page and photographed as a laptop shows it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser import LAPTOP, PROGRAM, Browser

ROOT = Path(__file__).parents[1]
DAY = ("--config", "examples/feeds.yaml", "--now", "2026-11-19T06:30Z")


def front_page(folder: Path) -> bytes:
    """Return the front page of the example day as a PNG.

    Args:
        folder: for what is made on the way.
    """
    page = folder / "paper.html"
    program = [sys.executable, "-m", "digest", *DAY, "--data", str(folder / "data")]
    command = [*program, "today", "--format", "html", "--output", str(page)]
    subprocess.run(command, cwd=ROOT, check=True)
    with Browser() as browser:
        browser.show(page, LAPTOP)
        return browser.picture()


def main() -> None:
    """Write the pictures."""
    if PROGRAM is None:
        sys.exit("chromium: not found; on Debian: apt-get install chromium fonts-noto-core")
    with tempfile.TemporaryDirectory() as folder:
        (ROOT / "examples" / "front-page.png").write_bytes(front_page(Path(folder)))


if __name__ == "__main__":
    main()
