"""What an organization publishes, alone and jointly with others, and how several names are written one after another."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from blog import prepared
from blog.posts.models import JointPublication, Post
from blog.posts.paging import Start


def first_of(
    rows: models.QuerySet[Post], start: Start, most: int, /, *, of: prepared.Value, **_values: prepared.Value
) -> models.QuerySet[Post]:
    """Return the first posts beyond a place in the list of an organization: its own, and those of others that it joined.

    Either kind is read from an index of its own, as many as are wanted in all, and the two are merged: one statement, which
    costs the same however many posts there are. `rows` are the posts that count, without regard to who published them; `of`
    is the number of the organization. It is a `read` of `blog.posts.paging`.
    """
    agreements = JointPublication.objects.in_list_of(of, among=rows)
    own = start.first(rows.filter(("organization", of)), most).values("pk")
    joined = start.first(agreements, most, pk="post_id").values("post_id")
    # Each limited query stands in one of its own: SQLite takes no limit in the parts of a UNION.
    both = Post.objects.filter(pk__in=own).values("pk").union(Post.objects.filter(pk__in=joined).values("pk"), all=True)
    return Start(by=start.by, is_falling=start.is_falling).first(rows.filter(pk__in=both), most)


def in_one_line(names: Sequence[str]) -> str:
    """Return names in one line as the page's language lists them: A, B and C."""
    *others, last = names
    if not others:
        return last
    return f"{_(', ').join(others)} {pgettext('before the last of several names', 'and')} {last}"
