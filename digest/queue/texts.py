"""Makes the text of a post from a printed story: headline, who has it, link.

Nothing of the article but its headline is used (German publishers' rights), and the headline gives
way when it is too long, never by half a character. The link stays whole, or is left out when it would
fill the post by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from digest import twittertext
from digest.errors import PostError
from digest.model import Edition, Item, Queue, Story
from digest.queue.drafts import Draft
from digest.queue.harmless import harmless, leads_to_post, mentioned, one_cashtag
from digest.queue.measures import graphemes, measure
from digest.text import clean, shorten
from digest.urls import host, printable

TEMPLATE = "{comment}\n{headline} ({outlet})\n{tags}\n{link}"
"""A line of which nothing is left is left out, and so are empty parentheses."""
FIELDS = ("comment", "headline", "outlet", "tags", "link")
"""What a template may hold."""
_LONGEST = 1000
"""Characters of a headline that are looked at."""
_OUTLET = 40
_LONG_LINK = 140
"""What a link may count: half a post on X, which counts in full those to a domain it does not know."""
_SHORTEN = "shorten your own words in templates: of feeds.yaml"
_PLAIN = "!*';:=+,./%#[]-_~@|&()?"
"""What X takes for a part of a link, beside letters and digits; not $, which may begin a cashtag."""
_ACCOUNT = r"@\w(?:[\w.-]*\w)?(?:@\w(?:[\w.-]*\w)?)?"
_CREDIT = re.compile(
    rf"(?<=\S)\s+\(?via(?:(?:\s*,|\s+and|\s+und|\s*&)?\s+{_ACCOUNT})+\)?[.\s]*\Z", re.IGNORECASE
)
"""What some outlets put behind every headline: its own account and its author's."""
_CREDITED = re.compile(_ACCOUNT)
_SEPARATORS = " ,;:|–—-"
"""What stands between a headline and such a credit."""
_CUT_LINK = re.compile(r"https?://\S*\Z", re.IGNORECASE)
_FIELD = re.compile("{(" + "|".join(FIELDS) + ")}")


def draft(edition: Edition, story: Story, network: str, queue: Queue, comment: str = "") -> Draft:
    """Return the draft of a printed story for a network, not yet stored.

    Raises:
        PostError: template and comment leave no room for the headline.
    """
    url = link(story)
    short = measure(network, queue.room).length(url) <= _LONG_LINK
    shown = url if queue.links == "always" and short else ""
    return Draft(
        network=network,
        text=_text(edition, story, network, queue, clean(comment), shown),
        url=url,
        card=network == "bluesky" and queue.links == "always" and bool(url),
        story=story.lasting_id,
        items=tuple(item.id for item in story.items if item.id),
        edition=edition.number,
        paper=edition.name,
        section=story.section,
        must_see=bool(story.must_see),
        comment=clean(comment),
    )


def link(story: Story) -> str:
    """Return the address a post of the story leads to; never that of a post on X; or ""."""
    for item in story.items:
        for url in _addresses(item):
            if url and not leads_to_post(url):
                return _whole(url)
    return ""


def _addresses(item: Item) -> Iterator[str]:
    """Yield the page that a post passes on before the post itself."""
    if item.share:
        yield printable(item.share.link)
    yield printable(item.url)


def _whole(url: str) -> str:
    """Return the address with everything percent-encoded at which X would end it."""
    url = "".join(_plain(sign) for sign in url)
    if not _is_whole(url):
        url = "".join(f"%{ord(sign):02X}" if sign in "()[]|!*';" else sign for sign in url)
    if not _is_whole(url):
        url = f"{url[:-1]}%{ord(url[-1]):02X}"
    return url


def _is_whole(url: str) -> bool:
    """Tell whether X sees all of an address as one link, or none at all (an unknown domain)."""
    return twittertext.links(url) in {((0, len(url)),), ()}


def _plain(sign: str) -> str:
    return sign if sign.isascii() and (sign.isalnum() or sign in _PLAIN) else quote(sign, safe="")


