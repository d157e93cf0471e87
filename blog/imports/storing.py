"""Turns documents into organizations, posts and comments, and records what became of each line.

A document is known again by its source and its name there. The same bytes change nothing; changed bytes change the post,
unless a person has edited or deleted it since: then the person's version stays and the report says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import batched
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, models, transaction

from blog.comments import services as comments
from blog.imports.document import Document, DocumentError
from blog.imports.fingerprint import fingerprint
from blog.imports.models import ImportedDocument
from blog.imports.places import Publishers, terms_for
from blog.imports.report import DocumentReport, Outcome
from blog.imports.sources import source_id_of
from blog.inserting import insert_values
from blog.organizations.models import Organization
from blog.posts.models import Category, Post, RevisionKind, Status, Tag
from blog.posts.services import NewPost, Record, add_posts, record_revision, save_post
from blog.richtext.rendering import render_plain_text
from blog.richtext.text import shorten

SOURCE = "file"
TITLE_CHARACTERS = Post._meta.get_field("title").max_length or 0
BYLINE_CHARACTERS = Post._meta.get_field("byline").max_length or 0
SAME_MOMENT = "was imported by another process at the same time"

Portion = dict[str, Document]  # by the names by which they are known again
type Terms = tuple[list[Category], list[Tag]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the person who imports decides for all documents of a run."""

    organization: Organization | None = None  # instead of the one that a document names
    published_at: datetime | None = None  # instead of a document's own date
    is_draft: bool = False
    language: str | None = None
    is_dry_run: bool = False


class Known:
    """The records of some documents, found in one query; also those of the same bytes under other names, for files do move."""

    def __init__(self, documents: Portion) -> None:
        names = models.Q(source_id__in=list(documents))
        same = models.Q(checksum__in=[document.checksum for document in documents.values()])
        records = ImportedDocument.objects.filter(names | same, source=SOURCE).defer("lines")
        self._by_name: dict[str, ImportedDocument] = {}
        self._by_checksum: dict[str, ImportedDocument] = {}
        for record in records.select_related("post__organization").order_by("pk"):
            self._by_name[record.source_id] = record
            self._by_checksum.setdefault(record.checksum, record)

    def of(self, source_id: str, document: Document) -> ImportedDocument | None:
        """Return the record of a document; a document stored since then may have taken one over."""
        same = self._by_checksum.get(document.checksum)
        is_still_same = same is not None and same.checksum == document.checksum
        return self._by_name.get(source_id) or (same if is_still_same else None)


def store(documents: Iterable[Document], options: ImportOptions, at: datetime) -> Iterator[DocumentReport]:
    """Store documents and yield what became of each, in their order. Statements grow with the portions, not the documents."""
    for some in _portions(documents):
        yield from _store(some, options, at)


def _portions(documents: Iterable[Document]) -> Iterator[Portion]:
    """Yield the documents in portions in which none has the name or the bytes of another: that one has to come first."""
    some, seen, folders = Portion(), set[str](), dict[str, str]()
    for document in documents:
        source_id = source_id_of(document.path, folders)
        if source_id in some or document.checksum in seen:
            yield some
            some, seen = {}, set()
        some[source_id] = document
        seen.add(document.checksum)
    yield some


def _store(documents: Portion, options: ImportOptions, at: datetime) -> list[DocumentReport]:
    known, reports, new = Known(documents), dict[str, DocumentReport](), Portion()
    for source_id, document in documents.items():
        record = known.of(source_id, document)
        if record is None:
            new[source_id] = document
        else:
            reports[source_id] = _store_again(record, document, options, at)
    reports |= zip(new, _create_all(new, options, at), strict=True)
    return [reports[source_id] for source_id in documents]


