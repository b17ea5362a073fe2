"""``digest schedule``: lets cron or systemd run ``digest queue post``.

A slot is a local time of the paper's zone, cron knows only the machine's. Where the two differ, no
minute of the day is right all the year, and in the nights when a clock changes cron skips or doubles
what has a fixed hour. So ``queue post`` is run every quarter of an hour, at the minutes of the slots,
and decides itself what is due: all zones differ by whole quarters. The same runs look up what is
unclear and send what is urgent; most have nothing to do and end at once.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import time
from pathlib import Path

import click

from digest.cli.context import Context, user_data_folder
from digest.cli.terms import terms_of
from digest.errors import DigestError

NAME = "digest-post"
QUARTER = 15
SEVERAL = 3
"""Slots at more different minutes than these are served every five minutes."""
_TIMEOUT = 30.0
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLACES = ("XDG_CONFIG_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""The variables that say where the keys lie, and whose certificates are trusted."""
_PROXIES = frozenset({"https_proxy", "all_proxy", "no_proxy"})
"""Those, in capitals or not, that say how the networks are reached."""


@click.group("schedule")
def command() -> None:
    """Let cron or systemd send what is due.

    \b
    Example: look at it, then install it.
        digest schedule show
        digest schedule install
    """


form = click.option(
    "--format", "form", type=click.Choice(("cron", "systemd")), default="cron", show_default=True
)


@command.command("show")
@form
@click.pass_obj
def show(context: Context, form: str) -> None:
    """Print the lines for cron, or the units for systemd.

    \b
    Example:
        digest schedule show --format systemd
    """
    if form == "cron":
        click.echo("\n".join(_cron(context)))
    else:
        units = _units(context)
        click.echo("\n".join(f"# {name}\n{text}" for name, text in units.items()), nl=False)
    _say_secrets(context)


@command.command("install")
@form
@click.pass_obj
def install(context: Context, form: str) -> None:
    """Install them for you; once more changes nothing. Other lines are not touched.

    \b
    Example:
        digest schedule install --format systemd
    """
    if form == "cron":
        lines = _foreign(context, _crontab())
        _write_crontab([*lines, *_cron(context)])
    else:
        _install_units(context)
    context.say(f"installed for {form}; keys have to be in credentials.yaml, where it finds them")
    _say_secrets(context)


@command.command("remove")
@form
@click.pass_obj
def remove(context: Context, form: str) -> None:
    """Take them out again. Other lines are not touched.

    \b
    Example:
        digest schedule remove
    """
    known = _remove_lines(context) if form == "cron" else _remove_units(context)
    context.say(f"removed from {form}" if known else f"{form} runs nothing for {_config(context)}")
    if form == "cron" and _has_units(context):
        context.say("systemd still does: `digest schedule remove --format systemd` takes that out")


# What is run, and when ---------------------------------------------------------------------------


def _slots(context: Context) -> list[time]:
    """Return the slots of all papers; what is run sends the drafts of all."""
    terms = terms_of(context.load())
    every = (terms, *terms.editions.values())
    return [slot for own in every for slot in own.queue.slots]


def minutes(slots: Sequence[time]) -> list[int]:
    """Return the minutes of every hour at which a run serves all slots, whatever the zones.

    The offset of every zone in use is a multiple of 15 minutes (IANA time zone database, since 1972).
    """
    within = sorted({slot.minute % QUARTER for slot in slots})
    if len(within) > SEVERAL:
        return list(range(0, 60, 5))
    return sorted(quarter + minute for quarter in range(0, 60, QUARTER) for minute in within)


def _config(context: Context) -> str:
    """Return the full path of feeds.yaml, by which installations are told apart."""
    return os.path.abspath(context.config_path())  # noqa: PTH100 - pathlib leaves .. as it is


def _command(context: Context) -> list[str]:
    """Return the command with full paths."""
    config = _config(context)
    data = (context.data or user_data_folder()).absolute()
    return [
        *_program(),
        "--quiet",
        "--config",
        config,
        "--data",
        str(data),
        "queue",
        "post",
    ]


