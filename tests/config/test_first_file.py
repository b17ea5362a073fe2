"""What ``digest init`` makes of the starter: other settings, fewer sections."""

from itertools import combinations
from pathlib import Path

import pytest

from digest.config import read
from digest.config.writing import section_sizes, starter, with_sections, with_settings

HERE = Path("feeds.yaml")


def test_settings_are_changed_and_nothing_else():
    text = with_settings(
        starter(), {"title": "Müllers Blatt: heute #1", "language": "en", "timezone": "UTC"}
    )
    before, after = read(starter(), HERE), read(text, HERE)
    assert (after.title, after.language, after.timezone) == ("Müllers Blatt: heute #1", "en", "UTC")
    assert after.sources == before.sources
    assert after.main.must_see == before.main.must_see
    changed = sum(a != b for a, b in zip(starter().splitlines(), text.splitlines(), strict=True))
    assert changed == 3


@pytest.mark.parametrize("count", [1, 2, 6, 7])
def test_any_of_the_sections_make_a_file_that_is_in_order(count):
    sizes = section_sizes(starter())
    for names in combinations(sizes, count):
        text = with_sections(starter(), names)
        config = read(text, HERE)
        assert config.main.sections == names
        assert len(config.sources) == sum(sizes[name] for name in names)
        assert config.main.must_see == read(starter(), HERE).main.must_see
        assert "\n\n\n" not in text


def test_all_sections_leave_the_file_as_it_is():
    assert with_sections(starter(), section_sizes(starter())) == starter()


def test_sections_without_a_source_count_as_none():
    assert section_sizes("sections:\n  A:\n  B: [https://b.example/f]\n") == {"A": 0, "B": 1}
    assert section_sizes("sections:\n") == {}
