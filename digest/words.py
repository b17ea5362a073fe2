"""Words as a reader means them, whatever form they are written in.

A headline writes *Änderung*, *AENDERUNG* or *A\\u0308nde\\u00adrung*, and a rule in feeds.yaml writes one of
them. Both are folded to one form here, so that everything that compares words compares like with like.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

# U+00B4 and U+2122 would otherwise become " \u0301" and "TM" by compatibility (Unicode, UAX 15).
_SIGNS = {
    **dict.fromkeys("’‘‛ʼʹ\u0374＇´`｀\u1fef′″‴⁗", "'"),
    **dict.fromkeys("‐‑⁃－﹣", "-"),
    **dict.fromkeys("“”„‟«»‹›–—―•·", " "),
    **dict.fromkeys("™℠", ""),
    "ŉ": "'n",
    # A raised number is a note to the word ("Abmahnung²") or part of it ("m²"): joined, it may be both.
    **{raised: f"_{number}" for number, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    # Soft hyphen, zero-width spaces and joiners, marks of direction, variation selectors.
    **dict.fromkeys("\xad\u034f\u061c\u180e\ufeff", ""),
    **dict.fromkeys(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F))), ""),
    **dict.fromkeys(map(chr, (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10))), ""),
}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")
_MARK = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_LETTER = re.compile("[æœøłđı]")
# What joins words is "-", whether hyphen, apostrophe or underscore ("Terms-of-Service", "don't",
# "#BarCamp_Tickets", "Nutzer_innen"), the rest parts them.
_PARTED = bytes(n if bytes([n]).isalnum() else ord("-" if n in b"-'_" else " ") for n in range(256))
_CHUNK = re.compile(r"[\w-]+")
_JOINED = re.compile(r"\w++(?:-\w++)+")
# The German "Nutzer*innen", "Nutzer:in", "Nutzer/-innen".
_INNEN = re.compile(r"(?<=\w)[*:/]-?(?=in(?:nen)?\b)")


def fold(text: str) -> str:
    """Fold case, umlauts (ä to ae), ß (to ss), accents and Unicode form; drop what cannot be seen.

    Apostrophes and hyphens of every make become ``'`` and ``-``. Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    text = _SIGN.sub(lambda sign: _SIGNS[sign[0]], text)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = text.replace("a\u0308", "ae").replace("o\u0308", "oe").replace("u\u0308", "ue")
    if text.isascii():
        return text
    text = _MARK.sub("", text)
    if _LETTER.search(text):
        text = text.translate(_LETTERS)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(title: str, summary: str = "") -> str:
    """Write the words of a headline and a summary so that rules and comparisons can read them fast.

    Returns:
        Two lines, headline and summary. Each holds its folded words in order with one space
        between them; then, each after *two* spaces, the words that stand joined in the text
        ("Terms-of-Service" is ``terms of service`` and ``termsofservice``). So ``line.split()``
        gives all words, ``line.partition("  ")[0]`` those in order.
    """
    return f"{_line(title)}\n{_line(summary)}" if summary else f"{_line(title)}\n"


def _line(text: str) -> str:
    text = fold(text)
    if "*in" in text or ":in" in text or "/in" in text or "/-in" in text:
        text = _INNEN.sub("-", text)
    if text.isascii():
        text = text.encode().translate(_PARTED).decode()
    else:
        text = " ".join(_CHUNK.findall(text.replace("'", "-").replace("_", "-")))
    if "-" not in text:
        return " ".join(text.split())
    line = " ".join(text.replace("-", " ").split())
    return "  ".join((line, *dict.fromkeys(_closed_up(f"{text} "))))


def _closed_up(text: str) -> Iterator[str]:
    """Yield the joined words of a text, as one word each."""
    place = text.find("-")
    while place >= 0:
        start, end = text.rfind(" ", 0, place) + 1, text.find(" ", place)
        for whole in _JOINED.findall(text[start:end]):
            yield whole.replace("-", "")
        place = text.find("-", end)


