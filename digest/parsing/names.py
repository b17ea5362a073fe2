"""What feedparser calls the elements of a document: prefix_name, by the namespace it knows them from.

The table holds the namespaces of elements that it acts on; see ``namespaces`` in its ``mixin.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from xml.etree.ElementTree import Element

from digest.parsing.raw import UnsureError

_NAMESPACES = {
    "": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
"""By their address in small letters; the empty prefix is the feed itself."""
_PREFIXES = frozenset(filter(None, _NAMESPACES.values()))
_USERLAND = "backend.userland.com/rss"

_DECLARED = re.compile(rb"""xmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ATOM = "http://www.w3.org/2005/atom"
_VERSIONS = (_ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")


def named(data: bytes, root: Element) -> dict[str, str]:
    """Return what each tag of the document is called; "?..." is nothing that feedparser knows.

    Raises:
        UnsureError: a prefix stands for something else than it usually does.
    """
    prefixes: dict[str, set[str]] = {}
    for prefix, uri in _declared(data):
        prefixes.setdefault(uri, set()).add(prefix)
    return {tag: _name(tag, prefixes) for tag in {element.tag for element in root.iter()}}


def _name(tag: str, prefixes: dict[str, set[str]]) -> str:
    uri, _, local = tag.rpartition("}")
    uri = uri.lower()
    declared = prefixes.get(uri, set())
    known = "" if _USERLAND in uri else _NAMESPACES.get(uri)
    if known is None:
        known = _by_prefix(declared, uri)
    elif declared & (_PREFIXES - {known}):
        raise UnsureError(f"a prefix of its own for {uri}")
    return f"{known}_{local.lower()}" if known else local.lower()


def _by_prefix(declared: Set[str], uri: str) -> str:
    """Name an unknown namespace as feedparser does: by the prefix that the document gives it."""
    if not declared or (len(declared) > 1 and declared & {"", *_PREFIXES}):
        raise UnsureError(f"more than one prefix for {uri}")
    telling = declared & {"", *_PREFIXES}
    return next(iter(telling)) if telling else "?"


def rdf_is_atom(data: bytes) -> bool:
    """Tell whether feedparser takes an RDF document for Atom: the first namespace it knows decides."""
    return next((uri for _, uri in _declared(data) if uri in _VERSIONS), "") == _ATOM


def _declared(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the prefixes that a document declares and what they stand for, in small letters."""
    for prefix, one, other in _DECLARED.findall(data):
        yield prefix.decode().lower(), (one or other).decode("utf-8", "replace").lower()
