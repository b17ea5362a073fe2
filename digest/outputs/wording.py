"""The paper's own words, in German and in English.

A reader of a German paper reads German in every corner of it. A language is one ``Wording``, which
has no defaults: a string that is missing in one language does not type-check and does not import.
Help and errors of the command line are English and stand where they are raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from digest.model import Receipt
from digest.outputs.reasons import told

Count = tuple[str, str]
"""A text for one and a text for any other number; ``{n}`` is the number."""

_UNITS = (
    ("days", timedelta(days=1)),
    ("hours", timedelta(hours=1)),
    ("minutes", timedelta(minutes=1)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language. Texts in braces are filled in; times are local to the paper."""

    code: str
    """The language's: de, en."""
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    thousands: str
    date: str
    day: str
    year: str
    """``day`` of another year."""
    clock: str
    moment: str
    """A day and a clock time."""
    since: str
    lasting: str
    """A window and its length."""
    now: str
    ago: str
    minutes: Count
    hours: Count
    days: Count
    short_minutes: str
    short_hours: str
    days_ago: Count
    number: str
    unnumbered: str
    named: str
    """The number of a paper that has a name of its own."""
    must_see: str
    continued_section: str
    other: str
    """The heading of stories without a section."""
    untitled: str
    again: str
    """What stands before the headline of a story that continues."""
    see: str
    also: str
    and_: str
    more: Count
    sources: Count
    items: Count
    stories: Count
    merged: Count
    muted: Count
    below: Count
    found: str
    nothing_found: str
    checked: Count
    nothing_new: str
    nothing_chosen: Count
    silent: str
    no_answer: str
    failing: str
    failing_days: Count
    rest: str
    quoted: str
    """The first lines of an article, which are somebody else's words."""
    score: str
    """How a story stands against the best, for those who cannot see the bar."""
    came_in: str
    """The heading of the chart."""
    told_first: str
    told_again: str
    """What is dark and what is light in the chart."""
    in_paper: str
    more_sources: Count
    busiest: str
    own_cause: str
    """The heading above what the paper says about itself."""

    def count(self, text: Count, n: int, **others: str) -> str:
        """Fill *n*, and whatever else it asks for, into the text for one or for many."""
        return text[n != 1].format(n=self.figure(n), **others)

    def figure(self, n: int) -> str:
        """Return *n* with its thousands apart."""
        return f"{n:,}".replace(",", self.thousands)

    def full_date(self, when: datetime) -> str:
        """Return the date of a masthead."""
        return self.date.format(
            weekday=self.weekdays[when.weekday()],
            day=when.day,
            month=self.months[when.month - 1],
            year=when.year,
        )

    def short_date(self, when: datetime, now: datetime) -> str:
        """Return day and month, and the year when it is not that of *now*."""
        form = self.day if when.year == now.year else self.year
        return form.format(day=when.day, month=self.months[when.month - 1], year=when.year)

    def time(self, when: datetime, now: datetime) -> str:
        """Return *when* as one who reads at *now* would name it: 07:02; Friday, 07:02; 3 May, 07:02."""
        clock = self.clock.format(when=when)
        days = (now.date() - when.date()).days
        if days == 0:
            return clock
        near = 0 < days < 7
        day = self.weekdays[when.weekday()] if near else self.short_date(when, now)
        return self.moment.format(day=day, clock=clock)

    def span(self, length: timedelta) -> str:
        """Return a length of time in whole days, hours or minutes, whichever says it in two or more."""
        for name, unit in _UNITS:
            if length >= 2 * unit:
                return self.count(getattr(self, name), round(length / unit))
        return self.count(self.minutes, max(round(length / _UNITS[-1][1]), 0))

    def age(self, when: datetime, now: datetime) -> str:
        """Return how long ago *when* was; after a week, its date."""
        past = now.astimezone(UTC) - when.astimezone(UTC)  # not by the clock on the wall
        minutes, hours = int(past.total_seconds() // 60), int(past.total_seconds() // 3600)
        if minutes < 1:
            return self.now
        if hours < 1:
            return self.ago.format(span=self.short_minutes.format(n=minutes))
        if hours < 24:
            return self.ago.format(span=self.short_hours.format(n=hours))
        if past.days < 7:
            return self.count(self.days_ago, past.days)
        return self.short_date(when, now)

    def start(self, start: datetime, end: datetime) -> str:
        """Return since when an edition covers the news."""
        return self.since.format(when=self.time(start, end))

    def window(self, start: datetime, end: datetime) -> str:
        """Return what an edition covers, and how long that is."""
        length = end.astimezone(UTC) - start.astimezone(UTC)
        return self.lasting.format(since=self.start(start, end), span=self.span(length))

    def edition(self, number: int, name: str) -> str:
        """Return what stands in the masthead for the edition's number (0: none) and name."""
        text = self.number.format(n=number) if number else self.unnumbered
        return self.named.format(name=name, number=text) if name else text

    def names(self, names: Sequence[str], most: int) -> str:
        """Join *names*, at most *most* of them, and count the others."""
        if len(names) > most + 1:
            rest = self.count(self.more, len(names) - most)
            return f"{', '.join(names[:most])} {self.and_} {rest}"
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.and_} {names[-1]}"

    def carried_by(self, names: Sequence[str], most: int) -> str:
        """Return who else carries a story; empty when nobody does."""
        return self.also.format(names=self.names(names, most)) if names else ""

    def answered(self, receipt: Receipt) -> str:
        """Return how many of the sources answered."""
        return self.count(self.sources, receipt.sources, answered=self.figure(receipt.answered))

    def printed_of(self, receipt: Receipt) -> str:
        """Return how many of the stories were printed."""
        return self.count(self.stories, receipt.stories, printed=self.figure(receipt.printed))

    def balance(self, receipt: Receipt) -> tuple[str, ...]:
        """Return the parts of the receipt, the most telling first."""
        details = (
            (self.merged, receipt.merged),
            (self.below, receipt.below),
            (self.muted, receipt.muted),
        )
        return (
            self.answered(receipt),
            self.count(self.items, receipt.items),
            self.printed_of(receipt),
            *(self.count(text, n) for text, n in details if n),
        )

    def rules(
        self, rules: Mapping[str, int], items: int, checked: Mapping[str, int]
    ) -> tuple[str, ...]:
        """Return what the must-see rules found, and over how many items they found nothing."""
        found = ", ".join(f"{name} ({self.figure(n)})" for name, n in rules.items() if n)
        lines = [self.found.format(names=found)] if found else []
        vain = {name: checked.get(name, items) for name, n in rules.items() if not n}
        for count in dict.fromkeys(vain.values()):
            names = ", ".join(name for name, looked in vain.items() if looked == count)
            text = self.count(self.checked, count)
            lines.append(self.nothing_found.format(names=names, checked=text))
        return tuple(lines)

    def failure(self, source: str, reason: str, days: int) -> str:
        """Return that a source did not answer, and for how many days (0: since less than one)."""
        reason = told(reason, self.code)
        if days:
            return self.count(self.failing_days, days, source=source, reason=reason)
        return self.failing.format(source=source, reason=reason)

    def empty(self, receipt: Receipt, start: datetime, end: datetime) -> str:
        """Return what a paper without stories says."""
        if receipt.items:
            return self.count(self.nothing_chosen, receipt.items)
        return self.nothing_new.format(since=self.start(start, end))


