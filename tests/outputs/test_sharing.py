"""Posts in the paper: who shared it, in which words, and what reading cost."""

import json
from dataclasses import replace

import pytest

from digest.model import Failure, Page, Receipt, Share, Spending
from digest.outputs import FORMATS
from digest.outputs.sharing import comments, said_first, silent, spent
from digest.outputs.wording import wording
from tests.outputs.samples import NOW, START, edition, item, story

PAGE = "https://blatt.example/regeln"
LABELS = {"x:@anna": "Anna", "x:home": "X: home"}


def post(title="Lesen!", name="anna", *, source="", words="", first="", link=""):
    share = Share(account=f"x:@{name}", words=words, first=first, link=link)
    url = f"https://x.com/{name}/status/1"
    return replace(
        item(title, source=source or f"x:@{name}", url=url), author=f"@{name}", share=share
    )


def told(*items):
    return replace(story(), items=items)


def paper(*items, language="de", **more):
    return edition(("Recht", [told(*items)]), sources=LABELS, language=language, **more)


def said(*items, language="de"):
    return list(comments(paper(*items, language=language), told(*items), wording(language)))


class TestComments:
    def test_each_account_is_quoted_once(self):
        found = said(
            item("Neue Regeln"),
            post(words="Endlich"),
            post(words="Noch einmal"),
            post(name="ben", source="x:home", words="Uff"),
        )
        assert found == ["Anna: „Endlich“", "@ben: „Uff“"]

    def test_an_account_is_called_as_in_feeds_yaml_on_every_network(self):
        berta = replace(
            post(words="Endlich", source="bluesky:berta.example"),
            author="@berta.example",
            share=Share(account="bluesky:@berta.example", words="Endlich"),
        )
        labels = {"bluesky:berta.example": "Die Berta"}
        found = replace(paper(item("Neue Regeln"), berta), sources=labels)
        told = found.stories[0]
        assert list(comments(found, told, wording("de"))) == ["Die Berta: „Endlich“"]
        unnamed = replace(found, sources={"bluesky:berta.example": "berta.example"})
        assert list(comments(unnamed, told, wording("de"))) == ["@berta.example: „Endlich“"]

    def test_who_says_nothing_of_his_own_is_not_quoted(self):
        found = said(item("Neue Regeln"), post(words=""), post(name="ben", words="NEUE REGELN"))
        assert found == []

    def test_a_quote_that_leads_keeps_its_words(self):
        assert said(post("Neue Regeln", words="Wichtig!"), language="en") == ["Anna: “Wichtig!”"]

    @pytest.mark.parametrize("name", ["terminal", "html", "markdown"])
    def test_what_an_account_says_stands_once_below_its_lead_story(self, name):
        lead = replace(post("Neue Regeln", words="Sehr wichtig"), summary="Sehr wichtig")
        page = replace(Page(), excerpts=True)
        assert FORMATS[name].render(paper(lead), page).count("Sehr wichtig") == 1

    def test_long_words_are_cut(self):
        (only,) = said(item("Neue Regeln"), post(words="Wort " * 200))
        assert len(only) < 300


def test_who_said_it_first_is_named():
    assert said_first(paper(post(first="@ben")), post(first="@ben")) == "zuerst @ben"
    assert said_first(paper(post(), language="en"), post(first="@ben")) == "first @ben"
    assert said_first(paper(post()), post()) == said_first(paper(post()), item()) == ""


class TestSpending:
    def cost(self, language="de", **values):
        receipt = Receipt(spent=Spending(**values))
        return spent(paper(post(), language=language, receipt=receipt))

    def test_what_it_cost_is_said_with_the_month(self):
        assert self.cost(cost=15_000, things=3, month=420_000) == (
            "X: 0,015 $ für 3 Posts und Konten, 0,42 $ in diesem Monat"
        )
        assert self.cost("en", cost=20_000, things=4, month=20_000, budget=10_000_000) == (
            "X: $0.02 for 4 posts and accounts, $0.02 of $10.00 this month"
        )

    def test_a_budget_that_is_used_up_is_told(self):
        spending = {"cost": 20_000, "things": 4, "month": 90_000, "budget": 100_000}
        assert self.cost(**spending, used_up=True).endswith(
            "0,09 $ von 0,10 $ in diesem Monat: das Budget reicht nicht mehr"
        )
        assert self.cost("en", **spending, used_up=True).endswith(
            "$0.09 of $0.10 this month: the budget pays for no more"
        )

    def test_one_is_not_called_many(self):
        assert self.cost(cost=5_000, things=1).startswith("X: 0,005 $ für 1 Post oder Konto, ")
        assert self.cost("en", cost=5_000, things=1).startswith("X: $0.005 for 1 post or account, ")

    def test_what_cost_nothing_is_not_mentioned(self):
        assert self.cost() == ""
        assert spent(paper(post())) == ""

    def test_json_holds_it_in_dollars(self):
        receipt = Receipt(spent=Spending(cost=15_000, things=3, month=420_000, budget=10_000_000))
        printed = json.loads(FORMATS["json"].render(paper(post(), receipt=receipt), Page()))
        assert printed["_digest"]["receipt"]["cost"] == {
            "usd": 0.015,
            "things": 3,
            "month": 0.42,
            "budget": 10.0,
        }
        plain = json.loads(FORMATS["json"].render(paper(post()), Page()))
        assert "cost" not in plain["_digest"]["receipt"]


