"""The stylesheet of an organization: its colour in place of the site's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from blog.organizations.models import Organization

YEAR_SECONDS = 365 * 24 * 3600
# In the layer of the tokens, after them: it wins over the theme's own, and over nothing else.
STYLESHEET = """\
@layer tokens {{
  :root {{
    --accent: {light};
    --accent-strong: color-mix(in oklab, {light} 70%, #000);
    --focus: {light};
  }}
  @media (prefers-color-scheme: dark) {{
    :root {{
      --accent: {dark};
      --accent-strong: color-mix(in oklab, {dark} 70%, #fff);
      --focus: {dark};
    }}
  }}
  @media print {{
    :root {{
      --accent: #000;
      --accent-strong: #000;
    }}
  }}
}}
"""


@require_safe
def identity(request: HttpRequest, slug: str, version: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Return the colours of an organization; an older version leads to today's, and without a colour there is nothing."""
    organization = get_object_or_404(Organization.objects.with_color(), slug=slug)
    if version != organization.identity_version:
        return redirect(organization.identity_address)
    css = STYLESHEET.format(light=organization.accent_on_light, dark=organization.accent_on_dark)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=YEAR_SECONDS, immutable=True)
    return response
