"""How close two texts are: by the subjects that they share, and by their words (tf-idf and the cosine between them).

Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval": a word counts for more the rarer it is among
the texts compared, so that no list of stop words in any language is needed.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SHARE_OF_SUBJECTS = 0.5  # the rest is for the words
_WORD = re.compile(r"[^\W\d_]{3,}")
# Writing without spaces between words: pairs of characters stand for words (Chinese, Japanese; Thai, Lao, Khmer, Burmese).
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is compared of a text: its subjects, and the beginning of its words with the title."""

    subjects: frozenset[int]
    words: Mapping[str, int]


def words_of(text: str) -> Counter[str]:
    """Return how often each word stands in a text."""
    folded = text.casefold()
    counted = Counter(_WORD.findall(_UNSPACED.sub(" ", folded)))
    for run in _UNSPACED.findall(folded):
        counted.update(run[place : place + 2] for place in range(len(run) - 1))
    return counted


def closeness(one: Sample, others: Sequence[Sample]) -> list[float]:
    """Return for each of the others how close it is to the one: 0 for nothing in common, 1 for the same."""
    everything = [one, *others]
    rarity_of_subjects = _rarity(sample.subjects for sample in everything)
    rarity_of_words = _rarity(sample.words for sample in everything)
    vectors = [_vector(sample.words, rarity_of_words) for sample in everything]
    return [
        SHARE_OF_SUBJECTS * _overlap(one.subjects, other.subjects, rarity_of_subjects)
        + (1 - SHARE_OF_SUBJECTS) * _cosine(vectors[0], vector)
        for other, vector in zip(others, vectors[1:], strict=True)
    ]


def _rarity[T](samples: Iterable[Iterable[T]]) -> dict[T, float]:
    """Return the weight of each term: the rarer, the more; one that stands everywhere weighs almost nothing."""
    found = Counter[T]()
    total = 0
    for sample in samples:
        found.update(set(sample))
        total += 1
    return {term: math.log((1 + total) / count) for term, count in found.items()}


def _vector(words: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {word: (1 + math.log(count)) * rarity[word] for word, count in words.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    small, large = sorted((one, other), key=len)
    return min(1.0, sum(weight * large.get(word, 0.0) for word, weight in small.items()))


def _overlap(one: frozenset[int], other: frozenset[int], rarity: Mapping[int, float]) -> float:
    together = sum(rarity[subject] for subject in one | other)
    return sum(rarity[subject] for subject in one & other) / together if together else 0.0
