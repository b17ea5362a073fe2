import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.cli import schedule
from digest.cli.schedule import minutes
from digest.errors import DigestError
from digest.queue.slots import at

FEEDS = "https://www.example.org/feed"
QUEUE = 'timezone: Europe/Berlin\nqueue: {slots: ["07:30", "08:15", "12:00"]}\n'


@pytest.fixture
def show(run, feeds_yaml):
    def show(*words, more=QUEUE):
        feeds_yaml(FEEDS, more=more)
        done = run("schedule", "show", *words)
        assert done.code == 0, done.err
        return done.out

    return show


def fields(line):
    """Return the five fields of a cron line and its command."""
    *when, command = line.split(" ", 5)
    return when, command.replace(r"\%", "%")


def test_cron_lines_hold_full_paths(show, tmp_path):
    begin, line, end = show().splitlines()
    assert begin == f"# digest begins: {tmp_path / 'feeds.yaml'}"
    assert end == f"# digest ends: {tmp_path / 'feeds.yaml'}"
    when, command = fields(line)
    assert when == ["0,15,30,45", "*", "*", "*", "*"]
    words = shlex.split(command)
    assert words[:2] == ["/usr/bin/env", "LC_ALL=C.UTF-8"]
    assert words[2:5] == [sys.executable, "-m", "digest"]
    assert words[5:] == [
        *("--quiet", "--config", str(tmp_path / "feeds.yaml")),
        *("--data", str(tmp_path / "data"), "queue", "post"),
    ]
    assert Path(words[2]).is_absolute()


def test_odd_names_of_folders_survive_cron(run, tmp_path):
    folder = tmp_path / "50% 'mein' $Blatt"
    folder.mkdir()
    (folder / "feeds.yaml").write_text(f"{QUEUE}sections: {{News: [{FEEDS!r}]}}\n")
    done = run("--config", str(folder / "feeds.yaml"), "schedule", "show")
    _, command = fields(done.out.splitlines()[1])
    assert r"50\%" in done.out.splitlines()[1]
    assert str(folder / "feeds.yaml") in shlex.split(command)


@pytest.mark.parametrize("form", ["cron", "systemd"])
@pytest.mark.parametrize("command", ["show", "install"])
def test_a_line_break_in_the_name_of_a_folder_makes_no_line_of_its_own(
    home, run, tmp_path, form, command
):
    folder = tmp_path / "papers\n* * * * * reboot\n#"
    folder.mkdir()
    (folder / "feeds.yaml").write_text(f"{QUEUE}sections: {{News: [{FEEDS!r}]}}\n")
    words = ("--config", str(folder / "feeds.yaml"), "schedule", command, "--format", form)
    done = run(*words)
    assert (done.code, done.out) == (1, "")
    assert r"papers\n* * * * * reboot\n#/feeds.yaml' cannot stand in one line" in done.err
    assert not (home / "crontab").exists()
    assert not list(home.rglob("*.service"))


def test_the_program_is_the_one_that_was_called(show, monkeypatch, tmp_path):
    program = tmp_path / "bin" / "digest"
    program.parent.mkdir()
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    assert shlex.split(fields(show().splitlines()[1])[1])[2] == str(program)


def test_the_locale_is_kept_when_it_can_write_everything(show, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "LC_ALL=de_DE.UTF-8 " in show()


def test_the_keys_are_found_where_they_lie(run, show, monkeypatch, tmp_path):
    folder = f"{tmp_path}/mein 50% $Ordner"
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    command = fields(show().splitlines()[1])[1]
    assert f"XDG_CONFIG_HOME={folder}" in shlex.split(command)
    line = f'Environment=LC_ALL=C.UTF-8 "XDG_CONFIG_HOME={tmp_path}/mein 50%% $Ordner"\n'
    assert line in show("--format", "systemd")
    monkeypatch.setenv("XDG_CONFIG_HOME", "not/whole")
    assert "XDG" not in show()


@pytest.mark.parametrize("form", ["cron", "systemd"])
def test_the_way_out_goes_along_but_for_a_login(run, show, monkeypatch, form):
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/ours.pem")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", ".example")
    shown = show("--format", form)
    for said in ("SSL_CERT_FILE=/etc/ours.pem ", "HTTPS_PROXY=http://proxy.example:3128 "):
        assert said in shown
    assert "no_proxy=.example" in shown
    monkeypatch.setenv("HTTPS_PROXY", "http://me:hush@proxy.example:3128")
    done = run("schedule", "show", "--format", form)
    assert "HTTPS_PROXY holds a login and is left out" in done.err
    assert "proxy.example" not in done.out + done.err


ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe")


