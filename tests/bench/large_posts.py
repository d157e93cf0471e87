"""The posts of a large site, each with its author, terms, revisions, related posts and likes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from blog.audit.models import Line
from blog.imports.models import ImportedDocument
from blog.posts.content import content_of
from blog.posts.models import Post, RelatedPost, Revision, RevisionKind, Status
from blog.redirects.models import Redirect
from tests.bench.large_threads import Threads
from tests.bench.loading import Row, Rows, adapted
from tests.bench.words import PARAGRAPH_WORDS, Vocabulary

TO_COME = datetime(2100, 1, 1, tzinfo=UTC)
PARAGRAPHS_A_POST = (1, 2, 2, 3)
MOST_TAGS = 3
# Of so many posts, one: what befell it, and what is on record of it.
DRAFT, SCHEDULED, ARCHIVED, EXPIRED, TRASHED, FEATURED = 97, 499, 251, 151, 997, 9_973
REVISED, IMPORTED, RENAMED, LOGGED = 5, 20, 50, 5
RELATED = 2


class Posts:
    """Makes posts one after another, and what belongs to each; `take` returns what was made, table by table."""

    def __init__(self, random: Random, vocabulary: Vocabulary, threads: Threads) -> None:
        self.random, self.vocabulary, self.threads = random, vocabulary, threads
        # Only what all rows of a table share is named here.
        self.posts = Rows(Post, status=Status.PUBLISHED.value, language="en", revision_number=1)
        self.revisions = Rows(Revision, kind=RevisionKind.SAVED.value, changed=["title", "body"])
        self.related = Rows(RelatedPost, closeness=0.3)
        self.categories, self.tags = Rows(Post.categories.through), Rows(Post.tags.through)
        self.authors = Rows(Post.authors.through)
        self.redirects = Rows(Redirect)
        self.documents = Rows(ImportedDocument, source="file", format="text", lines=[{"number": 1, "text": "A line."}])
        self.log = Rows(Line, verb="posts.publish", object_type="posts.post", actor_name="An editor")
        self.tables = (
            *(self.posts, self.revisions, self.related, self.categories, self.tags, self.authors),
            *(self.redirects, self.documents, self.log),
        )
        self.made: dict[Rows, list[Row]] = {}
        self.content = content_of(Post(language="en"))
        self.take()

    def models(self) -> list[type[Model]]:
        """Return the models of all the tables."""
        return [rows.model for rows, _made in (*self.made.items(), *self.threads.tables(self.threads.batch))]

    def take(self) -> list[tuple[Rows, list[Row]]]:
        """Return what was made since the last time, in the order in which tables name each other."""
        made, self.made = self.made, {rows: [] for rows in self.tables}
        return [*made.items(), *self.threads.tables(self.threads.take())] if made else []

    def add(
        self, number: int, at: datetime, *, organization: int, author: int, categories: Sequence[int], tags: Sequence[int]
    ) -> None:
        """Make a post of an organization, published at a moment; how many comments it has is known from `threads`."""
        title = self._any(self.vocabulary.titles)
        text = [self._any(self.vocabulary.paragraphs) for _ in range(self.random.choice(PARAGRAPHS_A_POST))]
        self._add(self.authors, id=number, post_id=number, user_id=author)
        for place, category in enumerate(categories):
            self._add(self.categories, id=number + place, post_id=number, category_id=category)
        for place, tag in enumerate(tags):
            self._add(self.tags, id=MOST_TAGS * number + place, post_id=number, tag_id=tag)
        for place, other in enumerate(range(max(1, number - RELATED), number)):
            self._add(self.related, id=RELATED * number + place, post_id=number, other_id=other)
        revision = {"organization": organization, "title": title, "slug": f"post-{number}", "published_at": at.isoformat()}
        revisions = self._add_revisions(number, at, author, revision, text)
        self._add_records(number, at, organization, author, title)
        self._add_post(number, at, organization, title, text, revisions)

    def _add(self, rows: Rows, **values: Any) -> None:
        self.made[rows].append(rows.row(**values))

    def _any[ItemT](self, items: Sequence[ItemT]) -> ItemT:
        return items[int(len(items) * self.random.random())]

    def _add_post(self, number: int, at: datetime, organization: int, title: str, text: list[str], revisions: int) -> None:
        html, moment = "".join(f"<p>{paragraph}</p>" for paragraph in text), adapted(at)
        values = {
            "id": number,
            "organization_id": organization,
            "title": title,
            "slug": f"post-{number}",
            "body": html,
            "body_html": html,
            "excerpt": text[0][:279],
            "word_count": len(text) * PARAGRAPH_WORDS,
            **dict.fromkeys(("published_at", "first_published_at", "related_at", "created_at", "updated_at"), moment),
            "comment_count": self.threads.discuss(number, at),
            "like_count": self.threads.like_post(number, moment),
            "revision_number": revisions,
        }
        self._add(self.posts, **values | _fate(number, at))

    def _add_revisions(self, number: int, at: datetime, author: int, content: dict[str, Any], text: list[str]) -> int:
        """Make the revisions of a post, most often one, and return how many."""
        count = 2 if number % REVISED == 0 else 1
        for revision in range(1, count + 1):
            body = "".join(f"<p>{paragraph}</p>" for paragraph in text[: 1 if revision < count else None])
            self._add(
                self.revisions,
                id=2 * number + revision,
                post_id=number,
                number=revision,
                content=adapted(self.content | content | {"body": body, "authors": [author]}),
                words_added=len(text) * PARAGRAPH_WORDS,
                by_id=author,
                created_at=adapted(at),
            )
        return count

    def _add_records(self, number: int, at: datetime, organization: int, author: int, title: str) -> None:
        moment = adapted(at)
        if number % RENAMED == 0:
            old, new = f"/posts/former-{number}/", f"/posts/post-{number}/"
            self._add(self.redirects, id=number, old_path=old, new_path=new, created_at=moment)
        if number % IMPORTED == 0:
            place = {"post_id": number, "organization_id": organization, "source_id": f"{number}.txt"}
            self._add(self.documents, id=number, checksum=f"{number:064x}", imported_at=moment, updated_at=moment, **place)
        if number % LOGGED == 0:
            about = {"object_id": str(number), "object_words": title, "actor_id": author}
            self._add(self.log, id=number, organization_id=organization, at=moment, **about)


def _fate(number: int, at: datetime) -> dict[str, Any]:
    """Return what befell a post that is not simply public, or is more than that."""
    if number % DRAFT == 0:
        return {"status": Status.DRAFT.value, "published_at": None, "first_published_at": None}
    if number % SCHEDULED == 0:
        return {"status": Status.SCHEDULED.value, "published_at": adapted(TO_COME), "first_published_at": adapted(TO_COME)}
    if number % ARCHIVED == 0:
        return {"status": Status.ARCHIVED.value, "archived_at": adapted(at + timedelta(days=1))}
    if number % EXPIRED == 0:
        return {"expires_at": adapted(at + timedelta(days=90))}
    if number % TRASHED == 0:
        return {"trashed_at": adapted(at + timedelta(days=1))}
    return {"is_featured": True} if number % FEATURED == 0 else {}