GERMAN = Wording(
    code="de",
    weekdays=(
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ),
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    thousands=".",
    date="{weekday}, {day}. {month} {year}",
    day="{day}. {month}",
    year="{day}. {month} {year}",
    clock="{when:%H:%M}",
    moment="{day}, {clock}",
    since="seit {when}",
    lasting="{since} ({span})",
    now="gerade eben",
    ago="vor {span}",
    minutes=("{n} Minute", "{n} Minuten"),
    hours=("{n} Stunde", "{n} Stunden"),
    days=("{n} Tag", "{n} Tage"),
    short_minutes="{n} Min.",
    short_hours="{n} Std.",
    days_ago=("vor {n} Tag", "vor {n} Tagen"),
    number="Nr. {n}",
    unnumbered="Probedruck",
    named="{name}, {number}",
    must_see="Nicht verpassen",
    continued_section="{section} (Fortsetzung)",
    other="Weiteres",
    untitled="ohne Titel",
    again="weiter:",
    see="siehe Ausgabe {n}",
    also="auch bei {names}",
    and_="und",
    more=("{n} weiteren", "{n} weiteren"),
    sources=("{answered} von {n} Quelle", "{answered} von {n} Quellen"),
    items=("{n} Meldung", "{n} Meldungen"),
    stories=("{printed} von {n} Geschichte", "{printed} von {n} Geschichten"),
    merged=("{n} zusammengelegt", "{n} zusammengelegt"),
    muted=("{n} stummgeschaltet", "{n} stummgeschaltet"),
    below=("{n} unter dem Strich", "{n} unter dem Strich"),
    found="Gefunden zu: {names}",
    nothing_found="Nichts zu: {names} – {checked}",
    checked=("{n} Meldung geprüft", "{n} Meldungen geprüft"),
    nothing_new="Nichts Neues {since}.",
    nothing_chosen=(
        "Die eine Meldung kam nicht ins Blatt.",
        "Keine der {n} Meldungen kam ins Blatt.",
    ),
    silent="Ohne Antwort",
    no_answer="Keine Antwort von {names}",
    failing="{source}: {reason}",
    failing_days=("{source}, seit {n} Tag: {reason}", "{source}, seit {n} Tagen: {reason}"),
    rest="Auch von {names} (digest feeds list)",
    quoted="„{text}“",
    score="Wertung: {n} von 100",
    came_in="Was hereinkam",
    told_first="neu erzählt",
    told_again="schon erzählt",
    in_paper="im Blatt",
    more_sources=("{n} weitere Quelle", "{n} weitere Quellen"),
    busiest="{items}, davon {merged}. Am meisten kam um diese Zeit: {when} ({n}).",
    own_cause="In eigener Sache",
)

