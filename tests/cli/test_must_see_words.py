"""Must-see rules as strangers write them: each way of writing a word, and each word that only looks like it.

All stand in one paper of five stories among hundreds of others, with mute, cap and floor against them.
"""

import json
import unicodedata
from html import escape

import pytest

OUTLETS = 40
COMPETING = 600
TIGHT = """
language: de
stories: 5
ranking: {per_source: 1, floor: 0.99, shares: {Eins: 1}}
mute: ["nsl", "*abmahn*", "meldung"]
"""
RULES = {
    "Nsl": ["nsl"],
    "Kompositum": ["*abmahnung"],
    "Umlaut": ["unterlassungserklärung*"],
    "Bindestrich": ["maerz-geschaeft"],
    "Eszett": ["große straße"],
    "Phrase": ['"terms of service"'],
    "Ohne": ["+ausfall -schule*"],
    "Beide": ["barcamp* ticket*"],
    "Innen": ["*werbe*verbot*"],
    "Mail": ["e-mail-marketing"],
    "Zusammen": ["onlinemarketing"],
    "Und": ['"r&d budget"'],
    "Akzent": ["café"],
    "Apostroph": ["l'oréal"],
    "Stern": ["nutzer*innen"],
    "Griechisch": ["αθήνα"],
    "Ziffern": ["39c3"],
}
LOOKING = {
    "Kopf": ("kopfzeile", "where: headline"),
    "Fuss": ("fußnote", "where: summary"),
    "Quelle": ("quellwort", "sources: [Blatt 1]"),
    "Teil": ("rubrikwort", "sections: [Zwei]"),
}
HEADLINES = {
    "Nsl": "Ein NSL-Brief|»NSL« erklärt|🚨NSL🚨 kommt|NSL/CSL im Vergleich|Was ist „NSL“?|N\xadSL im Text"
    "|NSL’s Brief|NSL‑Brief da|Fragen,NSL,Antworten|#NSL im Trend|NSL&Co|ＮＳＬ in breit|[NSL] neu",
    "Kompositum": "Massenabmahnung droht|MASSENABMAHNUNG|Massen\xadabmahnung|Massen-Abmahnung rollt"
    "|Foto- und Musikabmahnung|DSGVO-Abmahnung kommt|Eine Abmahnung im Haus",
    "Umlaut": "UNTERLASSUNGSERKLÄRUNG|Unterlassungserklaerung da|Unterlassungserklärungen"
    f"|Unterlassungs-Erklärung nötig|{unicodedata.normalize('NFD', 'Die Unterlassungserklärung')}",
    "Bindestrich": "März-Geschäft läuft|Märzgeschäft|Maerz-Geschaeft|MÄRZ‐GESCHÄFT",
    "Eszett": "Große Straße gesperrt|GROSSE STRASSE|Grosse Strasse|GROẞE STRAẞE|Straße, große",
    "Phrase": "New terms of service|Terms-of-Service neu|“Terms of Service”|TERMS  OF SERVICE"
    "|Terms\xa0of Service-Update",
    "Ohne": "Ausfall bei Meta|Ausfall-Meldung|Ein Ausfall in der Hochschule",
    "Beide": "BarCamp Köln: Tickets|Tickets fürs BarCamp|BarCamp-Ticketing|Bar-Camp: Ticket",
    "Innen": "Tabakwerbeverbot kommt|Werbeverbote|Tabak-Werbe-Verbot",
    "Mail": "E-Mail-Marketing lohnt|Email-Marketing|EMAIL MARKETING|E‑Mail‑Marketing|Emailmarketing",
    "Zusammen": "Online-Marketing|ONLINE‐MARKETING|Online\xadmarketing",
    "Und": "R&D budget sinkt|R & D Budget",
    "Akzent": "Café offen|CAFE|Café-Besuch|Cafe\u0301",
    "Apostroph": "L'Oréal wächst|L’Oréal|Loreal",
    "Stern": "Nutzer*innen|Nutzer:innen|Nutzer/innen",
    "Griechisch": "ΑΘΗΝΑ|Αθηνα",
    "Ziffern": "39C3 startet|Der 39C3-Kongress",
    "Kopf": "Kopfzeile neu",
}
SUMMARIES = {
    "Nsl": "Der <b>N</b>SL kam|<p>Eins</p><p>NSL</p>|Eins<br>NSL|" + "lang " * 900 + "nsl",
    "Kompositum": "Ab&shy;mahnung|Massen&#173;abmahnung|Ab<wbr>mahnung|Ab<em>mahnung</em>",
    "Umlaut": "Unterlassungserkl&auml;rung|Unterlassungserkl&#228;rung|Unterlassungserkla&#776;rung",
    "Phrase": "the <i>terms</i> of <b>service</b>|the terms\nof\nservice",
    "Fuss": "Fussnote dazu|FUẞNOTE",
}
INNOCENT = (
    "Translation neu|INSLAND|NSLs und andere|n s l|Massenabmahnungen steigen|Vorabmahnungsfrei"
    "|Unterlassungserklarung|Erklärung zur Unterlassung|Geschäft im März|Größe der Straße"
    "|service of terms|terms of services|terms of the service|Ausfall in Schule|Stromausfall"
    "|Ausfall: Grund-Schule zu|BarCampTickets|Camp Tickets|Werbe- und Verkaufsverbot"
    "|Online Marketing|RD budget|R+D budget|Cafeteria|39c30|Fußnote hier|Quellwort bei Zwei"
)
INNOCENT_SUMMARIES = (
    'trans<b>nsl</b>ation|<a href="https://x.example/nsl/">hier</a>|<script>nsl</script>Text'
    "|<!-- nsl --> Text|Kopfzeile|terms (neu) service of"
)


