"""OPML in and out."""

import html
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import opml
from digest.errors import DigestError
from digest.model import Source
from digest.text import clean

GOOD = '<outline text="Good" xmlUrl="https://good.example/feed"/>'


def wrapped(body, head=""):
    return f'<?xml version="1.0"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()


def feeds(body):
    return opml.read(wrapped(body)).feeds


def refused(address):
    body = f'<outline text="Bad" xmlUrl="{html.escape(address)}"/>{GOOD}'
    found = opml.read(wrapped(body))
    assert [name for _, name, _ in found.feeds] == ["Good"]
    ((name, reason),) = found.refused
    assert name.startswith("Bad (")
    return reason


def test_folders_become_sections():
    body = (
        '<outline text="Tech"><outline text="A" xmlUrl="https://a.example/"/>'
        '<outline text="Web"><outline title="B" text="b" xmlUrl="https://b.example/"/></outline>'
        '</outline><outline text="C" xmlUrl="https://c.example/"/>'
    )
    assert feeds(body) == (
        ("Tech", "A", "https://a.example/"),
        ("Tech / Web", "B", "https://b.example/"),
        ("Feeds", "C", "https://c.example/"),
    )


def test_a_folder_without_a_name_is_none():
    assert feeds(f"<outline><outline text=' '>{GOOD}</outline></outline>")[0][0] == "Feeds"


def test_a_feed_may_hold_feeds():
    body = f'<outline text="A" xmlUrl="https://a.example/">{GOOD}</outline>'
    assert [section for section, _, _ in feeds(body)] == ["Feeds", "A"]


def test_an_address_is_no_name():
    body = '<outline text="https://a.example/" xmlUrl="https://a.example/"/>'
    assert feeds(body) == (("Feeds", "", "https://a.example/"),)


def test_a_feed_comes_once():
    body = '<outline xmlUrl="https://a.example/"/><outline xmlUrl="HTTPS://A.example:443/"/>'
    assert len(feeds(body)) == 1


def test_names_of_attributes_and_elements_come_in_any_case():
    data = b'<OPML><BODY><Outline TEXT="A" XMLURL="https://a.example/"/></BODY></OPML>'
    assert opml.read(data).feeds == (("Feeds", "A", "https://a.example/"),)


def test_titles_are_cleaned_and_shortened():
    body = f'<outline text="A&#10;B&#x202e; {"x" * 900}" xmlUrl="https://a.example/"/>'
    ((_, name, _),) = feeds(body)
    assert name.startswith("A B")
    assert len(name) <= opml.LONGEST_NAME


def test_blanks_in_an_address_are_encoded():
    assert (
        feeds('<outline xmlUrl=" https://a.example/f?a: b "/>')[0][2]
        == "https://a.example/f?a:%20b"
    )


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "no http or https address"),
        ("feeds/one.xml", "no http or https address"),
        ("exec:touch /tmp/x", "no http or https address"),
        ("javascript:alert(1)", "no http or https address"),
        ("ftp://a.example/", "no http or https address"),
        ("https://user:secret@a.example/", "it holds a user name or a password"),
        ("https://user@a.example/", "it holds a user name or a password"),
        ("https:///path", "an address without a host"),
        ("http://router/feed", "it leads into a private network"),
        ("http://nas.local/feed", "it leads into a private network"),
        ("http://feeds.internal/", "it leads into a private network"),
        ("http://nas.lan/feed", "it leads into a private network"),
        ("http://wiki.corp/feed", "it leads into a private network"),
        ("http://fritz.box/feed", "it leads into a private network"),
        ("http://nas.fritz.box/feed", "it leads into a private network"),
        ("http://localhost:8080/", "it leads into a private network"),
        ("http://LOCALHOST./", "it leads into a private network"),
        ("http://a.localhost/", "it leads into a private network"),
        ("http://127.1/", "it leads into a private network"),
        ("http://2130706433/", "it leads into a private network"),
        ("http://0x7f.1/", "it leads into a private network"),
        ("http://0177.0.0.1/", "it leads into a private network"),
        ("http://①②⑦.⓪.⓪.①/", "it leads into a private network"),
        ("http://169.254.169.254/", "it leads into a private network"),
        ("http://[::1]/", "it leads into a private network"),
        ("http://[::ffff:10.0.0.1]/", "it leads into a private network"),
        ("http://[::1%25lo]/", "an address with a host that cannot be"),
        ("http://192.168.1.1:81/feed", "it leads into a private network"),
    ],
)
def test_what_is_no_public_address_stays_out_with_its_reason(address, reason):
    assert refused(address) == reason


