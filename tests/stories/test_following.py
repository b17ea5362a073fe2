from dataclasses import replace

import pytest

from digest.model import Story
from digest.stems import terms
from digest.stories import follow, is_read, printed_for, recurring
from digest.urls import canonical
from tests.benchmarks.merging import day
from tests.stories.newsroom import item, merged, told

YESTERDAY = [
    "Ferry Nordstern runs aground off Bergen, 120 rescued",
    "120 rescued as ferry Nordstern runs aground off Bergen",
]


def printed(items):
    return [(7, story) for story in merged(items)]


def followed(items, past):
    kept, aside = follow(merged(items), past)
    return [(s.continues, s.lead.id) for s in kept], [(s.continues, s.lead.id) for s in aside]


PAST = printed(told(YESTERDAY))


def test_without_a_past_everything_is_new():
    stories = merged(told(YESTERDAY))
    assert follow(stories, []) == (stories, ())


def test_another_outlet_that_joins_late_brings_nothing_new():
    late = item(10, "Ferry Nordstern runs aground off Bergen: 120 rescued", hours=3)
    assert followed([late], PAST) == ([], [(7, 10)])


def test_the_same_outlet_repeating_itself_brings_nothing_new():
    again = item(10, "120 rescued as ferry Nordstern runs aground off Bergen!", "outlet2", hours=20)
    assert followed([again], PAST) == ([], [(7, 10)])


def test_what_several_tell_anew_is_marked_as_a_follow_up_and_keeps_its_name():
    news = [
        item(
            10, "Captain of ferry Nordstern off Bergen was drunk, prosecutors charge him", hours=20
        ),
        item(11, "Nordstern captain drunk: charged over ferry accident off Bergen", hours=20),
    ]
    kept, aside = follow(merged(news), PAST)
    assert [(s.continues, s.lasting_id) for s in kept] == [(7, PAST[0][1].id)]
    assert aside == ()


def test_a_story_that_goes_on_may_be_led_by_what_it_brings():
    late = item(10, "Ferry Nordstern runs aground off Bergen", hours=18)
    news = item(11, "Ferry Nordstern off Bergen: captain drunk, prosecutors charge him", hours=19)
    (kept,), _ = follow(merged([late, news]), PAST, lead=lambda story, new: story.led_by(new[0]))
    assert [each.id for each in kept.items] == [11, 10]
    (same,), _ = follow(merged([late, news]), PAST, lead=lambda story, _: story)
    assert [each.id for each in same.items] == [10, 11]


def leads(items):
    """Return what leads a follow-up of PAST that is led by the first of its items without it."""
    story = Story(id="s2", items=tuple(items))
    (kept,), _ = follow([story], PAST, lead=lambda story, new: story.led_by(new[0]))
    return kept.lead.title


def test_a_follow_up_is_not_led_by_one_new_word_where_another_headline_brings_the_news():
    late = item(10, "Ferry Nordstern: all 120 passengers rescued off Bergen", hours=3)
    news = item(11, "Ferry Nordstern off Bergen: drunk captain charged with negligence", hours=20)
    assert leads([late, news]) == news.title
    first = item(12, "Ferry Nordstern aground off Bergen on its way to Denmark", hours=19)
    assert leads([first, news]) == first.title


def test_a_follow_up_is_not_led_by_a_copy_where_another_headline_brings_the_news():
    said = "Fog was thick at dawn when the ship left its course and hit rocks near the harbour."
    old = Story(id="s1", items=(item(1, YESTERDAY[0], summary=said),))
    copy = item(10, "Drama at sea: vessel Nordstern hits rocks near Bergen", "late", summary=said)
    news = item(11, "Drunk captain of ferry Nordstern charged with negligence", "daily", hours=20)
    story = Story(id="s2", items=(copy, news))
    (kept,), _ = follow([story], [(7, old)], lead=lambda story, new: story.led_by(new[0]))
    assert kept.lead == news


