"""Sources put into feeds.yaml and taken out, with all else as it was."""

import subprocess
import sys
from pathlib import Path

import pytest

from digest import config
from digest.config import writing
from digest.config.editing import (
    _checked,
    add,
    add_sources,
    find_source,
    remove,
    remove_source,
)
from digest.config.reading import read
from digest.config.writing import Entry
from digest.errors import ConfigError, DigestError

PATH = Path("feeds.yaml")
NEW = Entry(address="https://new.example/feed")
NAMED = Entry(address="https://new.example/feed", name="Das Neue: heute")
HERS = """\
# My paper
title:   "Morgenblatt"   # quotes are mine

sections:

  Zwei:            # first in the paper
      # the best one
      - https://a.example/feed      # since 2019
      - url:   'https://b.example/feed'
        # I do not trust them
        weight: 0.5
      # - https://old.example/feed
  Recht: [https://c.example/rss, {url: "https://d.example/rss", name: D}]   # law

# what counts
prefer:   [ instagram ]
mute: []
"""


def added(text, *entries, section=""):
    from dataclasses import replace

    entries = [replace(entry, section=section or entry.section) for entry in entries or [NEW]]
    return add_sources(text, entries, PATH)


def without(text, wanted):
    return remove_source(text, find_source(read(text, PATH), wanted), PATH)


def test_a_source_goes_to_the_end_of_its_section():
    assert added(HERS, section="Zwei") == HERS.replace(
        "        weight: 0.5\n", "        weight: 0.5\n      - https://new.example/feed\n"
    )


def test_a_source_goes_into_brackets():
    assert added(HERS, section="Recht") == HERS.replace(
        "name: D}]", 'name: D}, "https://new.example/feed"]'
    )


def test_without_a_section_it_goes_into_the_last():
    assert added(HERS) == added(HERS, section="Recht")


def test_a_section_is_known_however_it_is_capitalised():
    assert added(HERS, section="recht") == added(HERS, section="Recht")
    both = HERS.replace("  # law\n", "  # law\n  recht: []\n")
    assert added(both, section="recht") == both.replace(
        "recht: []", 'recht: ["https://new.example/feed"]'
    )


def test_a_new_section_comes_last():
    assert added(HERS, NAMED, section="Neu: hier") == HERS.replace(
        "  # law\n",
        '  # law\n  "Neu: hier":\n      - url: https://new.example/feed\n'
        '        name: "Das Neue: heute"\n',
    )


def test_several_sources_are_added_at_once():
    entries = [
        Entry(address="https://1.example/", section="Recht"),
        Entry(address="https://2.example/", section="Neu"),
        Entry(address="https://3.example/", section="Recht"),
        Entry(kind="x", address="https://x.com/XDevelopers", section="Neu", name="X"),
    ]
    found = read(add_sources(HERS, entries, PATH), PATH)
    assert [(s.section, s.target) for s in found.sources[4:]] == [
        ("Recht", "https://1.example/"),
        ("Recht", "https://3.example/"),
        ("Neu", "https://2.example/"),
        ("Neu", "@xdevelopers"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sections:\n  A:\n  - https://a.example/", "sections:\n  A:\n  - https://a.example/\n  - NEW"),
        ("sections:\r\n  A:\r\n    - https://a.example/\r\n", "sections:\r\n  A:\r\n    - https://a.example/\r\n    - NEW\r\n"),
        ("sections:\n  A:  # none yet\n  # soon\nmute: []\n", "sections:\n  A:  # none yet\n    - NEW\n  # soon\nmute: []\n"),
        ("sections:\n  A:", "sections:\n  A:\n    - NEW"),
        ("sections:\n  A: []  # none\n", 'sections:\n  A: ["NEW"]  # none\n'),
        ("sections:\n  A: ~\n", 'sections:\n  A: ["NEW"]\n'),
        ("sections: {A: [\n  https://a.example/, # a\n  https://b.example/ # b\n]}", 'sections: {A: [\n  https://a.example/, # a\n  https://b.example/, "NEW" # b\n]}'),
        ('{"sections": {"A": ["https://a.example/"]}}', '{"sections": {"A": ["https://a.example/", "NEW"]}}'),
        ("sections:\n", "sections:\n  News:\n    - NEW\n"),
        ("title: x\nsections: # none\n# end", "title: x\nsections: # none\n  News:\n    - NEW\n# end"),
        ("sections: {}\n", 'sections: {News: ["NEW"]}\n'),
        ("sections: ~\n", 'sections: {News: ["NEW"]}\n'),
        ("\ufeffsections:\n  A:\n    - https://a.example/\n", "\ufeffsections:\n  A:\n    - https://a.example/\n    - NEW\n"),
        ("sections:\n  A:\n    - url: >-\n        https://a.example/\n\n\nmute: []\n", "sections:\n  A:\n    - url: >-\n        https://a.example/\n    - NEW\n\n\nmute: []\n"),
        ("sections:\n  A:\n    -\n      url: https://a.example/\n...\n", "sections:\n  A:\n    -\n      url: https://a.example/\n    - NEW\n...\n"),
    ],
)  # fmt: skip
def test_every_way_to_write_a_list_is_lengthened(before, after):
    assert added(before) == after.replace("NEW", NEW.address)


