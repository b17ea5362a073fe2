import os
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import rss


def test_all_that_is_wrong_in_feeds_yaml_is_told_at_once(run):
    Path("feeds.yaml").write_text(
        "titel: Mein Blatt\nsections:\n  News:\n    - ftp://blatt.example\n", encoding="utf-8"
    )
    done = run("check")
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert lines[0] == "feeds.yaml:1:1: unknown key 'titel'"
    assert lines[1] == "  hint: did you mean 'title'?"
    assert lines[2].startswith("feeds.yaml:4:7: ")


def test_a_feeds_yaml_that_is_not_there_is_one_line_and_a_hint(run):
    done = run("check")
    assert done.code == 1
    assert done.err.splitlines()[1].startswith("  hint: `digest init`")


def test_time_zones_are_known_where_the_system_has_none(feeds_yaml, tmp_path):
    feeds_yaml("https://blatt.example/feed", more="timezone: Europe/Berlin")
    done = subprocess.run(
        [sys.executable, "-m", "digest", "check", "--offline"],
        env={**os.environ, "PYTHONTZPATH": str(tmp_path / "none")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_source_is_asked_and_nothing_stored(run, web, feeds_yaml, tmp_path):
    web.page("/feed", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"))
    done = run("check")
    assert done.code == 0
    assert done.out == "feeds.yaml: in order, 1 source in 1 section\n1 of 1 source answers\n"
    assert not (tmp_path / "data").exists()


def test_a_source_that_does_not_answer_is_named(run, web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"), web.url("/gone"))
    done = run("check")
    assert done.code == 1
    assert f"{web.url('/gone')}: status 404: not found\n" in done.out
    assert "1 of 2 sources does not answer" in done.err


def test_who_lacks_keys_is_not_told_to_take_her_accounts_out(run, feeds_yaml):
    feeds_yaml("x: '@XDevelopers'")
    done = run("check")
    assert done.code == 1
    assert "X: no keys for X; `digest login x` asks for them; 1 account not read" in done.out
    assert done.out.endswith("0 of 1 source answers\n")
    assert done.err.splitlines() == [
        "1 of 1 source does not answer",
        "  hint: what is said above of X tells what to do",
    ]


def test_offline_asks_nobody(run, web, feeds_yaml):
    feeds_yaml(web.url("/gone"))
    assert run("check", "--offline").code == 0
    assert web.asked == []


def test_a_pattern_that_looks_like_a_list_is_named_once_and_is_no_mistake(run, feeds_yaml):
    more = """\
must_see: {Tickets: ["barcamp OR ticket*", "vorverkauf*"]}
prefer: ["instagram, linkedin"]
editions: {kurz: {stories: 3}}
"""
    feeds_yaml("https://blatt.example/feed", more=more)
    done = run("check", "--offline")
    assert done.code == 0
    assert done.out.splitlines()[1:] == [
        "must_see Tickets: 'barcamp OR ticket*' finds only what holds all its words; "
        "several are a list: [one, another]",
        "prefer: 'instagram, linkedin' finds only what holds all its words; "
        "several are a list: [one, another]",
    ]


def test_a_pattern_is_named_whose_signs_are_not_compared(run, feeds_yaml):
    fine = '"AT&T", "24/7", "#barcamp", "@name", "Yahoo!", "+neu", "§ 5 DDG", "z.B.", "a@b.example", "3.5"'
    more = f"""\
must_see: {{Recht: ["§ 5"], Gut: [{fine}]}}
mute: ["C#", "c++", ".NET", "20 %", "100 €"]
"""
    feeds_yaml("https://blatt.example/feed", more=more)
    done = run("check", "--offline")
    assert done.code == 0
    said = "for signs are not compared; add a word that stands beside it"
    assert done.out.splitlines()[1:] == [
        f"must_see Recht: '§ 5' finds every '5', {said}",
        f"mute: 'C#' finds every 'c', {said}",
        f"mute: 'c++' finds every 'c', {said}",
        f"mute: '.NET' finds every 'net', {said}",
        f"mute: '20 %' finds every '20', {said}",
        f"mute: '100 €' finds every '100', {said}",
    ]


def test_a_word_of_a_rule_is_named_that_would_find_more_with_a_star(run, web, feeds_yaml):
    titles = ("Abmahnwelle rollt durchs Land", "Tickets für das BarCamp", "Meta warnt vor Ausfall")
    web.page("/feed", rss(*titles, "AGB geändert", "Preisrunde: Netzausfall in Kiel"))
    feeds_yaml(web.url("/feed"), more="language: de")
    run("fetch")
    rules = (
        *("A: [abmahn]", "B: [ausfall, störung]", "C: ['barcamp +ticket']", "D: [warn*, warn]"),
        *("E: ['\"durchs Lan\"', gab]", "F: {patterns: [barcam], where: summary}"),
        *("G: [netz -kiel, agb]", "H: [runde]"),
    )
    feeds_yaml(web.url("/feed"), more="must_see:\n" + "".join(f"  {rule}\n" for rule in rules))
    done = run("check", "--offline")
    said = "finds nothing in 5 items of late"
    assert done.code == 0
    assert done.out.splitlines()[1:] == [
        f"must_see A: 'abmahn' {said}, 'abmahn*' would find 1: Abmahnwelle rollt durchs Land",
        f"must_see C: 'barcamp +ticket' {said}, 'barcamp* +ticket*' would find 1: {titles[1]}",
        f"must_see H: 'runde' {said}, '*runde' would find 1: Preisrunde: Netzausfall in Kiel",
    ]


def test_it_is_named_by_what_came_from_the_sources_that_the_rule_looks_at(run, web, feeds_yaml):
    web.page("/one", rss("Abmahnwelle rollt durchs Land"))
    web.page("/two", rss("Abmahnung für alle"))
    one, two = web.url("/one"), web.url("/two")
    rules = f"A: {{patterns: [abmahnung], sources: ['{two}']}}, B: {{patterns: [abmahn], sources: ['{two}']}}"
    wide = f"C: {{patterns: [abmahn], sources: ['{one}']}}"
    feeds_yaml(one, two, more=f"must_see: {{{rules}, {wide}}}")
    run("fetch")
    said = "'abmahn' finds nothing in 1 item of late, 'abmahn*' would find 1"
    assert run("check", "--offline").out.splitlines()[1:] == [
        f"must_see B: {said}: Abmahnung für alle",
        f"must_see C: {said}: Abmahnwelle rollt durchs Land",
    ]
