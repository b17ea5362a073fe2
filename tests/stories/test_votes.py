"""Posts are votes: they join the story of the page they point at, and never lead it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digest import stories, words
from digest.model import Item, Share, Source

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
PAGE, OTHER = "https://a.example/regeln", "https://b.example/tickets"
SOURCES = {
    source.id: source
    for source in (
        Source(kind="feed", target="https://a.example/feed", section="Recht"),
        Source(kind="feed", target="https://b.example/feed", section="Recht"),
        Source(kind="x", target="@anna", section="Leute"),
        Source(kind="x", target="@ben", section="Leute", owner="Agentur"),
        Source(kind="mastodon", target="@ben@m.example", section="Leute", owner="Agentur"),
        Source(kind="x", target="home", section="Leute"),
    )
}


def made(title, number, **details):
    given = {"id": number, "key": str(number), "title": title, "folded": words.folded(title, "")}
    when = NOW - timedelta(minutes=100 - number)
    return Item(**(given | {"published": when, "seen": when} | details))


def article(title="Neue Regeln für Werbung im Netz", number=1, page=PAGE, **details):
    return made(title, number, source="feed:https://a.example/feed", page=page, url=page, **details)


def post(text, number, *links, account="x:@anna", source=""):
    page = f"https://x.com/i/status/{number}"
    share = Share(account=account, link=links[0] if links else "")
    return made(text, number, source=source or account, page=page, links=links, share=share)


def merge(*items):
    made = stories.merge(items, SOURCES, "de")
    return tuple(map(made.explain, made.stories))


def voices(story):
    return len(stories.voices(story, SOURCES))


def test_a_post_joins_the_story_of_its_page_whatever_it_says():
    (story,) = merge(article(), post("Endlich.", 2, PAGE), post("Uff, das wird teuer", 3, PAGE))
    assert [item.id for item in story.items] == [1, 2, 3]
    assert [each.kind for each in story.evidence] == ["lead", "link", "link"]


def test_a_post_never_leads_where_there_is_an_article():
    early = post("Neue Regeln", 0, PAGE)
    (story,) = merge(early, article(language="en"))
    assert story.lead.id == 1


def test_posts_of_one_page_are_one_story_without_an_article():
    (story,) = merge(post("Lesen!", 1, PAGE), post("Stark", 2, PAGE, account="x:@ben"))
    assert len(story.items) == 2


def test_posts_join_though_the_article_points_elsewhere():
    (story,) = merge(article(links=(OTHER, "https://c.example/d")), post("Hier", 2, PAGE))
    assert len(story.items) == 2


def test_a_round_up_does_not_keep_votes_apart():
    roundup = article("Links am Freitag", 1, "https://a.example/links", links=(PAGE, OTHER))
    found = merge(roundup, post("Hier", 2, PAGE), post("Da", 3, PAGE, account="x:@ben"))
    assert [len(story.items) for story in found] == [1, 2]


def test_a_post_with_two_pages_does_not_join_their_stories():
    other = article("Tickets für das Treffen in Köln sind da", 2, OTHER)
    found = merge(article(), other, post("Zwei Sachen", 3, PAGE, OTHER))
    assert len(found) == 3


def test_many_votes_by_one_source_are_votes():
    names = [f"x:@{name}" for name in "abcde"]
    votes = [
        post(f"Wort {number}", number, PAGE, account=name, source="x:home")
        for number, name in enumerate(names, 2)
    ]
    (story,) = merge(article(), *votes)
    assert voices(story) == 6


def test_a_feed_that_points_at_its_own_page_again_and_again_is_no_story():
    found = merge(
        *(
            made(
                f"Ganz verschiedene Meldung {word}",
                number,
                source="feed:https://b.example/feed",
                page=f"https://b.example/{number}",
                links=(OTHER,),
            )
            for number, word in enumerate(("Apfel", "Birne", "Kirsche"), 1)
        )
    )
    assert len(found) == 3


class TestVoices:
    def test_one_account_is_one_vote_whatever_it_came_by(self):
        (story,) = merge(
            article(),
            post("Eins", 2, PAGE),
            post("Zwei", 3, PAGE),
            post("Drei", 4, PAGE, source="x:home"),
        )
        assert voices(story) == 2

    def test_accounts_of_one_owner_are_one_vote(self):
        (story,) = merge(
            article(),
            post("Eins", 2, PAGE, account="x:@ben"),
            post("Zwei", 3, PAGE, account="mastodon:@ben@m.example"),
            post("Drei", 4, PAGE, account="x:@ben", source="x:home"),
        )
        assert voices(story) == 2

    def test_who_repeats_the_headline_votes_all_the_same(self):
        headline = article().title
        votes = [post(headline, number, PAGE, account=f"x:@{number}") for number in (2, 3)]
        (story,) = merge(article(), *votes)
        assert voices(story) == 3

    def test_a_wire_copy_is_still_no_voice(self):
        copy = replace(
            article(number=2, page="https://b.example/kopie"), source="feed:https://b.example/feed"
        )
        (story,) = merge(article(), copy, post("Hier", 3, PAGE))
        assert voices(story) == 2


def test_who_passes_on_yesterdays_news_brings_nothing_new():
    (old,) = merge(article())
    votes = [
        post(f"Ganz eigene Worte dazu Nummer {n}", n, PAGE, account=f"x:@{n}") for n in range(2, 6)
    ]
    late = replace(article(number=9, page=PAGE), id=9)
    kept, aside = stories.follow(merge(late, *votes), [(1, old)])
    assert (len(kept), len(aside)) == (0, 1)
