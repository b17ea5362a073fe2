import struct

import pytest

from tests.browser import LAPTOP, PROGRAM
from tests.pictures import ROOT, front_page

PICTURE = ROOT / "examples" / "front-page.png"


def size(picture):
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", picture[16:24])


def test_the_front_page_is_a_picture_of_a_laptop_s_width():
    width, height = size(PICTURE.read_bytes())
    assert width == LAPTOP[0]
    assert height > LAPTOP[1]
    assert PICTURE.stat().st_size < 1_000_000


@pytest.mark.skipif(PROGRAM is None, reason="needs Chromium")
def test_the_documented_command_makes_it(tmp_path):
    assert size(front_page(tmp_path))[0] == LAPTOP[0]