@pytest.mark.parametrize(
    "address", ["https://1.1.1.1/f", "http://[2606:4700::1111]/f", "https://3.example/"]
)
def test_public_addresses_in_any_form_come_in(address):
    assert feeds(f'<outline xmlUrl="{address}"/>')[0][2] == address


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ('filtercmd="rm"', "it wants a program to be run"),
        ('type="vfolder"', "a saved search, not a feed"),
    ],
)
def test_what_is_more_than_a_feed_stays_out(attributes, reason):
    found = opml.read(wrapped(f'<outline text="A" xmlUrl="https://a.example/" {attributes}/>'))
    assert (found.feeds, found.refused) == ((), (("A (https://a.example/)", reason),))


def test_a_link_to_another_list_stays_out():
    found = opml.read(wrapped('<outline text="L" type="include" url="https://a.example/l.opml"/>'))
    assert found.refused == (("L (https://a.example/l.opml)", "a link, not a feed"),)


@pytest.mark.parametrize(
    ("name", "shown"), [("", "https://a.example/feed"), ('text="A"', "A (https://a.example/feed)")]
)
def test_a_refused_address_is_shown_without_its_password(name, shown):
    found = opml.read(wrapped(f'<outline {name} xmlUrl="https://user:SENTINEL@a.example/feed"/>'))
    ((what, _),) = found.refused
    assert what == shown


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nothing",
        b"<html><body/></html>",
        b"<rss><channel/></rss>",
        b"<rss><channel>",
        b"\x00" * 99,
    ],
)
def test_what_is_no_opml_is_refused(data):
    with pytest.raises(DigestError, match="no OPML") as caught:
        opml.read(data)
    assert caught.value.hint


@pytest.mark.parametrize("start", ["", "<x & y>"])
def test_entities_of_its_own_are_refused(start):
    head = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = '<opml><outline text="&x;" xmlUrl="https://a.example/"/></opml>'
    with pytest.raises(DigestError, match="declares entities"):
        opml.read(f"{start}{head}{body}".encode())


def test_a_doctype_alone_does_no_harm():
    head = '<!DOCTYPE opml SYSTEM "https://a.example/opml.dtd">'
    assert opml.read(wrapped(GOOD, head)).feeds


def test_a_feed_without_an_address_is_named_and_a_folder_without_feeds_is_not():
    body = f'<outline text="Leer"/><outline type="rss" text="Fehlt" xmlUrl=""/><outline type="rss"/>{GOOD}'
    assert opml.read(wrapped(body)).refused == (
        ("Fehlt", "it has no address"),
        ("a feed without a name", "it has no address"),
    )


@pytest.mark.parametrize("end", ["</outline>", ""])
def test_folders_without_end_are_refused(end):
    with pytest.raises(DigestError, match="folders in folders"):
        opml.read(wrapped('<outline text="d">' * 5000 + end * 5000))


def test_too_large_a_file_is_refused():
    with pytest.raises(DigestError, match="larger than 10 MB"):
        opml.read(wrapped(" " * opml.LARGEST))


BROKEN = """\
<opml><head></head><body>
<!-- <outline text="No" xmlUrl="https://no.example/"/> -->
<outline text="Tech & Web" title="Tech & Web">
  <outline text="Say "Moin"" title="Say "Moin" & more" description="<p>a > b</p>" xmlUrl="https://a.example/f?a=1&b=2" type='rss' />
  <outline text='R&amp;D &eacute; &nix; &#38;' xmlUrl='https://b.example/?copy=1&amp;copy=2'></outline>
  <outline text="Leer">
  </outline>
</outline>
<outline text="C" xmlUrl = "https://c.example/"/></outline></outline>
<outline><outline text="D" xmlUrl="https://d.example/"/>
"""


