"""Members' pictures, as everybody gets them. A picture never changes: another has another name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from blog.accounts import pictures

YEAR_SECONDS = 365 * 24 * 3600


@require_safe
@cache_control(public=True, max_age=YEAR_SECONDS, immutable=True)
def picture(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Return a picture from wherever files are stored."""
    content = pictures.read(name)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/webp", headers={"X-Content-Type-Options": "nosniff"})
