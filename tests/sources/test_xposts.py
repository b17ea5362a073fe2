"""X's JSON as posts."""

from datetime import UTC, datetime

import pytest

from digest.errors import SourceError
from digest.model import Person
from digest.sources.xposts import authors, read_all

PEOPLE = {"1": Person(id="1", handle="anna"), "2": Person(id="2", handle="ben")}
SHORT, REAL = "https://t.co/aaaaaaaaaa", "https://www.example.org/artikel?a=1&copy=2"


def raw(text="Neues", number="100", author="1", **more):
    return {
        "id": number,
        "text": text,
        "author_id": author,
        "created_at": "2026-11-20T07:00:00.000Z",
    } | more


def urls(*some):
    return {
        "urls": [dict(zip(("url", "expanded_url", "title"), one, strict=False)) for one in some]
    }


def read(*data, included=()):
    return read_all(data, {one["id"]: one for one in included}, PEOPLE)


def test_a_post_is_read():
    (post,) = read(raw(lang="de"))
    assert (post.key, post.account, post.handle) == ("100", "x:@anna", "@anna")
    assert post.url == "https://x.com/anna/status/100"
    assert (post.text, post.language) == ("Neues", "de")
    assert post.when == datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


def test_text_is_unescaped_and_links_are_real():
    text = f"Recht &amp; Ordnung &lt;neu&gt; {SHORT}"
    (post,) = read(raw(text, entities=urls((SHORT, REAL, "Der Artikel"))))
    assert post.text == f"Recht & Ordnung <neu> {REAL}"
    assert [(link.address, link.title) for link in post.links] == [(REAL, "Der Artikel")]


def test_a_reference_without_end_ends_no_run():
    (post,) = read(raw(f"Neues &#{'9' * 5000}; von heute"))
    assert post.text == "Neues \ufffd von heute"


def test_an_unwound_address_is_the_real_one():
    entity = {"url": SHORT, "expanded_url": "https://bit.ly/1", "unwound_url": REAL}
    (post,) = read(raw(SHORT, entities={"urls": [entity]}))
    assert [link.address for link in post.links] == [REAL]


def test_an_entity_without_its_short_link_changes_no_text():
    (post,) = read(raw("Lesen", entities={"urls": [{"expanded_url": REAL}]}))
    assert (post.text, post.links[0].address) == ("Lesen", REAL)


def test_a_short_link_without_an_entity_stays_a_link():
    (post,) = read(raw(f"Lesen {SHORT}"))
    assert [link.address for link in post.links] == [SHORT]


@pytest.mark.parametrize("name", ["note_tweet", "note_post"])
def test_a_long_post_is_whole(name):
    long = {"text": f"{'Wort ' * 100}{SHORT}", "entities": urls((SHORT, REAL))}
    (post,) = read(raw("Wort Wort… https://t.co/bbbbbbbbbb", **{name: long}))
    assert post.text.endswith(f"Wort {REAL}")
    assert [link.address for link in post.links] == [REAL]


def test_pictures_and_posts_are_no_pages():
    entities = urls(
        (SHORT, "https://x.com/anna/status/100/photo/1"),
        ("https://t.co/bbbbbbbbbb", "https://twitter.com/ben/status/5"),
        ("https://t.co/cccccccccc", "https://pic.x.com/abc"),
    )
    entities["urls"][2]["media_key"] = "3_1"
    (post,) = read(
        raw(f"Bild {SHORT} https://t.co/bbbbbbbbbb https://t.co/cccccccccc", entities=entities)
    )
    assert post.links == ()
    assert post.text == "Bild https://twitter.com/ben/status/5"