def test_a_section_without_a_list_among_flow_sections():
    # PyYAML's own reader and libyaml see what is not there at either end of the space.
    assert added("sections: {A: }\n").split() in (
        ["sections:", "{A:", f'["{NEW.address}"]}}'],
        ["sections:", "{A:", f'["{NEW.address}"]', "}"],
    )


def test_a_new_section_among_flow_sections():
    assert added("sections: {A: []}", section="B") == (
        'sections: {A: [], B: ["https://new.example/feed"]}'
    )


def test_a_new_section_is_indented_like_the_others():
    text = "sections:\n   A:\n     - https://a.example/\n"
    assert added(text, section="B") == f"{text}   B:\n     - {NEW.address}\n"


def test_in_brackets_a_name_and_a_kind_are_quoted():
    entry = Entry(kind="mastodon", address="@a@b.example", name='Say "Moin"')
    assert added("sections: {A: []}", entry) == (
        'sections: {A: [{"mastodon": "@a@b.example", "name": "Say \\"Moin\\""}]}'
    )


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        (HERS, "https://a.example/feed", HERS.replace("      - https://a.example/feed      # since 2019\n", "")),
        (HERS, "HTTPS://B.EXAMPLE/feed", HERS.replace("      - url:   'https://b.example/feed'\n        # I do not trust them\n        weight: 0.5\n", "")),
        (HERS, "https://c.example/rss", HERS.replace("https://c.example/rss, ", "")),
        (HERS, "d", HERS.replace(', {url: "https://d.example/rss", name: D}', "")),
        ("sections:\n  A: # a\n    # one\n    - https://a.example/ # x\n    # end\n", "https://a.example/", "sections:\n  A: [] # a\n    # one\n    # end\n"),
        ("sections:\n  A :\n    - https://a.example/", "https://a.example/", "sections:\n  A : []"),
        ("sections:\n  A:\n  - https://a.example/\n  - x: a", "@A", "sections:\n  A:\n  - https://a.example/"),
        ("sections:\r\n  A:\r\n  - https://a.example/\r\n  - x: a\r\n", "a", "sections:\r\n  A:\r\n  - https://a.example/\r\n"),
        ("sections: {A: [https://a.example/]}", "https://a.example/", "sections: {A: []}"),
        ("sections: {A: [ https://a.example/ , ]}", "https://a.example/", "sections: {A: [ ]}"),
        ("sections: {A: [x: a, x: b,]}", "x:@b", "sections: {A: [x: a,]}"),
        ("sections: {A: [https://a.example/], B: [x: a]}", "x:@a", "sections: {A: [https://a.example/], B: []}"),
        ("sections: {A: [\n https://a.example/, # a\n https://b.example/, # b\n]}", "https://a.example/", "sections: {A: [\n  # a\n https://b.example/, # b\n]}"),
        ("sections: {A: [\n https://a.example/ # a, b\n , https://b.example/ # b\n]}", "https://a.example/", "sections: {A: [\n  https://b.example/ # b\n]}"),
        ("sections: {A: [\n https://a.example/, # a\n https://b.example/, # b\n]}", "https://b.example/", "sections: {A: [\n https://a.example/, # a\n  # b\n]}"),
        ("sections: {A: [\n https://a.example/, # a\n https://b.example/ # b\n]}", "https://b.example/", "sections: {A: [\n https://a.example/, # a\n  # b\n]}"),
        ("sections:\n  A:\n    -\n      url: https://a.example/\n    # - not this\n    - # but this\n      url: https://b.example/\n    - x: c\n", "https://b.example/", "sections:\n  A:\n    -\n      url: https://a.example/\n    # - not this\n    - x: c\n"),
        ("sections:\n  L:\n  A:\n    - x: a\n    - x: b\n", "x:@b", "sections:\n  L:\n  A:\n    - x: a\n"),
    ],
)  # fmt: skip
def test_a_source_goes_and_all_else_stays(before, wanted, after):
    assert without(before, wanted) == after


