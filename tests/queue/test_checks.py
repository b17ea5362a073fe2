from dataclasses import replace
from datetime import time

import pytest

from digest.model import Queue, Room
from digest.queue import checks
from digest.queue.harmless import leads_to_post

QUEUE = Queue(slots=(time(8),))


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("  a  b \n\n\n\n c\n", "a b\n\nc"),
        ("a\x1b[31m\u202eb\u200b", "a[31mb"),
        ("Gru\u0308ße", "Grüße"),
        ("\n\n", ""),
    ],
)
def test_a_text_is_tidied(text, tidied):
    assert checks.tidy(text) == tidied
    assert checks.tidy(tidied) == tidied


@pytest.mark.parametrize(("network", "length"), [("x", 280), ("mastodon", 500), ("bluesky", 300)])
def test_a_text_is_as_long_as_its_network_takes(network, length):
    assert checks.problem("ä" * length, network, QUEUE) is None
    assert checks.problem("ä" * (length + 1), network, QUEUE) == (
        f"{length + 1} of {length} characters",
        "shorten it by 1",
    )
    assert checks.problem("ä" * 100_000, network, QUEUE)


def test_bytes_are_named_where_they_are_too_many():
    assert checks.problem("👨‍👩‍👧‍👦" * 150, "bluesky", QUEUE) == (
        "longer than 3000 bytes",
        "shorten it",
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/jemand/status/12",
        "https://mobile.twitter.com/jemand/statuses/12?s=20",
        "x.com/i/web/status/12",
        "https://fxtwitter.com/jemand/status/12",
    ],
)
def test_the_link_of_a_post_on_x_is_known_in_every_form(url):
    assert leads_to_post(url)
    assert checks.problem(f"Siehe {url}", "mastodon", QUEUE)


@pytest.mark.parametrize(
    "url",
    ["https://x.com/jemand", "https://example.org/x/status/12", "https://box.com/a/status/12"],
)
def test_other_links_may_be_posted(url):
    assert not leads_to_post(url)


def test_a_mastodon_server_says_how_much_a_post_holds():
    roomy = replace(QUEUE, room=Room(most=20_000, link=10))
    assert checks.problem("ä" * 501, "mastodon", roomy) is None
    assert checks.problem("ä" * 281, "x", roomy) is not None
    narrow = replace(QUEUE, room=Room(most=20, link=10))
    assert checks.problem("Langes https://example.org/lang", "mastodon", narrow) is None
    assert checks.problem("Längeres und mehr https://example.org", "mastodon", narrow) == (
        "28 of 20 characters",
        "shorten it by 8",
    )


def test_nothing_is_longer_than_can_be_counted_quickly():
    roomy = replace(QUEUE, room=Room(most=1_000_000))
    assert checks.problem("ä" * 10_001, "mastodon", roomy) == (
        "longer than 10000 characters",
        "shorten it",
    )
