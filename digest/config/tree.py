"""Reads YAML into a tree whose every node knows where it stands.

Only what a list of sources needs is read: no anchors and aliases (a kilobyte of them unfolds to gigabytes),
no tags (they can name code), no second document, no depth. Scalars stay the text that was written, so
that a source called ``NO`` or ``12:30`` keeps its name (YAML 1.1 makes a truth value and a number of them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from digest.config.stumbles import BREAK, explained, index, mark, no_entry
from digest.errors import ConfigError

if TYPE_CHECKING:
    import yaml

DEPTH = 12
"""Deeper nesting means nothing in feeds.yaml; its own keys need six."""
LARGEST = 1_000_000
"""Bytes of a feeds.yaml; a list of 5,000 sources has half of them."""
MOST = 1000
"""Reading gives up after so many problems."""

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What YAML 1.2 (5.1, character set) does not allow in a file."""
_NO_SPACE = re.compile(
    "^[ \t]*(?:-[ \t]*)?(?=[\u00a0\u2000-\u200a\u202f\u205f\u3000])", re.MULTILINE
)
"""What YAML takes for letters, and editors and browsers show as a space."""
_DASH = re.compile("[\r\n][ \t]*(?=-)")
_TAG = re.compile(r"#\S")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, as written."""

    start: int
    """Index of its first character in the file."""
    end: int
    """Index after its last character."""
    text: str
    plain: bool = True
    """Written without quotes."""

    @property
    def empty(self) -> bool:
        """Tell whether nothing is written, or YAML's word for nothing."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Entries:
    """A list."""

    start: int
    """Index of the first dash, or of the bracket."""
    end: int
    """Index after the last entry, or after the closing bracket."""
    nodes: tuple[Node, ...]
    flow: bool
    """Written in brackets."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with values."""

    start: int
    end: int
    nodes: tuple[tuple[Node, Node], ...]
    flow: bool


Node = Scalar | Entries | Pairs


