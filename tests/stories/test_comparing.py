"""Why two items that are alike are two stories all the same: what else their stories hold."""

from digest import stories
from tests.stories.newsroom import item, sources
from tests.stories.pairs import STRANGERS

CROWD = [item(1000 + number, title) for number, title in enumerate(STRANGERS)]
STRIKE = "Gull Harbour ferry strike enters third week"


def compared(items, one, other):
    made = stories.merge([*items, *CROWD], sources([*items, *CROWD]))
    found = made.compare(items[one], items[other])
    assert not found.together
    return found


def test_the_other_story_holds_an_item_of_the_same_source():
    items = [
        item(1, STRIKE, "coast"),
        item(2, "Ferry strike at Gull Harbour in week three", "harbour"),
        item(3, STRIKE, "harbour"),
    ]
    found = compared(items, 0, 1)
    assert found.evidence.likeness > found.needed
    assert "of one source each" in found.against


CUTS = [
    item(1, "Pinterest cuts 10% of staff", summary="The company cites slowing ads."),
    item(
        2,
        "Pinterest cuts 15% of staff to fund AI",
        summary="The company will close offices in Dublin.",
    ),
    item(
        3,
        "Pinterest lays off 15 percent of employees in pivot to AI",
        summary="Dublin office among those closing.",
    ),
]


def test_the_others_of_the_story_are_not_alike_enough():
    found = compared(CUTS, 1, 2)
    assert found.evidence.likeness > found.needed
    assert "the others of their stories are not alike enough" in found.against


def test_the_evidence_of_a_story_counts_what_speaks_against_a_pair():
    items = [
        item(1, "Gull Harbour ferry strike: talks on Monday"),
        item(2, "Ferry strike at Gull Harbour: crews wait for talks"),
        item(3, "Tuesday: talks on ferry strike of Gull Harbour"),
    ]
    made = stories.merge([*items, *CROWD], sources([*items, *CROWD]))
    story = made.explain(next(each for each in made.stories if items[0] in each.items))
    told = zip(story.items, story.evidence, strict=True)
    likeness = {each.id: found.likeness for each, found in told}
    assert len(story.items) == 3
    for one in story.items[1:]:
        others = [made.compare(one, other) for other in story.items if other is not one]
        assert likeness[one.id] == max(found.evidence.likeness for found in others)
