"""Saving and deleting posts, with their addresses and authors."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.models import Post, Status, Tag
from blog.posts.services import delete_post, save_post
from blog.redirects.models import Redirect
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def new(organization: Organization, **fields: object) -> Post:
    return Post(organization=organization, **{"title": "Dear Businessman", "body": "<p>Hello.</p>", **fields})


def test_a_post_without_an_address_gets_one_from_its_title(organization: Organization) -> None:
    first, second = new(organization), new(organization)
    save_post(first, by=None, at=NOW)
    save_post(second, by=None, at=NOW)
    assert (first.slug, second.slug) == ("dear-businessman", "dear-businessman-2")


def test_an_address_that_was_chosen_stays(organization: Organization) -> None:
    post = new(organization, slug="chosen")
    save_post(post, by=None, at=NOW)
    post.title = "Another title"
    save_post(post, by=None, at=NOW)
    assert post.slug == "chosen"


def test_whoever_makes_a_post_is_its_author(organization: Organization, author: User, editor: User) -> None:
    post = new(organization)
    save_post(post, by=author, at=NOW)
    save_post(post, by=editor, at=NOW)
    assert list(post.authors.all()) == [author]


def test_a_post_that_a_program_makes_has_no_author(organization: Organization) -> None:
    post = new(organization)
    save_post(post, by=None, at=NOW)
    assert not post.authors.exists()


def test_a_draft_that_is_saved_with_a_date_stays_a_draft(organization: Organization) -> None:
    post = new(organization, published_at=NOW + HOUR)
    save_post(post, by=None, at=NOW)
    assert (post.status, post.published_at, post.first_published_at) == (Status.DRAFT, None, None)


def test_a_published_post_with_a_date_to_come_is_scheduled(organization: Organization) -> None:
    post = new(organization, status=Status.PUBLISHED, published_at=NOW + HOUR)
    save_post(post, by=None, at=NOW)
    assert Post.objects.get().status == Status.SCHEDULED


def test_archiving_twice_keeps_when_it_was_archived() -> None:
    post = PostFactory.create(status=Status.ARCHIVED)
    save_post(post, by=None, at=NOW)
    assert Post.objects.get().archived_at == LONG_AGO


def test_an_unknown_status_publishes_nothing(organization: Organization) -> None:
    with pytest.raises(ValueError, match="lost"):
        save_post(new(organization, status="lost"), by=None, at=NOW)
    assert not Post.objects.exists()


def test_a_new_address_of_a_public_post_leaves_the_old_one_alive(client: Client) -> None:
    post = PostFactory.create(slug="old")
    post.slug = "new"
    save_post(post, by=None, at=NOW)
    response = client.get("/posts/old/", follow=True)
    assert response.redirect_chain == [("/posts/new/", 301)]
    assert response.status_code == 200


@pytest.mark.parametrize(
    "fields",
    [{"status": Status.DRAFT}, {"status": Status.SCHEDULED, "published_at": NOW + HOUR, "first_published_at": NOW + HOUR}],
)
def test_a_new_address_of_a_post_that_was_never_public_leaves_nothing(fields: dict[str, object]) -> None:
    post = PostFactory.create(slug="old", **fields)
    post.slug = "new"
    save_post(post, by=None, at=NOW)
    assert not Redirect.objects.exists()


def test_the_address_of_a_draft_that_was_public_stays_alive() -> None:
    post = PostFactory.create(slug="old", status=Status.DRAFT, first_published_at=LONG_AGO)
    post.slug = "new"
    save_post(post, by=None, at=NOW)
    assert Redirect.objects.get().old_path == "/posts/old/"


def test_publishing_and_renaming_at_once_leaves_no_redirect_from_the_draft() -> None:
    post = PostFactory.create(slug="old", status=Status.DRAFT)
    post.slug, post.status = "new", Status.PUBLISHED
    save_post(post, by=None, at=NOW)
    assert not Redirect.objects.exists()


def test_an_address_that_another_post_has_is_refused() -> None:
    PostFactory.create(slug="taken")
    post = PostFactory.create(slug="old")
    post.slug = "taken"
    with pytest.raises(IntegrityError):
        save_post(post, by=None, at=NOW)


def test_the_address_of_a_deleted_post_says_that_it_is_gone(client: Client) -> None:
    post = PostFactory.create(slug="old")
    post.slug = "new"
    save_post(post, by=None, at=NOW)
    delete_post(post, by=None, at=NOW)
    assert client.get("/posts/new/").status_code == 410
    assert client.get("/posts/old/").status_code == 410


@pytest.mark.parametrize("published_at", [None, NOW + HOUR])
def test_the_address_of_a_deleted_post_that_was_never_public_is_free(client: Client, published_at: datetime | None) -> None:
    status = Status.SCHEDULED if published_at else Status.DRAFT
    delete_post(PostFactory.create(slug="old", status=status, published_at=published_at), by=None, at=NOW)
    assert not Redirect.objects.exists()
    assert client.get("/posts/old/").status_code == 404


def test_what_is_shown_is_rendered_when_a_post_is_saved(organization: Organization) -> None:
    post = new(organization, body='<h2>A</h2><p onclick="x()">One two</p>')
    save_post(post, by=None, at=NOW)
    post.refresh_from_db()
    assert post.body_html == '<h2 id="section-a">A</h2><p>One two</p>'
    assert (post.excerpt, post.word_count) == ("One two", 3)


def test_a_summary_is_the_excerpt() -> None:
    post = PostFactory.create(summary="What it\nis about", body="<p>Much more.</p>")
    assert (post.excerpt, post.meta_description) == ("What it is about", "What it is about")


def test_a_long_summary_is_cut_between_words() -> None:
    post = PostFactory.create(summary="word " * 99)
    assert post.excerpt.endswith(" word…")
    assert len(post.excerpt) <= 280
    assert len(post.meta_description) <= 160


def test_saving_the_text_alone_saves_what_is_shown_of_it() -> None:
    post = PostFactory.create()
    post.body, post.title = "<p>New text</p>", "Not saved"
    post.save(update_fields=["body"])
    post.refresh_from_db()
    assert (post.body_html, post.excerpt, post.word_count) == ("<p>New text</p>", "New text", 2)
    assert post.title != "Not saved"


def test_saving_another_column_alone_writes_only_that() -> None:
    post = PostFactory.create()
    Post.objects.update(body_html="<p>Of another process</p>")
    post.save(update_fields=["is_featured"])
    assert Post.objects.get().body_html == "<p>Of another process</p>"


def test_characters_that_feeds_cannot_carry_are_left_out() -> None:
    post = PostFactory.create(title="Ti\x0btle", byline="Reader\x00 One", summary="a\ufffeb", body="<p>\x0cc</p>")
    post.refresh_from_db()
    assert (post.title, post.byline, post.summary, post.body_html) == ("Title", "Reader One", "ab", "<p>c</p>")
    tag = Tag.objects.create(name="T\x1ag", slug="tag", description="\x01a")
    assert (tag.name, tag.description) == ("Tg", "a")


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fa-ir", "rtl"), ("pt-br", "ltr"), ("xx-yy", "ltr")]
)
def test_a_post_knows_the_direction_of_its_script(language: str, direction: str) -> None:
    assert Post(language=language).direction == direction


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (220, 1), (331, 2), (2200, 10)])
def test_reading_takes_whole_minutes(words: int, minutes: int) -> None:
    assert Post(word_count=words).reading_minutes == minutes


def test_saving_a_post_does_not_undo_the_count_of_replies_that_came_meanwhile() -> None:
    post = PostFactory.create()
    Post.objects.filter(pk=post.pk).update(comment_count=3)
    post.title = "Another title"
    post.save()
    post.refresh_from_db()
    assert (post.title, post.comment_count) == ("Another title", 3)


def test_saving_only_the_text_saves_what_derives_from_it_and_when_it_changed() -> None:
    post = PostFactory.create()
    before = Post.objects.get(pk=post.pk).updated_at
    post.body = "<p>New words.</p>"
    post.save(update_fields=["body"])
    stored = Post.objects.get(pk=post.pk)
    assert stored.excerpt == "New words."
    assert stored.updated_at > before
