"""Which text somebody has read: two posts with the same fingerprint say the same."""

import hashlib
import json
from collections.abc import Iterable

from blog.posts.models import Post
from blog.richtext.text import printable

READ = (
    *("title", "summary", "body", "byline", "language", "canonical_url", "seo_title", "seo_description"),
    *("cover_id", "cover_alt", "cover_is_decorative", "cover_caption"),
)


def fingerprint(post: Post, names: Iterable[str] = READ) -> str:
    """Return 64 hexadecimal digits that change when anything changes that a reader of the post would read or see.

    With `names`, when one of these columns does.
    """
    values = [getattr(post, name) for name in names]
    said = [printable(value) if isinstance(value, str) else value for value in values]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
