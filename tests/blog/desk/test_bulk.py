"""Doing something with several posts at once, and undoing it: the services."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from blog.accounts.models import User
from blog.audit.models import Line
from blog.desk.models import Act, Batch
from blog.desk.services.bulk import (
    KEPT,
    AlreadyUndoneError,
    Report,
    TooLateError,
    carry_out,
    delete_old_batches,
    foresee,
    undo,
)
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Organization, PublishingPolicy
from blog.organizations.roles import Role
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.models import Post, Revision, Status
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
KEPT_COLUMNS = ("status", "published_at", "archived_at", "expires_at", "trashed_at", "trashed_by")


@pytest.fixture(autouse=True)
def _each_goes_through_its_service(settings: Settings) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]


@pytest.fixture
def public(organization: Organization) -> Post:
    post: Post = PostFactory.create(organization=organization, title="Public", expires_at=NOW + timedelta(days=9))
    return post


@pytest.fixture
def draft(organization: Organization) -> Post:
    post: Post = PostFactory.create(organization=organization, title="Draft", status=Status.DRAFT)
    return post


def do(act: Act, *posts: Post, by: User) -> Batch:
    batch = carry_out(act, [post.pk for post in posts], by=by, at=NOW).batch
    assert batch is not None
    return batch


def standing(post: Post) -> tuple[object, ...]:
    row: tuple[object, ...] = Post.objects.values_list(*KEPT_COLUMNS).get(pk=post.pk)
    return row


def titles(report: Report) -> list[str]:
    return [post.title for post in report.changed]


def test_what_is_foreseen_is_what_happens_and_changes_nothing(editor: User, public: Post, draft: Post) -> None:
    draft.authors.add(editor)
    numbers = [public.pk, draft.pk]
    foreseen = foresee(Act.PUBLISH, numbers, by=editor, at=NOW)
    assert (standing(draft)[0], Post.objects.get(pk=draft.pk).first_published_at) == (Status.DRAFT, None)
    for model in (Batch, Revision, Line, OutgoingMail):
        assert not model._default_manager.exists()
    done = carry_out(Act.PUBLISH, numbers, by=editor, at=NOW)
    assert titles(foreseen) == titles(done) == ["Draft"]
    assert foreseen.left_out == done.left_out == ["“Public” stays as it is: it is published or scheduled already."]


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (Act.PUBLISH, Status.DRAFT),
        (Act.PUBLISH, Status.ARCHIVED),
        (Act.ARCHIVE, Status.PUBLISHED),
        (Act.RETURN, Status.PUBLISHED),
        (Act.RETURN, Status.ARCHIVED),
        (Act.TRASH, Status.PUBLISHED),
        (Act.TRASH, Status.DRAFT),
    ],
)
def test_undoing_puts_a_post_back_as_it_was(editor: User, organization: Organization, act: Act, status: Status) -> None:
    post = PostFactory.create(organization=organization, status=status, expires_at=NOW + timedelta(days=9))
    before = standing(post)
    batch = do(act, post, by=editor)
    assert standing(post) != before
    report = undo(batch, by=editor, at=LATER)
    assert (len(report.changed), report.left_out) == (1, [])
    assert standing(post) == before


def test_undoing_is_a_version_and_stands_in_the_audit_log(editor: User, public: Post) -> None:
    undo(do(Act.ARCHIVE, public, by=editor), by=editor, at=LATER)
    verbs = Line.objects.order_by("pk").values_list("verb", "actor", "at")
    assert list(verbs) == [("posts.archive", editor.pk, NOW), ("posts.publish", editor.pk, LATER)]
    kinds = public.revisions.order_by("number").values_list("kind", "by")
    assert list(kinds) == [("saved", None), ("archived", editor.pk), ("published", editor.pk)]


@pytest.mark.parametrize("act", [Act.RETURN, Act.TRASH])
def test_a_plan_comes_back_while_its_moment_is_to_come_only(editor: User, organization: Organization, act: Act) -> None:
    soon, later = NOW + timedelta(minutes=30), NOW + timedelta(days=3)
    for title, moment in (("Soon", soon), ("Later", later)):
        PostFactory.create(organization=organization, title=title, status=Status.SCHEDULED, published_at=moment)
    report = undo(do(act, *Post.objects.all(), by=editor), by=editor, at=LATER)
    assert titles(report) == ["Later"]
    assert report.left_out == ["“Soon” stays as it is: the moment at which it was to appear has passed."]
    assert not Post.objects.published(LATER).exists()
    assert Post.objects.kept().get(status=Status.SCHEDULED).published_at == later


def test_what_was_changed_since_stays_and_is_named(editor: User, owner: User, public: Post, organization: Organization) -> None:
    other = PostFactory.create(organization=organization, title="Other")
    batch = do(Act.ARCHIVE, public, other, by=editor)
    other.refresh_from_db()
    other.summary = "Another summary"
    services.save_post(other, by=owner, at=LATER)
    services.record_revision(other, by=owner, at=LATER)
    report = undo(batch, by=editor, at=LATER)
    assert titles(report) == ["Public"]
    assert report.left_out == ["“Other” stays as it is: it was changed since."]
    assert standing(other)[0] == Status.ARCHIVED


def test_a_draft_that_was_submitted_since_stays_in_review(editor: User, public: Post) -> None:
    batch = do(Act.RETURN, public, by=editor)
    services.submit_for_review(Post.objects.get(), by=editor, at=LATER)
    assert undo(batch, by=editor, at=LATER).left_out == ["“Public” stays as it is: it was changed since."]
    assert standing(public)[0] == Status.IN_REVIEW


def test_what_was_put_into_the_trash_since_stays_there(editor: User, public: Post) -> None:
    batch = do(Act.ARCHIVE, public, by=editor)
    services.trash_post(public, by=editor, at=LATER)
    assert undo(batch, by=editor, at=LATER).left_out == ["“Public” stays as it is: it was changed since."]
    assert standing(public)[4] == LATER


def test_what_was_taken_out_of_the_trash_and_put_there_again_stays(editor: User, public: Post) -> None:
    batch = do(Act.TRASH, public, by=editor)
    services.restore_post(public, by=editor, at=LATER)
    services.trash_post(public, by=editor, at=LATER)
    assert undo(batch, by=editor, at=LATER).left_out == ["“Public” stays as it is: it was changed since."]
    assert standing(public)[4] == LATER


def test_what_is_deleted_for_good_is_left_without_a_word(editor: User, public: Post, draft: Post) -> None:
    batch = do(Act.TRASH, public, draft, by=editor)
    services.delete_post(draft, by=editor, at=LATER)
    report = undo(batch, by=editor, at=LATER)
    assert (titles(report), report.left_out) == (["Public"], [])


def test_a_new_text_that_has_become_public_is_not_taken_back(editor: User, public: Post) -> None:
    services.save_revision(public, content_of(public) | {"title": "New title"}, by=editor, at=NOW)
    report = undo(do(Act.PUBLISH, public, by=editor), by=editor, at=LATER)
    reason = "its new text is public: go back to an earlier one among its versions"
    assert report.left_out == [f"“New title” stays as it is: {reason}."]
    assert Post.objects.get().title == "New title"


def test_a_version_that_waits_goes_on_waiting(editor: User, public: Post) -> None:
    services.save_revision(public, content_of(public) | {"title": "New title"}, by=editor, at=NOW)
    assert titles(undo(do(Act.ARCHIVE, public, by=editor), by=editor, at=LATER)) == ["Public"]
    post = Post.objects.get()
    assert (post.title, post.has_unpublished_changes) == ("Public", True)
    assert services.newest_version(post)[0].title == "New title"


def test_what_was_in_review_is_a_draft_afterwards(editor: User, owner: User, draft: Post) -> None:
    services.submit_for_review(draft, by=editor, at=NOW)
    undo(do(Act.PUBLISH, draft, by=owner), by=owner, at=LATER)
    assert standing(draft)[0] == Status.DRAFT
    services.submit_for_review(Post.objects.get(), by=editor, at=LATER)
    report = undo(do(Act.RETURN, draft, by=owner), by=owner, at=LATER)
    assert report.left_out == ["“Draft” stays as it is: it was in review: submit it again."]


def test_twice_nothing_is_undone(editor: User, public: Post) -> None:
    batch = do(Act.ARCHIVE, public, by=editor)
    undo(batch, by=editor, at=LATER)
    with pytest.raises(AlreadyUndoneError):
        undo(batch, by=editor, at=LATER)


def test_it_can_be_undone_for_a_day(editor: User, public: Post) -> None:
    batch = do(Act.ARCHIVE, public, by=editor)
    with pytest.raises(TooLateError):
        undo(batch, by=editor, at=NOW + timedelta(days=1, microseconds=1))
    assert standing(public)[0] == Status.ARCHIVED
    undo(batch, by=editor, at=NOW + timedelta(days=1))
    assert standing(public)[0] == Status.PUBLISHED


def test_nobody_undoes_what_somebody_else_did(editor: User, owner: User, superuser: User, public: Post) -> None:
    batch = do(Act.ARCHIVE, public, by=editor)
    for other in (owner, superuser):
        with pytest.raises(Batch.DoesNotExist):
            undo(batch, by=other, at=LATER)
    assert standing(public)[0] == Status.ARCHIVED


@pytest.mark.parametrize("act", Act)
def test_a_stranger_changes_nothing_and_learns_no_title(stranger: User, public: Post, draft: Post, act: Act) -> None:
    report = carry_out(act, [public.pk, draft.pk], by=stranger, at=NOW)
    assert (report.changed, report.left_out, report.batch) == ([], [], None)
    assert not Batch.objects.exists()


@pytest.mark.parametrize("act", Act)
def test_an_author_puts_own_drafts_into_the_trash_and_does_nothing_else(
    author: User, public: Post, draft: Post, act: Act
) -> None:
    public.authors.add(author)
    draft.authors.add(author)
    report = carry_out(act, [public.pk, draft.pk], by=author, at=NOW)
    assert titles(report) == (["Draft"] if act == Act.TRASH else [])
    assert "“Public” stays as it is: your role does not allow this." in report.left_out
    if report.batch is not None:
        assert titles(undo(report.batch, by=author, at=LATER)) == ["Draft"]


@pytest.mark.parametrize("act", [Act.ARCHIVE, Act.TRASH])
def test_who_has_lost_the_right_undoes_nothing(editor: User, public: Post, act: Act) -> None:
    public.authors.add(editor)
    batch = do(act, public, by=editor)
    editor.memberships.update(role=Role.AUTHOR)
    assert undo(batch, by=editor, at=LATER).changed == []
    assert Post.objects.published(NOW).count() == 0


def test_who_has_left_the_organization_learns_nothing_more(editor: User, public: Post) -> None:
    batch = do(Act.ARCHIVE, public, by=editor)
    editor.memberships.all().delete()
    report = undo(batch, by=editor, at=LATER)
    assert (report.changed, report.left_out) == ([], [])


def test_undoing_publishes_nothing_past_the_approval_of_a_second_person(
    editor: User, public: Post, organization: Organization
) -> None:
    batch = do(Act.ARCHIVE, public, by=editor)
    Organization.objects.filter(pk=organization.pk).update(publishing_policy=PublishingPolicy.SECOND_PERSON)
    (reason,) = undo(batch, by=editor, at=LATER).left_out
    assert "needs the approval of a second person" in reason
    assert standing(public)[0] == Status.ARCHIVED


def test_old_batches_are_deleted(editor: User, public: Post) -> None:
    batch = do(Act.ARCHIVE, public, by=editor)
    assert delete_old_batches(at=batch.at + KEPT) == 0
    assert delete_old_batches(at=batch.at + KEPT + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("columns", [{"act": "unknown"}, {"undone_at": LONG_AGO}])
def test_the_database_refuses_a_batch_that_cannot_be(editor: User, columns: dict[str, object]) -> None:
    row = Batch.objects.create(by=editor, at=NOW, act=Act.TRASH, rows=[])
    with pytest.raises(IntegrityError):
        Batch.objects.filter(pk=row.pk).update(**columns)
