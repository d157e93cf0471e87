"""Files that can be read and files that cannot."""

import codecs
from hashlib import sha256
from pathlib import Path

import pytest

from blog.imports.document import DocumentError, LineRole
from blog.imports.readers.text import read_text
from blog.imports.readers.text.source import LARGEST_BYTES
from blog.richtext.text import plain_text
from tests.blog.imports.readers.conftest import Read

ARTICLE = "The harbour\n\nThe harbour was opened to all ships in spring, and the first convoy arrived on the same day.\n"


def refusal(path: Path) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        list(read_text(path))
    assert "\n" not in str(refused.value)
    assert refused.value.remedy
    return refused.value


def file_with(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b" \n\t\n\xc2\xa0\n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        ("\u200b\n".encode(), "is empty"),
        (b"\x00\x01\x02\x03", "binary data"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary data"),
        (b"\x01\x02\x03\x04 text \x05\x06", "binary data"),
        (b"A title\x00 with a zero in it\n", "binary data"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "is not UTF-16"),
        (b"Leave a Reply\n\nYour email address will not be published. Required fields are marked *\n", "holds no article"),
    ],
)
def test_what_is_no_article_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    assert problem in refusal(file_with(tmp_path, content)).problem


def test_what_is_not_utf_8_is_named_by_line_and_byte(tmp_path: Path) -> None:
    error = refusal(file_with(tmp_path, b"Title\n\nCaf\xe9 au lait.\n"))
    assert error.line == 3
    assert "is not UTF-8 at byte 10" in error.problem
    assert str(error).startswith(f"{tmp_path / 'page.txt'}:3: ")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    assert "larger than 5 MiB" in refusal(path).problem


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "nowhere.txt").problem


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path).problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(tmp_path: Path, encoding: str, line_end: str) -> None:
    (document,) = read_text(file_with(tmp_path, ARTICLE.replace("\n", line_end).encode(encoding)))
    assert document.title == "The harbour"
    assert plain_text(document.body) == ARTICLE.split("\n")[2]
    assert [line.number for line in document.lines] == [1, 3]


def test_white_space_and_invisible_characters_are_folded(read: Read) -> None:
    document = read("\ufeffThe\xa0har\u00adbour\n\n\u200bIt  was\xa0 \tope\u200bned in spring.\x07\n\u200b\n")
    assert document.title == "The harbour"
    assert document.body == "<p>It was opened in spring.</p>"
    assert document.lines[-1].role is LineRole.BOILERPLATE


def test_the_checksum_is_that_of_the_bytes(tmp_path: Path) -> None:
    (document,) = read_text(file_with(tmp_path, b"A title\n"))
    assert document.checksum == sha256(b"A title\n").hexdigest()
    assert document.path == str(tmp_path / "page.txt")
    assert document.format == "text"


def test_a_title_alone_is_a_document_without_text(read: Read) -> None:
    document = read("A title\n")
    assert (document.title, document.body) == ("A title", "")
    assert "has a title and no text" in document.warnings
