"""The content of a post: what is kept of it in a revision, and how it comes back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from blog.accounts.models import User
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.content import FIELDS, RELATED, Content, apply_content, content_of, label_of
from blog.posts.models import Post, Status
from blog.posts.services import save_post
from tests.factories import LONG_AGO, CategoryFactory, OrganizationFactory, PostFactory, TagFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
NO_CONTENT = {
    "review_by_date": "when to look at it again is no part of the text",
    "review_reminded_date": "as above",
    "checked_at": "as above",
    "id": "which post it is",
    "status": "a verb changes it",
    "first_published_at": "a fact",
    "archived_at": "goes with the status",
    "body_html": "derived",
    "excerpt": "derived",
    "word_count": "derived",
    "contents": "derived",
    "related_at": "about related posts",
    "comment_count": "counted",
    "like_count": "counted",
    "revision_number": "counted",
    "has_unpublished_changes": "about revisions themselves",
    "corrected_at": "a fact",
    "trashed_at": "a verb changes it",
    "trashed_by": "goes with it",
    "original": "verbs change it",
    "translated_version": "goes with it",
    "translated_number": "goes with it",
    "outdated_at": "follows from the original",
    "created_at": "a fact",
    "updated_at": "a fact",
}


@pytest.fixture
def post(organization: Organization, author: User) -> Post:
    """A post in which every field says something."""
    post = PostFactory.create(
        organization=organization,
        title="Ports",
        summary="About ports",
        byline="The port office",
        language="ro",
        slug="ports",
        expires_at=NOW,
        is_date_known=False,
        is_featured=True,
        planned_date=date(2026, 3, 2),
        canonical_url="https://ports.example/",
        seo_title="Ports!",
        seo_description="All about ports",
        comment_policy=CommentPolicy.CLOSED,
        categories=[CategoryFactory.create()],
        tags=TagFactory.create_batch(2),
    )
    post.authors.add(author)
    return post


def applied_to(post: Post, content: Content) -> tuple[Post, list[str]]:
    applied = apply_content(post, content)
    save_post(post, by=None, at=LONG_AGO)
    applied.store_related(post)
    return Post.objects.get(pk=post.pk), [str(part) for part in applied.left_out]


def test_every_column_and_relation_of_a_post_is_content_or_has_a_reason_not_to_be() -> None:
    columns = {field.name for field in [*Post._meta.concrete_fields, *Post._meta.local_many_to_many]}
    assert columns == {*FIELDS, *RELATED, *NO_CONTENT}


def test_the_content_is_plain_json(post: Post, author: User) -> None:
    content = content_of(post)
    assert content["organization"] == post.organization_id
    assert content["published_at"] == "2017-08-09T10:00:00+00:00"
    assert content["authors"] == [author.pk]
    assert content["tags"] == sorted(post.tags.values_list("pk", flat=True))


def test_a_post_that_is_not_stored_has_no_relations(organization: Organization) -> None:
    content = content_of(Post(organization=organization, title="New"))
    assert (content["title"], content["tags"], content["published_at"]) == ("New", [], None)


def test_what_is_taken_from_one_post_makes_another_the_same(post: Post) -> None:
    content = content_of(post)
    other = PostFactory.create()
    Post.objects.filter(pk=post.pk).update(slug="elsewhere")
    stored, left_out = applied_to(other, content)
    assert content_of(stored) == content
    assert left_out == []


def test_a_field_that_the_content_does_not_hold_keeps_its_value(post: Post) -> None:
    before = content_of(post)
    stored, left_out = applied_to(post, {"title": "Harbours"})
    assert content_of(stored) == before | {"title": "Harbours"}
    assert left_out == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"color": "red"}, "color: this version holds a field that posts do not have any more"),
        ({"comment_policy": "shouting"}, "Replies: its value is not allowed any more"),
        ({"title": "x" * 251}, "Title: its value is not allowed any more"),
        ({"title": ""}, "Title: its value is not allowed any more"),
        ({"expires_at": "soon"}, "Expires at: its value is not allowed any more"),
        ({"organization": 999_999}, "Organization: what it names is deleted"),
    ],
)
def test_what_cannot_be_put_back_is_named_and_the_post_keeps_what_it_had(post: Post, content: Any, said: str) -> None:
    before = content_of(post)
    stored, left_out = applied_to(post, content)
    assert content_of(stored) == before
    assert left_out == [said]


@pytest.mark.parametrize("name", ["authors", "categories", "tags"])
def test_rows_that_are_deleted_are_left_out_and_the_others_put_back(post: Post, name: str) -> None:
    kept = {"authors": UserFactory, "categories": CategoryFactory, "tags": TagFactory}[name].create()  # type: ignore[attr-defined]  # factories
    stored, left_out = applied_to(post, {name: [999_999, kept.pk]})
    assert content_of(stored)[name] == [kept.pk]
    assert left_out == [f"{label_of(name)}: what it names is deleted"]


@pytest.mark.parametrize("value", [None, "x", 3, [[1]], {"a": 1}])
def test_nonsense_instead_of_rows_is_no_rows(post: Post, value: Any) -> None:
    stored, _left_out = applied_to(post, {"tags": value})
    assert content_of(stored)["tags"] == []


def test_a_date_of_publication_is_never_taken_away(post: Post) -> None:
    stored, _left_out = applied_to(post, {"published_at": None, "expires_at": None})
    assert (stored.status, stored.published_at, stored.expires_at) == (Status.PUBLISHED, LONG_AGO, None)


def test_a_deleted_organization_leaves_the_post_where_it_is(post: Post, organization: Organization) -> None:
    gone = OrganizationFactory.create()
    content = content_of(post) | {"organization": gone.pk}
    gone.delete()
    stored, _left_out = applied_to(post, content)
    assert stored.organization == organization
