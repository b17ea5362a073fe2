"""Makes text from outside fit to be printed: one line, no markup, nothing that steers a terminal.

What comes from a feed may hold escape sequences, bidi overrides, invisible characters or piles of
accents. Whatever is stored has been through ``clean``; whatever is printed goes through it again.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

# What str.isprintable() lets through although it cannot be seen, and what piles up.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0730-\u074a\u0816-\u082d\u08d3-\u08ff\u0f71-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
_BLANKS = "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
_SUSPECT = re.compile(f"[{_MARKS}{_BLANKS}\ufffc\U000e0000-\U000e0fff]")

# Letters and punctuation that are in NFC and hide nothing: nearly all that Latin texts have beyond Latin-1.
_WESTERN = re.compile("[ -\u02ff\u2010-\u2027\u2030-\u205e\u20ac\u2122]*+")
# What is wanted or not by what stands beside it.
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f\U0001f3f4]")

# Windows characters that were labelled Latin-1: what browsers make of them (WHATWG Encoding).
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


def clean(text: str) -> str:
    """Return *text* as one line in NFC that is safe to print.

    Controls, surrogates, noncharacters, bidi controls and invisible format characters are gone (those
    inside an emoji sequence stay), C1 controls are read as Windows-1252, runs of white space are one
    space, and at most eight accents stand on one letter. Cleaning twice changes nothing.
    """
    if "\x85" in text:  # for Python it is white space
        text = text.replace("\x85", "…")
    line = " ".join(text.split())
    if line.isprintable():
        if _is_latin(line) or _WESTERN.fullmatch(line):
            return line
        if not _SUSPECT.search(line):
            return unicodedata.normalize("NFC", line)
    hidden, unwanted, pile = _strainers()
    text = text.translate(_WINDOWS)
    text = unwanted.sub(r"\1", text) if _JOINERS.search(text) else hidden.sub("", text)
    text = pile.sub(r"\1", text)
    text = pile.sub(r"\1", unicodedata.normalize("NFC", text))
    return " ".join(text.replace("\u2800", " ").split())


def _is_latin(text: str) -> bool:
    """Tell whether a text has letters of Latin-1 only, which are in NFC and hide nothing."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _strainers() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds characters that are never wanted, all unwanted ones, and piles of accents.

    The second finds, as group 1, wanted ones too, and takes ten times as long as the first: it is for
    texts with ``_JOINERS``. All are slow to compile, and few texts need them.
    """
    # What may take a variation selector or be joined to another (UTS 51, roughly).
    emoji = (
        "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a-\u2328\u23cf-\u23ff"
        "\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
    )
    # The flags of England, Scotland and Wales are the only tag sequences in use.
    flag = "\U0001f3f4\U000e0067\U000e0062(?:{})\U000e007f".format(
        "|".join(
            "".join(chr(0xE0000 + ord(letter)) for letter in land) for land in ("eng", "sct", "wls")
        )
    )
    noncharacters = "".join(
        chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17)
    )
    hidden = (
        "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891"
        "\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e"
        "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc"
        "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
        f"\U000e0000-\U000e0fff{noncharacters}]"
    )
    unwanted = (
        f"({flag})|{hidden}"
        f"|(?<![{emoji}])(?<![{emoji}]\ufe0f)\u200d|\u200d(?![{emoji}])"
        f"|(?<![{emoji}])(?<![#*0-9](?=.\u20e3))[\ufe0e\ufe0f]"
    )
    # Zalgo: no script piles up more than a handful. NFC takes quadratic time on long piles.
    pile = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
    return re.compile(hidden), re.compile(unwanted), pile


# int() refuses more than 4,300 digits; no character has more than seven.
_ENDLESS_REFERENCE = re.compile(r"&#[0-9]{8,};?")


def unescaped(text: str) -> str:
    """Return a text of HTML without tags as it is read: "&amp;" is "&". Not cleaned yet."""
    return html.unescape(_ENDLESS_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def from_html(markup: str) -> str:
    """Return the text of a piece of HTML, cleaned: no tags, no entities, no scripts or styles.

    Elements that break a line leave a space, those within one leave nothing.
    """
    if "<" in markup:
        parts = _tags()[1].split(_shown(markup))
        parts[1::2] = map(_gap, parts[1::2])
        markup = "".join(parts)
    return clean(unescaped(markup))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """Where an element begins or ends."""

    name: str
    """In lower case; "/" stands before it where the element ends."""
    inside: str
    """What is written between the name and the end of the tag."""

    @property
    def attributes(self) -> dict[str, str]:
        """Those that have a value, by their names in lower case."""
        return {
            name.lower(): unescaped(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(self.inside)
        }

    @property
    def gap(self) -> str:
        """What it leaves between words."""
        return _gap(self.name.removeprefix("/"))


def pieces(markup: str) -> Iterator[str | Tag]:
    """Yield the text of a piece of HTML, not cleaned yet, and its tags, as they come.

    Like ``from_html`` it takes one pass whatever the markup.
    """
    place, markup = 0, _shown(markup) if "<" in markup else markup
    for found in _tags()[2].finditer(markup):
        yield unescaped(markup[place : found.start()])
        yield Tag(name=found[1].lower(), inside=found[2])
        place = found.end()
    yield unescaped(markup[place:])


def _shown(markup: str) -> str:
    """Return HTML without comments, scripts and styles."""
    return _tags()[0].sub(" ", markup).replace("]]>", "")


# fmt: off
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})
# fmt: on
"""Elements within a line: their tags do not part words."""


@lru_cache(maxsize=1024)
def _gap(name: str) -> str:
    """Return what the tags of an element leave."""
    return "" if name.lower() in _INLINE else " "


@cache
def _tags() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds the parts that are not shown, tags by their name, and tags in two parts.

    As HTML tokenizes them: quotes count only after "=", and the end of the text ends everything.
    Possessive throughout, so that a hostile text costs one pass; by a letter or two most tags are
    known to be shown.
    """
    hidden = (
        r"<(?=(?-i:[!?]|[aA][pP]|[sS](?:[cC]|[tT][yY])|[tT][eE]))(?:!--(?:-?>|.*?(?:--!?>|\Z))"
        r"|(script|style|applet|template)(?=[\s/>])[^>]*+(?:>.*?(?:</\1(?=[\s/>])[^>]*+>?|\Z)|\Z)"
        r"|!\[CDATA\[|(?:!(?:DOCTYPE\b|\[)|\?)[^>]*+(?:>|\Z))"
    )
    inside, end = r"""[^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+""", r"(?:>|\Z)"
    return (
        re.compile(hidden, re.DOTALL | re.IGNORECASE),
        re.compile(rf"</?([a-zA-Z][^\s/>]*+){inside}{end}"),
        re.compile(rf"<(/?[a-zA-Z][^\s/>]*+)({inside}){end}"),
    )