def test_taking_out_undoes_putting_in():
    for section in ("Zwei", "Recht"):
        assert without(added(HERS, NAMED, section=section), NAMED.name) == HERS


def test_removing_one_source_after_the_other_leaves_the_comments():
    text = HERS
    for source in read(HERS, PATH).sources:
        text = remove_source(text, source, PATH)
    assert read(text, PATH).sources == ()
    for comment in (
        "# My paper",
        "# first in the paper",
        "# the best one",
        "# law",
        "# what counts",
    ):
        assert comment in text


def test_a_source_that_stands_there_already_is_refused():
    with pytest.raises(DigestError, match=r"stands in feeds\.yaml already, in Recht"):
        added(HERS, Entry(address="HTTPS://c.example:443/rss"))


def test_what_takes_it_out_can_be_pasted_into_a_shell():
    feed = Entry(address="https://new.example/feed?a=1&b=$(reboot)")
    with pytest.raises(DigestError) as caught:
        added(added(HERS, feed), feed)
    assert caught.value.hint == f"take it out with `digest feeds remove '{feed.address}'`"


def test_the_same_source_twice_is_refused():
    with pytest.raises(DigestError, match="named twice, after this change"):
        added(HERS, NEW, NEW)


@pytest.mark.parametrize(("kind", "address"), [("feed", "ftp://a.example/"), ("x", "a b")])
def test_what_is_no_source_is_refused(kind, address):
    with pytest.raises(DigestError, match=f"'{address}': "):
        added(HERS, Entry(kind=kind, address=address))


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(DigestError) as caught:
        added(HERS, Entry(address="https://a:SENTINEL@a.example/"))
    assert "SENTINEL" not in str(caught.value)


def test_a_source_that_a_rule_names_is_not_taken_out():
    text = HERS + "must_see: {R: {patterns: [a], sources: [D]}}\n"
    with pytest.raises(DigestError, match="there is no source 'D', after this change"):
        without(text, "D")


@pytest.mark.parametrize(
    "text",
    [
        "sections:\n  ? A\n  :\n",
        "sections:\n  ? A\n  : - https://a.example/\n",
    ],
)
def test_a_file_that_is_written_strangely_is_left_alone(text):
    with pytest.raises(DigestError) as caught:
        added(text)
    assert "by hand" in caught.value.hint
    assert not isinstance(caught.value, ConfigError)


def test_a_file_that_was_not_in_order_is_not_edited():
    with pytest.raises(ConfigError):
        added("sections: {A: [b]}")


def test_a_file_does_not_grow_over_a_megabyte():
    text = "sections: {A: []}\n"
    with pytest.raises(DigestError, match="larger than 1 MB"):
        added(text + "#" * (1_000_000 - len(text)))


def test_names_are_found_in_any_case_and_addresses_in_any_spelling():
    found = read(HERS, PATH)
    assert find_source(found, " d ").name == "D"
    assert find_source(found, "HTTPS://A.example/feed").target == "https://a.example/feed"
    assert find_source(found, "feed:https://a.example/feed").target == "https://a.example/feed"


def test_an_unknown_source_is_named_with_the_nearest():
    with pytest.raises(DigestError, match=r"there is no source 'https://a\.example/fed'") as caught:
        find_source(read(HERS, PATH), "https://a.example/fed")
    assert caught.value.hint == "did you mean 'https://a.example/feed'?"
    with pytest.raises(DigestError) as caught:
        find_source(read(HERS, PATH), "")
    assert caught.value.hint == "`digest feeds list` shows them all"


def test_a_source_without_a_name_is_found_by_what_it_calls_itself():
    found = read(
        "sections: {A: [https://a.example/feed, {url: https://b.example/feed, name: B}]}", PATH
    )
    titles = {"feed:https://a.example/feed": "Das Blatt", "feed:https://b.example/feed": "Hers"}
    assert find_source(found, "das blatt", titles).target == "https://a.example/feed"
    for other in ("Hers", "Das Blat"):
        with pytest.raises(DigestError, match="there is no source") as caught:
            find_source(found, other, titles)
    assert caught.value.hint == "did you mean 'Das Blatt'?"


