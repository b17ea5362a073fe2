"""Finding words: forms, umlauts, phrases, what was printed; and an index that never disagrees."""

import sqlite3
from dataclasses import replace

import pytest

from digest.errors import StoreError
from digest.stems import stem
from digest.store import Store, schema, search
from digest.words import folded, parse
from tests.store.samples import DAY, HOUR, NOW, answer, edition, item, source, story

BIT = HOUR / 60


def article(key, title, summary="", **values):
    return item(key, title=title, summary=summary, folded=folded(title, summary), **values)


def fill(store, *titles, now=NOW):
    """Bring in articles in the order of their time, the oldest first."""
    ago = (BIT * (len(titles) - n) for n in range(len(titles)))
    shown = (
        article(title, title, ago=when, now=now) for title, when in zip(titles, ago, strict=True)
    )
    return store.add(answer(*shown), now)


def bring_in(db, titles):
    """Store articles of one source as plainly as can be, the oldest first."""
    db.execute("INSERT INTO sources (id) VALUES (?)", (source().id,))
    db.executemany(
        """INSERT INTO items (source, published, seen, backlog, key, url, page, title, summary,
        author, language, links, folded, more)
        VALUES (1, ?, 0, 0, '', '', '', ?, '', '', '', '', ?, '')""",
        ((number, title, folded(title)) for number, title in enumerate(titles)),
    )


def found(store, words, **values):
    hits, _ = store.search(parse(words), stem, **values)
    return [hit.item.title for hit in hits]


def healthy(store):
    """Say whether the index holds what the items hold (an error if not)."""
    with store._database.transaction() as db:
        db.execute("INSERT INTO word_index (word_index, rank) VALUES ('integrity-check', 1)")
    return True


class TestWords:
    @pytest.mark.parametrize(
        ("title", "words"),
        [
            ("Müller kündigt an", "mueller"),
            ("Mueller kündigt an", "Müller"),
            ("MÜLLER kündigt an", "mu\u0308ller"),
            ("Die Straße ist zu", "strasse"),
            ("Die Strasse ist zu", "Straße"),
            ("Neue Häuser am Hang", "Haus"),
            ("Ein Haus am Hang", "Häuser"),
            ("Drei Abmahnungen", "abmahnung"),
            ("Die Abmahnung", "Abmahnungen"),
            ("Übungen für Anfänger", "übung"),
            ("Öl im Test", "oel"),
            ("A wave of lawsuits", "lawsuit"),
            ("Meta buys two startups", "startup"),
            ("Instagram's new rules", "instagram"),
            ("Die E-Mail von Meta", "email"),
            ("Die Email-Flut", "e-mail"),
            ("Vom Café ins Büro", "cafe"),
            ("新しい 規約 です", "規約"),
            ("Änderungen an snake_case", "snake_case"),
        ],
    )
    def test_a_word_is_found_in_every_form(self, store, title, words):
        fill(store, "Etwas ganz anderes", title)
        assert found(store, words) == [title]

    @pytest.mark.parametrize(
        ("words", "titles"),
        [
            ("abmahn*", ["Die Abmahnwelle", "Massenabmahnung rollt an, Abmahnung folgt"]),
            ("*abmahnung", ["Massenabmahnung rollt an, Abmahnung folgt"]),
            ("*mahn*", ["Die Abmahnwelle", "Massenabmahnung rollt an, Abmahnung folgt"]),
            ("abm*welle", ["Die Abmahnwelle"]),
            ("abmahn* massen*", ["Massenabmahnung rollt an, Abmahnung folgt"]),
            ("abmahn* -massen*", ["Die Abmahnwelle"]),
            ('"rollt an"', ["Massenabmahnung rollt an, Abmahnung folgt"]),
            ('"an rollt"', []),
            ('"die abmahn*"', ["Die Abmahnwelle"]),
            ('"die*"', ["Die Abmahnwelle"]),
            ("*zzz*", []),
            ("zzz", []),
        ],
    )
    def test_stars_phrases_and_words_that_must_not_be_there(self, store, words, titles):
        fill(store, "Massenabmahnung rollt an, Abmahnung folgt", "Die Abmahnwelle")
        assert found(store, words) == titles

    def test_the_summary_is_looked_through_too(self, store):
        store.add(answer(article("1", "Vorsicht", "Es drohen Abmahnungen")), NOW)
        assert found(store, "abmahnung") == ["Vorsicht"]

    def test_a_star_within_a_phrase_cannot_be_looked_for(self, store):
        for words in ('"terms* of service"', '"terms of s*e"'):
            with pytest.raises(ValueError, match="only the last word"):
                found(store, words)


