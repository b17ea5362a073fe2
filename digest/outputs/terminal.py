"""Prints an edition for a terminal: a front page that one reads at breakfast.

Must-see stories come first, behind a bar; then the lead story with its first lines; then the sections,
in columns where the terminal is wide. What was covered, what was looked for in vain and what did not
answer stands at the foot. Colours are the terminal's own red and its weights, never black or white,
so that the paper can be read on light and dark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, islice, repeat

from digest.model import Edition, Failure, Page, Story
from digest.outputs.columns import Block, beside, flow
from digest.outputs.parts import (
    Layout,
    Numbered,
    ascii_url,
    excerpt,
    headline,
    label,
    lay_out,
    local,
    others,
    outlet,
    target,
)
from digest.outputs.sharing import comments, gaps, named, said_first, silent, spent
from digest.outputs.signs import Ornaments, ornaments, writable
from digest.outputs.typeset import (
    Line,
    Run,
    balance,
    centred,
    cut,
    length,
    measure,
    paint,
    wrap,
)
from digest.outputs.wording import Wording, wording
from digest.text import clean, shorten

STRONG = "1"
FAINT = "2"
ALARM = "1;31"
BANNER = "1;7;31"

_NARROWEST = 20
_COLUMN = 56
"""Cells that a column of text needs."""
_GUTTER = 3
_MOST_COLUMNS = 3
_SCREEN = 48
"""Lines of a page before columns begin anew."""
_NUMBERS = 3
"""Digits of a story's number that there is room for at least."""
_HEADLINE = 280
"""Characters of a headline; what some networks call a title is a whole post."""
_EXCERPT = 4
"""Lines of the lead story."""
_NAMES = 2
"""Other outlets that are named."""
_COMMENTS = 2
"""Accounts whose words are printed."""
_COMMENT = 2
"""Lines of their words."""
_WARNINGS = 6
"""Sources whose reason for not answering is given; of the others only the names."""
_OUTLET = 40
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Press:
    """What all parts of one paper share."""

    edition: Edition
    width: int
    words: Wording
    signs: Ornaments
    now: datetime
    """The paper's time, local."""
    best: float
    """The highest score in the paper."""
    digits: int
    """Of the highest number."""
    text: Callable[[str], str]
    """Cleans text and writes it with the signs that the stream can carry."""


def render(edition: Edition, page: Page) -> str:
    """Return the edition as lines no wider than ``page.width`` cells (20 at least)."""
    press = _press(edition, page)
    layout = lay_out(edition)
    lines = [*_masthead(press), *_front(press, layout), *_foot(press)]
    return "".join(f"{paint(line, colour=page.colour, links=page.links)}\n" for line in lines)


def _press(edition: Edition, page: Page) -> _Press:
    stories = edition.stories
    write = writable(page.encoding)
    return _Press(
        edition=edition,
        width=max(page.width, _NARROWEST),
        words=wording(edition.language),
        signs=ornaments(page.encoding),
        now=local(edition, edition.window.end),
        best=max((story.score.total for story in stories), default=0.0),
        digits=max(_NUMBERS, len(str(len(stories)))),
        text=lambda text: write(clean(text)),
    )


# The head of the paper.


def _masthead(press: _Press) -> Iterator[Line]:
    title = Run(press.text(press.edition.title), STRONG, gap=" ")
    yield _rule(press, press.signs.thick)
    for line in wrap([title], press.width):
        yield centred(line, press.width)
    yield _rule(press, press.signs.thin)
    yield from _dateline(press)
    yield _rule(press, press.signs.thick)
    yield centred([Run(_receipt(press), FAINT)], press.width)


def _rule(press: _Press, sign: str) -> Line:
    return [Run(sign * press.width, FAINT if sign == press.signs.thin else "")]


def _dateline(press: _Press) -> Iterator[Line]:
    """Yield number, date and time: in one line, or below each other where they do not fit."""
    edition = press.edition
    number = press.text(press.words.edition(edition.number, clean(edition.name)))
    date = press.text(press.words.full_date(press.now))
    clock = press.text(press.words.time(press.now, press.now))
    start = (press.width - measure(date)) // 2
    end = press.width - measure(clock)
    if measure(number) + 2 > start or start + measure(date) + 2 > end:
        for text in (number, date):
            yield centred([Run(cut(text, press.width, press.signs.more))], press.width)
        return
    line = [Run(number), Run(" " * (start - measure(number)) + date)]
    yield [*line, Run(" " * (end - length(line)) + clock)]


def _receipt(press: _Press) -> str:
    """Return window and receipt in one line: as many of their parts as fit."""
    long, short, *parts = _receipt_parts(press)
    dot = f" {press.signs.dot} "
    for window, most, least in ((long, len(parts), 3), (short, 3, 1)):
        for count in range(most, least - 1, -1):
            line = dot.join((window, *parts[:count]))
            if measure(line) <= press.width:
                return line
    return cut(dot.join((short, *parts)), press.width, press.signs.more)


