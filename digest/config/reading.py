"""Reads feeds.yaml into a Config in which everything is right, or says all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from digest import sources
from digest.config import asking, settings
from digest.config.shapes import explained, takes, under_keys
from digest.config.tree import LARGEST, Entries, Node, Notes, Scalar, Wrong, parse
from digest.config.values import (
    Reader,
    by_name,
    duration,
    each,
    keyed,
    line,
    meanings,
    nearest,
    number,
    one_of,
    raw,
    shown,
    table,
    whole,
    zone,
)
from digest.errors import ConfigError
from digest.model import LANGUAGES, Desk, Queue, Ranking, Source, XSettings
from digest.model.news import nothing
from digest.model.sources import FILE

KEYS = (
    "title",
    "language",
    "timezone",
    "stories",
    "keep",
    "sections",
    "must_see",
    "prefer",
    "mute",
    "ranking",
    "queue",
    "x",
    "editions",
)
PAPER = ("title", "language", "timezone", "stories", "must_see", "prefer", "mute", "ranking")
"""The keys that make the main paper."""
ADDRESSES = {"url" if kind == "feed" else kind: kind for kind in sources.KINDS}
"""What the kinds of sources are called in feeds.yaml."""
OPTIONS: Mapping[str, Reader[Any]] = {
    "name": line,
    "weight": number(0, 100),
    "owner": line,
    "user_agent": asking.value,
    "headers": asking.headers,
    "auth": asking.login,
    "posts": one_of("links", "all"),
}
"""What may be said of a source."""
_OF_FEEDS = ("user_agent", "headers", "auth")
_OF_ACCOUNTS = ("posts",)

_DATA = Path(__file__).parents[1] / "data"

_EXAMPLES = {
    "x": '"@XDevelopers"',
    "mastodon": '"@Mastodon@mastodon.social"',
    "bluesky": "bsky.app",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """feeds.yaml, checked."""

    path: Path
    main: Desk
    editions: Mapping[str, Desk] = field(default_factory=nothing)
    """Papers of their own, by name."""
    queue: Queue | None = None
    """The main paper's; None: nothing of it is to be posted."""
    queues: Mapping[str, Queue] = field(default_factory=nothing)
    """Of the editions that say something of theirs, by name; the others go by the main paper's."""
    x: XSettings = field(default_factory=XSettings)
    keep: timedelta = timedelta(days=90)
    """How long items stay in the archive."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources, in their order."""
        return self.main.sources

    @property
    def title(self) -> str:
        """What the main paper is called."""
        return self.main.title

    @property
    def language(self) -> str:
        """The main paper's: de or en."""
        return self.main.language

    @property
    def timezone(self) -> str:
        """The name of the zone whose days and hours count."""
        return self.main.timezone

    def desk(self, name: str = "") -> Desk:
        """Return what makes the main paper, or one of the ``editions:``.

        Raises:
            ConfigError: there is no such edition.
        """
        if not name:
            return self.main
        if name in self.editions:
            return self.editions[name]
        hint = nearest(name, tuple(self.editions)) or "they stand under 'editions:'"
        raise ConfigError((f"{self.path}: there is no edition {shown(name)}", hint))

    def queue_of(self, name: str = "") -> Queue | None:
        """Return how drafts of the main paper, or of one of the ``editions:``, are sent."""
        return self.queues.get(name, self.queue)


def load(path: Path) -> Config:
    """Read feeds.yaml.

    Raises:
        ConfigError: it cannot be read, or something in it cannot be followed; all of it at once.
    """
    return read(decode(path, read_bytes(path)), path)


def read_bytes(path: Path) -> bytes:
    """Return what the file holds.

    Raises:
        ConfigError: it is not there, cannot be read, or is larger than any list of sources.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ConfigError((f"{path}: no such file", "`digest init` writes one")) from None
    except IsADirectoryError:
        raise ConfigError((f"{path}: this is a folder", f"try {path / 'feeds.yaml'}")) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError((f"{path}: {reason}", "may you read it?")) from error
    if len(data) > LARGEST:
        raise ConfigError((f"{path}: larger than 1 MB", "is this really a list of sources?"))
    return data


def decode(path: Path, data: bytes) -> str:
    """Return the text of a file, its byte order mark and line ends with it.

    Raises:
        ConfigError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = Notes(str(path), before).place(len(before))
        raise ConfigError((f"{place}: this is not UTF-8", "save it as UTF-8")) from None