BOTH, HEADLINE, SUMMARY, TEXT = "", "headline", "summary", "text"
"""Where a pattern looks: in headline and summary, in one of them, or in all that there is."""
_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‚‹›", "'")})
_TOKEN = re.compile(
    r"""(?P<sign>[+-]?)(?:"(?P<double>[^"]*)"|'(?P<single>[^"]*?\s[^"]*?)'(?!\w)|(?P<word>[^\s"]+))"""
)
_HYPHEN = re.compile(r"(?<=[\w*])[-'_](?=[\w*])")
_STARRED = re.compile(r"(?:[^\W_]|\*)+")
_PHRASE = re.compile(r'"[^"]*"')
_SEVERAL = re.compile(r"(?<!\S)(?:OR|ODER|AND|UND|NOT)(?!\S)|\||[,;](?=\s)")
"""What stands between the words of a search, or between the items of a list."""
_LOST_SIGN = re.compile(
    r"§|(?<=\w)[+#]+(?![+#\w])|[€$£]\s*\d|\d\s*[€$£%°]|(?<![^\s\"])\.(?=[^\W\d])"
)
"""What makes another word of one ("C++", ".NET") or says what a number is ("§ 5", "20 %")."""
_AT_ONCE = 512
"""So many items are searched at once: their text fits the processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Words that follow each other; a ``*`` in one stands for any letters."""

    words: tuple[str, ...]
    literal: str
    """The run as it stands in padded text; empty when a ``*`` stands within."""

    @property
    def needle(self) -> str:
        """The longest piece of one word, which every text that holds the run must hold."""
        pieces = (piece for word in self.words for piece in f" {word} ".split("*"))
        return max(pieces, key=lambda piece: (len(piece.strip()), len(piece)))

    def occurs(self, text: str) -> bool:
        if self.literal:
            return self.literal in text
        return any(self._occurs(line.split(" ")) for line in text.splitlines())

    def _occurs(self, line: Sequence[str]) -> bool:
        count = len(self.words)
        return any(
            all(map(_fits, line[start : start + count], self.words))
            for start in range(len(line) - count + 1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What a rule of feeds.yaml looks for, ready to be matched."""

    text: str
    """As it was written."""
    where: str
    must: tuple[tuple[_Run, ...], ...]
    """Each must occur, in any of its spellings."""
    never: tuple[tuple[_Run, ...], ...] = ()
    needles: tuple[str, ...]
    """A text without any of them cannot match."""
    plain: bool
    """A text with one of them does match."""
    phrases: bool
    """Some of its words must follow each other."""


def parse(text: str, where: str = BOTH) -> Pattern:
    """Read a pattern as DESIGN.md, section 4, describes it.

    Words stand in any order and must all occur; ``*`` in a word stands for any letters; quotes hold
    a phrase; ``-word`` must not occur, ``+word`` is the same as ``word``. A hyphenated word is
    found as its parts in a row and written as one; an underscore is a hyphen.

    Raises:
        ValueError: nothing could match it or everything would; the message says why.
    """
    must: list[tuple[_Run, ...]] = []
    never: list[tuple[_Run, ...]] = []
    for sign, spellings in _tokens(text):
        (never if sign == "-" else must).append(spellings)
    if not must:
        raise ValueError("it has only words that must not occur" if never else "it is empty")
    rarest = max(must, key=lambda runs: min(len(run.needle) for run in runs))
    plain = len(must) == 1 and not never and where in {BOTH, TEXT}
    return Pattern(
        text=text,
        where=where,
        must=tuple(must),
        never=tuple(never),
        needles=tuple(dict.fromkeys(run.needle for run in rarest)),
        plain=plain and all(run.needle == run.literal for run in rarest),
        phrases=any(len(run.words) > 1 for runs in (*must, *never) for run in runs),
    )


def check(text: str) -> None:
    """Raise ValueError with the reason when *text* is no pattern."""
    parse(text)


def seems_several(text: str) -> bool:
    """Tell whether a pattern looks like a list or a search with OR: all its words must occur, OR too."""
    return bool(_SEVERAL.search(_PHRASE.sub("", text.translate(_QUOTES))))


def without_signs(text: str) -> str:
    """Return the only word that a pattern finds without the signs that said what it means; "" if all is well."""
    left = _line(text).partition("  ")[0] if _LOST_SIGN.search(text) else ""
    return "" if " " in left else left


def find(patterns: Sequence[Pattern], texts: Sequence[str]) -> list[list[int]]:
    """Find the items that match.

    Args:
        patterns: any number.
        texts: what ``folded`` made of the items; a line more, for patterns that look at all there is.

    Returns:
        For each pattern the numbers of the items that match it, ascending.
    """
    found: list[list[int]] = [[] for _ in patterns]
    for first in range(0, len(texts) if patterns else 0, _AT_ONCE):
        some = texts[first : first + _AT_ONCE]
        sizes = [len(text) + 2 + 2 * text.count("\n") for text in some]
        starts = list(accumulate(sizes, initial=0))
        together = _padded("  ".join(some))
        for pattern, numbers in zip(patterns, found, strict=True):
            numbers += [
                first + number
                for number in _candidates(pattern.needles, together, starts)
                if pattern.plain or _matches(pattern, together[starts[number] : starts[number + 1]])
            ]
    return found


def looked_for(patterns: Sequence[Pattern], texts: Sequence[str]) -> set[str]:
    """Return the words of some items that patterns look for.

    Args:
        patterns: any number; words that must not occur are none that are looked for.
        texts: what ``folded`` made of the items.
    """
    words = {word for each in patterns for runs in each.must for run in runs for word in run.words}
    found = {word for text in texts for word in text.split()}
    starred = [word for word in words if "*" in word]
    return {word for word in found if word in words or any(_fits(word, its) for its in starred)}


def _matches(pattern: Pattern, text: str) -> bool:
    if pattern.where in {HEADLINE, SUMMARY}:
        headline, _, summary = text.partition("\n")
        text = headline if pattern.where == HEADLINE else summary
    if pattern.phrases and "  " in text:
        text = "\n".join((text, *map(_closed, text.splitlines())))
    return all(any(run.occurs(text) for run in runs) for runs in pattern.must) and not any(
        run.occurs(text) for runs in pattern.never for run in runs
    )


def _candidates(needles: Sequence[str], together: str, starts: Sequence[int]) -> Sequence[int]:
    found: set[int] = set()
    for needle in needles:
        # str.find skips faster where the needle holds no space, the commonest letter of all.
        core, lead = needle.strip(), needle[0] == " "
        place = together.find(core)
        while place >= 0:
            if together.startswith(needle, place - lead):
                number = bisect_right(starts, place) - 1
                found.add(number)
                place = starts[number + 1] - 1
            place = together.find(core, place + 1)
    return sorted(found)


def _tokens(text: str) -> Iterator[tuple[str, tuple[_Run, ...]]]:
    text = text.translate(_QUOTES)
    if text.count('"') % 2:
        raise ValueError("a quote is not closed")
    for token in _TOKEN.finditer(fold(text)):
        phrase = token["double"] or token["single"]
        words = _STARRED.findall(phrase or token["word"] or "")
        if words and not any(word.strip("*") for word in words):
            raise ValueError("'*' alone would match everything")
        if words:
            yield token["sign"], _spellings(phrase or token["word"], words)


def _spellings(token: str, words: Sequence[str]) -> tuple[_Run, ...]:
    """The words in a row and, where a hyphen, an apostrophe or an underscore joins them, as one."""
    joined = _STARRED.findall(_HYPHEN.sub("", token))
    return tuple(dict.fromkeys((_run(_trimmed(words)), _run(joined))))


def _trimmed(words: Sequence[str]) -> Sequence[str]:
    """Without the ``*`` that a word like ``e-mail-*`` leaves alone at an end."""
    bare = [number for number, word in enumerate(words) if word.strip("*")]
    return words[bare[0] : bare[-1] + 1]


def _run(words: Sequence[str]) -> _Run:
    shape = f" {' '.join(words)} "
    literal = shape.removeprefix(" *").removesuffix("* ")
    return _Run(words=tuple(words), literal="" if "*" in literal else literal)


def _fits(word: str, starred: str) -> bool:
    first, *pieces = starred.split("*")
    if not pieces or not word:
        return word == starred
    place = len(first)
    for piece in pieces[:-1]:
        place = word.find(piece, place) + len(piece)
        if place < len(piece):
            return False
    return (
        word.startswith(first)
        and word.find(pieces[-1], max(place, len(word) - len(pieces[-1]))) >= 0
    )


def _padded(folded: str) -> str:
    return f" {folded} ".replace("\n", " \n ")


def _closed(line: str) -> str:
    """A line with its joined words in the place of their parts: "e mail tips  email" is "email tips"."""
    text, *joined = line.strip().split("  ")
    parts = text.split(" ")
    letters, place = "".join(parts), 0
    cuts = {0, *accumulate(map(len, parts))}
    for whole in joined:  # in the order of the text, so that each is looked for behind the last
        start = letters.find(whole, place)
        while start >= 0 and not (start in cuts and start + len(whole) in cuts):
            start = letters.find(whole, start + 1)
        if start >= 0:
            cuts.difference_update(range(start + 1, start + len(whole)))
            place = start
    return f" {' '.join(letters[one:other] for one, other in pairwise(sorted(cuts)))} "
