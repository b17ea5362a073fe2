"""Writes feeds.yaml: values that YAML reads back as they are, and whole files to start from."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from digest.config.tree import LARGEST, Entries, Node, Notes, Pairs, Scalar, parse
from digest.errors import DigestError
from digest.text import clean

_WORDS = re.compile(r"[^\W\d_](?:[\w.&+/()–-]| (?![#:]))*(?<! )")
_ADDRESS = re.compile(r"https?://[\w.~/?&=%+@!$*;:()-]+(?<!:)", re.ASCII)
_YAMLS_OWN = re.compile("null|true|false|yes|no|on|off|y|n|nan|inf", re.IGNORECASE)
"""Words that other readers of YAML would not take for text."""


_ENGLISH = {
    "Plattformen": "Platforms",
    "Recht": "Law",
    "recht": "law",
    "Medien": "Media",
    "Abmahnung": "Legal warning",
    "Nutzungsbedingungen": "Terms of service",
    "Störung": "Outage",
    "Sperren": "Suspension",
    "Meta-Störungen (Werbung)": "Meta outages (ads)",
    "Meta-Störungen (Graph API)": "Meta outages (Graph API)",
    "CCC-Veranstaltungen": "CCC events",
}
"""What the starter calls sections, rules and sources, for an English paper."""
_GERMAN = re.compile(rf"(?<![\w*])(?:{'|'.join(map(re.escape, _ENGLISH))})(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A source that is to stand in feeds.yaml."""

    kind: str = "feed"
    address: str
    """An address or a handle."""
    section: str = ""
    """Empty: the last one."""
    name: str = ""


def quoted(text: str) -> str:
    """Return *text* as YAML reads it back, without quotes where it needs none."""
    plain = _ADDRESS.fullmatch(text) or (_WORDS.fullmatch(text) and not _YAMLS_OWN.fullmatch(text))
    return text if plain else json.dumps(text, ensure_ascii=False)


def block_entry(entry: Entry) -> list[str]:
    """Return the lines of an entry of a list that is written with dashes."""
    key, address, name = _parts(entry)
    if key == "url" and not name:
        return [f"- {quoted(address)}"]
    lines = [f"- {key}: {quoted(address)}"]
    return [*lines, f"  name: {quoted(name)}"] if name else lines


def flow_entry(entry: Entry) -> str:
    """Return an entry of a list that is written in brackets."""
    key, address, name = _parts(entry)
    if key == "url" and not name:
        return json.dumps(address, ensure_ascii=False)
    values = {key: address} | ({"name": name} if name else {})
    pairs = (f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in values.items())
    return f"{{{', '.join(pairs)}}}"


def _parts(entry: Entry) -> tuple[str, str, str]:
    key = "url" if entry.kind == "feed" else entry.kind
    return key, clean(entry.address), clean(entry.name)


def starter(language: str = "de") -> str:
    """Return the curated feeds.yaml that digest brings along, its names in English for en."""
    from importlib.resources import files

    text = (files("digest") / "data" / "feeds.yaml").read_text(encoding="utf-8")
    return _GERMAN.sub(lambda found: _ENGLISH[found[0]], text) if language == "en" else text


def from_opml(feeds: Iterable[tuple[str, str, str]], language: str = "de") -> str:
    """Return a whole feeds.yaml: the starter's settings with these feeds.

    Args:
        feeds: section, name (may be empty) and address of each.
        language: de or en, for the names of the starter's rules.

    Raises:
        DigestError: they are too many for one feeds.yaml.
    """
    text = starter(language)
    sections = _value(parse(text, Notes("feeds.yaml", text)), "sections")
    lines = _section_lines(feeds)
    written = "\n".join((text[: sections.start].rstrip(), *lines)) if lines else ""
    whole = (written or f"{text[: sections.start].rstrip()} {{}}") + text[sections.end :]
    if len(whole.encode()) > LARGEST:
        raise DigestError("these feeds would fill over 1 MB of feeds.yaml", hint="import fewer")
    return whole


def with_settings(text: str, settings: Mapping[str, str]) -> str:
    """Return a feeds.yaml with other values for keys at its top, which it must have."""
    root = parse(text, Notes("feeds.yaml", text))
    nodes = [(_value(root, key), value) for key, value in settings.items()]
    for node, value in sorted(nodes, key=lambda each: -each[0].start):
        text = text[: node.start] + quoted(value) + text[node.end :]
    return text


def section_sizes(text: str) -> dict[str, int]:
    """Return how many sources each section of a feeds.yaml has."""
    return {
        key.text: len(value.nodes) if isinstance(value, Entries) else 0
        for key, value in _sections(text)
    }


def with_sections(text: str, names: Collection[str]) -> str:
    """Return a feeds.yaml with some of its sections, each beginning on a line of its own."""
    parts = {
        key.text: (text.rindex("\n", 0, key.start) + 1, text.index("\n", value.end) + 1)
        for key, value in _sections(text)
    }
    kept = "\n".join(text[start:end] for name, (start, end) in parts.items() if name in names)
    places = list(parts.values())
    return text[: places[0][0]] + kept + text[places[-1][1] :]


def _sections(text: str) -> list[tuple[Scalar, Node]]:
    node = _value(parse(text, Notes("feeds.yaml", text)), "sections")
    pairs = node.nodes if isinstance(node, Pairs) else ()
    return [(key, value) for key, value in pairs if isinstance(key, Scalar)]


def _section_lines(feeds: Iterable[tuple[str, str, str]]) -> list[str]:
    sections: dict[str, list[str]] = {}
    for section, name, address in feeds:
        entry = block_entry(Entry(address=address, name=name))
        sections.setdefault(clean(section), []).extend(entry)
    lines: list[str] = []
    for section, entries in sections.items():
        lines += ["", f"  {quoted(section)}:", *(f"    {line}" for line in entries)]
    return lines[1:]


def _value(root: Node, name: str) -> Node:
    """Return what stands under a key at the top."""
    pairs = root.nodes if isinstance(root, Pairs) else ()
    return next(value for key, value in pairs if isinstance(key, Scalar) and key.text == name)
