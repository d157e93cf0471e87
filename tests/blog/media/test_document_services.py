"""Putting documents on the shelf, replacing and taking them away."""

import pytest
from django.core.files.storage import default_storage
from django.test import TestCase
from pytest_django import Settings

from blog.media import files, services
from blog.media.errors import (
    AlreadyThereError,
    InUseError,
    NoDocumentError,
    ShelfError,
    TooLargeDocumentError,
)
from blog.media.models import Document, Usage
from blog.organizations.models import Organization
from blog.storage.files import read
from tests.blog.media.pictures import pdf, photo
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(organization: Organization) -> Document:
    return services.add_document(pdf(), organization=organization, name="Annual_report-2020.pdf")


def test_a_pdf_becomes_a_document_with_a_title_from_its_name(document: Document) -> None:
    assert (document.title, document.file_name) == ("Annual report 2020", "Annual_report-2020.pdf")
    assert read(files.path_of_document(document)) == pdf()
    assert document.byte_size == len(pdf())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("", "document.pdf"),
        ("report", "report.pdf"),
        ("a/b\\c.PDF", "c.PDF"),
        ('x"\r\ny.pdf', 'x" y.pdf'),
        ("page.html", "page.html.pdf"),
    ],
)
def test_a_document_is_saved_under_a_name_that_ends_as_it_is(organization: Organization, name: str, kept: str) -> None:
    assert services.add_document(pdf(), organization=organization, name=name).file_name == kept


@pytest.mark.parametrize(
    "content",
    [b"", b"words", b"<html>%PDF-1.7 %%EOF</html>", pdf()[:-10], pdf() + b" " * 2000, b"MZ" + pdf(), photo(20, 20)],
    ids=range(7),
)
def test_what_is_no_whole_pdf_is_refused(organization: Organization, content: bytes) -> None:
    with pytest.raises(NoDocumentError, match="no whole PDF"):
        services.add_document(content, organization=organization, name="report.pdf")
    assert not Document.objects.exists()


def test_more_bytes_than_the_setting_allows_are_refused_with_the_figure(organization: Organization, settings: Settings) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    with pytest.raises(TooLargeDocumentError, match="larger than 1 MB"):
        services.add_document(b"%PDF-" + b" " * 1024 * 1024 + b"%%EOF", organization=organization)


def test_the_same_document_is_recognized_by_its_content(organization: Organization, document: Document) -> None:
    with pytest.raises(AlreadyThereError) as refused:
        services.add_document(pdf(), organization=organization, name="another.pdf")
    assert refused.value.found == document


def test_a_document_is_recognized_when_somebody_puts_it_there_in_the_same_moment(
    organization: Organization, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, real = iter([None]), services.documents._refuse_twice
    monkeypatch.setattr(services.documents, "_refuse_twice", lambda *given: next(looked, real) and real(*given))
    with pytest.raises(AlreadyThereError) as refused:
        services.add_document(pdf(), organization=organization)
    assert refused.value.found == document


def test_another_file_takes_the_place_and_the_address_stays(document: Document) -> None:
    address, old = document.lasting_address, files.path_of_document(document)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.replace_document(document, pdf("Another"), name="")
        assert default_storage.exists(old)
    assert not default_storage.exists(old)
    document.refresh_from_db()
    assert (document.lasting_address, document.file_name) == (address, "Annual_report-2020.pdf")
    assert read(files.path_of_document(document)) == pdf("Another")
    with pytest.raises(ShelfError):
        services.replace_document(document, b"words")
    document.refresh_from_db()
    assert document.byte_size == len(pdf("Another"))


def test_a_document_is_deleted_with_its_file(document: Document) -> None:
    path = files.path_of_document(document)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.delete_document(document)
    assert not default_storage.exists(path)


def test_a_document_that_a_post_links_to_is_not_deleted(document: Document) -> None:
    Usage.objects.create(post=PostFactory.create(), document=document)
    with pytest.raises(InUseError):
        services.delete_document(document)
    assert default_storage.exists(files.path_of_document(document))
