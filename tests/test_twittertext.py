import pytest
import yaml

from digest import twittertext


def parts(text):
    return [text[start:end] for start, end in twittertext.links(text)]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Grüße", 5),
        ("Gru\u0308ße", 5),
        ("привет", 6),
        ("日本", 4),
        ("…•→™", 8),
        ("–“„", 3),
        ("👨‍👩‍👧", 2),
        ("👍🏽", 2),
        ("🇩🇪🇦🇹", 4),
        ("1️⃣", 2),
        ("❤️", 2),
        ("https://example.org/" + "a" * 500, 23),
        ("sieh example.com an", 31),
        ("a\nb", 3),
    ],
)
def test_a_text_weighs_what_x_says(text, weight):
    assert twittertext.weight(text) == weight


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("main.py und example.com", ["main.py", "example.com"]),
        ("https://a.de/x?y=1.", ["https://a.de/x?y=1"]),
        ("https://a.de/x?.", ["https://a.de/x"]),
        ("(https://a.de/x_(y))", ["https://a.de/x_(y)"]),
        ("https://a.de/x,(y)", ["https://a.de/x"]),
        ("https://a.de/x(y)(z)", ["https://a.de/x(y)(z)"]),
        ("https://a.de/,(y)(z)", ["https://a.de/"]),
        ("https://a.de/x((y)z)", ["https://a.de/x((y)z)"]),
        ("info@example.com", []),
        ("_example.com", []),
        ("1.5 z.B. u.a.", []),
        ("http://münchen.de", ["http://münchen.de"]),
        ("http://" + "ä" * 70 + ".de", []),
        ("https://t.co/abc?d=1-ü", ["https://t.co/abc?d=1-"]),
        ("https://t.co/" + "a" * 41, []),
        ("日本example.com日本", ["example.com"]),
        ("example.com:80/x", ["example.com:80/x"]),
    ],
)
def test_links_are_where_x_sees_them(text, found):
    assert parts(text) == found


def test_mentions_and_cashtags_are_where_x_sees_them():
    assert [name for _, name in twittertext.mentions("@a (@b) c@d RT@e @fä @g://")] == [
        "a",
        "b",
        "e",
    ]
    assert twittertext.cashtags("$ACME, $BRK.B und 5$A $12") == (0, 7)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text", ["a." * 1000, "日" * 2000 + ".", "https://a.de/" + "(a" * 3000, "/(a)" * 3000]
)
def test_no_text_takes_long(text):
    twittertext.weight(text)


@pytest.fixture
def conformance(shared):
    def cases(name, kind):
        path = shared / "corpus" / "x" / "conformance" / f"{name}.yml"
        return yaml.safe_load(path.read_text(encoding="utf-8"))["tests"][kind]

    return cases


def test_weights_conform(conformance):
    for case in conformance("validate", "WeightedTweetsWithDiscountedEmojiCounterTest"):
        weight = case["expected"]["weightedLength"]
        assert twittertext.weight(case["text"]) == weight, case["description"]


@pytest.mark.parametrize("kind", ["urls", "urls_with_directional_markers", "tco_urls_with_params"])
def test_links_conform(conformance, kind):
    for case in conformance("extract", kind):
        wanted = [w["url"] if isinstance(w, dict) else w for w in case["expected"]]
        assert parts(case["text"]) == wanted, case["description"]


def test_places_of_links_conform(conformance):
    for case in conformance("extract", "urls_with_indices"):
        wanted = [tuple(url["indices"]) for url in case["expected"]]
        assert list(twittertext.links(case["text"])) == wanted, case["description"]


def test_mentions_conform(conformance):
    for case in conformance("extract", "mentions"):
        found = [name for _, name in twittertext.mentions(case["text"])]
        assert found == case["expected"], case["description"]


def test_no_cashtag_is_missed(conformance):
    for case in conformance("extract", "cashtags"):
        assert len(twittertext.cashtags(case["text"])) >= len(case["expected"]), case["description"]
