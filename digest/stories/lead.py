"""The lead: which item of a story is shown, and how many voices really tell it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from digest.model import Item, Source, Story
from digest.stems import terms

# fmt: off
_AGENCIES = frozenset({
    "dpa", "apa", "afp", "ap", "reuters", "sda", "kna", "epd", "sid", "pti", "ani", "efe", "ansa",
    "xinhua",
})
# fmt: on
_NAMED_AGENCIES = ("associated press", "agence france-presse")
_WORD = re.compile(r"\w+")
_PAID = re.compile(
    r"\A\W*(?:[SFZ]\s?\+|(?:SZ|FAZ|heise|SPIEGEL|Tsp|WELT|BILD|t3n|NZZ|KURIER)\s?(?:\+|Plus))"
    r"|[\[(](?:[SFZ]\+|paid|plus|premium|abo|subscribers? only|paywall|\$)[\])]",
    re.IGNORECASE,
)
_PAID_PLACE = re.compile(
    r"[/.](?:plus|premium|paid|abo|subscriber|bezahlartikel|heiseplus|bildplus)[./]|/plus\d|\+\.html"
    r"|[?&](?:reduced=true|paywall=|premium=)",
    re.IGNORECASE,
)
_PAID_SIGNS = ("plus", "premium", "paid", "abo", "subscriber", "bezahl", "+", "reduced", "paywall")
_BAIT = [
    "you won't believe",
    "you won’t believe",
    "what happened next",
    "what happens next",
    "this is why",
    "here's why",
    "here’s why",
    "here's what",
    "here’s what",
    "here's how",
    "here’s how",
    "the reason is",
    "das steckt dahinter",
    "das steckt hinter",
    "darum ",
    "so reagier",
    "dieser trick",
    "dieser grund",
    "dieses detail",
    "das müssen sie",
    "das musst du",
    "nicht glauben",
    "was dann passiert",
    "was dann geschah",
    "schock",
    "unfassbar",
    "jetzt ist klar",
    "!!",
]
"""What holds back what happened."""
_QUESTION = re.compile(r"\?[\"'»“”’]?(?:\s[-–—|]\s.{1,20})?\Z")
"""A question, even with "| Explained" behind it."""
_LIVE = re.compile(
    r"\A\W*live\b\W*[:|–—-]|\blive:|[-–—]\s[\w\s]{,30}\blive\W*\Z|\b(?:live|news)[-\s]?(?:blog|ticker)\b"
    r"|[^\W\d_]-?ticker\s?:",
    re.IGNORECASE,
)
"""A page that tells something else by noon."""
_SOON_OTHERWISE = ("live", "blog", "ticker")
_AD = re.compile(
    r"\A\W*(?:anzeige|advertorial|sponsored|werbung)\W*[\]):|–—-]|[\[(](?:anzeige|sponsored|werbung)[\])]\W*\Z"
)
_AD_SIGNS = ("anzeige", "advertorial", "sponsored", "werbung")
_SHORT = 20
"""A headline of fewer letters can hardly say what happened."""
_SAME = 0.75
"""The share of words from which on two texts are one."""
_ENOUGH = 8
_LITTLE = 0.4
"""The share of what the headline in the middle shares with others from which on one is no stranger."""
_GRAVE = 2
"""So many of the flaws let one lead that tells another side."""
_MUCH = 0.6
"""The share from which on a headline tells what the story is about."""
# fmt: off
_ANYBODY = frozenset({
    "bsky.app", "dev.to", "docs.google.com", "example.com", "example.net", "example.org",
    "facebook.com", "flipboard.com", "github.com", "gitlab.com", "instagram.com", "linkedin.com",
    "medium.com", "msn.com", "news.google.com", "news.yahoo.com", "note.com", "pinterest.com",
    "reddit.com", "sites.google.com", "soundcloud.com", "substack.com", "t.me", "threads.com",
    "threads.net", "tiktok.com", "tumblr.com", "twitter.com", "vimeo.com", "wordpress.com", "x.com",
    "yahoo.com", "youtu.be", "youtube.com",
})
# fmt: on
"""Hosts that many outlets publish on, or nobody (RFC 2606)."""
_NAMED_HOST = re.compile(r"\.[a-z][a-z0-9-]+\Z")
"""What has a name, and is no address in a network or a port of one."""
_BEGINNING = 250
"""So many letters tell the language of a text."""
# fmt: off
GERMAN = frozenset({
    "aus", "auf", "bei", "das", "dem", "den", "der", "des", "ein", "eine", "einem", "einen",
    "einer", "fuer", "gegen", "ist", "mit", "nach", "nicht", "sich", "sind", "ueber", "und",
    "vom", "von", "vor", "wegen", "werden", "wie", "wird", "zu", "zum", "zur",
})
_ENGLISH = frozenset({
    "after", "amid", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "how",
    "into", "is", "it", "its", "of", "on", "says", "that", "the", "their", "this", "to", "who",
    "why", "with",
})
# fmt: on
"""Small words that only one of the two languages has."""
_Texts = tuple[str, set[str]]
"""A headline, and the words of a summary."""
_SILENT: _Texts = ("", set())
"""A post often repeats the headline that it points at, and is a vote all the same."""


def led(items: Sequence[Item], sources: Mapping[str, Source], language: str) -> list[Item]:
    """Put the lead of a story first.

    Args:
        items: of one story, oldest first; of two that are as good the older one leads.
        sources: by ``Source.id``.
        language: of the paper; its items are preferred.

    Of those as trusted, one whose headline shares little with the others' does not lead.
    """
    standing = [_standing(item, sources.get(item.source), language) for item in items]
    least = min(standing)
    left = [item for item, its in zip(items, standing, strict=True) if its == least]
    aside: list[Item] = []
    if len(items) > 2 and len(left) > 1:
        left, aside = _central(left, items)
    lead = left[0] if len(left) == 1 else _least_flawed(left)
    if aside and any(_flaws(lead)[:_GRAVE]):
        lead = min([lead, *aside], key=lambda item: _flaws(item)[:_GRAVE])
    return [lead, *(item for item in items if item is not lead)]


def _standing(
    item: Item, source: Source | None, language: str
) -> tuple[bool, bool, bool, bool, float]:
    """Return what an item is put behind others for, whatever its headline says."""
    weight = source.weight if source else 1.0
    return (
        weight <= 0,
        item.share is not None,
        _is_ad(item),
        _is_foreign(item, language),
        -round(weight, 2),
    )


def _least_flawed(items: Sequence[Item]) -> Item:
    """Return the first of some items without a flaw, or else the first of those with the least grave ones."""
    found: list[tuple[bool, ...]] = []
    for item in items:
        flaws = _flaws(item)
        if not any(flaws):
            return item
        found.append(flaws)
    return items[found.index(min(found))]


def _central(items: Sequence[Item], story: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Find what tells the news of a story: its headline shares much with the others.

    Returns:
        Those, and what tells another side of it: less, but not as little as a stranger that the story
        may have got by mistake.
    """
    told = {id(item): stems_of(item) for item in story}
    times = Counter(chain.from_iterable(told.values()))
    mine = [told[id(item)] for item in items]
    shared = [sum(map(times.__getitem__, words)) - len(words) for words in mine]
    much, little = _MUCH * max(shared), _LITTLE * max(shared)
    both = list(zip(items, shared, strict=True))
    left = [item for item, its in both if its >= much]
    return left, [item for item, its in both if little <= its < much]