class TestAnswers:
    def test_the_newest_come_first_and_all_are_counted(self, store):
        fill(store, "Reels eins", "Reels zwei", "Reels drei")
        hits, count = store.search(parse("reels"), stem, most=2)
        assert [hit.item.title for hit in hits] == ["Reels drei", "Reels zwei"]
        assert count == 3

    def test_what_is_older_can_be_left_out(self, store):
        fill(store, "Reels eins", "Reels zwei", "Reels drei")
        assert found(store, "reels", since=NOW - 2 * BIT) == ["Reels drei", "Reels zwei"]

    def test_a_hit_says_which_editions_carried_it_and_where(self, store):
        one, two, three = fill(store, "Reels eins", "Kurze Clips", "Reels drei")
        store.keep(edition(story(three), story(two, one), number=1))
        store.keep(edition(story(two, one), name="recht", number=1, end=NOW + HOUR))
        (first, second), _ = store.search(parse("reels"), stem)
        assert [(p.name, p.number, p.place) for p in first.printings] == [("", 1, 1)]
        assert [(p.name, p.number, p.place) for p in second.printings] == [
            ("", 1, 2),
            ("recht", 1, 1),
        ]
        assert {p.headline for p in second.printings} == {"Kurze Clips"}
        assert second.printings[0].source == "The a Times"
        assert [p.at for p in second.printings] == [NOW, NOW + HOUR]

    def test_what_was_printed_is_found_when_its_item_is_gone(self, store):
        old = NOW - 200 * DAY
        (kept,) = fill(store, "Reels gedruckt", now=old)
        fill(store, "Reels gedruckt", "Reels verpasst", now=old + HOUR)
        store.keep(edition(story(kept), end=old + HOUR, last=store.last_item()))
        store.index()
        store.prune(NOW)
        assert store.recent(old - DAY) == ()
        hits, count = store.search(parse("reels"), stem)
        assert (hits[0].item, count) == (kept, 1)
        assert hits[0].printings[0].number == 1
        assert found(store, "reels", since=old) == ["Reels gedruckt"]
        assert found(store, "reels", since=old + DAY) == []

    def test_an_edition_that_lost_an_item_is_damage(self, store):
        (one,) = fill(store, "Reels eins")
        store.keep(edition(story(one)))
        with store._database.transaction() as db:
            db.execute("INSERT INTO printed SELECT ?, name, 1, story FROM printed", (one.id + 1,))
        fill(store, "Reels eins", "Reels zwei")
        with pytest.raises(StoreError, match="does not carry item 2"):
            found(store, "reels")