def test_where_no_headline_says_more_a_follow_up_may_be_led_by_what_was_not_printed():
    told = {
        YESTERDAY[0]: "Nobody knows why the ship left its way.",
        YESTERDAY[1]: "Lifeboats from four harbours of the west coast came to help within an hour.",
        "Off Bergen ferry Nordstern runs aground: 120 rescued": (
            "A pilot who was on board of another vessel said that fog was thick at dawn."
        ),
    }
    today = [
        item(number, title, f"late{number}", hours=19, summary=text)
        for number, (title, text) in enumerate(told.items(), 10)
    ]
    old = Story(id="s1", items=(replace(today[0], id=1, source="feed:early"),))
    asked = []
    follow(
        [Story(id="s2", items=tuple(today))],
        [(7, old)],
        lead=lambda story, places: asked.append(places) or story,
    )
    assert asked == [[1, 2]]


def test_one_outlet_alone_must_tell_it_clearly_later():
    title = "Ferry Nordstern off Bergen: captain drunk, prosecutors charge him after rescue"
    assert followed([item(10, title, hours=1)], PAST)[0] in ([], [(7, 10)])
    assert followed([item(10, title, hours=20)], PAST) == ([(7, 10)], [])


def test_the_outlet_that_told_it_needs_one_new_word_later_on_as_it_does_not_join_late():
    owned = "The owner of the ship did not say whether it sinks."
    past = printed([item(1, YESTERDAY[0], "daily", summary=owned), item(2, YESTERDAY[1], "other")])
    title = "Ferry Nordstern off Bergen sinks: 120 rescued"
    assert followed([item(10, title, "daily", hours=26)], past) == ([(7, 10)], [])
    assert followed([item(10, title, "daily", hours=20)], past) == ([], [(7, 10)])
    assert followed([item(10, title, "third", hours=26)], past) == ([], [(7, 10)])
    capsized = "Ferry Nordstern off Bergen capsizes: 120 rescued"
    assert followed([item(10, capsized, "daily", hours=20)], past) == ([(7, 10)], [])
    assert followed([item(10, capsized, "daily", hours=3)], past) == ([], [(7, 10)])
    common = "Ferry Nordstern off Bergen raised: 120 rescued"
    assert followed([item(10, common, "daily", hours=26)], past) == ([(7, 10)], [])
    assert followed([item(10, common, "daily", hours=20)], past) == ([], [(7, 10)])


@pytest.mark.parametrize(
    ("first", "next_one", "is_news"),
    [
        ("https://daily.example/1", "https://daily.example/2", True),
        ("https://daily.example/1", "https://other.example/2", False),
        ("https://news.google.com/rss/articles/1", "https://news.google.com/rss/articles/2", False),
    ],
)
def test_who_joins_late_by_a_feed_of_many_outlets_needs_more(first, next_one, is_news):
    past = printed([item(1, YESTERDAY[0], "daily", url=first), item(2, YESTERDAY[1], "other")])
    title = "Ferry Nordstern off Bergen sinks: 120 rescued"
    news = item(10, title, "daily", hours=26, url=next_one)
    assert followed([news], past) == (([(7, 10)], []) if is_news else ([], [(7, 10)]))


def test_two_who_say_one_new_word_tell_a_development():
    past = printed(
        told(
            [
                *YESTERDAY,
                "Ferry Nordstern: passengers rescued off Bergen after ship ran aground in storm",
                "All passengers safe after ferry Nordstern ran aground in storm off Bergen",
            ]
        )
    )
    owner = item(10, "Owner scraps ferry Nordstern after it ran aground in storm off Bergen")
    scrapped = item(11, "Ferry Nordstern that ran aground off Bergen in storm is scrapped")
    again = item(11, "Ferry Nordstern that ran aground off Bergen in storm: 120 are safe")
    assert [len(stories) for stories in followed([owner, scrapped], past)] == [1, 0]
    assert [len(stories) for stories in followed([owner, again], past)] == [0, 1]
    police = item(11, "Police: ferry Nordstern ran aground off Bergen in storm, 120 are safe")
    others = item(10, "Ferry Nordstern ran aground in storm off Bergen, police confirm: all safe")
    assert [len(stories) for stories in followed([police, others], past)] == [0, 1]


def test_the_same_in_another_country_continues_nothing():
    past = printed(
        told(
            [
                "Typhoon Seestern: death toll from landslides in Japan climbs to 18",
                "Landslides after typhoon Seestern kill 18 in Japan",
            ]
        )
    )
    again = item(10, "Typhoon Seestern: landslides in Japan kill 18, ten missing", hours=3)
    other = item(10, "Typhoon Seestern: landslides in China kill 51, ten missing", hours=3)
    assert followed([again], past) == ([], [(7, 10)])
    assert followed([other], past) == ([(0, 10)], [])


