import random
from dataclasses import replace
from datetime import timedelta

import pytest

from digest import stories, urls
from digest.stems import terms
from tests.benchmarks.merging import day
from tests.stories.newsroom import item, merged, source, sources, together, told

FERRY = [
    "Ferry runs aground off Bergen, 120 rescued",
    "120 rescued as ferry runs aground off Bergen",
    "Passengers rescued after ferry runs aground near Bergen",
]
ALONE = ["Beekeepers warn of invasive hornets", "Choir tours prisons with baroque music"]


def test_reports_of_one_event_become_one_story_and_others_stay_alone():
    assert together(told([*FERRY, *ALONE])) == [{1, 2, 3}]


def test_the_order_of_the_items_makes_no_difference():
    items = told([*FERRY, *ALONE])
    shuffled = items[:]
    random.Random(1).shuffle(shuffled)  # noqa: S311 - nothing secret
    assert merged(shuffled) == merged(items)


def test_what_the_sources_say_every_day_does_not_make_two_news_one():
    items = told(
        [
            "Kolibri Bank confirms customer data breach",
            "Seestern Hotels confirm customer data breach",
            "Customer data breach at Seestern Hotels",
            "Nordlicht Airlines reports customer data breach",
        ]
    )
    usual = stories.recurring([terms("customer data breach\n")] * 60 + [""] * 440)
    made = stories.merge(items, sources(items), "en", usual).stories
    assert together(items) == [{1, 2, 3, 4}]
    assert [{it.id for it in story.items} for story in made] == [{1}, {2, 3}, {4}]


def test_every_item_is_in_exactly_one_story_and_the_oldest_story_comes_first():
    found = merged(told([*ALONE, *FERRY]))
    assert sorted(i.id for s in found for i in s.items) == [1, 2, 3, 4, 5]
    oldest = [min(i.published for i in s.items) for s in found]
    assert oldest == sorted(oldest)


def test_no_items_make_no_stories():
    assert stories.merge([], {}).stories == ()


def test_headlines_of_nothing_but_signs_are_stories_of_their_own():
    assert len(merged([*told(["🎉", "🎉🎉", "?"]), item(9, FERRY[0])])) == 4


def test_what_the_archive_has_worked_out_makes_the_same_stories():
    items = told([*FERRY, *ALONE])
    kept = [replace(each, terms=terms(each.folded)) for each in items]
    assert merged(kept) == merged(items)
    unlike = [replace(each, terms=f"{each.id}worked {each.id}out\n") for each in items]
    assert together(unlike) == []


def test_a_story_is_named_after_its_oldest_item_whoever_leads():
    items = told(FERRY)
    heavy = {items[2].source: source("outlet3", weight=2.0)}
    (alone,) = merged(items[:1])
    (story,) = merged(items, **heavy)
    assert (story.id, story.lead.id) == (alone.id, 3)


def test_two_items_of_one_source_are_never_joined_by_likeness():
    assert together([item(1, FERRY[0], "daily"), item(2, FERRY[1], "daily")]) == []


def test_one_source_keeps_its_best_item_in_a_story():
    items = [
        item(1, FERRY[0], "daily"),
        item(2, "Ferry trouble near Bergen delays cars", "daily"),
        item(3, FERRY[1], "weekly"),
    ]
    assert together(items) == [{1, 3}]


def test_a_headline_that_one_source_repeats_joins_another_source_once():
    items = [item(1, FERRY[0], "daily"), item(2, FERRY[0], "daily"), item(3, FERRY[0])]
    (pair,) = together(items)
    assert len(pair) == 2
    assert 3 in pair


def test_the_same_address_joins_whatever_the_words():
    page = "https://daily.example/a?utm_source=x"
    items = [item(1, "One thing", "a", url=page), item(2, "Other words", "b", url=page)]
    (story,) = merged(items)
    assert [e.kind for e in story.evidence] == ["lead", "address"]


def test_a_retitled_item_of_one_source_joins_itself_by_its_address():
    page = "https://daily.example/a"
    assert together([item(1, "Old", "d", url=page), item(2, "New", "d", url=page)]) == [{1, 2}]


def test_the_entries_of_a_change_log_are_told_apart_by_their_anchors():
    log = "https://daily.example/changes"
    entries = [
        item(1, "Herons out", "d", url=f"{log}#herons"),
        item(2, "Otters", "d", url=f"{log}#otters"),
    ]
    assert together(entries) == []
    edits = [item(1, "Old", "d", url=f"{log}#0"), item(2, "New", "d", url=f"{log}#1")]
    assert together(edits) == [{1, 2}]


