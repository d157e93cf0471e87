"""The versions of a post in other languages, as its page tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from blog.posts.addresses import absolute
from blog.posts.leads import Lead, Leads
from blog.posts.models import Post


@dataclass(frozen=True, slots=True)
class Versions:
    """What the public may read of a post in several languages: the `original`, if it is public, and the `others` than this."""

    original: Lead | None
    others: Sequence[Lead]
    alternates: Sequence[tuple[str, str]]  # what `hreflang` says, and the whole address, this page among them

    @property
    def is_original_elsewhere(self) -> bool:
        """Whether the original is another page."""
        return self.original in self.others


def versions_of(post: Post, leads: Leads) -> Versions:
    """Return the versions among what stands around a post."""
    original = next((lead for lead in leads.versions if lead.pk == post.original_id), None)
    others = [lead for lead in leads.versions if lead.pk != post.pk]
    return Versions(original, others, alternates_of(leads.versions, post.original_id))


def alternates_of(versions: Sequence[Lead] | Sequence[Post], original_id: int | None) -> list[tuple[str, str]]:
    """Return in which languages a page is and where, as search engines want it: each version names all, and the default.

    One version by itself is no choice. (https://developers.google.com/search/docs/specialty/international/localized-versions)
    """
    if len(versions) < 2:  # noqa: PLR2004  # as above
        return []
    named = [(version.language, absolute(version.get_absolute_url())) for version in versions]
    default = [("x-default", absolute(version.get_absolute_url())) for version in versions if version.pk == original_id]
    return [*named, *default]