class TestSilence:
    def failures(self, *failed):
        found = silent(paper(post(), receipt=Receipt(failed=failed)), wording("en"))
        return [(failure.source, failure.reason) for failure in found]

    def test_accounts_that_fail_for_one_reason_are_one_line(self):
        failed = [Failure(source=f"@{n}", reason="no keys", since=NOW, kind="x") for n in range(5)]
        assert self.failures(*failed) == [("@0, @1, @2 and 2 more", "no keys")]
        assert self.failures(failed[0]) == [("@0", "no keys")]

    def test_feeds_and_other_reasons_stay_apart(self):
        one = Failure(source="@a", reason="no keys", since=NOW, kind="x")
        found = self.failures(
            one,
            replace(one, source="@b", reason="suspended"),
            replace(one, source="@c", since=START),
            replace(one, source="A", kind="feed"),
            replace(one, source="B", kind="feed"),
        )
        assert len(found) == 5


class TestFormats:
    @pytest.mark.parametrize("name", sorted(FORMATS))
    def test_a_headline_leads_to_the_page_that_a_post_points_at(self, name):
        printed = FORMATS[name].render(
            paper(post("Neue Regeln", link=PAGE)), replace(Page(), links=True)
        )
        assert PAGE in printed

    def test_json_keeps_the_address_of_the_post_and_says_who_shared_it(self):
        shared = post(words="Endlich", first="@ben", link=PAGE)
        printed = json.loads(FORMATS["json"].render(paper(item("Regeln"), shared), Page()))
        (other,) = printed["items"][0]["_digest"]["also"]
        assert other["url"] == "https://x.com/anna/status/1"
        assert other["shared"] == {"by": "@anna", "words": "Endlich", "first": "@ben"}
        assert "shared" not in printed["items"][0]["_digest"]
        alone = json.loads(FORMATS["json"].render(paper(shared), Page()))
        assert alone["items"][0]["external_url"] == PAGE
        assert alone["items"][0]["url"] == "https://x.com/anna/status/1"

    def test_the_terminal_prints_their_words_below(self):
        printed = FORMATS["terminal"].render(
            paper(item("Neue Regeln"), post(words="Endlich", first="@ben")), Page()
        )
        assert "Anna: „Endlich“" in printed
        lead = FORMATS["terminal"].render(paper(post("Neue Regeln", first="@ben")), Page())
        assert "zuerst @ben" in lead


class TestGaps:
    RECEIPT = Receipt(gaps=("Netz\x1bwelle", "<b>Leine</b>"))

    @pytest.mark.parametrize(
        ("language", "said"),
        [("de", "Vielleicht nicht alles von"), ("en", "Perhaps not all of")],
    )
    @pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
    def test_who_may_have_shown_more_is_named_in_every_form(self, form, language, said):
        printed = FORMATS[form].render(
            paper(item(), language=language, receipt=self.RECEIPT), Page()
        )
        (line,) = (line for line in printed.splitlines() if said in line)
        assert "Netzwelle" in line
        assert "\x1b" not in line
        assert form == "terminal" or "<b>" not in line
        assert said not in FORMATS[form].render(paper(item(), language=language), Page())

    def test_json_lists_them(self):
        printed = json.loads(FORMATS["json"].render(paper(item(), receipt=self.RECEIPT), Page()))
        assert printed["_digest"]["receipt"]["gaps"] == ["Netzwelle", "<b>Leine</b>"]
        assert "gaps" not in FORMATS["json"].render(paper(item()), Page())
