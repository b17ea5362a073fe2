"""What every test gets: no world outside this machine, no home of the person who runs it."""

from __future__ import annotations

import os
import signal
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.web import CERTIFICATE, Web

# A test says the same on every machine, however busy; widen the search by hand with --hypothesis-seed.
settings.register_profile("digest", deadline=None, derandomize=True)
settings.load_profile("digest")

ROOT = Path(__file__).resolve().parent.parent

PRIVATE = ("DIGEST_", "X_", "MASTODON_", "BLUESKY_", "XDG_", "SSL_CERT_", "LC_", "LANG")
PRIVATE_NAMES = {
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "no_color",
    "force_color",
    "clicolor",
    "clicolor_force",
    "columns",
    "lines",
    "editor",
    "visual",
}
LOOPBACK_NAMES = {None, "", "localhost", "::1", "::", "0.0.0.0"}  # noqa: S104 - nothing is bound


class OutsideError(RuntimeError):
    """A test reached for the network."""


def _stay_inside(event: str, arguments: tuple[Any, ...]) -> None:
    # Python tells its audit hooks of every socket (PEP 578).
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise OutsideError(f"a test tried to reach {address}")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and not _is_loopback(arguments[0]):
        raise OutsideError(f"a test tried to look up {arguments[0]!r}")


def _is_loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in LOOPBACK_NAMES:
        return True
    return str(name).startswith(("127.", "::ffff:127.")) or str(name).endswith(".localhost")


sys.addaudithook(_stay_inside)

# A shell lets what it starts in the background ignore Ctrl-C, and all that this starts in turn.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _nobodys_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in list(os.environ):
        if name.startswith(PRIVATE) or name.lower() in PRIVATE_NAMES:
            monkeypatch.delenv(name)
    home = str(tmp_path_factory.mktemp("home"))
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, home)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server of the test's own."""
    with Web() as server:
        yield server


@pytest.fixture
def secure_web() -> Iterator[Web]:
    """The same over TLS, with ``CERTIFICATE``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with Web(tls=context) as server:
        yield server


@pytest.fixture
def shared() -> Path:
    """The material beside the repository, where there is any."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no ../shared here")
    return folder
