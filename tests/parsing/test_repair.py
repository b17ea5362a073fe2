"""Harmless faults are mended, and nothing else."""

import pytest

from digest.parsing.repair import is_cut, repaired


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("<a>R&B & more</a>", "<a>R&amp;B &amp; more</a>"),
        ("<a>&nbsp;&uuml;&amp;&lt;&nosuch;</a>", "<a>\xa0ü&amp;&lt;&amp;nosuch;</a>"),
        ("<a>1 < 2 <3</a>", "<a>1 &lt; 2 &lt;3</a>"),
        ("<a>]]></a>", "<a>]]&gt;</a>"),
        ("<a><![CDATA[R&B < ]]>&</a>", "<a><![CDATA[R&B < ]]>&amp;</a>"),
        ("<a><!-- & -->&</a>", "<a><!-- & -->&amp;</a>"),
        ("<a>&#0;&#x1b;&#xD800;&#x110000;&#65;&#x42;</a>", "<a>&#65;&#x42;</a>"),
        ("<a>&#99999999999;</a>", "<a>&amp;#99999999999;</a>"),
        ("<a>\x00\x1b[2J</a>", "<a>[2J</a>"),
        ("HTTP/1.1 200 OK\n\n<a>x</a>", "<a>x</a>"),
        ("<a>x</a><script>1</script>", "<a>x</a>"),
        ("<A>x</A>\njunk", "<A>x</A>"),
        ("<a><o:p>x</o:p></a>", '<a xmlns:o="undeclared:o"><o:p>x</o:p></a>'),
        ('<a><b w:c="1"/></a>', '<a xmlns:w="undeclared:w"><b w:c="1"/></a>'),
        ("<br />\n<b>Notice</b>: x<?xml version='1.0'?><rss>x</rss>", "<rss>x</rss>"),
        ("<!-- <i> --><RSS>x</RSS><br />", "<RSS>x</RSS>"),
        ("<pre><feed>x</feed></pre>", "<feed>x</feed>"),
        ("<a>never ends", "<a>never ends"),
        ("no tags", "no tags"),
    ],
)
def test_a_fault_is_mended(broken, mended):
    assert repaired(broken) == mended


@pytest.mark.parametrize(
    ("document", "cut"),
    [
        (b"<rss><channel></channel></rss>", False),
        (b"<rss><channel></channel>", True),
        (b"<RSS></rss>", False),
        (b"<rdf:RDF><item>", True),
        (b"text", False),
        (b"<br />\n<b>Notice</b>: x<br />\n<?xml version='1.0'?><rss></rss>", False),
        (b"<p>Notice</p><rss><channel>", True),
    ],
)
def test_a_document_is_cut_when_its_feed_or_else_its_first_element_never_ends(document, cut):
    assert is_cut(document) is cut
