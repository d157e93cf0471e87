"""What documents become, and what a second import does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.serializers import serialize
from django.db import models

from blog.comments.models import Comment
from blog.imports.importer import ImportOptions, import_paths
from blog.imports.models import ImportedDocument
from blog.imports.report import DocumentReport, Outcome
from blog.organizations.models import Kind, Organization
from blog.posts.content import content_of
from blog.posts.models import Post, Status
from blog.posts.services import save_revision, trash_post
from blog.richtext.text import plain_text
from tests.blog.imports.conftest import WriteDocument

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
SEED = settings.SEEDS / "000_508d33439ebc96ae.txt"


def run(*paths: Path, options: ImportOptions | None = None, at: datetime = NOW) -> list[DocumentReport]:
    reports: list[DocumentReport] = []
    import_paths(paths, options or ImportOptions(), at=at, on_document=reports.append)
    return reports


def outcomes(*paths: Path, options: ImportOptions | None = None, at: datetime = NOW) -> list[Outcome]:
    return [document.outcome for document in run(*paths, options=options, at=at)]


def rows() -> str:
    tables: list[type[models.Model]] = [Organization, Post, Comment, ImportedDocument]
    return "\n".join(serialize("json", table._default_manager.order_by("pk")) for table in tables)


def test_the_seed_becomes_a_public_post_word_for_word() -> None:
    run(SEED)
    post = Post.objects.published(NOW).get()
    source = [" ".join(line.split()) for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert post.title == source[0] == "Turkmenistan and Azerbaijan continue their cooperation"
    paragraphs = [plain_text(part) for part in post.body.split("</p>") if part.strip()]
    assert paragraphs == source[1:9]
    assert post.language == "en"


def test_the_seed_makes_its_organization() -> None:
    run(SEED)
    organization = Organization.objects.get()
    assert organization.name == "Chamber of Commerce and Industry Romania-Turkmenistan"
    assert organization.short_name == "CCIRom-Tkm"
    assert organization.founded_year == 2009
    assert organization.kind == Kind.CHAMBER
    assert plain_text(organization.description).startswith(
        "The Chamber of Commerce and Industry Romania-Turkmenistan (CCIRom-Tkm) is"
    )


def test_no_date_is_invented_for_the_seed() -> None:
    run(SEED)
    post = Post.objects.get()
    assert post.published_at == NOW
    assert not post.is_date_known


def test_it_is_recorded_what_the_page_of_the_seed_offered() -> None:
    run(SEED)
    record = ImportedDocument.objects.get()
    assert record.source_id == "seeds/000_508d33439ebc96ae.txt"
    assert record.offers_replies
    assert record.offers_likes
    assert record.identity_services == ["WordPress.com", "Google", "Twitter", "Facebook"]


def test_the_role_of_every_line_is_recorded() -> None:
    run(SEED)
    record = ImportedDocument.objects.get()
    numbered = dict(enumerate(SEED.read_text(encoding="utf-8").splitlines(), start=1))
    assert {line["number"] for line in record.lines} == {number for number, text in numbered.items() if text.strip()}
    assert all(line["text"] == numbered[line["number"]] for line in record.lines)
    assert all(line["role"] and line["became"] for line in record.lines)


def test_importing_twice_changes_no_row() -> None:
    assert outcomes(SEED) == [Outcome.CREATED]
    before = rows()
    assert outcomes(SEED, at=LATER) == [Outcome.UNCHANGED]
    assert rows() == before


def test_the_same_bytes_under_another_name_are_the_same_document(write_document: WriteDocument) -> None:
    assert outcomes(write_document("one.txt")) == [Outcome.CREATED]
    assert outcomes(write_document("two.txt")) == [Outcome.UNCHANGED]


def test_a_changed_document_changes_its_post_and_keeps_its_address(write_document: WriteDocument) -> None:
    run(write_document())
    slug = Post.objects.get().slug
    path = write_document(title="The harbour is open again")
    assert outcomes(path, at=LATER) == [Outcome.UPDATED]
    post = Post.objects.get()
    assert post.title == "The harbour is open again"
    assert post.slug == slug
    assert post.published_at == NOW


def test_a_person_s_edit_is_never_overwritten(write_document: WriteDocument) -> None:
    run(write_document())
    post = Post.objects.get()
    post.body = "<p>Corrected by a person.</p>"
    post.save()
    (report,) = run(write_document(title="Another title"), at=LATER)
    assert report.outcome == Outcome.KEPT
    assert "a person has edited" in report.warnings[-1]
    assert Post.objects.get().body == "<p>Corrected by a person.</p>"


def test_a_version_of_a_person_that_waits_is_never_overtaken(write_document: WriteDocument) -> None:
    run(write_document())
    post = Post.objects.get()
    save_revision(post, content_of(post) | {"title": "A better title"}, by=None, at=NOW)
    (report,) = run(write_document(title="Another title"), at=LATER)
    assert report.outcome == Outcome.KEPT
    assert Post.objects.get().has_unpublished_changes


def test_each_import_of_a_post_is_a_version_of_it(write_document: WriteDocument) -> None:
    run(write_document())
    run(write_document(title="The harbour is open again"), at=LATER)
    post = Post.objects.get()
    first, second = post.revisions.order_by("number")
    assert [(row.kind, row.by, row.created_at) for row in (first, second)] == [
        ("imported", None, NOW),
        ("imported", None, LATER),
    ]
    assert second.content == content_of(post)
    assert second.changed == ["title"]


def test_a_post_that_a_person_deleted_does_not_come_back(write_document: WriteDocument) -> None:
    run(write_document())
    Post.objects.get().delete()
    assert outcomes(write_document(title="Another title"), at=LATER) == [Outcome.KEPT]
    assert not Post.objects.exists()


def test_a_post_in_the_trash_stays_there_as_it_is(write_document: WriteDocument) -> None:
    run(write_document())
    trash_post(Post.objects.get(), by=None, at=LATER)
    (report,) = run(write_document(title="Another title"), at=LATER)
    assert report.outcome == Outcome.KEPT
    assert "in the trash" in report.warnings[-1]
    assert Post.objects.trashed().get().title != "Another title"


def test_an_organization_that_exists_stays_as_it_is(write_document: WriteDocument) -> None:
    Organization.objects.create(name="Institute of Harbours", slug="harbours", description="<p>Ours.</p>")
    run(write_document())
    organization = Organization.objects.get()
    assert organization.description == "<p>Ours.</p>"
    assert Post.objects.get().organization == organization


def test_a_document_without_an_organization_is_filed_under_the_site(write_document: WriteDocument) -> None:
    (report,) = run(
        write_document(text="A plain title\n\nA paragraph that says enough to be the text of an article, in one long line.\n")
    )
    assert report.organization == "gazette"
    assert any("--organization" in warning for warning in report.warnings)


def test_options_decide_for_all_documents(write_document: WriteDocument, organization: Organization) -> None:
    options = ImportOptions(organization=organization, published_at=NOW - timedelta(days=9), language="ro")
    run(write_document(), options=options)
    post = Post.objects.get()
    assert (post.organization, post.language, post.published_at) == (organization, "ro", NOW - timedelta(days=9))
    assert post.is_date_known


def test_drafts_are_not_public(write_document: WriteDocument) -> None:
    run(write_document(), options=ImportOptions(is_draft=True))
    assert Post.objects.get().status == Status.DRAFT


def test_a_dry_run_reports_the_same_and_leaves_nothing(write_document: WriteDocument) -> None:
    paths = [write_document("one.txt"), write_document("two.txt", title="Two")]
    before = rows()
    assert outcomes(*paths, options=ImportOptions(is_dry_run=True)) == [Outcome.CREATED, Outcome.CREATED]
    assert rows() == before


def test_a_broken_document_does_not_stop_the_others(write_document: WriteDocument, tmp_path: Path) -> None:
    write_document("a.txt")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    write_document("c.txt", title="Three")
    reports = run(tmp_path)
    assert [report.outcome for report in reports] == [Outcome.CREATED, Outcome.FAILED, Outcome.CREATED]
    assert (reports[1].error or "").startswith(str(tmp_path / "b.txt"))


def test_a_title_that_is_too_long_is_cut_and_kept_whole_in_the_text(write_document: WriteDocument) -> None:
    title = "Harbours " * 40
    (report,) = run(write_document(title=title))
    post = Post.objects.get()
    assert len(post.title) <= 250
    assert " ".join(title.split()) in plain_text(post.body)
    assert any("title" in warning for warning in report.warnings)


def test_a_folder_is_read_with_everything_below_it_and_each_file_once(write_document: WriteDocument, tmp_path: Path) -> None:
    first = write_document("one.txt")
    write_document("below/two.txt", title="Two")
    write_document("picture.png", text="no document")
    write_document(".hidden.txt", title="Hidden")
    assert len(run(tmp_path, first)) == 2


def test_two_titles_that_are_alike_get_two_addresses(write_document: WriteDocument) -> None:
    path = write_document("one.txt")
    other = write_document("two.txt", text=path.read_text().replace("second pier", "third pier"))
    run(path, other)
    assert set(Post.objects.values_list("slug", flat=True)) == {"the-harbour-is-open", "the-harbour-is-open-2"}
