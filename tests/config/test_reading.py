"""feeds.yaml read into a Config, or everything that is wrong with it."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

import pytest

from digest import config
from digest.config.reading import read
from digest.errors import ConfigError
from digest.model import Queue, Rule, Source

WHOLE = """\
title: Morgenblatt
language: de
timezone: Europe/Berlin
stories: 12
keep: 4w

sections:
  Plattformen:
    - https://a.example/feed
    - url: https://b.example/feed
      name: "NO"
      weight: 1.5
      owner: B
    - x: "@XDevelopers"
    - mastodon: "@Mastodon@mastodon.social"
    - bluesky: bsky.app
  Recht: [https://c.example/rss]
  Leer:

must_see:
  Abmahnung: ["abmahn*", "*abmahnung"]
  Tickets: {patterns: ["ticket*"], where: headline, sources: ["NO", XDevelopers], sections: [Recht]}
prefer: [instagram]
mute:

ranking:
  half_life: 18h
  half_lives: {Recht: 3d}
  per_source: none
  weights: {trust: 2}
  floor: 0.5
  shares: {Leer: 0}
  learn: off

queue:
  slots: [12:00, "7:30"]
  per_day: 3
  approve: automatic
  budget: 10.50 USD per month
  late: 90m
  spacing: 20m
  quiet: 20:00-07:00
  links: none
  to: [x, mastodon]
  allow: ["@OMR", name@host.example]

x: {budget: none}

editions:
  recht: {sections: [Recht], stories: 8, title: Recht am Morgen, language: en}
  alles: {}
"""


def load(folder, text):
    path = folder / "feeds.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return config.load(path)


def problems(text, tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    return [(what.removeprefix(f"{path}:"), hint) for what, hint in caught.value.problems]


def problem(text, tmp_path):
    ((what, hint),) = problems(text, tmp_path)
    assert hint, "every problem has a hint"
    return f"{what} | {hint}"


def test_every_key_comes_in(tmp_path):
    found = load(tmp_path, WHOLE)
    assert (found.title, found.language, found.timezone) == ("Morgenblatt", "de", "Europe/Berlin")
    assert found.keep == timedelta(weeks=4)
    assert found.main.stories == 12
    assert found.main.sections == ("Plattformen", "Recht", "Leer")
    assert found.sources == (
        Source(kind="feed", target="https://a.example/feed", section="Plattformen"),
        Source(
            kind="feed",
            target="https://b.example/feed",
            section="Plattformen",
            name="NO",
            weight=1.5,
            owner="B",
        ),
        Source(kind="x", target="@xdevelopers", section="Plattformen"),
        Source(kind="mastodon", target="@mastodon@mastodon.social", section="Plattformen"),
        Source(kind="bluesky", target="bsky.app", section="Plattformen"),
        Source(kind="feed", target="https://c.example/rss", section="Recht"),
    )
    assert found.main.must_see == (
        Rule(name="Abmahnung", patterns=("abmahn*", "*abmahnung")),
        Rule(
            name="Tickets",
            patterns=("ticket*",),
            where="headline",
            sources=("NO", "@xdevelopers"),
            sections=("Recht",),
        ),
    )
    assert found.main.prefer == ("instagram",)
    assert found.main.mute == ()
    ranking = found.main.ranking
    assert ranking.half_life == timedelta(hours=18)
    assert ranking.half_lives == {"Recht": timedelta(days=3)}
    assert ranking.per_source is None
    assert ranking.per_source_set
    assert ranking.weights == {"trust": 2.0}
    assert ranking.floor == 0.5
    assert ranking.shares == {"Leer": 0}
    assert not ranking.learn
    assert found.queue == Queue(
        slots=(time(7, 30), time(12, 0)),
        per_day=3,
        approve="automatic",
        budget=Decimal("10.50"),
        late=timedelta(minutes=90),
        spacing=timedelta(minutes=20),
        quiet=(time(20), time(7)),
        links="none",
        to=("x", "mastodon"),
        allow=("@omr", "@name@host.example"),
    )
    assert found.x.budget is None


def test_an_edition_has_some_of_the_sections(tmp_path):
    found = load(tmp_path, WHOLE)
    desk = found.desk("recht")
    assert (desk.name, desk.title, desk.language) == ("recht", "Recht am Morgen", "en")
    assert (desk.stories, desk.sections) == (8, ("Recht",))
    assert [source.section for source in desk.sources] == ["Recht"]
    assert desk.must_see == found.main.must_see
    assert found.desk() is found.main
    assert found.desk("alles") == replace(found.main, name="alles")


def test_what_an_edition_does_not_say_of_its_ranking_it_has_from_the_main_paper(tmp_path):
    text = "ranking: {learn: off, per_source: none, half_life: 12h}\nsections: {}\neditions:\n"
    found = load(
        tmp_path, text + "  slow: {ranking: {half_life: 3d}}\n  few: {ranking: {per_source: 1}}"
    )
    slow, few = found.desk("slow").ranking, found.desk("few").ranking
    assert slow == replace(found.main.ranking, half_life=timedelta(days=3))
    assert (slow.learn, slow.per_source) == (False, None)
    assert few == replace(found.main.ranking, per_source=1)


@pytest.mark.parametrize("spelled", ["Über uns", "U\u0308ber uns", "Über\u00ad  uns"])
def test_a_section_is_the_same_however_its_name_is_spelled_as_a_key(tmp_path, spelled):
    text = f"sections: {{Über uns: }}\nranking: {{shares: {{{spelled}: 2}}}}\n"
    assert load(tmp_path, text).main.ranking.shares == {"Über uns": 2}
    twice = f"sections: {{Über uns: }}\nranking: {{shares: {{Über uns: 2, {spelled} : 3}}}}\n"
    assert "named twice" in problems(twice, tmp_path)[0][0]


def test_an_edition_that_is_not_there_is_named_with_the_nearest(tmp_path):
    found = load(tmp_path, WHOLE)
    with pytest.raises(ConfigError, match="there is no edition 'rehct'") as caught:
        found.desk("rehct")
    assert caught.value.hint == "did you mean 'recht'?"
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "sections: {}").desk("x")
    assert "editions:" in caught.value.hint


def test_what_is_not_said_has_a_sensible_default(tmp_path):
    found = load(tmp_path, "sections: {A: [https://a.example/]}\n")
    assert (found.main.stories, found.main.language, found.timezone) == (15, "en", "UTC")
    assert not found.main.ranking.per_source_set
    assert found.main.ranking.per_source == 3
    assert found.queue is None
    assert found.keep == timedelta(days=90)


@pytest.mark.parametrize(
    "text", ["sections:", "sections: {}", "sections: {A: }", "sections: {A: []}"]
)
def test_there_may_be_no_source(tmp_path, text):
    assert load(tmp_path, text).sources == ()


def test_names_are_the_strings_that_were_written(tmp_path):
    names = ["NO", "12:30", "1e3", "0x10", "null", "~", "2026-11-21"]
    lines = [f"  - {{url: 'https://a.example/{n}', name: {name}}}" for n, name in enumerate(names)]
    found = load(tmp_path, "sections:\n NO:\n" + "\n".join(lines))
    assert [source.name for source in found.sources] == names
    assert found.main.sections == ("NO",)


def test_a_file_written_as_json_is_read(tmp_path):
    found = load(
        tmp_path, '{"title": "Bär", "sections": {"A\\/B": [{"url": "https://a.example/"}]}}'
    )
    assert found.title == "Bär"
    assert found.main.sections == ("A/B",)


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_of_other_systems_are_read(tmp_path, breaks):
    text = "\ufeffsections:\n  A:\n    - https://a.example/\n".replace("\n", breaks)
    assert len(load(tmp_path, text).sources) == 1


def test_escapes_and_bidi_overrides_leave_names_and_titles(tmp_path):
    text = 'title: "\\e[31mA\\u202EB"\nsections: {"C\\x07": [{url: "https://a.example/", name: "D\\n E"}]}'
    found = load(tmp_path, text)
    assert found.title == "[31mAB"
    assert found.sources[0].name == "D E"
    assert found.main.sections == ("C",)


def test_all_problems_come_in_one_go_in_the_order_of_the_file(tmp_path):
    text = """\
titel: x
stories: many
sections:
  A:
    - url: https://b.example/f
      weigth: 2
      weight: heavy
    - https://b.example/f
x: {bearer_token: SENTINEL}
stories: 3
"""
    found = problems(text, tmp_path)
    assert [what for what, _ in found] == [
        "1:1: unknown key 'titel'",
        "2:10: expected a whole number from 1 to 1000000, found 'many'",
        "6:7: unknown key 'weigth'",
        "7:15: expected a number from 0 to 100, found 'heavy'",
        "8:7: this source is named twice",
        "9:5: 'bearer_token': secrets are never in feeds.yaml",
        "10:1: 'stories' is named twice",
    ]
    assert [hint for _, hint in found] == [
        "did you mean 'title'?",
        "write a number such as 5, or delete the line",
        "did you mean 'weight'?",
        "write a number such as 1.5, or delete the line",
        "the first is in line 5",
        "set it in the environment or in credentials.yaml, and delete it here",
        "the first is in line 2",
    ]


IN = "sections: {A: [https://a.example/f]}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: the file is empty | delete it, and `digest init`"),
        ("# nothing\n", "1:1: the file is empty | delete it, and `digest init`"),
        (
            "- a",
            "1:1: expected names with values, found a list | write a name with a colon above it",
        ),
        ("a", "1:1: expected names with values, found 'a' | write"),
        ("title: x", "1:1: there are no sections | `digest init`"),
        ("sections: [https://a.example/]", "1:11: expected names with values, found a list | "),
        (
            "sections: {A: https://a.example/}",
            "1:15: expected a list, found 'https://a.example/' | ",
        ),
        ("sections: {A: {url: b}}", "1:15: expected a list, found names with values | "),
        ("sections: {A: [[b]]}", "1:16: expected names with values, found a list | "),
        ("sections:\n  A:\n    -\n", "3:6: nothing stands here | "),
        ("sections: {'': [https://a.example/]}", "1:12: nothing stands here | "),
        (
            "sections: {A: [http://a.example http://b.example]}",
            "1:16: more than one address | give each a line and a dash of its own",
        ),
        ("sections: {A: [], 'A ': []}", "1:19: 'A' is named twice | join the two"),
        ("sections: {[a]: b}", "1:12: expected a name, found a list | "),
        ("sections: {A: [{name: B}]}", "1:16: expected one of url, x, mastodon, bluesky | "),
        (
            "sections: {A: [{url: https://a.example/, x: a}]}",
            "1:16: expected one of url, x, mastodon, bluesky | ",
        ),
        ("sections: {A: [{url: [b]}]}", "1:22: expected a text, found a list | "),
        (
            "sections: {A: [{x: a b}]}",
            '1:20: expected an account of X such as @XDevelopers | write x: "@X',
        ),
        ("sections: {A: [{mastodon: '@a'}]}", "1:27: expected an account of Mastodon"),
        ("sections: {A: [{bluesky: a}]}", "1:26: expected an account of Bluesky"),
        ("sections: {A: ['@a']}", 'an account is written as x: "@name"'),
        ("sections: {A: ['@a@b.example']}", 'an account is written as mastodon: "@name"'),
        (
            "sections: {A: [a.example]}",
            "1:16: expected the address of a feed | write https://www.example",
        ),
        ("sections: {A: ['ftp://a.example/']}", "write https://www.example.org/feed"),
        (
            "sections: {A: [{url: https://a.example/, posts: all}]}",
            "1:49: 'posts' is for accounts only | delete it",
        ),
        (IN + "language: deutsch", "2:11: expected de or en, found 'deutsch' | write de or en, "),
        (IN + "language: d", "2:11: expected de or en, found 'd' | did you mean 'de'?"),
        (
            IN + "timezone: Berlin",
            "2:11: there is no time zone 'Berlin' | did you mean 'Europe/Berlin'?",
        ),
        (IN + "timezone: Europe", "2:11: there is no time zone 'Europe' | "),
        (IN + "timezone: europe/berln", "| did you mean 'Europe/Berlin'?"),
        (IN + "timezone: Europe/New York", "| did you mean 'America/New_York'?"),
        (IN + "timezone: Europe/Hamburg", "| write one like Europe/Berlin"),
        (IN + "timezone: CEST", "| write one like Europe/Berlin"),
        (IN + "timezone: GMT+1", "| write one like Europe/Berlin"),
        (IN + "timezone: utc", "| did you mean 'UTC'?"),
        (IN + "timezone: ../../etc/passwd", "there is no time zone"),
        (IN + "timezone: qqqqq", "| write one like Europe/Berlin"),
        (IN + "title: ''", "2:8: nothing stands here | write a text"),
        (IN + "title: #1", """2:7: nothing stands here | what begins with # needs quotes: "#1\""""),
        (IN + "mute:\n- #barcamp\n- a", """| what begins with # needs quotes: "#barcamp\""""),
        (
            IN + "title: # what it is called",
            "2:7: nothing stands here | write a text, or delete the line",
        ),
        (
            "sections:\n  A:\n  - - https://b.example",
            "| one source to an entry",
        ),
        ("sections:\n  A:\n  - mastodon: #a@b.example", """needs quotes: "#a@b.example\""""),
        ("sections: {A: [{mastodon: }]}", 'nothing stands here | write mastodon: "@M'),
        (IN + "title: {a: b}", "2:8: expected a text, found names with values | "),
        (IN + "stories: 0", "expected a whole number from 1 to 1000000, found '0' | "),
        (IN + "stories: -1", "found '-1'"),
        (IN + "stories: 1.5", "found '1.5'"),
        (IN + f"stories: {'1' * 5000}", "found '1111"),
        (IN + "stories: ١", "found '١'"),
        (IN + "keep: 3d", "2:7: 3d is too short | at least 7d"),
        (IN + "keep: 30", "2:7: expected a time, found '30' | write 90m, 18h, 3d or 2w"),
        (IN + "prefer: a", "2:9: expected a list, found 'a' | write [one, another]"),
        (IN + "mute: ['*']", "2:8: "),
        (IN + "must_see: [a]", "2:11: expected names with values, found a list | write a name"),
        (
            "sections:\n- https://a.example/f",
            "2:1: expected names with values, found a list | write a",
        ),
        (IN + "must_see: a", "2:11: expected names with values, found 'a' | write 'name: value'"),
        (IN + "must_see: {R: []}", "2:15: a rule without patterns | "),
        (IN + "must_see: {R: }", ": a rule without patterns | "),
        (IN + "must_see: {R: {where: text}}", "2:15: a rule without patterns | "),
        (IN + "must_see: {R: {patterns: [a], where: headlin}}", "did you mean 'headline'?"),
        (
            IN + "must_see: {R: {patterns: [a], sections: [B]}}",
            "there is no section 'B' | there are: A",
        ),
        (
            IN + "must_see: {R: {patterns: [a], sources: [zz]}}",
            "there is no source 'zz' | write its name",
        ),
        (IN + "must_see: {R: {patterns: ['-a']}}", "2:27: "),
        (IN + "ranking: {half_life: 0h}", "2:22: 0h is too short | at least 1m"),
        (IN + "ranking: {half_lives: {B: 1d}}", "2:24: unknown key 'B' | there are: A"),
        (IN + "ranking: {per_source: 0}", "found '0'"),
        (
            IN + "ranking: {learn: never}",
            "2:18: expected on or off, found 'never' | write on or off, ",
        ),
        (IN + "ranking: {weights: {trst: 1}}", "2:21: unknown key 'trst' | did you mean 'trust'?"),
        (IN + "ranking: {weights: {trust: 0,5}}", "2:30: unknown key '5' | write a number as 0.5"),
        (IN + "ranking: {weights: {trust: -1}}", "expected a number from 0 to 100, found '-1'"),
        (IN + "editions: {kurz: {sections: []}}", "2:29: there is no section | name one, "),
        (IN + "editions: {kurz: {sections: }}", "there is no section | name one, "),
        (IN + "queue: {per_day: 5}", "2:8: 'slots' is missing | "),
        (IN + "queue:", "2:7: 'slots' is missing | "),
        (IN + "queue: {slots: []}", "2:16: there is no slot | "),
        (
            IN + "queue: {slots: [25:00]}",
            "2:17: expected a time of day, found '25:00' | write it as 07:30",
        ),
        (IN + "queue: {slots: [7:30, 07:30]}", "2:16: a slot is named twice | "),
        (IN + "queue: {slots: [7:30], quiet: 7:00-7:00}", "2:31: it ends when it begins | "),
        (
            IN + "queue: {slots: [7:30], quiet: 22:00}",
            "2:31: expected a part of the day, found '22:00' | write it as 20:00-07:00",
        ),
        (
            IN + "queue: {slots: [7:30], quiet: 7:00-}",
            "2:31: expected a time of day, found '' | ",
        ),
        (
            IN + "queue: {slots: [7:30], budget: 10}",
            "2:32: expected an amount, found '10' | write 10 USD",
        ),
        (
            IN + "queue: {slots: [7:30], to: [facebook]}",
            "expected x or mastodon or bluesky, found 'facebook'",
        ),
        (IN + "queue: {slots: [7:30], allow: [a b]}", "expected a handle, found 'a b' | "),
        (IN + "editions: {e: {sections: [B]}}", "2:27: there is no section 'B' | there are: A"),
        (IN + "editions: {e: {queue: {}}}", "2:23: 'slots' is missing | write slots:"),
        ("a: b: c", "1:5: a colon that cannot stand here | "),
        ("sections: {A: []}\nmute: [" + "é" * 300, "2:7: this bracket is not closed"),
    ],
)
def test_one_problem_has_its_place_and_its_hint(tmp_path, text, expected):
    assert expected in problem(text, tmp_path)


