"""What YAML's parser stumbles over, told where the mistake is, with a hint that works."""

import pytest
import yaml

from digest.config.stumbles import explained
from digest.config.tree import Notes, parse
from digest.errors import ConfigError


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("- a\nb\n- c", "f:2:1: a colon with a space behind it is missing", "'name: value'"),
        ("a: b\nc = d\n", "f:2:1: a colon with a space behind it is missing", "'name: value'"),
        ("a: b\nc:\u00a0d\n", "f:2:2: a colon without a space behind it", "a space"),
        (
            'a: "b\nc: d\ne: ["f*"]',
            "f:1:4: this quote is closed only 2 lines further down",
            "close",
        ),
        ('- "a*\n- "b*"', "f:1:3: this quote is closed only in the next line", "close it"),
        ('a: ["b*, "c*"]', "f:1:11: more stands behind the closing quote", "missing"),
        ("a: 'Tom's Blog'", "f:1:9: more stands behind the closing quote", "''"),
        ('a: "b" c', "f:1:8: more stands behind the closing quote", "one too many"),
        ('a: "b", "c"', "f:1:7: more stands behind the closing quote", '["one", "another"]'),
        ("a: [b] c", "f:1:8: more stands behind the closing bracket", "quotes"),
        ("a: [b]]", "f:1:7: more stands behind the closing bracket", "count"),
        ('a: ["b" "c"]', "f:1:4: this bracket is not closed, or lacks a comma", "count"),
        ("a: [#b]", "f:1:4: this bracket is not closed, or lacks a comma", "# needs quotes"),
        (
            "a: [#b]\nc: [d]",
            "f:1:4: this bracket is not closed, or lacks a comma",
            "# needs quotes",
        ),
        ("a: > b", "f:1:4: a text cannot begin with >", "quotes"),
        ("a: %b", "f:1:4: a text cannot begin with %", '"%name"'),
        ('a: "C:\\Users"', "f:1:9: a backslash that means nothing", "write it twice"),
        ("- url: b\n    name: c", "f:2:9: a colon that cannot stand here", "indented"),
        (
            "a:\n- https://b.example\nc: d: e",
            "f:3:5: a colon that cannot stand here",
            "needs quotes",
        ),
        ("{", "f:1:1: this bracket is not closed, or lacks a comma", "count"),
        ("a: [b]\nc: {", "f:2:4: this bracket is not closed, or lacks a comma", "count"),
        ("a:\n  b\n    - c", "f:2:3: neither an entry nor a name", "a colon behind it"),
        ("a:\n  https://b.example\n  - c", "f:2:3: neither an entry nor a name", "a dash and a"),
        ("a:\n  – b\n  - c\n  - d", "f:2:3: neither an entry nor a name", "a dash and a"),
        ("a:\n  -b\n  - c", "f:2:3: a dash without a space behind it", "a space behind it"),
    ],
)
def test_a_mistake_is_told_where_it_is_made(text, problem, hint, loader, monkeypatch):
    if loader == "SafeLoader":
        monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    with pytest.raises(ConfigError) as caught:
        parse(text, Notes("f", text))
    assert caught.value.problem == problem
    assert hint in caught.value.hint


def test_a_quote_that_is_closed_in_its_line_is_not_blamed_for_what_follows():
    text = 'a: "b"\n- c\n'
    with pytest.raises(ConfigError) as caught:
        parse(text, Notes("f", text))
    assert caught.value.problem.startswith("f:2:1: not YAML")


def test_a_mark_may_be_missing():
    assert explained(yaml.MarkedYAMLError(), "a", (0, 0))[0] == 0