def stems_of(item: Item) -> list[str]:
    """Return the stems of a headline that are compared, each once."""
    return (item.terms or terms(item.folded)).partition("\n")[0].split()


def _flaws(item: Item) -> tuple[bool, ...]:
    return _is_paid(item), _is_bait(item), _is_wire(item)


def age(item: Item) -> tuple[object, ...]:
    """Return what items are put in order by: their time, and what decides a tie the same way each time."""
    return item.published, item.source, item.key, item.url, item.title, item.id


def _has(text: str, pieces: Iterable[str]) -> bool:
    """Say whether a text holds one of some pieces."""
    for piece in pieces:  # noqa: SIM110 - any() takes twice as long
        if piece in text:
            return True
    return False


def _is_ad(item: Item) -> bool:
    small = item.title.lower()
    return _has(small, _AD_SIGNS) and bool(_AD.search(small))


def _is_foreign(item: Item, language: str) -> bool:
    """Say whether an item is in another language.

    Its small words tell, and else its feed: of German items every fourth is said to be English.
    """
    words = item.folded[:_BEGINNING].split()
    german, english = len(GERMAN.intersection(words)), len(_ENGLISH.intersection(words))
    spoken = item.language
    if abs(german - english) > 1:
        spoken = "de" if german > english else "en"
    return bool(spoken) and spoken != language


