"""The pictures that README shows are what the tool prints today."""

import os
import struct
import xml.etree.ElementTree as ET

import pytest

from tests.browser import LAPTOP, PROGRAM
from tests.pictures import COLUMNS, PICTURES, ROOT, example_day, front_page, on_a_terminal

EXAMPLES = ROOT / "examples"
DRAWING = EXAMPLES / "paper.svg"
PHOTOGRAPH = EXAMPLES / "front-page.png"
REWRITE = bool(os.environ.get("DIGEST_REWRITE"))
"""Set it to draw anew."""
SVG = "{http://www.w3.org/2000/svg}"


def size(picture):
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", picture[16:24])


@pytest.mark.parametrize("name", PICTURES)
def test_readme_shows_or_links_every_picture(name):
    assert f"(examples/{name})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_drawing_is_what_is_drawn_today(tmp_path):
    drawn = on_a_terminal(tmp_path)
    if REWRITE:
        DRAWING.write_bytes(drawn)
    assert DRAWING.read_bytes() == drawn


def test_the_terminal_is_drawn_whole_and_loads_nothing(tmp_path):
    text = DRAWING.read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert text.count("http") == 1
    assert "url(" not in text
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags == {"svg", "title", "style", "rect", "text"}
    width, height = map(int, root.attrib["viewBox"].split()[2:])
    for piece in root.iter(f"{SVG}text"):
        assert 0 <= int(piece.attrib["x"]) + int(piece.attrib["textLength"]) <= width
        assert 0 <= int(piece.attrib["y"]) <= height
    words = " ".join(piece.text for piece in root.iter(f"{SVG}text"))
    for story in example_day(tmp_path).stories:
        assert story.lead.title.split()[0] in words
    assert width > COLUMNS


def test_the_front_page_is_a_picture_of_a_laptop_s_width():
    width, height = size(PHOTOGRAPH.read_bytes())
    assert width == LAPTOP[0]
    assert height > LAPTOP[1]
    assert PHOTOGRAPH.stat().st_size < 1_000_000


@pytest.mark.skipif(PROGRAM is None, reason="needs Chromium")
def test_the_documented_command_makes_the_front_page(tmp_path):
    assert size(front_page(tmp_path))[0] == LAPTOP[0]