def cases():
    """Yield headline, summary and the rule that must fire on it; "" where none may."""
    for rule, titles in HEADLINES.items():
        yield from ((title, "", rule) for title in titles.split("|"))
    for rule, summaries in SUMMARIES.items():
        yield from (("Nur so", summary, rule) for summary in summaries.split("|"))
    yield from ((title, "", "") for title in INNOCENT.split("|"))
    yield from (("Nur so", summary, "") for summary in INNOCENT_SUMMARIES.split("|"))
    yield from (("terms", "of service", ""), ("Ausfall", "Die Schulen sind zu", ""))
    for number in range(COMPETING):
        yield f"Lokalmeldung {number}: Wetter, Verkehr und {number * 7919} Termine", "", ""


def placed():
    """Yield each case with the outlet that tells it and a page of its own."""
    for number, (title, summary, rule) in enumerate(cases()):
        yield 2 + number % (OUTLETS - 2), f"https://blatt.example/{number}", title, summary, rule
    for outlet in (1, 2):
        here = (outlet, f"https://blatt.example/only/{outlet}", f"Quellwort Nummer {outlet}", "")
        yield *here, "Quelle" if outlet == 1 else ""
        there = (outlet, f"https://blatt.example/part/{outlet}", f"Rubrikwort von {outlet}", "")
        yield *there, "" if outlet % 2 else "Teil"


def entry(number, url, title, summary):
    when = f"Fri, 20 Nov 2026 {6 + number % 17:02}:{number % 60:02}:00 GMT"
    fields = {"title": title, "link": url, "guid": url, "description": summary or f"Text {number}"}
    told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items())
    return f"<item>{told}<pubDate>{when}</pubDate></item>"


@pytest.fixture
def paper(run, tmp_path):
    """The paper of five stories of all cases."""
    feeds = dict.fromkeys(range(1, OUTLETS), "")
    for number, (outlet, url, title, summary, _) in enumerate(placed()):
        feeds[outlet] += entry(number, url, title, summary)
    lines = [TIGHT, "must_see:"]
    lines += [f"  {name}: {json.dumps(patterns)}" for name, patterns in RULES.items()]
    lines += [f'  {name}: {{patterns: ["{p}"], {where}}}' for name, (p, where) in LOOKING.items()]
    lines += ["sections:"]
    for part, name in ((1, "Eins"), (0, "Zwei")):
        lines.append(f"  {name}:")
        for outlet in (n for n in feeds if n % 2 == part):
            lines.append(f'    - {{url: "file:{outlet}.xml", name: Blatt {outlet}}}')
    (tmp_path / "feeds.yaml").write_text("\n".join(lines), encoding="utf-8")
    for outlet, items in feeds.items():
        feed = f'<rss version="2.0"><channel><title>Blatt</title>{items}</channel></rss>'
        (tmp_path / f"{outlet}.xml").write_text(feed, encoding="utf-8")
    done = run("today", "--stories", "5", "--format", "json")
    assert done.code == 0, done.err
    return done.paper


def test_every_way_of_writing_a_word_is_found_and_nothing_else_is(paper):
    fired, held = {}, {}
    for each in paper["items"]:
        names = set(each["_digest"]["must_see"])
        fired |= {each["url"]: names} if names else {}
        held |= dict.fromkeys([each["url"], *(o["url"] for o in each["_digest"]["also"])], names)
    missed, false = [], []
    for _, url, title, summary, rule in placed():
        if rule and rule not in held.get(url, set()):
            missed.append((rule, title, summary))
        if not rule and url in fired:
            false.append((fired[url], title, summary))
    assert sum(not rule for *_, rule in placed()) > 500
    assert (missed, false) == ([], [])
