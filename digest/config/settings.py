"""Reads the rules and the tables of settings in feeds.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from typing import Any

from digest import sources, words
from digest.config.shapes import TEXT, shape, some, takes, under_keys, under_names
from digest.config.tree import Entries, Node, Notes, Pairs, Wrong
from digest.config.values import (
    Reader,
    by_name,
    clock,
    duration,
    each,
    fields,
    keyed,
    known,
    line,
    meanings,
    money,
    nearest,
    number,
    one_of,
    price,
    raw,
    shown,
    span,
    table,
    unless_none,
    whole,
)
from digest.model import NETWORKS, PAID, SIGNALS, Desk, Queue, Rule, XSettings
from digest.rules import heeded
from digest.text import clean

_HANDLE = re.compile(r"@?[a-z0-9_.-]+(?:@[a-z0-9.-]+)?")
_HASHTAG = re.compile(r"#\w*[^\W\d_]\w*")
_FIELD = re.compile(r"{(\w*)}")
_OWN_WORDS = 100
"""Characters that a template may add to a draft."""


# Rules -------------------------------------------------------------------------------------------


@takes(TEXT)
def pattern(node: Node, notes: Notes) -> str:
    """Return a pattern as it is written.

    Raises:
        Wrong: nothing could match it, or everything would.
    """
    text = line(node, notes)
    try:
        words.check(text)
    except ValueError as error:
        raise Wrong(node, str(error), 'write words such as "abmahn*"') from None
    return text


def rules(sections: tuple[str, ...], labels: frozenset[str]) -> Reader[tuple[Rule, ...]]:
    """Return a reader of must-see rules.

    Args:
        sections: the names of those there are.
        labels: the names and targets of all sources.
    """
    readers: dict[str, Reader[Any]] = {
        "patterns": _patterns,
        "where": one_of("text", "headline", "summary"),
        "sources": each(_source_of(labels)),
        "sections": each(known(sections, "section")),
    }

    @takes({"anyOf": [shape(_patterns), under_keys(readers, ["patterns"])]})
    def rule(node: Node, notes: Notes) -> dict[str, Any]:
        return _rule(node, notes, readers)

    @takes(under_names(rule))
    def named(node: Node, notes: Notes) -> tuple[Rule, ...]:
        found = by_name(rule)(node, notes)
        return tuple(Rule(name=name, **values) for name, values in found.items())

    return named


def _rule(node: Node, notes: Notes, readers: Mapping[str, Reader[Any]]) -> dict[str, Any]:
    """Return what a rule says: a list of patterns, or keys of its own."""
    if not isinstance(node, Pairs):
        return {"patterns": _patterns(node, notes)}
    found = keyed(node, notes, tuple(readers))
    if "patterns" not in found:
        raise Wrong(node, "a rule without patterns", 'write patterns: ["one", "another*"]')
    return {"patterns": ()} | meanings(found, notes, readers)


@takes(some(pattern))
def _patterns(node: Node, notes: Notes) -> tuple[str, ...]:
    patterns = each(pattern)(node, notes)
    if not isinstance(node, Entries) or not node.nodes:
        raise Wrong(node, "a rule without patterns", 'write ["one", "another*"]')
    return patterns


def _source_of(labels: frozenset[str]) -> Reader[str]:
    """Return a reader of sources that stand in a section."""
    return takes(TEXT)(partial(_source, labels=labels))


def _source(node: Node, notes: Notes, labels: frozenset[str]) -> str:
    """Return the name or target of a source that stands in a section."""
    text = line(node, notes)
    if text in labels:
        return text
    for kind in sources.KINDS:
        with suppress(ValueError):
            if (target := sources.parse_target(kind, text)) in labels:
                return target
    hint = nearest(text, tuple(labels)) or "write its name or its address as in 'sections:'"
    raise Wrong(node, f"there is no source {shown(text)}", hint)


def ranking(sections: tuple[str, ...]) -> Reader[dict[str, Any]]:
    """Return a reader of what a paper says of its ranking; *sections* are those there are."""
    half_life = duration(timedelta(minutes=1))
    readers: dict[str, Reader[Any]] = {
        "half_life": half_life,
        "half_lives": _by_section(sections, half_life),
        "per_source": unless_none(whole(1)),
        "weights": table(dict.fromkeys(SIGNALS, number(0, 100))),
        "floor": number(0, 100),
        "shares": _by_section(sections, whole(0)),
        "learn": _switch,
    }

    @takes(under_keys(readers))
    def values(node: Node, notes: Notes) -> dict[str, Any]:
        found = fields(node, notes, readers)
        return found | ({"per_source_set": True} if "per_source" in found else {})

    return values


def sections(names: tuple[str, ...]) -> Reader[tuple[str, ...]]:
    """Return a reader of the sections of a paper of its own; *names* are those of all there are."""

    @takes(some(known(names, "section")))
    def sections_of_edition(node: Node, notes: Notes) -> tuple[str, ...]:
        found = each(known(names, "section"))(node, notes)
        if not isinstance(node, Entries) or not node.nodes:
            raise Wrong(node, "there is no section", "name one, or delete the key to have them all")
        return found

    return sections_of_edition


def _by_section(sections: tuple[str, ...], read: Reader[Any]) -> Reader[dict[str, Any]]:
    """Return a reader of values for some of the sections."""
    return takes(under_names(read))(partial(fields, readers=dict.fromkeys(sections, read)))


# YAML 1.1 makes truth values of the words.
@takes({"enum": ["on", "off", True, False]})
def _switch(node: Node, notes: Notes) -> bool:
    return one_of("on", "off")(node, notes) == "on"


@takes(some(clock, uniqueItems=True))
def _slots(node: Node, notes: Notes) -> tuple[time, ...]:
    slots = each(clock)(node, notes)
    if not isinstance(node, Entries) or not node.nodes:
        raise Wrong(node, "there is no slot", 'write ["07:30", "12:00"]')
    if len(set(slots)) < len(slots):
        raise Wrong(node, "a slot is named twice", "delete one")
    return tuple(sorted(slots))


@takes({"type": "string", "pattern": f"^{_HANDLE.pattern.replace('a-z', 'A-Za-z')}$"})
def _handle(node: Node, notes: Notes) -> str:
    """Return a handle with its @, in lower case."""
    text = line(node, notes).lower()
    if not _HANDLE.fullmatch(text):
        raise Wrong(node, f"expected a handle, found {shown(text)}", 'write it as "@name"')
    return f"@{text.removeprefix('@')}"


@takes(TEXT)
def _hashtag(node: Node, notes: Notes) -> str:
    """Return a hashtag with its #."""
    text = f"#{line(node, notes).removeprefix('#')}"
    if not _HASHTAG.fullmatch(text):
        raise Wrong(node, f"expected a hashtag, found {shown(text)}", 'write it as "#word"')
    return text