class Wrong(Exception):  # noqa: N818 - a value on its way to the notes, no error of the program
    """What a node says cannot be followed."""

    def __init__(self, node: Node, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.at = node.start
        self.problem = problem
        self.hint = hint


class Notes:
    """Collects what is wrong with a file, each with its place and a hint."""

    def __init__(self, name: str, text: str) -> None:
        """Begin without problems.

        Args:
            name: how the reader calls the file.
            text: what it holds.
        """
        self.name = name
        self.text = text
        self._problems: list[tuple[int, str, str]] = []

    def add(self, index: int, problem: str, hint: str = "") -> None:
        """Note a problem at the character *index*.

        Raises:
            ConfigError: it is one too many to go on.
        """
        self._problems.append((index, problem, hint))
        if len(self._problems) == MOST:
            self.check()

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Note what is Wrong in a block and go on after it."""
        try:
            yield
        except Wrong as wrong:
            self.add(wrong.at, wrong.problem, wrong.hint)

    def check(self) -> None:
        """Go on when nothing is wrong.

        Raises:
            ConfigError: all that is wrong, in the order of the file.
        """
        if self._problems:
            found = sorted(self._problems)
            raise ConfigError(*((f"{self.place(at)}: {what}", hint) for at, what, hint in found))

    def place(self, index: int) -> str:
        """Return ``feeds.yaml:12:7`` for a character; lines and columns count from 1."""
        line = self.line(index)
        return f"{self.name}:{line}:{index - self._lines[line - 1] + 1}"

    def hint_at_nothing(self, node: Node, hint: str) -> str:
        """Return a hint at a text that is missing: the usual one, or that # begins what nobody reads.

        A comment has a space behind the #, a hashtag none.
        """
        rest = BREAK.split(self.text[node.end : node.end + 100])[0].strip()
        return f'what begins with # needs quotes: "{rest}"' if _TAG.match(rest) else hint

    def line(self, index: int) -> int:
        """Return the line of a character, counted from 1."""
        from bisect import bisect_right

        return bisect_right(self._lines, index)

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line starts; editors see no line break in U+2028, YAML does."""
        start = int(self.text.startswith("\ufeff"))
        return [start, *(found.end() for found in BREAK.finditer(self.text))]


def parse(text: str, notes: Notes) -> Node:
    """Return the tree of a YAML text.

    Args:
        text: the whole file; a byte order mark in front is no part of it.
        notes: takes the problems.

    Raises:
        ConfigError: it is no YAML, or makes use of what is not read here.
    """
    import yaml

    for found in _UNREADABLE.finditer(text, mark(text)):
        notes.add(
            found.start(), f"a character that no text holds: U+{ord(found[0]):04X}", "delete it"
        )
    for found in _NO_SPACE.finditer(text):
        hint = "type spaces in its place; such come along with copied text"
        notes.add(found.end(), "a blank that is no space where the line is indented", hint)
    notes.check()
    builder = _Builder(text, notes)
    try:
        root = builder.document()
    except yaml.MarkedYAMLError as error:
        notes.add(*explained(error, text, builder.last))
        root = Scalar(0, 0, "")
    notes.check()
    return root


class _Builder:
    """Makes nodes of what YAML's parser sees one after another."""

    def __init__(self, text: str, notes: Notes) -> None:
        import yaml

        # libyaml is forty times as fast as PyYAML's own parser; not every build has it.
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._shift = mark(text)
        self._text = text
        self._notes = notes
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text[self._shift :], Loader=loader))
        self.last = (0, 0)
        """Where what was read last begins and ends."""

    def document(self) -> Node:
        """Return the root of the only document."""
        import yaml

        root: Node = Scalar(self._shift, self._shift, "")
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._notes.add(
                        self._span(event)[0],
                        "a second document begins here",
                        "delete the line --- and what does not belong to digest",
                    )
                    break
                root = self._node(next(self._events), 0)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        import yaml

        start, end = self._span(event)
        if depth > DEPTH:
            self._notes.add(
                start, "nested too deeply", "six levels are all that has a meaning here"
            )
            self._notes.check()
        self._refuse_wonders(event, start)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._entries(event, start, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._pairs(event, start, depth)
        if not isinstance(event, yaml.ScalarEvent):
            return Scalar(start, end, "")
        if event.style in {"|", ">"}:
            end = start + len(self._text[start:end].rstrip())
        elif not event.style:
            self._refuse_dashes(start, end)
        return Scalar(start, end, event.value, plain=not event.style)

    def _entries(self, event: yaml.SequenceStartEvent, start: int, depth: int) -> Entries:
        import yaml

        nodes: list[Node] = []
        while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
            nodes.append(self._node(inner, depth + 1))
        end = self._span(inner)[1] if event.flow_style else nodes[-1].end
        return Entries(start, end, tuple(nodes), bool(event.flow_style))

    def _pairs(self, event: yaml.MappingStartEvent, start: int, depth: int) -> Pairs:
        import yaml

        nodes: list[tuple[Node, Node]] = []
        while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            nodes.append((key, self._node(next(self._events), depth + 1)))
        end = self._span(inner)[1] if event.flow_style else nodes[-1][1].end
        return Pairs(start, end, tuple(nodes), bool(event.flow_style))

    def _span(self, event: yaml.Event) -> tuple[int, int]:
        self.last = index(event.start_mark) + self._shift, index(event.end_mark) + self._shift
        return self.last

    def _refuse_dashes(self, start: int, end: int) -> None:
        """Note dashes at the beginnings of lines that YAML reads as more of the text above."""
        dashes = [found.end() for found in _DASH.finditer(self._text, start, end)]
        if dashes and not self._text[:start].rpartition("\n")[2].strip():
            self._notes.add(start, *no_entry(self._text, start))
            return
        for dash in dashes:
            hint = "indent it like its neighbours, with a space behind it"
            self._notes.add(dash, "a dash that begins no entry", hint)

    def _refuse_wonders(self, event: yaml.Event, start: int) -> None:
        """Note what makes one node stand for another, or for something that is no text."""
        import yaml

        if isinstance(event, yaml.AliasEvent):
            self._notes.add(
                start,
                f"*{event.anchor} is an alias, which is not read here",
                f'a text that begins with * needs quotes: "*{event.anchor}"',
            )
        elif getattr(event, "anchor", None):
            self._notes.add(
                start,
                "an anchor (&), which is not read here",
                "a text that begins with & needs quotes",
            )
        elif getattr(event, "tag", None):
            self._notes.add(
                start, "a tag (!), which is not read here", "a text that begins with ! needs quotes"
            )
