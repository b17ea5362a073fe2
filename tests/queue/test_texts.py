from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import twittertext
from digest.errors import PostError
from digest.model import NETWORKS, Queue, Room, Share
from digest.queue import checks, texts
from digest.queue.measures import measure
from tests.outputs.samples import edition, morning, story

QUEUE = Queue(slots=(time(8),))
SOURCE = "feed:https://example.org/rss"


def text(one, network="x", queue=QUEUE, comment="", **more):
    return texts.draft(edition(("Recht", [one]), **more), one, network, queue, comment).text


def test_a_post_is_the_headline_who_has_it_and_the_link():
    assert text(story("Neue Abmahnwelle")) == (
        "Neue Abmahnwelle (Beispielblatt)\nhttps://example.org/1"
    )


def test_the_outlet_is_not_named_twice():
    assert text(story("Beispielblatt feiert")) == "Beispielblatt feiert\nhttps://example.org/1"


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Gestern gefeiert", "Stern"),
        ("Weltweite Störung", "WELT"),
        ("Das Bildungspaket", "Bild"),
    ],
)
def test_an_outlet_is_named_though_its_name_is_a_part_of_a_word(title, outlet):
    assert text(story(title), sources={SOURCE: outlet}).startswith(f"{title} ({outlet})\n")


@pytest.mark.parametrize("title", ["»STERN« feiert", "Der Stern.", "stern: Aus für immer"])
def test_an_outlet_is_not_named_twice_whatever_stands_around_it(title):
    assert "(Stern)" not in text(story(title), sources={SOURCE: "Stern"})


CREDITED = [
    ("Wie Möwen suchen via @blattx, @anna_o", "Wie Möwen suchen"),
    ("Wie Möwen suchen via @blattx und @anna_o", "Wie Möwen suchen"),
    ("Wie Möwen suchen – via @blattx", "Wie Möwen suchen"),
    ("Wie Möwen suchen, via @blattx", "Wie Möwen suchen"),
    ("Wie Möwen suchen (via @blattx)", "Wie Möwen suchen"),
    ("Wie Möwen suchen via @blattx@moewen.example", "Wie Möwen suchen"),
    ("Wie Möwen suchen via @anna-o.blattx.example", "Wie Möwen suchen"),
    ("Wie Möwen suchen via @blattx.", "Wie Möwen suchen"),
    ("Wie Möwen suchen (via @anna_o).", "Wie Möwen suchen"),
    ("– via @blattx", "– via blattx"),
    ("Fünf Wege via @blattx, den Markt zu finden", "Fünf Wege via blattx, den Markt zu finden"),
    ("Via @blattx", "Via blattx"),
]


@pytest.mark.parametrize(("title", "shown"), CREDITED)
@pytest.mark.parametrize("network", ["x", "mastodon"])
def test_accounts_that_an_outlet_credits_behind_its_headline_are_left_out(network, title, shown):
    assert text(story(title), network).startswith(f"{shown} (Beispielblatt)\n")


def test_accounts_that_are_credited_stay_when_one_may_be_mentioned():
    queue = Queue(slots=(time(8),), allow=("@blattx",))
    title = "Wie Möwen suchen via @Blattx"
    assert text(story(title), "x", queue).startswith(f"{title} (Beispielblatt)\n")


def test_an_account_on_a_server_that_is_credited_stays_when_it_may_be_mentioned():
    queue = Queue(slots=(time(8),), to=("mastodon",), allow=("@anna@moewen.example",))
    title = "Wie Möwen suchen via @anna@moewen.example"
    assert text(story(title), "mastodon", queue).startswith(f"{title} (Beispielblatt)\n")


def test_an_outlet_without_a_name_is_its_host_and_no_link():
    labels = {SOURCE: "https://www.blatt-am-morgen.de/feed.xml"}
    assert text(story("Titel"), sources=labels).startswith("Titel (blatt-am-morgen·de)\n")


def test_the_first_who_said_it_is_named():
    share = Share(account="x:@bote", first="@quelle", link="https://example.org/seite?utm_source=x")
    assert text(story("Titel", share=share)) == "Titel (quelle)\nhttps://example.org/seite"


@pytest.mark.parametrize("source", ["x:list/55", "x:home", "mastodon:#barcamp@chaos.social"])
def test_who_says_it_is_named_and_not_the_list_it_came_by(source):
    labels = {source: "Meine Liste", "x:@anna": "Anna Osterloh"}
    for account, author, named in (
        ("x:@dora", "@dora", "Titel (dora)"),
        ("x:@anna", "@anna", "Titel (Anna Osterloh)"),
        ("x:1001", "", "Titel"),
    ):
        one = story("Titel", url="", source=source, author=author, share=Share(account=account))
        assert text(one, sources=labels) == named


def test_an_item_without_a_headline_gives_its_words():
    assert text(story("", summary="Was sie sagt")).startswith("Was sie sagt (")
    share = Share(account="x:@bote", words="Eigene Worte")
    assert text(story("", share=share, author="@bote")).startswith("Eigene Worte (bote)")