@pytest.mark.parametrize("end", ["</body></opml>", "", '<outline text="x'])
def test_a_file_that_is_no_xml_is_read_by_its_marks(end):
    assert opml.read((BROKEN + end).encode()).feeds == (
        ("Tech & Web", 'Say "Moin" & more', "https://a.example/f?a=1&b=2"),
        ("Tech & Web", "R&D é &nix; &", "https://b.example/?copy=1&copy=2"),
        ("Feeds", "C", "https://c.example/"),
        ("Feeds", "D", "https://d.example/"),
    )


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="windows-1252"?><opml><outline text="Süd" xmlUrl="https://a.example/"/></opml>'.encode("cp1252"),
        '<?xml version="1.0" encoding="utf-8"?><opml><outline text="Süd" xmlUrl="https://a.example/"/></opml>'.encode("cp1252"),
        '<?xml version="1.0" encoding="nonsense"?><opml><outline text="Süd" xmlUrl="https://a.example/"/></opml>'.encode(),
        '<opml><outline text="Süd" xmlUrl="https://a.example/?a&b"/></opml>'.encode("utf-16"),
        '<?xml version="1.0" encoding="iso-8859-1"?><opml><outline text="Süd" xmlUrl="https://a.example/?a&b"/></opml>'.encode("latin-1"),
        '<?xml version="1.0" encoding="gb2312"?><opml><outline text="Süd" xmlUrl="https://a.example/?a&b"/></opml>'.encode(),
        '\ufeff<opml><outline text="Süd" xmlUrl="https://a.example/"/></opml>'.encode(),
    ],
)  # fmt: skip
def test_encodings_may_be_missing_or_wrong(data):
    ((_, name, _),) = opml.read(data).feeds
    assert name == "Süd"


def test_what_was_written_is_read_back():
    sources = (
        Source(
            kind="feed", target="https://a.example/?a=1&b=2", section="Süd & West", name='"A" <b>'
        ),
        Source(kind="x", target="@a", section="Süd & West"),
        Source(kind="feed", target="https://b.example/", section="Recht"),
        Source(kind="feed", target="file:c.xml", section="Recht"),
    )
    found = opml.read(opml.write("Mein <Blatt>", sources).encode())
    assert found.feeds == (
        ("Süd & West", '"A" <b>', "https://a.example/?a=1&b=2"),
        ("Recht", "", "https://b.example/"),
    )


def test_no_feeds_make_an_empty_list():
    assert opml.read(opml.write("x", ()).encode()).feeds == ()


def test_the_token_of_a_private_feed_goes_along_and_gives_it_no_name():
    source = Source(kind="feed", target="https://a.example/feed?token=geheim", section="Recht")
    found = opml.read(opml.write("x", (source,)).encode())
    assert found.feeds == (("Recht", "", source.target),)


@given(st.text(), st.text(min_size=1))
def test_any_name_survives_the_way_out_and_in(name, section):
    name, section = clean(name)[:200], clean(section)
    source = Source(kind="feed", target="https://a.example/", section=section, name=name)
    ((section_read, name_read, _),) = opml.read(opml.write("x", (source,)).encode()).feeds
    assert (section_read, name_read) == (section or "Feeds", name)


@given(st.binary() | st.text().map(lambda text: f"<opml>{text}".encode(errors="replace")))
def test_nothing_crashes_it(data):
    with suppress(DigestError):
        opml.read(data)


@pytest.mark.parametrize(
    "piece",
    [
        "<!--", "<outline a=\"", "<outline ", "<outline text='a' ", "&#99999999;", "<!DOCTYPE",
        "<outline text='", " a=", "//", "<outline xmlUrl='https://a.example/f'/>",
    ],
)  # fmt: skip
@pytest.mark.timeout(30)
def test_hostile_files_cost_one_pass(piece):
    data = ("<opml>" + piece * (300_000 // len(piece)) + "&").encode()
    with suppress(DigestError):
        opml.read(data)


def test_hostile_imports(shared):
    folder = shared / "corpus/hostile/own/opml"
    found = opml.read((folder / "exec-and-filter.opml").read_bytes())
    assert [name for _, name, _ in found.feeds] == ["good"]
    assert len(found.refused) == 10
    assert len(opml.read((folder / "same-feed-500.opml").read_bytes()).feeds) == 1
    for name in ("deep.opml", "xxe.opml"):
        with pytest.raises(DigestError):
            opml.read((folder / name).read_bytes())


def test_every_feed_of_real_lists_comes_in_or_is_named(shared):
    paths = sorted((shared / "corpus/opml").rglob("*.opml"))
    assert paths
    for path in paths:
        data = path.read_bytes()
        found = opml.read(data)
        every = data.count(b'xmlUrl="')
        twice = every - len(set(data.split(b'xmlUrl="')[1:]))
        assert len(found.feeds) + len(found.refused) >= every - twice - 2, path