def _text(
    edition: Edition, story: Story, network: str, queue: Queue, comment: str, url: str
) -> str:
    headline = harmless(_uncredited(_headline(story.lead), queue), network, queue.allow)
    outlet = harmless(_outlet(edition, story.lead), network, queue.allow)
    parts = {
        "comment": comment,
        "headline": headline,
        "outlet": "" if _names(headline, outlet) else outlet,
        "tags": " ".join(queue.hashtags.get(story.section, ())),
        "link": "" if network == "bluesky" else url,
    }
    template = _template(queue, network, story.section)
    for name, words in parts.items():
        if mentioned(f"@{words}", network, queue.allow):
            template = template.replace(f"@{{{name}}}", f"{{{name}}}")
    return _fitted(template, parts, network, queue)


def _names(headline: str, outlet: str) -> bool:
    """Tell whether a headline holds the outlet's name as words: »gestern« does not name the »Stern«."""
    words = rf"(?<!\w){re.escape(outlet.casefold())}(?!\w)"
    return re.search(words, headline.casefold()) is not None


def _template(queue: Queue, network: str, section: str) -> str:
    """Return the template for network and section, for the section, for the network, or the default."""
    for name in (f"{network}/{section}", section, network):
        if name in queue.templates:
            return queue.templates[name]
    return TEMPLATE


def _headline(item: Item) -> str:
    title = clean(item.title) or clean(item.share.words if item.share else "")
    return shorten(title or clean(item.summary), _LONGEST)


def _uncredited(headline: str, queue: Queue) -> str:
    """Return a headline without "via @outlet, @author" at its end, unless one of them may be mentioned.

    Without their @ the handles name nobody, and who has it is said anyhow.
    """
    credit = _CREDIT.search(headline)
    if not credit or not {found.lower() for found in _CREDITED.findall(credit[0])}.isdisjoint(
        queue.allow
    ):
        return headline
    return headline[: credit.start()].rstrip(_SEPARATORS) or headline


def _outlet(edition: Edition, item: Item) -> str:
    """Return who has it as text: who said it first, the account, the outlet, or its host.

    A list or a hashtag that a post came by has said nothing.
    """
    if item.share:
        return shorten(clean(item.share.first or edition.account(item)), _OUTLET)
    label = clean(edition.sources.get(item.source) or item.source.partition(":")[2])
    return shorten(host(label) or label, _OUTLET)


def _fitted(template: str, parts: Mapping[str, str], network: str, queue: Queue) -> str:
    """Return the filled template with as many words of the headline as there is room for.

    What a cut leaves of a handle or a word may be another account, or a domain: it is made harmless again.
    """
    counted, signs = measure(network, queue.room), list(graphemes(parts["headline"]))
    if counted.fits(_filled(template, parts)):
        return _filled(template, parts)
    low, high = 0, len(signs)
    while high - low > 1:
        middle = (low + high) // 2
        if counted.fits(_filled(template, {**parts, "headline": _cut(signs, middle)})):
            low = middle
        else:
            high = middle
    for most in range(low, 0, -1):
        headline = harmless(_cut(signs, most), network, queue.allow)
        filled = _filled(template, {**parts, "headline": headline})
        if counted.fits(filled):
            return filled
    if parts["tags"]:
        return _fitted(template, {**parts, "tags": ""}, network, queue)
    if parts["outlet"]:
        return _fitted(template, {**parts, "outlet": ""}, network, queue)
    raise PostError("queue: there is no room for the headline", hint=_SHORTEN)


def _cut(signs: list[str], most: int) -> str:
    """Return at most so many characters, cut at a word where there is one, and a "…".

    A link that is cut would lead elsewhere, so it gives way as a whole unless nothing else is there.
    """
    text = "".join(signs[:most])
    if signs[most : most + 1] not in ([], [" "]):
        text = _CUT_LINK.sub("", text) or text
    whole, blank, _ = text.rpartition(" ")
    if most < len(signs) and signs[most] != " " and blank and len(whole) >= len(text) // 2:
        text = whole
    return text.rstrip(" ,;:.–—-…(") + "…"


def _filled(template: str, parts: Mapping[str, str]) -> str:
    left = _FIELD.sub(lambda found: found[0] if parts[found[1]] else "", template)
    filled = _FIELD.sub(lambda found: parts[found[1]], left.replace("()", ""))
    lines = (" ".join(line.split()) for line in filled.split("\n"))
    return one_cashtag("\n".join(line for line in lines if line))
