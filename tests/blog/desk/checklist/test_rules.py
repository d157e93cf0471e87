"""The rules of the checklist, one by one: what they find, and what they leave alone."""

from dataclasses import replace

import pytest

from blog.desk.checklist.article import Draft, read_article
from blog.desk.checklist.rules import MOST_FOUND, Rule, Severity, check
from blog.richtext.rendering import render_article

GOOD = Draft(
    title="What the council decided about water",
    description="The council met on Monday, and decided how the water of the canal is shared this year.",
    has_own_description=True,
    language="en",
    article=read_article("<p>Short text.</p>"),
)


def found(body: str = "<p>Short text.</p>", **changes: object) -> list[tuple[Rule, str, str]]:
    draft = replace(GOOD, article=read_article(render_article(body)), **changes)  # type: ignore[arg-type]  # fields of any type
    return [(finding.rule, finding.words, finding.place) for finding in check(draft)]


def rules_found(body: str = "<p>Short text.</p>", **changes: object) -> set[Rule]:
    return {rule for rule, _words, _place in found(body, **changes)}


def test_a_good_text_passes() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Water", "The title has 5 characters; it says more with at least 15."),
        ("w" * 66, "The title has 66 characters; search engines cut after about 65."),
    ],
)
def test_a_title_is_neither_too_short_nor_too_long(title: str, words: str) -> None:
    assert found(title=title) == [(Rule.TITLE, words, "")]
    assert found(title="w" * 15) == found(title="w" * 65) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"has_own_description": False}, "There is no summary: search results and share cards show the beginning of the text."),
        ({"description": "d" * 49}, "The description has 49 characters; there is room for 160."),
        ({"description": "d" * 161}, "The description has 161 characters; about 160 are shown."),
    ],
)
def test_a_description_is_there_and_fits(changes: dict[str, object], words: str) -> None:
    assert found(**changes) == [(Rule.DESCRIPTION, words, "")]  # type: ignore[arg-type]  # as above
    assert found(description="d" * 50) == found(description="d" * 160) == []


@pytest.mark.parametrize("text", [None, "Ships in the harbour", "A photo of 2019"])
def test_a_cover_that_is_described_or_an_ornament_passes(text: str | None) -> None:
    assert found(cover_text=text) == []


def test_a_cover_has_a_text_that_is_no_file_name() -> None:
    words = "The cover has no text for those who do not see it. Describe it, or say that it is an ornament."
    assert found(cover_text="") == found(cover_text="  ") == [(Rule.COVER_TEXT, words, "")]
    for name in ("IMG_2041", "harbour-final.JPG", "image 12", "DSC0003"):
        assert found(cover_text=name) == [(Rule.COVER_TEXT, "The text of the cover is the name of a file.", name)]


def test_headings_begin_at_level_two_and_leave_none_out() -> None:
    assert found("<h3>Deep</h3>") == [(Rule.HEADINGS, "The first heading is of level 3; the text begins with level 2.", "Deep")]
    assert found("<h2>A</h2><h4>B</h4>") == [(Rule.HEADINGS, "A heading of level 4 follows one of level 2.", "B")]
    assert found("<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2><h3>E</h3>") == []


@pytest.mark.parametrize("alt", [' alt=""', ' alt=" "', ""])
def test_an_image_without_a_text_is_found(alt: str) -> None:
    draft = replace(GOOD, article=read_article(f'<figure><img src="/a.jpg"{alt}></figure>'))
    assert [finding.words for finding in check(draft)] == ["An image has no text for those who do not see it."]


@pytest.mark.parametrize("name", ["IMG_2041.JPG", "photo.webp", "DSC00123", "scan-7.png", "image 3", "Mühle-alt.jpeg"])
def test_a_file_name_is_no_text_of_an_image(name: str) -> None:
    draft = replace(GOOD, article=read_article(f'<img src="/a.jpg" alt="{name}">'))
    assert [(finding.words, finding.place) for finding in check(draft)] == [
        ("The text of an image is the name of a file.", name)
    ]


