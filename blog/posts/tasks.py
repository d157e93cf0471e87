"""What becomes of a post after it was saved, outside the request."""

from django.tasks import task
from django.utils import timezone

from blog.posts.models import Post
from blog.posts.relating import relate_post
from blog.posts.websub import feeds_of, tell

AFTER_PEOPLE = -10  # somebody waits for a mail with a link; a hub does not


@task
def relate(pk: int) -> None:
    """Find the posts close to a post; one that was deleted meanwhile needs none."""
    if (post := Post.objects.filter(pk=pk).first()) is not None:
        relate_post(post, at=timezone.now())


@task(priority=AFTER_PEOPLE)
def tell_hub(pk: int) -> None:
    """Tell the hub of the feeds that carry a post, if it is public by now."""
    post = Post.objects.published().filter(pk=pk).select_related("organization").first()
    if post is not None:
        tell(feeds_of(post))
