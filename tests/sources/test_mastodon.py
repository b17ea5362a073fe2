"""Accounts on Mastodon."""

import pytest

from digest.sources.mastodon import parse_target


@pytest.mark.parametrize(
    "text",
    [
        "@Mastodon@mastodon.social",
        "mastodon@Mastodon.Social",
        " https://mastodon.social/@Mastodon ",
    ],
)
def test_a_handle_has_one_form(text):
    assert parse_target(text) == "@mastodon@mastodon.social"


def test_a_server_may_have_a_port():
    assert parse_target("@a@127.0.0.1:8080") == "@a@127.0.0.1:8080"


@pytest.mark.parametrize(
    "text",
    ["", "@a", "@a@", "@@b.example", "@a@b.example/c", "a b@c.example", "https://b.example/a"],
)
def test_what_is_no_handle_is_refused(text):
    with pytest.raises(ValueError, match="expected an account of Mastodon"):
        parse_target(text)
