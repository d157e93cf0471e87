"""What somebody may have been looking for at an address that leads nowhere."""

import re
from collections.abc import Sequence
from datetime import datetime

from blog.posts.models import Post
from blog.search.asked import Asked
from blog.search.query import MAX_CHARACTERS
from blog.search.results import find_posts

SHOWN = 3
SHORTEST = 3  # letters of a word that says something
_ENDING = re.compile(r"\.[A-Za-z]{2,5}\Z")
_WORD = re.compile(r"[^\W\d_]+")


def posts_for_address(path: str, *, at: datetime) -> Sequence[Post]:
    """Return public posts with all words at the end of an address, or else with the longest, in four queries at most."""
    name = _ENDING.sub("", path.rstrip("/").rpartition("/")[2][:MAX_CHARACTERS])
    words = [word for word in _WORD.findall(name) if len(word) >= SHORTEST]
    for tried in dict.fromkeys([" ".join(words), max(words, key=len, default="")]):
        # Quotation marks: whole words only, which are read from the index without collecting anything.
        asked = Asked(typed=" ".join(f'"{word}"' for word in tried.split()))
        if asked.query and (found := find_posts(asked, at=at, size=SHOWN, build=Post.objects.for_mention)[0]):
            return found
    return []
