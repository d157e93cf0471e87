"""Putting documents on the shelf, replacing and taking them away."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.audit.verbs import Verb
from blog.media import files
from blog.media.errors import AlreadyThereError, InUseError, NoDocumentError, TooLargeDocumentError
from blog.media.models import Document, Folder
from blog.media.names import plain_name, title_from
from blog.media.services import auditing
from blog.organizations.models import Organization

HEADER, TRAILER = b"%PDF-", b"%%EOF"  # ISO 32000-2, 7.5.2 and 7.5.5
TRAILER_WITHIN_BYTES = 1024  # programs have always put something after it
ENDING = ".pdf"


def add_document(
    content: bytes,
    *,
    organization: Organization | None,
    name: str = "",
    folder: Folder | None = None,
    by: User | None = None,
) -> Document:
    """Put a PDF on an organization's shelf (None: on that of all) and return it; the title comes from the file's name.

    Raises:
        ShelfError: when it is no PDF, too large, or there already.
    """
    document = Document(organization=organization, folder=folder, title=title_from(name) or _("Document"))
    _take(document, content, name)
    _store_file_and_row(document, content, Verb.MEDIA_ADD, by=by)
    return document


def replace_document(document: Document, content: bytes, *, name: str = "", by: User | None = None) -> None:
    """Put another file in the place of a document's own; its address stays.

    Raises:
        ShelfError: when it is no PDF, too large, or there already.
    """
    with transaction.atomic():
        before = Document.objects.select_for_update().get(pk=document.pk)
        _take(document, content, name)
        _store_file_and_row(document, content, Verb.MEDIA_REPLACE, by=by)
        files.remove_on_commit([files.path_of_document(before)])


@transaction.atomic
def change_document(document: Document, *, by: User | None = None) -> None:
    """Store what somebody wrote about a document."""
    before = auditing.stored_values(document)
    document.save()
    auditing.record(Verb.MEDIA_CHANGE, document, by=by, before=before)


def delete_document(document: Document, *, by: User | None = None) -> None:
    """Take a document and its file off the shelf.

    Raises:
        InUseError: when a post links to it.
    """
    path = files.path_of_document(document)
    try:
        with transaction.atomic():
            auditing.record(Verb.MEDIA_DELETE, document, by=by)
            document.delete()
            files.remove_on_commit([path])
    except models.ProtectedError as error:
        raise InUseError(document) from error


def check_document(content: bytes) -> None:
    """Accept the content of a file as a document.

    Raises:
        TooLargeDocumentError: when it has too many bytes.
        NoDocumentError: when it is no PDF, or its end is missing.
    """
    if len(content) > settings.DOCUMENT_MAX_BYTES:
        raise TooLargeDocumentError
    if not content.startswith(HEADER) or TRAILER not in content[-TRAILER_WITHIN_BYTES:]:
        raise NoDocumentError


def _take(document: Document, content: bytes, name: str) -> None:
    check_document(content)
    document.content_hash, document.byte_size = files.hash_of(content), len(content)
    _refuse_twice(document.content_hash, document.organization_id)
    given = plain_name(name) or document.file_name or "document"
    document.file_name = given if given.lower().endswith(ENDING) else f"{given}{ENDING}"


def _store_file_and_row(document: Document, content: bytes, verb: Verb, *, by: User | None) -> None:
    """Store the file, then the row that names it, with a line of the audit log.

    Raises:
        AlreadyThereError: when somebody has put the same file there in this moment.
    """
    with files.stored(files.path_of_document(document), content):
        try:
            with transaction.atomic():
                before = auditing.stored_values(document) if document.pk else None
                document.save()
                auditing.record(verb, document, by=by, before=before)
        except IntegrityError:
            _refuse_twice(document.content_hash, document.organization_id)
            raise


def _refuse_twice(content_hash: str, owner: int | None) -> None:
    if found := Document.objects.owned_by(owner).with_content(content_hash).first():
        raise AlreadyThereError(found)