def test_a_home_page_and_a_page_of_many_headlines_are_no_evidence():
    home = [item(n, title, "d", url="https://d.example/") for n, title in enumerate(ALONE, 1)]
    notes = "https://e.example/release-notes"
    release = [item(n, f"Version {n} brings words", "e", url=notes) for n in range(10, 14)]
    assert together([*home, *release]) == []


def test_a_link_to_another_item_joins_it():
    page = "https://daily.example/a"
    post = item(2, "Lesen!", "ann", url="https://social.example/2", links=(page,))
    (story,) = merged([item(1, FERRY[0], "daily", url=page), post])
    assert {e.kind for e in story.evidence} == {"lead", "link"}


def test_a_post_of_one_word_does_not_keep_others_from_the_page_that_it_points_at():
    page = "https://daily.example/a"
    post = item(2, "Lesen!", "ann", url="https://social.example/2", links=(page,))
    assert together([item(1, FERRY[0], "daily", url=page), post, item(3, FERRY[2])]) == [{1, 2, 3}]


def test_a_round_up_and_a_link_that_stands_under_every_post_join_nothing():
    pages = tuple(f"https://other.example/{n}" for n in range(4))
    round_up = [item(n, title, links=pages) for n, title in enumerate(ALONE, 1)]
    begging = ("https://pay.example/ann",)
    posts = [item(n, f"Thought about {n}", "ann", links=begging) for n in range(10, 14)]
    reply = [item(20, "Something else entirely", links=begging)]
    assert together([*round_up, *posts, *reply]) == []


def test_what_one_source_links_joins_only_what_shares_a_word_of_the_headline():
    sign_up = {"links": ("https://daily.example/newsletter",), "summary": "Newsletter abonnieren"}
    council, bread = "Stadtrat beschließt Radweg", "Bäckerei verkauft Brot vom Vortag"
    apart = [item(1, council, "daily", **sign_up), item(2, bread, "daily", **sign_up)]
    assert together(apart) == []
    read_more = (urls.canonical("https://daily.example/a/1"),)
    assert together([item(1, council, "daily"), item(2, bread, "daily", links=read_more)]) == []
    goes_on = item(2, "Nach Protesten: Radweg wird schmaler", "daily", links=read_more)
    assert together([item(1, council, "daily"), goes_on]) == [{1, 2}]


def test_the_page_of_an_account_that_two_articles_name_joins_nothing():
    mosseri = {"links": (urls.canonical("https://www.instagram.com/mosseri/"),)}
    assert together([item(n, title, **mosseri) for n, title in enumerate(ALONE[:2], 1)]) == []


def test_articles_that_link_several_pages_need_a_word_in_common():
    links = ("https://other.example/1", "https://other.example/2")
    apart = [item(n, title, links=links) for n, title in enumerate(ALONE, 1)]
    assert together(apart) == []
    near = [item(1, FERRY[0], links=links), item(2, "Bergen mourns its ferry", links=links)]
    assert together(near) == [{1, 2}]


def test_copies_of_a_wire_text_join_by_their_headline():
    title = "Goldene Krone im Gepäck: Zoll stoppt Reisende"
    (story,) = merged(told([title, f"EILMELDUNG: {title}", title.replace("ä", "ae")]))
    assert [e.kind for e in story.evidence] == ["lead", "headline", "headline"]


SCHEDULED = "Scheduled maintenance"
"""What two status pages print over texts of their own."""


def test_a_short_headline_over_texts_without_a_word_in_common_is_no_evidence():
    kolibri = "Kolibri moves its photo servers to another hall; uploads may be slow tonight"
    pigeons = "Letters by pigeon rest until dawn while the loft gets a new roof"
    apart = [item(1, SCHEDULED, summary=kolibri), item(2, SCHEDULED, summary=pigeons)]
    assert together(apart) == []
    found = stories.merge(apart, sources(apart)).compare(*apart)
    assert (found.together, found.against) == (
        False,
        "under a short headline their summaries share no word",
    )
    same = [item(1, SCHEDULED, summary=kolibri), item(2, SCHEDULED, summary=f"Note: {kolibri}")]
    assert together(same) == [{1, 2}]
    bare = [item(1, SCHEDULED, summary=kolibri), item(2, SCHEDULED)]
    assert together(bare) == [{1, 2}]
    long = "Kolibri servers move to Bergen after flood of complaints"
    assert together([item(1, long, summary=kolibri), item(2, long, summary=pigeons)]) == [{1, 2}]


