"""Versions and models in headlines."""

import pytest

from digest.stories.versions import other_version, versions
from digest.words import fold

NAMED = [
    ("Update für iOS 17.1 und macOS 14.1", {"ios": {"17.1"}, "macos": {"14.1"}}),
    ("Apple stellt iPhone 18 Pro Max vor", {"iphone": {"18 Pro", "18 Max"}}),
    ("„iPhone 17“ wird billiger", {"iphone": {"17"}}),
    ("Samsung Galaxy S26 FE im Test", {"s": {"26 FE"}}),
    ("Stau auf der A7", {"a": {"7"}}),
    ("Streik dauert pro 12", {}),
    ("Firma spart 12 Prozent", {}),
    ("Kills 4 People", {}),
]


@pytest.mark.parametrize(("title", "named"), NAMED)
def test_a_headline_names_versions(title, named):
    assert versions(title, fold(title).split()) == named


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("17", "17.1", False),
        ("17.1", "17.2", True),
        ("18", "18 Pro", False),
        ("18 Air", "18 Pro", True),
        ("1", "17", True),
    ],
)
def test_a_part_of_a_version_is_no_other_one(one, other, differ):
    mine, its = {"gull": frozenset({one})}, {"gull": frozenset({other})}
    assert bool(other_version(mine, its)) is bool(other_version(its, mine)) is differ
