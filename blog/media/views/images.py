"""Images and their renditions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from blog.imaging.encoding import Format
from blog.media import files
from blog.media.models import Image
from blog.media.views.serving import served


@require_safe
def image(request: HttpRequest, key: str, extension: str) -> HttpResponse:  # noqa: ARG001  # the format at the time
    """Return an image as it is now, also under the ending that a file before it had."""
    return _served(request, get_object_or_404(Image, key=key), None)


@require_safe
def rendition(request: HttpRequest, key: str, width: int, extension: str) -> HttpResponse:
    """Return a rendition of an image; where it is not made, or not any more, the image itself."""
    shown, file_format = get_object_or_404(Image, key=key), Format(extension)
    is_made = int(width) in shown.widths and file_format in files.formats_of(shown)
    is_whole = int(width) == shown.width and file_format is shown.file
    return _served(request, shown, (int(width), file_format) if is_made and not is_whole else None)


def _served(request: HttpRequest, shown: Image, wanted: tuple[int, Format] | None) -> HttpResponse:
    file_format = shown.file if wanted is None else wanted[1]
    headers = {"Content-Type": file_format.content_type, "Content-Disposition": "inline"}
    response = served(request, files.path_of_image(shown, wanted), version=shown.version, headers=headers)
    if response is None:
        raise Http404
    return response