def test_the_same_in_a_country_that_a_summary_had_named_continues_it():
    titles = (
        "Typhoon Seestern: death toll from landslides in Japan climbs to 18",
        "Landslides after typhoon Seestern kill 18 in Japan",
    )
    summary = "The storm moves on to China."
    past = printed([item(n, title, summary=summary) for n, title in enumerate(titles, 1)])
    other = item(10, "Typhoon Seestern: landslides in China kill 18, nine missing", hours=20)
    assert followed([other], past) == ([], [(7, 10)])


def test_a_headline_that_names_another_country_too_brings_news():
    title = "Ferry Nordstern runs aground off Bergen: 120 rescued on their way to Denmark"
    assert followed([item(10, title, hours=20)], PAST) == ([(7, 10)], [])
    assert followed([item(10, title, hours=1)], PAST) == ([], [(7, 10)])
    bound = "The ship was bound for Denmark."
    told_already = printed([item(1, YESTERDAY[0], summary=bound), item(2, YESTERDAY[1])])
    assert followed([item(10, title, hours=20)], told_already) == ([], [(7, 10)])


def test_what_the_sources_say_every_day_continues_nothing():
    past = printed(told(["Huge customer data breach at Kolibri Bank"]))
    news = merged([item(10, "Seestern Hotels suffer huge customer data breach", hours=20)])
    usual = recurring([terms("huge customer data breach\n")] * 50)
    assert [story.continues for found in follow(news, past) for story in found] == [7]
    assert follow(news, past, usual) == (news, ())


def test_three_new_words_tell_something_new_in_a_long_headline_too():
    title = "Ferry Nordstern, aground off Bergen, 120 rescued: insurer refuses compensation"
    assert followed([item(10, title, hours=1)], PAST) == ([], [(7, 10)])
    assert followed([item(10, title, hours=20)], PAST) == ([(7, 10)], [])
    said = "Ferry Nordstern, aground off Bergen, 120 rescued: what we know about the accident"
    assert followed([item(10, said, hours=20)], PAST) == ([], [(7, 10)])


@pytest.mark.parametrize(
    ("title", "hours", "is_news"),
    [
        pytest.param(
            "134 are rescued now from ferry Nordstern aground off Bergen", 20, True, id="later"
        ),
        pytest.param(
            "134 are rescued now from ferry Nordstern aground off Bergen", 3, False, id="at once"
        ),
        pytest.param(
            "120 are rescued now from ferry Nordstern aground off Bergen", 20, False, id="known"
        ),
        pytest.param("Ferry Nordstern aground off Bergen since 14 May", 20, False, id="a date"),
        pytest.param("Ferry Nordstern aground off Bergen: 14.05.2026", 20, False, id="in digits"),
        pytest.param("Ferry Nordstern aground off Bergen at 10:45 pm", 20, False, id="a time"),
        pytest.param("Ferry Nordstern aground off Bergen at 10.45pm", 20, False, id="as one word"),
        pytest.param("Ferry Nordstern um 10.45 Uhr aground off Bergen", 20, False, id="in German"),
        pytest.param("Ferry Nordstern aground off Bergen in 2026", 20, False, id="a year"),
        pytest.param("Part 14: Ferry Nordstern aground off Bergen", 20, False, id="an instalment"),
    ],
)
def test_a_number_that_nobody_had_is_news_later_on(title, hours, is_news):
    kept, aside = followed([item(10, title, hours=hours)], PAST)
    assert (kept, aside) == (([(7, 10)], []) if is_news else ([], [(7, 10)]))


def test_a_large_number_is_the_same_however_its_digits_are_parted():
    past = printed(told(["Ferry Nordstern off Bergen loses 40,000 litres of oil"]))
    again = item(10, "Ferry Nordstern off Bergen loses 40000 litres of oil", hours=20)
    more = item(11, "Ferry Nordstern loses oil off Bergen, 61.000 litres by now", hours=20)
    assert followed([again], past) == ([], [(7, 10)])
    assert followed([more], past) == ([(7, 11)], [])


