"""The review of a post: who asks, who decides, what each step leaves behind, and whom it tells."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.organizations.models import Organization, PublishingPolicy
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, Review, ReviewState, Status
from blog.posts.models.errors import (
    NoteMissingError,
    NothingToReviewError,
    NotInReviewError,
    NotReviewerError,
    OwnReviewError,
    PostError,
    ReadAgainError,
)
from tests.factories import MembershipFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft(organization: Organization, author: User) -> Post:
    post: Post = PostFactory.create(organization=organization, status=Status.DRAFT, title="Not out yet")
    post.authors.add(author)
    return post


@pytest.fixture
def in_review(draft: Post, author: User) -> Post:
    services.submit_for_review(draft, by=author, at=NOW)
    return draft


@pytest.fixture
def mails(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[Callable[[], object]], list[str]]:
    """Do something and return to whom mails went, each with its subject."""

    def run(deed: Callable[[], object]) -> list[str]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return sorted(f"{message.to[0]} {message.subject}" for message in mail.outbox[before:])

    return run


def stored(post: Post) -> tuple[str, str]:
    """Return the status of a post and the state of its last review."""
    return Post.objects.get(pk=post.pk).status, Review.objects.of_post(post)[0].state


def approve(post: Post, by: User) -> Review:
    return services.approve(post, version=fingerprint(services.newest_version(post)[0]), by=by, at=NOW)


def test_an_author_submits_a_draft_and_those_who_publish_are_told(
    draft: Post, author: User, editor: User, owner: User, stranger: User, mails: Callable[..., list[str]]
) -> None:
    told = mails(lambda: services.submit_for_review(draft, by=author, at=NOW))
    assert told == [f"{person.email} For review: “Not out yet”" for person in (editor, owner)]
    assert stranger.email not in str(told)
    assert stored(draft) == (Status.IN_REVIEW, ReviewState.REQUESTED)
    review = Review.objects.get()
    assert (review.requested_by, review.requested_at, review.version) == (author, NOW, fingerprint(draft))
    assert "The author has submitted “Not out yet” of Institute of Examples for review, March 1, 2026, 9 a.m. (UTC)." in str(
        mail.outbox[0].body
    )


@pytest.mark.parametrize("role", ["moderator", "stranger"])
def test_others_submit_nothing(draft: Post, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotReviewerError):
        services.submit_for_review(draft, by=request.getfixturevalue(role), at=NOW)
    assert not Review.objects.exists()


def test_an_author_submits_no_draft_of_somebody_else(organization: Organization, author: User) -> None:
    with pytest.raises(NotReviewerError):
        services.submit_for_review(PostFactory.create(organization=organization, status=Status.DRAFT), by=author, at=NOW)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.ARCHIVED])
def test_what_is_public_or_archived_as_it_is_needs_no_review(organization: Organization, editor: User, status: Status) -> None:
    with pytest.raises(NothingToReviewError):
        services.submit_for_review(PostFactory.create(organization=organization, status=status), by=editor, at=NOW)


def test_a_post_in_review_is_not_submitted_again(in_review: Post, author: User) -> None:
    with pytest.raises(NothingToReviewError):
        services.submit_for_review(in_review, by=author, at=NOW)
    assert Review.objects.count() == 1


def test_an_author_changes_nothing_while_a_post_is_in_review(in_review: Post, author: User) -> None:
    assert not Post.objects.editable_by(author).filter(pk=in_review.pk).exists()
    services.take_back(in_review, by=author, at=NOW)
    assert stored(in_review) == (Status.DRAFT, ReviewState.WITHDRAWN)
    assert Post.objects.editable_by(author).filter(pk=in_review.pk).exists()


def test_an_editor_approves_and_the_author_is_told(
    in_review: Post, author: User, editor: User, mails: Callable[..., list[str]]
) -> None:
    assert mails(lambda: approve(in_review, editor)) == [f"{author.email} Approved: “Not out yet”"]
    assert stored(in_review) == (Status.IN_REVIEW, ReviewState.APPROVED)
    review = Review.objects.get()
    assert (review.decided_by, review.decided_at) == (editor, NOW)


def test_changes_are_requested_with_a_note_and_the_post_is_a_draft_again(
    in_review: Post, author: User, editor: User, mails: Callable[..., list[str]]
) -> None:
    told = mails(lambda: services.request_changes(in_review, note="Name\nthe source.", by=editor, at=NOW))
    assert told == [f"{author.email} Changes requested: “Not out yet”"]
    assert "> Name\n> the source." in str(mail.outbox[-1].body)
    assert stored(in_review) == (Status.DRAFT, ReviewState.CHANGES_REQUESTED)
    assert Post.objects.editable_by(author).filter(pk=in_review.pk).exists()


def test_changes_are_not_requested_without_saying_which(in_review: Post, editor: User) -> None:
    with pytest.raises(NoteMissingError):
        services.request_changes(in_review, note=" \n", by=editor, at=NOW)
    assert stored(in_review) == (Status.IN_REVIEW, ReviewState.REQUESTED)


@pytest.mark.parametrize("role", ["author", "moderator", "stranger"])
def test_who_does_not_publish_for_the_organization_decides_nothing(
    in_review: Post, role: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    with pytest.raises(NotReviewerError):
        approve(in_review, user)
    with pytest.raises(NotReviewerError):
        services.request_changes(in_review, note="No", by=user, at=NOW)
    assert stored(in_review) == (Status.IN_REVIEW, ReviewState.REQUESTED)


@pytest.mark.parametrize("role", ["moderator", "stranger"])
def test_nor_do_they_take_it_back(in_review: Post, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotReviewerError):
        services.take_back(in_review, by=request.getfixturevalue(role), at=NOW)


def test_nobody_approves_what_they_submitted(draft: Post, editor: User) -> None:
    services.submit_for_review(draft, by=editor, at=NOW)
    with pytest.raises(OwnReviewError):
        approve(draft, editor)


def test_a_text_that_was_changed_meanwhile_is_read_again_before_it_is_approved(in_review: Post, editor: User) -> None:
    read = fingerprint(in_review)
    in_review.body = "<p>Another.</p>"
    in_review.save()
    with pytest.raises(ReadAgainError):
        services.approve(in_review, version=read, by=editor, at=NOW)


def test_what_was_decided_is_not_decided_again(in_review: Post, editor: User, owner: User) -> None:
    approve(in_review, editor)
    with pytest.raises(NotInReviewError):
        services.request_changes(in_review, note="No", by=owner, at=NOW)
    with pytest.raises(NotInReviewError):
        services.take_back(PostFactory.create(organization=in_review.organization), by=editor, at=NOW)


def test_an_approval_stays_on_record_when_the_post_is_taken_back(in_review: Post, author: User, editor: User) -> None:
    approve(in_review, editor)
    services.take_back(in_review, by=author, at=NOW)
    assert stored(in_review) == (Status.DRAFT, ReviewState.APPROVED)


def test_who_publishes_a_post_in_review_has_approved_it(
    in_review: Post, author: User, editor: User, mails: Callable[..., list[str]]
) -> None:
    def publish() -> None:
        in_review.status = Status.PUBLISHED
        services.save_post(in_review, by=editor, at=NOW)
        services.record_revision(in_review, by=editor, at=NOW)

    assert mails(publish) == [f"{author.email} Published: “Not out yet”"]
    assert stored(in_review) == (Status.PUBLISHED, ReviewState.APPROVED)
    assert Review.objects.get().decided_by == editor


def test_scheduling_says_in_the_mail_when_and_in_which_zone(
    in_review: Post, author: User, editor: User, mails: Callable[..., list[str]]
) -> None:
    in_review.status, in_review.published_at = Status.SCHEDULED, NOW + timedelta(days=1)
    assert mails(lambda: services.save_post(in_review, by=editor, at=NOW)) == [f"{author.email} Scheduled: “Not out yet”"]
    assert "It appears by itself on March 2, 2026, 9 a.m. (UTC)." in str(mail.outbox[-1].body)


def test_only_authors_who_still_write_for_the_organization_are_told(
    in_review: Post, author: User, editor: User, stranger: User, mails: Callable[..., list[str]]
) -> None:
    in_review.authors.add(UserFactory.create(), stranger)
    assert mails(lambda: approve(in_review, editor)) == [f"{author.email} Approved: “Not out yet”"]


def test_a_change_of_a_live_post_is_reviewed_apart_from_it(organization: Organization, author: User, editor: User) -> None:
    live = PostFactory.create(organization=organization)
    live.authors.add(author)
    content = content_of(live) | {"body": "<p>New.</p>"}
    revision = services.save_revision(live, content, by=author, at=NOW)
    services.submit_for_review(live, by=author, at=NOW)
    assert stored(live) == (Status.PUBLISHED, ReviewState.REQUESTED)
    approve(live, editor)
    assert Review.objects.get().revision_number == revision.number
    services.publish_revision(revision, by=editor, at=NOW)
    assert (Post.objects.get(pk=live.pk).body, stored(live)) == ("<p>New.</p>", (Status.PUBLISHED, ReviewState.APPROVED))


def test_giving_a_version_up_takes_it_out_of_review(organization: Organization, editor: User, owner: User) -> None:
    live = PostFactory.create(organization=organization)
    services.save_revision(live, content_of(live) | {"body": "<p>New.</p>"}, by=editor, at=NOW)
    services.submit_for_review(live, by=editor, at=NOW)
    services.discard_changes(live, by=owner, at=NOW)
    assert stored(live) == (Status.PUBLISHED, ReviewState.WITHDRAWN)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.SCHEDULED])
@pytest.mark.parametrize("role", ["author", "moderator", "stranger"])
def test_who_does_not_publish_makes_nothing_public(
    draft: Post, status: Status, role: str, request: pytest.FixtureRequest
) -> None:
    draft.status, draft.published_at = status, NOW + timedelta(days=1)
    with pytest.raises(PostError, match="you do not publish for its organization"):
        services.save_post(draft, by=request.getfixturevalue(role), at=NOW)
    assert Post.objects.get().status == Status.DRAFT


class TestWithASecondPerson:
    """In an organization that wants an approval for every text."""

    @pytest.fixture(autouse=True)
    def rule(self, organization: Organization) -> None:
        organization.publishing_policy = PublishingPolicy.SECOND_PERSON
        organization.save()

    @staticmethod
    def publish(post: Post, by: User) -> None:
        post.status = Status.PUBLISHED
        services.save_post(post, by=by, at=NOW)

    @pytest.mark.parametrize("role", ["editor", "owner", "superuser"])
    def test_nobody_publishes_without_an_approval(self, draft: Post, role: str, request: pytest.FixtureRequest) -> None:
        with pytest.raises(PostError, match="needs the approval of a second person"):
            self.publish(draft, request.getfixturevalue(role))
        assert Post.objects.get().status == Status.DRAFT

    def test_nobody_makes_a_post_that_is_public_at_once(self, organization: Organization, editor: User) -> None:
        with pytest.raises(PostError, match="needs the approval"):
            self.publish(Post(organization=organization, title="New"), editor)

    def test_an_approved_text_is_published_by_its_author_who_publishes(self, draft: Post, editor: User, owner: User) -> None:
        services.submit_for_review(draft, by=editor, at=NOW)
        approve(draft, owner)
        self.publish(draft, editor)
        assert Post.objects.get().status == Status.PUBLISHED

    def test_a_text_that_was_changed_after_its_approval_is_not(self, in_review: Post, editor: User) -> None:
        approve(in_review, editor)
        in_review.body = "<p>Another.</p>"
        with pytest.raises(PostError, match="needs the approval"):
            self.publish(in_review, editor)

    def test_it_can_be_submitted_again_then(self, in_review: Post, editor: User, owner: User) -> None:
        approve(in_review, editor)
        with pytest.raises(NothingToReviewError):
            services.submit_for_review(in_review, by=editor, at=NOW)
        in_review.body = "<p>Another.</p>"
        services.save_post(in_review, by=editor, at=NOW)
        services.submit_for_review(in_review, by=editor, at=NOW)
        approve(in_review, owner)
        self.publish(in_review, editor)
        assert [review.state for review in Review.objects.of_post(in_review)] == [ReviewState.APPROVED] * 2

    def test_who_changed_the_text_last_does_not_approve_it(self, in_review: Post, editor: User, owner: User) -> None:
        in_review.body = "<p>Mine.</p>"
        services.save_post(in_review, by=editor, at=NOW)
        services.record_revision(in_review, by=editor, at=NOW)
        with pytest.raises(OwnReviewError):
            approve(in_review, editor)
        assert approve(in_review, owner).state == ReviewState.APPROVED

    def test_what_is_public_may_be_stored_again_as_it_is(self, organization: Organization, editor: User) -> None:
        live = PostFactory.create(organization=organization)
        live.is_featured = True
        self.publish(live, editor)
        live.title = "Changed"
        with pytest.raises(PostError, match="needs the approval"):
            self.publish(live, editor)

    def test_the_site_itself_publishes_what_it_imports(self, draft: Post) -> None:
        draft.status = Status.PUBLISHED
        services.save_post(draft, by=None, at=NOW)
        assert Post.objects.get().status == Status.PUBLISHED

    def test_an_approval_in_one_organization_is_none_in_another(
        self, in_review: Post, editor: User, other_organization: Organization
    ) -> None:
        MembershipFactory.create(user=editor, organization=other_organization, role="author")
        approve(in_review, editor)
        in_review.organization = other_organization
        with pytest.raises(PostError, match="you do not publish for its organization"):
            self.publish(in_review, editor)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"decided_at": NOW},
        {"state": ReviewState.APPROVED},
        {"state": ReviewState.CHANGES_REQUESTED, "decided_at": NOW},
        {"version": ""},
    ],
)
def test_the_database_refuses_a_review_that_contradicts_itself(in_review: Post, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(post=in_review).update(**wrong)


def test_the_database_lets_a_post_wait_once(in_review: Post) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(post=in_review, version="1", revision_number=1, requested_at=NOW)


def test_the_database_knows_the_rules_of_publishing(organization: Organization) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=organization.pk).update(publishing_policy="anarchy")


def test_a_post_in_review_has_no_date(in_review: Post) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=in_review.pk).update(published_at=NOW)
