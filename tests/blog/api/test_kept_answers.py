"""The page cache keeps what the API answers, and drops it when what it tells changes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.likes.people import Liker
from blog.likes.services import like
from blog.media.models import OrganizationLook
from blog.media.services import add_image
from blog.organizations.models import Organization
from blog.posts.models import Category, Post, Tag
from tests.blog.media.pictures import emblem
from tests.cms.pagecache.asking import Cached, cached
from tests.factories import LONG_AGO, CategoryFactory, CommentFactory, OrganizationFactory, PostFactory, TagFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=3000)
ANSWERS = {
    "posts": "/api/posts/",
    "featured": "/api/posts/?featured=true",
    "of the organization": "/api/posts/?organization=institute-of-examples",
    "of the category": "/api/posts/?category=news&page_size=5",
    "of the tag": "/api/posts/?tag=trade",
    "in Romanian": "/api/posts/?language=ro",
    "of the month": "/api/posts/?month=2017-08",
    "of another": "/api/posts/?organization=other-chamber",
    "post": "/api/posts/a-post/",
    "other post": "/api/posts/other-post/",
    "replies": "/api/posts/a-post/comments/",
    "organizations": "/api/organizations/",
    "organization": "/api/organizations/institute-of-examples/",
    "categories": "/api/categories/",
    "category": "/api/categories/news/",
    "tags": "/api/tags/",
    "schema": "/api/schema/json/",
    "page": "/api/",
}
OF_ALL = {"posts", "featured", "in Romanian", "of the month"}
LISTS = OF_ALL | {"of the organization", "of the category", "of the tag"}


@pytest.fixture
def post(organization: Organization, other_organization: Organization) -> Post:
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    PostFactory.create(organization=other_organization, slug="other-post", language="ro", is_featured=True)
    post = PostFactory.create(organization=organization, slug="a-post", is_featured=True, language="ro", **terms)
    member = UserFactory.create(name="The Member", email="member@example.org")
    CommentFactory.create(post=post, user=member, user_email="")
    return post


@pytest.fixture
def warm(post: Post) -> Iterator[Cached]:  # noqa: ARG001  # the site is made before the answers
    with time_machine.travel(NOW, tick=False):
        asked = cached()
        dropped(asked)
        assert dropped(asked) == set()
        yield asked


def dropped(ask: Cached) -> set[str]:
    """Return which of the answers are not kept any more; each is right and kept afterwards."""
    gone = {name for name, address in ANSWERS.items() if not ask.is_hit(address)}
    plain = Cached.__mro__[1](WSGIHandler())
    assert [name for name, address in ANSWERS.items() if ask(address).body != plain(address).body] == []
    return gone


def test_only_parameters_that_are_named_make_another_answer(warm: Cached) -> None:
    assert warm.is_hit("/api/posts/?utm_source=1&x=2")
    assert not warm.is_hit("/api/posts/?page_size=7")
    assert warm.is_hit("/api/posts/a-post/?page_size=7")


def test_a_change_of_a_post(warm: Cached, post: Post) -> None:
    post.title = "Another title"
    post.save()
    assert dropped(warm) == LISTS | {"post", "replies"}


def test_a_new_post(warm: Cached, other_organization: Organization) -> None:
    PostFactory.create(organization=other_organization, tags=[Tag.objects.get(slug="trade")])
    assert dropped(warm) == OF_ALL | {"of another", "of the tag"}


def test_a_post_in_another_language_comes_into_the_list_of_that_language(warm: Cached) -> None:
    PostFactory.create(slug="late")
    dropped(warm)
    Post.objects.filter(slug="late").update(language="ro")
    assert "in Romanian" in dropped(warm)
    assert '"late"' in warm(ANSWERS["in Romanian"]).text


def test_a_version_in_another_language(warm: Cached, post: Post) -> None:
    Post.objects.numbered([post.pk]).update(original=post)
    dropped(warm)
    PostFactory.create(language="ru", original=post, slug="russian")
    assert "post" in dropped(warm)
    Post.objects.filter(slug="russian").update(outdated_at=NOW)
    assert "post" in dropped(warm)
    assert '"is_outdated":true' in warm("/api/posts/a-post/").text


def test_the_look_of_an_organization(warm: Cached, organization: Organization) -> None:
    image = add_image(emblem(), organization=organization)
    dropped(warm)
    OrganizationLook.objects.create(organization=organization, logo=image)
    assert {"organization", "organizations"} <= dropped(warm)


def test_a_post_that_is_featured_no_longer(warm: Cached) -> None:
    Post.objects.filter(slug="a-post").update(is_featured=False)
    assert dropped(warm) >= LISTS | {"post"}
    assert "a-post" not in warm(ANSWERS["featured"]).text


def test_a_post_that_appears_and_one_that_expires(warm: Cached, organization: Organization) -> None:
    soon = NOW + timedelta(hours=1)
    PostFactory.create(organization=organization, slug="soon", published_at=soon, first_published_at=soon)
    Post.objects.filter(slug="a-post").update(expires_at=soon)
    dropped(warm)
    with time_machine.travel(soon, tick=False):
        assert "soon" in warm("/api/posts/").text
        assert "a-post" not in warm(ANSWERS["of the category"]).text
        assert warm("/api/posts/a-post/").status == warm("/api/posts/a-post/comments/").status == 410


def test_terms(warm: Cached, post: Post) -> None:
    Category.objects.filter(slug="news").update(name="Renamed")
    assert dropped(warm) == LISTS | {"post", "category", "categories"}
    TagFactory.create()
    assert dropped(warm) == {"tags"}
    post.tags.add(TagFactory.create(name="New"))
    assert '"New"' in warm("/api/posts/a-post/").text
    assert '"New"' in warm("/api/posts/").text


def test_organizations(warm: Cached, organization: Organization) -> None:
    Organization.objects.filter(pk=organization.pk).update(short_name="Renamed")
    assert dropped(warm) == LISTS | {"post", "replies", "organization", "organizations"}
    OrganizationFactory.create()
    assert dropped(warm) == {"organizations"}


def test_replies(warm: Cached, post: Post) -> None:
    CommentFactory.create(post=post, comment="A new reply")
    assert dropped(warm) == {"replies"}
    User.objects.filter(email="member@example.org").update(name="Another Name")
    assert dropped(warm) == {"replies"}
    set_state(Comment.objects.of_post(post), State.REMOVED, by=None, at=NOW)
    assert '"results":[]' in warm("/api/posts/a-post/comments/").text


def test_a_like(warm: Cached, post: Post) -> None:
    like(post, by=Liker(visitor_key="a" * 64), at=NOW)
    assert '"like_count":1' in warm("/api/posts/a-post/").text
    assert dropped(warm) <= {"replies"}


def test_the_search_is_asked_anew_each_time(warm: Cached) -> None:
    assert not warm.is_hit("/api/search/?q=post")
    assert not warm.is_hit("/api/search/?q=post")
