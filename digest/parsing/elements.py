"""What the elements of an entry mean, and which of two wins: what feedparser 6 does with them.

Its ``mixin.py`` and ``namespaces`` are the source of every rule here, but for one: captions
(media:description) and podcast notes (itunes:summary) never replace the <description> of an entry
(https://github.com/kurtmckee/feedparser/issues/53).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element

from digest.parsing import times
from digest.parsing.raw import RawEntry, RawText, UnsureError, joined, looks_like_html

_HTML = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_PLAIN = frozenset({"text", "plain", "text/plain"})
_XHTML = frozenset({"xhtml", "application/xhtml+xml"})
_XML = "http://www.w3.org/XML/1998/namespace}"
_ABOUT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

_PUBLISHED = frozenset({"published", "issued", "pubdate", "dcterms_issued"})
_UPDATED = frozenset({"updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"})
_AUTHORS = frozenset({"author", "dc_author", "dc_creator", "itunes_author", "managingeditor"})
_ACTING = frozenset(
    {
        *("rss", "feed", "channel", "item", "entry", "image", "textinput", "source", "contributor"),
        *("title", "dc_title", "media_title", "link", "links", "guid", "id", "subtitle", "tagline"),
        *("description", "dc_description", "media_description", "summary", "abstract", "info"),
        *("content", "content_encoded", "body", "xhtml_body", "fullitem", "tags", "newlocation"),
        *("itunes_summary", "itunes_subtitle", "language", "dc_language", "date", "date_parsed"),
        *("updated_parsed", "published_parsed", "modified_parsed", "issued_parsed"),
        *(*_PUBLISHED, *_UPDATED, *_AUTHORS),
    }
)
"""Elements that feedparser acts on wherever they stand, and keys under which it keeps results."""
_OF_SOURCES = frozenset(
    {"title", "link", "id", "guid", "image", "subtitle", *_PUBLISHED, *_UPDATED, *_AUTHORS}
)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document when its entries are read.

    Reading by it may raise UnsureError: then feedparser has to read the document.
    """

    names: Mapping[str, str]
    """What feedparser calls each tag."""
    methods: Mapping[str, Method | None]
    """What each tag does to an entry."""
    atom: bool
    """feedparser takes the document for Atom, whose plain text is plain."""
    bases: bool
    """Some element may say what its relative addresses start from."""

    def based(self, element: Element, base: str) -> str:
        """Return the address that relative ones in *element* start from."""
        if not self.bases:
            return base
        given = element.get(f"{_XML}base") or element.get("base")
        return joined(base, given) if given else base

    def link(self, element: Element, base: str) -> str | None:
        """Return the address that a link element gives its feed or entry, or None."""
        if len(element):
            raise UnsureError("elements in a link")
        if self.bases:
            base = self.based(element, base)
        if not element.attrib:
            return _link_text(element, base)
        given = {name.lower(): value for name, value in element.attrib.items()}
        href = given.get("url", given.get("uri")) or given.get("href")
        if href is None:
            return _link_text(element, base)
        kind = given.get("type", "text/html").lower()
        if given.get("rel", "alternate").lower() != "alternate" or kind not in _HTML:
            return None
        return joined(base, href)

    def content(self, element: Element, default: str) -> RawText:
        """Return the text of an element whose ``type`` says what it holds."""
        kind = default
        if element.attrib:
            kind = element.get("type", default).lower() or default
            if element.get("mode") == "base64" or not (kind in _HTML or kind in _PLAIN):
                raise UnsureError(f"content of type {kind}")
        if len(element):
            if kind not in _XHTML:
                raise UnsureError(f"elements in {kind}")
            return RawText(_markup(element), html=True)
        value = (element.text or "").strip()
        if kind in _PLAIN:
            return RawText(value, html=not self.atom and looks_like_html(value))
        return RawText(value, html=kind not in _XHTML)

    def harmless(self, element: Element, allowed: frozenset[str] = frozenset()) -> None:
        """Make sure that feedparser would not act on anything inside an element.

        Raises:
            UnsureError: it would.
        """
        for part in element.iter():
            name = self.names[part.tag]
            if part is not element and name in _ACTING and name not in allowed:
                raise UnsureError(f"{name} in {element.tag}")