def test_a_file_without_sections_still_says_what_else_is_wrong(tmp_path):
    assert len(problems("feeds:\n  - https://a.example/\n", tmp_path)) == 2


def test_slots_that_are_all_wrong_are_one_problem_each(tmp_path):
    found = problems(IN + "queue: {slots: [a, b]}", tmp_path)
    assert [what for what, _ in found] == [
        "2:17: expected a time of day, found 'a'",
        "2:20: expected a time of day, found 'b'",
    ]


def test_many_options_are_listed_shortly(tmp_path):
    sections = ", ".join(f"Abteilung{n}: []" for n in range(99))
    text = f"sections: {{{sections}}}\neditions: {{e: {{sections: [zzz]}}}}"
    assert problem(text, tmp_path).endswith("…")
    assert len(problem(text, tmp_path)) < 300


@pytest.mark.parametrize(
    "text",
    [
        "sections: {A: ['https://user:SENTINEL@a.example/']}",
        "sections: {A: ['https://SENTINEL@a.example:port/']}",
        "sections: {A: 'https://user:SEN/SENTINEL@a.example/'}",
        IN + "must_see: {R: {patterns: [a], sources: ['https://a:SENTINEL@b.example/']}}",
        IN + "x: {bearer_token: SENTINEL}",
        "x:\n  bearer_token: SENTINEL\n",
        IN + "password: {a: [SENTINEL]}",
        IN + "queue: {slots: [7:30], api_key: SENTINEL}",
        "sections: {A: [{url: https://a.example/, consumer_secret: SENTINEL}]}",
    ],
)
def test_a_secret_is_never_repeated(tmp_path, text):
    said = str(problems(text, tmp_path))
    assert "SENTINEL" not in said


