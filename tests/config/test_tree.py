"""YAML read into a tree that knows its places."""

import re

import pytest

from digest.config.tree import MOST, Entries, Notes, Pairs, Scalar, Wrong, parse
from digest.errors import ConfigError


def tree(text):
    return parse(text, Notes("feeds.yaml", text))


def problems(text):
    with pytest.raises(ConfigError) as caught:
        tree(text)
    return caught.value.problems


def written(text, node):
    return text[node.start : node.end]


def test_scalars_stay_the_text_that_was_written():
    text = "[NO, 12:30, 1e3, 0x1F, 2026-11-21, ~, yes]"
    assert [node.text for node in tree(text).nodes] == text[1:-1].split(", ")


def test_every_node_knows_its_characters():
    text = (
        'ä: é😀 # x\r\nb:\r\n  - "ü"\r\n  - {k: v}\r\n  - [a, b,]\r\nc: |\r\n  one\r\n\r\n# end\r\n'
    )
    root = tree(text)
    (_, first), (key, entries), (_, block) = root.nodes
    assert written(text, first) == "é😀"
    assert written(text, key) == "b"
    assert [written(text, node) for node in entries.nodes] == ['"ü"', "{k: v}", "[a, b,]"]
    assert entries.end == entries.nodes[-1].end
    assert written(text, block) == "|\r\n  one"
    assert root.end == block.end


def test_lists_and_pairs_know_whether_they_stand_in_brackets():
    root = tree("a: [x]\nb:\n- y\nc: {d: e}\n")
    assert isinstance(root, Pairs)
    assert not root.flow
    assert [node.flow for _, node in root.nodes] == [True, False, True]
    assert isinstance(root.nodes[1][1], Entries)


def test_a_byte_order_mark_moves_nothing_in_the_first_line():
    text = "\ufeffa: b"
    notes = Notes("f", text)
    root = parse(text, notes)
    assert written(text, root.nodes[0][1]) == "b"
    assert notes.place(root.nodes[0][1].start) == "f:1:4"


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "---\n", "~", "null"])
def test_nothing_is_an_empty_scalar(text):
    assert tree(text).empty


def test_the_word_null_in_quotes_is_a_text():
    assert not tree("'null'").empty


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
def test_places_count_lines_and_columns_from_one_as_editors_do(breaks):
    notes = Notes("feeds.yaml", breaks.join(("a", "b\u2028ä", "cd")))
    assert notes.place(0) == "feeds.yaml:1:1"
    assert notes.place(notes.text.index("ä")) == "feeds.yaml:2:3"
    assert notes.place(notes.text.index("d")) == "feeds.yaml:3:2"
    assert notes.place(len(notes.text)) == "feeds.yaml:3:3"


def test_problems_come_in_the_order_of_the_file():
    notes = Notes("f", "ab\ncd")
    notes.add(3, "second", "hint")
    notes.add(0, "first")
    with pytest.raises(ConfigError) as caught:
        notes.check()
    assert caught.value.problems == (("f:1:1: first", ""), ("f:2:1: second", "hint"))


def test_without_problems_checking_goes_on():
    Notes("f", "").check()


def test_what_is_wrong_in_a_block_is_noted():
    notes = Notes("f", "ab")
    with notes.catching():
        raise Wrong(Scalar(1, 2, "b"), "no b", "write a")
    with pytest.raises(ConfigError) as caught:
        notes.check()
    assert caught.value.problems == (("f:1:2: no b", "write a"),)