@pytest.mark.parametrize("machine", ZONES)
@pytest.mark.parametrize("paper", ["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def test_every_slot_of_the_year_is_served_within_15_minutes_in_every_zone(machine, paper):
    slots = (time(0, 10), time(2, 30), time(7, 30), time(23, 55))
    fires = set(minutes(slots))
    first = datetime(2026, 1, 1, tzinfo=UTC).date()
    for days in range(366):
        for slot in slots:
            due = at(first + timedelta(days=days), slot, ZoneInfo(paper)).due
            waits = range(15)
            clock = ZoneInfo(machine)
            assert any(
                (due + timedelta(minutes=wait)).astimezone(clock).minute in fires for wait in waits
            )


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        (("07:30", "12:00"), [0, 15, 30, 45]),
        (("07:40",), [10, 25, 40, 55]),
        (("07:30", "08:01"), [0, 1, 15, 16, 30, 31, 45, 46]),
        (("07:01", "07:02", "07:03", "07:04"), list(range(0, 60, 5))),
    ],
)
def test_a_run_falls_on_the_minutes_of_the_slots(slots, found):
    assert minutes([time.fromisoformat(slot) for slot in slots]) == found


UNIT = re.compile(r"^# (digest-post-[0-9a-f]{8}\.(?:service|timer))\n", re.MULTILINE)