def test_the_link_of_a_post_on_x_is_never_posted():
    one = story("Titel", also=("zwei",), url="https://x.com/jemand/status/1")
    assert texts.link(one) == "https://example.org/1"
    assert texts.link(story("Titel", url="https://twitter.com/jemand/status/1")) == ""
    assert text(story("Titel", url="")) == "Titel (Beispielblatt)"


def test_a_link_that_would_fill_the_post_is_left_out():
    unknown = story("Titel", url="https://zeitung.intern/" + "pfad/" * 60)
    assert text(unknown) == "Titel (Beispielblatt)"
    known = story("Titel", url="https://zeitung.example.org/" + "pfad/" * 60)
    assert text(known).endswith("pfad/")
    one = texts.draft(edition(("Recht", [unknown])), unknown, "bluesky", QUEUE)
    assert one.card
    assert one.url.endswith("pfad/")


@pytest.mark.parametrize("network", NETWORKS)
def test_a_long_headline_is_cut_at_a_word_and_the_link_never(network):
    url = "https://example.org/" + "pfad/" * 40
    found = text(story("Donaudampfschifffahrt " * 60, url=url), network)
    headline, _, link = found.partition("\n")
    assert headline.startswith("Donaudampfschifffahrt Donau")
    assert headline.endswith("Donaudampfschifffahrt… (Beispielblatt)")
    assert link == ("" if network == "bluesky" else url)
    assert measure(network).fits(found)
    limit = measure(network).limit
    assert limit - len("Donaudampfschifffahrt ") <= measure(network).length(found) <= limit


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("sign", ["👨‍👩‍👧‍👦", "ẹ\u0301", "日", "🇩🇪", "x"])
def test_no_character_is_cut_in_two(network, sign):
    found = text(story(sign * 700), network)
    headline = found.partition("…")[0]
    assert headline == sign * (len(headline) // len(sign)) != ""
    assert measure(network).fits(found)


def test_every_draft_of_a_morning_can_be_posted():
    paper = morning()
    for network in NETWORKS:
        for one in paper.stories:
            draft = texts.draft(paper, one, network, QUEUE)
            assert measure(network).fits(draft.text)
            assert draft.card is (network == "bluesky")


def test_without_links_nothing_in_it_costs_as_one():
    queue = Queue(slots=(time(8),), links="none")
    one = story("main.py auf github.com: https://a.de und b.de/c.d")
    for network in NETWORKS:
        draft = texts.draft(edition(("", [one])), one, network, queue)
        assert not draft.card
        assert draft.url == "https://example.org/1"
    assert twittertext.links(text(one, queue=queue)) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/straße/日本?ü=ß",
        "https://example.org/a_(b)",
        "https://example.org/a.(b",
        "https://example.org/ende.",
        "https://example.org/x?y=a|b&z=[1]!",
    ],
)
def test_x_sees_the_whole_link_as_one(url):
    found = text(story("Titel", url=url))
    (span,) = twittertext.links(found)
    assert found[slice(*span)] == found.partition("\n")[2]


def test_a_comment_stands_before_the_headline_which_gives_way():
    found = text(story("Wort " * 100), comment="Meine Meinung @jemand")
    assert found.startswith("Meine Meinung @jemand\nWort Wort")
    assert twittertext.weight(found) <= 280
    with pytest.raises(PostError, match="no room"):
        text(story("Wort " * 100), comment="viel " * 55)


def test_hashtags_come_with_the_section_and_give_way_first():
    queue = Queue(slots=(time(8),), hashtags={"Recht": ("#Recht", "#Abmahnung")})
    assert text(story("Titel", section="Recht"), queue=queue) == (
        "Titel (Beispielblatt)\n#Recht #Abmahnung\nhttps://example.org/1"
    )
    assert "#" not in text(story("Titel", section="Tech"), queue=queue)
    full = text(story("Titel", section="Recht"), queue=queue, comment="x" * 225)
    assert "#" not in full
    assert "Titel" in full
    fuller = text(story("Titel", section="Recht"), queue=queue, comment="x" * 250)
    assert "Beispielblatt" not in fuller
    assert "Titel" in fuller


@pytest.mark.parametrize(
    ("templates", "start"),
    [
        ({"x": "X: {headline}"}, "X: Titel"),
        ({"Recht": "R: {headline}\n{link}", "x": "X: {headline}"}, "R: Titel\nhttps://"),
        ({"x/Recht": "XR: {headline} – {outlet}", "Recht": "R"}, "XR: Titel – Beispielblatt"),
        ({"mastodon": "M: {headline}"}, "Titel (Beispielblatt)\n"),
    ],
)
def test_the_closest_template_is_taken(templates, start):
    queue = Queue(slots=(time(8),), templates=templates)
    assert text(story("Titel", section="Recht"), queue=queue).startswith(start)


def test_parentheses_of_the_headline_are_its_own():
    assert text(story("Was print() tut")) == (
        "Was print() tut (Beispielblatt)\nhttps://example.org/1"
    )
    comment = "Siehe f():"
    assert text(story("Beispielblatt erklärt main()"), comment=comment) == (
        "Siehe f():\nBeispielblatt erklärt main()\nhttps://example.org/1"
    )


