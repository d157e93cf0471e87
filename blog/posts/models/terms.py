"""Terms: the categories and tags under which posts are listed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog import prepared
from blog.languages.addresses import address_of
from blog.languages.collation import CollationKeyField
from blog.richtext.text import printable

if TYPE_CHECKING:
    from blog.posts.models.post import Post

NAME_CHARACTERS = 100
MANY_POSTS = 1_000  # of a term: to look for them among the newest of the site costs no more than to sort them


class BoundedCount(models.Subquery):
    """How many rows a sliced query has."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


class TermQuerySet[TermT: "Term"](models.QuerySet[TermT]):
    """Terms, in the order in which lists show them."""

    def by_name(self) -> Self:
        """Return the terms in alphabetical order."""
        return self.order_by("collation_key", "pk")

    def numbered(self, pks: Iterable[int]) -> Self:
        """Return the terms with these numbers."""
        return self.filter(pk__in=pks)

    def with_size(self) -> Self:
        """Return the terms with `size`: how many posts they have, public or not, at most one more than `MANY_POSTS`."""
        through = self.model.posts.through  # type: ignore[attr-defined]  # the other end of a relation of posts
        own = through._default_manager.filter(**{str(self.model._meta.model_name): models.OuterRef("pk")})
        return self.annotate(size=BoundedCount(own.values("pk")[: MANY_POSTS + 1]))


class Term(models.Model):
    """A word under which posts are listed. Its address stays alive when the slug changes."""

    name = models.CharField(_("name"), max_length=NAME_CHARACTERS, unique=True)
    collation_key = CollationKeyField()
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)

    size = 0  # of posts, where `with_size` has counted them

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["collation_key", "id"], name="%(class)s_in_order")]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Store the term; what feeds cannot carry is left out."""
        self.name, self.description = printable(self.name), printable(self.description)
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "collation_key"}
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the posts under it."""
        return address_of(str(self._meta.model_name), self.slug)

    @property
    def has_many_posts(self) -> bool:
        """Whether it is known to have so many posts that some are among the newest of the site."""
        return self.size > MANY_POSTS


class Category(Term):
    """A section of the site: few, chosen by editors."""

    objects = TermQuerySet["Category"].as_manager()

    class Meta(Term.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class Tag(Term):
    """A subject of a post: many, made while writing."""

    objects = TermQuerySet["Tag"].as_manager()

    class Meta(Term.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


def terms_by_post(posts: Iterable["Post"]) -> dict[int, list[Category | Tag]]:
    """Return the categories and tags of each post, categories first, each by name, in one query."""
    pks, terms = [post.pk for post in posts], defaultdict[int, list[Category | Tag]](list)
    for rank, _key, pk, name, slug, post in prepared.rows(_terms, posts=pks) if pks else ():
        terms[post].append((Category, Tag)[rank](pk=pk, name=name, slug=slug))
    return terms


def _terms(*, posts: Sequence[int]) -> models.QuerySet[Any, tuple[Any, ...]]:
    categories = Category.objects.filter(posts__in=posts).annotate(rank=models.Value(0))
    tags = Tag.objects.filter(posts__in=posts).annotate(rank=models.Value(1))
    columns = ("rank", "collation_key", "pk", "name", "slug", "posts")
    return categories.values_list(*columns).union(tags.values_list(*columns), all=True).order_by(*columns)


def names_by_post(posts: Iterable["Post"]) -> dict[int, list[str]]:
    """Return the names of the categories and tags of each post, as above."""
    return {pk: [term.name for term in terms] for pk, terms in terms_by_post(posts).items()}
