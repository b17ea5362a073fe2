"""Posts in the paper, and its sources: who passed a story on, what reading it cost, who did not answer.

What an account says is its own, and short: it is printed with its name. Whose post it was first is
named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digest.model import Edition, Failure, Item, Spending, Story
from digest.outputs.parts import failures, outlet
from digest.outputs.wording import Wording
from digest.text import clean, shorten

WORDS = 280
"""Characters of what an account says; a whole post of the usual length."""
_NAMES = 3
_NAMED = 40
"""Sources without an answer that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What is said of posts and sources, in one language."""

    first: str
    spent: tuple[str, str]
    """For one and for any other number of things."""
    dollars: str
    month: str
    of: str
    used_up: str
    comma: str
    gaps: str


_PHRASES = {
    "de": Phrases(
        first="zuerst {name}",
        spent=("X: {cost} für {n} Post oder Konto", "X: {cost} für {n} Posts und Konten"),
        dollars="{amount} $",
        month="{month} in diesem Monat",
        of="{month} von {budget} in diesem Monat",
        used_up=": das Budget reicht nicht mehr",
        comma=",",
        gaps="Vielleicht nicht alles von {names}: öfter abrufen (digest fetch)",
    ),
    "en": Phrases(
        first="first {name}",
        spent=("X: {cost} for {n} post or account", "X: {cost} for {n} posts and accounts"),
        dollars="${amount}",
        month="{month} this month",
        of="{month} of {budget} this month",
        used_up=": the budget pays for no more",
        comma=".",
        gaps="Perhaps not all of {names}: fetch more often (digest fetch)",
    ),
}


def phrases(language: str) -> Phrases:
    """Return the phrases of a language, a code such as de or de-AT; English for any other."""
    return _PHRASES.get(language[:2].lower(), _PHRASES["en"])


def said_first(edition: Edition, item: Item) -> str:
    """Return who said it first, in words; empty when that is the teller."""
    name = clean(item.share.first) if item.share else ""
    return phrases(edition.language).first.format(name=name) if name else ""


def comments(edition: Edition, story: Story, words: Wording) -> Iterator[str]:
    """Yield what accounts say with the story, each once, what is the headline already left out."""
    seen: set[str] = set()
    for item in story.items:
        if item.share and item.share.account not in seen and _adds(item, story):
            seen.add(item.share.account)
            said = words.quoted.format(text=shorten(clean(item.share.words), WORDS))
            yield f"{outlet(edition, item)}: {said}"


def _adds(item: Item, story: Story) -> bool:
    said = clean(item.share.words) if item.share else ""
    return bool(said) and said.casefold() != clean(story.lead.title).casefold()


def spent(edition: Edition) -> str:
    """Return what reading X has cost; empty when it was not read."""
    found = edition.receipt.spent
    if found is None or not (found.things or found.month):
        return ""
    say = phrases(edition.language)
    total = say.spent[found.things != 1].format(cost=_dollars(found.cost, say), n=found.things)
    return f"{total}, {_month(found, say)}"


def _month(found: Spending, say: Phrases) -> str:
    month = _dollars(found.month, say)
    if found.budget is None:
        return say.month.format(month=month)
    of = say.of.format(month=month, budget=_dollars(found.budget, say))
    return of + (say.used_up if found.used_up else "")


def _dollars(cost: int, say: Phrases) -> str:
    from digest.xapi import dollars

    amount = dollars(cost).removeprefix("$").replace(".", say.comma)
    return say.dollars.format(amount=amount)


def gaps(edition: Edition, words: Wording) -> str:
    """Return which sources may have shown more than was fetched; empty when none did."""
    names = words.names([clean(name) for name in edition.receipt.gaps], _NAMES)
    return phrases(edition.language).gaps.format(names=names) if names else ""


def silent(edition: Edition, words: Wording) -> list[Failure]:
    """Return who did not answer, the longest silent first; accounts silent for one reason are one."""
    groups: dict[object, list[Failure]] = {}
    for number, failure in enumerate(failures(edition)):
        one_reason = (failure.kind, failure.reason, failure.since)
        groups.setdefault(number if failure.kind == "feed" else one_reason, []).append(failure)
    return [_joined(group, words) for group in groups.values()]


def named(failed: Sequence[Failure], words: Wording) -> str:
    """Return the names of sources that did not answer; of very many only how many more."""
    return words.names([clean(failure.source) for failure in failed], _NAMED)


def _joined(group: list[Failure], words: Wording) -> Failure:
    names = [clean(failure.source) for failure in group]
    return replace(group[0], source=words.names(names, _NAMES))
