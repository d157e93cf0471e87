"""Two texts side by side: which words and paragraphs differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.richtext.comparison import Change, Piece, Row, blocks_of, compare_html, compare_words, folded

SAME, CHANGED, ADDED, REMOVED, FORMATTED = Change


def texts(pieces: list[Piece], change: Change) -> list[str]:
    return [piece.text.strip() for piece in pieces if piece.change == change]


def shape(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row.change.value, _joined(row.old), _joined(row.new)) for row in rows]


def _joined(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_words_that_differ_are_marked_and_no_others() -> None:
    old, new = compare_words("The old port is closed.", "The new port is open.")
    assert (texts(old, REMOVED), texts(new, ADDED)) == (["old", "closed"], ["new", "open"])
    assert texts(old, SAME) == texts(new, SAME) == ["The", "port is", "."]


def test_a_comma_is_a_change_of_its_own() -> None:
    old, new = compare_words("Yes we can", "Yes, we can")
    assert (texts(old, REMOVED), texts(new, ADDED)) == ([], [","])


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    old, new = compare_words("港は開いている", "港は閉じている")
    assert (texts(old, REMOVED), texts(new, ADDED)) == (["開い"], ["閉じ"])


def test_letters_keep_their_combining_marks() -> None:
    old, new = compare_words("नमस्ते दुनिया", "नमस्ते भारत")
    assert (texts(old, REMOVED), texts(new, ADDED)) == (["दुनिया"], ["भारत"])


@pytest.mark.parametrize(("old", "new"), [("", ""), ("a", ""), ("", "a")])
def test_nothing_is_compared_with_something(old: str, new: str) -> None:
    left, right = compare_words(old, new)
    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (old, new)


def test_texts_that_are_too_long_to_compare_are_shown_as_replaced() -> None:
    old, new = compare_words("word " * 2000, "other " * 2000)
    assert [piece.change for piece in (*old, *new)] == [REMOVED, ADDED]


def test_blocks_are_words_without_tags_with_where_links_lead() -> None:
    html = (
        '<h2 id="section-a">A <em>heading</em></h2><p>See <a href="/x/">this</a> &amp; that<br>now</p>'
        "<ul><li><p>One</p></li><li>Two</li></ul><table><tr><th>a</th><td>b</td></tr></table><hr>"
        '<figure><img alt="A pier" src="/p.avif"><figcaption>Ours</figcaption></figure>loose'
    )
    assert [(block.tag, block.text) for block in blocks_of(html)] == [
        ("h2", "A heading"),
        ("p", "See this [/x/] & that now"),
        ("p", "One"),
        ("li", "Two"),
        ("tr", "a | b"),
        ("hr", "———"),
        ("img", "A pier [/p.avif]"),
        ("figcaption", "Ours"),
        ("p", "loose"),
    ]


def test_a_paragraph_between_others_is_added_and_the_others_stay() -> None:
    rows = compare_html("<p>One.</p><p>Three.</p>", "<p>One.</p><p>Two.</p><p>Three.</p>")
    assert shape(rows) == [("same", "One.", "One."), ("added", "", "Two."), ("same", "Three.", "Three.")]


def test_a_paragraph_stands_beside_the_one_that_it_was_made_from() -> None:
    rows = compare_html(
        "<p>The port is open to all ships.</p>", "<p>Something else entirely!</p><p>The port is closed to all.</p>"
    )
    assert [row.change for row in rows] == [ADDED, CHANGED]
    assert texts(rows[1].old, REMOVED) == ["open", "ships"]
    assert texts(rows[1].new, ADDED) == ["closed"]


def test_paragraphs_with_nothing_in_common_are_one_removed_and_one_added() -> None:
    assert [row.change for row in compare_html("<p>One two three.</p>", "<p>Four five six!</p>")] == [REMOVED, ADDED]


@pytest.mark.parametrize(("old", "new"), [("<p>a b</p>", "<p>a <strong>b</strong></p>"), ("<p>a b</p>", "<h2>a b</h2>")])
def test_the_same_words_with_other_markup_are_said_to_be_so(old: str, new: str) -> None:
    assert [row.change for row in compare_html(old, new)] == [FORMATTED]


def test_another_address_of_a_link_is_a_change_of_words() -> None:
    (row,) = compare_html('<p>See <a href="/old/">it</a></p>', '<p>See <a href="/new/">it</a></p>')
    assert (texts(row.old, REMOVED), texts(row.new, ADDED)) == (["old"], ["new"])


def test_the_made_up_id_of_a_heading_is_no_change() -> None:
    assert [row.change for row in compare_html('<h2 id="a">A</h2>', '<h2 id="b">A</h2>')] == [SAME]


def test_many_paragraphs_replaced_by_many_are_not_compared_each_with_each() -> None:
    old = "".join(f"<p>old {number}</p>" for number in range(200))
    new = "".join(f"<p>new {number}</p>" for number in range(200))
    assert {row.change for row in compare_html(old, new)} == {REMOVED, ADDED}


def test_what_is_far_from_changes_is_folded() -> None:
    old = "".join(f"<p>{number}</p>" for number in range(9))
    runs = list(folded(compare_html(old, old.replace("<p>4</p>", "<p>four</p>"))))
    assert [(is_far, len(rows)) for is_far, rows in runs] == [(True, 3), (False, 4), (True, 3)]
    assert list(folded([])) == []


def test_without_a_change_all_is_folded() -> None:
    assert [(is_far, len(rows)) for is_far, rows in folded(compare_html("<p>a</p><p>b</p>", "<p>a</p><p>b</p>"))] == [(True, 2)]


WORDS = st.text(alphabet="ab ,.é港\n", max_size=40)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_their_pieces(old: str, new: str) -> None:
    left, right = compare_words(old.strip(), new.strip())
    assert ("".join(p.text for p in left), "".join(p.text for p in right)) == (old.strip(), new.strip())
    kept_left, kept_right = ("".join("".join(texts(side, SAME)).split()) for side in (left, right))
    assert kept_left == kept_right  # white space alone is no change


PARAGRAPHS = st.lists(st.text(alphabet="abc ", min_size=1, max_size=12).filter(str.strip), max_size=8)


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_of_both_stands_in_one_row_in_its_order(old: list[str], new: list[str]) -> None:
    rows = compare_html(*("".join(f"<p>{text}</p>" for text in side) for side in (old, new)))
    for side, given_texts in (("old", old), ("new", new)):
        found = ["".join(piece.text for piece in getattr(row, side)) for row in rows if getattr(row, side)]
        assert [text.split() for text in found] == [text.split() for text in given_texts]
