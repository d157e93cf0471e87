"""The signals that a reply carries in itself: no database is asked."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from blog.spam.submission import Signal, Submission
from blog.spam.text import has_only_links, links, normalized, words

FAST_SECONDS = 3
SOME_LINKS, MANY_LINKS = 2, 4
OFTEN = 3  # times that the same text was written before
BUSY_ACCOUNT, BUSY_NETWORK = 5, 10  # replies within the windows of whoever counts
WORD_CHARACTERS = 50
LETTERS = 2_000  # what is looked at to tell a script
FEW_LETTERS = 20  # from so many on, a script can be told

_CONFUSABLE = frozenset({"LATIN", "CYRILLIC"})  # their letters look alike, so that a word of both can pass for another
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})  # they stand side by side in one language


def signals_of(submission: Submission) -> Iterator[Signal]:
    """Yield what speaks against a reply, from how it was sent to what came before it."""
    if submission.filled_trap:
        yield Signal("trap")
    if submission.form_seconds is not None and submission.form_seconds < FAST_SECONDS:
        yield Signal("fast", str(submission.form_seconds))
    yield from _of_links(submission)
    yield from _of_scripts(submission)
    if submission.same_text:
        yield Signal("often_repeated" if submission.same_text >= OFTEN else "repeated", str(submission.same_text))
    if submission.of_account >= BUSY_ACCOUNT:
        yield Signal("busy_account", str(submission.of_account))
    if submission.of_network >= BUSY_NETWORK:
        yield Signal("busy_network", str(submission.of_network))


def _of_links(submission: Submission) -> Iterator[Signal]:
    count = len(links(submission.text))
    if count >= SOME_LINKS:
        yield Signal("many_links" if count >= MANY_LINKS else "links", str(count))
    if count and has_only_links(submission.text):
        yield Signal("only_links")


def _of_scripts(submission: Submission) -> Iterator[Signal]:
    script, of_page = main_script(submission.text), main_script(submission.page_title, at_least=1)
    if script and of_page and script != of_page:
        yield Signal("other_script", script.title())
    for word in words(submission.text[:LETTERS]):
        if len(_scripts(word) & _CONFUSABLE) > 1:
            yield Signal("mixed_scripts", word[:WORD_CHARACTERS])
            return


def main_script(text: str, *, at_least: int = FEW_LETTERS) -> str:
    """Return the script of most letters, as Unicode names it (`LATIN`); empty where there are too few of them."""
    counted = Counter(_script(letter) for letter in normalized(text[:LETTERS]) if letter.isalpha())
    return counted.most_common(1)[0][0] if counted.total() >= at_least else ""


def _scripts(word: str) -> set[str]:
    return {_script(letter) for letter in word if letter.isalpha()}


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if script in _EAST_ASIAN else script
