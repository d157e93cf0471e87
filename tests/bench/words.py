"""Words as frequent and as rare as those of a language (Zipf's law), and texts of them. The same seed makes the same ones."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from blog.richtext.rendering import render_comment
from blog.spam.text import fingerprint

WORDS, RANK_OFFSET = 40_000, 8
PARAGRAPHS, PARAGRAPH_WORDS = 20_000, 40
TITLES, TITLE_WORDS = 20_000, 8
REPLIES, REPLY_WORDS = 5_000, 25
SYLLABLES = [first + second for first in "bcdfghlmnprstv" for second in ("a", "e", "i", "o", "u", "an", "er", "in")]


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of a comment: as typed, as shown, and what tells it from others."""

    text: str
    html: str
    text_hash: str


def words_of(random: Random) -> list[str]:
    """Return the words, the most frequent first; each time the same ones for a generator that begins anew."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(random.choices(SYLLABLES, k=random.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


class Vocabulary:
    """Words, and texts put together from them once, so that a million of posts can be given some of them at once."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.words = words_of(random)
        self._weights = list(accumulate(1 / (rank + RANK_OFFSET) for rank in range(WORDS)))
        self.titles = [self.text(TITLE_WORDS).capitalize() for _ in range(TITLES)]
        self.paragraphs = [self.text(PARAGRAPH_WORDS).capitalize() + "." for _ in range(PARAGRAPHS)]
        self.replies = [self._reply(self.text(REPLY_WORDS)) for _ in range(REPLIES)]

    def text(self, words: int) -> str:
        """Return so many words."""
        return " ".join(self.random.choices(self.words, cum_weights=self._weights, k=words))

    def _reply(self, text: str) -> Reply:
        return Reply(text, render_comment(text), fingerprint(text))
