"""The fast way reads what feedparser reads, or says that it is unsure."""

import random

import pytest

from digest.parsing import fast, finishing, lean
from digest.parsing.raw import UnsureError
from tests.parsing.samples import NAMESPACES, atom, rdf, rss

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def facts(raw):
    texts = (finishing.plain(text) if text else "" for text in (raw.title, raw.summary))
    return (raw.key, raw.link or "", *texts, raw.published, raw.updated)


def read_both_ways(document):
    data = document.encode()
    return [[facts(raw) for raw in way.read(data).entries] for way in (fast, lean)]


@pytest.mark.parametrize(
    "item",
    [
        "<title>Plain</title><link>http://a.example/1</link><guid>http://a.example/1</guid>",
        "<title>AT&amp;amp;T &lt;b&gt;bold&lt;/b&gt;</title><link>/relative</link>",
        "<title>The &lt;picture&gt; element</title><guid isPermaLink='false'>tag:1</guid>",
        "<title></title><title>Second</title><dc:title>Third</dc:title>",
        "<media:title>Media</media:title><title>Own</title>",
        "<media:group><media:content><media:title>Deep</media:title></media:content></media:group>",
        "<guid>http://a.example/guid</guid><atom:link href='/page'/>",
        "<link>http://a.example/?a=1&amp;amp;b=2</link><atom:link rel='self' href='/self'/>",
        "<link>http:///three.example/</link><link type='application/xml' href='/no'/>",
        "<link href=''/><link rel='alternate'>http://text.example/</link>",
        "<description>First</description><description>Second</description>",
        "<content:encoded>&lt;p&gt;All&lt;/p&gt;</content:encoded><description>Short</description>",
        "<description>Short</description><content:encoded>All</content:encoded>",
        "<content:encoded>All</content:encoded><itunes:summary>Notes</itunes:summary>",
        "<description>Own</description><media:description>Caption</media:description>",
        "<content:encoded>All</content:encoded><dc:description>Dublin</dc:description>",
        "<abstract>One</abstract><abstract>Two</abstract><itunes:subtitle>Sub</itunes:subtitle>",
        f"<body {XHTML}><p>Text <b>bold</b> &amp; more</p></body>",
        "<pubDate>Mon, 06 Jan 2025 10:00:00 +0100</pubDate><dc:date>2025-01-07T10:00:00Z</dc:date>",
        "<pubDate>Mon, 06 Jan 2025 10:00:00 GMT</pubDate><pubDate>nonsense</pubDate>",
        "<dcterms:issued>2025-01-06</dcterms:issued><dcterms:modified>2025</dcterms:modified>",
        "<source url='http://s.example/'>Other</source><title>Own</title>",
        "<title>Own</title><source><title>Other</title><id>x</id><link href='/y'/></source>",
        "<title>Own</title><image><url>u</url><title>Picture</title></image>",
        "<author>a@b.example (Name)</author><category>c</category><slash:comments>1</slash:comments>",
        "<x:unknown><x:inner>1</x:inner></x:unknown><x:title>No</x:title><title>Own</title>",
        "<contributor><name>N</name></contributor><language>de</language><title>Own</title>",
        "<title>Ã¼ber</title><description>caf\u00c3\u00a9 \x93quoted\x94</description>",
    ],
)
@pytest.mark.parametrize("document", [rss, rdf])
def test_an_item_is_read_as_feedparser_reads_it(item, document):
    mine, theirs = read_both_ways(document(item))
    assert mine == theirs


@pytest.mark.parametrize(
    "entry",
    [
        "<title>a &lt;b&gt; c</title><id>tag:1</id><link href='http://a.example/1'/>",
        "<title type='html'>a &lt;b&gt;c&lt;/b&gt;</title><link rel='alternate' href='/x'/>",
        f"<title type='xhtml'><div {XHTML}>a <i>b</i>c<br/>d</div></title>",
        "<summary>Short</summary><content type='html'>&lt;p&gt;All&lt;/p&gt;</content>",
        f"<content type='xhtml'><div {XHTML}><p title='&quot;'>All</p> &lt;x&gt;</div></content>",
        "<content type='xhtml'>no element &lt;b&gt;</content>",
        "<content type='text/plain'>Text</content><summary type='TEXT'>More</summary>",
        "<published>2025-01-06T10:00:00Z</published><updated>2025-01-07T10:00:00Z</updated>",
        "<issued>2025-01-06T10:00:00Z</issued><modified>2025-01-07T10:00:00+01:00</modified>",
        "<id>relative</id><author><name>N</name><email>e@x.example</email></author>",
        "<link href='/a'/><link href='/b'/><link rel='replies' href='/c'/>",
        "<link href='sub/page' xml:base='http://base.example/'/>",
        "<title type='text/html' mode='escaped'>a &lt;b&gt;c&lt;/b&gt;</title>",
    ],
)
def test_an_atom_entry_is_read_as_feedparser_reads_it(entry):
    mine, theirs = read_both_ways(atom(entry))
    assert mine == theirs


