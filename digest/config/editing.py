"""Changes sources in feeds.yaml by changing as little of its text as can be.

The person's comments, order, quotes and line ends are hers. So the places of a few characters are looked
up in the tree, the text is changed there and nowhere else, and the result must read as the old file with
just these sources more or fewer, or nothing is written. Who changes it at the same time waits, so that
nobody writes back what another has just changed.
"""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from digest import sources
from digest.config.reading import Config, decode, read, read_bytes
from digest.config.stumbles import BREAK
from digest.config.tree import LARGEST, Entries, Node, Notes, Pairs, Scalar, parse
from digest.config.values import nearest, shown
from digest.config.writing import Entry, block_entry, flow_entry, quoted
from digest.errors import ConfigError, DigestError
from digest.files import write_whole
from digest.model import Source
from digest.sources.feed import spelling
from digest.text import clean

NEW_SECTION = "News"
"""Where a first source goes when no section is named and there is none."""

_COLON = re.compile(r"\s*:")


def add(path: Path, entries: Sequence[Entry]) -> Config:
    """Write sources into feeds.yaml and return what it says then.

    Raises:
        ConfigError: feeds.yaml was not in order before.
        DigestError: a source is there already or is none; nothing has changed.
    """
    with _alone(path):
        text = decode(path, read_bytes(path))
        changed = add_sources(text, entries, path)
        write_whole(path, changed.encode("utf-8"))
    return read(changed, path)