@pytest.mark.parametrize(
    ("told_before", "again", "more"),
    [
        pytest.param("€200m", "200 million euros", "€500m", id="as one word"),
        pytest.param("$2bn", "2 billion dollars", "$4bn", id="few, but large"),
        pytest.param("$1.2bn", "1.2 billion dollars", "$2.2bn", id="in tenths"),
        pytest.param("eleven", "11", "twelve", id="in letters"),
        pytest.param("zehn", "10", "zwölf", id="in German"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(told_before, again, more):
    past = printed(told([f"Ferry Nordstern off Bergen loses {told_before} of oil"]))
    title = "Ferry Nordstern loses oil off Bergen, {} by now"
    old, new = (item(10, title.format(said), hours=20) for said in (again, more))
    assert followed([old], past) == ([], [(7, 10)])
    assert followed([new], past) == ([(7, 10)], [])


def test_two_who_state_one_new_number_tell_a_development_at_once():
    more = item(10, "134 rescued as ferry Nordstern runs aground off Bergen", hours=2)
    too = item(11, "Ferry Nordstern runs aground off Bergen: 134 rescued", hours=2)
    past = printed(told([*YESTERDAY, "Off Bergen ferry Nordstern ran aground with 120 on board"]))
    assert followed([more, too], past)[1] == []


def test_a_day_later_it_counts_what_no_headline_had_though_a_summary_did():
    said = "Nobody was arrested; the captain, who is to resign, was charged with nothing by Friday."
    past = printed([item(1, YESTERDAY[0], summary=said), item(2, YESTERDAY[1])])
    title = "Ferry Nordstern off Bergen: captain arrested and charged"
    assert followed([item(10, title, hours=20)], past) == ([], [(7, 10)])
    assert followed([item(10, title, hours=26)], past) == ([(7, 10)], [])
    again = "Ferry Nordstern off Bergen: 120 rescued, captain safe"
    assert followed([item(10, again, hours=26)], past) == ([], [(7, 10)])


def test_an_outlet_that_joins_days_later_brings_nothing_new():
    late = item(10, "Ferry Nordstern runs aground off Bergen: 120 rescued", hours=5 * 24)
    assert followed([late], PAST) == ([], [(7, 10)])


def test_what_happened_days_later_continues_the_story():
    verdict = "After ferry Nordstern ran aground off Bergen: rescued passengers sue"
    assert followed([item(10, verdict, hours=5 * 24)], PAST) == ([(7, 10)], [])


def test_days_later_it_takes_more_to_continue_a_story():
    title = "Ferry Nordstern sails again: owner invites passengers to a birthday cruise in Bergen"
    assert followed([item(10, title, hours=2 * 24)], PAST) == ([(7, 10)], [])
    assert followed([item(10, title, hours=5 * 24)], PAST) == ([(0, 10)], [])


def test_the_column_of_last_week_is_continued_by_none():
    title = "Stories of our readers that caught our eye: {}"
    past = printed([item(1, title.format("July 25 to August 1"), "daily")])
    next_one = item(10, title.format("August 1 to August 8"), "daily", hours=7 * 24)
    assert followed([next_one], past) == ([(0, 10)], [])


def test_strangers_are_untouched():
    stranger = item(10, "Beekeepers warn of invasive hornets", hours=20)
    assert followed([stranger], PAST) == ([(0, 10)], [])


def test_the_same_address_continues_whatever_the_words():
    again = replace(item(10, "Quite another headline", hours=20), page=PAST[0][1].lead.page)
    assert followed([again], PAST) == ([], [(7, 10)])


def test_another_article_under_the_one_address_of_a_feed_is_new():
    page = "https://status.example/log"
    old = item(1, "Upload of reels fails", "status", url=page)
    past = printed([old])
    new = item(10, "Scheduling of stories delayed", "status", url=page, hours=20)
    again = item(11, "Upload of reels fails", "status", url=page, hours=20)
    assert followed([new], past) == ([(0, 10)], [])
    assert followed([again], past) == ([], [(7, 11)])


STATE = item(
    10,
    "Kolibri: reels upload works again in Europe after faulty update was undone",
    "status",
    hours=20,
)


@pytest.mark.parametrize("url", ["https://status.example/log", "https://status.example/"])
def test_a_later_state_under_the_one_address_of_a_feed_brings_news(url):
    title = "Kolibri: upload of reels fails for many users in Europe"
    past = printed([item(1, title, "status", url=url)])
    assert followed([replace(STATE, page=canonical(url))], past) == ([(7, 10)], [])


def test_an_article_that_was_printed_brings_no_news_by_another_feed():
    page = "https://status.example/log"
    past = printed([item(1, "Kolibri: upload of reels fails", "status", url=page)])
    other = replace(STATE, page=page, source="feed:https://status.example/all")
    assert followed([other], past) == ([], [(7, 10)])


def test_news_is_heard_from_a_house_that_repeats_the_rest():
    again = item(10, "Ferry Nordstern aground off Bergen: all 120 rescued", "daily", hours=17)
    news = item(11, "Ferry Nordstern off Bergen: drunk captain charged", "daily2", hours=30)
    news = replace(news, page="https://daily.example/a/11")
    assert follow([Story(id="s2", items=(again,))], PAST)[0] == ()
    assert follow([Story(id="s2", items=(again, news))], PAST)[1] == ()


def test_a_home_page_is_the_address_of_no_article():
    home = "https://status.example"
    past = printed([item(1, "Upload of reels fails", url=home)])
    assert followed([item(10, "Beekeepers warn", url=home, hours=20)], past) == ([(0, 10)], [])


def test_of_two_heirs_the_closer_one_keeps_the_name():
    one = item(10, "Ferry Nordstern runs aground off Bergen, 120 rescued, two missing", hours=20)
    page = PAST[0][1].lead.page
    same = replace(item(11, "Norway counts its wrecks since the war", hours=20), page=page)
    kept, aside = follow(merged([one, same]), PAST)
    named = {s.lead.id: s.lasting_id for s in (*kept, *aside)}
    assert named[11] == PAST[0][1].id != named[10]
    assert PAST[0][1].id not in {s.id for s in (*kept, *aside)}


def test_who_repeats_what_a_later_edition_told_brings_nothing_new_though_an_earlier_one_is_closer():
    charged = item(5, "Ferry Nordstern: prosecutors charge its drunk captain in Bergen", hours=20)
    past = [*PAST, *((8, story) for story in merged([charged]))]
    title = "Ferry Nordstern runs aground off Bergen, 120 rescued: prosecutors charge captain"
    late = item(10, title, hours=44)
    assert followed([late], PAST) == ([(7, 10)], [])
    assert followed([late], past) == ([], [(7, 10)])


def test_the_later_edition_is_the_one_continued():
    both = [*PAST, (9, PAST[0][1])]
    late = item(10, YESTERDAY[0], hours=3)
    assert followed([late], both) == ([], [(9, 10)])


def test_a_column_continues_nothing():
    past = printed(told(["Liveticker: Ferry Nordstern runs aground off Bergen"]))
    again = item(10, "Liveticker: Ferry Nordstern runs aground off Bergen", hours=20)
    assert followed([again], past) == ([(0, 10)], [])


@pytest.mark.timeout(30)
def test_five_thousand_items_are_held_against_a_week_of_papers():
    items, known = day(5000)
    stories = merged(items[:2500], **known)
    past = [(n % 7, story) for n, story in enumerate(stories[-100:])]
    follow(merged(items[2500:], **known), past)


READ = item(1, "Ferry Nordstern runs aground off Bergen", "harbour")
COPY = replace(READ, id=2, source="feed:https://harbour.example/all")
PRINTED = printed_for([Story(id="s1", items=(READ,), must_see=("R",))])


def to_be_seen(*items, rules=("R",)):
    return Story(id="s2", items=items, must_see=rules)


def test_what_must_be_seen_was_read_when_each_article_was_printed_for_its_rule():
    assert is_read(to_be_seen(COPY), PRINTED)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(to_be_seen(COPY, rules=("R", "S")), id="another rule"),
        pytest.param(
            to_be_seen(COPY, item(3, "Captain was drunk", "daily")), id="one article more"
        ),
        pytest.param(to_be_seen(replace(COPY, title="It sank")), id="another headline"),
        pytest.param(to_be_seen(replace(COPY, page="")), id="no address"),
    ],
)
def test_it_was_not_where_anything_is_new(other):
    assert not is_read(other, PRINTED)


def test_a_home_page_is_no_article_that_was_read():
    home = replace(READ, page=canonical("https://harbour.example/"))
    before = printed_for([Story(id="s1", items=(home,), must_see=("R",))])
    assert not is_read(to_be_seen(replace(home, id=2)), before)
