"""Accounts on X."""

import pytest

from digest.sources.x import parse_target


@pytest.mark.parametrize(
    "text",
    [
        "@XDevelopers",
        "xdevelopers",
        " @xDevelopers ",
        "https://x.com/XDevelopers",
        "https://twitter.com/XDevelopers/",
    ],
)
def test_a_handle_has_one_form(text):
    assert parse_target(text) == "@xdevelopers"


@pytest.mark.parametrize(
    "text",
    ["", "@", "a b", "@sixteencharacter", "@ä", "https://x.com/a/status/1", "https://x.example/a"],
)
def test_what_is_no_handle_is_refused(text):
    with pytest.raises(ValueError, match="expected an account of X"):
        parse_target(text)