def test_reading_gives_up_after_many_problems():
    assert len(problems("- *a\n" * (MOST + 10))) == MOST


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("a: &b c", "f:1:4: an anchor (&), which is not read here", "quotes"),
        ("a: [*b]", "f:1:5: *b is an alias, which is not read here", '"*b"'),
        ("a: [*abmahnung*]", "f:1:5: a text cannot begin with *", '"*abmahnung"'),
        ("a: !!python/name:os.system x", "f:1:4: a tag (!), which is not read here", "quotes"),
        ("a: !x [b]", "f:1:4: a tag (!), which is not read here", "quotes"),
        ("a: &x {b: c}", "f:1:4: an anchor (&), which is not read here", "quotes"),
        ("x: @name", "f:1:4: a text cannot begin with @", '"@name"'),
        ("a:\n\t- x", "f:2:1: a tab where the line is indented", "spaces"),
        ("a: 'x\nb: c", "f:1:4: this quote is never closed", "close it"),
        ("a: [b, c\nd: e", "f:1:4: this bracket is not closed, or lacks a comma", "brackets"),
        ("a: b: c", "f:1:5: a colon that cannot stand here", "quotes"),
        ("a:b\nc: d", "f:1:2: a colon without a space behind it", "a space"),
        ("a:\u00a0b\nc: d", "f:1:2: a colon without a space behind it", "a space"),
        ("a:\n  -\u00a0b", "f:2:4: a blank that is no space where the line is indented", "spaces"),
        ("a:\n \u00a0- b", "f:2:2: a blank that is no space where the line is indented", "spaces"),
        ("- https://x.example/\n  name: X", "f:2:7: a colon that cannot stand here", "- url: "),
        ("- a\n-b\n- c", "f:2:1: a dash without a space behind it", "a space"),
        ("a: b\n---\nc: d", "f:2:1: a second document begins here", "---"),
        ("a: b\x00c", "f:1:5: a character that no text holds: U+0000", "delete it"),
        ("a: b\x1b[31m", "f:1:5: a character that no text holds: U+001B", "delete it"),
        ("\ufeffa: b\x07", "f:1:5: a character that no text holds: U+0007", "delete it"),
    ],
)
def test_what_is_not_read_is_named_with_its_place_and_a_hint(text, problem, hint):
    with pytest.raises(ConfigError) as caught:
        parse(text, Notes("f", text))
    assert caught.value.problem == problem
    assert hint in caught.value.hint


def test_what_yaml_says_is_told_where_nothing_better_is_known():
    text = "a: b\n- c"
    with pytest.raises(ConfigError) as caught:
        parse(text, Notes("f", text))
    # libyaml, and PyYAML's own reader where there is no libyaml for a Python yet
    said = {"did not find expected key", "expected <block end>, but found '-'"}
    assert caught.value.problem.removeprefix("f:2:1: not YAML: ") in said
    assert "indented" in caught.value.hint


@pytest.mark.parametrize("second", ["- b*", "-b*", "-"])
@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\n\n"])
def test_a_dash_that_is_indented_too_far_is_named_and_not_read_as_text(second, breaks):
    text = breaks.join(("r:", "  - a*", f"   {second}", f"   {second}", "  - c", ""))
    found = problems(text)
    places = [text[: match.start()].count("\n") + 1 for match in re.finditer("   -", text)]
    assert [problem for problem, _ in found] == [
        f"feeds.yaml:{line}:4: a dash that begins no entry" for line in places
    ]
    assert "indent" in found[0][1]


def test_a_text_may_run_over_several_lines():
    assert tree("title: Social Media\n  News-Blatt\n").nodes[0][1].text == "Social Media News-Blatt"
    assert tree("- 'a\n  - b'").nodes[0].text == "a - b"


def test_all_anchors_aliases_and_tags_are_named_at_once():
    assert len(problems("a: &a 1\nb: *a\nc: !!int 2\n")) == 3


@pytest.mark.parametrize("text", ["[" * 900_000, "- " * 400_000, "{a: " * 200_000, "? " * 400_000])
def test_deep_nesting_is_refused_at_once(text):
    ((problem, _),) = problems(text)
    assert "nested too deeply" in problem


def test_a_build_without_libyaml_reads_the_same(monkeypatch):
    text = "a: é😀 # x\r\nb:\r\n  - {k: v}\r\n  -\r\n  - [a, b,]\r\nc: |\r\n  one\r\n\r\nd:\n- x\n"
    with_libyaml = tree(text)
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    assert tree(text) == with_libyaml
