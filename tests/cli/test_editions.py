"""Papers of their own: sections, size, language, title and rules, each with its own window."""

from pathlib import Path

import pytest

from tests.cli.conftest import rss

MONDAY = "2026-11-23T06:00:00Z"
TUESDAY = "2026-11-24T06:00:00Z"
WEDNESDAY = "2026-11-25T06:00:00Z"

FEEDS = """
title: Alles
language: de
stories: 10
must_see: {{Tickets: ["vorverkauf*"]}}
sections:
  Recht: [{law}]
  Technik: [{tech}]
editions:
  recht:
    title: Court Circular
    language: en
    sections: [Recht]
    stories: 2
    must_see: {{Urteil: ["bgh"]}}
  kurz: {{stories: 1, mute: [kamera*]}}
"""


@pytest.fixture
def papers(web):
    """Feeds of two sections; ``papers(day, law, tech)`` shows their headlines of that day."""

    def show(day, law, tech):
        web.page("/law", rss(*law, day=day, name="Rechtsblatt", site="https://law.example"))
        web.page("/tech", rss(*tech, day=day, name="Techblatt", site="https://tech.example"))

    Path("feeds.yaml").write_text(
        FEEDS.format(law=web.url("/law"), tech=web.url("/tech")), encoding="utf-8"
    )
    show(
        22,
        [
            "Pfandflaschen bleiben Pfandflaschen",
            "Gericht kippt Parkverbot",
            "BGH: Emoji ist Werbung",
        ],
        ["Kamera wiegt 29 Gramm", "Vorverkauf der Messe beginnt"],
    )
    return show


def today(run, *args, now=MONDAY):
    done = run("today", "--format", "json", *args, now=now)
    assert done.code == 0, done.err
    return done


def test_an_edition_has_its_own_sections_size_language_title_and_rules(run, papers):
    paper = today(run, "--edition", "recht").paper
    assert paper["title"] == "Court Circular"
    assert paper["language"] == "en"
    assert {item["_digest"]["section"] for item in paper["items"]} == {"Recht"}
    assert len(paper["items"]) == 3
    must_see = {item["title"]: item["_digest"]["must_see"] for item in paper["items"]}
    assert must_see["BGH: Emoji ist Werbung"] == ["Urteil"]
    assert paper["_digest"]["receipt"]["sources"] == 1


def test_what_an_edition_does_not_say_it_has_from_the_main_paper(run, papers):
    done = today(run, "--edition", "kurz")
    assert done.paper["title"] == "Alles"
    assert done.paper["language"] == "de"
    must_see = [item["_digest"]["must_see"] for item in done.paper["items"]]
    assert sorted(must_see) == [[], ["Tickets"]]
    assert "Kamera wiegt 29 Gramm" not in done.titles


def test_the_terminal_shows_which_paper_it_is(run, papers):
    done = run("today", "--edition", "recht", now=MONDAY)
    assert "Court Circular" in done.out
    assert "recht, No. 1" in done.out
    assert "Must see" in done.out


def test_a_story_printed_in_one_is_not_used_up_in_the_other(run, papers):
    everything = set(today(run).titles)
    assert len(everything) == 5
    assert set(today(run, "--offline", "--edition", "recht").titles) < everything
    assert today(run, "--offline", "--edition", "recht").paper["_digest"]["edition"] == 2
    assert today(run, "--offline", "--edition", "recht").titles == []
    assert today(run, "--offline").titles == []


def test_each_has_a_window_of_its_own(run, papers):
    today(run)
    today(run, "--offline", "--edition", "recht")
    papers(23, ["Neues Urteil zu Cookies"], ["Drohne liefert Brötchen"])
    assert set(today(run, now=TUESDAY).titles) == {
        "Neues Urteil zu Cookies",
        "Drohne liefert Brötchen",
    }
    papers(24, ["Abmahnung wegen Schriften"], ["Roboter falten jetzt auch Hemden"])
    main = today(run, now=WEDNESDAY)
    assert set(main.titles) == {"Abmahnung wegen Schriften", "Roboter falten jetzt auch Hemden"}
    law = today(run, "--edition", "recht", now=WEDNESDAY)
    assert set(law.titles) == {"Neues Urteil zu Cookies", "Abmahnung wegen Schriften"}
    assert law.paper["_digest"]["window"]["from"] == MONDAY
    assert main.paper["_digest"]["window"]["from"] == TUESDAY
    assert (main.paper["_digest"]["edition"], law.paper["_digest"]["edition"]) == (3, 2)


