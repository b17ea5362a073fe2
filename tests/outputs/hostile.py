"""Titles as nobody should write them, of our own making and from ../shared where there is any."""

import json
import subprocess
import sys
from functools import cache

import pytest

from digest.text import clean

SOME_OR_ALL = pytest.mark.parametrize(
    "count", [1_000, pytest.param(10_000, marks=pytest.mark.hostile)]
)
"""How many titles a test is about: enough for every day, and all with ``-m hostile``."""

OWN = [
    "<b>fett</b> & <script>alert('x')</script>",
    "</a></li></ol><h1>Titel</h1>",
    "[Text](https://evil.example) und ![Bild](https://evil.example/x.png)",
    "]( javascript:alert(1) ) [",
    "Klammer auf [ und zu ] und ](",
    "*fett* _kursiv_ **sehr** __sehr__ ~~durch~~ ==gelb== ^hoch^ `code` ```mehr",
    "# Überschrift #",
    "## C# gegen F#",
    "- Liste",
    "+ Liste",
    "12. Punkt",
    "3) Punkt",
    "> Zitat",
    "!!! note",
    ": Definition",
    "::: warning",
    "| a | b |",
    "--- und -- und ...",
    "***",
    "===",
    "{{< shortcode >}} {% raw %} {{ 7 * 7 }} {:onclick=x} ${x}",
    "$x^2$ und $$y$$ und \\(z\\)",
    "Rückstrich \\ am Ende \\",
    "&lt;script&gt; &amp;amp; &#60; &copy;",
    "https://example.org/pfad www.example.org info@example.org <https://example.org>",
    ":smile: 10:30:45 Uhr: ja",
    "„Anführung“ 'einfach' \"doppelt\"",
    "(c) (r) (tm) +- a,,b",
    "[^1] [x][y] [[wiki]]",
    "<!-- Kommentar --> <![CDATA[x]]> <?php x ?>",
    "Titel: mit 'yaml' #kein Kommentar",
    "---",
    "null",
    "&anker *anker !!python/object",
    "\x1b[31mrot\x1b[0m \x9b2J \u202eabc\u202c \u200b\ud800",
    "\x1b]8;;https://evil.example\x1b\\Klick\x1b]8;;\x1b\\",
    "[bold]rich[/bold] [link=https://evil.example]x[/link]",
    "عنوان عربي (ذيل)",
    "👩🏽‍⚖️🇩🇪 e\u0301\u0301",
]


@cache
def titles(shared=None, count=10_000):
    """Return cleaned hostile titles, each once."""
    found = OWN
    if shared is not None:
        maker = shared / "corpus" / "hostile" / "own" / "make_titles.py"
        made = subprocess.run(
            [sys.executable, str(maker), str(count), "7"],
            capture_output=True,
            text=True,
            check=True,
        )
        found = [json.loads(line)["s"] for line in made.stdout.splitlines()]
    return sorted({clean(title) for title in found} - {""})
