"""Which posts are found to be close, and what is kept of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.models import Post, RelatedPost, Status
from blog.posts.relating import KEPT, relate_post, relate_waiting
from blog.posts.services import save_post
from cms import housekeeping
from tests.factories import LONG_AGO, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=1000)
TRADE = "<p>Customs duties on machinery fell, and exporters of machinery gained from the treaty.</p>"
GARDEN = "<p>Roses, lilies and tulips were shown in the orangery by its gardeners.</p>"


def others(post: Post) -> list[Post]:
    rows = RelatedPost.objects.filter(post=post).order_by("-closeness", "-other").select_related("other")
    return [row.other for row in rows]


def test_a_post_is_related_to_those_with_the_same_words_or_subjects() -> None:
    tag = TagFactory.create()
    post = PostFactory.create(title="Duties on machinery", body=TRADE, tags=[tag])
    same_words = PostFactory.create(title="The treaty and its machinery", body=TRADE)
    same_tag = PostFactory.create(title="Something else", body="<p>Completely different sentences here.</p>", tags=[tag])
    PostFactory.create(title="Flowers", body=GARDEN)
    relate_post(post, at=NOW)
    assert set(others(post)) == {same_words, same_tag}


def test_the_other_post_learns_of_it_too() -> None:
    old = PostFactory.create(body=TRADE)
    relate_post(old, at=NOW)
    assert others(old) == []
    new = PostFactory.create(body=TRADE)
    relate_post(new, at=NOW)
    assert (others(new), others(old)) == ([old], [new])


def test_posts_in_another_language_or_out_of_sight_are_not_offered() -> None:
    post = PostFactory.create(body=TRADE)
    PostFactory.create(body=TRADE, language="ro")
    for status in (Status.DRAFT, Status.ARCHIVED):
        PostFactory.create(body=TRADE, status=status)
    PostFactory.create(body=TRADE, expires_at=NOW)
    PostFactory.create(body=TRADE, published_at=NOW + timedelta(days=1), status=Status.SCHEDULED)
    assert relate_post(post, at=NOW) == []


def test_each_post_keeps_the_closest_few() -> None:
    posts = [PostFactory.create(title=f"Machinery {number}", body=TRADE) for number in range(KEPT + 4)]
    for post in posts:
        relate_post(post, at=NOW)
    assert {RelatedPost.objects.filter(post=post).count() for post in posts} == {KEPT}


def test_relating_again_changes_nothing() -> None:
    post, other = PostFactory.create(body=TRADE), PostFactory.create(body=TRADE)
    rows = RelatedPost.objects.order_by("post").values_list("post", "other", "closeness")
    relate_post(post, at=NOW)
    before = list(rows)
    relate_post(other, at=NOW)
    assert list(rows) == before
    assert len(before) == 2


def test_what_is_not_public_has_no_list_of_its_own() -> None:
    post, _other = PostFactory.create(body=TRADE), PostFactory.create(body=TRADE)
    relate_post(post, at=NOW)
    Post.objects.filter(pk=post.pk).update(status=Status.ARCHIVED, archived_at=NOW)
    relate_post(post, at=NOW)
    assert others(post) == []


def test_what_a_person_saves_is_compared_at_once(
    client: Client, editor: User, organization: Organization, django_capture_on_commit_callbacks: object
) -> None:
    other = PostFactory.create(body=TRADE)
    post = Post(organization=organization, title="New", body=TRADE, status=Status.PUBLISHED)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture without annotations
        save_post(post, by=editor, at=timezone.now())
    assert others(post) == [other]
    assert "Related" in client.get(post.get_absolute_url()).content.decode()


def test_what_comes_in_otherwise_waits_for_the_hourly_round(organization: Organization) -> None:
    posts = [Post(organization=organization, title=f"Post {number}", body=TRADE, status=Status.PUBLISHED) for number in (1, 2)]
    for post in posts:
        save_post(post, by=None, at=NOW)
    assert not RelatedPost.objects.exists()
    done = dict(housekeeping.run(at=NOW + timedelta(hours=1)))
    assert done["posts compared with others"] == 2
    assert (others(posts[0]), others(posts[1])) == ([posts[1]], [posts[0]])
    assert relate_waiting(at=NOW + timedelta(hours=2)) == 0


def test_what_is_changed_is_compared_again() -> None:
    post, flowers = PostFactory.create(body=TRADE), PostFactory.create(body=GARDEN)
    relate_waiting(at=NOW)
    post.body = GARDEN
    save_post(post, by=None, at=NOW)
    assert relate_waiting(at=NOW) == 1
    assert others(post) == [flowers]
