"""Turns documents into organizations, posts and comments, and records what became of each line.

A document is known again by its source and its name there. The same bytes change nothing; changed bytes change the post,
unless a person has edited or deleted it since: then the person's version stays and the report says so.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from itertools import batched
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model

from blog.comments import services as comments
from blog.imports.document import Document, DocumentError
from blog.imports.fingerprint import fingerprint
from blog.imports.models import ImportedDocument
from blog.imports.places import organization_for, terms_for
from blog.imports.readers import reader_for
from blog.imports.report import DocumentReport, Outcome, Report
from blog.imports.sources import find_documents, source_id_of
from blog.organizations.models import Organization
from blog.posts.models import Category, Post, RevisionKind, Status, Tag
from blog.posts.services import Record, record_revision, save_post
from blog.richtext.rendering import render_plain_text
from blog.richtext.text import shorten

SOURCE = "file"
FILES_A_TRANSACTION = 200  # what a run that is killed may have to do again


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the person who imports decides for all documents of a run."""

    organization: Organization | None = None  # instead of the one that a document names
    published_at: datetime | None = None  # instead of a document's own date
    is_draft: bool = False
    language: str | None = None
    is_dry_run: bool = False


def import_paths(
    paths: Iterable[Path],
    options: ImportOptions,
    *,
    at: datetime,
    on_document: Callable[[DocumentReport, int], None] = lambda _report, _total: None,
) -> Report:
    """Import every document below the paths and return what became of each.

    Files are read first, some hundred at a time, and then written in one transaction; a document that cannot be read or
    stored is reported and the others go on. A dry run does the same and takes all of it back.

    Args:
        paths: files and folders.
        options: what holds for all documents.
        at: the moment of the import; documents without a date are published then.
        on_document: called with each report as soon as it is known, and with the number of files found.
    """
    report = Report()
    found = list(find_documents(paths))
    with transaction.atomic() if options.is_dry_run else nullcontext():
        for files in batched(found, FILES_A_TRANSACTION, strict=False):
            documents = [document for file in files for document in _read(file)]
            with transaction.atomic():
                for document in documents:
                    outcome = _import_one(document, options, at)
                    report.documents.append(outcome)
                    on_document(outcome, len(found))
        if options.is_dry_run:
            transaction.set_rollback(True)
    return report


def _read(file: Path | DocumentError) -> Iterator[Document | DocumentError]:
    if isinstance(file, DocumentError):
        yield file
        return
    reader = reader_for(file)
    try:
        if reader is not None:
            yield from reader(file)
    except DocumentError as error:
        yield error


def _import_one(document: Document | DocumentError, options: ImportOptions, at: datetime) -> DocumentReport:
    if isinstance(document, DocumentError):
        return DocumentReport(path=document.path, outcome=Outcome.FAILED, error=str(document))
    try:
        with transaction.atomic():
            return _store(document, options, at)
    except IntegrityError:
        error = DocumentError(document.path, None, "was imported by another process at the same time", "run the import again")
        return DocumentReport(path=document.path, outcome=Outcome.FAILED, error=str(error))


def _store(document: Document, options: ImportOptions, at: datetime) -> DocumentReport:
    record = _known(document)
    if record is None:
        return _create(document, options, at)
    if record.checksum == document.checksum:
        return _report(document, Outcome.UNCHANGED, record.post)
    if record.post is None:
        warning = "its post was deleted by a person; delete the record of the import to bring it back"
        return _report(document, Outcome.KEPT, None, warning)
    if record.post.trashed_at is not None:
        warning = "its post is in the trash; take it out, or delete it for good and then the record of the import"
        return _report(document, Outcome.KEPT, record.post, warning)
    if record.post.has_unpublished_changes or fingerprint(record.post) != record.post_fingerprint:
        warning = "the document has changed, but a person has edited its post; the person's version was kept"
        return _report(document, Outcome.KEPT, record.post, warning)
    return _update(record, record.post, document, options, at)


