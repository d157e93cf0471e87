"""Files for reference managers."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog.posts import citations
from blog.posts.guards import WithdrawnError, get_public_post
from blog.posts.models import Post
from blog.posts.views.post import withdrawn


class Format(NamedTuple):
    """How a citation is written, and what the file is."""

    write: Callable[[Post], str]
    content_type: str


FORMATS = {
    "bib": Format(citations.bibtex, "application/x-bibtex; charset=utf-8"),
    "json": Format(citations.csl_json, "application/vnd.citationstyles.csl+json; charset=utf-8"),
}


@require_safe
def citation(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Return the citation of a public post as a file to keep."""
    try:
        post = get_public_post(slug, at=timezone.now())
    except WithdrawnError:
        return withdrawn(request)
    answer = HttpResponse(FORMATS[name].write(post), content_type=FORMATS[name].content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="citation-{post.pk}.{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