@pytest.mark.parametrize("text", ["A mill at dusk", "The image of 3 mills", "Scan of the treaty.", "dscription"])
def test_a_description_of_an_image_is_one(text: str) -> None:
    assert check(replace(GOOD, article=read_article(f'<img src="/a.jpg" alt="{text}">'))) == []


@pytest.mark.parametrize(
    "words", ["here", "Click here", "read  more…", "aici", "Citește mai mult »", "здесь", "Подробнее", "burada"]
)
def test_words_of_a_link_that_say_nothing_are_found(words: str) -> None:
    link = f'<p><a href="https://example.org/a">{words}</a></p>'
    assert [rule for rule, _words, _place in found(link)] == [Rule.LINK_TEXTS]


def test_a_bare_address_and_a_link_without_words_are_found() -> None:
    assert found('<p><a href="https://example.org/a">https://example.org/a</a></p>')[0][0] == Rule.LINK_TEXTS
    assert found('<p>a<a href="/a"></a></p>') == [(Rule.LINK_TEXTS, "A link has no words.", "/a")]
    assert found('<p><a href="https://example.org/">The statistics of 2025</a></p>') == []


def test_links_that_lead_nowhere_are_found() -> None:
    assert rules_found('<p><a href="/posts/gone/">The report</a></p>', broken_links=frozenset({"/posts/gone/"})) == {
        Rule.BROKEN_LINKS
    }
    assert rules_found('<p><a href="#nowhere">The part below</a></p>') == {Rule.BROKEN_LINKS}
    assert rules_found('<p><a href="#section-water">The part below</a></p><h2>Water</h2>') == set()


def test_numbers_of_footnotes_are_no_links_of_the_writer() -> None:
    assert found("<p>Five mills<foot-note>Counted in 2025.</foot-note>.</p>") == []


@pytest.mark.parametrize(("code", "most"), [("en", 30), ("en-GB", 30), ("ro", 34), ("ru", 26), ("tk", 22), ("xx", 34)])
def test_a_sentence_may_be_as_long_as_its_language_reads_easily(code: str, most: int) -> None:
    sentence = "Word" + " word" * (most - 1)
    assert rules_found(f"<p>{sentence}.</p>", language=code) == set()
    assert found(f"<p>{sentence} more.</p>", language=code) == [
        (Rule.SENTENCES, f"A sentence of {most + 1} words. Can it be two?", f"{sentence[:59]}…")
    ]


def test_long_paragraphs_and_long_texts_without_headings_are_found() -> None:
    paragraph = "<p>" + "Six words make a short sentence. " * 26 + "</p>"
    assert found(paragraph)[0][1] == "A paragraph of 156 words. A break helps the eye."
    text = ("<p>" + "Six words make a short sentence. " * 20 + "</p>") * 6
    assert found(text) == [(Rule.PARAGRAPHS, "720 words without a heading. Headings help to find the way.", "")]
    assert found(f"<h2>A heading</h2>{text}") == []


def test_unexplained_abbreviations_are_found_once() -> None:
    assert found("<p>The CNSR met. The CNSR left.</p>") == [
        (Rule.ABBREVIATIONS, "“CNSR” is not explained. Write it out where it first stands.", "")
    ]
    assert found("<p>The CNSR met.</p>", known_abbreviations=frozenset({"CNSR"})) == []


def test_of_one_rule_the_first_few_are_said() -> None:
    assert len(found("<p><a href='/a'>here</a></p>" * 20)) == MOST_FOUND


def test_hints_are_told_from_warnings() -> None:
    severities = {
        finding.rule: finding.severity
        for finding in check(replace(GOOD, title="a", article=read_article("<p>The QQQQ met.</p>")))
    }
    assert severities == {Rule.TITLE: Severity.WARNING, Rule.ABBREVIATIONS: Severity.HINT}
