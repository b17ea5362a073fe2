"""What keeps two headlines apart, however alike they are.

"Social Media Update KW 12" and "KW 13" share nearly every word and tell nothing of each other; so do
iOS 17.1 and 17.2, Instagram and TikTok changing their terms, a fire in Bonn and one in Köln. Each
headline is read once for what it names and numbers; two are then compared by that alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from digest.stems import listed, ordinals, stem, stop_words
from digest.stories.forms import related, usual
from digest.stories.names import Names, compatible, named, written_large
from digest.stories.versions import other_version, versions

DOUBTS = {
    "platform": 0.0,
    "city": 0.45,
    "event": 0.45,
    "camp": 0.0,
    "quarter": 0.45,
    "court": 0.45,
    "bank": 0.45,
    "result": 0.5,
    "slot": 0.72,
    "state": 0.45,
    "country": 0.75,
    "party": 0.75,
    "opposite": 0.5,
    "age": 0.5,
    "weekday": 0.72,
    "year": 0.8,
}
"""What likeness is multiplied by when two headlines name different ones of a kind; 0 parts them."""

_PLACES = frozenset({"country", "state", "city"})
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_DIGIT = re.compile(r"\d")


class Numbered(NamedTuple):
    """What the numbers of a headline stand for."""

    instalments: Mapping[str, tuple[str, str]]
    """By the stem, what it is an instalment of, and which."""
    dates: frozenset[tuple[str, int]]
    """Day and month."""
    versions: Mapping[str, frozenset[str]]
    ages: frozenset[str]
    """How old the people are whom it names by nothing else: "88-Jähriger", "12-year-old"."""


class Marks:
    """What a headline names and numbers; its numbers are read when they are first asked for.

    Args:
        title: the headline as it is printed.
        words: its folded words, outlet and markers cut.
        counting: those that only count or date something are among these.
    """

    __slots__ = (
        "_capital",
        "_numbered",
        "_slots",
        "_words",
        "digits",
        "masked",
        "names",
        "numbers",
        "title",
    )

    def __init__(self, title: str, words: Sequence[str], counting: Set[str]) -> None:
        self.title = title
        self.masked = tuple(words)
        """The folded words, each number or date as #."""
        self.numbers: tuple[str, ...] = ()
        if not counting.isdisjoint(words):
            self.numbers = tuple([word for word in words if word in counting])
            self.masked = tuple(["#" if word in counting else word for word in words])
        self.names = named(title, words)
        """By kind: the name and what it is part of."""
        self.digits = bool(_DIGIT.search(title))
        self._words = words
        self._numbered: Numbered | None = None
        self._capital: frozenset[str] | None = None
        self._slots: dict[tuple[str, str], str] | None = None

    @property
    def slots(self) -> dict[tuple[str, str], str]:
        """What stands where: after a word and its preposition."""
        if self._slots is None:
            self._slots = _slots(self._words)
        return self._slots

    @property
    def capital(self) -> frozenset[str]:
        """The folded words with a capital, or none where the headline capitalises every word."""
        if self._capital is None:
            self._capital = written_large(self.title)
        return self._capital

    @property
    def numbered(self) -> Numbered:
        """What its numbers stand for."""
        if self._numbered is None:
            self._numbered = Numbered(
                instalments=dict(_instalments(self._words)),
                dates=frozenset(_dates(self._words)),
                versions=versions(self.title, self._words),
                ages=frozenset(_ages(self._words)),
            )
        return self._numbered