def test_the_same_headline_joins_however_common_each_of_its_words_is_on_that_day():
    names, does, what = ("Oslo", "Peru", "Rom"), ("verbietet", "plant", "kauft"), ("Laub", "Teer")
    titles = [
        f"{a} {b} {c} im {d}" for a in names for b in does for c in what for d in ("Mai", "Tal")
    ]
    items = [*told([f"{title} wieder" for title in titles] * 20), item(999, f"{titles[1]} wieder")]
    assert any(999 in story for story in together(items))


def test_more_than_three_days_part_a_story():
    late = timedelta(days=4)
    one, other = told(FERRY[:2])
    assert together([one, replace(other, published=one.published + late)]) == []


def test_a_chain_of_pairs_does_not_make_a_story():
    chain = [
        "Harbour strike delays container ships in Rotterdam",
        "Container ships in Rotterdam carry record banana load",
        "Record banana load rots after cooling failure at depot",
        "Cooling failure at depot blamed on cheap sensors",
    ]
    assert all(len(story) < 3 for story in together(told(chain)))


COLUMNS = [
    ("Die Woche: Von Menschen und Möwen", "Die Woche: Von Regen und Rosen"),
    ("KW 12: Das war los im Netz", "Das war los im Netz in KW 12"),
    ("Liveticker: Streik bei der Bahn", "Streik bei der Bahn im Liveticker"),
    ("Horoskop: Das sagen die Sterne heute", "Das sagen die Sterne heute: Ihr Horoskop"),
    ("Stocks to watch: ships, banks, chips", "Ships, banks, chips: stocks to watch"),
    ("Newsletter 47: Möwen am Hafen", "Newsletter 48: Möwen am Hafen"),
]


@pytest.mark.parametrize("pair", COLUMNS)
def test_columns_tickers_and_lists_do_not_glue(pair):
    assert together(told(pair)) == []


def test_a_wire_column_joins_its_own_copy_only():
    copies = told(["Kalenderblatt: Was geschah am 30. Dezember?"] * 2)
    names = told(["Bilder des Tages"] * 2)
    assert together(copies) == [{1, 2}]
    assert together(names) == []


def test_a_headline_without_a_word_glues_nothing():
    """A release on GitHub is called by its version alone."""
    notes = ["The parser takes no trailing commas.", "Widgets have a dark mode."]
    releases = [item(n, "v1.3.0", f"project{n}", summary=note) for n, note in enumerate(notes)]
    earlier = [item(n + 5, "v1.2.9", f"project{n}", summary=notes[1 - n]) for n in range(2)]
    assert together(releases) == []
    assert together([*releases, *earlier[:1]]) == []
    assert together(told(["Kolibri v1.3.0 takes no trailing commas"] * 2)) == [{1, 2}]


def test_pieces_of_a_series_are_known_by_their_source():
    series = [item(n, f"Briefing from the lagoon, August {n}, 2026", "daily") for n in (3, 4, 5)]
    stranger = item(9, "Briefing from the lagoon after August storm")
    assert together([*series, stranger]) == []


def test_summaries_tell_what_short_headlines_do_not():
    told_ = "Die Fähre Nordstern lief vor Bergen auf Grund, 120 Passagiere wurden gerettet."
    again = "120 Passagiere der Fähre Nordstern sind gerettet; sie war vor Bergen aufgelaufen."
    other = "Ein Vulkan bei Reykjavik spuckt Asche, Flüge fallen aus."
    items = [
        item(1, "Rettung in letzter Minute auf See", summary=told_),
        item(2, "Nordstern aufgelaufen: Alle gerettet", summary=again),
        item(3, "Rettung der Ferien: Flüge fallen aus", summary=other),
    ]
    assert together(items) == [{1, 2}]


def test_a_summary_that_is_printed_under_everything_glues_nothing():
    line = "Mehr Nachrichten aus der Region lesen Sie jeden Morgen in unserer Ausgabe."
    titles = ["Imker melden gute Ernte", "Chor sucht Tenöre", "Radweg am Kanal gesperrt"]
    assert together(told(titles, summary=line)) == []


def test_what_a_source_says_under_each_of_its_headlines_glues_nothing():
    titles = ["Bees on the roof", "Old maps", "A bakery in numbers", "Rain", "Six chairs", "Fonts"]
    titles += ["A letter to Ann", "Kites", "Deep sea radio", "Paper boats", "Tea", "Slow trains"]
    footer = "Points: {0} Comments URL: https://talk.example/item?id={0} Article URL: https://{0}.example"
    items = [
        item(n, title, f"search{n % 2}", summary=footer.format(n)) for n, title in enumerate(titles)
    ]
    assert together(items) == []


