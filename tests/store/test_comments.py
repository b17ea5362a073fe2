from digest.queue.drafts import Draft
from tests.store.samples import NOW


def draft(story, *networks, comment=""):
    return [Draft(network=name, text="…", story=story, comment=comment) for name in networks]


def put(store, *drafts):
    with store.drafts.changing(NOW) as book:
        book.add(drafts, "filled")


def test_at_first_she_has_said_nothing(store):
    assert store.comments() == {}


def test_what_she_says_stands_under_the_story(store):
    put(store, *draft("s1", "x", "mastodon", comment="Bitte prüfen:"))
    put(store, *draft("s2", "x"))
    assert store.comments() == {"s1": "Bitte prüfen:"}


def test_of_several_drafts_of_a_story_the_last_one_speaks(store):
    put(store, *draft("s1", "bluesky", comment="Zuerst"))
    put(store, *draft("s1", "x", comment="Später"))
    assert store.comments() == {"s1": "Später"}


def test_of_several_networks_the_last_one_speaks_and_silence_does_not(store):
    put(
        store,
        *draft("s1", "bluesky"),
        *draft("s1", "mastodon", comment="Länger"),
        *draft("s1", "x", comment="Kurz"),
    )
    assert store.comments() == {"s1": "Länger"}
