"""The schema says what the reader takes: what one accepts, the other accepts, key by key."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from digest import config
from digest.config.reading import KEYS, read
from digest.errors import ConfigError

ROOT = Path(__file__).parents[2]
SOURCES = "sections: {A: [https://a.example/f]}\n"


class Plain(yaml.SafeLoader):
    """Reads YAML 1.2, as editors do: 07:30 is no number, and on is no truth value."""


Plain.yaml_implicit_resolvers = {
    sign: [
        (tag, pattern)
        for tag, pattern in found
        if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"}
    ]
    for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Plain.add_implicit_resolver(
    "tag:yaml.org,2002:int", yaml.resolver.re.compile(r"[-+]?[0-9]+$"), None
)
Plain.add_implicit_resolver(
    "tag:yaml.org,2002:bool", yaml.resolver.re.compile("(?:true|false)$"), list("tf")
)


@pytest.fixture(scope="module")
def schema():
    found = config.schema()
    jsonschema.Draft7Validator.check_schema(found)
    return found


def wrong(schema, text):
    """Return what the schema has against a feeds.yaml."""
    document = yaml.load(text, Plain)  # noqa: S506 - a SafeLoader
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(document)]


def refused(text):
    try:
        read(text, Path("feeds.yaml"))
    except ConfigError:
        return True
    return False


FULL = """
title: 2026
language: de
timezone: Europe/Berlin
stories: 12
keep: 30d
sections:
  Plattformen:
    - https://a.example/f
    - url: https://b.example/f
      name: yes
      weight: 0.5
      owner: B
    - x: "@XDevelopers"
      posts: all
    - mastodon: "@Mastodon@mastodon.social"
    - bluesky: bsky.app
  Leer:
must_see:
  Abmahnung: ["abmahn*", 2026]
  AGB: {patterns: ["agb"], where: headline, sections: [Plattformen], sources: [yes]}
prefer: [instagram]
mute: []
ranking:
  half_life: 18h
  half_lives: {Plattformen: 6h}
  per_source: none
  weights: {trust: 0.3}
  floor: 0
  shares: {Leer: 0}
  learn: off
queue:
  slots: ["07:30", 12:00]
  per_day: 5
  approve: automatic
  budget: 10 USD per month
  late: 2h
  spacing: 30m
  quiet: 20:00-07:00
  links: none
  to: [x, mastodon]
  allow: ["@Somebody"]
x:
  budget: none
editions:
  recht:
    title: Recht
    language: en
    timezone: Europe/Vienna
    stories: 8
    sections: [Plattformen]
    must_see: {Urteil: ["urteil*"]}
    prefer: [bgh]
    mute: [podcast]
    ranking: {per_source: 2}
    queue: {per_day: 1, to: [mastodon]}
