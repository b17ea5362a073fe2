import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digest.errors import BusyError, StoreError
from digest.store import Store
from tests.store.samples import NOW, answer, item

ROOT = Path(__file__).parents[2]


def test_only_one_at_a_time_prints(folder):
    with Store(folder) as one, Store(folder) as other, one.lock("printing"):
        with pytest.raises(
            BusyError, match=r"printing\.lock: another digest is printing"
        ) as caught:
            other.lock("printing", wait=0).__enter__()
        assert caught.value.hint == "wait until it is done, then run digest again"


def test_the_next_one_prints_when_the_first_is_done(folder):
    with Store(folder) as store:
        for _ in range(2):
            with store.lock("printing", wait=0):
                pass


def test_an_error_lets_go_and_stays_what_it_is(store):
    def fail():
        with store.lock("printing", wait=0):
            raise PermissionError("the paper")

    with pytest.raises(PermissionError, match="the paper"):
        fail()
    with store.lock("printing", wait=0):
        pass


def test_posting_does_not_wait_for_printing(store):
    with store.lock("printing", wait=0), store.lock("posting", wait=0):
        pass


def test_fetching_does_not_wait_for_printing(folder):
    with Store(folder) as one, Store(folder) as other, one.lock("printing"):
        assert other.add(answer(item("1")), NOW)


def test_a_lock_ends_with_its_process(folder):
    with Store(folder) as store, holder(folder) as process:
        with pytest.raises(BusyError):
            store.lock("printing", wait=0.3).__enter__()
        process.send_signal(signal.SIGKILL)
        with store.lock("printing", wait=20):
            pass


def test_waiting_ends_as_soon_as_the_other_is_done(folder):
    with Store(folder) as store, holder(folder, "time.sleep(0.5)"):
        begin = time.monotonic()
        with store.lock("printing", wait=20):
            assert time.monotonic() - begin < 10


def test_a_lock_that_is_no_lock_is_named(store):
    (store.folder / "printing.lock").write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreError, match=r"printing\.lock: damaged"):
        store.lock("printing").__enter__()


class holder:  # noqa: N801 - a context manager in the tests' words
    """Another process that holds the lock, for as long as it runs."""

    def __init__(self, folder, then="time.sleep(60)"):
        script = (
            "import sys, time\nfrom pathlib import Path\nfrom digest.store import Store\n"
            "with Store(Path(sys.argv[1])) as store, store.lock('printing'):\n"
            f"    print('held', flush=True)\n    {then}\n"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self):
        assert self.process.stdout.readline() == "held\n"
        return self.process

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()
