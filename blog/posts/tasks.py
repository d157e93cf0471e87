"""What becomes of a post after it was saved, outside the request."""

from django.tasks import task
from django.utils import timezone

from blog.posts.models import Post
from blog.posts.relating import relate_post


@task
def relate(pk: int) -> None:
    """Find the posts close to a post; one that was deleted meanwhile needs none."""
    if (post := Post.objects.filter(pk=pk).first()) is not None:
        relate_post(post, at=timezone.now())
