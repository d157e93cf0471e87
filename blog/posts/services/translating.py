"""Translations: drafts of a post in other languages, linked to it, and whether they still say what the original says."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from blog.accounts.models import User
from blog.audit.verbs import Verb
from blog.posts.models import Post
from blog.posts.models.errors import (
    AlreadyLinkedError,
    LanguageTakenError,
    NotAPublisherError,
    NotATranslationError,
    NotReviewerError,
    OtherOrganizationError,
)
from blog.posts.models.queryset import PUBLIC_STATUSES
from blog.posts.services import auditing
from blog.posts.services.approval import publishes
from blog.posts.services.copying import copy_of
from blog.posts.services.grouping import join, leave_group
from blog.redirects.slugs import free_slug

TRANSLATED = (
    *("organization", "title", "summary", "body", "byline", "is_date_known", "comment_policy", "seo_title", "seo_description"),
    *("cover", "cover_alt", "cover_is_decorative", "cover_caption"),
)


@transaction.atomic
def translate_post(post: Post, language: str, *, by: User, at: datetime) -> Post:
    """Return a new draft in another language, linked to a post, with its text, cover, terms and people: to be translated.

    Raises:
        NotReviewerError: when the person may not change the post.
        LanguageTakenError: when it has a version in this language already.
    """
    _check_editing([post], by)
    original = _locked_original(post)
    _check_language(original, post, language)
    slug = free_slug(Post, f"{post.title} {language}")
    draft = copy_of(post, TRANSLATED, by=by, at=at, slug=slug, language=language)
    join([draft.pk], original)
    _record(Verb.POSTS_TRANSLATE, draft, original, by, at)
    return draft


@transaction.atomic
def link_translation(post: Post, other: Post, *, by: User, at: datetime, is_original: bool = False) -> None:
    """Link two posts that say the same in different languages. The one that has translations takes the other in.

    Where neither has any, `other` becomes the translation, or with `is_original` the original. It counts as up to date.

    Raises:
        OtherOrganizationError, AlreadyLinkedError, LanguageTakenError: when they do not go together.
        NotReviewerError: when the person may not change both.
        NotAPublisherError: when both are public, and the person does not publish.
    """
    if post.organization_id != other.organization_id:
        raise OtherOrganizationError(other)
    _check_editing([post, other], by)
    if post.status in PUBLIC_STATUSES and other.status in PUBLIC_STATUSES:
        _check_publishing(post, by)
    groups = dict(Post.objects.numbered([post.pk, other.pk]).values_list("pk", "original"))
    if groups[post.pk] and groups[other.pk]:
        raise AlreadyLinkedError(other)
    is_taken_in = bool(groups[other.pk]) or (is_original and not groups[post.pk])
    joining, base = (post, other) if is_taken_in else (other, post)
    original = _locked_original(base)
    _check_language(original, joining, joining.language)
    join([joining.pk], original)
    _record(Verb.POSTS_LINK, joining, original, by, at)
    for each in (post, other):
        each.refresh_from_db(fields=["original", "outdated_at", "translated_version", "translated_number"])


@transaction.atomic
def unlink_translation(post: Post, *, by: User, at: datetime) -> None:
    """Let a post stand by itself again; of those that stay together, the eldest takes the place of an original that leaves.

    Raises:
        NotATranslationError: when it is linked with no other post.
        NotReviewerError: when the person may not change it.
        NotAPublisherError: when it is public, and the person does not publish.
    """
    _check_editing([post], by)
    if post.status in PUBLIC_STATUSES:
        _check_publishing(post, by)
    original = Post.objects.filter(translations=post.pk).first()
    if original is None:
        raise NotATranslationError(post)
    leave_group(post)
    _record(Verb.POSTS_UNLINK, post, original, by, at)


@transaction.atomic
def confirm_translation(post: Post, *, by: User, at: datetime) -> None:
    """Note that a translation says what its original says now.

    Raises:
        NotATranslationError: when it is none.
        NotReviewerError: when the person may not change it.
    """
    _check_editing([post], by)
    if not post.is_translation:
        raise NotATranslationError(post)
    original = _locked_original(post)
    join([post.pk], original)
    _record(Verb.POSTS_CONFIRM, post, original, by, at)
    post.refresh_from_db(fields=["outdated_at", "translated_version", "translated_number"])


def _check_editing(posts: Iterable[Post], by: User) -> None:
    for post in posts:
        if not Post.objects.editable_by(by).filter(pk=post.pk).exists():
            raise NotReviewerError(post)


def _check_publishing(post: Post, by: User) -> None:
    if not publishes(by, post):
        raise NotAPublisherError(post)


def _locked_original(post: Post) -> Post:
    """Return the original of a post, itself where it has no translations yet; nobody else changes the group meanwhile."""
    own = Post.objects.values_list("original", flat=True).get(pk=post.pk)
    return Post.objects.select_for_update(of=("self",)).get(pk=own or post.pk)


def _check_language(original: Post, post: Post, language: str) -> None:
    group = models.Q(original=original.pk) | models.Q(pk=original.pk)
    if Post.objects.filter(group, language=language).exists():
        raise LanguageTakenError(post)


def _record(verb: Verb, post: Post, original: Post, by: User, at: datetime) -> None:
    auditing.record_linked(verb, post, original, by=by, at=at)
