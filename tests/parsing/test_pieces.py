"""A few damaged entries do not keep the others from the fast way."""

import pytest

from digest.parsing import lean, pieces
from digest.parsing.raw import UnsureError
from tests.parsing.samples import atom, rss

SOUND = [f"<title>Sound {n}</title><link>http://a.example/{n}</link>" for n in range(4)]


def titles(raw):
    return [entry.title.value for entry in raw.entries]


def test_damaged_entries_are_read_by_feedparser_in_their_place():
    document = rss(SOUND[0], "<title>Damaged <b>one</title>", *SOUND[1:]).encode()
    mine = pieces.read(document)
    assert [title.partition(" <")[0] for title in titles(mine)] == [
        *("Sound 0", "Damaged", "Sound 1", "Sound 2", "Sound 3")
    ]
    assert [entry.link or "" for entry in mine.entries] == [
        entry.link for entry in lean.read(document).entries
    ]
    assert mine.title.value == "F"


def test_entries_with_elements_where_none_are_expected_are_damaged_too():
    document = atom(*SOUND, "<title>with <em>markup</em></title>").encode()
    assert titles(pieces.read(document))[-1] == "with <em>markup</em>"


def test_a_document_without_damage_is_read_whole():
    assert titles(pieces.read(rss(*SOUND).encode())) == [f"Sound {n}" for n in range(4)]


@pytest.mark.parametrize(
    "document",
    [
        rss(),
        rss(*SOUND).replace("</item>", "", 1),
        rss(*SOUND).replace("</rss>", ""),
        rss("<title>a</b></title>", "<title>a</b></title>", SOUND[0]),
        rss(*SOUND * 3, head=f"<description>{'long ' * 2000}</description>"),
        rss(*SOUND, "<title>a</b><![CDATA[</item><item></title>"),
    ],
)
def test_a_damaged_frame_or_too_much_damage_is_left_to_feedparser(document):
    with pytest.raises(UnsureError):
        pieces.read(document.encode())
