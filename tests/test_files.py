"""Files that are written whole, and what is no file but takes what is written into it."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from digest.errors import DigestError
from digest.files import write_whole


def test_mode_and_link_of_an_old_file_stay(tmp_path):
    old, link = tmp_path / "old", tmp_path / "link"
    old.write_text("before")
    old.chmod(0o640)
    link.symlink_to(old)
    write_whole(link, b"after")
    assert (link.is_symlink(), old.read_bytes()) == (True, b"after")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "old"]


def test_a_link_to_nothing_makes_the_file_it_names(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "new")
    write_whole(tmp_path / "link", b"text", mode=0o600)
    assert (tmp_path / "new").read_bytes() == b"text"
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


def test_a_pipe_is_written_into(tmp_path):
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole(pipe, b"x" * 200_000)
    reader.join(10)
    assert got == [b"x" * 200_000]
    assert pipe.is_fifo()


def test_a_device_is_written_into(tmp_path):
    ours, theirs = os.openpty()
    link = tmp_path / "terminal"
    link.symlink_to(os.ttyname(theirs))
    write_whole(link, b"text\n")
    assert os.read(ours, 100) == b"text\r\n"
    assert link.is_char_device()
    os.close(ours)
    os.close(theirs)


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="stdout has no name here")
def test_stdout_by_its_name_is_written_into():
    code = "from digest.files import *; write_whole(Path('/dev/stdout'), b'text')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"text"


def test_what_cannot_be_written_into_is_named_and_stays(tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        with pytest.raises(DigestError, match=r"^socket: "):
            write_whole(Path("socket"), b"text")
    assert Path("socket").is_socket()


def test_links_that_lead_in_a_circle_are_named_and_stay(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(DigestError, match="loop: Too many levels") as raised:
        write_whole(loop, b"text")
    assert raised.value.hint
    assert loop.is_symlink()


@pytest.mark.parametrize("place", ["no/paper.txt", "file/paper.txt", "folder"])
def test_where_nothing_can_be_written_nothing_is_left_behind(tmp_path, place):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(DigestError):
        write_whole(tmp_path / place, b"text")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]