@pytest.mark.parametrize("name", ["referenced_tweets", "referenced_posts"])
class TestReferences:
    def test_a_repost_is_read_from_the_original(self, name):
        first = raw(f"Der ganze Text {SHORT}", "50", "9", entities=urls((SHORT, REAL)))
        again = raw("RT @Ben: Der ganze…", **{name: [{"type": "retweeted", "id": "50"}]})
        (post,) = read(again, included=[first])
        assert (post.text, post.links, post.received) == ("", (), None)
        assert (post.of.handle, post.of.account) == ("@Ben", "x:@ben")
        assert post.of.text == f"Der ganze Text {REAL}"
        assert post.of.url == "https://x.com/Ben/status/50"

    def test_a_repost_without_its_original_is_read_from_itself(self, name):
        again = raw("RT @ben: Der Anfang…", **{name: [{"type": "retweeted", "id": "50"}]})
        (post,) = read(again)
        assert (post.of.handle, post.of.text) == ("@ben", "Der Anfang…")

    def test_a_quote_names_its_author_by_its_address(self, name):
        first = raw("Die Nachricht", "50", "9")
        entities = urls((SHORT, "https://twitter.com/Carl/status/50"))
        quote = raw(
            f"Wichtig {SHORT}", entities=entities, **{name: [{"type": "quoted", "id": "50"}]}
        )
        (post,) = read(quote, included=[first])
        assert (post.text, post.links) == ("Wichtig", ())
        assert (post.of.handle, post.of.text) == ("@Carl", "Die Nachricht")

    def test_a_quote_of_somebody_known_needs_no_address(self, name):
        quote = raw("Wichtig", **{name: [{"type": "quoted", "id": "50"}]})
        (post,) = read(quote, included=[raw("Die Nachricht", "50", "2")])
        assert post.of.handle == "@ben"

    def test_a_quote_that_is_gone_is_a_post_of_its_own(self, name):
        (post,) = read(raw("Wichtig", **{name: [{"type": "quoted", "id": "50"}]}))
        assert post.of is None

    def test_an_author_who_is_not_known_has_no_name(self, name):
        quote = raw("Wichtig", **{name: [{"type": "quoted", "id": "50"}]})
        (post,) = read(quote, included=[raw("Die Nachricht", "50", "9")])
        assert (post.of.handle, post.of.account) == ("", "x:50")
        assert post.of.url == "https://x.com/i/status/50"

    def test_an_answer_is_a_reply(self, name):
        (post,) = read(raw("Ja", **{name: [{"type": "replied_to", "id": "50"}]}))
        assert post.reply


def test_who_is_answered_makes_a_reply():
    (post,) = read(raw("@ben Ja", in_reply_to_user_id="2"))
    assert post.reply


@pytest.mark.parametrize(
    ("metrics", "received"),
    [
        ({"retweet_count": 2, "like_count": 3}, 5),
        ({"repost_count": 2, "like_count": 3}, 5),
        ({"retweet_count": 0, "like_count": 0}, 0),
        ({"like_count": 3}, None),
        ({"retweet_count": 2, "like_count": None}, None),
        ({"retweet_count": "2", "like_count": True}, None),
        (None, None),
        ([], None),
    ],
)
def test_what_a_post_received(metrics, received):
    (post,) = read(raw(public_metrics=metrics))
    assert post.received == received


@pytest.mark.parametrize("lang", ["und", "zxx", "qme", "", None, 5])
def test_what_is_no_language_is_none(lang):
    (post,) = read(raw(lang=lang))
    assert post.language == ""


def test_a_time_may_lack_milliseconds_and_zone():
    for stamp in ("2026-11-20T07:00:00Z", "2026-11-20T08:00:00+01:00", "2026-11-20T07:00:00"):
        (post,) = read(raw(created_at=stamp))
        assert post.when == datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


def test_posts_without_what_was_asked_for_are_no_posts():
    assert read() == []
    with pytest.raises(SourceError, match="without the fields"):
        read({"id": "1", "text": "Neues"}, {"id": "2"})
    assert len(read({"id": "1", "text": "Neues"}, raw())) == 1


def test_the_new_dialect_may_name_the_author_itself():
    (post,) = read(raw(author="9", username="Dora"))
    assert (post.handle, post.account) == ("@Dora", "x:@dora")


def test_each_author_is_named_once():
    assert authors([raw(), raw(author="2"), raw(), {"id": "3"}]) == ["1", "2"]
