"""Sentences and abbreviations, in several languages."""
# ruff: noqa: RUF001  # words of other alphabets are what is tested

import pytest

from blog.desk.checklist.language import sentences, unexplained_abbreviations


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He said: “Go.” She went.", ["He said: “Go.", "She went."]),
        ("Dr. Popa met Mr. Ionescu. They talked.", ["Dr. Popa met Mr. Ionescu.", "They talked."]),
        ("Conform art. 5 din lege, dl. Popa a venit. A plecat.", ["Conform art. 5 din lege, dl. Popa a venit.", "A plecat."]),
        ("В 2025 г. Мельник И. И. Петров пришёл. Он ушёл.", ["В 2025 г. Мельник И. И. Петров пришёл.", "Он ушёл."]),
        ("Это стоит 5 тыс. руб. за тонну. Дорого.", ["Это стоит 5 тыс. руб. за тонну.", "Дорого."]),
        ("Am 3. Mai begann es. Danach nicht.", ["Am 3. Mai begann es.", "Danach nicht."]),
        ("It grew by 3.5 per cent… Then it fell.", ["It grew by 3.5 per cent…", "Then it fell."]),
        ("", []),
    ],
)
def test_a_paragraph_is_cut_where_sentences_end(paragraph: str, parts: list[str]) -> None:
    assert list(sentences(paragraph)) == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The XQZ met in the EU.", ["XQZ"]),
        ("The Council of Mills (XQZ) met. The XQZ left.", []),
        ("XQZ (the Council of Mills) met.", []),
        ("XQZ — the Council of Mills — met.", []),
        ("In the XIX century, chapter IV.", []),
        ("THE COUNCIL OF MILLS HAS DECIDED", []),
        ("Кабинет и МКСП решили.", ["МКСП"]),
        ("ВВП и НДС выросли в США.", []),
        ("ONU și TVA în UE.", []),
        ("Camera și CCIR au decis.", ["CCIR"]),
        ("A NATO-led Q4 and B2B", []),
        ("Word and I", []),
    ],
)
def test_abbreviations_that_nothing_explains_are_found(text: str, found: list[str]) -> None:
    assert unexplained_abbreviations([text], known=frozenset()) == found
