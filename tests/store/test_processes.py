"""Several runs at once, and runs that are killed: real processes on one archive."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from digest.store import Store
from tests.store.samples import DAY, NOW, source

ROOT = Path(__file__).parents[2]
FEEDS, ITEMS = 40, 20

HEAD = """
import sys
from pathlib import Path
from digest.store import Store
from tests.store.samples import *
folder = Path(sys.argv[1])
"""

FETCH = f"""
with Store(folder) as store:
    print("open", flush=True)
    for number in range({FEEDS}):
        print(len(store.add(feed(f"f{{number}}", {ITEMS}), NOW)), flush=True)
"""

PRINT = """
with Store(folder) as store, store.lock("printing"):
    base = store.window_base()
    after = base[1] if base else 0
    items = store.items(window(after=after), [source(f"f{number}").id for number in range(40)])
    if items:
        last = items[-1].id
        store.keep(edition(story(*items), number=store.next_number(), last=last))
    print(*(it.id for it in items))
"""


def start(folder, script):
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + script, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(*processes):
    """Return what the processes said, once all have ended well."""
    said = [process.communicate(timeout=60) for process in processes]
    assert [error for _, error in said] == [""] * len(processes)
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [out for out, _ in said]


def counts(folder):
    """Return how many items each source has, and which sources have a checkpoint."""
    with Store(folder) as store:
        items = store.recent(NOW - 9 * DAY)
        assert len({it.id for it in items}) == len(items)
        of = [it.source for it in items]
        return {it: of.count(it) for it in of}, set(store.checkpoints())


@pytest.mark.parametrize("lines", [0, 1, 2, 7, 23])
def test_a_killed_run_leaves_whole_answers_only(folder, lines):
    process = start(folder, FETCH)
    for _ in range(lines):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    items, checkpoints = counts(folder)
    assert set(items.values()) <= {ITEMS}
    assert set(items) == checkpoints
    assert len(items) >= lines - 1
    finish(start(folder, FETCH))
    items, checkpoints = counts(folder)
    assert items == dict.fromkeys((source(f"f{number}").id for number in range(FEEDS)), ITEMS)


def test_runs_at_once_store_each_item_once(folder):
    said = finish(*(start(folder, FETCH) for _ in range(3)))
    new = sum(int(line) for out in said for line in out.split() if line != "open")
    assert new == FEEDS * ITEMS
    items, _ = counts(folder)
    assert set(items.values()) == {ITEMS}


def test_no_item_is_in_the_papers_of_two_runs_at_once(folder):
    finish(start(folder, FETCH))
    papers = finish(*(start(folder, PRINT) for _ in range(3)))
    printed = [number for paper in papers for number in paper.split()]
    assert len(printed) == len(set(printed)) == FEEDS * ITEMS
    with Store(folder) as store:
        assert len(store.editions()) == 1