def _receipt_parts(press: _Press) -> tuple[str, ...]:
    """Return the window, the window without its length, and the parts of the receipt."""
    window = press.edition.window
    start = local(press.edition, window.start)
    parts = (
        press.words.window(start, press.now),
        press.words.start(start, press.now),
        *press.words.balance(press.edition.receipt),
    )
    return tuple(map(press.text, parts))


# The stories.


def _front(press: _Press, layout: Layout) -> Iterator[Line]:
    if layout.must_see:
        yield []
        yield _banner(press)
        blocks = [_block(press, story) for story in layout.must_see]
        yield from _columns(press, blocks, " ")
    if layout.lead:
        yield []
        yield from _lead(press, layout.lead)
    if layout.sections:
        yield []
        yield from _columns(press, list(_blocks(press, layout)), press.signs.divider)
    if not press.edition.stories:
        yield []
        yield from _empty(press)


def _banner(press: _Press) -> Line:
    """Return the heading of the must-see stories."""
    thick = press.signs.thick
    title = cut(press.text(press.words.must_see), press.width - 4, press.signs.more)
    name = Run(f" {title} ", BANNER)
    before = Run(thick * 2, ALARM)
    rest = press.width - length([before, name])
    return [before, name, Run(thick * rest, ALARM)]


def _empty(press: _Press) -> Iterator[Line]:
    start = local(press.edition, press.edition.window.start)
    text = press.words.empty(press.edition.receipt, start, press.now)
    for line in wrap([Run(press.text(text), STRONG, gap=" ")], press.width):
        yield centred(line, press.width)


def _columns(press: _Press, blocks: list[Block], divider: str) -> Iterator[Line]:
    count, width = _grid(press)
    for number, page in enumerate(flow(blocks, count, _SCREEN)):
        if number and count > 1:
            yield []
        yield from beside(page, width, Run(f" {divider} ", FAINT))


def _grid(press: _Press) -> tuple[int, int]:
    """Return how many columns there are, and their width."""
    count = (press.width + _GUTTER) // (_COLUMN + _GUTTER)
    count = max(1, min(count, _MOST_COLUMNS))
    return count, (press.width - _GUTTER * (count - 1)) // count


def _blocks(press: _Press, layout: Layout) -> Iterator[Block]:
    """Yield a block for each heading and each story of the sections."""
    _, width = _grid(press)
    for place, (name, stories) in enumerate(layout.sections):
        title = press.text(name or press.words.other)
        again = press.text(press.words.continued_section.format(section=title))
        yield Block(lines=[_heading(press, title, width)], before=1 if place else 0, heading=True)
        for story in stories:
            yield replace(_block(press, story), continued=[_heading(press, again, width)])


def _heading(press: _Press, name: str, width: int) -> Line:
    name = cut(name, width - 4, press.signs.more)
    return [Run(f"{name} ", STRONG), Run(press.signs.thin * (width - measure(name) - 1), FAINT)]


def _block(press: _Press, numbered: Numbered) -> Block:
    _, width = _grid(press)
    number, story = numbered
    room = width - _indent(press, story)
    title, facts = _headline(press, story, room), _below(press, story, room)
    lines = list(_hung(press, number, story, title, facts))
    return Block(lines=lines, before=int(bool(story.must_see)))


def _lead(press: _Press, numbered: Numbered) -> Iterator[Line]:
    """Yield the lead story with its first lines: below its headline, or beside it on a wide page."""
    number, story = numbered
    text = press.text(excerpt(story.lead))
    half = (press.width - _GUTTER) // 2
    wide = _grid(press)[0] > 1 and text
    room = (half if wide else press.width) - _indent(press, story)
    title = _headline(press, story, room)
    facts = _below(press, story, room, press.text(story.section))
    if wide:
        left = list(_hung(press, number, story, title, facts))
        yield from beside([left, _first(press, text, half, _EXCERPT)], half, Run(" " * _GUTTER))
    else:
        first = _first(press, text, room, _EXCERPT)
        yield from _hung(press, number, story, [*title, *first], facts)


def _first(press: _Press, text: str, width: int, most: int, style: str = "") -> list[Line]:
    """Return *text* in lines, the first *most* of them if there are more."""
    lines = wrap([Run(text[: width * (most + 1)], style, gap=" ")], width) if text else []
    if len(lines) <= most:
        return lines
    last = " ".join(run.text for run in lines[most - 1])
    more = press.signs.more
    return [*lines[: most - 1], [Run(cut(f"{last}{more}", width, more), style)]]


def _indent(press: _Press, story: Story) -> int:
    return press.digits + 2 + 2 * bool(story.must_see)