def test_names_of_fields_in_a_headline_are_only_words():
    for title in ("{headline}", "{link} und {outlet}"):
        assert text(story(title)) == f"{title} (Beispielblatt)\nhttps://example.org/1"


def test_a_line_of_which_nothing_is_left_is_left_out():
    queue = Queue(slots=(time(8),), templates={"x": "{headline}\n({outlet})\n \n{tags}\nEnde"})
    assert text(story("Beispielblatt feiert"), queue=queue) == "Beispielblatt feiert\nEnde"
    assert text(story("Titel"), queue=queue) == "Titel\n(Beispielblatt)\nEnde"


def test_one_cashtag_stays_in_the_whole_post():
    found = text(story("$ACME und $ACNE"), comment="$ZINK steigt")
    assert found.startswith("$ZINK steigt\nACME und ACNE")


def test_no_cashtag_in_a_link_is_taken_for_one():
    found = text(story("$ACME und ACNE", url="https://example.org/chart?s=$ACNE&$og=1"))
    assert found.startswith("$ACME und ACNE")
    assert found.endswith("https://example.org/chart?s=%24ACNE&%24og=1")


def test_a_mastodon_server_that_takes_more_gets_more_of_the_headline():
    long = story("Wort " * 150)
    roomy = Queue(slots=(time(8),), room=Room(most=700, link=40))
    usual = text(long, "mastodon")
    more = text(long, "mastodon", queue=roomy)
    assert len(usual) < 500 < len(more)
    assert measure("mastodon", roomy.room).fits(more)
    assert not measure("mastodon").fits(more)
    assert text(long, "x", queue=roomy) == text(long, "x")


def test_a_server_that_takes_nearly_nothing_is_a_problem_with_a_hint():
    with pytest.raises(PostError, match="no room"):
        text(story("Wort"), "mastodon", queue=Queue(slots=(time(8),), room=Room(most=24)))


BITS = (
    *(
        "@jemand",
        "@a@b.social",
        "＠voll",
        "RT @x:",
        "$ACME",
        "$koli",
        "#tag",
        "＃raute",
        "<b>",
        "&lt;b&gt;",
    ),
    *(
        "https://x.com/a/status/1",
        "main.py",
        "example.com/pfad",
        "t.co/abc",
        "http://a.de/(x)",
        "&amp;",
    ),
    *(
        "日本語",
        "👨‍👩‍👧‍👦",
        "🇩🇪🇦🇹",
        "Abmahnung",
        "ß",
        "e\u0301",
        "\u202e",
        "x" * 40,
        " ",
        "(",
        ")",
        "…",
        ".",
    ),
)
HEADLINES = st.lists(st.sampled_from(BITS), min_size=1, max_size=40)


@settings(max_examples=300, deadline=None)
@given(HEADLINES, st.sampled_from(["", " "]), st.sampled_from(["always", "none"]))
def test_whatever_a_headline_holds_its_draft_can_be_posted(bits, between, links):
    queue = Queue(slots=(time(8),), links=links, hashtags={"Recht": ("#Recht",)})
    told = story(between.join(bits), section="Recht", url="https://x.com/u/status/9")
    for network in NETWORKS:
        found = checks.problem(text(told, network, queue=queue), network, queue)
        assert found is None or found[0] == "the text is empty"


def test_a_link_in_a_headline_is_whole_or_not_there():
    link = "https://example.org/" + "seite/" * 80
    one = story(f"Neues steht unter {link} und anderswo")
    assert text(one, "bluesky") == "Neues steht unter… (Beispielblatt)"
    assert f"{link} und anderswo (" in text(one, "mastodon")  # counts 23 there
    assert text(story(link), "bluesky").startswith("https://example.org/seite/")


@pytest.mark.parametrize("network", NETWORKS)
def test_a_handle_that_may_be_mentioned_notifies_nobody_else_when_it_is_cut(network):
    queue = Queue(slots=(time(8),), allow=("@moewenmuseum",), links="none")
    one = story("@moewenmuseum öffnet wieder")
    for letters in range(measure(network).limit - 40, measure(network).limit - 10):
        cut = text(one, network, queue, comment="w" * letters)
        assert checks.problem(cut, network, queue) is None


def test_no_word_is_cut_to_a_domain_that_costs_as_a_link():
    queue = Queue(slots=(time(8),), links="none")
    made = text(story("moewe.devisen" * 40), queue=queue)
    assert "moewe.devisenmoewe" in made
    assert twittertext.links(made) == ()


@pytest.mark.parametrize(
    ("network", "allow", "made"),
    [
        ("x", (), "Titel via Beispielblatt"),
        ("mastodon", (), "Titel via Beispielblatt"),
        ("x", ("@beispielblatt",), "Titel via @Beispielblatt"),
    ],
)
def test_a_template_makes_no_handle_of_a_name_that_is_not_allowed(network, allow, made):
    queue = Queue(slots=(time(8),), allow=allow, templates={network: "{headline} via @{outlet}"})
    assert text(story("Titel"), network, queue) == made
