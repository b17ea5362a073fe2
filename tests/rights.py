"""Tests as somebody whom the modes of files hold back, whoever runs them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def somebodys_folder(mode: int) -> Iterator[Path]:
    """A folder that everybody can look into, unlike those below ``tmp_path``."""
    with tempfile.TemporaryDirectory() as name:
        above = Path(name)
        above.chmod(0o755)
        (above / "data").mkdir()
        (above / "data").chmod(mode)
        yield above / "data"


@contextmanager
def nobody() -> Iterator[None]:
    """Do without the rights of the superuser, whom no mode holds back."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
