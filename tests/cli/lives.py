"""What the tests of random lives share: a folder, a clock, and the command line on them."""

import io
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from digest.cli import main


class Life(RuleBasedStateMachine):
    """A person's folder, and what happens there; Hypothesis chooses what comes next."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=Path.cwd()))
        self.data = self.folder / "data"
        self.now = datetime(2026, 11, 2, 5, 30, tzinfo=UTC)

    def feeds_yaml(self):
        """Return the text of feeds.yaml as it is now."""
        raise NotImplementedError

    def digest(self, *args, now=None):
        """Run a command line; return what it printed. It may fail, but not by a bug."""
        path = self.folder / "feeds.yaml"
        path.write_text(self.feeds_yaml(), encoding="utf-8")
        given = ["--config", path, "--data", self.data, "--now", (now or self.now).isoformat()]
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
            main([*map(str, given), *map(str, args)])
        assert left.value.code in {None, 0, 1, 10}, err.getvalue()
        assert "Traceback" not in err.getvalue()
        return out.buffer.getvalue().decode()


def live(kind, lives, steps):
    """Play so many lives of so many steps each.

    ``Phase.shrink`` makes a short story of one that fails, in many minutes: add it by hand.
    """
    many = settings(max_examples=lives, stateful_step_count=steps, phases=[Phase.generate])
    run_state_machine_as_test(kind, settings=many)
