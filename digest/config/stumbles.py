"""Says in a person's words what YAML's parser stumbled over, and where the mistake really is.

The parser names the place where it could not go on, which may be many lines below a quote that was
never closed, and its words ("did not find expected key") help nobody to find it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

BREAK = re.compile("\r\n|\n|\r")
"""Between two lines, as editors count them."""

Explanation = tuple[int, str, str]
"""Index of a character, problem and hint."""

_ABOVE = re.compile(r"(?P<name>[ \t]*(?:- +)?\w+):[^ \t/]|[ \t]*- +[\"']?https?://")
"""A colon without a space behind it; an entry that is only an address."""
_INDENTED = "is the line indented like its neighbours?"


def explained(error: yaml.MarkedYAMLError, text: str, last: tuple[int, int]) -> Explanation:
    """Return place, problem and hint for what YAML's parser stumbled over.

    Args:
        error: the parser's.
        text: the whole file.
        last: where what was read last begins and ends.
    """
    at = min(index(error.problem_mark) + mark(text), len(text))
    begin = index(error.context_mark) + mark(text)
    return (
        _behind_what_closes(error.context or "", text, at, last)
        or _of_a_sign(error, text, at, begin)
        or _of_the_shape(error, text, at, begin)
    )


def no_entry(text: str, start: int) -> tuple[str, str]:
    """Return problem and hint for a line above entries that is none itself, and no name of theirs."""
    if text[start] == "-":
        return "a dash without a space behind it", "write a space behind it"
    return "neither an entry nor a name", "write a dash and a space before it, or a colon behind it"


def index(place: Any) -> int:
    """Return the character that a mark of YAML's parser means; it may have none."""
    return int(place.index) if place else 0


def mark(text: str) -> int:
    """Return how many characters the byte order mark takes."""
    return int(text.startswith("\ufeff"))


def _behind_what_closes(
    context: str, text: str, at: int, last: tuple[int, int]
) -> Explanation | None:
    """Explain what stands behind a closing quote or bracket; None: nothing does."""
    start, end = last
    if text[end - 1 : end] not in {'"', "'", "]", "}"}:
        return None
    if at == len(text) or text[end:at].strip(" "):
        return None
    if text[end - 1] in "]}":
        hint = "count the brackets; a text that begins with one needs quotes"
        return at, "more stands behind the closing bracket", hint
    if lines := len(BREAK.findall(text, start, end)):
        place = "in the next line" if lines == 1 else f"{lines} lines further down"
        return start, f"this quote is closed only {place}", "close it where its text ends"
    if at > end and "flow" in context:
        return None
    hint = "is one missing, or one too many? Inside '...' an apostrophe is written ''"
    if text[at] == ",":
        hint = 'several texts are a list: ["one", "another"]'
    return at, "more stands behind the closing quote", hint


def _of_a_sign(error: yaml.MarkedYAMLError, text: str, at: int, begin: int) -> Explanation | None:
    """Explain a sign that means something else to YAML than to a person; None: it is none."""
    problem, context = error.problem or "", error.context or ""
    sign = text[at : at + 1]
    if sign == "\t":
        return at, "a tab where the line is indented", "indent with spaces"
    if sign in {"@", "`", "%"} and "cannot start" in problem:
        return at, f"a text cannot begin with {sign}", f'put it in quotes: "{sign}name"'
    if "alias" in context:
        return begin, "a text cannot begin with *", 'put it in quotes: "*abmahnung"'
    if "block scalar" in context:
        sign = text[begin : begin + 1]
        return begin, f"a text cannot begin with {sign}", f'put it in quotes: "{sign} name"'
    if "quoted scalar" in context and "end of stream" in problem:
        return begin, "this quote is never closed", "close it before the end of the text"
    if "quoted scalar" in context:
        hint = "write it twice, or put the text into '...'"
        return at, "a backslash that means nothing", hint
    return None


def _of_the_shape(error: yaml.MarkedYAMLError, text: str, at: int, begin: int) -> Explanation:
    """Explain brackets, colons, dashes and indents that do not fit together."""
    problem, context = error.problem or "", error.context or ""
    if "flow" in context:
        return _open_bracket(text, begin)
    if "mapping values" in problem:
        return _stray_colon(text, at)
    if "simple key" in context and text[begin : begin + 1] == "-":
        return begin, "a dash without a space behind it", "write a space behind it"
    if "simple key" in context:
        return _missing_colon(text, begin)
    return at, f"not YAML: {problem}", _INDENTED


def _open_bracket(text: str, begin: int) -> Explanation:
    """Explain a bracket; the parser may only have seen that the file ends."""
    begin = max(text.rfind(sign, 0, begin) for sign in "[{") if begin == len(text) else begin
    hint = "count the brackets"
    if "#" in text[begin:].partition("\n")[0]:
        hint += "; what begins with # needs quotes"
    return begin, "this bracket is not closed, or lacks a comma", hint


def _missing_colon(text: str, begin: int) -> Explanation:
    """Explain a line that is no name with a value, and no entry."""
    found = _ABOVE.match(text, begin)
    if found and found["name"]:
        return found.end("name"), "a colon without a space behind it", "write a space behind it"
    hint = "write 'name: value', or indent the line like the text it belongs to"
    return begin, "a colon with a space behind it is missing", hint


def _stray_colon(text: str, at: int) -> Explanation:
    """Explain a colon that YAML did not expect; the cause may stand in the line above it."""
    before = text[:at].rpartition("\n")[0].rstrip()
    above = BREAK.split(before)[-1]
    name = text[:at].rpartition("\n")[2].strip(" ")
    found = _ABOVE.match(above)
    if not found or ": " in name:
        hint = _INDENTED if name.isidentifier() else "a text that holds ': ' needs quotes"
        return at, "a colon that cannot stand here", hint
    if found["name"]:
        place = len(before) - len(above) + len(found["name"])
        return place, "a colon without a space behind it", "write a space behind it"
    return at, "a colon that cannot stand here", "an entry of several lines begins with '- url: '"
