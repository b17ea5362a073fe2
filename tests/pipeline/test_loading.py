"""A cron line that fetches every ten minutes pays for what it loads, and so does a paper."""

import os
import subprocess
import sys

import pytest

PAPER = {"digest.stories", "digest.scoring", "digest.edition", "digest.rules"}
NETWORK = {"digest.sources", "digest.http", "digest.parsing", "digest.xapi", "digest.credentials"}
QUEUE = {"digest.queue", "digest.posting", "digest.store.drafts", "digest.store.accounts"}


def loaded(module):
    script = f"import sys, {module}; print(*sys.modules)"
    alone = {name: its for name, its in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, "-c", script]
    out = subprocess.run(command, env=alone, capture_output=True, text=True, check=True)
    return set(out.stdout.split())


@pytest.mark.parametrize(
    ("module", "idle"),
    [
        ("fetching", PAPER | QUEUE | {"digest.xapi"}),
        ("composing", NETWORK | QUEUE),
        ("watching", NETWORK | QUEUE | {"digest.edition"}),
        ("naming", PAPER | NETWORK | QUEUE),
    ],
)
def test_a_step_loads_nothing_that_only_another_one_needs(module, idle):
    found = loaded(f"digest.pipeline.{module}")
    assert f"digest.pipeline.{module}" in found
    assert found & idle == set()
