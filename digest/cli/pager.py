"""Shows a paper that is longer than the screen page by page.

The pager reads a file, not a pipe: the paper is written whole before the first page is seen, so the
edition counts as printed however far she reads, and nothing waits while she does.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable


def show(paper: bytes, write: Callable[[bytes], None]) -> Callable[[], None]:
    """Print *paper* on the terminal, through a pager if it is longer than the screen.

    Args:
        paper: lines of text.
        write: prints them without a pager; used too when the pager cannot be started, or no file
            be made for it, as on a full disk.

    Returns:
        What waits until the reader has left the pager.
    """
    command = _command() if paper.count(b"\n") >= shutil.get_terminal_size().lines else []
    pager = _start(command, paper) if command else None
    if pager is None:
        write(paper)
        return lambda: None

    def wait() -> None:
        if _end(pager) > 0:  # it said what was wrong; the paper is still wanted
            write(paper)

    return wait


def _command() -> list[str]:
    """Return the command of the pager that PAGER names (empty or cat: none), else less."""
    wanted = os.environ.get("PAGER")
    if wanted is None:
        return ["less"] if shutil.which("less") else []
    try:
        command = shlex.split(wanted)
    except ValueError:
        return []
    return command if command != ["cat"] else []


def _start(command: list[str], paper: bytes) -> subprocess.Popen[bytes] | None:
    """Return the pager with the paper in it; None where it, or a file for the paper, cannot be had."""
    try:
        with tempfile.TemporaryFile() as whole:
            whole.write(paper)
            whole.seek(0)
            return subprocess.Popen(command, stdin=whole, env=_environment(paper))  # noqa: S603 - her own
    except OSError:
        return None


def _environment(paper: bytes) -> dict[str, str]:
    """Return the environment in which less shows colours (R), and leaves the page on the screen (X).

    Python writes UTF-8 where LC_ALL is C (PEP 540); less would show each of its bytes as a number.
    """
    options = os.environ.get("LESS")
    ours = {"LESS": "FRX" if options is None else f"{options} -R"}
    if "LESSCHARSET" not in os.environ and _is_utf8(paper):
        ours["LESSCHARSET"] = "utf-8"
    return {**os.environ, **ours}


def _is_utf8(paper: bytes) -> bool:
    try:
        return not paper.isascii() and bool(paper.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _end(pager: subprocess.Popen[bytes]) -> int:
    """Wait for the pager; Ctrl-C is for it, not for us."""
    while True:
        try:
            return pager.wait()
        except KeyboardInterrupt:
            continue
