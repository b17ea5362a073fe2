"""The file under the archive: opened with care, never made worse.

Write-ahead log, and every write begins with ``BEGIN IMMEDIATE``: two runs wait for each other
instead of failing halfway, and a killed one leaves nothing half done. The log is copied into the
file only when the last run closes it, and not at all when the file turned out to be damaged: then
it stays byte for byte what it was. That is also why a file is looked at read-only first: whoever
may write into it would copy a log that a killed run left behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import StoreError
from digest.store.locks import held
from digest.store.schema import APPLICATION, MIGRATIONS
from digest.store.troubles import BACKUP, DamagedError, damaged, named

if TYPE_CHECKING:
    import sqlite3

_WAIT = 10.0
"""Seconds to wait for another process that writes."""
_CHECKED = 200_000_000
"""Bytes up to which a file is checked whenever it is opened (measured: 1 ms for a megabyte)."""
_DAILY = timedelta(hours=20)
"""How old the backup may grow; less than a day, so that breakfast may come earlier."""
_LEAP = timedelta(days=31)
"""How long digest may rest before its clock is believed at the second sight only."""


class Database:
    """An open archive file. Rows go no further than the modules of this package."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "digest.sqlite3"
        with named(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_read_only(folder, self.path)
            if not self.path.exists():
                _create(self.path)
            if not self.path.is_file():
                hint = f"move {self.path} away, or name another folder with --data"
                raise StoreError(f"{self.path}: is not a file", hint=hint)
        _examine(self.path)
        self._damaged = False
        self._durable = True
        with named(self.path):
            self._connection = _connect(self.path)
        try:
            with self._named():
                _prepare(self._connection)
        except StoreError:
            self.close()
            raise

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            with named(self.path):
                yield
        except DamagedError:
            self._damaged = True
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """Read in a ``with`` block.

        Raises:
            StoreError: the archive could not be read, or something in it means nothing.
        """
        # A cursor that a traceback keeps alive would keep the file open: all end with the block.
        with self._named(), closing(self._connection.cursor()) as cursor:
            yield cursor

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[sqlite3.Cursor]:
        """Write all of a ``with`` block or nothing.

        Args:
            durable: it is on the disk when the block ends, whatever happens to the power. Otherwise
                it is whole or lost, and on the disk with the next durable one.

        Raises:
            StoreError: it could not be written; nothing was.
        """
        with self.reading() as cursor:
            self._be(durable=durable)
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise

    def _be(self, *, durable: bool) -> None:
        if durable != self._durable:
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._durable = durable

    def is_steady(self, now: datetime) -> bool:
        """Tell whether the last backup was made at most a month before, so that a time is to be believed."""
        return 0 <= self._since_backup(now) < _LEAP.total_seconds()

    def _since_backup(self, now: datetime) -> float:
        backup = self.path.with_name(BACKUP)
        with named(backup):
            return now.timestamp() - backup.stat().st_mtime if backup.exists() else inf

    def back_up(self, now: datetime) -> bool:
        """Keep a checked copy beside the archive, once a day; say whether one was made.

        Raises:
            StoreError: it could not be written, or the archive is damaged; the old copy stays, and
                nothing of the new one, which would take the last room from the archive.
        """
        backup = self.path.with_name(BACKUP)
        if abs(self._since_backup(now)) < _DAILY.total_seconds():
            return False
        new = backup.with_suffix(".new")
        with self._named(), ExitStack() as ending:
            _remove(new)
            ending.callback(_remove, new)
            _make_private(new)
            self._connection.execute("VACUUM INTO ?", (str(new),))
            _examine(new)
            _flush(new)
            os.utime(new, (now.timestamp(), now.timestamp()))
            new.replace(backup)
        return True

    def close(self) -> None:
        """Let go of the file."""
        import sqlite3

        with ExitStack() as last:
            if self._damaged:
                # SQLite copies the log into the file when its last user leaves, but not for one
                # that may only read: so a reader leaves last.
                with suppress(sqlite3.Error):
                    last.enter_context(_reader(self.path))
            self._connection.close()


def _refuse_read_only(folder: Path, path: Path) -> None:
    for place in (folder, path):
        if place.exists() and not os.access(place, os.W_OK):
            hint = f"make {place} writable, or name another folder with --data"
            raise StoreError(f"{place}: is read-only", hint=hint)


def _create(path: Path) -> None:
    """Make an empty archive under another name, so that there is a whole one or none."""
    with held(path.with_name("opening.lock"), wait=_WAIT, doing="making the archive"):
        if path.exists():
            return
        new = path.with_suffix(".new")
        with named(new):
            _remove(new)
            _make_private(new)
            with closing(_connect(new)) as db:
                db.execute(f"PRAGMA application_id = {APPLICATION}")
                _prepare(db)
            new.replace(path)


def _connect(path: Path) -> sqlite3.Connection:
    import sqlite3

    return sqlite3.connect(path, timeout=_WAIT, isolation_level=None)


def _prepare(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA wal_autocheckpoint = 0")
    _migrate(db)


@contextmanager
def _reader(path: Path) -> Iterator[sqlite3.Connection]:
    import sqlite3

    place = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(place, uri=True, timeout=_WAIT, isolation_level=None)) as db:
        db.execute("PRAGMA schema_version").fetchone()
        yield db


def _examine(path: Path) -> None:
    """Refuse a file that is damaged, not ours or from the future.

    Raises:
        StoreError: it is; the file has not been touched.
    """
    with named(path):
        size = path.stat().st_size
        if not size:
            raise damaged(path, "it is empty")
        with _reader(path) as db:
            (application,) = db.execute("PRAGMA application_id").fetchone()
            (version,) = db.execute("PRAGMA user_version").fetchone()
            _refuse_strangers(path, application, version)
            if size <= _CHECKED:
                ((found,),) = db.execute("PRAGMA quick_check(1)").fetchall()
                if found != "ok":
                    raise damaged(path, found.splitlines()[-1])


def _refuse_strangers(path: Path, application: int, version: int) -> None:
    if application != APPLICATION:
        raise damaged(path, "it is not an archive of digest")
    if version > len(MIGRATIONS):
        hint = "update digest (pip install -U digest-newspaper), or name another folder with --data"
        raise StoreError(f"{path}: made by a newer digest", hint=hint)


def _migrate(db: sqlite3.Connection) -> None:
    """Bring the tables up to date, in one transaction; another process may be at it too."""
    if _version(db) == len(MIGRATIONS):
        return
    db.execute("BEGIN IMMEDIATE")
    for statement in (line for script in MIGRATIONS[_version(db) :] for line in script):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def _remove(path: Path) -> None:
    """Remove what a killed run left of a file that was being made."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _make_private(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
