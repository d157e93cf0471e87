"""The page of a post has many parts that are remembered: each shows a change of whatever stands in it at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.media.models import Image, OrganizationLook
from blog.media.services import add_image
from blog.organizations.models import CommentPolicy, Membership, Organization
from blog.organizations.roles import Role
from blog.posts.models import Category, Post, Series, Tag
from cms.templatetags.remembered import parts
from tests.blog.media.pictures import emblem, photo
from tests.factories import (
    LONG_AGO,
    CategoryFactory,
    CommentFactory,
    JointPublicationFactory,
    OrganizationFactory,
    PostFactory,
    SeriesFactory,
    SeriesPartFactory,
    TagFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/posts/a-post/"


@pytest.fixture
def page(client: Client) -> Callable[[], str]:
    """A post with everything around it, whose page has been asked for before."""
    organization = OrganizationFactory.create(name="Institute", slug="institute")
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    cover = add_image(photo(800, 200), organization=organization, alt="A house")
    post = PostFactory.create(organization=organization, slug="a-post", title="A post", cover=cover, **terms)
    OrganizationLook.objects.create(organization=organization, logo=add_image(emblem(), organization=organization))
    JointPublicationFactory.create(post=post, organization=OrganizationFactory.create(slug="partner"))
    SeriesPartFactory.create(post=post, series=SeriesFactory.create(organization=organization, title="Parts"), position=1)
    root = CommentFactory.create(post=post, user=UserFactory.create(email="member@example.org"), user_email="")
    for _reply in range(2):
        CommentFactory.create(post=post, reply_to=root)

    def ask(address: str = PAGE) -> str:
        return client.get(address).content.decode()

    assert ask() == ask()
    return ask


LATER = LONG_AGO + timedelta(days=400)
POST = {
    "title": "Another title",
    "summary": "Another summary",
    "byline": "Another Person",
    "seo_title": "Another title for engines",
    "seo_description": "Another description",
    "canonical_url": "https://elsewhere.example.org/",
    "cover_caption": "Another caption",
    "body_html": "<p>Another text</p>",
    "language": "ro",
    "comment_count": 77,
    "like_count": 78,
    "word_count": 9_000,
    "contents": [[2, "first", "Another heading"]],
    "is_date_known": False,
    "published_at": LATER,
    "updated_at": LATER,
    "checked_at": LATER,
    "comment_policy": CommentPolicy.CLOSED,
}
ORGANIZATION = {
    "name": "Another name",
    "short_name": "Another",
    "slug": "another",
    "kind": "ngo",
    "website": "https://another.example.org/",
    "founded_year": 1907,
    "description_html": "<p>Another description</p>",
    "country": "MD",
    "comment_policy": CommentPolicy.CLOSED,
}
OTHERS: dict[str, Callable[[], object]] = {
    "the colour of its organization": lambda: Organization.objects.filter(slug="institute").update(
        accent_color="#aa0000", accent_on_light="#aa0000", accent_on_dark="#ffaaaa"
    ),
    "the name of a category": lambda: Category.objects.update(name="Another"),
    "the address of a category": lambda: Category.objects.update(slug="another"),
    "the name of a tag": lambda: Tag.objects.update(name="Another"),
    "the name of a partner": lambda: Organization.objects.filter(slug="partner").update(name="Another"),
    "the address of a partner": lambda: Organization.objects.filter(slug="partner").update(slug="another"),
    "the title of a series": lambda: Series.objects.update(title="Another"),
    "an image": lambda: Image.objects.update(widths=[320]),
    "the credit of an image": lambda: Image.objects.update(credit="Another"),
    "the ground of a logo": lambda: OrganizationLook.objects.update(logo_ground="dark"),
    "no logo": lambda: OrganizationLook.objects.all().delete(),
    "the words of a reply": lambda: Comment.objects.update(body_html="<p>Another reply</p>"),
    "a reply that is removed": lambda: Comment.objects.filter(level=0).update(state=State.REMOVED),
    "a reply that is held": lambda: set_state(Comment.objects.filter(level=1), State.HELD, by=None, at=LATER),
    "a reply that was edited": lambda: Comment.objects.update(edited_at=LATER),
    "the likes of a reply": lambda: Comment.objects.update(like_count=79),
    "the name of a guest": lambda: Comment.objects.update(user_name="Another Guest"),
    "the page of a guest": lambda: Comment.objects.update(user_url="https://guest.example.org/"),
    "the name of a member": lambda: User.objects.update(name="Another Member"),
    "a badge": lambda: Membership.objects.create(
        organization=Organization.objects.get(slug="institute"), user=User.objects.get(), role=Role.MODERATOR
    ),
    "one reply more": lambda: CommentFactory.create(post=Post.objects.get(slug="a-post")),
    "one reply less": lambda: Comment.objects.filter(level=1).first().delete(),  # type: ignore[union-attr]  # there are two
}


@pytest.mark.parametrize("column", POST)
def test_a_column_of_the_post(page: Callable[[], str], column: str) -> None:
    differs_at_once(page, lambda: Post.objects.filter(slug="a-post").update(**{column: POST[column]}))


@pytest.mark.parametrize("column", ORGANIZATION)
def test_a_column_of_its_organization(page: Callable[[], str], column: str) -> None:
    differs_at_once(page, lambda: Organization.objects.filter(slug="institute").update(**{column: ORGANIZATION[column]}))


@pytest.mark.parametrize("change", OTHERS)
def test_what_stands_around_it(page: Callable[[], str], change: str) -> None:
    differs_at_once(page, OTHERS[change])


def differs_at_once(page: Callable[[], str], change: Callable[[], object]) -> None:
    """Make a change and see that the page is what it would be if nothing had been remembered."""
    before = page()
    change()
    after = page()
    assert after != before
    parts.clear()
    assert page() == after
