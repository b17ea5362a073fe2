from digest.outputs.columns import Block, beside, flow
from digest.outputs.typeset import Run, length, paint


def block(*texts, **more):
    """Make a block of lines of text."""
    return Block(lines=[[Run(text)] for text in texts], **more)


def heading(text):
    return block(text, heading=True, before=1)


def shown(page):
    """Return the columns of a page as lists of text."""
    return [["".join(run.text for run in line) for line in column] for column in page]


def test_one_column_takes_everything_in_order():
    assert [shown(page) for page in flow([block("a"), block("b", "c")], 1, 10)] == [
        [["a", "b", "c"]]
    ]


def test_no_blocks_make_no_page():
    assert list(flow([], 2, 10)) == []


def test_the_last_page_has_columns_of_equal_length():
    blocks = [block(str(number)) for number in range(6)]
    (page,) = flow(blocks, 3, 10)
    assert shown(page) == [["0", "1"], ["2", "3"], ["4", "5"]]


def test_blocks_stay_whole():
    (page,) = flow([block("a"), block("b", "c", "d"), block("e")], 2, 10)
    assert shown(page) == [["a", "b", "c", "d"], ["e"]]


def test_sections_stay_whole_if_it_costs_little():
    blocks = [
        heading("A"),
        block("1"),
        block("2"),
        block("3"),
        heading("B"),
        block("4"),
        block("5"),
    ]
    (page,) = flow(blocks, 2, 10)
    assert shown(page) == [["A", "1", "2", "3"], ["B", "4", "5"]]


def test_a_long_section_goes_on_in_the_next_column_and_says_so():
    stories = [block(str(number), continued=[[Run("A, still")]]) for number in range(20)]
    (page,) = flow([heading("A"), *stories], 2, 100)
    left, right = shown(page)
    assert left[0] == "A"
    assert right[0] == "A, still"
    assert abs(len(left) - len(right)) <= 1


def test_a_heading_never_stands_alone_at_the_foot():
    blocks = [block("1"), block("2"), heading("B"), block("3", "4"), block("5")]
    (page,) = flow(blocks, 2, 4)
    assert shown(page) == [["1", "2"], ["B", "3", "4", "5"]]


def test_a_heading_without_stories_is_printed():
    assert [shown(page) for page in flow([heading("A")], 2, 10)] == [[["A"]]]


def test_space_above_a_block_is_left_out_at_the_head_of_a_column():
    pages = [shown(page) for page in flow([block("a", before=1), block("b", before=1)], 1, 9)]
    assert pages == [[["a", "", "b"]]]


def test_long_papers_have_pages():
    pages = list(flow([block(str(number)) for number in range(50)], 2, 10))
    assert [[len(column) for column in page] for page in pages] == [[10, 10], [10, 10], [5, 5]]


def test_a_block_longer_than_a_page_is_printed():
    pages = list(flow([block("a"), block(*"0123456789"), block("b")], 2, 5))
    assert [shown(page) for page in pages] == [[["a"], [*"0123456789"]], [["b"]]]


def test_columns_stand_beside_each_other_with_a_divider():
    lines = list(beside([[[Run("a")], [Run("b")]], [[Run("c")]]], 3, Run(" | ")))
    assert [paint(line, colour=False, links=False) for line in lines] == ["a   | c", "b   |"]
    assert length(lines[0]) == 7
