"""What only a version uses that waits to be published is not deleted meanwhile, and its page says where it is used."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from blog.accounts.models import User
from blog.media import services as media
from blog.media.errors import InUseError
from blog.media.models import Document, Image, Usage
from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.models import Post
from tests.blog.media.pictures import pdf, photo
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def post(organization: Organization) -> Post:
    made: Post = PostFactory.create(organization=organization, title="Ports")
    return made


@pytest.fixture
def image(organization: Organization) -> Image:
    return media.add_image(photo(30, 20), organization=organization, name="in-text.jpg")


@pytest.fixture
def cover(organization: Organization) -> Image:
    return media.add_image(photo(30, 20, seed=5), organization=organization, name="cover.jpg")


@pytest.fixture
def document(organization: Organization) -> Document:
    return media.add_document(pdf(), organization=organization, name="report.pdf")


@pytest.fixture
def held(post: Post, editor: User, image: Image, cover: Image, document: Document) -> Post:
    """A public post, of which a version waits that shows all three."""
    body = f'<figure data-image="{image.pk}"><img src="{image.lasting_address}" alt="A"></figure>'
    body += f'<p><a href="{document.lasting_address}">Report</a></p>'
    services.save_revision(post, content_of(post) | {"body": body, "cover": cover.pk}, by=editor, at=AT)
    return post


def places() -> set[tuple[str, str]]:
    return {(use.place, str(use.image or use.document)) for use in Usage.objects.select_related("image", "document")}


ALL_WAIT = {("waiting", "In text"), ("waiting", "Cover"), ("waiting", "Report")}


def test_what_a_version_that_waits_uses_is_noted_and_not_deleted(
    held: Post, image: Image, cover: Image, document: Document
) -> None:
    assert places() == ALL_WAIT
    for used in (image, cover):
        with pytest.raises(InUseError):
            media.delete_image(used)
    with pytest.raises(InUseError):
        media.delete_document(document)
    held.refresh_from_db()
    services.save_post(held, by=None, at=AT)  # the post itself is stored: what waits goes on waiting
    assert places() == ALL_WAIT


def test_once_published_it_is_the_posts_own(held: Post, editor: User) -> None:
    services.publish_newest(Post.objects.get(pk=held.pk), by=editor, at=AT)
    assert places() == {("text", "In text"), ("cover", "Cover"), ("text", "Report")}


def test_once_given_up_it_is_free(held: Post, editor: User, image: Image) -> None:
    services.discard_changes(Post.objects.get(pk=held.pk), by=editor, at=AT)
    assert places() == set()
    media.delete_image(image)


def test_the_next_version_that_waits_takes_the_place_of_the_last(held: Post, editor: User, cover: Image) -> None:
    services.save_revision(held, content_of(held) | {"cover": cover.pk}, by=editor, at=AT)
    assert places() == {("waiting", "Cover")}


def test_a_change_of_status_lets_it_wait(held: Post, editor: User) -> None:
    services.feature_post(Post.objects.get(pk=held.pk), is_featured=True, by=editor, at=AT)
    assert places() == ALL_WAIT


def test_another_organizations_image_is_no_use(post: Post, editor: User, other_organization: Organization) -> None:
    foreign = media.add_image(photo(31, 20), organization=other_organization, name="foreign.jpg")
    body = f'<figure data-image="{foreign.pk}"><img src="{foreign.lasting_address}" alt="A"></figure>'
    services.save_revision(post, content_of(post) | {"body": body, "cover": 4711}, by=editor, at=AT)
    assert places() == set()


def test_its_page_says_where_and_deleting_is_refused(client: Client, editor: User, held: Post, image: Image) -> None:
    client.force_login(editor)
    page = " ".join(client.get(f"/admin/media/image/{image.pk}/change/").content.decode().split())
    assert f'href="/admin/posts/post/{held.pk}/change/">Ports</a>' in page
    assert "Version that waits · Published" in page
    assert "“In text” in the post “Ports”" in client.get(f"/admin/media/image/{image.pk}/delete/").content.decode()
    client.post(f"/admin/media/image/{image.pk}/delete/", {"post": "yes"})
    assert Image.objects.filter(pk=image.pk).exists()


def test_an_author_still_describes_an_image_that_no_public_post_shows(author: User, held: Post, image: Image) -> None:
    held.authors.add(author)
    assert Image.objects.changeable_by(author).filter(pk=image.pk).exists()
    services.publish_newest(Post.objects.get(pk=held.pk), by=None, at=AT)
    assert not Image.objects.changeable_by(author).filter(pk=image.pk).exists()


def test_the_migration_notes_what_waited_before(held: Post) -> None:
    Usage.objects.all().delete()
    migration = import_module("blog.posts.migrations.0010_uses_of_waiting_versions")
    migration.note(apps, None)
    assert places() == ALL_WAIT
    assert Usage.objects.filter(post=held).count() == len(ALL_WAIT)
    migration.forget(apps, None)
    assert places() == set()
