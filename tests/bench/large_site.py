"""A site of any number of posts, whose words are as frequent and as rare as those of a language (Zipf's law)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, batched
from random import Random

from blog.organizations.models import Organization
from blog.posts.models import Category, Post, Status, Tag

FIRST_DAY = datetime(2012, 1, 1, tzinfo=UTC)
DAYS = 14 * 365
WORDS, RANK_OFFSET = 40_000, 8
TITLE_WORDS, PARAGRAPHS, PARAGRAPH_WORDS = 8, 6, 60
BATCH = 1_000
SYLLABLES = [first + second for first in "bcdfghlmnprstv" for second in ("a", "e", "i", "o", "u", "an", "er", "in")]


class LargeSite:
    """Posts of some organizations, stored in batches. The same seed makes the same site."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)  # noqa: S311  # the same words each time
        self.words = self._vocabulary()
        self.weights = list(accumulate(1 / (rank + RANK_OFFSET) for rank in range(WORDS)))
        self.organizations = Organization.objects.bulk_create(
            [Organization(name=f"Institute {number}", slug=f"institute-{number}") for number in range(50)]
        )
        self.categories = Category.objects.bulk_create([Category(name=f"Section {n}", slug=f"section-{n}") for n in range(12)])
        self.tags = Tag.objects.bulk_create([Tag(name=f"Subject {n}", slug=f"subject-{n}") for n in range(200)])
        self.count = 0

    def _vocabulary(self) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < WORDS:
            words["".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 2, 3, 3, 4))))] = None
        return list(words)

    def grow(self, count: int) -> Iterator[int]:
        """Store posts until there are so many, yielding after each batch how many there are."""
        for numbers in batched(range(self.count, count), BATCH, strict=False):
            posts = Post.objects.bulk_create([self._post(number) for number in numbers])
            Post.categories.through.objects.bulk_create(
                [Post.categories.through(post_id=post.pk, category_id=self._one(self.categories).pk) for post in posts]
            )
            Post.tags.through.objects.bulk_create(
                [Post.tags.through(post_id=post.pk, tag_id=self._one(self.tags).pk) for post in posts]
            )
            self.count = numbers[-1] + 1
            yield self.count

    def _one[ItemT](self, items: list[ItemT]) -> ItemT:
        return items[int(len(items) * self.random.random() ** 2)]  # the first ones have more posts

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=words))

    def _post(self, number: int) -> Post:
        published_at = FIRST_DAY + timedelta(days=self.random.random() * DAYS)
        html = "".join(f"<p>{self._text(PARAGRAPH_WORDS)}.</p>" for _paragraph in range(PARAGRAPHS))
        return Post(
            organization=self._one(self.organizations),
            title=self._text(TITLE_WORDS).capitalize(),
            slug=f"post-{number}",
            body=html,
            body_html=html,
            excerpt=html[3:250],
            word_count=PARAGRAPHS * PARAGRAPH_WORDS,
            status=Status.PUBLISHED,
            published_at=published_at,
            first_published_at=published_at,
        )
