"""``digest check`` for a newcomer: what is missing, in the order in which it is needed."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import rss

QUEUE = 'queue: {slots: ["07:30"]}'


def hints(done):
    return re.findall(r"hint: [^`]*`(digest \w+(?: \w+)*)", done.err)


def test_from_nothing_to_the_first_paper(run, web, feeds_yaml, monkeypatch):
    web.page("/feed", rss("Erste Meldung des Tages"))
    assert hints(run("check")) == ["digest init"]
    Path("feeds.yaml").write_text("sections: {News: []}", encoding="utf-8")
    assert hints(run("check")) == ["digest feeds add URL"]
    feeds_yaml(web.url("/gone"), more=QUEUE)
    assert hints(run("check")) == ["digest login x", "digest feeds try URL"]
    feeds_yaml(web.url("/feed"), more=QUEUE)
    assert hints(run("check")) == ["digest login x"]
    for name in ("CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET"):
        monkeypatch.setenv(f"X_{name}", "secret")
    done = run("check")
    assert (done.code, done.err) == (0, "Next: `digest today` prints your first paper.\n")
    assert run("today").code == 0
    done = run("check")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("network", "names"),
    [
        ("x", "X_CONSUMER_KEY, X_CONSUMER_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET"),
        ("mastodon", "MASTODON_SERVER, MASTODON_ACCESS_TOKEN"),
        ("bluesky", "BLUESKY_HANDLE, BLUESKY_APP_PASSWORD"),
    ],
)
def test_keys_that_are_missing_for_posting_are_named(run, feeds_yaml, network, names):
    feeds_yaml("https://blatt.example/feed", more=f'queue: {{slots: ["07:30"], to: [{network}]}}')
    done = run("check", "--offline")
    assert done.err == (
        f"drafts cannot go out on {network}: {names} missing\n"
        f"  hint: `digest login {network}` asks for what is missing\n"
    )


def test_without_the_network_missing_keys_are_told_and_no_failure(run, feeds_yaml):
    feeds_yaml("{x: '@Somebody'}", more=QUEUE)
    done = run("check", "--offline")
    assert done.code == 0
    assert done.err.startswith("X cannot be read: X_BEARER_TOKEN is missing\n")
    assert hints(done) == ["digest login x", "digest login x"]


def test_keys_that_others_can_read_are_told(run, feeds_yaml):
    feeds_yaml("https://blatt.example/feed")
    folder = Path.home() / ".config" / "digest"
    folder.mkdir(parents=True)
    (folder / "credentials.yaml").write_text("X_BEARER_TOKEN: secret", encoding="utf-8")
    (folder / "credentials.yaml").chmod(0o644)
    done = run("check", "--offline")
    assert done.code == 1
    assert "others can read it" in done.err
    assert "hint: chmod 600" in done.err


def test_keys_for_the_queue_of_an_edition_count_too(run, feeds_yaml):
    queues = 'queue: {slots: ["07:30"]}\neditions: {recht: {queue: {to: [x, bluesky]}}}'
    feeds_yaml("https://blatt.example/feed", more=queues)
    assert hints(run("check", "--offline")) == ["digest login x", "digest login bluesky"]