def test_what_a_message_repeats_is_short_and_printable(tmp_path):
    said = problem(IN + 'stories: "\\e]0;' + "x" * 10_000 + '"', tmp_path)
    assert said.isprintable()
    assert len(said) < 200


def test_the_same_source_is_known_in_other_spellings(tmp_path):
    text = "sections:\n  A: [https://a.example/f, {x: '@A'}]\n  B: ['HTTPS://A.example:443/f', {x: a}]\n"
    assert [what for what, _ in problems(text, tmp_path)] == [
        "3:7: this source is named twice",
        "3:38: this source is named twice",
    ]


@pytest.mark.parametrize(
    "address", ["file:one.xml", "file:./one.xml", "file:deep/two.xml", "file:deep/../one.xml"]
)
def test_a_file_may_lie_in_the_folder_of_feeds_yaml(tmp_path, address):
    (source,) = load(tmp_path, f"sections: {{A: ['{address}']}}").sources
    assert source.target.startswith("file:")
    assert source.folder == str(tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "file:../one.xml",
        "file:/etc/passwd",
        "file:///etc/passwd",
        "file:%2e%2e/one.xml",
        "file:link",
        r"file:a\0.xml",
        "file:a%00.xml",
    ],
)
def test_a_file_elsewhere_is_refused(tmp_path, address):
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert "1:16: " in problem(f'sections: {{A: ["{address}"]}}', tmp_path)