@takes(TEXT)
def _template(node: Node, _notes: Notes) -> str:
    """Return the words of a draft, in which names in braces stand for what is filled in."""
    from digest.queue.texts import FIELDS

    text = "\n".join(map(clean, raw(node).split("\n")))
    for name in _FIELD.findall(text):
        if name not in FIELDS:
            hint = nearest(name, FIELDS) or f"there are {', '.join(FIELDS)}"
            raise Wrong(node, f"nothing fills {{{name}}} in", hint)
    if "{headline}" not in text or len(_FIELD.sub("", text)) > _OWN_WORDS:
        hint = 'write "{comment}\\n{headline} ({outlet})\\n{link}", and few words of your own'
        raise Wrong(node, "this is no template for a post", hint)
    return text


_X: Mapping[str, Reader[Any]] = {
    "budget": unless_none(money),
    "prices": table(dict.fromkeys(PAID, price)),
}


@takes(some(one_of(*NETWORKS), uniqueItems=True))
def _networks(node: Node, notes: Notes) -> tuple[str, ...]:
    networks = each(one_of(*NETWORKS))(node, notes)
    if not isinstance(node, Entries) or not node.nodes:
        raise Wrong(node, "there is no network", f"write [{', '.join(NETWORKS)}], or some of them")
    if len(set(networks)) < len(networks):
        raise Wrong(node, "a network is named twice", "delete one")
    return networks


def _queue(sections: tuple[str, ...]) -> dict[str, Reader[Any]]:
    """Return what reads each key of a queue; *sections* are those there are."""
    both = [f"{network}/{section}" for network in NETWORKS for section in sections]
    return {
        "slots": _slots,
        "per_day": whole(1, 1000),
        "approve": one_of("by-hand", "automatic"),
        "budget": unless_none(money),
        "late": duration(timedelta(minutes=1)),
        "spacing": duration(timedelta(0)),
        "quiet": span,
        "links": one_of("always", "none"),
        "to": _networks,
        "allow": each(_handle),
        "hashtags": _by_section(sections, each(_hashtag)),
        "templates": _by_section((*NETWORKS, *sections, *both), _template),
    }


@takes(under_keys(_X))
def x(node: Node, notes: Notes) -> XSettings:
    """Return what reading X may cost.

    Raises:
        Wrong: it is something else than names with values.
    """
    return XSettings(**fields(node, notes, _X))


def queue(sections: tuple[str, ...]) -> Reader[Queue]:
    """Return a reader of how drafts are sent; *sections* are those there are."""
    readers = _queue(sections)

    @takes(under_keys(readers, ["slots"]))
    def values(node: Node, notes: Notes) -> Queue:
        return Queue(**_wishes(node, notes, readers))

    return values


def queue_of_edition(sections: tuple[str, ...], *, beside: bool) -> Reader[dict[str, Any]]:
    """Return a reader of what an edition says of its queue.

    Args:
        sections: those there are.
        beside: the main paper has a queue, which says what this one does not.
    """
    readers = _queue(sections)
    if beside:
        return table(readers)
    return takes(under_keys(readers))(partial(_wishes, readers=readers))


def _wishes(node: Node, notes: Notes, readers: Mapping[str, Reader[Any]]) -> dict[str, Any]:
    found = keyed(node, notes, tuple(readers))
    if "slots" not in found:
        raise Wrong(node, "'slots' is missing", 'write slots: ["07:30", "12:00"]')
    return {"slots": ()} | meanings(found, notes, readers)


def joined(main: Queue | None, wishes: dict[str, Any]) -> Queue:
    """Return the queue of an edition: what it says, and what the main paper's says besides."""
    if main is None:
        return Queue(**{"slots": ()} | wishes, own=frozenset(Queue.__slots__))
    return replace(main, **wishes, own=frozenset(wishes))


def with_whole_texts(desks: Iterable[Desk]) -> tuple[Desk, ...]:
    """Return desks with the sources marked whose whole text a must-see rule of any of them looks at."""
    desks = tuple(desks)
    looked_at = {
        name
        for desk in desks
        for rule in desk.must_see
        if rule.where == words.TEXT
        for name in heeded(rule, desk.sources)
    }
    if not looked_at:
        return desks
    return tuple(
        replace(desk, sources=tuple(replace(it, whole=it.id in looked_at) for it in desk.sources))
        for desk in desks
    )
