"""What feeds.yaml says of the words of drafts."""

import pytest

from digest import config
from digest.errors import ConfigError

FEEDS = 'sections: {Recht: ["https://www.example.org/feed"]}\n'


@pytest.fixture
def read(tmp_path):
    def read(keys):
        path = tmp_path / "feeds.yaml"
        path.write_text(f'{FEEDS}queue: {{slots: ["07:30"], {keys}}}\n', encoding="utf-8")
        return config.load(path).queue

    return read


def test_hashtags_stand_under_their_section(read):
    queue = read('hashtags: {Recht: ["#Recht", Abmahnung]}')
    assert queue.hashtags == {"Recht": ("#Recht", "#Abmahnung")}


@pytest.mark.parametrize("tag", ['"#1"', '"#zwei Wörter"', '"##a"'])
def test_what_is_no_hashtag_is_named(read, tag):
    with pytest.raises(ConfigError, match="expected a hashtag"):
        read(f"hashtags: {{Recht: [{tag}]}}")


def test_templates_stand_under_network_section_or_both(read):
    queue = read(r'templates: {x: "{headline}\n{link}", x/Recht: "§ {headline}"}')
    assert queue.templates == {"x": "{headline}\n{link}", "x/Recht": "§ {headline}"}


def test_what_nobody_sees_is_no_part_of_a_template(read):
    queue = read(r'templates: {x: "\e]0;x\aNeu\u202e: {headline}\r\n\u200b{link}"}')
    assert queue.templates == {"x": "]0;xNeu: {headline}\n{link}"}


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{headlin}", "nothing fills"),
        ("{}", "nothing fills"),
        ("{link}", "no template"),
        ("{headline}" + "x" * 101, "no template"),
    ],
)
def test_what_is_no_template_is_named(read, template, reason):
    with pytest.raises(ConfigError, match=reason):
        read(f'templates: {{x: "{template}"}}')


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("hashtags: {Rehct: [a]}", "unknown key 'Rehct'"),
        ('templates: {Rehct: "{headline}"}', "unknown key 'Rehct'"),
        ('templates: {x/Rehct: "{headline}"}', "unknown key 'x/Rehct'"),
        ('templates: {y: "{headline}"}', "unknown key 'y'"),
        ("to: []", "there is no network"),
        ("to: [x, x]", "a network is named twice"),
    ],
)
def test_what_would_never_be_used_is_named(read, keys, problem):
    with pytest.raises(ConfigError, match=problem):
        read(keys)


def test_an_edition_s_queue_says_what_it_wants_otherwise(tmp_path):
    path = tmp_path / "feeds.yaml"
    editions = "editions: {kurz: {queue: {per_day: 1, links: none}}, lang: {stories: 40}}"
    path.write_text(f'{FEEDS}queue: {{slots: ["07:30"], per_day: 9}}\n{editions}\n')
    found = config.load(path)
    queue = found.queue_of("kurz")
    assert (queue.per_day, queue.links, queue.slots) == (1, "none", found.queue.slots)
    assert (queue.own, found.queue.own) == ({"per_day", "links"}, frozenset())
    assert found.queue_of("lang") is found.queue_of() is found.queue