def test_private_addresses_that_a_person_wrote_are_taken(tmp_path):
    text = "sections: {A: ['http://127.0.0.1:8000/f', 'http://[::1]/f', 'http://fritz.box/f']}"
    assert len(load(tmp_path, text).sources) == 3


def test_the_file_is_named_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("a: b")
    from pathlib import Path

    with pytest.raises(ConfigError) as caught:
        config.load(Path("mine.yaml"))
    assert caught.value.problem.startswith("mine.yaml:1:1: ")


def test_a_missing_file_points_at_init(tmp_path):
    with pytest.raises(ConfigError, match=r"feeds\.yaml: no such file") as caught:
        config.load(tmp_path / "feeds.yaml")
    assert "digest init" in caught.value.hint


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ConfigError, match="this is a folder"):
        config.load(tmp_path)


def test_a_path_that_cannot_be_followed_is_named(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(ConfigError) as caught:
        config.load(loop)
    assert caught.value.problem.startswith(f"{loop}: ")


def test_over_a_megabyte_is_refused(tmp_path):
    path = tmp_path / "feeds.yaml"
    text = IN.encode()
    path.write_bytes(text + b"#" * (1_000_000 - len(text)))
    assert config.load(path).sources
    path.write_bytes(text + b"#" * (1_000_001 - len(text)))
    with pytest.raises(ConfigError, match="larger than 1 MB"):
        config.load(path)


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"name: caf\xe9\n", "1:10"), (b"a: b\nc: \xff", "2:4"), ("a: b".encode("utf-16"), "1:1")],
)
def test_other_encodings_are_refused_at_their_place(tmp_path, data, place):
    assert problem(data, tmp_path) == f"{place}: this is not UTF-8 | save it as UTF-8"