@pytest.mark.parametrize(
    "document",
    [
        f'<rss version="0.91" {NAMESPACES}><item><title>No channel</title></item></rss>',
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>a &amp;amp; b</title></entry></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://base.example/x/">'
        '<entry xml:base="y/"><link href="z"/><id>i</id></entry></feed>',
        '<rss xmlns="http://backend.userland.com/rss2"><channel><item><title>U</title></item></channel></rss>',
        '<rss xmlns:media="http://www.rssboard.org/media-rss"><channel><item>'
        "<media:title>M</media:title></item></channel></rss>",
        '<rss><channel><item><site xmlns="com-wordpress:feed-additions:1">1</site>'
        "<title>W</title></item></channel></rss>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns="http://purl.org/rss/1.0/">'
        "<item><title>a &amp;amp; b</title></item></rdf:RDF>",
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "rss-0.91.dtd">\n'
        "<rss><channel><item><title>D</title></item></channel></rss>",
        '<rss xml:lang="de"><channel><item><guid> g </guid><PubDate>2025-01-06</PubDate></item></channel></rss>',
    ],
)
def test_a_document_is_read_as_feedparser_reads_it(document):
    mine, theirs = read_both_ways(document)
    assert mine == theirs


@pytest.mark.parametrize(
    "document",
    [
        "<rss><channel><item><title>a</item></title></channel></rss>",
        "<html><body/></html>",
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item>&a;</item></channel></rss>',
        rss("<title>a <b>c</b></title>"),
        rss("<link><b>c</b></link>"),
        rss("<guid><b>c</b></guid>"),
        rss("<description>a <b>c</b></description>"),
        rss("<content type='application/octet-stream'>YQ==</content>"),
        rss("<content mode='base64'>YQ==</content>"),
        rss("<x:a><title>nested</title></x:a>"),
        rss("<media:group><title>nested</title></media:group>"),
        rss("<image><title>Picture</title></image><title>Own</title>"),
        rss("<title>Own</title><source>s</source><dc:title>Late</dc:title>"),
        rss("<item><title>nested</title></item>"),
        rss("<date>a key of feedparser's</date>"),
        rss("<contributor><title>x</title></contributor>"),
        rss(head="<x:a><item><title>hidden</title></item></x:a>"),
        '<rss><channel><item href="/cdf"><title>a</title></item></channel></rss>',
        '<rss xmlns:dc="http://purl.org/dc/terms/"><channel><item><dc:title>x</dc:title></item></channel></rss>',
        '<rss><a xmlns="urn:x" xmlns:media="urn:x"/></rss>',
    ],
)
def test_the_fast_way_says_that_it_is_unsure(document):
    with pytest.raises(UnsureError):
        fast.read(document.encode())


TEXTS = (
    *(
        "plain words",
        "AT&amp;T",
        "a &lt;b&gt;bold&lt;/b&gt; word",
        "&lt;p&gt;Hi&lt;/p&gt;",
        "  spaced  ",
    ),
    *(
        "<![CDATA[<p>cd &amp; ata</p>]]>",
        "x &lt; y",
        "café",
        "&lt;unknown&gt; tag",
        "one &lt;br&gt; two",
    ),
)
LINKS = ("http://e.example/a", "https://e.example/b?x=1&amp;y=2", "/rel", "foo.html", "", "urn:x:1")
DATES = (
    *("Mon, 06 Jan 2025 10:00:00 GMT", "2025-01-06T10:00:00+01:00", "nonsense", "", "2025-01-06"),
    *("6 Jan 2025 10:00 EST", "2025-02-30T10:00:00Z", "Thu, 1 Jan 2009 00:00:00 -0500"),
)


def element(chance):
    """Write one element such as entries have."""
    text, link, date = chance.choice(TEXTS), chance.choice(LINKS), chance.choice(DATES)
    return chance.choice(
        [
            *(f"<{name}>{text}</{name}>" for name in ("title", "dc:title", "summary", "abstract")),
            *(
                f"<{name}>{text}</{name}>"
                for name in ("description", "content:encoded", "dc:description")
            ),
            *(
                f"<{name}>{date}</{name}>"
                for name in ("pubDate", "dc:date", "atom:updated", "published")
            ),
            *(f"<{name}>{link}</{name}>" for name in ("link", "guid", "id")),
            f"<guid isPermaLink='false'>{link}</guid><atom:link href='{link}' rel='self'/>",
            f"<atom:link href='{link}'/><link rel='alternate'>{link}</link>",
            f"<content type='html'>{text}</content><media:thumbnail url='x'/>",
            f"<summary type='html'>{text}</summary><author><name>N</name></author>",
            f"<source><title>{text}</title><link href='{link}'/></source><enclosure url='u'/>",
            f"<media:group><media:content url='u'/></media:group><rights>{text}</rights>",
        ]
    )


@pytest.mark.parametrize("seed", range(150))
def test_random_feeds_are_read_as_feedparser_reads_them(seed):
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    document = chance.choice([rss, rdf, atom])
    items = ("".join(element(chance) for _ in range(chance.randint(1, 9))) for _ in range(4))
    try:
        mine, theirs = read_both_ways(document(*items))
    except UnsureError:
        return
    assert mine == theirs
