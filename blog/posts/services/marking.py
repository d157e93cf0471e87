"""Marks that a post carries beside its text: featured, a category, a tag. A version of it that waits gets each as well."""

from datetime import datetime

from django.db import transaction

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.posts.content import Content, Json
from blog.posts.models import Category, Post, Tag
from blog.posts.services.recording import record_mark
from blog.posts.services.saving import save_post


@transaction.atomic
def feature_post(post: Post, *, is_featured: bool, by: User, at: datetime) -> None:
    """Let the home page show a stored post first, or no longer."""
    post.is_featured = is_featured
    save_post(post, by=by, at=at)
    record_mark(post, lambda content: content | {"is_featured": is_featured}, by=by, at=at)


@transaction.atomic
def add_term(post: Post, term: Category | Tag, *, by: User, at: datetime) -> None:
    """List a stored post under a term."""
    _change_terms(post, term, is_wanted=True, by=by, at=at)


@transaction.atomic
def remove_term(post: Post, term: Category | Tag, *, by: User, at: datetime) -> None:
    """List a stored post under a term no longer."""
    _change_terms(post, term, is_wanted=False, by=by, at=at)


def _change_terms(post: Post, term: Category | Tag, *, is_wanted: bool, by: User, at: datetime) -> None:
    field = "categories" if isinstance(term, Category) else "tags"
    save_post(post, by=by, at=at)
    before = _names(post, field)
    relation = getattr(post, field)
    relation.add(term) if is_wanted else relation.remove(term)
    values = {"before": {field: before}, "after": {field: _names(post, field)}}
    audit.record(Verb.POSTS_CHANGE, post, organization=post.organization_id, by=by, at=at, **values)

    def mark(content: Content) -> Content:
        listed = content.get(field)
        pks = {pk for pk in listed if isinstance(pk, int)} if isinstance(listed, list) else set()
        marked: list[Json] = [*sorted(pks | {term.pk} if is_wanted else pks - {term.pk})]
        return {**content, field: marked}

    record_mark(post, mark, by=by, at=at)


def _names(post: Post, field: str) -> list[str]:
    return list(getattr(post, field).by_name().values_list("name", flat=True))
