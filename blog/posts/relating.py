"""Finding the posts that are close to a post."""

from datetime import datetime
from typing import NamedTuple

from django.db import models, transaction

from blog.posts.models import Post, RelatedPost, Tag
from blog.richtext.closeness import Sample, closeness, words_of
from blog.richtext.text import plain_text

RELATED = 4  # shown below a post; more are kept, because some may be withdrawn
KEPT = 8
SAME_TAGS, SAME_CATEGORIES, SAME_ORGANIZATION, NEWEST = 60, 30, 30, 30  # the newest of each are compared
LEAST = 0.08  # below it, what two texts share is chance
TEXT_CHARACTERS = 6000  # of the beginning: it says what a text is about
POSTS_A_ROUND = 200


class Found(NamedTuple):
    """A post close to another."""

    pk: int
    closeness: float


@transaction.atomic
def relate_post(post: Post, *, at: datetime) -> list[Found]:
    """Store which posts are closest to a post, and the post with those to which it is closer than what they had.

    A post that is not public loses its own list; the others keep it in theirs until it returns or is deleted.
    """
    is_public = Post.objects.published(at).filter(pk=post.pk).exists()
    found = _closest(post, at) if is_public else []
    RelatedPost.objects.filter(post=post).delete()
    RelatedPost.objects.bulk_create([RelatedPost(post=post, other_id=one.pk, closeness=one.closeness) for one in found])
    RelatedPost.objects.bulk_create(
        [RelatedPost(post_id=one.pk, other=post, closeness=one.closeness) for one in found],
        update_conflicts=True,
        unique_fields=["post", "other"],
        update_fields=["closeness"],
    )
    _keep_closest([one.pk for one in found])
    Post.objects.filter(pk=post.pk).update(related_at=at)
    return found


def relate_waiting(*, at: datetime) -> int:
    """Relate the newest public posts that nobody has related yet, and return how many; the rest waits for the next round."""
    waiting = Post.objects.published(at).unrelated().newest_first()[:POSTS_A_ROUND]
    for post in waiting:
        relate_post(post, at=at)
    return len(waiting)


def _closest(post: Post, at: datetime) -> list[Found]:
    others = _candidates(post, at)
    samples = _samples([post, *others])
    scores = closeness(samples[0], samples[1:])
    found = [Found(other.pk, round(score, 6)) for other, score in zip(others, scores, strict=True) if score >= LEAST]
    return sorted(found, key=lambda one: (-one.closeness, -one.pk))[:KEPT]


def _candidates(post: Post, at: datetime) -> list[Post]:
    """Return the public posts in the language of the post that are worth comparing: the newest by tag, category, publisher."""
    others = Post.objects.published(at).filter(language=post.language).exclude(pk=post.pk).order_by("-published_at", "-pk")
    chosen = set[int]()
    for rows, most in (
        (others.filter(tags__in=post.tags.values("pk")).distinct(), SAME_TAGS),
        (others.filter(categories__in=post.categories.values("pk")).distinct(), SAME_CATEGORIES),
        (others.filter(organization=post.organization_id), SAME_ORGANIZATION),
        (others, NEWEST),
    ):
        chosen.update(pk for pk, _moment in rows.values_list("pk", "published_at")[:most])
    return list(Post.objects.filter(pk__in=chosen).only("title", "body_html").order_by("pk"))


def _samples(posts: list[Post]) -> list[Sample]:
    subjects: dict[int, set[int]] = {post.pk: set() for post in posts}
    for tag, pk in Tag.objects.filter(posts__in=subjects).values_list("pk", "posts"):
        if pk in subjects:
            subjects[pk].add(tag)
    return [Sample(subjects=frozenset(subjects[post.pk]), words=words_of(f"{post.title} {_beginning(post)}")) for post in posts]


def _beginning(post: Post) -> str:
    return plain_text(post.body_html[: 2 * TEXT_CHARACTERS])[:TEXT_CHARACTERS]


def _keep_closest(pks: list[int]) -> None:
    """Delete what is farthest from the posts, beyond what is kept for each."""
    rank = models.Window(
        models.functions.RowNumber(),
        partition_by=models.F("post"),
        order_by=[models.F("closeness").desc(), models.F("other").desc()],
    )
    ranked = RelatedPost.objects.filter(post__in=pks).annotate(rank=rank)
    RelatedPost.objects.filter(pk__in=[row.pk for row in ranked if row.rank > KEPT]).delete()