def _program() -> list[str]:
    """Return how this very digest is run, whatever PATH says."""
    own = Path(sys.argv[0]).absolute()
    if own.name in {"digest", "digest.exe"} and os.access(own, os.X_OK):
        return [str(own)]
    return [sys.executable, "-m", "digest"]


def _settings() -> list[str]:
    """Return the variables that cron and systemd do not set: the locale, places, and the way out."""
    places = [name for name in _PLACES if Path(os.environ.get(name, "")).is_absolute()]
    known = [*places, *(name for name in _proxies() if not _has_login(name))]
    return [f"LC_ALL={_locale()}", *(f"{name}={os.environ[name]}" for name in known)]


def _proxies() -> list[str]:
    return sorted(name for name in os.environ if name.lower() in _PROXIES and os.environ[name])


def _has_login(name: str) -> bool:
    return "@" in os.environ[name]


def _say_secrets(context: Context) -> None:
    """Say which variables are left out, since anyone on the machine could read them there."""
    for name in filter(_has_login, _proxies()):
        context.say(f"{name} holds a login and is left out: what is due is sent without that proxy")


def _locale() -> str:
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    found = next((name for name in names if name), "")
    return found if "utf" in found.lower() else "C.UTF-8"


def _whole(word: str) -> str:
    """Return a word; in a crontab or a unit what follows a line break would be run or read by itself.

    Raises:
        DigestError: it holds one, or another control character.
    """
    if _CONTROL.search(word):
        raise DigestError(
            f"{word!r} cannot stand in one line", hint="rename it without line breaks"
        )
    return word


# cron --------------------------------------------------------------------------------------------


_BEGIN, _END = "# digest begins: ", "# digest ends: "
"""What stands around our lines, before the path of feeds.yaml: each has its own."""


def _is_mark(line: str, mark: str, config: str) -> bool:
    return line.startswith(mark) and os.path.normpath(line.removeprefix(mark)) == config


def _cron(context: Context) -> list[str]:
    """Return our lines of the crontab, right in the machine's zone on every day."""
    config = _config(context)
    when = ",".join(map(str, minutes(_slots(context))))
    words = ["/usr/bin/env", *map(_whole, (*_settings(), *_command(context)))]
    # In a crontab % ends the command, unless a backslash is before it (crontab(5)).
    line = " ".join(map(shlex.quote, words)).replace("%", r"\%")
    return [f"{_BEGIN}{config}", f"{when} * * * * {line}", f"{_END}{config}"]


def _foreign(context: Context, lines: Sequence[str]) -> list[str]:
    """Return the lines of a crontab that are not ours."""
    config = _config(context)
    kept: list[str] = []
    ours = False
    for line in lines:
        ours = ours or _is_mark(line, _BEGIN, config)
        if not ours:
            kept.append(line)
        ours = ours and not _is_mark(line, _END, config)
    if ours:
        raise DigestError(
            f"crontab: '{_BEGIN}{config}' has no end",
            hint="take digest's lines out with `crontab -e`",
        )
    return kept


def _remove_lines(context: Context) -> bool:
    """Take our lines out of the crontab; return whether there were any."""
    old = _crontab()
    lines = _foreign(context, old)
    if lines != old:
        _write_crontab(lines)
    return lines != old


def _crontab() -> list[str]:
    """Return the lines of the user's crontab; none when there is no crontab yet."""
    done = _run(["crontab", "-l"])
    if done.returncode and "no crontab" not in _said(done).lower():
        raise DigestError(f"crontab: {_said(done)}", hint="may you use cron? see crontab(1)")
    text = "" if done.returncode else os.fsdecode(done.stdout)
    # For cron a line ends at a line feed alone.
    return text.removesuffix("\n").split("\n") if text else []


