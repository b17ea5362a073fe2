import pytest

from digest.posting.same import is_same, wire_text
from digest.twittertext import links

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


@pytest.mark.parametrize("protocol", ["http://", "https://"])
@pytest.mark.parametrize(
    "sent",
    [
        "Tickets ab zehn auf barcamp.de/tickets",
        "barcamp.de",
        "Tickets (barcamp.de/tickets). Mehr folgt",
        "Tickets：barcamp.de/tickets?tag=1，und mehr",
        "Tickets\nWWW.Barcamp.de",
    ],
)
def test_a_bare_domain_is_known_with_the_protocol_that_x_puts_in_front(sent, protocol):
    ((start, end),) = links(sent)
    named = {"url": "https://t.co/abc", "expanded_url": protocol + sent[start:end]}
    seen = f"{sent[:start]}https://t.co/abc{sent[end:]}"
    assert is_same(sent, wire_text({"text": seen, "entities": {"urls": [named]}}))


def test_several_bare_domains_are_known_beside_a_whole_address():
    sent = "barcamp.de oder main.py, HTTPS://example.org/a"
    assert is_same(sent, "http://barcamp.de oder http://main.py, https://example.org/a")
    assert is_same(sent, sent)


def test_a_link_that_nobody_has_named_may_be_a_bare_domain():
    assert is_same("Tickets auf barcamp.de/tickets", "Tickets auf https://t.co/abc")


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
        ("auf barcamp.de/tickets", "auf http://barcamp.de/preise"),
        ("auf barcamp.de/tickets", "auf http://barcamp.at/tickets"),
        ("auf barcamp.de/tickets", "auf http://barcamp.de/Tickets"),
        ("auf barcamp.de/tickets", "auf barcamp.at/tickets"),
        ("auf http://barcamp.de", "auf barcamp.de"),
        ("auf barcamp.de und main.py", "auf http://barcamp.de und"),
        ("auf barcamp", "auf http://barcamp"),
        ("auf info@barcamp.de", "auf info@http://barcamp.de"),
        ("barcamp", "https://t.co/abc"),
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
