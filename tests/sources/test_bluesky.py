"""Accounts on Bluesky."""

import pytest

from digest.sources.bluesky import parse_target


@pytest.mark.parametrize("text", ["bsky.app", "@Bsky.App", " https://bsky.app/profile/bsky.app "])
def test_a_handle_has_one_form(text):
    assert parse_target(text) == "bsky.app"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@bsky",
        "a b.example",
        "-a.example",
        "a.1",
        "a." * 130 + "example",
        "https://a.example/b",
    ],
)
def test_what_is_no_handle_is_refused(text):
    with pytest.raises(ValueError, match="expected an account of Bluesky"):
        parse_target(text)