def test_a_joined_word_of_summaries_is_shared_as_its_parts_only():
    summary = "Bei Quitten-Bach hat ein Bagger die Leitung getroffen."
    titles = ["Kein Strom in zwölf Dörfern", "Zwölf Dörfer ohne Strom nach Baggerunfall"]
    (story,) = merged(told(titles, summary=summary))
    assert "Quitten" in story.evidence[1].words
    assert "quittenbach" not in " ".join(story.evidence[1].words).lower()


def test_what_lies_behind_it_glues_nothing():
    titles = [
        "Was dahinter steckt: Applaus für den Gegner",
        "Hund lehnt sich an: das steckt dahinter",
    ]
    assert together(told(titles)) == []


def test_evidence_names_the_shared_words_as_they_are_written():
    (story,) = merged(
        told(["Großbrand in Görlitz: Möbelhaus zerstört", "Görlitz: Möbelhaus brennt ab"])
    )
    evidence = dict(zip((i.id for i in story.items), story.evidence, strict=True))
    told_ = next(e for e in evidence.values() if e.kind == "words")
    assert {"Görlitz", "Möbelhaus"} <= set(told_.words)
    assert 0 < told_.likeness <= 1


def test_evidence_names_whole_words_not_letters_of_others():
    titles = [
        "Abenteuer Quittenbach: UN rügt Dammbau",
        "Unerwartet rügt die UN Dammbau am Quittenbach",
    ]
    (story,) = merged(told(titles))
    words = [word for each in story.evidence for word in each.words]
    assert "UN" in words
    assert not {"un", "Un"} & set(words)


def test_explaining_a_pair_says_what_it_shares_and_what_it_lacks():
    items = told([*FERRY, *ALONE])
    known = sources(items)
    made = stories.merge(items, known)
    one = made.compare(items[0], items[1])
    assert (one.together, one.evidence.kind, one.against) == (True, "words", "")
    assert "Bergen" in one.evidence.words
    two = made.compare(items[0], items[3])
    assert (two.together, two.against) == (False, "")
    assert two.evidence.likeness < two.needed


REASONS = [
    (item(1, FERRY[0], "d"), item(2, FERRY[1], "d"), "one source"),
    (item(1, "Newsletter 47"), item(2, "Newsletter 48"), "column"),
    (item(1, FERRY[0]), item(2, FERRY[1], hours=100), "three days"),
    (item(1, "iOS 17.1 ist da"), item(2, "iOS 17.2 ist da"), "ios 17.1 and ios 17.2"),
    (item(1, "Instagram ändert AGB"), item(2, "TikTok ändert AGB"), "instagram and tiktok"),
]


@pytest.mark.parametrize(("one", "other", "reason"), REASONS)
def test_explaining_says_what_keeps_two_items_apart(one, other, reason):
    found = stories.merge([one, other], sources([one, other])).compare(one, other)
    assert not found.together
    assert reason in found.against


def test_explaining_names_a_bond():
    page = "https://daily.example/a"
    items = [item(1, "One", "a", url=page), item(2, "Other", "b", url=page)]
    found = stories.merge(items, sources(items)).compare(*items)
    assert (found.together, found.evidence.kind, found.evidence.likeness) == (True, "address", 1.0)


@pytest.mark.timeout(30)
def test_what_sixty_tell_on_a_crowded_day_is_one_story():
    crowd, known = day(2000)
    adds = [
        f"{a} {b}"
        for a in ["coastguard", "captain", "owner", "crew", "mayor"]
        for b in [
            "says",
            "fears",
            "hopes",
            "denies",
            "knows",
            "vows",
            "asks",
            "wants",
            "sees",
            "feels",
            "hears",
            "tells",
        ]
    ]
    news = [f"Nordstern ferry runs aground off Bergen, {added}" for added in adds]
    reports = [item(9000 + number, title, hours=-30) for number, title in enumerate(news)]
    found = stories.merge([*crowd, *reports], {**known, **sources(reports)}).stories
    assert max(sum(i.id >= 9000 for i in story.items) for story in found) > 50


@pytest.mark.timeout(30)
def test_each_of_five_thousand_items_is_in_one_story():
    items, known = day(5000)
    found = stories.merge(items, known).stories
    assert sum(len(story.items) for story in found) == len(items)