@pytest.mark.timeout(30)
def test_a_full_file_is_read(tmp_path):
    feeds = "".join(
        f"    - url: https://example.org/{n}/feed\n      name: n{n}\n" for n in range(5000)
    )
    text = f"sections:\n  A:\n{feeds}"
    assert len(read(text, tmp_path / "feeds.yaml").sources) == 5000


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text",
    [
        "".join(f"unknown{n}: 1\n" for n in range(20_000)),
        "sections:\n  A:\n" + "    - a\n" * 20_000,
        "sections: {A: ['" + "/" * 900_000 + "']}",
        "sections: {A: ['" + "//@" * 300_000 + "']}",
        "timezone: " + "a" * 900_000,
        "a" * 900_000,
    ],
)
def test_a_file_full_of_mistakes_is_refused(tmp_path, text):
    with pytest.raises(ConfigError):
        load(tmp_path, text)


@pytest.mark.timeout(30)
def test_hostile_files_are_refused_with_clear_lines(shared):
    paths = sorted((shared / "corpus/hostile/own/yaml").glob("*.yml"))
    assert paths
    for path in paths:
        with pytest.raises(ConfigError) as caught:
            config.load(path)
        for what, hint in caught.value.problems:
            assert what.startswith(f"{path}:")
            assert "SENTINEL" not in what + hint
            assert "\n" not in what


