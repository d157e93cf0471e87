"""Imports of many documents: they are stored in portions, which must not be seen from outside."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, models
from django.test.utils import CaptureQueriesContext

from blog.comments.models import Comment
from blog.imports import importer, reading
from blog.imports.document import Document, DocumentError
from blog.imports.importer import ImportOptions, import_paths
from blog.imports.models import ImportedDocument
from blog.imports.report import DocumentReport, Outcome
from blog.imports.sources import source_id_of
from blog.inserting import insert
from blog.organizations.models import Organization
from blog.posts.models import Category, Post, Revision, Tag
from blog.posts.services import saving
from blog.search.index import get_index
from blog.search.index.base import Scope
from blog.search.query import Query
from tests.blog.imports.conftest import WriteDocument

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TABLES: list[type[models.Model]] = [Organization, Category, Tag, Post, Revision, Comment, ImportedDocument]
TEXT = """\
{title}

9 August 2017

Filed under: Harbours, {place}

The harbour number {number} was opened to all ships in spring, and the first convoy arrived on the same day.

The council thanked the crews and announced that the second pier would follow within a year.

Published by Institute of {place}

One response

Reader One says:
August 10, 2017 at 10:00 am
I was there, and it was a fine day for number {number}.
"""


@pytest.fixture
def folder(write_document: WriteDocument, tmp_path: Path) -> Path:
    for number in range(12):
        place = "Harbours" if number % 2 else "Towns"
        text = TEXT.format(title=f"The harbour {number % 5}", number=number, place=place)
        write_document(f"docs/{number:02}.txt", text=text)
    return tmp_path / "docs"


def run(*paths: Path, options: ImportOptions | None = None) -> list[DocumentReport]:
    reports: list[DocumentReport] = []
    import_paths(paths, options or ImportOptions(), at=NOW, on_document=reports.append)
    return reports


def posts() -> list[tuple[object, ...]]:
    columns = ("slug", "title", "organization__name", "published_at", "body_html", "excerpt", "word_count", "comment_count")
    more = ("revision_number", "status", "first_published_at", "is_date_known", "related_at", "language")
    return list(Post.objects.order_by("slug").values_list(*columns, *more))


def test_many_at_once_become_what_each_becomes_alone(folder: Path) -> None:
    alone = [run(file)[0] for file in sorted(folder.iterdir())]
    expected, revisions = posts(), sorted(Revision.objects.values_list("post__slug", "number", "kind", "words_added"))
    records = sorted(ImportedDocument.objects.values_list("source_id", "checksum", "comment_count"))
    terms = sorted(Post.objects.values_list("slug", "categories__slug", "tags__slug"), key=str)
    every: list[type[models.Model]] = [ImportedDocument, Comment, Post, Organization, Category, Tag]
    for table in every:
        table._default_manager.all().delete()
    together = run(folder)
    assert together == alone
    assert posts() == expected
    assert sorted(Revision.objects.values_list("post__slug", "number", "kind", "words_added")) == revisions
    assert sorted(ImportedDocument.objects.values_list("source_id", "checksum", "comment_count")) == records
    assert sorted(Post.objects.values_list("slug", "categories__slug", "tags__slug"), key=str) == terms
    assert Comment.objects.count() == 12
    assert run(folder) == [unchanged(report) for report in together]


def unchanged(report: DocumentReport) -> DocumentReport:
    return DocumentReport(
        path=report.path, outcome=Outcome.UNCHANGED, post=report.post, organization=report.organization, warnings=()
    )


def test_what_was_imported_with_many_is_found(folder: Path) -> None:
    run(folder)
    found = get_index().newest(Query.parse("convoy"), Scope(), limit=50)
    assert len(found) == 12


def test_statements_grow_with_the_portions_not_with_the_documents(folder: Path, write_document: WriteDocument) -> None:
    few = queries(lambda: run(folder))
    for number in range(40):
        text = TEXT.format(title=f"The pier {number}", number=number, place="Harbours")
        write_document(f"more/{number:02}.txt", text=text)
    many = queries(lambda: run(folder.parent / "more"))
    assert many <= few  # whose organizations and terms are there by now


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("broken", [0, 5, 11])
def test_one_that_cannot_be_stored_is_told_and_all_others_are(
    folder: Path, broken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = f"The harbour {broken % 5}"
    number = f"number {broken} "

    def store(posts: list[Post]) -> None:
        if any(post.title == refuse and number in post.body for post in posts):
            raise IntegrityError
        insert(posts)

    monkeypatch.setattr(saving, "insert", store)
    reports = run(folder)
    assert [place for place, report in enumerate(reports) if report.outcome == Outcome.FAILED] == [broken]
    assert "run the import again" in (reports[broken].error or "")
    assert Post.objects.count() == ImportedDocument.objects.count() == Revision.objects.count() == 11


def test_the_same_bytes_twice_in_a_folder_are_one_document(folder: Path, write_document: WriteDocument) -> None:
    write_document("docs/00-copy.txt", text=(folder / "00.txt").read_text())
    outcomes = [report.outcome for report in run(folder)]
    assert outcomes == [Outcome.UNCHANGED if place == 1 else Outcome.CREATED for place in range(13)]


def test_a_file_that_took_the_bytes_of_one_that_has_changed_is_new(folder: Path, write_document: WriteDocument) -> None:
    run(folder)
    before = (folder / "00.txt").read_text()
    write_document("docs/00.txt", text=before.replace("second pier", "third pier"))
    write_document("docs/99.txt", text=before)
    reports = run(folder)
    assert (reports[0].outcome, reports[-1].outcome) == (Outcome.UPDATED, Outcome.CREATED)


def test_what_an_import_needs_of_the_process_it_gives_back(folder: Path) -> None:
    def needs() -> tuple[object, ...]:
        names = importer.ROOM if connection.vendor == "sqlite" else ()
        with connection.cursor() as cursor:
            room = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
        return *room, gc.isenabled(), gc.get_freeze_count() > 0

    before, meanwhile = needs(), list[object]()
    import_paths([folder], ImportOptions(), at=NOW, on_document=lambda _report: meanwhile.append(needs()))
    room = importer.ROOM.values() if connection.vendor == "sqlite" else ()
    assert set(meanwhile) == {(*room, False, True)}
    assert needs() == before


def test_a_dry_run_of_many_leaves_nothing(folder: Path) -> None:
    assert len(run(folder, options=ImportOptions(is_dry_run=True))) == 12
    assert not any(table._default_manager.exists() for table in TABLES)


def test_files_are_read_by_several_processes_in_their_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "05.txt").write_bytes(b"\x00\x01")
    files = sorted(folder.iterdir())
    here = list(reading.read_all(iter(files)))
    monkeypatch.setattr(reading, "FILES_A_TASK", 5)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    elsewhere = list(reading.read_all(iter(files)))
    assert [str(one) if isinstance(one, DocumentError) else one for one in elsewhere] == [
        str(one) if isinstance(one, DocumentError) else one for one in here
    ]


def test_no_more_is_read_than_is_about_to_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def documents() -> Iterator[Document]:
        for number in range(100):
            given.append(number)
            yield Document(
                path=f"{number}.txt", format="text", checksum=str(number), title=f"Title {number}", body="<p>Words.</p>"
            )

    monkeypatch.setattr(importer, "DOCUMENTS_A_TRANSACTION", 10)
    monkeypatch.setattr(importer, "read_all", lambda _found: documents())
    seen: list[int] = []
    import_paths([Path("any")], ImportOptions(), at=NOW, on_document=lambda _report: seen.append(len(given)))
    assert seen == [10 * (number // 10 + 1) for number in range(100)]


def test_a_link_to_a_document_of_the_same_folder_is_that_document(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "00.txt")
    assert [Path(report.path).name for report in run(folder)].count("link.txt") == 0


def test_a_file_is_known_by_where_it_really_is(folder: Path) -> None:
    (folder.parent / "way").symlink_to(folder)
    (folder.parent / "link.txt").symlink_to(folder / "00.txt")
    elsewhere, folders = str(folder.resolve()), dict[str, str]()
    assert source_id_of(str(folder.parent / "way" / "05.txt"), folders) == f"{elsewhere}/05.txt"
    assert source_id_of(str(folder.parent / "way" / "06.txt"), folders) == f"{elsewhere}/06.txt"
    assert source_id_of(str(folder.parent / "link.txt"), folders) == f"{elsewhere}/00.txt"
    assert source_id_of(str(settings.BASE_DIR / "seeds" / "a.txt"), folders) == "seeds/a.txt"


def test_a_link_to_a_document_elsewhere_is_read(folder: Path, write_document: WriteDocument) -> None:
    (folder / "link.txt").symlink_to(write_document("elsewhere.txt"))
    assert run(folder)[-1].outcome == Outcome.CREATED
