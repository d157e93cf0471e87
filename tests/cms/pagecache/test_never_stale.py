"""A change drops the pages that show it, and no other."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.likes.people import Liker
from blog.likes.services import like
from blog.organizations.models import Membership, Organization
from blog.posts.models import Category, Post, RelatedPost, Status, Tag
from tests.cms.pagecache.asking import Cached
from tests.factories import (
    LONG_AGO,
    CategoryFactory,
    CommentFactory,
    MembershipFactory,
    OrganizationFactory,
    PostFactory,
    TagFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=3000)
PAGES = {
    "home": "/",
    "post": "/posts/a-post/",
    "organization": "/organizations/institute-of-examples/",
    "category": "/categories/news/",
    "tag": "/tags/trade/",
    "month": "/archive/2017/08/",
    "feed": "/feed/",
    "replies": "/posts/a-post/comments/feed/",
    "other post": "/posts/other-post/",
    "other organization": "/organizations/other-chamber/",
    "other category": "/categories/other/",
}
LISTS_OF_THE_SITE = {"home", "month", "feed"}
OF_A_POST = {"post", "replies", "organization", "category", "tag"} | LISTS_OF_THE_SITE
EVERY = set(PAGES)


@pytest.fixture
def post(organization: Organization, other_organization: Organization) -> Post:
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    other = [CategoryFactory.create(slug="other")]
    PostFactory.create(organization=other_organization, slug="other-post", categories=other, is_featured=True)
    post: Post = PostFactory.create(organization=organization, slug="a-post", **terms)
    member = UserFactory.create(email="member@example.org")
    CommentFactory.create(post=post, user=member, user_email="")
    return post


@pytest.fixture
def warm(ask: Cached, post: Post) -> Iterator[Cached]:  # noqa: ARG001  # the site
    with time_machine.travel(NOW, tick=False):
        for address in PAGES.values():
            ask(address)
        yield ask


def dropped(ask: Cached) -> set[str]:
    """Return the names of the pages that are not kept any more."""
    return {name for name, address in PAGES.items() if not is_kept(ask, address)}


def is_kept(ask: Cached, address: str) -> bool:
    before = ask.figure("hits")
    ask(address)
    return ask.figure("hits") > before


def test_without_a_change_everything_is_kept(warm: Cached) -> None:
    assert dropped(warm) == set()


def test_a_post_s_text(warm: Cached, post: Post) -> None:
    post.body = "<p>Another text.</p>"
    post.save()
    assert dropped(warm) == OF_A_POST
    assert "Another text." in warm("/posts/a-post/").text


def test_raw_sql(warm: Cached, post: Post) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE posts_post SET title = %s WHERE id = %s", ["From psql", post.pk])
    assert dropped(warm) == OF_A_POST
    assert "From psql" in warm("/").text


def test_a_like_drops_the_page_that_counts_it(warm: Cached, post: Post) -> None:
    like(post, by=Liker(visitor_key="a" * 64), at=NOW)
    assert dropped(warm) == {"post", "replies"}
    assert "1 reader likes this" in warm("/posts/a-post/").text


def test_a_new_post_drops_the_lists_that_it_comes_into(warm: Cached, organization: Organization) -> None:
    PostFactory.create(organization=organization, title="New one", tags=[Tag.objects.get(slug="trade")])
    assert dropped(warm) == {"organization", "tag", "post"} | LISTS_OF_THE_SITE  # the post's page leads to the next one
    assert "New one" in warm("/tags/trade/").text


def test_a_draft_drops_nothing(warm: Cached, organization: Organization) -> None:
    draft = PostFactory.create(organization=organization, status=Status.DRAFT)
    draft.title = "Later"
    draft.save()
    assert dropped(warm) == set()


def test_a_post_that_is_deleted(warm: Cached, post: Post) -> None:
    post.delete()
    assert dropped(warm) == OF_A_POST
    assert warm("/posts/a-post/").status == 404


def test_a_post_that_is_archived(warm: Cached, post: Post) -> None:
    post.archive(at=NOW)
    post.save()
    assert warm("/posts/a-post/").status == 410
    assert dropped(warm) - {"post", "replies"} == OF_A_POST - {"post", "replies"}


def test_a_post_whose_language_changes_comes_into_the_feed_of_that_language(warm: Cached) -> None:
    assert "other-post" not in warm("/ro/feed/").text
    Post.objects.filter(slug="other-post").update(language="ro")
    assert "other-post" in warm("/ro/feed/").text


def test_bulk_changes(warm: Cached) -> None:
    Post.objects.filter(slug="other-post").update(excerpt="In bulk.")
    assert dropped(warm) == {"other post", "other organization", "other category"} | LISTS_OF_THE_SITE


def test_terms_that_a_post_gets_and_loses(warm: Cached, post: Post) -> None:
    other = Category.objects.get(slug="other")
    post.categories.add(other)  # INSERT OR IGNORE on SQLite
    assert dropped(warm) == {"post", "replies", "organization", "category", "tag", "other category"} | LISTS_OF_THE_SITE
    post.categories.remove(other)
    assert dropped(warm) == {"post", "replies", "organization", "category", "tag", "other category"} | LISTS_OF_THE_SITE


def test_a_term_that_is_renamed(warm: Cached) -> None:
    Category.objects.filter(slug="news").update(name="Renamed")
    assert dropped(warm) == {"post", "category", "feed"}
    assert "Renamed" in warm("/posts/a-post/").text


def test_a_term_that_nobody_uses_yet_drops_only_what_lists_the_terms_of_many(warm: Cached) -> None:
    TagFactory.create()
    assert dropped(warm) == {"feed"}


def test_an_organization(warm: Cached, organization: Organization) -> None:
    Organization.objects.filter(pk=organization.pk).update(short_name="Renamed")
    assert dropped(warm) == OF_A_POST
    assert "Renamed" in warm("/").text


def test_an_organization_of_nobody(warm: Cached) -> None:
    organization = OrganizationFactory.create()
    assert dropped(warm) == set()
    Organization.objects.filter(pk=organization.pk).update(name="Renamed")
    assert dropped(warm) == set()


def test_an_organization_whose_post_is_related_drops_the_pages_that_name_it(warm: Cached, post: Post) -> None:
    other = Post.objects.get(slug="other-post")
    RelatedPost.objects.create(post=post, other=other, closeness=1)
    assert dropped(warm) == {"post", "replies"}
    Organization.objects.filter(pk=other.organization_id).update(short_name="Renamed")
    assert dropped(warm) == {"post", "other post", "other organization", "other category"} | LISTS_OF_THE_SITE
    assert "Renamed" in warm("/posts/a-post/").text


def test_the_organization_to_which_a_related_post_is_moved(warm: Cached, post: Post) -> None:
    other = Post.objects.get(slug="other-post")
    RelatedPost.objects.create(post=post, other=other, closeness=1)
    organization = OrganizationFactory.create(short_name="Before")
    warm("/posts/a-post/")
    Post.objects.filter(pk=other.pk).update(organization=organization)
    assert "Before" in warm("/posts/a-post/").text
    Organization.objects.filter(pk=organization.pk).update(short_name="After")
    assert "After" in warm("/posts/a-post/").text


def test_a_public_reply(warm: Cached, post: Post) -> None:
    CommentFactory.create(post=post, comment="A new reply")
    assert dropped(warm) == {"post", "replies"}
    assert "A new reply" in warm("/posts/a-post/").text


def test_a_reply_that_is_held_drops_nothing(warm: Cached, post: Post) -> None:
    CommentFactory.create(post=post, state=State.HELD)
    assert dropped(warm) == set()


def test_a_decision_about_a_reply(warm: Cached, post: Post) -> None:
    set_state(Comment.objects.of_post(post), State.REMOVED, by=None, at=NOW)
    assert "A reply." not in warm("/posts/a-post/").text
    assert "A reply." not in warm("/posts/a-post/comments/feed/").text


def test_a_reply_whose_words_are_changed_in_the_package_s_table(warm: Cached, post: Post) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_comments SET user_url = 'https://example.org/' WHERE object_pk = %s", [str(post.pk)])
    assert dropped(warm) == {"post", "replies"}


def test_the_name_of_who_replied(warm: Cached) -> None:
    User.objects.filter(email="member@example.org").update(name="Another Name")
    assert dropped(warm) == {"post", "replies"}
    assert "Another Name" in warm("/posts/a-post/").text


def test_signing_in_drops_nothing(warm: Cached) -> None:
    user = User.objects.get(email="member@example.org")
    user.last_login = NOW
    user.save()
    assert dropped(warm) == set()


def test_who_belongs_to_the_organization(warm: Cached, organization: Organization) -> None:
    MembershipFactory.create(user=User.objects.get(email="member@example.org"), organization=organization)
    assert dropped(warm) == {"post"}
    Membership.objects.all().delete()
    assert dropped(warm) == {"post"}


def test_who_wrote_a_post(warm: Cached, post: Post) -> None:
    post.authors.add(User.objects.get(email="member@example.org"))
    assert "post" in dropped(warm)


def test_a_change_that_is_taken_back_leaves_the_pages_right(warm: Cached, post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(title="For a moment")
    warm("/")
    Post.objects.filter(pk=post.pk).update(title=post.title)
    assert "For a moment" not in warm("/").text


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases have no such statement")
@pytest.mark.usefixtures("db", "post")
def test_rows_that_are_replaced(warm: Cached) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO posts_category SELECT 77, 'Replaced', slug, '', '' FROM posts_category WHERE slug = 'news'"
        )
        assert dropped(warm) == EVERY
        cursor.execute(
            "UPDATE posts_post_categories SET category_id = 77 WHERE category_id NOT IN (SELECT id FROM posts_category)"
        )


class TestTime:
    def test_a_scheduled_post_appears_at_its_moment(self, warm: Cached, organization: Organization) -> None:
        soon = NOW + timedelta(hours=1)
        dates = {"published_at": soon, "first_published_at": soon}
        PostFactory.create(organization=organization, title="Planned", status=Status.SCHEDULED, **dates)
        dropped(warm)
        assert dropped(warm) == set()
        with time_machine.travel(soon - timedelta(seconds=1), tick=False):
            assert dropped(warm) == set()
        with time_machine.travel(soon, tick=False):
            assert "Planned" in warm("/").text
            assert "Planned" in warm("/organizations/institute-of-examples/").text
            assert dropped(warm) == {"month", "feed", "post"}

    def test_a_post_expires_at_its_moment(self, warm: Cached, post: Post) -> None:
        soon = NOW + timedelta(hours=1)
        Post.objects.filter(pk=post.pk).update(expires_at=soon)
        dropped(warm)
        with time_machine.travel(soon - timedelta(seconds=1), tick=False):
            assert dropped(warm) == set()
        with time_machine.travel(soon, tick=False):
            assert warm("/posts/a-post/").status == 410
            assert "a-post" not in warm("/categories/news/").text
            assert "a-post" not in warm("/tags/trade/").text
            assert warm("/posts/a-post/comments/feed/").status == 410

    def test_replies_close_at_their_moment(self, warm: Cached, organization: Organization) -> None:
        closes_at = NOW + timedelta(hours=1)
        Organization.objects.filter(pk=organization.pk).update(close_comments_after_days=3000)
        Post.objects.filter(slug="a-post").update(published_at=closes_at - timedelta(days=3000))
        dropped(warm)
        with time_machine.travel(closes_at - timedelta(seconds=1), tick=False):
            assert "Replies to this post are closed" not in warm("/posts/a-post/").text
            assert is_kept(warm, "/posts/a-post/")
        with time_machine.travel(closes_at, tick=False):
            assert "Replies to this post are closed" in warm("/posts/a-post/").text
            assert is_kept(warm, "/posts/a-post/")
