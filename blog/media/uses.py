"""Rendering the posts that show an image."""

from blog.media.models import Place, Usage


def render(image_id: int) -> None:
    """Render the texts that show an image anew, one after the other."""
    for usage in Usage.objects.filter(image=image_id, place=Place.TEXT).select_related("post").order_by("pk").iterator():
        usage.post.render_again()
