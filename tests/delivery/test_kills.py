"""Dying at any moment, and two at once: nothing lost, nothing doubled."""

import os
import subprocess
import sys
from datetime import timedelta

from digest.queue.drafts import APPROVED, POSTED, Draft
from digest.store import Store
from tests.benchmarks.kills import FEEDS, START, run
from tests.fakes.x import KEYS
from tests.fakes.x_posting import PostingX


def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path):
    found = run(20, tmp_path, seed=4)
    assert (found.lost, found.doubled, found.tracebacks) == (0, 0, 0)
    assert found.posted == found.drafts


def test_two_crons_at_once_double_nothing(tmp_path):
    (tmp_path / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    with Store(tmp_path / "data") as store, store.drafts.changing(START) as book:
        for number in range(10):
            text, due = f"Meldung {number}", START + timedelta(minutes=number)
            draft = Draft(network="x", state=APPROVED, text=text, story=text, slot=text, due=due)
            book.add([draft], "for the test")
    with PostingX() as x:
        x.slow, x.duplicates = 0.05, False
        for number in range(10):
            both = [start(tmp_path, x, START + timedelta(minutes=number)) for _ in range(2)]
            for process in both:
                _, said = process.communicate(timeout=60)
                assert (process.returncode, said) == (0, "")
        assert len(x.wire) == 10
        assert x.doubled == []
    with Store(tmp_path / "data") as store:
        assert {draft.state for draft in store.drafts.every()} == {POSTED}


def start(folder, x, now):
    words = ["--config", str(folder / "feeds.yaml"), "--data", str(folder / "data"), "--quiet"]
    return subprocess.Popen(
        [sys.executable, "-m", "digest", *words, "--now", now.isoformat(), "queue", "post"],
        env={**os.environ, **KEYS, "DIGEST_X_API": x.address},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
