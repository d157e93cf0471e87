"""What the table of posts refuses, whoever writes to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F

from blog.posts.models import Category, Post, Status, Tag
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("fields", [{"title": ""}, {"slug": ""}, {"status": "lost"}])
def test_no_post_is_without_a_title_an_address_or_a_known_status(status: Status, fields: dict[str, Any]) -> None:
    PostFactory.create(status=status)
    with pytest.raises(IntegrityError):
        Post.objects.update(**fields)


@pytest.mark.parametrize("status", [Status.SCHEDULED, Status.PUBLISHED, Status.ARCHIVED])
@pytest.mark.parametrize("column", ["published_at", "first_published_at"])
def test_only_a_draft_is_without_dates(status: Status, column: str) -> None:
    PostFactory.create(status=status)
    with pytest.raises(IntegrityError):
        Post.objects.update(**{column: None})


def test_a_draft_has_no_date_of_publication() -> None:
    PostFactory.create(status=Status.DRAFT)
    with pytest.raises(IntegrityError):
        Post.objects.update(published_at=LONG_AGO)


def test_a_draft_may_have_been_public_before() -> None:
    PostFactory.create(status=Status.DRAFT)
    assert Post.objects.update(first_published_at=LONG_AGO) == 1


def test_a_draft_cannot_be_made_public_by_its_status_alone() -> None:
    PostFactory.create(status=Status.DRAFT)
    with pytest.raises(IntegrityError):
        Post.objects.update(status=Status.PUBLISHED)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED])
def test_only_an_archived_post_says_when_it_was_archived(status: Status) -> None:
    PostFactory.create(status=status)
    with pytest.raises(IntegrityError):
        Post.objects.update(archived_at=LONG_AGO)


def test_an_archived_post_says_when() -> None:
    PostFactory.create(status=Status.ARCHIVED)
    with pytest.raises(IntegrityError):
        Post.objects.update(archived_at=None)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(seconds=-1)])
def test_a_post_expires_after_it_was_published(after: timedelta) -> None:
    PostFactory.create()
    with pytest.raises(IntegrityError):
        Post.objects.update(expires_at=F("published_at") + after)


def test_two_posts_cannot_share_an_address() -> None:
    post = PostFactory.create()
    with pytest.raises(IntegrityError):
        Post.objects.bulk_create([Post(organization=post.organization, title="Another", slug=post.slug)])


@pytest.mark.parametrize("model", [Category, Tag])
@pytest.mark.parametrize("column", ["name", "slug"])
def test_two_terms_cannot_share_a_name_or_an_address(model: type[Category | Tag], column: str) -> None:
    model._default_manager.create(name="One", slug="one")
    other = model._default_manager.create(name="Two", slug="two")
    with pytest.raises(IntegrityError):
        model._default_manager.filter(pk=other.pk).update(**{column: {"name": "One", "slug": "one"}[column]})


@pytest.mark.parametrize("language", ["en", "ro", "pt-br", "zh-Hans-CN"])
def test_a_language_is_a_language_tag(language: str) -> None:
    Post(language=language).clean_fields(exclude={"organization", "title", "slug"})


@pytest.mark.parametrize("language", ["", "english", "e", "en_GB", 'en" onload="', "en\n"])
def test_what_is_no_language_tag_is_refused(language: str) -> None:
    with pytest.raises(ValidationError):
        Post(language=language).clean_fields(exclude={"organization", "title", "slug"})
