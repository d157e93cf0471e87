"""What is done with images in the background."""

from django.tasks import task

from blog.media import renditions, uses

AFTER_PEOPLE = -10  # somebody waits for a mail with a link; pages show the image itself meanwhile


@task(priority=AFTER_PEOPLE)
def make_renditions(image_id: int) -> None:
    """Make the renditions of an image and render the posts that show it anew. Done again, this changes nothing."""
    if renditions.make(image_id):
        uses.render(image_id)


@task(priority=AFTER_PEOPLE)
def render_uses(image_id: int) -> None:
    """Render the posts that show an image anew. Done again, this changes nothing."""
    uses.render(image_id)
