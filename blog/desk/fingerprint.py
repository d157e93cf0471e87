"""Which text somebody has read: two posts with the same fingerprint say the same."""

import hashlib
import json

from blog.posts.models import Post

READ = ("title", "summary", "body", "byline", "language", "canonical_url", "seo_title", "seo_description")


def fingerprint(post: Post) -> str:
    """Return 64 hexadecimal digits that change when anything changes that a reader of the post would read."""
    said = json.dumps([getattr(post, name) for name in READ], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