def units(out):
    """Return the texts of the units by their names."""
    _, *parts = UNIT.split(out)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_systemd_gets_a_service_and_a_timer(show):
    out = show("--format", "systemd")
    (one, service), (other, timer) = units(out).items()
    assert one.removesuffix(".service") == other.removesuffix(".timer")
    assert out.startswith(f"# {one}\n[Unit]\n")
    assert "\nType=oneshot\n" in service
    assert f'\nExecStart="{sys.executable}" "-m" "digest" "--quiet"' in service
    assert "\nPersistent=true\n" in timer
    assert "\nOnCalendar=*-*-* *:00,15,30,45:00\n" in timer


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_understands_them(show, tmp_path):
    for name, text in units(show("--format", "systemd")).items():
        (tmp_path / name).write_text(text)
    words = ["systemd-analyze", "verify", "--user", "--man=no", str(tmp_path / name)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert "digest-post" not in done.stderr


def test_words_for_systemd_mean_themselves(run, tmp_path):
    folder = tmp_path / '50% "x" $HOME'
    folder.mkdir()
    (folder / "feeds.yaml").write_text(f"{QUEUE}sections: {{News: [{FEEDS!r}]}}\n")
    words = ("--config", str(folder / "feeds.yaml"), "schedule", "show", "--format", "systemd")
    assert r'/50%% \"x\" $$HOME/feeds.yaml"' in run(*words).out


CRONTAB = """#!/bin/sh
set -e
file="$HOME/crontab"
case "$1" in
    -l) [ -e "$HOME/broken" ] && { echo "not allowed" >&2; exit 1; }
        [ -e "$file" ] || { echo "no crontab for me" >&2; exit 1; }
        cat "$file" ;;
    -)  [ -e "$HOME/full" ] && { echo "no room" >&2; exit 1; }
        cat > "$file" ;;
esac
"""
SYSTEMCTL = '#!/bin/sh\necho "$@" >> "$HOME/systemctl"\n[ ! -e "$HOME/broken" ] || exit 1\n'


@pytest.fixture
def home(monkeypatch, tmp_path, feeds_yaml):
    """A home with a crontab(1) and a systemctl(1) that keep what they are told."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    feeds_yaml(FEEDS, more=QUEUE)
    return Path(os.environ["HOME"])


def test_install_touches_its_own_lines_only_and_once_more_changes_nothing(home, run):
    before = "# mine\nMAILTO=me\n5 4 * * * rest 50\\%\n"
    (home / "crontab").write_text(before)
    assert run("schedule", "install").code == 0
    once = (home / "crontab").read_text()
    assert once.startswith(before)
    assert once.count("queue post") == 1
    assert run("schedule", "install").code == 0
    assert (home / "crontab").read_text() == once
    assert run("schedule", "remove").code == 0
    assert (home / "crontab").read_text() == before
    assert run("schedule", "remove").code == 0


@pytest.mark.parametrize(
    "lines",
    [
        "# a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\n1 2 * * * mine\n".encode(),
        "# für mich\n1 2 * * * größe\n".encode("latin-1"),
        b"# from Windows\r\n1 2 * * * mine\r\n",
        b"\n\n# empty lines\n\n",
        b"\xff\xfe\xed\xa0\x80\n",
    ],
)
def test_the_lines_of_others_stay_byte_for_byte(home, run, lines):
    (home / "crontab").write_bytes(lines)
    assert run("schedule", "install").code == 0
    once = (home / "crontab").read_bytes()
    assert once.startswith(lines + b"# digest begins: ")
    assert run("schedule", "install").code == 0
    assert (home / "crontab").read_bytes() == once
    assert run("schedule", "remove").code == 0
    assert (home / "crontab").read_bytes() == lines


def test_an_empty_crontab_gets_no_empty_line(home, run):
    (home / "crontab").touch()
    run("schedule", "install")
    assert (home / "crontab").read_bytes().startswith(b"# digest begins: ")


def test_install_makes_the_first_crontab(home, run):
    assert run("schedule", "remove").code == 0
    assert not (home / "crontab").exists()
    assert run("schedule", "install").code == 0
    assert "queue post" in (home / "crontab").read_text()


def test_a_block_without_an_end_is_not_guessed_at(home, run):
    run("schedule", "install")
    lines = (home / "crontab").read_text().splitlines()
    (home / "crontab").write_text("\n".join(lines[:-1]) + "\n5 4 * * * mine\n")
    done = run("schedule", "remove")
    assert done.code == 1
    assert "crontab -e" in done.err


@pytest.mark.parametrize("trouble", ["broken", "full"])
def test_a_cron_that_refuses_is_named(home, run, trouble):
    (home / trouble).touch()
    done = run("schedule", "install")
    assert done.code == 1
    assert done.err.startswith("crontab: n")


def test_a_machine_without_cron_is_told_the_other_way(run, feeds_yaml, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    feeds_yaml(FEEDS, more=QUEUE)
    assert "--format systemd" in run("schedule", "install").err
    assert "--format cron" in run("schedule", "install", "--format", "systemd").err


def test_systemd_timers_come_and_go(home, run):
    folder = home / ".config" / "systemd" / "user"
    assert run("schedule", "install", "--format", "systemd").code == 0
    assert run("schedule", "install", "--format", "systemd").code == 0
    service, timer = sorted(path.name for path in folder.iterdir())
    assert (service[:12], service[-8:], timer[-6:]) == ("digest-post-", ".service", ".timer")
    assert f"--user enable --now {timer}" in (home / "systemctl").read_text()
    assert run("schedule", "remove", "--format", "systemd").code == 0
    assert list(folder.iterdir()) == []
    assert run("schedule", "remove", "--format", "systemd").code == 0


def test_what_still_runs_is_not_said_to_be_removed(home, run):
    run("schedule", "install", "--format", "systemd")
    done = run("schedule", "remove")
    assert done.code == 0
    nothing, still = done.err.splitlines()
    assert nothing.startswith("cron runs nothing for ")
    assert "`digest schedule remove --format systemd`" in still
    assert run("schedule", "remove", "--format", "systemd").err == "removed from systemd\n"
    done = run("schedule", "remove", "--format", "systemd")
    assert done.err.startswith("systemd runs nothing for ")
    run("schedule", "install")
    assert run("schedule", "remove").err == "removed from cron\n"


@pytest.fixture
def second(tmp_path):
    """The words that name another feeds.yaml."""
    other = tmp_path / "zweite" / "feeds.yaml"
    other.parent.mkdir()
    other.write_text(f"{QUEUE}sections: {{News: [{FEEDS!r}]}}\n")
    return ("--config", str(other), "schedule")


def test_two_feeds_yaml_have_units_of_their_own(home, run, second):
    folder = home / ".config" / "systemd" / "user"
    systemd = ("--format", "systemd")
    run("schedule", "install", *systemd)
    ours = set(folder.iterdir())
    run(*second, "install", *systemd)
    assert len(set(folder.iterdir()) - ours) == 2
    run("schedule", "remove", *systemd)
    assert len(set(folder.iterdir())) == 2
    assert not ours & set(folder.iterdir())
    (service,) = folder.glob("*.service")
    assert str(second[1]) in service.read_text()


def test_two_feeds_yaml_have_lines_of_their_own(home, run, second):
    run("schedule", "install")
    alone = (home / "crontab").read_text()
    run(*second, "install")
    assert (home / "crontab").read_text().count("queue post") == 2
    run(*second, "remove")
    assert (home / "crontab").read_text() == alone


def test_one_feeds_yaml_is_the_same_however_its_path_is_written(home, run, second, tmp_path):
    run("schedule", "install")
    once = (home / "crontab").read_text()
    path = str(tmp_path / "zweite" / ".." / "feeds.yaml")
    (home / "crontab").write_text(once.replace(str(tmp_path / "feeds.yaml"), path))
    assert run("--config", path, "schedule", "install").code == 0
    assert (home / "crontab").read_text() == once


@pytest.mark.parametrize("words", ["install", "remove"])
@pytest.mark.parametrize("its", [True, False])
def test_units_of_the_first_digest_are_taken_over_where_they_are_ours(
    home, run, words, its, second, tmp_path
):
    folder = home / ".config" / "systemd" / "user"
    folder.mkdir(parents=True)
    config = tmp_path / "feeds.yaml" if its else second[1]
    line = f'ExecStart="digest" "--quiet" "--config" "{config}" "--data" "/d" "queue" "post"\n'
    (folder / "digest-post.service").write_text(f"[Service]\n{line}")
    (folder / "digest-post.timer").write_text("[Timer]\n")
    assert run("schedule", words, "--format", "systemd").code == 0
    assert (folder / "digest-post.service").exists() == (not its)
    assert (folder / "digest-post.timer").exists() == (not its)
    told = (home / "systemctl").read_text()
    assert ("--user disable --now digest-post.timer" in told) == its
    assert len(list(folder.iterdir())) == (2 if words == "install" else 0) + (0 if its else 2)


def test_the_slots_of_an_edition_are_served_too(show):
    more = 'queue: {slots: ["07:30"]}\neditions: {recht: {queue: {slots: ["07:40"]}}}\n'
    when, _ = fields(show(more=more).splitlines()[1])
    assert when[0] == "0,10,15,25,30,40,45,55"


def test_a_systemd_that_refuses_is_named(home, run):
    (home / "broken").touch()
    done = run("schedule", "install", "--format", "systemd")
    assert done.code == 1
    assert done.err.startswith("systemctl --user daemon-reload:")


def test_a_cron_that_never_answers_is_not_waited_for(home, tmp_path):
    (tmp_path / "tools" / "crontab").write_text("#!/bin/sh\nexec sleep 60\n")
    with pytest.raises(DigestError, match=r"crontab: no answer within 0\.2 s"):
        schedule._run(["crontab", "-l"], seconds=0.2)
