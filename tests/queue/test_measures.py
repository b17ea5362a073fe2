import pytest

from digest.queue.measures import count, graphemes, mastodon_length, measure


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("Gru\u0308ße", 5),
        ("👨‍👩‍👧👍🏽🇩🇪", 3),
        ("a\r\nb", 3),
        ("नमस्ते", 4),
        ("\u0301a", 2),
        ("กำ", 2),
        ("a\u200db", 2),
    ],
)
def test_characters_are_what_a_reader_takes_for_one_or_more(text, number):
    assert count(text) >= number
    assert "".join(graphemes(text)) == text


def test_mastodon_counts_addresses_as_23():
    assert mastodon_length("sieh https://example.org/" + "a" * 200 + " an") == 5 + 23 + 3
    assert mastodon_length("example.org") == 11


def test_bluesky_minds_bytes_too():
    family = "👨‍👩‍👧‍👦"
    assert measure("bluesky").length(family * 150) == 150
    assert not measure("bluesky").fits(family * 150)
    assert measure("bluesky").fits("ä" * 300)
    assert not measure("bluesky").fits("ä" * 301)