def _hung(
    press: _Press, number: int, story: Story, title: Iterable[Line], rest: Iterable[Line]
) -> Iterator[Line]:
    """Yield a story's lines hanging on its number and its score, behind a bar if it must be seen."""
    mark = [Run(f"{press.signs.mark} ", ALARM)] if story.must_see else []
    blank = [Run(" " * press.digits)]
    margin = chain([[Run(f"{number:>{press.digits}}", FAINT)]], repeat(blank))
    below = chain([list(_bar(press, story))], repeat(blank))
    for left, line in chain(zip(margin, title, strict=False), zip(below, rest, strict=False)):
        yield [*mark, *left, Run("  "), *line]


def _headline(press: _Press, story: Story, width: int) -> list[Line]:
    lead = story.lead
    title = headline(lead, press.words.untitled, label(press.edition, lead))
    title = shorten(press.text(title), _HEADLINE)
    again = [Run(press.text(press.words.again), FAINT)] if story.continues else []
    return balance([*again, Run(title, STRONG, _target(story), gap=" ")], width)


def _target(story: Story) -> str:
    """Return the story's address as OSC 8 takes it: a semicolon could end it on some terminals."""
    return ascii_url(target(story.lead)).replace(";", "%3B")


def _below(press: _Press, story: Story, width: int, section: str = "") -> list[Line]:
    """Return what stands below a headline: the facts, then what the accounts say that pass it on."""
    said = islice(comments(press.edition, story, press.words), _COMMENTS)
    lines = [_first(press, press.text(text), width, _COMMENT, FAINT) for text in said]
    return [*_facts(press, story, width, section), *chain.from_iterable(lines)]


def _facts(press: _Press, story: Story, width: int, section: str = "") -> list[Line]:
    """Return score, rules, section, outlet, age and who else carries the story."""
    edition, say = press.edition, press.words
    source = cut(press.text(outlet(edition, story.lead)), _OUTLET, press.signs.more)
    age = say.age(local(edition, story.lead.published), press.now)
    facts = (
        (", ".join(story.must_see), ALARM),
        (section, FAINT),
        (source, ""),
        (age, FAINT),
        (said_first(edition, story.lead), FAINT),
        (say.see.format(n=story.continues) if story.continues else "", FAINT),
        (say.carried_by(others(edition, story), _NAMES), FAINT),
    )
    dot = f" {press.signs.dot} "
    runs = [Run(press.text(text), style, gap=dot) for text, style in facts if text]
    return wrap(runs, width)


def _bar(press: _Press, story: Story) -> Iterator[Run]:
    """Yield the score as a bar as wide as the numbers; the best story's is full."""
    share = story.score.total / press.best if press.best > 0 else 0.0
    halves = min(max(round(share * 2 * press.digits), int(share > 0)), 2 * press.digits)
    full, half = divmod(halves, 2)
    yield Run(press.signs.thick * full + press.signs.half * half)
    yield Run(press.signs.thin * (press.digits - full - half), FAINT)


# The foot of the paper.


def _foot(press: _Press) -> Iterator[Line]:
    receipt = press.edition.receipt
    rules = press.words.rules(receipt.rules, receipt.items, receipt.checked)
    said = filter(None, (*rules, gaps(press.edition, press.words), spent(press.edition)))
    lines = [*_balance(press), *([Run(press.text(text), gap=" ")] for text in said)]
    if lines:
        yield []
        yield _rule(press, press.signs.thin)
    for line in lines:
        yield from wrap(line, press.width)
    if receipt.failed:
        yield []
        yield from _warnings(press, silent(press.edition, press.words))


def _balance(press: _Press) -> Iterator[list[Run]]:
    """Yield the whole receipt if it found no place at the head."""
    _, _, *parts = _receipt_parts(press)
    if not _receipt(press).endswith(parts[-1]):
        yield [Run(part, gap=f" {press.signs.dot} ") for part in parts]


def _warnings(press: _Press, failed: Sequence[Failure]) -> Iterator[Line]:
    """Yield which sources did not answer, the longest silent first and loudest."""
    yield _heading(press, press.text(press.words.silent), press.width)
    for failure in failed[:_WARNINGS]:
        yield from _warning(press, failure)
    if len(failed) > _WARNINGS:
        rest = press.words.rest.format(names=named(failed[_WARNINGS:], press.words))
        for line in wrap([Run(press.text(rest), gap=" ")], press.width - 5):
            yield [Run(" " * 5), *line]


def _warning(press: _Press, failure: Failure) -> Iterator[Line]:
    """Yield a line or two: with one mark more for each day, up to three."""
    days = _days(press, failure)
    text = press.words.failure(clean(failure.source), clean(failure.reason), days)
    sign = Run(f"{'!' * min(days, 3) or press.signs.thin:>3}", ALARM if days else "")
    for line in _first(press, press.text(text), press.width - 5, 2, STRONG if days else ""):
        yield [sign, Run("  "), *line]
        sign = Run("   ")


def _days(press: _Press, failure: Failure) -> int:
    """Return for how many whole days a source has been failing."""
    return (press.now - failure.since) // _DAY if failure.since else 0