def _known(document: Document) -> ImportedDocument | None:
    """Return the record of the document; also that of the same bytes under another name, for files do move."""
    records = ImportedDocument.objects.select_related("post__organization")
    by_name = records.filter(source=SOURCE, source_id=source_id_of(document.path)).first()
    return by_name or records.filter(source=SOURCE, checksum=document.checksum).first()


def _create(document: Document, options: ImportOptions, at: datetime) -> DocumentReport:
    organization, warnings = options.organization, list[str]()
    if organization is None:
        organization, warnings = organization_for(document)
    post = Post(organization=organization, status=Status.DRAFT if options.is_draft else Status.PUBLISHED)
    post.published_at, post.is_date_known = _date_of(document, options, at)
    warnings += _write(post, document, options, at)
    record = ImportedDocument(source=SOURCE, source_id=source_id_of(document.path), post=post, imported_at=at)
    count = comments.add_imported_comments(post, document.comments, at=at)
    _remember(record, post, document, at)
    return _report(document, Outcome.CREATED, post, *warnings, comment_count=count)


def _update(record: ImportedDocument, post: Post, document: Document, options: ImportOptions, at: datetime) -> DocumentReport:
    warnings = _write(post, document, options, at)
    count = comments.add_imported_comments(post, document.comments, at=at, skip=record.comment_count)
    _remember(record, post, document, at)
    return _report(document, Outcome.UPDATED, post, *warnings, comment_count=count)


def _write(post: Post, document: Document, options: ImportOptions, at: datetime) -> list[str]:
    """Put what the document says into the post and store it; return what a person should know."""
    warnings = []
    longest = Post._meta.get_field("title").max_length or len(document.title)
    post.title, post.body = shorten(document.title, longest), document.body
    if post.title != document.title:
        post.body = render_plain_text(document.title) + post.body
        warnings.append(f"the title is longer than {longest} characters; it was cut and stands whole at the head of the text")
    post.byline = document.byline[:200]
    post.language = options.language or document.language or settings.LANGUAGE_CODE
    is_new = post._state.adding
    save_post(post, by=None, at=at)
    categories, tags = terms_for(Category, document.categories), terms_for(Tag, document.tags)
    post.categories.set(categories)
    post.tags.set(tags)
    related: dict[str, Iterable[Model]] = {"categories": categories, "tags": tags}
    if is_new:
        related["authors"] = []
    record_revision(post, by=None, at=at, record=Record(kind=RevisionKind.IMPORTED), related=related)
    return warnings


def _date_of(document: Document, options: ImportOptions, at: datetime) -> tuple[datetime | None, bool]:
    """Return when the post is published and whether that is known; no date is invented."""
    if options.is_draft:
        return None, bool(document.published_at)
    if options.published_at is not None:
        return options.published_at, True
    if isinstance(document.published_at, datetime):
        return document.published_at, True
    if isinstance(document.published_at, date):
        return datetime.combine(document.published_at, time(12), tzinfo=ZoneInfo(settings.TIME_ZONE)), True
    return at, False


def _remember(record: ImportedDocument, post: Post, document: Document, at: datetime) -> None:
    record.organization = post.organization
    record.format, record.checksum, record.updated_at = document.format, document.checksum, at
    record.lines = [asdict(line) for line in document.lines]
    record.warnings = list(document.warnings)
    record.offers_replies, record.offers_likes = document.offers.replies, document.offers.likes
    record.identity_services = list(document.offers.identity_services)
    record.comment_count = len(document.comments)
    record.post_fingerprint = fingerprint(post)
    record.save()


def _report(document: Document, outcome: Outcome, post: Post | None, *warnings: str, comment_count: int = 0) -> DocumentReport:
    return DocumentReport(
        path=document.path,
        outcome=outcome,
        post=None if post is None else post.slug,
        organization=None if post is None else post.organization.slug,
        comments=comment_count,
        warnings=(*document.warnings, *warnings),
    )