def entry(element: Element, base: str, context: Context) -> RawEntry:
    """Read an entry.

    Args:
        element: the <item> or <entry>.
        base: the address that its links start from.
        context: what is known of its document.

    Raises:
        UnsureError: feedparser has to read the document.
    """
    if "lastmod" in element.attrib or "href" in element.attrib:
        raise UnsureError("an entry of CDF")
    raw = RawEntry(key=element.get(_ABOUT, ""), language=language(element))
    reading = _Entry(context, context.based(element, base), raw)
    for child in element:
        act = context.methods[child.tag]
        if act:
            act(reading, child)
        elif len(child):
            context.harmless(child)
    return reading.done()


def method(name: str) -> Method | None:
    """Return what elements of a name do to an entry; None: nothing."""
    return _METHODS.get(name) or (_Entry.unknown if name in _ACTING else None)


def language(element: Element) -> str:
    """Return the ``xml:lang`` of an element, or ""."""
    return element.get(f"{_XML}lang", "")


class _Entry:
    """What has been read of an entry so far, and how the next element changes it."""

    __slots__ = (
        *("context", "base", "raw", "content_seen", "title_open", "summary_is_content"),
        *("caption", "notes", "media_title"),
    )

    def __init__(self, context: Context, base: str, raw: RawEntry) -> None:
        self.context = context
        self.base = base
        self.raw = raw
        self.content_seen = False
        self.title_open = False
        self.summary_is_content = False
        self.caption: RawText | None = None
        self.notes: RawText | None = None
        self.media_title: RawText | None = None

    def done(self) -> RawEntry:
        raw = self.raw
        if self.notes and self.notes.value and (raw.summary is None or self.summary_is_content):
            raw.summary = self.notes
        elif raw.summary is None:
            raw.summary = self.caption
        if self.media_title and not (raw.title and raw.title.value):
            raw.title = self.media_title
        return raw

    def title(self, element: Element) -> None:
        if self.raw.title is None or not self.raw.title.value:
            self.raw.title = self.context.content(element, "text")
        elif self.title_open:
            raise UnsureError("a second title after a source or picture")

    def link(self, element: Element) -> None:
        link = self.context.link(element, self.base)
        if link is not None:
            self.raw.link = link

    def guid(self, element: Element) -> None:
        value = _text(element)
        given = {name.lower(): value for name, value in element.items()} if element.attrib else {}
        is_link = given.get("ispermalink", "true") == "true"
        if is_link and value:
            value = joined(self.context.based(element, self.base), value)
        self.raw.key = value
        if is_link and self.raw.link is None:
            self.raw.link = value

    def description(self, element: Element) -> None:
        self._summary(self.context.content(element, "text/html"))

    def summary(self, element: Element) -> None:
        self._summary(self.context.content(element, "text"))

    def abstract(self, element: Element) -> None:
        self.raw.summary = self.context.content(element, "text")
        self.summary_is_content = False

    def _summary(self, text: RawText) -> None:
        if self.raw.summary is not None and not self.content_seen:
            self._content(text)
        else:
            self.raw.summary = text
            self.summary_is_content = False

    def content(self, element: Element) -> None:
        self._content(self.context.content(element, "text"))

    def encoded(self, element: Element) -> None:
        self._content(self.context.content(element, "text/html"))

    def _content(self, text: RawText) -> None:
        self.content_seen = True
        self._body(text)

    def body(self, element: Element) -> None:
        self._body(self.context.content(element, "xhtml"))

    def _body(self, text: RawText) -> None:
        self.raw.contents.append(text)
        if self.raw.summary is None:
            self.raw.summary = text
            self.summary_is_content = True

    def published(self, element: Element) -> None:
        self.raw.published = times.read(_text(element))

    def updated(self, element: Element) -> None:
        self.raw.updated = times.read(_text(element))

    def author(self, element: Element) -> None:
        if len(element):
            self.context.harmless(element, frozenset({"title"}))
        names = (
            part for part in element if self.context.names[part.tag] in {"name", "itunes_name"}
        )
        self.raw.author = self.raw.author or (next(names, element).text or "").strip()

    def language(self, element: Element) -> None:
        self.raw.language = _text(element)

    def podcast_notes(self, element: Element) -> None:
        notes = self.context.content(element, "text")
        self.notes = self.notes if self.notes and self.notes.value else notes

    def podcast_subtitle(self, element: Element) -> None:
        _text(element)

    def media(self, element: Element) -> None:
        """Read media:group, media:content, media:title or media:description."""
        for part in element.iter():
            name = self.context.names[part.tag]
            if name == "media_title":
                title = self.context.content(part, "text")
                self.media_title = title if title.value else self.media_title
            elif name == "media_description":
                caption = self.context.content(part, "text/html")
                self.caption = self.caption if self.caption and self.caption.value else caption
            elif name in _ACTING:
                raise UnsureError(f"{name} in media")

    def source(self, element: Element) -> None:
        """Pass over what the entry was taken from."""
        self.title_open = True
        self.context.harmless(element, _OF_SOURCES)

    def image(self, element: Element) -> None:
        """Pass over a picture, unless its title could be taken for the entry's."""
        self.title_open = True
        self.context.harmless(element, frozenset({"title"}))
        titled = any(self.context.names[part.tag] == "title" for part in element.iter())
        if titled and not (self.raw.title and self.raw.title.value):
            raise UnsureError("the title of a picture")

    def contributor(self, element: Element) -> None:
        self.context.harmless(element)

    def unknown(self, element: Element) -> None:
        raise UnsureError(f"{element.tag} in an entry")


