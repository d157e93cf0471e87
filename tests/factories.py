"""Valid rows for tests. The fixed cast (owner, editor, author, moderator, stranger) stands in `conftest.py`."""

from datetime import UTC, datetime, timedelta
from typing import Any

from factory.declarations import LazyAttribute, Maybe, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.desk.models import PreviewLink
from blog.organizations.models import Membership, Organization
from blog.posts.models import Category, JointPublication, JointState, Post, Series, SeriesPart, Status, Tag
from blog.posts.models.queryset import UNDATED_STATUSES

LONG_AGO = datetime(2017, 8, 9, 10, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda number: f"person{number}@example.org")
    name = Sequence(lambda number: f"Person {number}")


class OrganizationFactory(DjangoModelFactory[Organization]):
    class Meta:
        model = Organization

    name = Sequence(lambda number: f"Institute {number}")
    slug = Sequence(lambda number: f"institute-{number}")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = SubFactory(UserFactory)
    organization = SubFactory(OrganizationFactory)


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    name = Sequence(lambda number: f"Category {number}")
    slug = Sequence(lambda number: f"category-{number}")


class TagFactory(DjangoModelFactory[Tag]):
    class Meta:
        model = Tag

    name = Sequence(lambda number: f"Tag {number}")
    slug = Sequence(lambda number: f"tag-{number}")


class PostFactory(DjangoModelFactory[Post]):
    """A public post; with `status=Status.DRAFT` a draft."""

    class Meta:
        model = Post
        skip_postgeneration_save = True

    organization = SubFactory(OrganizationFactory)
    title = Sequence(lambda number: f"Post {number}")
    slug = Sequence(lambda number: f"post-{number}")
    body = "<p>The first paragraph.</p><p>The second paragraph.</p>"
    status = Status.PUBLISHED
    published_at = Maybe(LazyAttribute(lambda post: post.status in UNDATED_STATUSES), None, LONG_AGO)
    first_published_at = SelfAttribute("published_at")
    archived_at = Maybe(LazyAttribute(lambda post: post.status == Status.ARCHIVED), LONG_AGO, None)

    @post_generation
    def categories(self: Post, create: bool, extracted: list[Category] | None, **_kwargs: Any) -> None:  # noqa: FBT001
        if create and extracted:
            self.categories.set(extracted)

    @post_generation
    def tags(self: Post, create: bool, extracted: list[Tag] | None, **_kwargs: Any) -> None:  # noqa: FBT001
        if create and extracted:
            self.tags.set(extracted)


class PreviewLinkFactory(DjangoModelFactory[PreviewLink]):
    """A link that works for a week from `created_at` on."""

    class Meta:
        model = PreviewLink

    post = SubFactory(PostFactory)
    reader = Sequence(lambda number: f"Guest {number}")
    created_at = LONG_AGO
    expires_at = LazyAttribute(lambda link: link.created_at + timedelta(days=7))


class JointPublicationFactory(DjangoModelFactory[JointPublication]):
    """An organization that publishes a post jointly; with another `state` one that was asked, or is no more."""

    class Meta:
        model = JointPublication

    post = SubFactory(PostFactory)
    organization = SubFactory(OrganizationFactory)
    state = JointState.ACCEPTED
    published_at = SelfAttribute("post.published_at")
    asked_at = LONG_AGO
    decided_at = Maybe(
        LazyAttribute(lambda agreement: agreement.state in {JointState.PROPOSED, JointState.ASKED}), None, LONG_AGO
    )


class SeriesFactory(DjangoModelFactory[Series]):
    class Meta:
        model = Series

    organization = SubFactory(OrganizationFactory)
    title = Sequence(lambda number: f"Series {number}")
    slug = Sequence(lambda number: f"series-{number}")


class SeriesPartFactory(DjangoModelFactory[SeriesPart]):
    """The place of a post in a series of its organization."""

    class Meta:
        model = SeriesPart

    series = SubFactory(SeriesFactory)
    post = SubFactory(PostFactory, organization=SelfAttribute("..series.organization"))


class CommentFactory(DjangoModelFactory[Comment]):
    """A public comment of a guest."""

    class Meta:
        model = Comment

    post = SubFactory(PostFactory)
    content_object = SelfAttribute("post")
    site_id = 1
    user_name = Sequence(lambda number: f"Reader {number}")
    user_email = Sequence(lambda number: f"reader{number}@example.org")
    comment = "A reply."
    submit_date = LONG_AGO
