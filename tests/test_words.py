import pytest
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


def test_an_underscore_joins_words_as_a_hyphen_does():
    assert words.folded("#BarCamp_Tickets, _Abmahnung_, Prüf_er") == (
        "barcamp tickets abmahnung pruef er  barcamptickets  pruefer\n"
    )
    assert words.folded("Nutzer_innen") == words.folded("Nutzer*innen")
    assert words.folded("BarCamp＿Wien") == words.folded("BarCamp_Wien")


def test_a_raised_number_is_joined_to_its_word():
    assert words.folded("Abmahnung² droht") == "abmahnung 2 droht  abmahnung2\n"
    assert words.folded("80 m²") == "80 m 2  m2\n"
    assert words.folded("CO₂") == "co2\n"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = words.fold(text)
    assert words.fold(once) == once


@given(st.text(), st.text())
def test_a_folded_item_is_always_two_lines(title, summary):
    assert words.folded(title, summary).count("\n") == 1


def alone(pattern, folded):
    """Say whether an item matches when nothing is looked for but one pattern in it."""
    return words._matches(pattern, words._padded(folded))


def matches(pattern, title, summary="", where="text"):
    return alone(words.parse(pattern, where), words.folded(title, summary))


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("abmahnung", "Die Abmahnung kommt"),
        ("abmahnung", "Facebook-Abmahnung droht"),
        ("*abmahnung", "Facebook-Abmahnung droht"),
        ("*abmahnung", "Neue Massenabmahnung"),
        ("abmahn*", "Die Abmahnwelle rollt"),
        ("barcamp*", "Das BarCamp beginnt"),
        ("insta*gram", "Instantgram"),
        ("ab*b*ab", "abcbcab"),
        ("unterlassungserklärung*", "UNTERLASSUNGSERKLAERUNGEN"),
        ("strasse", "Auf der Straße"),
        ("nutzerinnen", "Für Nutzer*innen"),
        ("barcamp* ticket*", "Tickets für alle BarCamps"),
        ('"terms of service"', "New Terms-of-Service"),
        ("'terms of service'", "New terms of service"),
        ("„terms of serv*“", "The terms of services"),
        ('"terms * service"', "terms of service"),
        ('"*ahnung droht"', "Eine Abmahnung droht"),
        ("terms-of-service", "Terms of service"),
        ("e-mail*", "Email-Marketing"),
        ("e-mail-*", "E-Mail-Kram"),
        ("*-abmahnung", "Massenabmahnung"),
        ("email", "E-Mail"),
        ('"email marketing"', "Mehr E-Mail Marketing"),
        ("meta's", "Metas Regeln"),
        ("meta", "Meta’s Regeln"),
        ("at&t", "AT&T kauft"),
        ("+meta -werbung", "Meta ändert die Regeln"),
        ('meta -"neue regeln"', "Meta: Regeln, ganz neue"),
        ("barcamp & tickets", "Tickets! BarCamp!"),
        ("barcamp* ticket*", "Schnell noch #BarCamp_Tickets"),
        ("abmahn*", "Das ist eine _Abmahnung_"),
        ("abmahnung", "Abmahnung² droht"),
        ("barcamp_tickets", "Schnell noch #BarCamp_Tickets"),
        ("barcamp_tickets", "Neu: BarCamp-Tickets"),
        ("barcamp_*", "#BarCamp_Tickets"),
        ("barcamptickets", "#BarCamp_Tickets"),
        ("barcamp*tickets", "#BarCamp_Tickets"),
        ("_abmahnung_", "Die Abmahnung kommt"),
        ('"barcamp_tickets jetzt"', "#BarCamp_Tickets jetzt"),
        ("nutzerinnen", "Für Nutzer_innen"),
        ("m²", "Auf 80 m2"),
        ("m2", "Auf 80 m²"),
        ("²fußnote", "²Fußnote"),
    ],
)
def test_a_pattern_finds(pattern, title):
    assert matches(pattern, title)


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("nsl", "A translation"),
        ("abmahnung", "Viele Abmahnungen"),
        ("abmahnung*", "Massenabmahnung"),
        ("ab*ba", "aba"),
        ("ab*x*ba", "abcba"),
        ("barcamp* ticket*", "BarCamps"),
        ('"terms of service"', "Service of terms"),
        ('"terms * service"', "terms service"),
        ('"therapist attacked"', "The rapist attacked a so-called friend"),
        ("barcamp_tickets", "Tickets für alle BarCamps"),
        ("abmahnung", "Neue_Massenabmahnung"),
        ("+meta -werbung", "Meta verkauft Werbung"),
        ('meta -"neue regeln"', "Meta: neue Regeln"),
    ],
)
def test_a_pattern_leaves(pattern, title):
    assert not matches(pattern, title)


