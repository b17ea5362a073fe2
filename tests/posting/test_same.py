import pytest

from digest.posting.same import is_same, wire_text

LINK = {"url": "https://t.co/abc", "expanded_url": "https://www.example.org/seite?utm_source=x"}


@pytest.mark.parametrize(
    "seen",
    [
        "A &amp; B &lt;3 https://t.co/abc",
        "A &amp; B  &lt;3\nhttps://t.co/abc",
        "A &amp; B &lt;3 https://t.co/other",
    ],
)
def test_a_post_is_known_however_x_writes_it(seen):
    post = {"text": seen, "entities": {"urls": [LINK]}}
    assert is_same("A & B <3\nhttps://example.org/seite", wire_text(post))


def test_letters_are_the_same_in_every_form():
    assert is_same("Grüße", "Gru\u0308ße")
    assert not is_same("Grüße", "grüße")


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("eins", "eins zwei"),
        ("eins zwei", "eins"),
        ("eins https://example.org/a", "eins https://example.org/b"),
        ("eins zwei", "eins https://t.co/abc"),
        ("", "https://t.co/abc"),
    ],
)
def test_another_text_is_another_post(sent, seen):
    assert not is_same(sent, seen)


@pytest.mark.parametrize("name", ["note_tweet", "note_post"])
def test_a_long_post_is_read_whole(name):
    post = {"text": "kurz", name: {"text": "lang https://t.co/abc", "entities": {"urls": [LINK]}}}
    assert wire_text(post) == f"lang {LINK['expanded_url']}"


@pytest.mark.parametrize(
    "post",
    [
        {},
        {"text": None},
        {"text": 7, "entities": []},
        {"text": "", "entities": {"urls": {}}},
        {"text": "", "entities": {"urls": [None, {"url": 1}, {"url": "a", "expanded_url": None}]}},
    ],
)
def test_odd_posts_have_no_text(post):
    assert wire_text(post) == ""
