"""Writes files so that nobody ever reads half of one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from digest.errors import DigestError


def is_there(path: Path) -> bool:
    """Say whether there is a file that we may look at; what lies in a closed folder is not there."""
    try:
        return path.exists()
    except PermissionError:
        return False


def write_whole(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write *data* beside *path* and rename it; mode and symbolic link of an old file stay.

    Args:
        path: where; a pipe or a device that is there is written into.
        data: what.
        mode: who may do what with the file, where that is not for the system or the old file to say.

    Raises:
        DigestError: it cannot be written; an old file is as it was.
    """
    try:
        if _is_file_or_nothing(path):
            _replace(path.resolve(), data, mode)
        else:
            path.write_bytes(data)
    except OSError as error:
        raise _trouble(path, error) from error


def make_folder(path: Path, *, mode: int = 0o777) -> None:
    """Make a folder, and those above it, where it is not there.

    Args:
        path: where.
        mode: who may do what in it, less what the system takes from everybody (umask).

    Raises:
        DigestError: it cannot be made.
    """
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise _trouble(path, error) from error


def _trouble(path: Path, error: OSError) -> DigestError:
    hint = "is its folder there, writable and not full?"
    return DigestError(f"{path}: {error.strerror or error}", hint=hint)


def _is_file_or_nothing(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return True


def _replace(path: Path, data: bytes, mode: int | None) -> None:
    import tempfile  # which loads much that only a file that is written needs

    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as beside:
            beside.write(data)
            beside.flush()
            os.fsync(beside.fileno())
        Path(name).chmod(_mode(path) if mode is None else mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