def read(text: str, path: Path) -> Config:
    """Return what *text* says; *path* is what the problems call it, and where ``file:`` begins.

    Raises:
        ConfigError: something in it cannot be followed; all of it at once.
    """
    notes = Notes(str(path), text)
    root = parse(text, notes)
    if isinstance(root, Scalar) and root.empty:
        raise ConfigError(
            (
                f"{notes.place(root.start)}: the file is empty",
                "delete it, and `digest init` writes one",
            )
        )
    with notes.catching():
        config = _config(root, notes, path)
    notes.check()
    return config


def _config(root: Node, notes: Notes, path: Path) -> Config:
    found = keyed(root, notes, KEYS)
    sections: dict[str, tuple[Source, ...]] = {}
    if node := found.pop("sections", None):
        with notes.catching():
            sections = _sections(node, notes, path.absolute().parent)
    else:
        notes.add(root.start, "there are no sections", "`digest init` writes a file to start from")
    values = meanings(found, notes, _readers(sections, beside="queue" in found))
    wishes = values.pop("editions", {})
    values["ranking"] = Ranking(**values.pop("ranking", {}))
    main = Desk(
        sections=tuple(sections),
        sources=tuple(source for some in sections.values() for source in some),
        x=values.get("x", XSettings()),
        **{key: values.pop(key) for key in PAPER if key in values},
    )
    queues = {
        name: settings.joined(values.get("queue"), some.pop("queue"))
        for name, some in wishes.items()
        if "queue" in some
    }
    others = (_edition(main, name, some) for name, some in wishes.items())
    main, *papers = settings.with_whole_texts((main, *others))
    return Config(
        path=path,
        main=main,
        editions=MappingProxyType({desk.name: desk for desk in papers}),
        queues=MappingProxyType(queues),
        **values,
    )


def _readers(
    sections: Mapping[str, tuple[Source, ...]], *, beside: bool = True
) -> dict[str, Reader[Any]]:
    """Return what reads each key at the top.

    Args:
        sections: their names, with their sources.
        beside: the queues of editions stand beside that of the main paper.
    """
    names = tuple(sections)
    patterns = each(settings.pattern)
    paper: dict[str, Reader[Any]] = {
        "title": line,
        "language": one_of(*LANGUAGES),
        "timezone": zone,
        "stories": whole(1),
        "must_see": settings.rules(names, _labels(sections)),
        "prefer": patterns,
        "mute": patterns,
        "ranking": settings.ranking(names),
    }
    edition = paper | {
        "sections": settings.sections(names),
        "queue": settings.queue_of_edition(names, beside=beside),
    }
    return paper | {
        "keep": duration(timedelta(days=7)),
        "queue": settings.queue(names),
        "x": settings.x,
        "editions": by_name(table(edition)),
    }


def schema() -> dict[str, Any]:
    """Return what a feeds.yaml may say, as JSON Schema."""
    readers = {"sections": _by_section(Path(), {}), **_readers({})}
    keys = explained(under_keys(readers), _sentences())["properties"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "feeds.yaml of digest",
        "type": "object",
        "properties": {key: keys[key] for key in KEYS},
        "additionalProperties": False,
        "required": ["sections"],
    }


def _sentences() -> dict[str, str]:
    """Return what the keys are for (``data/keys.tsv``)."""
    text = (_DATA / "keys.tsv").read_text(encoding="utf-8")
    lines = (line_.partition("\t") for line_ in text.splitlines() if line_[:1] not in {"#", ""})
    return {key: sentence for key, _, sentence in lines}


def _labels(sections: Mapping[str, tuple[Source, ...]]) -> frozenset[str]:
    """Return the names and targets of all sources."""
    every = [source for some in sections.values() for source in some]
    return frozenset((*(s.name for s in every if s.name), *(s.target for s in every)))


# Sources -----------------------------------------------------------------------------------------


def _sections(node: Node, notes: Notes, folder: Path) -> dict[str, tuple[Source, ...]]:
    seen: dict[str, int] = {}
    found = _by_section(folder, seen)(node, notes)
    return {
        name: tuple(replace(source, section=name) for source in some)
        for name, some in found.items()
    }


