import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.outputs.signs import PLAIN, Ornaments, carries_unicode, ornaments, writable
from digest.outputs.typeset import measure
from digest.text import clean


@pytest.mark.parametrize(
    ("encoding", "answer"),
    [
        ("utf-8", True),
        ("UTF8", True),
        ("utf-16", True),
        ("ascii", False),
        ("cp1252", False),
        ("?", False),
    ],
)
def test_unicode_is_carried_by_utf_only(encoding, answer):
    assert carries_unicode(encoding) is answer


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("Größe, Ärger, Übermaß", "Groesse, Aerger, Uebermass"),
        ("FPÖ, ÖVP und Ö", "FPOE, OEVP und Oe"),
        ("„so“ – ‚so‘ — «so»…", '"so" - \'so\' - "so"...'),
        ("10 € → café", "10 EUR -> cafe"),
        ("ﬁn Ⅳ ½", "fin IV 1/2"),
        ("東京 👨‍👩‍👧 😀", "?? ? ?"),
        ("a\u0308", "a"),
        ("plain", "plain"),
    ],
)
def test_what_ascii_lacks_is_written_as_one_would_type_it(text, ascii_text):
    assert writable("ascii")(text) == ascii_text


def test_only_what_the_encoding_lacks_is_replaced():
    assert writable("latin-1")("Größe – 東") == "Größe - ?"
    assert writable("utf-8")("Größe – 東") == "Größe – 東"


@given(
    text=st.text(), encoding=st.sampled_from(["ascii", "latin-1", "cp437", "shift_jis", "koi8-r"])
)
def test_any_text_can_be_written(text, encoding):
    writable(encoding)(clean(text)).encode(encoding)


def test_ornaments_are_drawn_with_what_there_is():
    assert ornaments("utf-8") == Ornaments()
    assert ornaments("latin-1") == PLAIN


def test_ornaments_take_one_cell_each():
    for signs in (Ornaments(), PLAIN):
        for name in ("thin", "thick", "half", "divider", "mark", "dot"):
            assert measure(getattr(signs, name)) == 1
