"""Every way in which feeds have been seen to show old articles as if they were new, and the reverse."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.store.identity import Sighting, entries, page_mark, recognise
from tests.store.samples import DAY, HOUR, NOW, item

HOME = "https://a.example"


def remember(items, first=1):
    return [Sighting(n, entry.marks, 0) for n, entry in enumerate(entries(items), first)]


def new(shown, remembered):
    """Return the keys of what is new of a document after another."""
    here = entries(shown)
    known = recognise([entry.marks for entry in here], remember(remembered))
    return [entry.item.key for entry, sighting in zip(here, known, strict=True) if not sighting]


def articles(count, **values):
    return [item(f"k{n}", ago=HOUR * n, **values) for n in range(1, count + 1)]


def changed(items, **change):
    """Return the items with some of their values made anew."""
    return [replace(it, **{name: make(it) for name, make in change.items()}) for it in items]


def new_key(it):
    return f"other-{it.key}"


def new_date(it):
    return it.published + timedelta(minutes=1)


def new_title(it):
    return f"{it.title}, continued"


def new_page(it):
    return f"{it.page}-moved"


def test_what_was_never_shown_is_new():
    assert new(articles(3), []) == ["k1", "k2", "k3"]


def test_the_same_document_brings_nothing_new():
    assert new(articles(5), articles(5)) == []


def test_one_more_article_is_new():
    assert new(articles(5), articles(4)) == ["k5"]


@pytest.mark.parametrize(
    "change",
    [
        {"key": new_key},
        {"key": lambda it: "same"},
        {"key": lambda it: ""},
        {"published": new_date},
        {"published": lambda it: NOW},
        {"title": new_title},
        {"summary": new_title},
        {"page": new_page},
        {"key": new_key, "published": new_date},
        {"key": new_key, "published": new_date, "title": new_title},
        {"key": new_key, "page": new_page},
        {"page": new_page, "published": new_date},
        {"page": new_page, "title": new_title},
        {"page": lambda it: ""},
        {"page": lambda it: HOME},
        {"page": lambda it: HOME, "key": new_key},
    ],
    ids=lambda change: "+".join(change),
)
def test_a_feed_that_changes_all_its_marks_of_a_kind_brings_nothing_new(change):
    assert new(changed(articles(5), **change), articles(5)) == []


@pytest.mark.parametrize("page", ["", HOME, "https://a.example/changes"])
@pytest.mark.parametrize(
    "change",
    [
        {"key": new_key},
        {"key": lambda it: "same"},
        {"key": new_key, "published": new_date},
        {"key": lambda it: "", "published": lambda it: NOW},
        {"published": new_date},
        {"title": new_title},
        {"summary": new_title},
    ],
    ids=lambda change: "+".join(change),
)
def test_nor_does_a_feed_whose_articles_have_no_address_of_their_own(page, change):
    items = articles(5, page=page)
    assert new(changed(items, **change), items) == []


def test_an_undated_feed_brings_nothing_new_an_hour_later():
    before = [item(f"k{n}", ago=None, page="") for n in range(5)]
    after = [item(f"k{n}", ago=None, page="", now=NOW + HOUR) for n in range(5)]
    assert new(after, before) == []


def test_one_key_for_ever_new_articles_hides_none():
    def shown(n):
        return item("same", page=f"https://a.example/{n}", title=f"News {n}", ago=HOUR * n)

    assert new([shown(9)], [shown(1)]) == ["same"]
    assert new([shown(9), shown(1)], [shown(1), shown(2)]) == ["same"]


def test_one_key_and_one_page_for_ever_new_articles_hide_none():
    def shown(n, title=""):
        return item(HOME, page=HOME, title=title or f"News {n}", summary=f"{n}", ago=HOUR * n)

    assert new([shown(9)], [shown(1)]) == [HOME]
    assert new([shown(9), shown(2), shown(1)], [shown(1), shown(2), shown(3)]) == [HOME]
    assert new([shown(2, "News 2, put right"), shown(1)], [shown(1), shown(2)]) == []


def test_entries_that_share_a_page_are_told_apart():
    changes = articles(4, page="https://a.example/changes")
    assert new(changes, []) == ["k1", "k2", "k3", "k4"]
    assert new(changes, changes[1:]) == ["k1"]
    assert new(changes[:3], changes[1:]) == ["k1"]


def test_another_headline_at_the_same_page_is_the_same_article():
    before = item("1", page="https://a.example/ticker", title="Ticker", ago=3 * HOUR)
    after = item("2", page="https://a.example/ticker", title="Goal!", ago=HOUR)
    assert new([after], [before]) == []


def test_a_page_for_whatever_holds_now_hides_nothing_that_comes_later():
    def shown(n, **values):
        page = "https://status.example/ads"
        return item(f"incident-{n}", page=page, title=f"Outage {n}", summary=f"{n}", **values)

    before = shown(1, ago=20 * DAY)
    assert new([shown(2, ago=HOUR)], [before]) == ["incident-2"]
    assert new([shown(3, ago=HOUR)], [before, shown(2, ago=DAY)]) == ["incident-3"]
    assert new([shown(2, ago=20 * DAY - 6 * HOUR)], [before]) == ["incident-2"]
    assert new([shown(2, ago=20 * DAY - 5 * HOUR)], [before]) == []
    assert new([shown(2, ago=None)], [before]) == []
    assert new([replace(shown(2, ago=HOUR), title=before.title)], [before]) == []
    assert new([replace(shown(2, ago=HOUR), key=before.key)], [before]) == []


def test_an_article_listed_twice_is_one():
    twice = [item("1"), replace(item("2"), page=item("1").page, title=item("1").title)]
    assert [entry.item.key for entry in entries(twice)] == ["1"]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({"key": "1"}, {"key": "1", "ago": DAY}, 1),
        ({"key": "1"}, {"key": "2"}, 1),
        ({"key": "1"}, {"key": "2", "ago": DAY}, 2),
        ({"key": ""}, {"key": "", "ago": DAY}, 2),
        ({"key": "1"}, {"key": "1", "summary": "Another"}, 2),
        ({"key": "1", "title": "", "summary": ""}, {"key": "1", "title": "", "summary": ""}, 1),
        ({"key": "1", "title": "", "summary": ""}, {"key": "2", "title": "", "summary": ""}, 2),
    ],
)
def test_a_text_without_a_page_is_one_with_the_same_under_its_key_or_time(one, other, count):
    same = {"page": "", "title": "Ticket sale", "summary": "It has begun"}
    assert len(entries([item(**(same | one)), item(**(same | other))])) == count


def test_a_page_without_headline_is_told_by_its_text():
    posts = [item(f"{n}", page="https://a.example/p", title="", summary=f"{n}") for n in range(3)]
    assert len(entries([*posts, posts[0]])) == 3


def test_a_home_page_is_the_page_of_no_article():
    assert page_mark("https://a.example") is None
    assert page_mark("") is None
    assert page_mark("https://a.example/1")
    assert page_mark("https://a.example?p=1")
    assert page_mark("https://a.example#!/1")


def test_old_articles_explain_one_entry_each():
    before = [item("1", page="", title="Outage", ago=DAY)]
    after = [item("2", page="", title="Outage", summary=before[0].summary, ago=HOUR), before[0]]
    assert new(after, before) == ["2"]


def test_text_that_is_no_unicode_has_marks_too():
    assert entries([item("\ud800", title="\udfff")])[0].marks.title


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 5), max_size=12))
def test_whatever_a_document_holds_it_brings_nothing_new_the_second_time(rows):
    items = [
        item(
            "k" * key,
            page=["", HOME, "https://a.example/1"][page],
            title="t" * title,
            summary="s" * summary,
            ago=[None, HOUR, DAY][ago],
        )
        for key, page, title, summary, ago in rows
    ]
    assert new(items, items) == []


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "same", [{}, {"key": "k"}, {"page": "https://a.example/p"}, {"title": "t"}, {"page": ""}]
)
def test_five_thousand_entries_of_one_kind_are_decided(same):
    items = [replace(item(f"k{n}", ago=timedelta(seconds=n)), **same) for n in range(5_000)]
    assert new(changed(items, key=new_key) if "key" not in same else items, items) == []
