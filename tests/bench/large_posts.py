"""The posts of a large site, each with its author, terms, revisions, related posts and likes."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from blog.audit.models import Line
from blog.imports.models import ImportedDocument
from blog.posts.content import content_of
from blog.posts.models import Post, RelatedPost, Revision, RevisionKind, Status
from blog.redirects.models import Redirect
from tests.bench.large_threads import Threads
from tests.bench.loading import Rows, moment
from tests.bench.words import PARAGRAPH_WORDS, Vocabulary

TO_COME = datetime(2100, 1, 1, tzinfo=UTC)
PARAGRAPHS_A_POST = (1, 2, 2, 3)
MOST_TAGS = 3
# Of so many posts, one: what befell it, and what is on record of it.
DRAFT, SCHEDULED, ARCHIVED, EXPIRED, TRASHED, FEATURED = 97, 499, 251, 151, 997, 9_973
REVISED, IMPORTED, RENAMED, LOGGED = 5, 20, 50, 5
RELATED = 2
POST = (
    *("id", "organization_id", "title", "slug", "body", "body_html", "excerpt", "word_count"),
    *("related_at", "created_at", "updated_at", "comment_count", "like_count", "revision_number"),
)
FATE = ("status", "published_at", "first_published_at", "archived_at", "expires_at", "trashed_at", "is_featured")
CONTENT = {"organization", "title", "slug", "published_at", "authors", "body"}  # of a revision: what differs from post to post


class Posts:
    """Makes posts one after another, and what belongs to each: the rows of `tables`."""

    def __init__(self, random: Random, vocabulary: Vocabulary, threads: Threads) -> None:
        self.random, self.vocabulary, self.threads = random, vocabulary, threads
        # What all rows of a table share is given by name.
        self.posts = Rows(Post, *POST, *FATE, language="en")
        revision = ("id", "post_id", "number", "content", "words_added", "by_id", "created_at")
        self.revisions = Rows(Revision, *revision, kind=RevisionKind.SAVED.value, changed=["title", "body"])
        self.related = Rows(RelatedPost, "id", "post_id", "other_id", closeness=0.3)
        self.categories = Rows(Post.categories.through, "id", "post_id", "category_id")
        self.tags = Rows(Post.tags.through, "id", "post_id", "tag_id")
        self.authors = Rows(Post.authors.through, "id", "post_id", "user_id")
        self.redirects = Rows(Redirect, "id", "old_path", "new_path", "created_at")
        document = ("id", "post_id", "organization_id", "source_id", "checksum", "imported_at", "updated_at")
        lines = [{"number": 1, "text": "A line."}]
        self.documents = Rows(ImportedDocument, *document, source="file", format="text", lines=lines)
        line = ("id", "object_id", "object_words", "actor_id", "organization_id", "at")
        self.log = Rows(Line, *line, verb="posts.publish", object_type="posts.post", actor_name="An editor")
        self.tables = (  # in the order in which they name each other
            *(self.posts, self.revisions, self.related, self.categories, self.tags, self.authors),
            *(self.redirects, self.documents, self.log, *threads.tables),
        )
        content = {name: value for name, value in content_of(Post(language="en")).items() if name not in CONTENT}
        self.content = json.dumps(content)[:-1]  # what differs is written behind it

    def add(
        self, number: int, at: datetime, *, organization: int, author: int, categories: Sequence[int], tags: Sequence[int]
    ) -> None:
        """Make a post of an organization, published at a moment; how many comments it has is known from `threads`."""
        title = self._any(self.vocabulary.titles)
        text = [self._any(self.vocabulary.paragraphs) for _ in range(self._any(PARAGRAPHS_A_POST))]
        self.authors.made.append((number, number, author))
        for place, category in enumerate(categories):
            self.categories.made.append((number + place, number, category))
        for place, tag in enumerate(tags):
            self.tags.made.append((MOST_TAGS * number + place, number, tag))
        for place, other in enumerate(range(max(1, number - RELATED), number)):
            self.related.made.append((RELATED * number + place, number, other))
        day = moment(at)
        paragraphs = [f"<p>{paragraph}</p>" for paragraph in text]
        revisions = self._add_revisions(number, at, organization, author, title, paragraphs)
        self._add_records(number, day, organization, author, title)
        comments = self.threads.discuss(number, at, organization=organization)
        likes = self.threads.like_post(number, day)
        html = "".join(paragraphs)
        self.posts.made.append(
            (
                number,
                organization,
                title,
                f"post-{number}",
                html,
                html,
                text[0][:279],
                len(text) * PARAGRAPH_WORDS,
                day,
                day,
                day,
                comments,
                likes,
                revisions,
                *_fate(number, at, day),
            )
        )

    def _any[ItemT](self, items: Sequence[ItemT]) -> ItemT:
        return items[int(len(items) * self.random.random())]

    def _add_revisions(
        self, number: int, at: datetime, organization: int, author: int, title: str, paragraphs: list[str]
    ) -> int:
        """Make the revisions of a post, most often one, and return how many."""
        count = 2 if number % REVISED == 0 else 1
        # No word holds what JSON would escape.
        content = (
            f'{self.content}, "organization": {organization}, "title": "{title}", "slug": "post-{number}",'
            f' "published_at": "{at.isoformat()}", "authors": [{author}], "body": "'
        )
        for revision in range(1, count + 1):
            body = "".join(paragraphs[: 1 if revision < count else None])
            self.revisions.made.append(
                (
                    2 * number + revision,
                    number,
                    revision,
                    f'{content}{body}"}}',
                    len(paragraphs) * PARAGRAPH_WORDS,
                    author,
                    moment(at),
                )
            )
        return count

    def _add_records(self, number: int, day: Any, organization: int, author: int, title: str) -> None:
        if number % RENAMED == 0:
            self.redirects.made.append((number, f"/posts/former-{number}/", f"/posts/post-{number}/", day))
        if number % IMPORTED == 0:
            self.documents.made.append((number, number, organization, f"{number}.txt", f"{number:064x}", day, day))
        if number % LOGGED == 0:
            self.log.made.append((number, str(number), title, author, organization, day))


def _fate(number: int, at: datetime, day: Any) -> tuple[Any, ...]:
    """Return what befell a post, the values of the columns in `FATE`."""
    if number % DRAFT == 0:
        return (Status.DRAFT.value, None, None, None, None, None, False)
    if number % SCHEDULED == 0:
        return (Status.SCHEDULED.value, moment(TO_COME), moment(TO_COME), None, None, None, False)
    if number % ARCHIVED == 0:
        return (Status.ARCHIVED.value, day, day, moment(at + timedelta(days=1)), None, None, False)
    if number % EXPIRED == 0:
        return (Status.PUBLISHED.value, day, day, None, moment(at + timedelta(days=90)), None, False)
    if number % TRASHED == 0:
        return (Status.PUBLISHED.value, day, day, None, None, moment(at + timedelta(days=1)), False)
    return (Status.PUBLISHED.value, day, day, None, None, None, number % FEATURED == 0)
