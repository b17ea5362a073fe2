from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest import rules
from digest.model import Desk, Item, Rule, Share, Source, Story
from digest.rules import worth_reading

NOW = datetime(2026, 8, 24, 7, 0, tzinfo=UTC)
LAW = Source(kind="feed", target="https://law.example/rss", section="Recht", name="Käfer & Söhne")
TECH = Source(kind="feed", target="https://tech.example/rss", section="Technik")


def item(title, summary="", source=LAW):
    return Item(source=source.id, key=title, title=title, summary=summary, published=NOW, seen=NOW)


def fired(rule, *items, sources=(LAW, TECH)):
    return rules.must_see([rule], items, sources)


def test_a_rule_names_the_items_that_fire():
    rule = Rule(name="Abmahnung", patterns=("abmahn*", "*abmahnung"))
    items = item("Abmahnung! Massenabmahnung!"), item("Nichts"), item("Neu", "Die Abmahnwelle")
    assert fired(rule, *items) == {0: ("Abmahnung",), 2: ("Abmahnung",)}


def test_an_item_can_fire_several_rules_in_the_order_of_feeds_yaml():
    both = [Rule(name="Tickets", patterns=("ticket*",)), Rule(name="Camp", patterns=("barcamp*",))]
    assert rules.must_see(both, [item("BarCamp-Tickets")], [LAW]) == {0: ("Tickets", "Camp")}


def test_a_rule_without_patterns_fires_nothing():
    assert fired(Rule(name="Leer", patterns=()), item("BarCamp")) == {}


def test_a_rule_can_look_at_the_headline_only():
    rule = Rule(name="Camp", patterns=("barcamp",), where="headline")
    assert fired(rule, item("BarCamp"), item("Neu", "BarCamp")) == {0: ("Camp",)}


def test_a_rule_can_look_at_all_that_a_feed_brings():
    items = [
        item("BarCamp"),
        item("Neu", "Das BarCamp"),
        replace(item("Neu", "Kurz"), whole="am ende das barcamp"),
        replace(item("Neu", "Das Ende"), whole="das bar camp"),
    ]
    wide = Rule(name="Alles", patterns=("barcamp", '"ende das barcamp"'), where="text")
    usual = Rule(name="Camp", patterns=("barcamp",))
    below = replace(usual, name="Summary", where="summary")
    found = rules.must_see([usual, wide, below], items, [LAW])
    assert found == {
        0: ("Camp", "Alles"),
        1: ("Camp", "Alles", "Summary"),
        2: ("Alles",),
    }
    assert fired(replace(wide, patterns=("ende -barcamp",)), *items) == {3: ("Alles",)}


def test_what_is_preferred_or_muted_is_so_for_headline_and_summary():
    desk = Desk(sources=(LAW,), sections=("Recht",), prefer=("barcamp",), mute=("barcamp",))
    marks = rules.marks(desk, [replace(item("Neu"), whole="barcamp"), item("BarCamp")])
    assert (set(marks.preferred), set(marks.muted)) == ({1}, {1})


def test_a_rule_can_look_at_some_sources_however_they_are_written():
    items = item("BarCamp"), item("BarCamp", source=TECH)
    for name in ("Kaefer & Soehne", "käfer & söhne", "https://law.example/rss"):
        rule = Rule(name="Camp", patterns=("barcamp",), sources=(name,))
        assert fired(rule, *items) == {0: ("Camp",)}


def test_a_rule_can_look_at_some_sections():
    rule = Rule(name="Camp", patterns=("barcamp",), sections=("technik",))
    assert fired(rule, item("BarCamp"), item("BarCamp", source=TECH)) == {1: ("Camp",)}


def test_an_item_of_a_source_that_has_left_the_paper_fires_nothing():
    rule = Rule(name="Camp", patterns=("barcamp",))
    assert fired(rule, item("BarCamp"), sources=[TECH]) == {}


