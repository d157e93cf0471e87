"""What the desk costs an editor when an organization has many posts: as much as when it has few."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.models import Post, Status
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db


def fill(organization: Organization, number: int) -> None:
    dates = {"published_at": LONG_AGO, "first_published_at": LONG_AGO}
    Post.objects.bulk_create(
        Post(organization=organization, title=f"Post {n}", slug=f"post-{n}", status=Status.PUBLISHED, **dates)
        for n in range(number)
    )


@pytest.mark.parametrize("number", [10, 10_000])
def test_list_and_form_cost_an_editor_the_same_with_ten_and_with_ten_thousand_posts(
    client: Client, editor: User, organization: Organization, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(organization, number)
    post = PostFactory.create(organization=organization, slug="opened")
    services.save_revision(post, content_of(post) | {"title": "Waiting"}, by=editor, at=LONG_AGO)
    client.force_login(editor)
    form = f"/admin/posts/post/{post.pk}/change/"
    client.get(form)  # what a process looks up once is known now
    with django_assert_num_queries(8):
        client.get("/admin/posts/post/")
    with django_assert_num_queries(36):
        client.get(form)