ENGLISH = Wording(
    code="en",
    weekdays=(
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    thousands=",",
    date="{weekday}, {day} {month} {year}",
    day="{day} {month}",
    year="{day} {month} {year}",
    clock="{when:%H:%M}",
    moment="{day}, {clock}",
    since="since {when}",
    lasting="{since} ({span})",
    now="just now",
    ago="{span} ago",
    minutes=("{n} minute", "{n} minutes"),
    hours=("{n} hour", "{n} hours"),
    days=("{n} day", "{n} days"),
    short_minutes="{n} min",
    short_hours="{n} h",
    days_ago=("{n} day ago", "{n} days ago"),
    number="No. {n}",
    unnumbered="Proof",
    named="{name}, {number}",
    must_see="Must see",
    continued_section="{section} (continued)",
    other="Other",
    untitled="untitled",
    again="continued:",
    see="see edition {n}",
    also="also in {names}",
    and_="and",
    more=("{n} more", "{n} more"),
    sources=("{answered} of {n} source", "{answered} of {n} sources"),
    items=("{n} item", "{n} items"),
    stories=("{printed} of {n} story", "{printed} of {n} stories"),
    merged=("{n} merged", "{n} merged"),
    muted=("{n} muted", "{n} muted"),
    below=("{n} below the line", "{n} below the line"),
    found="Found: {names}",
    nothing_found="Nothing on: {names} — {checked}",
    checked=("{n} item checked", "{n} items checked"),
    nothing_new="Nothing new {since}.",
    nothing_chosen=(
        "The one item did not make the paper.",
        "None of the {n} items made the paper.",
    ),
    silent="No answer",
    no_answer="No answer from {names}",
    failing="{source}: {reason}",
    failing_days=("{source}, for {n} day: {reason}", "{source}, for {n} days: {reason}"),
    rest="Nor from {names} (digest feeds list)",
    quoted="“{text}”",
    score="Score: {n} of 100",
    came_in="What came in",
    told_first="told first",
    told_again="told before",
    in_paper="in print",
    more_sources=("{n} more source", "{n} more sources"),
    busiest="{items}, {merged}. The busiest time was {when} ({n}).",
    own_cause="About this edition",
)

WORDINGS = {"de": GERMAN, "en": ENGLISH}


def wording(language: str) -> Wording:
    """Return the words of *language*, a code such as de or de-AT; English for any other."""
    return WORDINGS.get(language[:2].lower(), ENGLISH)