def _by_section(folder: Path, seen: dict[str, int]) -> Reader[dict[str, tuple[Source, ...]]]:
    return by_name(each(takes(_entry_shape())(partial(_source, folder=folder, seen=seen))))


def _entry_shape() -> dict[str, Any]:
    address = {key: {"type": "string", "minLength": 1} for key in ADDRESSES}
    options = under_keys(OPTIONS)["properties"]
    entry = {
        "type": "object",
        "properties": address | options,
        "additionalProperties": False,
        "oneOf": [{"required": [key]} for key in ADDRESSES],
    }
    return {"anyOf": [{"type": "string", "pattern": ":"}, entry]}


def _source(node: Node, notes: Notes, folder: Path, seen: dict[str, int]) -> Source:
    """Return one entry of a section; *seen* holds where the sources before it stand."""
    kind, address, options = "feed", node, {}
    if isinstance(node, Scalar) and node.empty:
        raise Wrong(node, "nothing stands here", "write an address, or delete the dash")
    if isinstance(node, Entries):
        raise Wrong(node, "expected names with values, found a list", "one source to an entry")
    if not isinstance(node, Scalar):
        found = keyed(node, notes, (*ADDRESSES, *OPTIONS))
        options = meanings(found, notes, OPTIONS)
        named = [key for key in ADDRESSES if key in found]
        if len(named) != 1:
            raise Wrong(node, f"expected one of {', '.join(ADDRESSES)}", "one source to an entry")
        kind, address = ADDRESSES[named[0]], found[named[0]]
        others, whose = (_OF_ACCOUNTS, "accounts") if kind == "feed" else (_OF_FEEDS, "feeds")
        for key in others:
            if key in found:
                notes.add(found[key].start, f"{key!r} is for {whose} only", "delete it")
    if isinstance(address, Scalar) and address.empty:
        hint = notes.hint_at_nothing(address, _address_hint(kind, ""))
        raise Wrong(address, "nothing stands here", hint)
    target = _target(kind, address, folder)
    where = str(folder) if target.startswith(FILE) else ""
    source = Source(kind=kind, target=target, section="", folder=where, **options)
    if (first := seen.setdefault(source.id, address.start)) != address.start:
        line_ = notes.line(first)
        raise Wrong(address, "this source is named twice", f"the first is in line {line_}")
    return source


def _target(kind: str, node: Node, folder: Path) -> str:
    text = raw(node)
    if kind == "feed" and ":" not in text:
        raise Wrong(node, "expected the address of a feed", _address_hint(kind, text.strip()))
    try:
        target = sources.parse_target(kind, text)
    except ValueError as error:
        raise Wrong(node, str(error), _address_hint(kind, text.strip())) from None
    if kind == "feed" and target.startswith(FILE) and not _inside(folder, target):
        raise Wrong(node, "this file lies outside of the folder of feeds.yaml", "move it there")
    return target


def _inside(folder: Path, target: str) -> bool:
    """Tell whether a ``file:`` address stays below *folder*, links in the file system followed."""
    from urllib.parse import unquote

    home = os.path.realpath(folder)
    file = os.path.realpath(Path(home, unquote(target.removeprefix(FILE))))
    return Path(file).is_relative_to(home)


def _address_hint(kind: str, text: str) -> str:
    if kind != "feed":
        return f"write {kind}: {_EXAMPLES[kind]}"
    if "://" in text.partition(" ")[2]:
        return "give each a line and a dash of its own, or a comma in brackets"
    if "://" in text and "@" in text:
        return "a password in feeds.yaml lies open: delete it, and change it where it counts"
    if text.startswith("@"):
        return f'an account is written as {"mastodon" if "@" in text[1:] else "x"}: "@name"'
    return "write https://www.example.org/feed"


# Papers ----------------------------------------------------------------------------------------


def _edition(main: Desk, name: str, wishes: Mapping[str, Any]) -> Desk:
    """Return the desk of a paper of its own, with some of the sections."""
    sections = tuple(dict.fromkeys(wishes.get("sections", main.sections)))
    own = tuple(source for source in main.sources if source.section in sections)
    ranking = replace(main.ranking, **wishes.get("ranking", {}))
    wishes = {**wishes, "sections": sections, "sources": own, "ranking": ranking}
    return replace(main, name=name, **wishes)
