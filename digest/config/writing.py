"""Writes feeds.yaml: values that YAML reads back as they are, and whole files to start from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from digest.config.tree import LARGEST, Node, Notes, Pairs, Scalar, parse
from digest.errors import DigestError
from digest.text import clean

_WORDS = re.compile(r"[^\W\d_](?:[\w.&+/()–-]| (?![#:]))*(?<! )")
_ADDRESS = re.compile(r"https?://[\w.~/?&=%+@!$*;:()-]+(?<!:)", re.ASCII)
_YAMLS_OWN = re.compile("null|true|false|yes|no|on|off|y|n|nan|inf", re.IGNORECASE)
"""Words that other readers of YAML would not take for text."""


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


def starter() -> str:
    """Return the curated feeds.yaml that digest brings along."""
    from importlib.resources import files

    return (files("digest") / "data" / "feeds.yaml").read_text(encoding="utf-8")


def from_opml(feeds: Iterable[tuple[str, str, str]]) -> str:
    """Return a whole feeds.yaml: the starter's settings with these feeds.

    Args:
        feeds: section, name (may be empty) and address of each.

    Raises:
        DigestError: they are too many for one feeds.yaml.
    """
    text = starter()
    sections = _value(parse(text, Notes("feeds.yaml", text)), "sections")
    lines = _section_lines(feeds)
    written = "\n".join((text[: sections.start].rstrip(), *lines)) if lines else ""
    whole = (written or f"{text[: sections.start].rstrip()} {{}}") + text[sections.end :]
    if len(whole.encode()) > LARGEST:
        raise DigestError("these feeds would fill over 1 MB of feeds.yaml", hint="import fewer")
    return whole


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