def _write_crontab(lines: Sequence[str]) -> None:
    done = _run(["crontab", "-"], os.fsencode("".join(f"{line}\n" for line in lines)))
    if done.returncode:
        raise DigestError(f"crontab: {_said(done)}", hint="the old one is as it was")


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return why a program refused."""
    return done.stderr.decode(errors="replace").strip()


def _run(
    words: list[str], data: bytes = b"", *, seconds: float = _TIMEOUT
) -> subprocess.CompletedProcess[bytes]:
    """Run a program with bytes, since what others wrote into a crontab has any encoding."""
    program = shutil.which(words[0])
    if program is None:
        hints = {
            "crontab": "install cron (apt install cron), or use --format systemd",
            "systemctl": "use --format cron",
        }
        raise DigestError(f"{words[0]}: it is not there", hint=hints[words[0]])
    try:
        return subprocess.run(  # noqa: S603 - words of our own, and no shell
            [program, *words[1:]], input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        problem = f"{words[0]}: no answer within {seconds:g} s"
        raise DigestError(problem, hint="look what it waits for, then try again") from None


# systemd -----------------------------------------------------------------------------------------


def _unit(context: Context) -> str:
    """Return what the units of this feeds.yaml are called; each has its own."""
    from hashlib import sha256

    return f"{NAME}-{sha256(_config(context).encode()).hexdigest()[:8]}"


def _units(context: Context) -> dict[str, str]:
    """Return the texts of our units by their names (systemd.service(5), systemd.timer(5))."""
    about = f"Send the drafts of digest that are due ({_config(context)})".replace("%", "%%")
    when = ",".join(f"{minute:02}" for minute in minutes(_slots(context)))
    line = " ".join(_quoted(_whole(word)) for word in _command(context))
    settings = " ".join(_setting(_whole(word)) for word in _settings())
    service = f"""[Unit]
Description={about}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
Environment={settings}
ExecStart={line}
"""
    timer = f"""[Unit]
Description={about}

[Timer]
OnCalendar=*-*-* *:{when}:00
AccuracySec=15s
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"{_unit(context)}.service": service, f"{_unit(context)}.timer": timer}


def _quoted(word: str) -> str:
    """Return a word as ExecStart= takes it: C escapes, and nothing that systemd would replace."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{word}"'


def _setting(word: str) -> str:
    """Return a word as Environment= takes it, which replaces no $ (systemd.exec(5))."""
    return _quoted(word).replace("$$", "$") if set(word) & set(" \"\\'%") else word


def _unit_folder() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "systemd" / "user"


def _install_units(context: Context) -> None:
    from digest.files import make_folder, write_whole

    folder = _unit_folder()
    make_folder(folder)
    if _is_ours(context, folder):
        _remove_unit(folder, NAME)
    for name, text in _units(context).items():
        write_whole(folder / name, text.encode())
    _systemctl("daemon-reload")
    _systemctl("enable", "--now", f"{_unit(context)}.timer")


def _remove_units(context: Context) -> bool:
    """Take our units out; return whether there were any."""
    folder, known = _unit_folder(), _has_units(context)
    if _is_ours(context, folder):
        _remove_unit(folder, NAME)
    _remove_unit(folder, _unit(context))
    _systemctl("daemon-reload")
    return known


def _has_units(context: Context) -> bool:
    folder = _unit_folder()
    return (folder / f"{_unit(context)}.timer").exists() or _is_ours(context, folder)


def _is_ours(context: Context, folder: Path) -> bool:
    """Tell whether a service of the first digest, which had one name for all, is of this feeds.yaml."""
    service = folder / f"{NAME}.service"
    text = service.read_text(encoding="utf-8", errors="replace") if service.is_file() else ""
    return f' "--config" {_quoted(_config(context))} ' in text


def _remove_unit(folder: Path, name: str) -> None:
    if (folder / f"{name}.timer").exists():
        _systemctl("disable", "--now", f"{name}.timer")
    for suffix in ("service", "timer"):
        (folder / f"{name}.{suffix}").unlink(missing_ok=True)


def _systemctl(*words: str) -> None:
    done = _run(["systemctl", "--user", *words])
    if done.returncode:
        raise DigestError(
            f"systemctl --user {' '.join(words)}: {_said(done)}",
            hint="the units are in place; is systemd running for you?",
        )
