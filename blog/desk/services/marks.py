"""Marks of several posts at once: featured or not, a category, a tag."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext

from blog.accounts.models import User
from blog.desk.models import Act
from blog.posts import services
from blog.posts.models import Category, Post, Tag
from blog.posts.services.terms import term_named


@dataclass(frozen=True, slots=True)
class Mark:
    """What an act sets: a term, or without one, whether a post is featured."""

    act: Act
    term: Category | Tag | None = None

    @classmethod
    def of(cls, act: Act, name: str) -> Self:
        """Return the mark of an act; its term is the one of that name. A tag is made where there is none.

        Raises:
            DoesNotExist: when there is no such category.
            NotATermError: when it is no name of a tag.
        """
        if act == Act.CATEGORY:
            return cls(act, Category.objects.get(name=name))
        return cls(act, term_named(Tag, name) if act == Act.TAG else None)

    @classmethod
    def of_row(cls, act: Act, row: Mapping[str, Any]) -> Self:
        """Return the mark that an act has set, from what was kept of it."""
        if act == Act.CATEGORY:
            return cls(act, Category(pk=row["term"]))
        return cls(act, Tag(pk=row["term"]) if act == Act.TAG else None)

    def as_row(self) -> dict[str, Any]:
        """Return what is kept of it for undoing."""
        return {} if self.term is None else {"term": self.term.pk}

    def refusal(self, post: Post) -> str:
        """Return why it would change nothing of a post; empty where it would."""
        if self.term is not None:
            return gettext("it stands there already") if Post.objects.of(self.term).filter(pk=post.pk).exists() else ""
        if post.is_featured != self._features:
            return ""
        return gettext("it is featured already") if self._features else gettext("it is not featured")

    def set(self, post: Post, *, by: User, at: datetime) -> None:
        """Give it to a post."""
        if self.term is None:
            services.feature_post(post, is_featured=self._features, by=by, at=at)
        else:
            services.add_term(post, self.term, by=by, at=at)

    def unset(self, post: Post, *, by: User, at: datetime) -> None:
        """Take it from a post again."""
        if self.term is None:
            services.feature_post(post, is_featured=not self._features, by=by, at=at)
        else:
            services.remove_term(post, self.term, by=by, at=at)

    @property
    def _features(self) -> bool:
        return self.act == Act.FEATURE
