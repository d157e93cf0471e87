"""What the suite says of a page cache that gives something else than Django."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.posts.models import Post
from tests.blog.posts.test_query_counts import COSTS
from tests.cms.pagecache.asking import OwnTransactionWatcher
from tests.factories import PostFactory
from tests.through_cache import beside_the_cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return PostFactory.create(slug="a-post", title="Tigers")


def test_a_page_that_changes_is_the_same_from_both(client: Client, post: Post) -> None:
    with beside_the_cache():
        assert "Tigers" in client.get("/posts/a-post/").content.decode()
        Post.objects.filter(pk=post.pk).update(title="Otters")
        assert "Otters" in client.get("/posts/a-post/").content.decode()


@pytest.mark.usefixtures("post")
def test_a_page_that_is_kept_too_long_is_noticed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OwnTransactionWatcher, "news", lambda _watcher: ())
    with beside_the_cache():
        client.get("/posts/a-post/")
        Post.objects.update(title="Otters")
        with pytest.raises(AssertionError, match="the page cache answers /posts/a-post/ in another way"):
            client.get("/posts/a-post/")


@pytest.mark.usefixtures("post")
def test_its_queries_are_not_counted(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with beside_the_cache(), django_assert_num_queries(COSTS["/"]):
        client.get("/")
