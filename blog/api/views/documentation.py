"""The description of the API, for programs and for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.api.description import FORMS, describe, written
from blog.api.documentation import operations, structures
from blog.api.parameters import LARGEST_SIZE
from blog.api.views.base import unless_known
from blog.changes.kept import kept
from blog.posts import structured_data


@kept()
@require_safe
def description(request: HttpRequest, form: str) -> HttpResponse:
    """Return the description of the API in OpenAPI."""
    return unless_known(request, HttpResponse(written(form), content_type=f"{FORMS[form].media_type}; charset=utf-8"))


@kept()
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show what the API answers, as its description has it."""
    described = describe()
    context = {
        "operations": operations(described),
        "structures": structures(described),
        "largest_size": LARGEST_SIZE,
        "structured_data": structured_data.list_page((_("API"), request.path)),
    }
    return render(request, "api/documentation.html", context)
