"""Documents, as downloads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from blog.media import files
from blog.media.models import Document
from blog.media.views.serving import served


@require_safe
def document(request: HttpRequest, key: str) -> HttpResponse:
    """Return a document as it is now, to be saved under its name: shown in the page, it could run what stands in it."""
    found = get_object_or_404(Document, key=key)
    disposition = content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
    headers = {"Content-Type": "application/pdf", "Content-Disposition": disposition}
    response = served(request, files.path_of_document(found), version=found.version, headers=headers)
    if response is None:
        raise Http404
    return response
