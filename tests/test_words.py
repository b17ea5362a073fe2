from hypothesis import given
from hypothesis import strategies as st

from digest import words


def test_case_umlauts_and_sharp_s_are_folded():
    assert (
        words.fold("ÄNDERUNG der Größe, Füße, STRASSE") == "aenderung der groesse, fuesse, strasse"
    )


def test_a_decomposed_umlaut_is_the_same_umlaut():
    assert words.fold("A\u0308nderung") == words.fold("Änderung") == "aenderung"


def test_accents_ligatures_and_wide_letters_are_folded():
    assert words.fold("Café, naïve ﬁnanz Ｍｅｔａ Łódź Ærø") == "cafe, naive finanz meta lodz aero"


def test_what_cannot_be_seen_is_dropped():
    assert words.fold("Daten\u00adschutz\u200b\ufeff\u2060!") == "datenschutz!"


def test_a_trade_mark_sign_is_no_part_of_a_word():
    assert words.folded("Meta™ wächst") == "meta waechst\n"


def test_words_stand_in_order_on_two_lines():
    assert words.folded("Neu: Threads, jetzt!", "Ab heute. Für alle") == (
        "neu threads jetzt\nab heute fuer alle"
    )


def test_a_hyphenated_word_is_its_parts_and_the_whole():
    assert words.folded("New Terms-of-Service today") == (
        "new terms of service today  termsofservice\n"
    )


def test_every_make_of_hyphen_and_apostrophe_joins():
    assert words.folded("Facebook‑Abmahnung") == words.folded("Facebook-Abmahnung")
    assert words.folded("Don’t", "Let`s") == "don t  dont\nlet s  lets"


def test_the_german_forms_for_all_genders_are_joined():
    for form in ("Nutzer*innen", "Nutzer:innen", "Nutzer/innen", "Nutzer/-innen"):
        assert words.folded(form) == "nutzer innen  nutzerinnen\n"
    assert words.folded("Thema:innovation") == "thema innovation\n"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = words.fold(text)
    assert words.fold(once) == once


@given(st.text(), st.text())
def test_a_folded_item_is_always_two_lines(title, summary):
    assert words.folded(title, summary).count("\n") == 1
