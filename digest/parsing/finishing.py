"""Makes entries of what a document says: text of HTML, clean lines, whole addresses, folded words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from digest import text, urls, words
from digest.parsing.entries import Entry
from digest.parsing.raw import ELEMENTS, RawEntry, RawText, joined, mended

LONGEST_SUMMARY = 10_000
"""Characters; a feed that gives whole articles gives more than any rule needs."""
LONGEST_TEXT = 50_000
"""Characters of a whole article that rules look at."""
_LONGEST_TITLE = 1_000
_LONGEST_AUTHOR = 200
_LONGEST_KEY = 200
_LONGEST_MARKUP = 1_000_000
_MADE_TITLE = 100
_MOST_LINKS = 4
"""So many show that an entry is a round-up (``stories.bonds``), whose links are not looked at."""
_MOST_HREFS = 20
_UNTITLED = "untitled"

_HREF = re.compile(r"""href\s*=\s*["']?\s*(https?://[^"'<>\s]+)""")
_ADDRESS = re.compile(r"https?://|/", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?:[-_]|\s*\Z)")
_TAG = re.compile(r"</?([A-Za-z][\w:-]*)")
_ENTITY = re.compile(r"&(?:#\w+|[A-Za-z]\w*);")
# fmt: off
_ELEMENTS = ELEMENTS | {
    "applet", "base", "basefont", "bdi", "bdo", "blink", "body", "data", "embed", "frame",
    "frameset", "head", "hgroup", "html", "iframe", "link", "main", "mark", "marquee", "math",
    "meta", "nobr", "noembed", "noframes", "object", "param", "picture", "rp", "rt", "ruby",
    "script", "slot", "style", "summary", "svg", "template", "title", "track", "wbr",
}
# fmt: on
# RSS: "lawyer@boyer.net (Lawyer Boyer)", or the same the other way round.
_NAMED = re.compile(r"\s*\S+@\S+\s*\(([^()]+)\)\s*|\s*([^()<>]+?)\s*[(<]\S+@\S+[)>]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What the entries of a document take from it."""

    title: str = ""
    """Its name, for entries that say nothing of themselves."""
    base: str = ""
    """The address that relative links start from."""
    language: str = ""
    """Two letters, or empty."""
    since: datetime | None = None
    """Of what is older nobody will compare words and links; see ``Parser.parse``."""
    whole: bool = False
    """What an entry holds beyond its summary is wanted, too."""


def finished(raw: RawEntry, feed: Feed) -> Entry | None:
    """Return the entry that a document holds, or None when there is nothing at all in it."""
    when = raw.published or raw.updated
    old = feed.since is not None and when is not None and when < feed.since
    summary = plain(raw.summary)[:LONGEST_SUMMARY] if raw.summary else ""
    link = urls.printable(joined(feed.base, given)) if (given := _link(raw)) else ""
    key = text.clean(_key(raw, feed.base))
    title = _title(raw, summary) or link or key[:_LONGEST_KEY]
    if not (title or when or _markup(raw)):
        return None
    title = title or feed.title or _UNTITLED
    page = urls.canonical(link) if link else ""
    return Entry(
        key=_short(key or link or _hash(title, str(when or summary or _markup(raw)))),
        link=link,
        page=page,
        title=title,
        summary=summary,
        author=_author(raw.author) if raw.author else "",
        language=two_letters(raw.language) or feed.language,
        links=() if old else _outbound(raw, page),
        published=when,
        folded="" if old else _folded(raw, title, summary),
        whole=_whole(raw, summary) if feed.whole and not old else None,
    )


def _folded(raw: RawEntry, title: str, summary: str) -> str:
    told = summary or _article(raw)[:LONGEST_SUMMARY]
    return words.folded(title, text.without_footer(told, title))


def _whole(raw: RawEntry, summary: str) -> str:
    """Return, folded, the texts of an entry that are not its summary."""
    texts = [part for part in map(plain, raw.contents) if part != summary]
    return words.folded(" ".join(texts)[:LONGEST_TEXT]).rstrip("\n")


def plain(raw: RawText) -> str:
    """Return what a person reads of a text."""
    value = mended(raw.value[:_LONGEST_MARKUP])
    return text.from_html(value) if raw.html and _is_markup(value) else text.clean(value)


def two_letters(language: str) -> str:
    """Return the code of a language in two letters ("de" for "de-AT"), or ""."""
    found = _LANGUAGE.match(language)
    return found[1].lower() if found else ""


def _is_markup(value: str) -> bool:
    """Tell whether a text has a tag of HTML or an entity.

    Bluesky's descriptions are plain text where others have HTML: "the <word> here" is a word.
    """
    if "<" not in value:
        return "&" in value
    if "</" in value or "<br" in value or "<!" in value or _ENTITY.search(value):
        return True
    names = {name.lower() for name in _TAG.findall(value)}
    return not names.isdisjoint(_ELEMENTS) or any(":" in name or "-" in name for name in names)


def _markup(raw: RawEntry) -> str:
    return "".join(part.value for part in (raw.title, raw.summary, *raw.contents) if part)


def _key(raw: RawEntry, base: str) -> str:
    """Return the key; one that is the path of its page is made whole, as its link is."""
    key = mended(raw.key)
    return joined(base, key) if key.startswith("/") and raw.link == raw.key else key


def _link(raw: RawEntry) -> str:
    """Return the link; a key that happens to count as one has to look like one."""
    link = mended(raw.link or "").strip()
    return "" if raw.link == raw.key and not _ADDRESS.match(link) else link


def _title(raw: RawEntry, summary: str) -> str:
    title = plain(raw.title) if raw.title else ""
    if title:
        return text.shorten(title, _LONGEST_TITLE)
    return text.shorten(summary or _article(raw), _MADE_TITLE)


def _article(raw: RawEntry) -> str:
    """Return what an entry holds beside its summary, which some feeds leave empty."""
    return next(filter(None, map(plain, raw.contents)), "")


def _author(author: str) -> str:
    author = mended(author[: 4 * _LONGEST_AUTHOR])
    named = _NAMED.fullmatch(author) if "@" in author else None
    return text.clean((named[1] or named[2]) if named else author)[:_LONGEST_AUTHOR].rstrip()


def _short(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else _hash(key)


def _hash(*parts: str) -> str:
    from hashlib import sha256  # 4 MB of OpenSSL that few feeds need

    return "sha256:" + sha256("\n".join(parts).encode()).hexdigest()


def _outbound(raw: RawEntry, page: str) -> tuple[str, ...]:
    """Return the first pages that the texts of an entry point at."""
    pages: dict[str, None] = {}
    for link in islice(_hrefs(raw), _MOST_HREFS):
        found = urls.canonical(link)
        if found and found != page:
            pages[found] = None
            if len(pages) == _MOST_LINKS:
                break
    return tuple(pages)


def _hrefs(raw: RawEntry) -> Iterator[str]:
    """Yield the addresses that the texts of an entry point at, each once."""
    known = dict.fromkeys(raw.links)
    yield from known
    for part in (raw.summary, *raw.contents):
        if part and part.html and "href" in part.value:
            for found in _HREF.finditer(part.value[:_LONGEST_MARKUP]):
                if found[1] not in known:
                    known[found[1]] = None
                    yield found[1]
