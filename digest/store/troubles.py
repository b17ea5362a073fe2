"""What can go wrong with a file, in words: one line that starts with its path, and what to do.

SQLite tells its results apart by number (https://www.sqlite.org/rescode.html). All statements are
ours and known to be right, so what is neither a matter of locks nor of the disk means that the file
is not what it was.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import BusyError, StoreError

if TYPE_CHECKING:
    import sqlite3

BACKUP = "digest.backup.sqlite3"
"""The name of the copy beside the archive."""

_LONGEST = 200
"""Letters of what SQLite says about a damaged file, which may quote from it."""


class DamagedError(StoreError):
    """The file is not what it was; whoever has it open must not touch it any more."""


class UnreadableError(ValueError):
    """A value in the file does not mean anything."""


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite and of the disk into StoreError.

    Raises:
        BusyError: another process holds the file.
        DamagedError: it is not what it was.
        StoreError: it cannot be read or written.
    """
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise _trouble(path, error) from error
    except (UnreadableError, UnicodeDecodeError) as error:
        # A damaged name of a table or a column is not UTF-8 any more.
        raise damaged(path, str(error)) from error
    except OSError as error:
        raise _disk_trouble(path, error) from error


def damaged(path: Path, what: str) -> DamagedError:
    """Return the error for a file that is not what it was, with the way out."""
    hint = f"it is kept as it is: move {path.name} and the files beside it that begin so elsewhere"
    if path.with_name(BACKUP).exists():
        hint += f", copy {BACKUP} to {path.name}"
    what = "".join(sign if sign.isprintable() else " " for sign in what[:_LONGEST])
    return DamagedError(f"{path}: damaged ({what})", hint=f"{hint}, and run digest again")


def _trouble(path: Path, error: sqlite3.Error) -> StoreError:
    import sqlite3 as sql

    code = getattr(error, "sqlite_errorcode", sql.SQLITE_CORRUPT) & 0xFF
    if code in {sql.SQLITE_BUSY, sql.SQLITE_LOCKED, sql.SQLITE_PROTOCOL}:
        return BusyError(
            f"{path}: another digest has been using it for too long",
            hint="wait until it is done, then run digest again",
        )
    if code == sql.SQLITE_FULL:
        return _full(path)
    if code in {sql.SQLITE_READONLY, sql.SQLITE_CANTOPEN, sql.SQLITE_PERM}:
        return StoreError(f"{path}: cannot be opened for writing", hint=_writable(path))
    if code == sql.SQLITE_IOERR:
        hint = "look at the disk and at the room on it, then run digest again"
        return StoreError(f"{path}: the disk does not read or write it", hint=hint)
    return damaged(path, str(error))


def _disk_trouble(path: Path, error: OSError) -> StoreError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _full(path)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return StoreError(f"{path}: is not a folder", hint="name another folder with --data")
    return StoreError(f"{path}: {error.strerror}", hint=_writable(path))


def _full(path: Path) -> StoreError:
    hint = "make room and run digest again; what was stored before is safe"
    return StoreError(f"{path}: no room left on the disk", hint=hint)


def _writable(path: Path) -> str:
    return f"make {path.parent} and what is in it writable, or name another folder with --data"
