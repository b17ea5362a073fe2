"""Sets text in cells: measures, cuts, wraps, paints it, and puts columns side by side.

Terminals disagree about the width of joined emoji: where one draws a family in two cells, another
draws its members side by side. Text is measured by the widest reading, so that no line overflows on
any of them. Only SGR and OSC 8 ever leave this module, and only around text, never within it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import NamedTuple


class Run(NamedTuple):
    """Text of one style; ``gap`` is what parts it from the run before it on the same line."""

    text: str
    style: str = ""
    """SGR parameters: "1;31"."""
    url: str = ""
    gap: str = ""


Line = list[Run]

# Latin, Greek, Cyrillic, dashes, quotes and box drawing: one character, one cell.
_NARROW = re.compile("[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2500-\u25fc]*").fullmatch
_MODIFIERS = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_WIDE_ALONE = _MODIFIERS | _FLAGS
_LONGEST = 12
"""Characters of a cluster: a family of four with skin tones has eleven; strangers join hundreds."""
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"


class _Cells(dict[str, int]):
    """The cells that each character takes at most, looked up once."""

    def __missing__(self, sign: str) -> int:
        from rich.cells import cell_len  # wanted only when a paper is set

        if sign in _WIDE_ALONE:
            self[sign] = 2
        else:  # vowel signs of Indian scripts take a cell on some terminals, none on others
            self[sign] = max(cell_len(sign), int(unicodedata.category(sign) == "Mc"))
        return self[sign]


_CELLS = _Cells()


def measure(text: str) -> int:
    """Return the cells that *text* takes on the terminal that draws it widest."""
    if _NARROW(text):
        return len(text)
    return sum(map(measure_cluster, clusters(text)))


def clusters(text: str) -> list[str]:
    """Divide *text* where it can be cut: accents, joined emoji and flags stay whole."""
    found: list[str] = []
    for sign in text:
        if found and _belongs(sign, found[-1]):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _belongs(sign: str, cluster: str) -> bool:
    if sign.isascii() or len(cluster) >= _LONGEST:
        return False
    if sign in _FLAGS:
        return len(cluster) == 1 and cluster in _FLAGS
    if sign in _MODIFIERS or cluster[-1] == _JOINER:
        return True
    return _CELLS[sign] == 0 or unicodedata.category(sign)[0] == "M"


def measure_cluster(cluster: str) -> int:
    """Return the cells that one cluster takes at most."""
    if cluster[0] in _FLAGS:
        return 2
    cells = sum(_CELLS[sign] for sign in cluster)
    if _AS_EMOJI in cluster:  # drawn as an emoji, which is wide
        cells += sum(_CELLS[sign] == 1 for sign, after in pairwise(cluster) if after == _AS_EMOJI)
    return cells


def cut(text: str, width: int, more: str = "…") -> str:
    """Return *text*, or as much of its beginning as fits before *more* into *width* cells."""
    if measure(text) <= width:
        return text
    return f"{_chop(text, max(width - measure(more), 0))[0].rstrip()}{more}"


def _chop(text: str, width: int) -> tuple[str, str]:
    """Divide *text* after at most *width* cells, within no cluster."""
    if _NARROW(text):
        return text[:width], text[width:]
    found = clusters(text)
    count = sum(cells <= width for cells in accumulate(map(measure_cluster, found)))
    return "".join(found[:count]), "".join(found[count:])


def wrap(runs: Iterable[Run], width: int) -> list[Line]:
    """Fill lines of *width* cells with *runs*.

    A run after a space is running text and is divided between its words; one after any other gap is
    kept whole if a line can hold it. A word too long for a line is cut; one in a script without
    spaces fills what room is left and goes on in the next line.
    """
    block = _Block(width)
    for run in runs:
        if " " not in run.text or (run.gap != " " and measure(run.text) <= width):
            block.add(run)
        elif run.gap == " " or not block.lines[-1]:
            block.pour(run)
        else:
            block.feed()
            block.pour(run)
    return block.lines


def _is_unspaced(text: str) -> bool:
    """Say whether a text is in a script in which a line may end anywhere, as most write no spaces."""
    return not _NARROW(text) and bool(_unspaced().search(text))


@cache
def _unspaced() -> re.Pattern[str]:  # to compile it takes 4 ms, and few papers need it
    """Return what finds Thai, Lao, Burmese, Khmer, then Chinese, Japanese, Korean and their wide forms."""
    return re.compile(
        "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
    )


class _Block:
    """Lines of one width that are being filled."""

    def __init__(self, width: int) -> None:
        self.width = self.room = width
        self.lines: list[Line] = [[]]

    def add(self, run: Run) -> None:
        """Put *run* at the end, or into a new line when it does not fit."""
        size, gap = measure(run.text), measure(run.gap) if self.lines[-1] else 0
        if gap + size > self.room and (" " in run.text or not _is_unspaced(run.text)):
            self.feed()
            gap = 0
        if gap + size <= self.room:
            self._place(run, gap + size)
        else:
            self._divide(run, self.room - gap)

    def pour(self, run: Run) -> None:
        """Put the words of *run* at the end, as many into each line as fit."""
        if not _NARROW(run.text):
            for word in run.text.split():
                self.add(Run(word, run.style, run.url, " "))
            return
        text, gap = run.text, run.gap
        while text:
            room = self.room - len(gap) * bool(self.lines[-1])
            end = len(text) if len(text) <= room else text.rfind(" ", 0, max(room + 1, 0))
            if end < 0:
                end = (text + " ").index(" ")
            self.add(Run(text[:end], run.style, run.url, gap))
            text, gap = text[end + 1 :], " "

    def feed(self) -> None:
        """Begin a new line."""
        if self.lines[-1]:
            self.lines.append([])
        self.room = self.width

    def _divide(self, run: Run, room: int) -> None:
        head, tail = _chop(run.text, room)
        if not head and not self.lines[-1]:  # a cluster wider than the line
            head, tail = run.text, ""
        if head:
            self._place(Run(head, run.style, run.url, run.gap), room)
        if tail:
            self.feed()
            self.add(Run(tail, run.style, run.url))

    def _place(self, run: Run, cells: int) -> None:
        line = self.lines[-1]
        line.append(run if line or not run.gap else Run(run.text, run.style, run.url))
        self.room -= cells


def balance(runs: Sequence[Run], width: int) -> list[Line]:
    """Wrap *runs* so that the last line of a headline does not hold a lone word."""
    lines = wrap(runs, width)
    if len(lines) == 1 or length(lines[-1]) * 2 > width:
        return lines
    longest = max(measure(word) for run in runs for word in run.text.split())
    narrow, wide = max(width // 2, longest - 1), width
    while wide - narrow > 1:
        middle = (narrow + wide) // 2
        tried = wrap(runs, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            wide, best = middle, tried
    return lines if wide == width else best


def length(line: Line) -> int:
    """Return the cells that a line takes."""
    return sum(measure(run.gap) + measure(run.text) for run in line)


def centred(line: Line, width: int) -> Line:
    """Return *line* with as much space before it as puts it in the middle of *width* cells."""
    return [Run(" " * ((width - length(line)) // 2)), *line]


def paint(line: Line, *, colour: bool, links: bool) -> str:
    """Return *line* as text, with SGR and OSC 8 (http and https only) where the stream takes them."""
    pieces: list[str] = []
    for (style, url), group in groupby(_spaced(line), key=itemgetter(1, 2)):
        text = "".join(run.text for run in group)
        if links and url:
            text = f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"
        pieces.append(f"\x1b[{style}m{text}\x1b[0m" if colour and style else text)
    return "".join(pieces).rstrip(" ")


def _spaced(line: Line) -> Iterator[Run]:
    """Yield the runs of *line* and the gaps between them, which continue a style or link."""
    last = Run("")
    for run in line:
        if run.gap:
            same = last[1:3] == run[1:3]
            yield Run(run.gap, run.style if same else "", run.url if same else "")
        yield run
        last = run
