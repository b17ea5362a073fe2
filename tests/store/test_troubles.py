import sqlite3
from pathlib import Path

import pytest

from digest.errors import StoreError
from digest.store.troubles import DamagedError, UnreadableError, named

PLACE = Path("/data/digest.sqlite3")


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.DatabaseError("no such column: ti\x1btle\n"),
        UnreadableError("two\nlines"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    ],
)
def test_what_is_no_matter_of_locks_or_disks_is_damage_in_one_line(error):
    with (
        pytest.raises(DamagedError, match=r"^/data/digest\.sqlite3: damaged \(") as caught,
        named(PLACE),
    ):
        raise error
    assert caught.value.problem.isprintable()
    assert caught.value.hint.startswith("it is kept as it is")


def test_a_long_story_about_damage_is_cut():
    with pytest.raises(DamagedError) as caught, named(PLACE):
        raise UnreadableError("a" * 10_000)
    assert len(caught.value.problem) < 300


def test_other_errors_stay_what_they_are():
    with pytest.raises(ZeroDivisionError), named(PLACE):
        raise ZeroDivisionError


def test_the_disk_speaks_for_itself():
    with pytest.raises(StoreError, match="Permission denied"), named(PLACE):
        raise PermissionError(13, "Permission denied")
