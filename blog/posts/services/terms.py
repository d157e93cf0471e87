"""Finding and making terms by name."""

from django.db import models, transaction
from django.utils.text import slugify

from blog.posts.models.terms import NAME_CHARACTERS, Term
from blog.redirects.slugs import free_slug
from blog.richtext.text import printable


class NotATermError(Exception):
    """The name has nothing to read in it, or is too long."""


def checked_name(name: str) -> str:
    """Return a name as it is kept: on one line, without characters that nobody sees.

    Raises:
        NotATermError: when it is no name.
    """
    name = " ".join(printable(name).split())
    if not name or len(name) > NAME_CHARACTERS:
        raise NotATermError(name)
    return name


@transaction.atomic
def term_named[TermT: Term](kind: type[TermT], name: str) -> TermT:
    """Return the term of a name, made where there is none. The same word in other case is the same term.

    Raises:
        NotATermError: when it is no name.
    """
    name = checked_name(name)
    rows = kind._default_manager.select_for_update()
    # SQLite compares other letters than those of English only as they are; the slug is in lower case on every database.
    slug = slugify(name, allow_unicode=True)
    alike = models.Q(name__iexact=name) | (models.Q(slug=slug) | models.Q(slug__startswith=f"{slug}-") if slug else models.Q())
    for term in rows.filter(alike).order_by("pk"):
        if term.name.casefold() == name.casefold():
            return term
    term, _is_new = kind._default_manager.get_or_create(name=name, defaults={"slug": free_slug(kind, name)})
    return term