def _slots(words: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return each word that follows another one over a preposition, by those two."""
    stops, slots = stop_words(), dict[tuple[str, str], str]()
    before, between = "", ""
    for word in words:
        if word in stops:
            between = between or word
        else:
            if between and before:
                slots[before, between] = word
            before, between = word, ""
    return slots


def _instalments(words: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    labels = listed("instalment")
    for one, other in pairwise(words):
        if one in labels and other[0].isdigit():
            yield stem(one), (one, other)
        elif other in labels and one.isdigit() and len(one) < 4:
            yield stem(other), (other, one)


def _dates(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    months = ordinals("month")
    for one, other in pairwise(words):
        if one in months and other[0].isdigit() and len(other) < 5 and not _YEAR.match(other):
            yield other.rstrip("stndrh"), months[one]
        elif other in months and one[0].isdigit() and len(one) < 5:
            yield one.rstrip("stndrh"), months[other]


def _ages(words: Sequence[str]) -> Iterator[str]:
    for number, word, after in zip(words, words[1:], (*words[2:], ""), strict=False):
        if number.isdigit() and (word.startswith("jaehrig") or (word, after) == ("year", "old")):
            yield number


_PART = 4
"""A compound ends in a word of so many letters or more."""
_SLOTS = 2
"""So many slots that hold other things raise doubts of their own."""
_ORDINARY = 0.002
"""A word in more headlines than this is no name."""


def doubt(one: Marks, other: Marks) -> tuple[float, str]:
    """Say what speaks against two headlines telling the same news.

    Returns:
        What their likeness is to be multiplied by (1 nothing speaks against it, 0 they are apart),
        and the reason in words, empty when there is none.
    """
    if one.masked == other.masked and one.numbers == other.numbers:
        return 1.0, ""
    said = _certain(one, other)
    return (0.0, said) if said else _doubts(one, other)


def are_apart(one: Marks, other: Marks) -> bool:
    """Say whether ``doubt`` parts two headlines for certain, without asking for other doubts."""
    if one.masked == other.masked and one.numbers == other.numbers:
        return False
    if _certain(one, other):
        return True
    return any(DOUBTS.get(kind) == 0 for kind in _other_names(one, other))


def are_elsewhere(one: Marks, other: Marks) -> bool:
    """Say whether two headlines name different places."""
    return not _PLACES.isdisjoint(_other_names(one, other))


def _certain(one: Marks, other: Marks) -> str:
    """Return what parts two headlines that are not the same, whatever they name."""
    if said := _other_word(one, other):
        return said
    if one.digits and other.digits:
        mine, its = one.numbered, other.numbered
        for reason in (_other_instalment, _other_date):
            if said := reason(mine, its):
                return said
        if said := other_version(mine.versions, its.versions):
            return said
    return _other_number(one, other)


def _other_names(one: Marks, other: Marks) -> list[str]:
    """Return the kinds (``DOUBTS``) of which two headlines name different ones."""
    if not (one.names and other.names):
        return []
    kinds = sorted(one.names.keys() & other.names.keys())
    return [kind for kind in kinds if not compatible(one.names[kind], other.names[kind])]


def _doubts(one: Marks, other: Marks) -> tuple[float, str]:
    """Return the factor of all doubts together, and what raises them."""
    factor, reasons = 1.0, []
    for kind in _other_names(one, other):
        factor *= DOUBTS[kind.split(" ")[0]]
        reasons.append(_against(one.names[kind], other.names[kind]))
    for said in _other_fillers(one, other):
        factor *= DOUBTS["slot"]
        reasons.append(said)
    for kind, differs in _COUNTED if one.numbers and other.numbers else ():
        if said := differs(one, other):
            factor *= DOUBTS[kind]
            reasons.append(said)
    return factor, ", ".join(sorted(reasons))


def _other_fillers(one: Marks, other: Marks) -> list[str]:
    """ "Stellenabbau bei SAP", "Stellenabbau bei Bosch": the same slot holds another thing.

    Of those that hold what is written large two count; "Sainsbury's agrees", "Sainsbury's strikes" is
    one that counts only where there is none of these.
    """
    large: list[str] = []
    small: list[str] = []
    slots, others = one.slots, other.slots
    for slot in sorted(slots.keys() & others.keys()):
        mine, its = slots[slot], others[slot]
        if mine == its or mine in other.masked or its in one.masked:
            continue
        if _ends_in(mine, its) or related(stem(mine), stem(its)) or _is_one_name(mine, its):
            continue
        things = large if mine in one.capital and its in other.capital else small
        things.append(f"{mine} and {its} after “{' '.join(slot)}”")
    return large[:_SLOTS] or small[:1]


def _ends_in(one: str, other: str) -> bool:
    """Say whether one of two words is a compound of the other: websites are sites."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _PART and long.endswith(short)


def _other_instalment(one: Numbered, other: Numbered) -> str:
    for label in sorted(one.instalments.keys() & other.instalments.keys()):
        mine, its = one.instalments[label], other.instalments[label]
        if mine[1] != its[1]:
            return f"{' '.join(mine)} and {' '.join(its)}"
    return ""


def _other_date(one: Numbered, other: Numbered) -> str:
    if one.dates and other.dates and not one.dates & other.dates:
        (day, month), (another, later) = min(one.dates), min(other.dates)
        return f"{day}/{month} and {another}/{later}"
    return ""


def _other_age(one: Marks, other: Marks) -> str:
    """Two who are named by their age alone, and none of the same age."""
    mine = one.numbered.ages if one.digits and other.digits else frozenset[str]()
    its = other.numbered.ages if mine else frozenset[str]()
    return f"aged {min(mine)} and {min(its)}" if mine and its and not mine & its else ""


def _other_weekday(one: Marks, other: Marks) -> str:
    """ "Tickets ab Montag", "Ticketverkauf startet am Mittwoch": none of the same day."""
    days = ordinals("weekday")
    mine = {days[word]: word for word in one.numbers if word in days}
    its = {days[word]: word for word in other.numbers if word in days} if mine else {}
    if not its or mine.keys() & its.keys():
        return ""
    return f"{mine[min(mine)]} and {its[min(its)]}"


def _other_year(one: Marks, other: Marks) -> str:
    """None of the same year."""
    mine, its = set(filter(_YEAR.match, one.numbers)), set(filter(_YEAR.match, other.numbers))
    return f"{min(mine)} and {min(its)}" if mine and its and not mine & its else ""


_COUNTED = (("age", _other_age), ("weekday", _other_weekday), ("year", _other_year))
"""What is asked of two headlines that both count or date something, and the kind of doubt it raises."""


def _other_number(one: Marks, other: Marks) -> str:
    """Same words, other numbers: another instalment, whatever it is called."""
    if (
        one.numbers
        and other.numbers
        and one.masked == other.masked
        and one.numbers != other.numbers
    ):
        a, b = next((a, b) for a, b in zip(one.numbers, other.numbers, strict=True) if a != b)
        return f"{a} and {b} in the same words"
    return ""


def _other_word(one: Marks, other: Marks) -> str:
    """Same words but for a name."""
    if len(one.masked) == len(other.masked) > 3 and one.masked != other.masked:
        words = list(zip(one.masked, other.masked, strict=True))
        changed = [place for place, (a, b) in enumerate(words) if a != b]
        if len(changed) <= 1 + (len(words) > 6):
            for place in changed:
                if _differ(one, other, place):
                    return f"{words[place][0]} and {words[place][1]} in the same words"
    return ""


def _differ(one: Marks, other: Marks, place: int) -> bool:
    """Say whether two headlines name different things at one place."""
    mine, its = one.masked[place], other.masked[place]
    if "#" in (mine, its) or mine.startswith(its) or its.startswith(mine):
        return False
    if related(stem(mine), stem(its)):
        return False
    if _are_known(mine, its):
        return True
    ours, theirs = one.capital, other.capital
    if _seems_a_name(mine, ours) and _seems_a_name(its, theirs):
        return True
    if (
        mine in ours
        and its in theirs
        and _number_behind(one, place) != _number_behind(other, place)
    ):
        return True
    # "bei der Bahn", "bei der Lufthansa": what stands after such a word is a thing, however common
    before, same = one.masked[max(0, place - 1)], other.masked[max(0, place - 1)]
    return before == same and before in stop_words() and mine in ours and its in theirs


def _number_behind(marks: Marks, place: int) -> str:
    """Return the number that stands behind a word, or "": Pixel Watch 5, Pixel Buds 3."""
    before = marks.masked[: place + 1].count("#")
    return marks.numbers[before] if marks.masked[place + 1 : place + 2] == ("#",) else ""


def _are_known(one: str, other: str) -> bool:
    """Say whether two words name different things of a kind, whatever letters they begin with."""
    mine, its = named(one, (one,)), named(other, (other,))
    kinds = mine.keys() & its.keys() & DOUBTS.keys()
    return any(not compatible(mine[kind], its[kind]) for kind in kinds)


def _is_one_name(one: str, other: str) -> bool:
    """Say whether two words are forms of one known name, whatever letters they begin with."""
    mine, its = named(one, (one,)), named(other, (other,))
    return any(compatible(mine[kind], its[kind]) for kind in mine.keys() & its.keys())


def _seems_a_name(word: str, capital: Collection[str]) -> bool:
    """Say whether a word is rare, and written large where that tells anything; ``kinds.is_name`` asks more."""
    if usual(stem(word)) >= _ORDINARY or word in stop_words():
        return False
    return word in capital if capital else not word.endswith(("s", "ed", "ing"))


def _against(one: Names, other: Names) -> str:
    return f"{min(one)[0]} and {min(other)[0]}"
