"""feeds.yaml written as a whole."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from digest import opml
from digest.config.reading import read
from digest.config.writing import Entry, block_entry, flow_entry, from_opml, quoted, starter
from digest.errors import DigestError
from digest.text import clean

PATH = Path("feeds.yaml")
ROOT = Path(__file__).parents[2]
SECTIONS = ("Plattformen", "Marketing", "SEO", "Recht", "Tech", "Medien", "Events")


@given(st.text())
def test_what_is_quoted_is_read_back_by_every_reader_of_yaml(text):
    text = clean(text)
    for written in (f"a: {quoted(text)}", f"- {quoted(text)}", f"? {quoted(text)}\n: 1"):
        value = yaml.safe_load(written)
        found = next(iter(value.items())) if isinstance(value, dict) else (value[0],)
        assert text in found


@pytest.mark.parametrize(
    "text",
    [
        "null", "~", "NO", "yes", "1e3", "12:30", "", "- a", "a: b", "a #b", "a:", "@a", "*a", "&a",
        "!a", "|", ">", "%a", "`a`", "[a]", "{a}", "'a'", '"a"', "?", "? a", "a\\b", "=", "<<", "---",
        "...", "https://a.example/:", "2026-11-21", "0x1F", ".inf", ".nan", "ja", "é", "a\ud7ffb",
    ],
)  # fmt: skip
def test_words_of_yaml_are_read_back_as_text(text):
    assert yaml.safe_load(f"a: {quoted(text)}") == {"a": text}


@pytest.mark.parametrize(
    "text", ["Recht", "heise online", "Süd & West", "https://a.example/f?b=c&d#e"]
)
def test_plain_words_stay_plain(text):
    assert quoted(text) == (text if "#" not in text else f'"{text}"')


@given(st.text(), st.booleans())
def test_an_entry_is_read_back_with_its_name(name, flow):
    entry = Entry(address="https://a.example/", name=name)
    lines = "\n    ".join(block_entry(entry))
    text = f"sections: {{A: [{flow_entry(entry)}]}}" if flow else f"sections:\n  A:\n    {lines}\n"
    (source,) = read(text, PATH).sources
    assert (source.target, source.name) == ("https://a.example/", clean(name))


def test_the_starter_at_the_top_is_the_one_that_ships():
    assert (ROOT / "feeds.yaml").read_bytes() == starter().encode()


def test_the_starter_is_in_order_and_curated():
    found = read(starter(), PATH)
    assert 40 <= len(found.sources) <= 60
    assert found.main.sections == SECTIONS
    assert {source.section for source in found.sources} == set(SECTIONS)
    assert all(source.name for source in found.sources)
    assert {rule.name for rule in found.main.must_see} >= {"Abmahnung", "Tickets"}
    assert found.main.prefer
    assert found.main.mute


def test_what_the_starter_leaves_to_the_reader_is_in_order_too():
    head, _, queue = starter().partition("# queue:")
    lines = [line.removeprefix("# ") for line in f"# queue:{queue}".splitlines()]
    text = head + "\n".join(line for line in lines if ":" in line and not line.startswith("Papers"))
    found = read(text.replace("# keep:", "keep:"), PATH)
    assert found.queue is not None
    assert found.desk("recht").sections == ("Recht",)


def test_an_english_paper_starts_with_english_names_and_the_same_sources_and_patterns():
    german, english = read(starter(), PATH), read(starter("en"), PATH)
    assert english.main.sections == (
        "Platforms", "Marketing", "SEO", "Law", "Tech", "Media", "Events"
    )  # fmt: skip
    assert [rule.name for rule in english.main.must_see] == [
        "Legal warning", "Terms of service", "Tickets", "Outage", "Suspension", "API"
    ]  # fmt: skip
    assert [s.target for s in english.sources] == [s.target for s in german.sources]
    assert [s.weight for s in english.sources] == [s.weight for s in german.sources]
    assert not [s.name for s in english.sources if "Störung" in s.name or "staltung" in s.name]
    assert [replace(rule, name="") for rule in english.main.must_see] == [
        replace(rule, name="") for rule in german.main.must_see
    ]
    assert "law: {sections: [Law], stories: 8}" in starter("en")
    assert starter("de") == starter("fr") == starter()


def test_names_from_an_opml_file_stay_as_they_are_in_an_english_paper():
    text = from_opml([("Recht", "Medien", "https://1.example/")], "en")
    found = read(text, PATH)
    assert [(s.section, s.name) for s in found.sources] == [("Recht", "Medien")]
    assert "Outage" in {rule.name for rule in found.main.must_see}


def test_feeds_from_elsewhere_take_the_place_of_the_starter_s():
    feeds = (
        ("Tech / Web", "Eins: zwei", "https://1.example/"),
        ("Recht", "", "https://2.example/"),
        ("Tech / Web", "Drei", "https://3.example/"),
    )
    found = read(from_opml(feeds), PATH)
    assert found.main.sections == ("Tech / Web", "Recht")
    assert [(s.section, s.name, s.target) for s in found.sources] == [feeds[0], feeds[2], feeds[1]]
    assert found.main.must_see == read(starter(), PATH).main.must_see


def test_no_feeds_give_a_file_without_sources():
    assert read(from_opml(()), PATH).sources == ()


def test_more_feeds_than_a_feeds_yaml_can_hold_are_refused():
    with pytest.raises(DigestError, match="over 1 MB"):
        from_opml(("A", "name", f"https://{n}.example/") for n in range(30_000))


def test_a_title_that_looks_like_yaml_stays_a_title(shared):
    data = (shared / "corpus/hostile/own/opml/yaml-breakout.opml").read_bytes()
    found = read(from_opml(opml.read(data).feeds), PATH)
    assert [source.name for source in found.sources] == ["- !!python/object/apply:os.system [id]"]


def test_real_lists_make_a_feeds_yaml_that_is_in_order(shared):
    paths = sorted((shared / "corpus/opml").rglob("*.opml"))
    assert paths
    for path in paths:
        feeds = opml.read(path.read_bytes()).feeds
        found = read(from_opml(feeds), PATH)
        assert sorted(s.target for s in found.sources) == sorted(url for _, _, url in feeds)