@pytest.mark.parametrize(
    ("before", "story", "after", "names"),
    [
        ("BarCamp Weser", (), "BarCamp Weser", ("Camp",)),
        ("Treffen an der Weser", (), "BarCamp an der Weser", ("Camp",)),
        ("BarCamp am Montag", (), "BarCamp am Mittag", ()),
        ("Treffen an der Weser", ("Camp",), "BarCamp an der Weser", ()),
        ("BarCamp", ("Camp",), "BarCamp: Tickets sind da", ("Camp", "Tickets")),
        ("BarCamp", (), "Treffen", ()),
    ],
)
def test_what_was_printed_fires_anew_where_another_rule_does(before, story, after, names):
    both = [Rule(name="Camp", patterns=("barcamp",)), Rule(name="Tickets", patterns=("ticket*",))]
    now, other = (replace(item(after), id=number) for number in (3, 4))
    known = 7 if before == after else 3  # what was printed may be another article
    then = Story(id="s", items=(replace(item(before), id=known),), must_see=story)
    found = rules.newly_fired(both, [other, now], [LAW], [then])
    assert found.get(1, ()) == names
    assert found.get(0) == rules.must_see(both, [other], [LAW]).get(0)


def test_it_is_counted_at_how_many_items_a_rule_looks_that_does_not_look_at_all():
    of_law = Rule(name="Camp", patterns=("barcamp",), sections=("recht",))
    of_both = Rule(name="Tickets", patterns=("ticket*",))
    items = item("Eins"), item("Zwei"), item("Drei", source=TECH)
    assert rules.checked([of_law, of_both], items, [LAW, TECH]) == {"Camp": 2}
    assert rules.checked([of_both], items, [LAW, TECH]) == {}


def test_the_first_pattern_that_an_item_matches_is_named():
    items = item("Podcast mit Gewinnspiel"), item("Nichts"), item("Ein Podcast")
    assert rules.matching(("gewinnspiel*", "podcast"), items) == {0: "gewinnspiel*", 2: "podcast"}


def test_what_the_archive_has_folded_is_not_folded_again():
    kept = Item(source="a", key="a", title="x", folded="barcamp\n", published=NOW, seen=NOW)
    assert rules.texts([kept, item("Füße", "b")]) == ["barcamp\n", "fuesse\nb"]


@pytest.mark.timeout(30)
def test_five_thousand_items_are_looked_through():
    many = [item(f"Nachricht {n}", "ohne jedes Wort, das gesucht wird " * 8) for n in range(5000)]
    rule = Rule(name="Eine", patterns=(*(f"wort{n}*" for n in range(29)), "4999"))
    assert fired(rule, *many) == {4999: ("Eine",)}


class TestPosts:
    """Which posts count, by what feeds.yaml says of their account."""

    def post(self, name, title="Guten Morgen", *, link="", chatter=True):
        share = Share(account=f"x:@{name}", link=link, chatter=chatter)
        return replace(item(title), source=f"x:@{name}", share=share)

    def account(self, name, posts=""):
        return Source(kind="x", target=f"@{name}", section="Leute", posts=posts)

    def test_articles_all_count(self):
        assert worth_reading([item("Guten Morgen")], [], []) == (item("Guten Morgen"),)

    def test_by_themselves_posts_count_that_say_something(self):
        says, chats = self.post("anna", "Etwas", chatter=False), self.post("anna")
        assert worth_reading([says, chats], [], [self.account("anna")]) == (says,)

    def test_only_those_with_a_link_may_count(self):
        says = self.post("anna", "Etwas", chatter=False)
        links = self.post("anna", "Etwas", chatter=False, link="https://a.example/1")
        assert worth_reading([says, links], [], [self.account("anna", "links")]) == (links,)

    def test_all_may_count(self):
        chats = self.post("anna")
        assert worth_reading([chats], [], [self.account("anna", "all")]) == (chats,)

    def test_what_must_be_seen_counts_in_any_case(self):
        chats, other = self.post("anna", "Tickets!"), self.post("anna", "Hallo!")
        rule = Rule(name="Tickets", patterns=("tickets",))
        assert worth_reading([other, chats], [rule], [self.account("anna")]) == (chats,)