def _is_paid(item: Item) -> bool:
    url = item.url.lower()
    if _has(url, _PAID_SIGNS) and _PAID_PLACE.search(item.url):
        return True
    return (
        "+" in item.title or "lus" in item.title or "[" in item.title or "(" in item.title
    ) and bool(_PAID.search(item.title))


def _is_bait(item: Item) -> bool:
    """Say whether a headline shouts, holds back what happened or will say something else soon."""
    title = item.title
    if len(title) < _SHORT or title.endswith(("...", "…")) or title.isupper():
        return True
    small = title.lower()
    if ("?" in small and _QUESTION.search(title)) or _has(small, _BAIT):
        return True
    return _has(small, _SOON_OTHERWISE) and bool(_LIVE.search(title))


def _is_wire(item: Item) -> bool:
    """Say whether an item names the agency that its text is from."""
    named = f"{item.author} {item.summary[:60]} {item.summary[-40:]}".lower()
    if len(named) < 3:
        return False
    return _has(named, _NAMED_AGENCIES) or not _AGENCIES.isdisjoint(_WORD.findall(named))


def voices(story: Story, sources: Mapping[str, Source]) -> tuple[tuple[Item, ...], ...]:
    """Group the items of a story by who really speaks.

    Sources of one owner, items of one address and copies of one wire text are one voice; so are the
    posts of one account, whatever source they came by. Who passes on a text has a voice of its own.

    Args:
        story: whose items are grouped.
        sources: by ``Source.id``.

    Returns:
        The voices, the one that spoke first leading, each with its items oldest first.
    """
    return tuple(tuple(group) for group in grouped(sorted(story.items, key=age), sources))


def grouped(items: Sequence[Item], sources: Mapping[str, Source]) -> list[list[Item]]:
    """Group items, oldest first, by voice."""
    groups: list[list[Item]] = []
    known: list[tuple[set[str], _Texts]] = []
    for item in items:
        marks = _marks(item, sources)
        texts = _texts(item) if item.share is None else _SILENT
        for group, (its_marks, its_texts) in zip(groups, known, strict=True):
            if not marks.isdisjoint(its_marks) or _copied(texts, its_texts):
                group.append(item)
                its_marks |= marks
                break
        else:
            groups.append([item])
            known.append((marks, texts))
    return groups


def is_copy(item: Item, others: Iterable[Item]) -> bool:
    """Say whether an item's text is nearly that of one of some others."""
    texts = _texts(item)
    return any(_copied(texts, _texts(other)) for other in others)


def _marks(item: Item, sources: Mapping[str, Source]) -> set[str]:
    """Return what makes items one voice: an owner or a site, and the page.

    A post's voice is its account's, which may be a source itself. Where feeds.yaml names no owner,
    an article speaks for its source and for the site it lies on, so that two feeds of one site are
    one voice.
    """
    voice = item.share.account if item.share else item.source
    source = sources.get(voice) or sources.get(item.source)
    if source and source.owner:
        return {source.owner, item.page or source.owner}
    site = "" if item.share else site_of(item.page)
    return {voice, site or voice, item.page or voice}


def site_of(page: str) -> str:
    """Return the host of a page where it says whose page it is, else ""."""
    host = page.partition("//")[2].partition("/")[0]
    return "" if host in _ANYBODY or not _NAMED_HOST.search(host) else host


def _texts(item: Item) -> _Texts:
    headline, _, summary = item.folded.partition("\n")
    return headline, set(summary.split())


def _copied(texts: _Texts, others: _Texts) -> bool:
    (headline, summary), (its_headline, its_summary) = texts, others
    if min(len(summary), len(its_summary)) >= _ENOUGH:
        return _same(summary, its_summary)
    return _same(set(headline.split()), set(its_headline.split()))


def _same(one: set[str], other: set[str]) -> bool:
    """Say whether two texts have nearly all words in common (Jaccard 1901)."""
    if len(one) > len(other):
        one, other = other, one
    if not one or len(one) < _SAME * len(other):
        return False
    both = len(one & other)
    return both >= _SAME * (len(one) + len(other) - both)