def test_why_asks_the_edition_that_is_named(run, papers):
    today(run)
    today(run, "--offline", "--edition", "recht")
    assert "Vorverkauf" in run("why", "1", now=MONDAY).out
    assert "BGH: Emoji" in run("why", "1", "--edition", "recht", now=MONDAY).out


def test_an_edition_that_is_not_there_is_one_line_with_a_hint(run, papers):
    done = run("today", "--edition", "rechtt", now=MONDAY)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "feeds.yaml: there is no edition 'rechtt'",
        "  hint: did you mean 'recht'?",
    ]


def test_all_that_is_wrong_in_an_edition_is_told_with_its_place(run, papers):
    text = Path("feeds.yaml").read_text(encoding="utf-8")
    bad = text + "  falsch: {sections: [Sport], must_see: {A: []}, queue: {}}\n"
    Path("feeds.yaml").write_text(bad, encoding="utf-8")
    done = run("check", "--offline", now=MONDAY)
    assert done.code == 1
    assert "there is no section 'Sport'" in done.err
    assert "a rule without patterns" in done.err
    assert "'slots' is missing" in done.err


@pytest.mark.parametrize("command", [("why", "1"), ("more", "1"), ("syndicate",), ("back", "1")])
def test_before_its_first_edition_the_hint_prints_that_paper(run, papers, command):
    today(run)
    done = run(*command, "--edition", "recht")
    assert done.code == 1
    assert done.err == (
        "no edition of 'recht' has been printed yet\n"
        "  hint: run `digest today --edition recht` first\n"
    )


@pytest.mark.parametrize("hand", ["more", "open", "why"])
@pytest.mark.parametrize("paper", [(), ("--edition", "recht")])
def test_who_names_a_story_after_an_empty_edition_learns_how_to_print_the_day_again(
    run, papers, hand, paper
):
    today(run, *paper)
    today(run, *paper, now=TUESDAY)
    assert run(hand, "1", *paper).err == (
        "1: no such story in edition 2\n"
        f"  hint: the last edition has no story; `{' '.join(('digest today --since 24h', *paper))}` "
        "prints those of the last day once more\n"
    )


@pytest.mark.parametrize("paper", [(), ("--edition", "recht")])
def test_who_prints_twice_learns_how_to_read_the_first_paper_again(run, papers, paper):
    again = " ".join(("digest back 1", *paper))
    assert "nothing new" not in today(run, *paper).err
    for peek in ("--peek",), ():
        assert (
            f"nothing new since edition 1; `{again}` prints it once more\n"
            in today(run, *paper, *peek, now=TUESDAY).err
        )
    assert "nothing new" not in today(run, *paper, now=TUESDAY).err
    assert "nothing new" not in run("-q", "today", *paper, now=TUESDAY).err


def test_what_came_while_feeds_yaml_lost_its_source_for_a_day_is_told_when_it_is_back(
    run, web, feeds_yaml
):
    web.page("/one", rss("Erste Meldung des Tages", name="Eins"))
    web.page("/two", rss("Zweite Nachricht vom Hafen", day=21, name="Zwei"))
    feeds_yaml(web.url("/one"), web.url("/two"))
    today(run, now="2026-11-21T10:00Z")
    web.page("/one", rss("Erste Meldung des Tages", "Vorverkauf der Messe", day=21, name="Eins"))
    run("fetch", now="2026-11-21T12:00Z")
    feeds_yaml(web.url("/two"))
    assert run("today", "--format", "json", now="2026-11-22T06:00Z").titles == []
    feeds_yaml(web.url("/one"), web.url("/two"))
    missed = "Eins was not among the sources of this paper then; the next edition covers it\n"
    assert missed in run("why", "vorverkauf", now="2026-11-23T05:00Z").out
    back = today(run, now=MONDAY)
    assert back.titles == ["Vorverkauf der Messe"]
    assert "\nnothing would move" in run("why", "--weights", "trust=0.5", now=MONDAY).out
    assert "edition 2" not in run("why", "vorverkauf", now=MONDAY).out
    assert today(run, now=TUESDAY).titles == []
    assert "edition 3 of 2026-11-23: s" in run("why", "vorverkauf", now=TUESDAY).out


def test_a_section_that_is_new_to_a_paper_brings_nothing_of_the_days_before(run, papers):
    before = Path("feeds.yaml").read_text(encoding="utf-8")
    today(run, "--edition", "recht")
    text = before.replace("sections: [Recht]", "sections: [Recht, Technik]")
    Path("feeds.yaml").write_text(text, encoding="utf-8")
    assert today(run, "--edition", "recht", now=TUESDAY).titles == []