def test_words_of_one_pattern_may_stand_in_headline_and_summary():
    assert matches("barcamp* ticket*", "BarCamp Graz", "Die Tickets sind da")


def test_a_phrase_does_not_run_from_the_headline_into_the_summary():
    assert not matches('"barcamp tickets"', "BarCamp", "Tickets sind da")


def test_a_pattern_can_look_at_the_headline_or_the_summary_only():
    assert matches("barcamp", "BarCamp", "Tickets", where="headline")
    assert not matches("tickets", "BarCamp", "Tickets", where="headline")
    assert matches("tickets", "BarCamp", "Tickets", where="summary")
    assert not matches("barcamp", "BarCamp", "Tickets", where="summary")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "empty"),
        ("  & ", "empty"),
        (" _ ", "empty"),
        ('""', "empty"),
        ("*", "everything"),
        ("barcamp *", "everything"),
        ('"* *"', "everything"),
        ("-werbung", "must not"),
        ('"terms of', "quote"),
    ],
)
def test_a_pattern_that_cannot_be_followed_says_why(pattern, reason):
    with pytest.raises(ValueError, match=reason):
        words.check(pattern)


LETTERS = st.text("abä²_-*' \"+", min_size=1, max_size=12)


def readable(pattern):
    try:
        words.check(pattern)
    except ValueError:
        return False
    return True


@given(st.lists(LETTERS.filter(readable), max_size=4), st.lists(st.tuples(LETTERS, LETTERS)))
def test_searching_many_items_finds_what_each_pattern_finds_alone(texts, items):
    patterns = [words.parse(text) for text in texts]
    folded = [words.folded(*item) for item in items]
    assert words.find(patterns, folded) == [
        [number for number, text in enumerate(folded) if alone(pattern, text)]
        for pattern in patterns
    ]


@given(st.text("aäbcß²_ ", min_size=1).filter(lambda text: text.strip(" _")))
def test_a_headline_matches_itself(text):
    assert matches(text, text)
    assert matches(f'"{text}"', text)


@pytest.mark.timeout(30)
def test_five_thousand_items_are_searched():
    folded = [words.folded(f"Headline {n}", "some words of a summary " * 8) for n in range(5000)]
    patterns = [words.parse(f"word{n}* other") for n in range(29)] + [words.parse("4999")]
    assert words.find(patterns, folded)[-1] == [4999]


@pytest.mark.timeout(30)
def test_phrases_are_looked_for_among_thousands_of_joined_words():
    pairs = [
        f"{one}{two}{three}" for one in "abcdefghij" for two in "klmnopqrst" for three in "uvwxyz"
    ]
    joined = " ".join(f"{pair}-{pair[::-1]}" for pair in pairs)
    again = " ".join(["a b"] * 1000 + ["a-b-a-b-a"] * 500)
    folded = [
        words.folded(f"terms of nothing {n}", f"service {joined} {again}") for n in range(200)
    ]
    assert words.find([words.parse('"terms of service"')], folded) == [[]]


def test_a_phrase_finds_a_joined_word_behind_another_one():
    folded = words.folded("A b and c-d before a-b e-f again", "")
    for phrase in ("and cd", "cd before", "before ab", "ab ef", "ef again", "A b and", "a b e f"):
        assert alone(words.parse(f'"{phrase}"'), folded), phrase
    assert not alone(words.parse('"ab and"'), folded)


def test_a_joined_word_without_its_parts_does_no_harm():
    assert not alone(words.parse('"a c"'), "a b  xy\n")


def test_the_words_are_named_that_patterns_look_for():
    patterns = [words.parse('"early bird" ticket* -restkarten'), words.parse("*abmahnung")]
    texts = [
        words.folded("Early-Bird-Tickets: erst Vögel, dann Restkarten"),
        words.folded("Massenabmahnung!"),
    ]
    assert words.looked_for(patterns, texts) == {"early", "bird", "tickets", "massenabmahnung"}


@pytest.mark.parametrize(
    "text",
    ["barcamp OR ticket", "barcamp ODER ticket", "a | b", "a|b", "instagram, linkedin", "a; b"],
)
def test_a_pattern_that_looks_like_several_is_known(text):
    assert words.seems_several(text)


@pytest.mark.parametrize(
    "text",
    [
        "barcamp* ticket*",
        "or oder",
        '"hallo, welt"',
        "„a, b“",
        "1,5",
        "u.s.",
        "barcamp -ORF",
        "oder",
    ],
)
def test_a_pattern_of_words_that_must_all_occur_does_not_look_like_several(text):
    assert not words.seems_several(text)
