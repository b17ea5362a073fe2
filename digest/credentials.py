"""Where keys come from: the environment, else ``credentials.yaml``; never from feeds.yaml.

A key is a ``Secret``, which shows itself only to who asks for it: what is printed, logged or put into
an error by mistake is ``***``.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from digest.errors import CredentialError
from digest.files import make_folder, write_whole

FILE = "credentials.yaml"
X = (
    "X_BEARER_TOKEN",
    "X_CONSUMER_KEY",
    "X_CONSUMER_SECRET",
    "X_ACCESS_TOKEN",
    "X_ACCESS_TOKEN_SECRET",
)
MASTODON = ("MASTODON_SERVER", "MASTODON_ACCESS_TOKEN")
"""The server's address such as https://mastodon.social, and what was made under Development there."""
BLUESKY = ("BLUESKY_HANDLE", "BLUESKY_APP_PASSWORD")
NAMES = (*X, *MASTODON, *BLUESKY)
"""What may stand in the file, and what is looked for in the environment."""

LOGIN = re.compile(r"FEED_[A-Z0-9_]{1,60}")
"""What a login for feeds may be called, in the file and in the environment; it is ``user:password``."""

_LARGEST = 100_000
_KEY = re.compile(r"[\x21-\x7e]{1,1000}")
_USER_AND_PASSWORD = re.compile(r"[^:\x00-\x1f\x7f]+:[^\x00-\x1f\x7f]{1,1000}")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_HEADER = "# Keys of digest, for nobody else: `digest login` writes this file.\n"


class Secret:
    """A key that does not show itself."""

    __slots__ = ("_value",)

    def __init__(self, value: str = "") -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the key itself, for the one request that needs it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(***)" if self._value else "Secret()"

    def __str__(self) -> str:
        return "***"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not copied into files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The keys that are there."""

    values: Mapping[str, Secret] = field(default_factory=dict)
    """By their names, those of ``NAMES`` and the logins of feeds that are set."""

    def __getitem__(self, name: str) -> Secret:
        return self.values.get(name, Secret())

    def reveal(self, *names: str) -> tuple[str, ...]:
        """Return keys themselves, empty ones for those that are missing."""
        return tuple(self[name].reveal() for name in names)

    def missing(self, *names: str) -> tuple[str, ...]:
        """Return which of these are not set."""
        return tuple(name for name in names if not self[name])

    def x(self) -> dict[str, str]:
        """Return the keys of X as ``xapi.Client`` takes them."""
        return {name.removeprefix("X_").lower(): self[name].reveal() for name in X}


def load(environment: Mapping[str, str], folder: Path) -> Credentials:
    """Return the keys of the environment, and of ``credentials.yaml`` for what is not set there.

    Raises:
        CredentialError: the file cannot be read, or can be by others, is no list of keys, or a key
            cannot be one.
    """
    path = folder / FILE
    found = _read(path)
    secrets = {name: _secret(name, value, f"{path}: {name}") for name, value in found.items()}
    for name, value in environment.items():
        if value.strip() and (name in NAMES or _is_login(name, value)):
            secrets[name] = _secret(name, value, name)
    return Credentials(values={name: secret for name, secret in secrets.items() if secret})


def save(folder: Path, keys: Mapping[str, str]) -> Path:
    """Write keys into ``credentials.yaml``, for its owner's eyes only; return its path.

    Those that stand there already stay, an empty one takes a key out.

    Raises:
        CredentialError: the file is there and open to others, or no list of keys.
        DigestError: it cannot be written.
    """
    import yaml

    path = folder / FILE
    kept = _read(path)
    kept |= {name: _secret(name, value, name).reveal() for name, value in keys.items()}
    names = (*NAMES, *sorted(kept.keys() - set(NAMES)))
    text = yaml.safe_dump({name: kept[name] for name in names if kept.get(name)})
    make_folder(folder, mode=0o700)
    write_whole(path, (_HEADER + text).encode("ascii"), mode=0o600)
    return path


def _read(path: Path) -> dict[str, str]:
    text = _text(path)
    if not text:
        return {}
    import yaml

    try:
        found = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - knows texts, lists and tables only
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        # what YAML says shows the line, and in the line stands the key
        raise CredentialError(f"{path}{line}: this is not YAML", hint=_HINT) from None
    if not isinstance(found or {}, dict):
        raise CredentialError(f"{path}: this is no list of keys", hint=_HINT)
    for name, value in (found or {}).items():
        if not _is_known(name) or not isinstance(value, str):
            shown = name if _is_known(name) else "an unknown name"
            raise CredentialError(f"{path}: {shown} with what is no key", hint=_HINT)
    return dict(found or {})


_HINT = (
    f"one line for each, such as X_BEARER_TOKEN: ...; the names are {', '.join(NAMES)}, "
    "and FEED_... for the logins of feeds"
)


def _text(path: Path) -> str:
    """Return what the file holds, unless somebody else can read it; "" where there is none."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if os.name == "posix" and mode & _OTHERS:
                raise CredentialError(
                    f"{path}: others can read it (mode {mode:04o})",
                    hint=f"chmod 600 {shlex.quote(str(path))}",
                )
            return file.read(_LARGEST).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise CredentialError(f"{path}: {error.strerror}", hint="may you read it?") from None
    except UnicodeDecodeError:
        raise CredentialError(f"{path}: this is not UTF-8", hint=_HINT) from None


def _is_known(name: object) -> bool:
    return name in NAMES or bool(isinstance(name, str) and LOGIN.fullmatch(name))


def _is_login(name: str, value: str) -> bool:
    """Say whether a variable is meant for digest: other programs have some called FEED_... too."""
    return bool(LOGIN.fullmatch(name) and _USER_AND_PASSWORD.fullmatch(value.strip()))


def _secret(name: str, value: str, place: str) -> Secret:
    value = value.strip()
    if value and LOGIN.fullmatch(name):
        if not _USER_AND_PASSWORD.fullmatch(value):
            raise CredentialError(f"{place}: is no login", hint="write it as user:password")
        return Secret(value)
    if value and not _KEY.fullmatch(value):
        raise CredentialError(
            f"{place}: holds characters that no key has",
            hint="copy it again, without quotes, blanks and line ends",
        )
    return Secret(value.removeprefix("@") if name == "BLUESKY_HANDLE" else value)
