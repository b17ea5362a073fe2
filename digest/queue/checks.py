"""What is wrong with a post's text before it is stored, and again before it is sent."""

from __future__ import annotations

import re

from digest import twittertext
from digest.model import Queue
from digest.queue.harmless import has_markup, leads_to_post, mentioned
from digest.queue.measures import BLUESKY_BYTES, Measure, measure
from digest.text import clean

LONGEST = 10_000
"""Characters of a text that is looked at at all."""
Problem = tuple[str, str]
"""What is wrong, and what to do."""


def tidy(text: str) -> str:
    """Return a text as it can be posted: NFC, nothing invisible, no blanks at the ends of lines."""
    lines = [clean(line) for line in re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def problem(text: str, network: str, queue: Queue) -> Problem | None:
    """Return what keeps a text from being posted on a network, or None."""
    if not text.strip():
        return "the text is empty", "write one, or drop the draft"
    counted = measure(network, queue.room)
    if len(text) > LONGEST or not counted.fits(text):
        return _too_long(text, counted)
    if len(twittertext.cashtags(text)) > 1:
        return "more than one cashtag, which X forbids", "write the others without $"
    if handles := mentioned(text, network, queue.allow):
        hint = f"write it without @, or allow it in feeds.yaml: queue: {{allow: [{handles[0]!r}]}}"
        return f"{handles[0]} would be notified", hint
    if has_markup(text):
        return (
            "there is an HTML tag in it, which would be shown as it is",
            "write it without < and >",
        )
    if leads_to_post(text):
        return (
            "it holds the link of a post on X, which X forbids to apps",
            "link to the page itself",
        )
    return None


def _too_long(text: str, measure: Measure) -> Problem:
    length = measure.length(text[:LONGEST])
    if length <= measure.limit and len(text) > LONGEST:
        return f"longer than {LONGEST} characters", "shorten it"
    if length <= measure.limit:
        return f"longer than {BLUESKY_BYTES} bytes", "shorten it"
    return f"{length} of {measure.limit} characters", f"shorten it by {length - measure.limit}"