Method = Callable[[_Entry, Element], None]

_METHODS: Mapping[str, Method] = {
    "title": _Entry.title,
    "dc_title": _Entry.title,
    "link": _Entry.link,
    "guid": _Entry.guid,
    "id": _Entry.guid,
    "description": _Entry.description,
    "dc_description": _Entry.description,
    "summary": _Entry.summary,
    "abstract": _Entry.abstract,
    "content": _Entry.content,
    "content_encoded": _Entry.encoded,
    "fullitem": _Entry.encoded,
    "body": _Entry.body,
    "xhtml_body": _Entry.body,
    "itunes_summary": _Entry.podcast_notes,
    "itunes_subtitle": _Entry.podcast_subtitle,
    "media_group": _Entry.media,
    "media_content": _Entry.media,
    "media_title": _Entry.media,
    "media_description": _Entry.media,
    "source": _Entry.source,
    "image": _Entry.image,
    "contributor": _Entry.contributor,
    "language": _Entry.language,
    "dc_language": _Entry.language,
    **dict.fromkeys(_PUBLISHED, _Entry.published),
    **dict.fromkeys(_UPDATED, _Entry.updated),
    **dict.fromkeys(_AUTHORS, _Entry.author),
}


def _text(element: Element) -> str:
    if len(element):
        raise UnsureError(f"elements in {element.tag}")
    return (element.text or "").strip()


_REFERENCE = re.compile("&([A-Za-z0-9_]+);")


def _link_text(element: Element, base: str) -> str:
    """Return the address in a link's text; an ampersand that was escaped twice is undone."""
    link = (element.text or "").strip()
    link = joined(base, link) if link else ""
    return _REFERENCE.sub(r"&\1", link.replace("&amp;", "&")) if "&" in link else link


def _markup(element: Element) -> str:
    """Write what is inside an element as HTML."""
    parts = [escape(element.text or "", quote=False)]
    inside = [iter(element)]
    ends: list[str] = []
    while inside:
        child = next(inside[-1], None)
        if child is not None:
            name = child.tag.rpartition("}")[2]
            given = "".join(
                f' {key.rpartition("}")[2]}="{escape(value)}"' for key, value in child.items()
            )
            parts.append(f"<{name}{given}>{escape(child.text or '', quote=False)}")
            ends.append(f"</{name}>{escape(child.tail or '', quote=False)}")
            inside.append(iter(child))
        else:
            inside.pop()
            parts += ends[-1:]
            del ends[-1:]
    return "".join(parts)
