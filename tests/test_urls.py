import csv
import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.urls import canonical, host, is_home, printable

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "urls"

ONE_PAGE = [
    ("http://www.example.com/a", "https://example.com/a"),
    ("HTTPS://Example.COM/a", "https://example.com/a"),
    ("https://example.com:443/a", "http://example.com:80/a"),
    ("https://example.com/a/", "https://example.com/a"),
    ("https://example.com/index.html", "https://example.com"),
    ("https://example.com/a/./b/../c", "https://example.com/a/c"),
    ("https://example.com/../../a", "https://example.com/a"),
    ("https://example.com//a", "https://example.com/a"),
    ("https://example.com/%7Eann/b%c3%a4r", "https://example.com/~ann/bär"),
    ("https://example.com/a b", "https://example.com/a%20b"),
    ("https://example.com/a?b=1&amp;c=2", "https://example.com/a?c=2&b=1"),
    ("https://example.com/a?b=1&#038;c=2", "https://example.com/a?b=1&c=2"),
    ("https://example.com/a?utm_source=x&id=3&UTM_Medium=y", "https://example.com/a?id=3"),
    ("https://example.com/a?", "https://example.com/a"),
    ("https://example.com/a#top", "https://example.com/a"),
    ("https://example.com/a#:~:text=words", "https://example.com/a"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://ann:secret@example.com/a", "https://example.com/a"),
    ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
    ("https://www.FAẞ.example/a", "https://xn--fa-hia.example/a"),
    ("//example.com/a", "https://example.com/a"),
    ("https:/example.com\\a", "https://example.com/a"),
    (" https://example.com/a\n", "https://example.com/a"),
    # the same page in other clothes
    ("https://m.example.com/a-1", "https://example.com/a-1"),
    ("https://www.example.com/news/a-1/amp/", "https://example.com/news/a-1"),
    ("https://www.example.com/amp/news/a-1", "https://example.com/news/a-1"),
    ("https://www.example.com/a-1.amp.html", "https://example.com/a-1.html"),
    ("https://www.example.com/a-1?outputType=amp", "https://example.com/a-1"),
    ("https://amp.example.com/a-1", "https://example.com/a-1"),
    ("https://en.m.wikipedia.org/wiki/Klout", "https://en.wikipedia.org/wiki/Klout"),
    ("https://youtu.be/abcdef12345?si=q", "https://www.youtube.com/watch?v=abcdef12345"),
    ("https://youtube.com/shorts/abcdef12345", "https://m.youtube.com/watch?v=abcdef12345"),
    ("https://mobile.twitter.com/ann/status/1?s=20&t=q", "https://x.com/ann/status/1"),
    ("https://x.com/AnnBerg/status/1/photo/1", "https://x.com/annberg/status/1"),
    ("https://www.derstandard.de/story/3", "https://derstandard.at/story/3?ref=rss"),
    ("https://www.spiegel.de/a-0f3c1b2a4d5e-amp", "https://spiegel.de/a-0f3c1b2a4d5e#ref=rss"),
    # what only hands on to it
    ("https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.com%2Fa", "https://example.com/a"),
    ("http://news.google.de/news/url?fd=R&url=http://example.com/a&cid=1", "http://example.com/a"),
    ("https://www.google.co.uk/amp/s/example.com/a-1/amp", "https://example.com/a-1"),
    ("https://www-example-com.cdn.ampproject.org/c/s/example.com/a-1", "https://example.com/a-1"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fa&h=x", "https://example.com/a"),
    ("https://web.archive.org/web/2013id_/https://example.com/a", "https://example.com/a"),
    ("https://web.archive.org/web/20131021165347/https://example.com/a", "https://example.com/a"),
    ("http://news.yandex.ru/yandsearch?cl4url=example.com/a", "https://example.com/a"),
    (
        "https://news.google.com/rss/articles/CBMiFWh0dHBzOi8vZXhhbXBsZS5jb20vYdIBAA?oc=5",
        "https://example.com/a",
    ),
    ("https://x.com/XDevelopers/status/1234567890", "https://twitter.com/i/web/status/1234567890"),
    (
        "https://x.com/xdevelopers/status/1234567890/photo/1?s=20",
        "https://x.com/i/status/1234567890",
    ),
    ("https://t.me/s/durov/123", "https://telegram.me/durov/123"),
    ("https://www.youtube.com/watch?v=abcdef1&t=42s", "https://youtu.be/abcdef1?si=x"),
    ("https://l.threads.com/?u=https%3A%2F%2Fexample.com%2Fa&e=AT", "https://example.com/a"),
    ("https://l.threads.net/?u=https%3A%2F%2Fexample.com%2Fa&e=AT", "https://example.com/a"),
    (
        "https://www.linkedin.com/safety/go?url=https%3A%2F%2Fexample.com%2Fa",
        "https://example.com/a",
    ),
    ("https://steamcommunity.com/linkfilter/?u=https://example.com/a", "https://example.com/a"),
    ("https://nitter.net/Ann/status/1234567890#m", "https://x.com/Ann/status/1234567890"),
    ("https://www.youtube.com/watch?v=abcdef1&list=PL1&index=3", "https://youtu.be/abcdef1"),
    ("https://www.instagram.com/mosseri/reel/Cabc123/?igsh=x", "https://instagram.com/p/Cabc123"),
    ("https://old.reddit.com/r/gulls/comments/1abcde/ice/", "https://redd.it/1abcde"),
    (
        "https://www.linkedin.com/posts/ann_gulls-activity-7123456789-aB_c?rcm=x",
        "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7123456789/",
    ),
    (
        "https://news.google.com/rss/articles/CBMiabc-123?oc=5",
        "https://news.google.com/read/CBMiabc-123?hl=de&gl=DE&ceid=DE%3Ade",
    ),
    ("https://open.spotify.com/intl-de/episode/4a", "https://open.spotify.com/episode/4a?si=x"),
    (
        "https://podcasts.apple.com/de/podcast/a/id1?i=2",
        "https://podcasts.apple.com/us/podcast/a/id1?i=2",
    ),
    ("https://amp.cnn.com/cnn/2026/08/05/tech/a", "https://edition.cnn.com/2026/08/05/tech/a"),
    (
        "https://www.bbc.co.uk/news/amp/technology-12345678",
        "https://www.bbc.com/news/technology-12345678",
    ),
    ("https://www.heise.de/-1234567", "https://m.heise.de/news/Ein-Titel-1234567.html?wt_mc=rss"),
    ("https://www.zeit.de/2026/32/a/komplettansicht", "https://www.zeit.de/2026/32/a?page=all"),
    ("https://news.orf.at/stories/3412345/", "https://orf.at/stories/3412345/"),
    ("https://www.tagesschau.de/a-100~amp.html", "https://www.tagesschau.de/a-100.html"),
    ("https://de.linkedin.com/pulse/regeln-ann", "https://www.linkedin.com/pulse/regeln-ann"),
    ("https://example.com/a;jsessionid=0A1B2C3D.node1?id=1", "https://example.com/a?id=1"),
    ("https://example.com/a.php?id=1&PHPSESSID=0a1b2c3d", "https://example.com/a.php?id=1"),
    ("https://www.bild.de/a.bild.html?o=RSS", "https://www.bild.de/a.bild.html"),
    ("https://www.golem.de/news/a-2611-1-rss.html", "https://www.golem.de/news/a-2611-1.html"),
    (
        "https://finance.yahoo.com/news/a-1.html?.tsrc=rss",
        "https://finance.yahoo.com/news/a-1.html",
    ),
    ("https://www.welt.de/a1/b.html?cid=socialmedia.x.web", "https://www.welt.de/a1/b.html"),
]

TWO_PAGES = [
    ("https://example.com/?id=1", "https://example.com/?id=2"),
    ("https://example.com/?p=1", "https://example.com/?p=2"),
    ("https://www.youtube.com/watch?v=abcdef1", "https://www.youtube.com/watch?v=abcdef2"),
    ("https://example.com/?page=2", "https://example.com/"),
    ("https://example.com/?ref=impressum", "https://example.com/"),
    ("https://example.com/?source=agency", "https://example.com/"),
    ("https://example.com/?from=Bonn", "https://example.com/?from=Linz"),
    ("https://example.com/?cid=7", "https://example.com/?cid=8"),
    ("https://example.com/i?o=RSS", "https://example.com/i"),
    ("https://x.com/XDevelopers/status/1234567890", "https://x.com/XDevelopers/status/1234567891"),
    ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/playlist?list=PL2"),
    ("https://www.instagram.com/reel/Cabc123/", "https://www.instagram.com/reel/Cabc124/"),
    ("https://redd.it/1abcde", "https://www.reddit.com/r/gulls/comments/1abcde/ice/def4567/"),
    ("https://i.redd.it/1abcde", "https://redd.it/1abcde"),
    (
        "https://podcasts.apple.com/de/podcast/a/id1?i=2",
        "https://podcasts.apple.com/de/podcast/a/id1",
    ),
    ("https://www.heise.de/forum/a/forum-1234567", "https://www.heise.de/-1234567"),
    ("https://sport.orf.at/stories/3412345/", "https://orf.at/stories/3412345/"),
    ("https://www.youtube.com/playlist?list=PLa", "https://www.youtube.com/playlist?list=PLb"),
    ("https://example.com/a;version=2", "https://example.com/a"),
    ("https://example.com/A", "https://example.com/a"),
    ("https://a.example.com/", "https://b.example.com/"),
    ("https://faß.example/", "https://fass.example/"),
    ("https://βόλος.example/", "https://βόλοσ.example/"),
    ("https://example.com:8443/", "https://example.com/"),
    ("https://example.com/notes#2026-11-20", "https://example.com/notes#2026-11-21"),
    ("https://example.com/#!/a", "https://example.com/#!/b"),
    ("https://example.com/a%2Fb", "https://example.com/a/b"),
    ("https://mobile.slashdot.org/1", "https://slashdot.org/1"),
    ("https://amp.dev/a", "https://dev/a"),
    ("https://example.com/reviews/amp", "https://example.com/reviews"),
    ("https://example.com/x?url=https://b.example", "https://b.example"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PAGE)
def test_one_page_has_one_canonical_address(one, other):
    assert canonical(one) == canonical(other) != ""


@pytest.mark.parametrize(("one", "other"), TWO_PAGES)
def test_two_pages_have_two_canonical_addresses(one, other):
    assert canonical(one) != canonical(other)


NOTHING = [
    "",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "mailto:ann@example.com",
    "https://",
    "https://exam ple.com/",
    "https://example.com:99999/",
    "https://exam\u202eple.com/",
    "https://" + "ü" * 80 + ".example/",
    "https://example.com/" + "a" * 5000,
    "/just/a/path",
]


@pytest.mark.parametrize("url", NOTHING)
def test_what_is_no_web_address_gives_nothing(url):
    assert (canonical(url), printable(url), host(url)) == ("", "", "")


PRINTED = [
    ("http://www.Example.com/A?b=2&a=1#part", "http://www.Example.com/A?b=2&a=1#part"),
    ("https://example.com/a?utm_source=x&b=1&fbclid=y", "https://example.com/a?b=1"),
    ("https://example.com/a?b=1&amp;c=2", "https://example.com/a?b=1&c=2"),
    ("https://ann:secret@example.com/a", "https://example.com/a"),
    ("https://example.com/a#utm_campaign=x", "https://example.com/a"),
    ("https://example.com/a#ref=rss", "https://example.com/a"),
    ("https://example.com/a#comments", "https://example.com/a#comments"),
    ("https://example.com/\x1b]8;;x\x07a\u202eb", "https://example.com/]8;;xa%E2%80%AEb"),
    ("https://example.com/<b>'x\"", "https://example.com/%3Cb%3E'x%22"),
    ("https://example.com/bär", "https://example.com/bär"),
    ("https://www.faß.example/a", "https://www.xn--fa-hia.example/a"),
    ("https://fu\u0308ß.example/a", "https://xn--f-qfa0g.example/a"),
    ("https://m.example.com/a-1/amp/", "https://m.example.com/a-1/amp/"),
    ("https://youtu.be/abcdef12345?si=q&t=10", "https://youtu.be/abcdef12345?t=10"),
    ("https://www.sueddeutsche.de/x?reduced=true", "https://www.sueddeutsche.de/x?reduced=true"),
    (
        "https://www.nytimes.com/a.html?unlocked_article_code=1.a&smid=tw-share",
        "https://www.nytimes.com/a.html?unlocked_article_code=1.a",
    ),
]


@pytest.mark.parametrize(("given_", "kept"), PRINTED)
def test_the_printed_link_is_the_given_one_less_tracking(given_, kept):
    assert printable(given_) == kept


def test_the_host_has_neither_www_nor_port():
    assert host("https://WWW.Example.com:8080/a") == "example.com"


def test_a_google_news_link_that_holds_no_address_stays_itself():
    link = "https://news.google.com/rss/articles/CBMi!!!?oc=5"
    assert canonical(link).startswith("https://news.google.com/rss/articles/")
    assert canonical("https://news.google.com/rss/articles/QUJD").endswith("/QUJD")
    assert canonical("https://news.google.com/rss/articles/A").endswith("/A")


@given(st.text(max_size=60))
def test_reading_twice_changes_nothing(tail):
    for url in (tail, f"https://example.com/{tail}", f"https://example.com/?{tail}"):
        assert canonical(canonical(url)) == canonical(url)
        assert printable(printable(url)) == printable(url)


@given(st.text(max_size=60))
def test_a_printed_link_holds_nothing_that_could_break_out(tail):
    link = printable(f"https://example.com/{tail}")
    assert not any(letter in link for letter in ' "<>`{}|\\^\x1b\x07\x9b\u202e\u200b\n\r\t')


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://example.com/", True),
        ("https://www.instagram.com/mosseri/", True),
        ("https://x.com/XDevelopers", True),
        ("https://www.linkedin.com/company/meta/", True),
        ("https://chaos.social/@rixx", True),
        ("https://www.youtube.com/@creatorinsider?si=a", True),
        ("https://bsky.app/profile/bsky.app", True),
        ("https://www.reddit.com/r/socialmedia/", True),
        ("https://www.instagram.com/p/DAbc123/", False),
        ("https://x.com/XDevelopers/status/1234567890", False),
        ("https://www.facebook.com/watch?v=1234567890", False),
        ("https://chaos.social/@rixx/112233445566", False),
        ("https://bsky.app/profile/bsky.app/post/3l6", False),
        ("https://www.reddit.com/r/socialmedia/comments/1abc", False),
        ("https://example.com/neue-regeln", False),
        ("", True),
    ],
)
def test_a_site_and_an_account_are_no_article(url, home):
    assert is_home(canonical(url)) == home


needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="no ../shared here")


@needs_corpus
def test_real_links_keep_their_page():
    with (CORPUS / "real-links.tsv").open(newline="", encoding="utf-8") as file:
        links = [html.unescape(row[0]) for row in csv.reader(file, delimiter="\t") if row][1:]
    pages = {link: canonical(link) for link in links}
    assert all(pages[link] == canonical(printable(link)) for link in links)


@needs_corpus
def test_every_parameter_that_two_lists_name_goes_unless_it_is_a_page_elsewhere():
    with (CORPUS / "tracking-params-merged.tsv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    kept = {
        row["param"]
        for row in rows
        if int(row["n_lists"]) > 1
        and canonical(f"https://example.com/a?{row['param']}=1") != "https://example.com/a"
    }
    assert kept == {"campid", "customid", "ref", "ref_", "referrer", "si", "toolid"}
