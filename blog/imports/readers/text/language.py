"""In which language a text is written, by the words that every text needs."""

from collections import Counter
from functools import cache

from blog.imports.readers.text.folding import tokens_of
from blog.imports.readers.text.phrases import phrases

_FEWEST_WORDS, _LEAST_SHARE = 4, 0.08  # of the words of the text
_MARGIN = 1.25  # how much more the first language needs than the second
_FEWEST_LINES = 2  # of furniture
_MOST_QUOTED = 2.0  # how much more an article quotes in another language than it speaks in that of its page
_MOST_CHARACTERS = 4000


def language_of(text: str, furniture: Counter[str]) -> str | None:
    """Return the language of a text; None without good evidence.

    Args:
        text: the article.
        furniture: how many lines of furniture speak each language; they decide when the text is short or quotes much.
    """
    counts = Counter(tokens_of(text[:_MOST_CHARACTERS]))
    by_word = _languages_by_word()
    scores = dict.fromkeys(_all_languages(), 0.0)
    words = Counter[str]()
    for word in filter(by_word.__contains__, counts):
        count, languages = counts[word], by_word[word]
        for language in languages:
            scores[language] += count / len(languages)  # a word of many languages says little
            words[language] += count
    first, second = _two_best(scores)
    spoken, other = _two_best(dict.fromkeys(scores, 0) | furniture)
    is_spoken = furniture[spoken] >= max(_FEWEST_LINES, _MARGIN * furniture[other])
    if is_spoken and scores[spoken] * _MOST_QUOTED >= scores[first]:
        return spoken
    is_enough = words[first] >= max(_FEWEST_WORDS, _LEAST_SHARE * counts.total())
    return first if is_enough and scores[first] >= _MARGIN * scores[second] else None


@cache
def _all_languages() -> list[str]:
    return sorted(phrases().stop_words)


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    """Return the languages to which each stop word belongs."""
    languages: dict[str, tuple[str, ...]] = {}
    for language, words in phrases().stop_words.items():
        languages |= {word: (*languages.get(word, ()), language) for word in words}
    return languages


def _two_best(scores: dict[str, float] | dict[str, int]) -> tuple[str, str]:
    first, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    return first, second
