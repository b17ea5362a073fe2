import pytest

from digest.stories.headlines import read
from tests.stories.newsroom import item, source, sources


def words(items, **known):
    return read(items, {**sources(items), **known}).lines


CUT = [
    ("Möwe stiehlt Eis - Der Anzeiger", "anzeiger", "Der Anzeiger", "moewe stiehlt eis"),
    ("Möwe stiehlt Eis | heise online", "heise", "heise online", "moewe stiehlt eis"),
    ("Möwe stiehlt Eis – anzeiger", "anzeiger", "", "moewe stiehlt eis"),
    ("Möwe stiehlt Eis - und flieht", "anzeiger", "Der Anzeiger", "moewe stiehlt eis und flieht"),
    ("EILMELDUNG: Möwe stiehlt Eis", "a", "", "moewe stiehlt eis"),
    ("+++ EIL +++ Möwe stiehlt Eis", "a", "", "moewe stiehlt eis"),
    ("UPDATE 2-Gull steals ice", "a", "", "gull steals ice"),
    ("Breaking: Gull steals ice [UPDATE]", "a", "", "gull steals ice"),
    ("BREAKING NEWS | Gull steals ice (video)", "a", "", "gull steals ice"),
    ("Gull steals ice ...", "a", "", "gull steals ice"),
    ("Gull (a large one)", "a", "", "gull a large one"),
    ("SZ PlusMöwe stiehlt Eis", "a", "", "moewe stiehlt eis"),
    ("S+ Möwe stiehlt Eis", "a", "", "moewe stiehlt eis"),
    ("Live music returns", "a", "", "live music returns"),
    ("News Corp sells paper", "a", "", "news corp sells paper"),
    ("Update", "a", "", "update"),
]


@pytest.mark.parametrize(("title", "outlet", "name", "left"), CUT)
def test_outlet_and_markers_are_cut(title, outlet, name, left):
    one = item(1, title, outlet)
    assert words([one], **{one.source: source(outlet, name=name)}) == [left]


def test_an_ending_repeated_in_a_feed_is_the_outlets():
    titles = ["Gull steals ice", "Rain all day", "Bus late", "Cat up a tree"]
    items = [item(n, f"{title} | Coast at nine", "coast") for n, title in enumerate(titles)]
    assert words(items) == ["gull steals ice", "rain all day", "bus late", "cat up a tree"]


def test_a_news_search_names_each_outlet_at_the_end():
    titles = ["Gull steals ice - The Coast", "Rain all day - Weather Now", "Bus late - Wheels"]
    items = [item(n, title, "search") for n, title in enumerate(titles)]
    assert words(items) == ["gull steals ice", "rain all day", "bus late"]


def test_a_source_that_is_not_known_is_read_all_the_same():
    one = item(1, "Gull steals ice - Coast")
    assert read([one], {}).words(0) == ["gull", "steals", "ice", "coast"]


@pytest.mark.parametrize(
    "title",
    [
        "Social Media Update KW 12",
        "Newsletter 47: Gulls",
        "Die Woche: Gulls",
        "Liveticker zum Derby",
        "Krieg im Liveblog",
        "Tageshoroskop für Stiere",
        "Photos of the day",
        "Folge 12: Möwen",
        "Rückblick auf die Woche in Möwenstadt",
        "Unser Tool der Woche: Möwenzähler",
        "Webinar: Reichweite für Möwen",
        "Release Notes 2.1",
        "Aktien Frankfurt Schluss: Möwe gibt nach",
        "Devisen: Euro legt leicht zu",
        "Prime Day: Die besten Angebote für Möwen",
        "Möwen gegen Reiher: Wer überträgt live?",
        "Wetter am Wochenende: Sonne für Möwen",
        "Wetter am 3. August: Regen für Möwen",
    ],
)
def test_columns_are_known_by_their_words(title):
    assert read([item(1, title)], {}).columns == {0}


@pytest.mark.parametrize(
    "title",
    [
        "Hafen und Markt vom 12.08.2026",
        "Möwenbrief für Mittwoch, 12. August 2026",
        "Gull City Nightlife Tonight — August 12, 2026",
        "Coast Brief for Wednesday, 12th August 2026",
        "Mittwoch, 12. August 2026",
        "Hafen vor acht 11.8.2026",
        "News des Tages: Möwen, Wetter, Fähren",
    ],
)
def test_what_ends_in_the_day_it_was_printed_on_is_a_column(title):
    assert read([item(1, title)], {}).columns == {0}


@pytest.mark.parametrize(
    "title",
    [
        "BarCamp Möwenstadt, 24. Oktober 2026",
        "Fähre nach Möwenstadt fährt ab 12. August 2026",
        "Fähre nach Möwenstadt fällt aus am Mittwoch, 12. August 2026",
        "Fähre nach Möwenstadt fällt aus am Mittwoch, den 12. August 2026",
        "Gull City ferries stop on Wednesday, August 12, 2026",
        "Gull City changes its harbour rules effective August 12, 2026",
        "OLG Möwenstadt, Urteil vom Mittwoch, 12. August 2026",
        "OLG Möwenstadt, Urteil vom 12. August 2026",
        "How the harbour changed since August 12, 2026",
        "Pegel bei 12 ²² 2026",
        "Bürgertelefon am Hafen: 08 00 12345678901234567890",
        "Konto der Fähre: 04 12345678901234567890 2026",
        "Der Plan für 2026",
    ],
)
def test_what_ends_in_a_day_of_which_it_tells_is_none(title):
    assert read([item(1, title)], {}).columns == set()


@pytest.mark.parametrize(
    "title",
    [
        "Substack launches newsletter tools",
        "Ein Zeichen für Stellenanzeigen",
        "In der Woche gab es Regen",
        "Folge mir, sagt die Möwe",
        "Aktien der Möwe Frankfurt AG fallen",
        "Zoll findet Devisen im Hafen",
        "Wetter: Sturmflut am Wochenende erwartet",
        "Wetter am Möwenberg: Orkan bricht Masten",
    ],
)
def test_news_with_such_a_word_is_no_column(title):
    assert read([item(1, title)], {}).columns == set()


def test_the_same_headline_with_another_date_is_a_series_only_in_one_source():
    titles = ["Tide table for 3 July", "Tide table for 4 July"]
    one = [item(n, title, "coast") for n, title in enumerate(titles)]
    two = [item(n, title) for n, title in enumerate(titles)]
    assert read(one, {}).columns == {0, 1}
    assert read(two, {}).columns == set()


def test_a_summary_under_unlike_headlines_is_left_out_and_a_long_one_cut():
    long = " ".join(f"n{n}x" for n in range(99))
    items = [
        item(1, "Gull steals ice", summary="Read more tomorrow"),
        item(2, "Bus late", summary="Read more tomorrow"),
        item(3, "Cat up a tree", summary=long),
    ]
    none, also_none, some = (its.split("\n")[1] for its in read(items, {}).terms)
    assert (none, also_none, len(some.split())) == ("", "", 32)


def test_what_is_kept_of_an_item_is_not_worked_out_again():
    kept = item(1, "Gull steals ice", terms="gannet steal\nfish")
    assert read([kept], {}).terms == ["gannet steal\nfish"]


def test_what_is_kept_of_a_headline_does_not_hold_where_its_end_is_cut():
    cut = item(1, "Gull steals ice | Coast", "coast", terms="gull steal ice coast\n")
    assert read([cut], sources([cut])).terms == ["gull steal ice\n"]


def test_a_headline_without_a_word_is_read():
    assert read([item(1, "🎉")], {}).lines == [""]