def _create_all(documents: Portion, options: ImportOptions, at: datetime) -> list[DocumentReport]:
    """Make posts of new documents; where one of them stands in the way of the others, the halves are tried apart."""
    if not documents:
        return []
    try:
        with transaction.atomic():
            return _create(documents, options, at)
    except IntegrityError:
        if len(documents) == 1:
            return [_refused(document) for document in documents.values()]
    halves = batched(documents.items(), (len(documents) + 1) // 2, strict=False)
    return [report for half in halves for report in _create_all(dict(half), options, at)]


def _create(portion: Portion, options: ImportOptions, at: datetime) -> list[DocumentReport]:
    documents = list(portion.values())
    publishers, terms = Publishers(documents), _terms_of(documents)
    posts, warnings = list[Post](), list[list[str]]()
    for document in documents:
        organization, said = (options.organization, []) if options.organization else publishers.of(document)
        post = Post()  # what follows is not given here: Django then makes the many others in two thirds of the time
        post.organization, post.status = organization, Status.DRAFT if options.is_draft else Status.PUBLISHED
        post.published_at, post.is_date_known = _date_of(document, options, at)
        warnings.append(said + _fill(post, document, options))
        posts.append(post)
    new = [NewPost(post=post, categories=own[0], tags=own[1]) for post, own in zip(posts, terms, strict=True)]
    add_posts(new, at=at)
    pairs = list(zip(documents, posts, strict=True))
    comments.add_imported_discussions(
        (comments.Discussion(post=post, items=document.comments) for document, post in pairs), at=at
    )
    insert_values(
        ImportedDocument,
        [
            {"source": SOURCE, "source_id": source_id, "imported_at": at, **_what_became(document, post, own, at)}
            for (source_id, document), post, own in zip(portion.items(), posts, terms, strict=True)
        ],
    )
    return [
        _report(document, Outcome.CREATED, post, *said, comment_count=len(document.comments))
        for (document, post), said in zip(pairs, warnings, strict=True)
    ]


def _store_again(record: ImportedDocument, document: Document, options: ImportOptions, at: datetime) -> DocumentReport:
    """Bring the post of a document up to date, unless it is, or is a person's."""
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
    try:
        with transaction.atomic():
            return _update(record, record.post, document, options, at)
    except IntegrityError:
        return _refused(document)


def _update(record: ImportedDocument, post: Post, document: Document, options: ImportOptions, at: datetime) -> DocumentReport:
    (terms,) = _terms_of([document])
    warnings = _fill(post, document, options)
    save_post(post, by=None, at=at)
    post.categories.set(terms[0])
    post.tags.set(terms[1])
    related: dict[str, Iterable[models.Model]] = {"categories": terms[0], "tags": terms[1]}
    record_revision(post, by=None, at=at, record=Record(kind=RevisionKind.IMPORTED), related=related)
    count = comments.add_imported_comments(post, document.comments, at=at, skip=record.comment_count)
    for name, value in _what_became(document, post, terms, at).items():
        setattr(record, name, value)
    record.save()
    return _report(document, Outcome.UPDATED, post, *warnings, comment_count=count)


def _terms_of(documents: Sequence[Document]) -> list[Terms]:
    categories = terms_for(Category, [document.categories for document in documents])
    return list(zip(categories, terms_for(Tag, [document.tags for document in documents]), strict=True))


def _fill(post: Post, document: Document, options: ImportOptions) -> list[str]:
    """Put what the document says into the post; return what a person should know."""
    warnings = []
    post.title, post.body = shorten(document.title, TITLE_CHARACTERS), document.body
    if post.title != document.title:
        post.body = render_plain_text(document.title) + post.body
        warnings.append(
            f"the title is longer than {TITLE_CHARACTERS} characters; it was cut and stands whole at the head of the text"
        )
    post.byline = document.byline[:BYLINE_CHARACTERS]
    post.language = options.language or document.language or settings.LANGUAGE_CODE
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


def _what_became(document: Document, post: Post, terms: Terms, at: datetime) -> dict[str, Any]:
    """Return what the record of a document says, whose post is stored."""
    return {
        "post_id": post.pk,
        "organization_id": post.organization_id,
        "format": document.format,
        "checksum": document.checksum,
        "updated_at": at,
        "lines": [
            {"number": line.number, "text": line.text, "role": line.role, "became": line.became} for line in document.lines
        ],
        "warnings": list(document.warnings),
        "offers_replies": document.offers.replies,
        "offers_likes": document.offers.likes,
        "identity_services": list(document.offers.identity_services),
        "comment_count": len(document.comments),
        "post_fingerprint": fingerprint(post, terms),
    }


def _refused(document: Document) -> DocumentReport:
    error = DocumentError(document.path, None, SAME_MOMENT, "run the import again")
    return DocumentReport(path=document.path, outcome=Outcome.FAILED, error=str(error))


def _report(document: Document, outcome: Outcome, post: Post | None, *warnings: str, comment_count: int = 0) -> DocumentReport:
    return DocumentReport(
        path=document.path,
        outcome=outcome,
        post=None if post is None else post.slug,
        organization=None if post is None else post.organization.slug,
        comments=comment_count,
        warnings=(*document.warnings, *warnings),
    )