def test_a_name_of_two_sources_is_not_enough():
    text = "sections: {A: [{x: a, name: N}, {bluesky: n.example, name: n}]}"
    with pytest.raises(DigestError, match="2 sources are called 'N'") as caught:
        find_source(read(text, PATH), "N")
    assert "@a" in caught.value.hint


@pytest.mark.parametrize(
    ("account", "sure"),
    [("x: golem", "@golem"), ("bluesky: golem.de", "bluesky:golem.de")],
)
def test_the_name_of_one_source_and_the_handle_of_another_are_not_enough(account, sure):
    handle = account.partition(": ")[2]
    text = f"sections: {{A: [{{url: https://a.example/feed, name: {handle}}}, {{{account}}}]}}"
    with pytest.raises(DigestError, match=f"2 sources are called '{handle}'") as caught:
        find_source(read(text, PATH), handle)
    assert caught.value.hint == "name one by its address: https://a.example/feed"
    assert find_source(read(text, PATH), "https://a.example/feed").kind == "feed"
    assert find_source(read(text, PATH), sure).kind == account.partition(":")[0]


def test_a_source_may_have_its_handle_for_a_name():
    text = "sections: {A: [{bluesky: n.example, name: n.example}]}"
    assert find_source(read(text, PATH), "n.example").kind == "bluesky"


def test_a_file_is_changed_whole_with_its_mode_and_its_link(tmp_path):
    path = tmp_path / "real.yaml"
    path.write_bytes(HERS.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    link = tmp_path / "feeds.yaml"
    link.symlink_to("real.yaml")
    assert add(link, [NEW]).sources[-1].target == NEW.address
    assert remove(link, "D").name == "D"
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [source.target for source in config.load(path).sources][3:] == [NEW.address]
    assert path.read_bytes().count(b"\r\n") == HERS.count("\n")
    assert {found.name for found in tmp_path.iterdir()} == {"feeds.yaml", "real.yaml"}


MANY = """
import sys
from pathlib import Path
from digest.config.editing import add, remove
from digest.config.writing import Entry

path, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    add(path, [Entry(address=f"https://{name}.example/{number}")])
    add(path, [Entry(address=f"https://{name}.example/passing")])
    remove(path, f"https://{name}.example/passing")
"""


def test_who_changes_the_file_at_the_same_time_waits_and_nothing_is_lost(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text(HERS, encoding="utf-8")
    names = "one", "two", "three"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MANY, str(path), name],
            **dict.fromkeys(("stdin", "stdout"), subprocess.PIPE),
            cwd=Path(__file__).parents[2],
            text=True,
        )
        for name in names
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0, 0]
    expected = {f"https://{name}.example/{number}" for name in names for number in range(10)}
    before = {source.target for source in read(HERS, path).sources}
    assert {source.target for source in config.load(path).sources} == expected | before
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_that_leads_in_a_circle_is_told_as_such(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.symlink_to(path)
    with pytest.raises(ConfigError, match=r"feeds\.yaml"):
        add(path, [NEW])


def test_when_nothing_can_be_changed_the_file_is_as_it_was(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text(HERS)
    with pytest.raises(DigestError):
        remove(path, "nobody")
    with pytest.raises(DigestError):
        add(path, [Entry(address="nothing")])
    assert path.read_text() == HERS


def test_the_starter_can_be_edited():
    text = writing.starter()
    grown = added(text, section="Recht")
    assert without(grown, NEW.address) == text
    for source in read(text, PATH).sources:
        text = remove_source(text, source, PATH)
    assert read(text, PATH).sources == ()
    assert text.count("#") == writing.starter().count("#")


def test_a_change_that_says_something_else_is_not_written():
    with pytest.raises(DigestError, match="cannot be edited here"):
        _checked("sections: {A: [x: a]}", read("sections: {A: [x: b]}", PATH), PATH, gone="x:@b")


def test_a_feed_that_is_only_spelled_otherwise_is_there_already():
    with pytest.raises(DigestError) as caught:
        added(HERS, Entry(address="http://www.a.example/feed/"))
    assert "already as https://a.example/feed, in Zwei" in caught.value.problem
    assert caught.value.hint == "take it out with `digest feeds remove https://a.example/feed`"
