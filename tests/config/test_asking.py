"""How the server of a feed is asked, as feeds.yaml says it."""

import pytest

from digest import config
from digest.config.reading import read
from digest.errors import ConfigError


def only(text, tmp_path):
    """Return the one source of a section whose one entry is *text*."""
    whole = f"sections:\n  News:\n    - {text}\n"
    return read(whole, tmp_path / "feeds.yaml").sources[0]


def test_a_feed_may_be_asked_in_its_own_way(tmp_path):
    entry = (
        "{url: https://a.example/feed, user_agent: Mine/1, auth: FEED_A,"
        " headers: {Accept-Language: de, x-key: 7}}"
    )
    source = only(entry, tmp_path)
    assert (source.user_agent, source.auth) == ("Mine/1", "FEED_A")
    assert source.headers == (("Accept-Language", "de"), ("x-key", "7"))


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("headers: {Host: b.example}", "the header Host is digest's own"),
        ("headers: {transfer-encoding: x}", "the header transfer-encoding is digest's own"),
        ("headers: {Authorization: Basic SENTINEL}", "secrets are never in feeds.yaml"),
        ("headers: {COOKIE: SENTINEL}", "secrets are never in feeds.yaml"),
        ("headers: {'a b': c}", "'a b' is no name of a header"),
        ("headers: [a]", "expected names with values"),
        ("headers: {a: }", "nothing stands here"),
        (f"user_agent: {'x' * 1001}", "a header of 1001 characters"),
        ("auth: SENTINEL:SENTINEL", "expected the name of a login"),
        ("auth: {user: SENTINEL}", "expected a text"),
    ],
)
def test_what_cannot_be_sent_is_named_and_no_secret_shown(tmp_path, options, problem):
    with pytest.raises(ConfigError) as caught:
        only(f"{{url: https://a.example/feed, {options}}}", tmp_path)
    assert problem in caught.value.problem
    assert "SENTINEL" not in f"{caught.value.problems}"


def test_accounts_are_not_asked_in_their_own_way(tmp_path):
    with pytest.raises(ConfigError, match="'auth' is for feeds only"):
        only("{bluesky: bsky.app, auth: FEED_A}", tmp_path)


def test_the_schema_knows_it():
    text = f"{config.schema()}"
    assert "user_agent" in text
    assert "FEED_" in text