def test_yaml_s_own_test_cases_never_crash_it(shared):
    paths = sorted((shared / "corpus/hostile/yaml").rglob("*.yaml"))
    assert paths
    for path in paths:
        with pytest.raises(ConfigError):
            config.load(path)


def test_accounts_say_which_of_their_posts_count(tmp_path):
    text = "sections: {A: [{x: '@a', posts: links}, {x: '@b', posts: all}, {x: '@c'}]}"
    config = read(text, tmp_path / "feeds.yaml")
    assert [source.posts for source in config.sources] == ["links", "all", ""]


def test_what_x_charges_can_be_overridden(tmp_path):
    prices = "x: {budget: 10 USD per month, prices: {post: 0.004 USD, user: 0.02}}"
    config = read(f"{IN}{prices}", tmp_path / "feeds.yaml")
    assert config.main.x == config.x
    assert config.x.prices == {"post": Decimal("0.004"), "user": Decimal("0.02")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: {prices: {post: cheap}}", "expected a price, found 'cheap' | write 0.005 USD"),
        ("x: {prices: {posts: 1}}", "unknown key 'posts' | did you mean 'post'?"),
    ],
)
def test_a_wrong_price_has_its_hint(tmp_path, text, expected):
    ((what, hint),) = problems(f"{IN}{text}", tmp_path)
    assert f"{what} | {hint}".endswith(expected)