"""


@pytest.mark.parametrize(
    "text",
    [
        FULL,
        SOURCES,
        "sections:\n",
        "sections: {A: }\n",
        "sections: {A: [{url: 'https://a.example/f', weight: '1.5'}]}\nstories: '15'\n",
        SOURCES + "ranking: {per_source: '3', floor: '0.1', weights: {trust: '0.3'}}",
        SOURCES + "ranking: {half_life: '18h', shares: {A: '2'}}",
        SOURCES + "queue: {slots: ['07:30'], per_day: '5'}",
        (ROOT / "feeds.yaml").read_text(encoding="utf-8"),
    ],
)
def test_what_is_in_order_is_valid(schema, text):
    assert wrong(schema, text) == []
    assert not refused(text)


def test_every_feeds_yaml_among_the_examples_is_valid(schema):
    for path in (ROOT / "examples").rglob("*feeds.yaml"):
        assert wrong(schema, path.read_text(encoding="utf-8")) == [], path


@pytest.mark.parametrize(
    "text",
    [
        "title: Ohne Quellen",
        "[]",
        "sections: []",
        "sections: {A: https://a.example/f}",
        "sections: {A: [blatt]}",
        "sections: {A: [{name: Ohne Adresse}]}",
        "sections: {A: [{url: https://a.example/f, x: '@a'}]}",
        "sections: {A: [{url: https://a.example/f, weight: viel}]}",
        "sections: {A: [{url: https://a.example/f, weight: 101}]}",
        SOURCES + "language: fr",
        SOURCES + "stories: 0",
        SOURCES + "stories: many",
        SOURCES + "stories: '1.5'",
        SOURCES + "keep: 30",
        SOURCES + "must_see: [abmahn*]",
        SOURCES + "must_see: {A: []}",
        SOURCES + "must_see: {A: {where: text}}",
        SOURCES + "must_see: {A: {patterns: [a], where: body}}",
        SOURCES + "prefer: instagram",
        SOURCES + "ranking: {half_life: soon}",
        SOURCES + "ranking: {per_source: 0}",
        SOURCES + "ranking: {learn: maybe}",
        SOURCES + "editions: {kurz: {sections: []}}",
        SOURCES + "queue: {per_day: 3}",
        SOURCES + "queue: {slots: []}",
        SOURCES + "queue: {slots: ['25:00']}",
        SOURCES + "queue: {slots: ['07:30', '07:30']}",
        SOURCES + "queue: {slots: ['07:30'], budget: 10 EUR}",
        SOURCES + "queue: {slots: ['07:30'], to: [facebook]}",
        SOURCES + "queue: {slots: ['07:30'], quiet: night}",
        SOURCES + "queue: {slots: ['07:30'], to: []}",
        SOURCES + "queue: {slots: ['07:30'], to: [x, x]}",
        SOURCES + "editions: {a: {stories: 0}}",
        SOURCES + "editions: {a: {queue: {slots: [soon]}}}",
        SOURCES + "editions: {a: {queue: {perday: 1}}}",
    ],
)
def test_what_is_wrong_is_refused_by_both(schema, text):
    assert wrong(schema, text)
    assert refused(text)


def places(shape, document):
    """Yield every table of a document whose keys are known."""
    if "anyOf" in shape:
        fits = (
            each
            for each in shape["anyOf"]
            if not list(jsonschema.Draft7Validator(each).iter_errors(document))
        )
        yield from places(next(fits), document)
    elif isinstance(document, dict):
        if "properties" in shape:
            yield document
        for key, value in document.items():
            inner = shape.get("properties", {}).get(key) or shape["additionalProperties"]
            yield from places(inner, value)
    elif isinstance(document, list):
        for value in document:
            yield from places(shape["items"], value)


def test_each_unknown_key_fails(schema):
    count = len(list(places(schema, yaml.load(FULL, Plain))))  # noqa: S506
    assert count >= 12
    for number in range(count):
        document = yaml.load(FULL, Plain)  # noqa: S506
        list(places(schema, document))[number]["weigth"] = 1
        errors = list(jsonschema.Draft7Validator(schema).iter_errors(document))
        assert errors, number
        assert refused(json.dumps(document)), number


def keys(shape, path=""):
    """Yield the path and the shape of every key there is."""
    for key, value in shape.get("properties", {}).items():
        yield f"{path}{key}", value
        yield from keys(value, f"{path}{key}.")
    if isinstance(shape.get("additionalProperties"), dict):
        yield from keys(shape["additionalProperties"], f"{path}*.")
    for inner in (*shape.get("anyOf", ()), *([shape["items"]] if "items" in shape else ())):
        yield from keys(inner, path)


def test_every_key_has_a_sentence(schema):
    found = dict(keys(schema))
    assert {"queue.slots", "sections.*.weight", "editions.*.must_see.*.where"} <= set(found)
    assert [
        path for path, shape in found.items() if not shape["description"].endswith((".", "]"))
    ] == []


def test_the_keys_at_the_top_are_those_that_are_read(schema):
    assert tuple(schema["properties"]) == KEYS
    assert schema["required"] == ["sections"]