def remove(path: Path, wanted: str, titles: Mapping[str, str] | None = None) -> Source:
    """Take a source out of feeds.yaml and return it.

    Args:
        path: feeds.yaml.
        wanted: its address, handle or name.
        titles: by ``Source.id`` what sources call themselves, for those without a name in feeds.yaml.

    Raises:
        ConfigError: feeds.yaml was not in order before.
        DigestError: no source, or several, are called so; nothing has changed.
    """
    with _alone(path):
        text = decode(path, read_bytes(path))
        source = find_source(read(text, path), wanted, titles)
        write_whole(path, remove_source(text, source, path).encode("utf-8"))
    return source


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let one process at a time change the file, for the milliseconds of a ``with`` block.

    Its folder is what is locked: the file is replaced by a new one, and a file for the lock alone
    would lie about among what a person keeps there, perhaps under git. The lock ends with the
    process, however that ends. Where folders cannot be locked, on Windows and on some network
    disks, nobody waits; of a folder that is not there the file's reader tells.
    """
    with ExitStack() as ending:
        with suppress(ImportError, OSError, RuntimeError):  # RuntimeError: links in a circle
            import fcntl

            folder = os.open(path.resolve().parent, os.O_RDONLY)
            ending.callback(os.close, folder)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield


def add_sources(text: str, entries: Sequence[Entry], path: Path) -> str:
    """Return the text of feeds.yaml with sources added at the ends of their sections.

    Raises:
        ConfigError: *text* is not in order.
        DigestError: a source is there already, is none, or the text cannot be changed safely.
    """
    before = read(text, path)
    groups: dict[str, list[Entry]] = {}
    added: Counter[str] = Counter()
    for entry in entries:
        source = replace(entry, address=_new_target(entry, before))
        groups.setdefault(_section(entry, before.main.sections), []).append(source)
        added[f"{entry.kind}:{source.address}"] += 1
    changed = text
    for section, group in groups.items():
        changed = _Sections(changed).with_entries(section, group)
    return _checked(changed, before, path, added=added)


def _section(entry: Entry, there: Sequence[str]) -> str:
    """Return where an entry belongs: the section of that name, however it is capitalised, or a new one."""
    wanted = clean(entry.section)
    if not wanted:
        return there[-1] if there else NEW_SECTION
    alike = (name for name in there if name.casefold() == wanted.casefold())
    return wanted if wanted in there else next(alike, wanted)


def remove_source(text: str, source: Source, path: Path) -> str:
    """Return the text of feeds.yaml without a source that stands in it.

    Raises:
        ConfigError: *text* is not in order.
        DigestError: it cannot be changed safely, or something else in it names the source.
    """
    before = read(text, path)
    changed = _Sections(text).without(before.sources.index(source))
    return _checked(changed, before, path, gone=source.id)


def find_source(config: Config, wanted: str, titles: Mapping[str, str] | None = None) -> Source:
    """Return the source with this address, handle or name.

    Args:
        config: what feeds.yaml says.
        wanted: what a person calls it.
        titles: by ``Source.id`` what sources call themselves, for those without a name in feeds.yaml.

    Raises:
        DigestError: there is none, or several could be meant: one by its handle, another by its name.
    """
    ids = {wanted.strip()}
    for kind in sources.KINDS:
        with suppress(ValueError):
            ids.add(f"{kind}:{sources.parse_target(kind, wanted)}")
    name = clean(wanted).casefold()
    names = {each.id: each.name or (titles or {}).get(each.id, "") for each in config.sources}
    found = [
        each for each in config.sources if each.id in ids or names[each.id].casefold() == name != ""
    ]
    if len(found) == 1:
        return found[0]
    if found:
        other = next(each.target for each in found if each.target.casefold() != name)
        raise DigestError(
            f"{config.path}: {len(found)} sources are called {shown(wanted)}",
            hint=f"name one by its address: {other}",
        )
    labels = (label for each in config.sources for label in (names[each.id], each.target))
    hint = nearest(wanted, tuple(filter(None, labels))) or "`digest feeds list` shows them all"
    raise DigestError(f"{config.path}: there is no source {shown(wanted)}", hint=hint)


def _new_target(entry: Entry, config: Config) -> str:
    try:
        target = sources.parse_target(entry.kind, entry.address)
    except ValueError as error:
        hint = "write an address as https://www.example.org/feed, an account as @name"
        raise DigestError(f"{shown(entry.address)}: {error}", hint=hint) from None
    for source in config.sources:
        there = source.target
        if source.kind == entry.kind and spelling(there) == spelling(target):
            anew = "" if there == target else f" as {there}"
            problem = f"{target} stands in feeds.yaml already{anew}, in {source.section}"
            command = f"digest feeds remove {shlex.quote(there)}"
            raise DigestError(problem, hint=f"take it out with `{command}`")
    return target


def _checked(
    text: str, before: Config, path: Path, *, added: Counter[str] | None = None, gone: str = ""
) -> str:
    """Return *text* when it says what *before* said but for these sources."""
    try:
        after = read(text, path)
    except ConfigError as error:
        problem = f"{error.problem}, after this change"
        raise DigestError(problem, hint="nothing has changed: edit it by hand") from error
    if len(text.encode()) > LARGEST:
        raise DigestError(f"{path}: it would be larger than 1 MB", hint="take some sources out")
    kept = [source for source in before.sources if source.id != gone]
    new = Counter(source.id for source in after.sources) - Counter(source.id for source in kept)
    same = [source for source in after.sources if source.id not in new] == kept
    if not same or new != (added or Counter()) or _settings(after) != _settings(before):
        raise DigestError(
            f"{path}: written in a way that cannot be edited here", hint="edit it by hand"
        )
    return text


def _settings(config: Config) -> Config:
    """Return all but the sources."""
    main = replace(config.main, sections=(), sources=())
    editions = {
        name: replace(desk, sections=(), sources=()) for name, desk in config.editions.items()
    }
    return replace(config, main=main, editions=editions)


class _Sections:
    """The text of a feeds.yaml that is in order, and where its sections stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        root = parse(text, Notes("", text))
        self._key, self._node = next(
            (key, value) for key, value in _pairs(root) if _text(key) == "sections"
        )
        found = BREAK.search(text)
        self._break = found[0] if found else "\n"

    def with_entries(self, section: str, entries: Sequence[Entry]) -> str:
        """Return the text with entries at the end of a section, which may be a new one."""
        for key, value in _pairs(self._node):
            if clean(_text(key)) == section:
                return self._longer(key, value, entries)
        return self._with_section(section, entries)

    def without(self, number: int) -> str:
        """Return the text without one entry, counted through all sections from 0."""
        key, value, index = [
            (key, value, index)
            for key, value in _pairs(self._node)
            if isinstance(value, Entries)
            for index in range(len(value.nodes))
        ][number]
        if value.flow:
            return self._cut(*self._in_brackets(value, index))
        return self._without_lines(key, value, index)

    # Adding

    def _longer(self, key: Node, value: Node, entries: Sequence[Entry]) -> str:
        listed = ", ".join(map(flow_entry, entries))
        if isinstance(value, Entries) and value.flow:
            return self._into_brackets(value.start, value.nodes, listed)
        if isinstance(value, Entries):
            return self._put(
                self._line_end(value.end), self._lines(self._indent(value.start), entries)
            )
        if value.end > value.start:
            return self._text[: value.start] + f"[{listed}]" + self._text[value.end :]
        if isinstance(self._node, Pairs) and self._node.flow:
            return self._put(value.end, f" [{listed}]")
        return self._put(self._line_end(key.end), self._lines(self._beneath(key), entries))

    def _with_section(self, section: str, entries: Sequence[Entry]) -> str:
        node = self._node
        listed = f"{quoted(section)}: [{', '.join(map(flow_entry, entries))}]"
        if isinstance(node, Pairs) and node.flow:
            return self._into_brackets(node.start, [value for _, value in node.nodes], listed)
        if node.end > node.start and not isinstance(node, Pairs):
            return self._text[: node.start] + f"{{{listed}}}" + self._text[node.end :]
        pairs = _pairs(node)
        indent = self._indent(pairs[0][0].start) if pairs else self._beneath(self._key)
        lists = [value for _, value in pairs if isinstance(value, Entries) and not value.flow]
        inner = self._indent(lists[0].start) if lists else f"{indent}  "
        head = f"{self._break}{indent}{quoted(section)}:"
        at = self._line_end(node.end if pairs else self._key.end)
        return self._put(at, head + self._lines(inner, entries))

    def _into_brackets(self, start: int, nodes: Sequence[Node], listed: str) -> str:
        return self._put(nodes[-1].end, f", {listed}") if nodes else self._put(start + 1, listed)

    def _lines(self, indent: str, entries: Sequence[Entry]) -> str:
        """Return entries as lines, each with the line break before it."""
        return "".join(
            f"{self._break}{indent}{line}" for entry in entries for line in block_entry(entry)
        )

    # Removing

    def _without_lines(self, key: Node, value: Entries, number: int) -> str:
        start, end = self._lines_of(value, number)
        if len(value.nodes) > 1:
            return self._cut(start, end)
        colon = _COLON.match(self._text, key.end)
        at = colon.end() if colon else key.end
        return f"{self._text[:at]} []{self._text[at:start]}{self._text[end:]}"

    def _lines_of(self, value: Entries, number: int) -> tuple[int, int]:
        """Return where the lines of an entry begin and end, one line break with them."""
        start = value.start
        if number:
            dash = re.compile(f"^{re.escape(self._indent(start))}-", re.MULTILINE)
            found = dash.search(self._text, self._line_end(value.nodes[number - 1].end))
            start = found.end() - 1 if found else value.nodes[number].start
        start -= len(self._indent(start))
        end = self._line_end(value.nodes[number].end)
        if found := BREAK.match(self._text, end):
            return start, found.end()
        return len(self._text[:start].removesuffix(self._break)), end

    def _in_brackets(self, value: Entries, number: int) -> tuple[int, int]:
        """Return what to cut: the entry and one comma, but no comment."""
        nodes = value.nodes
        node = nodes[number]
        if number + 1 < len(nodes):
            end = nodes[number + 1].start
            return node.start, end if "#" not in self._text[node.end : end] else self._comma(
                node.end
            )
        start = nodes[number - 1].end if number else value.start + 1
        if "#" in self._text[start : node.start]:
            start = node.start
        elif number:
            return start, node.end
        return start, self._comma(node.end)

    def _comma(self, index: int) -> int:
        """Return the place after the next comma outside of a comment."""
        found = re.compile(r"(?:\s|#[^\r\n]*)*,").match(self._text, index)
        return found.end() if found else index

    # Places

    def _put(self, at: int, piece: str) -> str:
        return self._text[:at] + piece + self._text[at:]

    def _cut(self, start: int, end: int) -> str:
        return self._text[:start] + self._text[end:]

    def _line_end(self, index: int) -> int:
        found = BREAK.search(self._text, index)
        return found.start() if found else len(self._text)

    def _indent(self, index: int) -> str:
        """Return the white space before what begins a line."""
        line = re.split("[\r\n]", self._text[:index])[-1].removeprefix("\ufeff")
        return line if not line.strip() else ""

    def _beneath(self, key: Node) -> str:
        return self._indent(key.start) + "  "


def _pairs(node: Node) -> tuple[tuple[Node, Node], ...]:
    return node.nodes if isinstance(node, Pairs) else ()


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""