_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])([a-zA-Z][\w:-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))"""
)


_JOINED = re.compile(f"[{_MARKS}\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


_LOGIN = re.compile(
    r"\A((?:[A-Za-z][\w+.-]*://)?+)(?![\w-]+(?:\.[\w-]+)+/[^:@]*@[^@]*\Z).*@", re.DOTALL
)
_ENDING = re.compile(r"(.*\S)\s+(?:[-–—|·•»]|::|//)\s+(\S.*)")
_OF_OUTLETS = ("", "online", "magazin", "magazine", "news", "blog", "de", "com")


def without_outlet(title: str, outlet: str) -> str:
    """Return a clean headline without the outlet's name behind its last dash or bar.

    The name may have "Online" or the like behind it; a headline that is nothing else stays.
    """
    found = _ENDING.fullmatch(title)
    name = _letters(outlet)
    if not found or not name:
        return title
    ending = _letters(found[2])
    return found[1] if ending in {f"{name}{more}" for more in _OF_OUTLETS} else title


# "The post TITLE appeared first on BLOG.", which Yoast SEO adds to every excerpt.
# https://developer.yoast.com/features/alternate-formats/rss-feeds/
_FOOTER_BEGINS = ("The post ", "Der Beitrag ")
_FOOTER_ENDS = (" appeared first on ", " first appeared on ", " erschien zuerst auf ")


def without_footer(summary: str, title: str) -> str:
    """Return a clean summary without what WordPress sets under it: that makes all its blogs tell the same."""
    excerpt, found, rest = summary.rpartition(title) if title else ("", "", summary)
    begun = next(filter(excerpt.endswith, _FOOTER_BEGINS), "")
    if not (found and begun and rest.startswith(_FOOTER_ENDS)):
        return summary
    return excerpt.removesuffix(begun).rstrip()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def without_login(address: str) -> str:
    """Return an address as a message may show it: without all that could be user and password.

    Those may hold any sign, so all before the last @ goes, unless that stands in the path of a host
    with a name, as in ``https://medium.com/@name``.
    """
    return _LOGIN.sub(r"\1", address)


def counted(count: int, noun: str) -> str:
    """Return so many of a thing in English: "1 item", "2 items"."""
    return f"{count} {noun}{'s' * (count != 1)}"


def shorten(text: str, length: int) -> str:
    """Return *text*, or its first words with "…" when it has more than *length* characters.

    The result is never longer than *length*; a single long word is cut, but no emoji or accented
    letter.
    """
    if len(text) <= length:
        return text
    cut = max(length - 1, 0)
    start = text[: cut + 1].rpartition(" ")[0].rstrip(" ,;:.–—-…")
    if len(start) < length // 2:
        while cut and (_JOINED.match(text[cut]) or text[cut - 1] == "\u200d"):
            cut -= 1
        start = text[:cut].rstrip()
    return f"{start}…" if length > 0 else ""
