"""The paper on a terminal. ``DIGEST_REWRITE=1 pytest tests/outputs`` writes the expected pages anew."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from digest.model import Failure, Page, Receipt, Window
from digest.outputs.terminal import render
from digest.outputs.typeset import measure
from tests.outputs import hostile
from tests.outputs.samples import NOW, edition, morning, quiet, story

PAGES = Path(__file__).parent / "pages"
REWRITE = bool(os.environ.get("DIGEST_REWRITE"))
EXPECTED = {
    **{f"german-{width}": (morning, Page(width=width)) for width in (60, 80, 120, 200)},
    "english-80": (quiet, Page(width=80)),
    "ascii-80": (morning, Page(width=80, encoding="ascii")),
    "colour-120": (morning, Page(width=120, colour=True, links=True)),
}
SGR = re.compile(r"\x1b\[[\d;]*m")
LINK = re.compile(r"\x1b\]8;;(?:https?://[!-:<-~]+)?\x1b\\")


def visible(page):
    """Return what is read: the page without SGR and OSC 8."""
    return LINK.sub("", SGR.sub("", page))


def words(page):
    """Return the words of a page, in order, without lines and bars."""
    return " ".join(re.sub(r"[─━╾│┃]", " ", visible(page)).split())


@pytest.mark.parametrize("name", EXPECTED)
def test_the_page_is_the_one_expected(name):
    paper, page = EXPECTED[name]
    printed = render(paper(), page)
    file = PAGES / f"{name}.txt"
    if REWRITE:
        file.write_text(printed, encoding="utf-8")
    assert printed == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [20, 25, *range(32, 202, 7)])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_no_line_is_wider_than_the_terminal(width, encoding):
    for line in render(morning(), Page(width=width, encoding=encoding)).splitlines():
        assert measure(line) <= width
        assert line == line.rstrip()


@given(
    texts=st.lists(st.text(max_size=300), min_size=5, max_size=5),
    width=st.integers(min_value=20, max_value=200),
    page=st.sampled_from([Page(), Page(encoding="ascii"), Page(colour=True, links=True)]),
)
@settings(max_examples=150, deadline=None)
def test_any_text_fits_and_brings_no_escape_of_its_own(texts, width, page):
    title, summary, label, section, reason = texts
    lead = story(title, source=f"feed:{label}", summary=summary, section=section, must_see=(label,))
    plain = story(
        summary, also=(title, reason), section=section, url="https://example.org/" + title
    )
    receipt = Receipt(items=2, failed=(Failure(source=label, reason=reason),), rules={title: 0})
    paper = edition(("", [lead]), (section, [plain, plain]), title=title, receipt=receipt)
    printed = render(paper, replace(page, width=width))
    printed.encode(page.encoding)
    for line in visible(printed).split("\n"):
        assert max(cell_len(line), measure(line)) <= width
        assert line.isprintable() or not set(line) & set("\x1b\x07\x9b\r\t")
    if not page.colour:
        assert "\x1b" not in printed


@hostile.SOME_OR_ALL
@pytest.mark.parametrize("page", [Page(width=60), Page(width=120, colour=True, links=True)])
def test_titles_made_to_harm_fit_and_are_text(shared, page, count):
    stories = [
        story(title, source=f"feed:{title}", url=f"https://example.org/{title}")
        for title in hostile.titles(shared, count)
    ]
    for line in visible(render(edition(("S", stories)), page)).split("\n"):
        assert max(cell_len(line), measure(line)) <= page.width
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", line)


def test_a_pipe_gets_no_escape_and_a_terminal_sgr_and_links_only():
    assert "\x1b" not in render(morning(), Page())
    assert "\x1b]8" not in render(morning(), Page(colour=True))
    assert not SGR.search(render(morning(), Page(links=True)))
    assert "\x1b" not in visible(render(morning(), Page(colour=True, links=True)))


def test_colours_are_those_of_the_terminal_never_black_or_white():
    used = set(SGR.findall(render(morning(), Page(colour=True))))
    assert used == {f"\x1b[{code}m" for code in ("0", "1", "2", "1;31", "1;7;31")}


def test_every_line_closes_what_it_opens():
    for line in render(morning(), Page(width=120, colour=True, links=True)).splitlines():
        codes = SGR.findall(line)
        assert codes[1::2] == ["\x1b[0m"] * (len(codes) // 2)
        assert line.count("\x1b]8;;http") == line.count("\x1b]8;;\x1b")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a;b?c=d&e#f", "https://example.org/a%3Bb?c=d&e#f"),
        ("https://example.org/\x1b\\\x1b[31m", None),
        ("https://example.org/ü 東", "https://example.org/%C3%BC%20%E6%9D%B1"),
        ("https://example.org/\u202e<a>", "https://example.org/%E2%80%AE%3Ca%3E"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_a_headline_links_to_web_pages_only(url, target):
    printed = render(edition(("S", [story("Titel", url=url)])), Page(links=True))
    found = re.findall(r"\x1b\]8;;([^\x1b]+)\x1b\\Titel\x1b\]8;;\x1b\\", printed)
    assert found == ([target] if target else [])
    assert "Titel" in printed


def test_the_head_says_title_date_number_window_and_receipt():
    head = render(morning(), Page(width=120)).split("Nicht verpassen")[0]
    for text in (
        "Social Media Newspaper",
        "Nr. 17",
        "Samstag, 21. November 2026",
        "07:02",
        "seit Freitag, 07:02 (24 Stunden)",
        "51 von 54 Quellen",
        "412 Meldungen",
    ):
        assert text in head


def test_a_paper_with_a_long_name_keeps_its_number_and_date():
    paper = edition(name="recht-und-gesetz-und-alles-was-dazugehört", number=4)
    lines = [line.strip() for line in render(paper, Page(width=60)).splitlines()]
    assert "recht-und-gesetz-und-alles-was-dazugehört, Nr. 4" in lines
    assert "Samstag, 21. November 2026" in lines


def test_a_receipt_too_long_for_one_line_is_cut():
    paper = replace(morning(), window=Window(start=NOW - timedelta(days=900), end=NOW))
    lines = render(paper, Page(width=32)).splitlines()
    assert "seit 4. Juni 2024, 08:02 · 51 v…" in lines


def test_a_paper_not_counted_is_a_proof():
    assert "Probedruck" in render(edition(number=0), Page())


def test_must_see_stories_come_first_behind_a_bar_with_their_rules():
    lines = render(morning(), Page(width=80)).splitlines()
    first = next(index for index, line in enumerate(lines) if "Nicht verpassen" in line)
    assert lines[first + 1].startswith("┃   1  Neue Abmahnwelle")
    assert "Abmahnung · Netzrecht aktuell" in lines[first + 3]
    assert lines.index(next(line for line in lines if "Instagram" in line)) > first + 5


def test_a_must_see_story_within_a_section_is_marked_too():
    printed = render(edition(("S", [story("Erste"), story("Zweite", must_see=("Regel",))])), Page())
    assert re.search(r"┃ +2  Zweite\n┃ \S+  Regel · ", printed)


def test_the_lead_story_has_its_first_lines_and_no_more():
    printed = render(morning(), Page(width=80))
    assert "Ab dem 15. Januar dürfen Beiträge" in printed
    assert "Schritt für…" in printed
    assert "alten Beiträgen" not in printed
    assert "LinkedIn" not in printed.split("Ab dem")[0]


def test_a_lead_without_a_summary_is_a_headline():
    printed = render(edition(("S", [story("Eins"), story("Zwei", summary="Nie")])), Page(width=120))
    assert "Eins" in printed
    assert "Nie" not in printed


def test_stories_are_numbered_in_the_order_of_print():
    printed = render(morning(), Page(width=60))
    numbers = re.findall(r"^(?:┃ )? +(\d+)  ", printed, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 16)]


def test_a_story_that_continues_says_so():
    assert "weiter: Mastodon 5.1 ist da" in render(morning(), Page())
    assert "siehe Ausgabe 16" in render(morning(), Page())
    assert "continued: More" in render(
        edition(("S", [story("More", continues=3)]), language="en"), Page()
    )


def test_others_that_carry_a_story_are_named_once_and_then_counted():
    both = story("T", source="feed:a", also=("b", "a", "b", "c"))
    many = story("T", source="feed:a", also=("b", "c", "d", "e", "f"))
    printed = render(edition(("S", [both, many])), Page())
    assert "auch bei b und c\n" in printed
    assert "auch bei b, c und 3 weiteren" in printed


def test_a_section_that_goes_on_in_the_next_column_says_so():
    stories = [story(f"Geschichte {number}", number=number) for number in range(20)]
    printed = render(edition(("Recht", stories)), Page(width=120))
    assert "Recht (Fortsetzung) ──" in printed


def test_a_long_paper_in_one_column_runs_through():
    stories = [story(f"Geschichte {number}", number=number) for number in range(60)]
    printed = render(edition(("Recht", stories), ("Medien", stories)), Page(width=80))
    assert "Fortsetzung" not in printed
    assert printed.count("\n\n") == 3
    assert "\n\nMedien ──" in printed


def test_wide_papers_have_two_or_three_columns_and_narrow_ones_one():
    for width, columns in ((60, 1), (114, 1), (115, 2), (120, 2), (174, 3), (200, 3)):
        lines = render(morning(), Page(width=width)).splitlines()
        assert max(line.count("│") for line in lines) == columns - 1


def test_the_bar_shows_the_score_against_the_best():
    scores = (0.0, 0.1, 0.5, 1.0)
    printed = render(edition(("S", [story("T", score=score) for score in scores])), Page())
    assert re.findall(r"^([─━╾]{3})  ", printed, re.MULTILINE) == ["───", "╾──", "━╾─", "━━━"]


def test_a_long_post_as_title_is_shortened():
    printed = render(edition(("S", [story("Wort " * 10_000)])), Page())
    assert printed.count("Wort") < 60
    assert "…" in printed


def test_a_story_without_a_title_shows_its_address_or_says_so():
    printed = render(edition(("S", [story(""), story("", url="")])), Page())
    assert "https://example.org/1" in printed
    assert "ohne Titel" in printed


def test_stories_without_a_section_stand_under_a_heading():
    printed = render(edition(("", [story("Eins"), story("Zwei")])), Page())
    assert "Weiteres ──" in printed


def test_rules_say_what_they_found_and_what_they_did_not():
    printed = render(morning(), Page())
    assert "Gefunden zu: Abmahnung (1), Tickets (1)\n" in printed
    assert "Nichts zu: Nutzungsbedingungen, Klarnamen – 412 Meldungen geprüft\n" in printed


def test_without_rules_and_failures_the_paper_ends_with_its_stories():
    assert render(edition(("S", [story("Eins")])), Page()).endswith("Beispielblatt · vor 3 Std.\n")


def test_a_source_that_fails_for_days_is_said_louder_each_day():
    failed = [
        Failure(source=f"Q{days}", reason="zu langsam", since=NOW - timedelta(days=days, hours=1))
        for days in range(5)
    ]
    printed = render(
        edition(receipt=Receipt(failed=(Failure(source="N", reason="r"), *failed))), Page()
    )
    tail = printed.split("Ohne Antwort")[1].splitlines()[1:]
    assert tail == [
        "!!!  Q4, seit 4 Tagen: zu langsam",
        "!!!  Q3, seit 3 Tagen: zu langsam",
        " !!  Q2, seit 2 Tagen: zu langsam",
        "  !  Q1, seit 1 Tag: zu langsam",
        "  ─  Q0: zu langsam",
        "  ─  N: r",
    ]


def test_many_failures_are_named():
    failed = tuple(Failure(source=f"Q{n:02}", reason="r" * 300) for n in range(18))
    printed = render(edition(receipt=Receipt(failed=failed)), Page(width=60))
    tail = printed.split("Ohne Antwort")[1].splitlines()[1:]
    assert tail[12:] == [
        "     Auch von Q06, Q07, Q08, Q09, Q10, Q11, Q12, Q13, Q14,",
        "     Q15, Q16 und Q17 (digest feeds list)",
    ]


def test_of_very_many_failures_the_last_are_only_counted():
    failed = tuple(Failure(source=f"Q{n:03}", reason="r") for n in range(200))
    printed = render(edition(receipt=Receipt(failed=failed)), Page(width=60))
    assert " ".join(printed.split()).endswith("Q045 und 154 weiteren (digest feeds list)")


def test_a_quiet_day_gives_a_paper_that_says_so():
    assert "Nichts Neues seit Freitag, 07:02." in render(edition(), Page())
    receipt = Receipt(items=3, muted=3)
    assert "Keine der 3 Meldungen kam ins Blatt." in render(edition(receipt=receipt), Page())


def test_a_stream_without_umlauts_gets_them_in_letters():
    printed = render(morning(), Page(encoding="ascii"))
    assert printed.isascii()
    assert "Instagram aendert seine Nutzungsbedingungen" in printed
    assert "412 Meldungen geprueft" in printed


def test_an_unknown_encoding_gets_ascii():
    assert render(morning(), Page(encoding="no-such-thing")).isascii()


def test_latin_1_keeps_umlauts_and_loses_lines():
    printed = render(morning(), Page(encoding="latin-1"))
    printed.encode("latin-1")
    assert "Instagram ändert" in printed


def test_the_same_edition_is_printed_the_same_whoever_failed_first():
    paper = morning()
    turned = replace(paper.receipt, failed=paper.receipt.failed[::-1])
    assert render(replace(paper, receipt=turned), Page()) == render(paper, Page())


def test_a_paper_is_printed_without_the_slow_parts_of_rich():
    script = (
        "import sys\nfrom tests.outputs.samples import morning\nfrom digest.model import Page\n"
        "from digest.outputs import FORMATS\nloaded = 'rich' in sys.modules\n"
        "FORMATS['terminal'].render(morning(), Page())\n"
        "print(loaded, 'rich.cells' in sys.modules, 'rich.console' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False True False\n"
