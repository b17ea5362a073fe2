"""Accounts told from feeds by what is typed."""

import pytest

from digest.sources.recognising import recognise


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@XDevelopers", ("x", "@xdevelopers")),
        ("list/12", ("x", "list/12")),
        ("https://x.com/i/lists/12", ("x", "list/12")),
        ("https://mobile.twitter.com/anna", ("x", "@anna")),
        ("x.com/Anna", ("x", "@anna")),
        ("bsky.app/profile/anna.example", ("bluesky", "anna.example")),
        ("@anna@m.example", ("mastodon", "@anna@m.example")),
        ("#Recht@m.example", ("mastodon", "#recht@m.example")),
        ("https://m.example/@anna", ("mastodon", "@anna@m.example")),
        ("https://m.example/tags/recht", ("mastodon", "#recht@m.example")),
        ("@anna.bsky.social", ("bluesky", "anna.bsky.social")),
        ("https://bsky.app/profile/anna.example", ("bluesky", "anna.example")),
        ("at://anna.example/app.bsky.graph.list/3k", None),
    ],
)
def test_accounts_lists_and_hashtags(text, found):
    expected = found or ("bluesky", text)
    assert recognise(f" {text} ") == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.org/feed",
        "www.example.org",
        "https://www.youtube.com/@name",
        "https://anna.substack.com/@anna",
        "https://medium.com/@anna",
        "home",
        "x.com.example/anna",
        "file:feeds/one.xml",
    ],
)
def test_everything_else_may_be_a_feed(text):
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text", ["@", "@a b", "@a@", "https://x.com/a/status/1", "https://bsky.app/about", "@-.-"]
)
def test_what_looks_like_an_account_and_is_none_is_refused(text):
    with pytest.raises(ValueError, match="expected an account"):
        recognise(text)
