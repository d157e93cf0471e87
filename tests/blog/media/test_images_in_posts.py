"""Images and documents in the text of posts: what is shown, what is noted, and what follows when an image changes."""

import pytest
from django.test import TestCase
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from blog.media import services
from blog.media.models import Document, Image, Place, Usage
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.media.conftest import Shelve
from tests.blog.media.pictures import drawing, pdf, photo
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def figure(image: Image, alt: str | None = "A harbour", caption: str = "") -> str:
    described = "" if alt is None else f' alt="{alt}"'
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-image="{image.pk}"><img src="{image.lasting_address}"{described}>{said}</figure>'


def write(organization: Organization, body: str) -> Post:
    return PostFactory.create(organization=organization, body=body)


def uses(post: Post) -> set[tuple[str, int | None, int | None]]:
    return set(Usage.objects.filter(post=post).values_list("place", "image", "document"))


def test_an_image_is_shown_with_what_browsers_need(organization: Organization, image: Image) -> None:
    Image.objects.filter(pk=image.pk).update(credit="Ann Lee", licence="CC-BY-4.0", widths=[320, 800])
    html = write(organization, f"<p>a</p>{figure(image, caption='At <em>noon</em>')}").body_html
    image.refresh_from_db()
    assert 'width="800" height="600" alt="A harbour" loading="lazy"' in html
    assert f"{image.rendition_address(320, image.file)} 320w" in html
    assert html.startswith('<p>a</p><figure class="picture"><picture><source type="image/avif"')
    assert html.endswith(
        "<figcaption>At <em>noon</em> "
        '<small class="picture__credit">Ann Lee · <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">'
        "CC BY 4.0</a></small></figcaption></figure>"
    )


@pytest.mark.parametrize(("alt", "shown"), [(None, "On the shelf"), ("", ""), ("Here", "Here")])
def test_an_image_is_described_as_this_use_wants(organization: Organization, image: Image, alt: str | None, shown: str) -> None:
    Image.objects.filter(pk=image.pk).update(alt="On the shelf")
    assert f'alt="{shown}"' in write(organization, figure(image, alt)).body_html


def test_without_words_there_is_no_caption(organization: Organization, image: Image) -> None:
    assert "figcaption" not in write(organization, figure(image)).body_html


def test_what_a_post_uses_is_noted_once(organization: Organization, image: Image) -> None:
    document = services.add_document(pdf(), organization=organization)
    link = f'<p><a href="{document.lasting_address}">Report</a></p>'
    post = write(organization, figure(image) * 2 + link)
    assert uses(post) == {(Place.TEXT, image.pk, None), (Place.TEXT, None, document.pk)}
    post.body = link
    post.save()
    assert uses(post) == {(Place.TEXT, None, document.pk)}
    post.body = ""
    post.save(update_fields=["body"])
    assert uses(post) == set()


def test_a_save_that_leaves_the_text_alone_leaves_the_notes_alone(
    organization: Organization, image: Image, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post = write(organization, "<p>a</p>")
    post.title = "Another"
    with django_assert_num_queries(3):  # a savepoint around the update
        post.save(update_fields=["title"])
    with django_assert_num_queries(4):  # and what it used
        post.save()
    post.cover = image
    post.save(update_fields=["cover"])
    assert uses(post) == {(Place.COVER, image.pk, None)}


def test_one_image_can_be_the_cover_and_in_the_text(organization: Organization, image: Image) -> None:
    post = PostFactory.create(organization=organization, cover=image, body=figure(image))
    assert uses(post) == {(Place.COVER, image.pk, None), (Place.TEXT, image.pk, None)}


def test_another_organizations_image_is_not_shown_and_everybodys_is(
    organization: Organization, other_organization: Organization, shelve: Shelve
) -> None:
    foreign, shared = shelve(on=other_organization), shelve(on=None)
    post = write(organization, f"<p>a</p>{figure(foreign, caption='secret')}{figure(shared)}")
    assert foreign.key not in post.body_html
    assert "secret" not in post.body_html
    assert shared.key in post.body_html
    assert uses(post) == {(Place.TEXT, shared.pk, None)}


def test_another_organizations_document_is_not_noted(organization: Organization, other_organization: Organization) -> None:
    document = services.add_document(pdf(), organization=other_organization)
    assert uses(write(organization, f'<p><a href="{document.lasting_address}">a</a></p>')) == set()
    assert Document.objects.unused().get() == document


def test_an_image_that_never_was_shows_nothing(organization: Organization) -> None:
    html = write(organization, '<p>a</p><figure data-image="999"><img alt="b"></figure>').body_html
    assert html == "<p>a</p>"


def test_descriptions_of_organizations_have_no_images(organization: Organization, image: Image) -> None:
    organization.description = f"<p>a</p>{figure(image)}"
    organization.save()
    assert organization.description_html == "<p>a</p>"


def test_posts_show_renditions_once_they_are_made(organization: Organization, shelve: Shelve) -> None:
    with TestCase.captureOnCommitCallbacks() as waiting:
        image = shelve()
    post = write(organization, figure(image))
    assert "<source" not in post.body_html
    changed_at = post.updated_at
    for callback in waiting:
        callback()
    post.refresh_from_db()
    assert post.body_html.count("<source") == 2
    assert post.updated_at == changed_at


def test_posts_show_the_file_that_takes_the_place(organization: Organization, image: Image) -> None:
    post = write(organization, figure(image))
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.replace_image(image, drawing(500, 400))
    post.refresh_from_db()
    image.refresh_from_db()
    assert 'width="500" height="400"' in post.body_html
    assert image.address in post.body_html


def test_posts_show_a_credit_that_changes(organization: Organization, image: Image) -> None:
    post, other = write(organization, figure(image)), write(organization, "<p>a</p>")
    image.credit = "Ann Lee"
    with TestCase.captureOnCommitCallbacks(execute=True) as callbacks:
        services.change_image(image)
    assert len(callbacks) == 1
    post.refresh_from_db()
    assert "Ann Lee" in post.body_html
    assert Post.objects.get(pk=other.pk).body_html == "<p>a</p>"


def test_a_title_that_changes_is_nothing_to_posts(image: Image) -> None:
    image.title = "Another"
    with TestCase.captureOnCommitCallbacks() as callbacks:
        services.change_image(image)
    assert callbacks == []
    image.refresh_from_db()
    assert image.title == "Another"


def test_a_text_without_images_costs_no_query(
    organization: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post = write(organization, "<p>a</p>")
    with django_assert_num_queries(0):
        post.render()


def test_a_text_with_many_images_costs_one_query(
    organization: Organization, shelve: Shelve, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    images = [shelve(photo(30, 20, seed=number)) for number in range(6)]
    post = write(organization, "".join(figure(image) for image in images))
    with django_assert_num_queries(1):
        post.render()
    assert post.body_html.count("<picture") == 6


def test_rendering_again_leaves_what_somebody_saved_meanwhile(organization: Organization, image: Image) -> None:
    post = write(organization, figure(image))
    Post.objects.filter(pk=post.pk).update(title="Changed meanwhile", updated_at=timezone.now())
    Image.objects.filter(pk=image.pk).update(credit="Ann Lee")
    post.render_again()
    stored = Post.objects.get(pk=post.pk)
    assert stored.title == "Changed meanwhile"
    assert "Ann Lee" in stored.body_html
