"""Runs of digest in processes of their own, to be waited for and killed.

A start of Python costs more than what a run of ``queue post`` does. ``fresh`` pays that, as cron does;
``forked`` begins where everything is loaded, which is enough to die in or to meet another run.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_LONGEST = 120
_LOADED = ["__main__", "digest.cli.queue", "digest.cli.posting", "digest.xapi.session", "tweepy"]


class Run(Protocol):
    """A run of digest."""

    def ends_within(self, seconds: float) -> bool:
        """Wait for its end; say whether it came."""

    def kill(self) -> None:
        """End it at once, by SIGKILL, wherever it is."""

    def end(self) -> tuple[int, str]:
        """Wait for its end; return its exit code and what it wrote to stderr."""


Start = Callable[[Sequence[str], Mapping[str, str], Path], Run]
"""Starts ``digest`` with words and more environment; what it writes to stderr goes into a file."""


@dataclass(frozen=True, slots=True)
class _Fresh:
    process: subprocess.Popen[bytes]
    errors: Path

    def ends_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        self.process.kill()

    def end(self) -> tuple[int, str]:
        return self.process.wait(_LONGEST), self.errors.read_text(encoding="utf-8")


def fresh(words: Sequence[str], environment: Mapping[str, str], errors: Path) -> Run:
    """Start digest as cron does."""
    with errors.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "digest", *words],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
    return _Fresh(process, errors)


@dataclass(frozen=True, slots=True)
class _Forked:
    process: multiprocessing.process.BaseProcess
    errors: Path

    def ends_within(self, seconds: float) -> bool:
        self.process.join(seconds)
        return self.process.exitcode is not None

    def kill(self) -> None:
        self.process.kill()

    def end(self) -> tuple[int, str]:
        self.process.join(_LONGEST)
        code = self.process.exitcode
        assert code is not None, "it hangs"
        self.process.close()
        said = self.errors.read_text(encoding="utf-8") if self.errors.exists() else ""
        return code, said


def forked(words: Sequence[str], environment: Mapping[str, str], errors: Path) -> Run:
    """Start digest in a process that has everything loaded, and nothing else of this one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    process = context.Process(target=_digest, args=(tuple(words), dict(environment), errors))
    errors.unlink(missing_ok=True)
    process.start()
    return _Forked(process, errors)


def _digest(words: tuple[str, ...], environment: dict[str, str], errors: Path) -> None:
    from digest.cli import main

    os.environ.update(environment)
    for stream, place in ((1, os.devnull), (2, str(errors))):
        file = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, stream)
        os.close(file)
    main(words)
