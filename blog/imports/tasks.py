"""What follows an import, in the background."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from blog.posts.models import Post
from blog.posts.models.queryset import PUBLIC_STATUSES
from blog.posts.tasks import AFTER_PEOPLE
from blog.posts.websub import feeds_of_all, tell


@task(priority=AFTER_PEOPLE)
def tell_hub_of_import(moment: str, after: str | None = None) -> None:
    """Tell the hub, of each feed once, which the posts have changed that the import of a moment brought in or changed.

    Of those that are yet to appear, it is told when the first of them does; `after` is when it was told last.
    """
    at, now = datetime.fromisoformat(moment), timezone.now()
    posts = Post.objects.published(at=now).filter(imported_document__updated_at=at)
    tell(feeds_of_all(posts if after is None else posts.filter(published_at__gt=datetime.fromisoformat(after))))
    to_come = Post.objects.kept().filter(imported_document__updated_at=at, status__in=PUBLIC_STATUSES, published_at__gt=now)
    if (first := to_come.order_by("published_at", "pk").first()) is not None:
        tell_hub_of_import.using(run_after=first.published_at).enqueue(moment, now.isoformat())
