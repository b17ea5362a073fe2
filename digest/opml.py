"""Reads and writes OPML, the lists that feed readers exchange (http://opml.org/spec2.opml).

Most files are XML and are read as such. Some readers forget to escape ``&``, ``<`` and quotes inside
attributes; those files are read by their ``<outline`` marks. An OPML file comes from somebody else, so
what is no public http or https address stays out, and every refusal is told.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from digest import sources
from digest.errors import DigestError
from digest.http import addresses
from digest.model import Source
from digest.text import clean, shorten, without_login

LARGEST = 10_000_000
"""Bytes."""
DEPTH = 32
"""Folders in folders."""
LONGEST_NAME = 200
NO_FOLDER = "Feeds"
"""The section of what lies in no folder."""

_DECLARES = re.compile("<!ENTITY", re.IGNORECASE)
_OPML = re.compile(r"<(?:opml|outline)\b", re.IGNORECASE)
_MARKS = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:(/)outline\b|outline\b(.*?)(?=</?outline\b|</body|<!--|\Z))",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"""(?<=\s)([\w:.-]+)\s*+=\s*+(["'])""")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_ENCODING = re.compile(
    rb"""encoding\s*=\s*["']((?:iso-8859-|windows-125|koi8-|euc-|gb|big5|shift_jis)[\w-]{0,5})["']""",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[ \"<>^`{}\\]")
_WEB = re.compile(r"\s*https?:", re.IGNORECASE)
# Names of the own network: RFC 6762 (also its appendix G), RFC 8375, what ICANN reserved for it on
# 29 July 2024, and the router of most German homes, which answers to a name of the open internet.
_INSIDE = re.compile(
    r"[^.:]*|(?:.*\.)?(?:local|localhost|localdomain|internal|intranet|private|corp|home|lan"
    r"|home\.arpa|fritz\.box)"
)

Attributes = Mapping[str, str]
"""Of one outline; the names in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What an OPML file brings."""

    feeds: tuple[tuple[str, str, str], ...]
    """Section, name and address of each, in their order; an address comes once."""
    refused: tuple[tuple[str, str], ...] = ()
    """What stayed out, and why."""


def read(data: bytes) -> Import:
    """Return the feeds of an OPML file; nested folders become sections such as ``Tech / Web``.

    Raises:
        DigestError: it is no OPML file, too large, nested too deeply, or declares entities; the place,
            which is the file, is for the caller to say.
    """
    if len(data) > LARGEST:
        raise DigestError("larger than 10 MB", hint="split it")
    reader = _Reader()
    for folders, attributes in _outlines(data):
        reader.take(folders, attributes)
    return Import(feeds=tuple(reader.feeds), refused=tuple(reader.refused))


@dataclass(slots=True)
class _Reader:
    """Sorts outlines into feeds and what is refused."""

    feeds: list[tuple[str, str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def take(self, folders: Sequence[str], attributes: Attributes) -> None:
        url = attributes.get("xmlurl") or attributes.get("url")
        name = _name(attributes, url or "")
        if not url:
            if attributes.get("type") == "rss":
                self.refused.append((name or "a feed without a name", "it has no address"))
            return
        try:
            target = _public(url, attributes)
        except ValueError as error:
            what = f"{name} ({_masked(url)})" if name else _masked(url)
            self.refused.append((what, str(error)))
            return
        if target not in self.seen:
            self.seen.add(target)
            section = " / ".join(filter(None, map(clean, folders))) or NO_FOLDER
            self.feeds.append((section, name, target))


def _name(attributes: Attributes, url: str) -> str:
    """Return what an outline is called; its address is no name."""
    name = clean(attributes.get("title", "")) or clean(attributes.get("text", ""))
    return "" if name == url else shorten(name, LONGEST_NAME)


def _public(url: str, attributes: Attributes) -> str:
    """Return the address of a feed that may come in.

    Raises:
        ValueError: it may not; with the reason.
    """
    if any(name.endswith(("cmd", "command")) for name in attributes):
        raise ValueError("it wants a program to be run")
    if attributes.get("type") == "vfolder":
        raise ValueError("a saved search, not a feed")
    if "xmlurl" not in attributes:
        raise ValueError("a link, not a feed")
    if not _WEB.match(url):
        raise ValueError("no http or https address")
    address = addresses.parse(_BLANK.sub(lambda found: f"%{ord(found[0]):02X}", url.strip()))
    if address.login:
        raise ValueError("it holds a user name or a password")
    if _INSIDE.fullmatch(address.host) or addresses.is_private(address.host):
        raise ValueError("it leads into a private network")
    return sources.parse_target("feed", str(address))


def _masked(url: str) -> str:
    return shorten(clean(without_login(url)), 100)


# Outlines ----------------------------------------------------------------------------------------


def _outlines(data: bytes) -> list[tuple[Sequence[str], Attributes]]:
    """Return each outline with the names of the folders around it."""
    from xml.parsers.expat import ExpatError

    try:
        return _well_formed(data)
    except (ExpatError, LookupError, ValueError):  # the last two: an encoding expat does not know
        return _marked(_decoded(data))


class _Folders:
    """Follows outlines into each other."""

    def __init__(self) -> None:
        self.found: list[tuple[Sequence[str], Attributes]] = []
        self._open: list[str] = []

    def begin(self, attributes: Mapping[str, str]) -> None:
        """Enter an outline."""
        if len(self._open) == DEPTH:
            raise DigestError(f"folders in folders, over {DEPTH} of them", hint="flatten the list")
        lower = {name.lower(): value for name, value in attributes.items()}
        self.found.append((tuple(self._open), lower))
        self._open.append(lower.get("title") or lower.get("text", ""))

    def end(self) -> None:
        """Leave the innermost outline."""
        if self._open:
            self._open.pop()


def _well_formed(data: bytes) -> list[tuple[Sequence[str], Attributes]]:
    """Read an OPML file as XML.

    Raises:
        ExpatError: it is none.
    """
    from xml.parsers import expat

    folders = _Folders()
    parser = expat.ParserCreate()
    is_root = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_root
        if is_root and tag.lower() != "opml":
            raise _no_opml()
        is_root = False
        if tag.lower() == "outline":
            folders.begin(attributes)

    def end(tag: str) -> None:
        if tag.lower() == "outline":
            folders.end()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = _refuse_entity
    parser.Parse(data, True)
    return folders.found


def _refuse_entity(*_declaration: object) -> None:
    """Stop at entities of the file's own: they can unfold to gigabytes or name a file."""
    raise DigestError("it declares entities", hint="delete its <!DOCTYPE ...>")


def _no_opml() -> DigestError:
    return DigestError("this is no OPML file", hint="export the list from the reader once more")


def _marked(text: str) -> list[tuple[Sequence[str], Attributes]]:
    """Read what is no XML by its marks alone."""
    if _DECLARES.search(text):
        _refuse_entity()
    if not _OPML.search(text):
        raise _no_opml()
    folders = _Folders()
    for mark in _MARKS.finditer(text):
        if mark[1]:
            folders.end()
        elif mark[2] is not None:
            attributes, leaf = _attributes(mark[2])
            folders.begin(attributes)
            if leaf:
                folders.end()
    return folders.found


def _attributes(mark: str) -> tuple[dict[str, str], bool]:
    """Return the attributes of an outline, and whether nothing lies in it.

    A value ends at the last quote before the next name, so that it may hold quotes.
    """
    starts = list(_NAME.finditer(mark))
    values = {}
    rest = mark
    for number, start in enumerate(starts):
        last = number + 1 == len(starts)
        value = mark[start.end() :] if last else mark[start.end() : starts[number + 1].start()]
        value, _, rest = value.rpartition(start[2])
        values[start[1]] = _ENTITY.sub(lambda found: html.unescape(found[0]), value)
    return values, rest.lstrip().startswith("/")


def _decoded(data: bytes) -> str:
    """Return the text of a file whose encoding may be missing or wrong."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _ENCODING.search(data[:200])
        return data.decode(declared[1].decode() if declared else "cp1252", "replace")


# Writing -----------------------------------------------------------------------------------------


def write(title: str, followed: Sequence[Source]) -> str:
    """Return feeds as OPML 2.0, a folder for each section; ``read`` gives them back.

    What is not ``portable`` stays out.
    """
    sections: dict[str, list[Source]] = {}
    for source in filter(portable, followed):
        sections.setdefault(source.section, []).append(source)
    lines = [
        line
        for section, feeds in sections.items()
        for line in _folder(section, map(_outline, feeds))
    ]
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0">',
            f"  <head><title>{html.escape(title)}</title></head>",
            "  <body>",
            *lines,
            "  </body>",
            "</opml>",
            "",
        )
    )


def portable(source: Source) -> bool:
    """Say whether other readers can follow a source: accounts and ``file:`` addresses mean nothing to them."""
    return source.kind == "feed" and source.target.startswith(("http:", "https:"))


def _folder(name: str, outlines: Iterable[str]) -> Iterator[str]:
    yield f'    <outline text="{html.escape(name)}">'
    yield from outlines
    yield "    </outline>"


def _outline(source: Source) -> str:
    label, url = html.escape(source.name or source.target), html.escape(source.target)
    return f'      <outline type="rss" text="{label}" xmlUrl="{url}"/>'