class TestIndex:
    def test_it_follows_what_is_edited(self, store):
        fill(store, "Reels eins")
        assert found(store, "reels") == ["Reels eins"]
        old = store.recent(NOW - DAY)[0]
        edited = replace(old, title="Clips eins", folded=folded("Clips eins"))
        assert store.add(answer(edited), NOW + HOUR) == ()
        assert found(store, "reels") == []
        assert found(store, "clips") == ["Clips eins"]
        assert healthy(store)

    def test_an_edit_before_the_first_search_is_indexed_once(self, store):
        fill(store, "Reels eins")
        old = store.recent(NOW - DAY)[0]
        edited = replace(old, title="Reels zwei", folded=folded("Reels zwei"))
        store.add(answer(edited), NOW + HOUR)
        assert found(store, "reels") == ["Reels zwei"]
        assert healthy(store)

    def test_of_a_back_catalogue_headline_and_first_lines_are_found(self, store):
        told = f"Kurz gesagt {'und ' * 100}am Ende"
        old = replace(item("1", title="Reels früher", summary=told, ago=40 * DAY), folded="")
        new = article("2", "Reels heute", told)
        store.add(answer(new, old), NOW)
        assert found(store, "reels frueher kurz") == ["Reels früher"]
        assert found(store, "ende") == ["Reels heute"]
        assert healthy(store)
        for number, then in enumerate((NOW + HOUR, NOW + 2 * HOUR)):
            edited = replace(old, title=f"Clips {number}", seen=then)
            store.add(answer(new, edited), then)
            assert found(store, "clips") == [edited.title]
            assert found(store, "frueher") == []
            assert healthy(store)
        store.add(answer(article("3", "Reels viel später", now=NOW + 500 * DAY)), NOW + 500 * DAY)
        store.prune(NOW + 500 * DAY)
        assert (found(store, "clips"), found(store, "reels")) == ([], ["Reels viel später"])
        assert healthy(store)

    def test_it_forgets_what_is_pruned(self, store):
        fill(store, "Reels eins", now=NOW - 200 * DAY)
        fill(store, "Reels eins", "Reels zwei")
        assert found(store, "reels") == ["Reels zwei", "Reels eins"]
        store.prune(NOW)
        assert found(store, "reels") == ["Reels zwei"]
        assert healthy(store)

    def test_upkeep_brings_in_a_part(self, store, monkeypatch):
        monkeypatch.setattr(search, "AT_ONCE", 2)
        fill(store, *(f"Reels {n}" for n in range(5)))
        for done in (2, 4, 5, 5):
            store.index()
            with store._database.reading() as db:
                assert db.execute("SELECT last FROM indexed").fetchall() == [(done,)]
        assert len(found(store, "reels")) == 5
        assert healthy(store)

    def test_an_archive_from_before_is_searched_like_any_other(self, folder):
        folder.mkdir()
        before = schema.MIGRATIONS[: schema.MIGRATIONS.index(schema._SEARCH)]
        with sqlite3.connect(folder / "digest.sqlite3") as db:
            for statement in (line for script in before for line in script):
                db.execute(statement)
            bring_in(db, ("Reels eins", "Reels zwei"))
            db.execute(f"PRAGMA application_id = {schema.APPLICATION}")
            db.execute(f"PRAGMA user_version = {len(before)}")
        db.close()
        with Store(folder) as store:
            assert found(store, "reels") == ["Reels zwei", "Reels eins"]
            assert healthy(store)

    def test_an_index_that_lost_its_place_is_damage(self, store):
        with store._database.transaction() as db:
            db.execute("DELETE FROM indexed")
        with pytest.raises(StoreError, match="index of words"):
            found(store, "reels")

    def test_an_index_without_its_shadow_is_damage(self, store, folder):
        fill(store, "Reels eins")
        found(store, "reels")
        store.close()
        with sqlite3.connect(folder / "digest.sqlite3") as db:
            db.execute("UPDATE word_index_data SET block = x'ff00ff' WHERE id > 10")
        db.close()
        # SQLite 3.44 and later look at an index already when they look at the file.
        with pytest.raises(StoreError, match="damaged"), Store(folder) as store:
            found(store, "reels")


@pytest.mark.timeout(30)
def test_a_hundred_thousand_items_are_searched(folder):
    with Store(folder) as store:
        _, hits = store.search(parse("nichts"), stem)
        assert hits == 0
        with store._database.transaction(durable=False) as db:
            bring_in(
                db,
                (f"Meldung {n} über Wort{n % 997} und Wort{n % 9973}" for n in range(100_000)),
            )
        assert [title.split()[1] for title in found(store, "meldung 99999")] == ["99999"]
        assert len(found(store, "meldungen")) == 20
        assert len(found(store, '"meldung 5*"')) == 20
        assert [title.split()[1] for title in found(store, "*99998")] == ["99998"]
        assert found(store, "meldung", since=NOW) == []
