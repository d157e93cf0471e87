"""How much a text is like those that moderators called spam: the arithmetic, without a database.

Each word counts by how often it stood in spam and in other texts (Robinson's f(w)); the words are combined by Fisher's
method, which stays undecided where words contradict each other or few are known. Source: G. Robinson, "A Statistical
Approach to the Spam Problem", Linux Journal 107, March 2003. It is our own because the libraries for it keep their counts
in the memory of one process, where the site has several and one set of counts for each organization.
"""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

MINIMUM_TEXTS = 10  # of each sort, before the filter says anything
MOST_WORDS = 150  # the most telling words of a text
NEUTRAL, STRENGTH = 0.5, 1.0  # Robinson's x and s: what is thought of a new word, and how firmly
TELLING = 0.1  # words closer to neutral than this are left out
SHOWN_WORDS = 5


class Counts(NamedTuple):
    """In how many texts of each sort a word stood; or how many texts of each sort there were."""

    spam: int
    ham: int


class Opinion(NamedTuple):
    """What the words say: 1 is spam, 0 is not, 0.5 is unknown; and the words that speak most for spam."""

    probability: float
    words: list[str]


UNKNOWN = Opinion(NEUTRAL, [])


def opinion(counts: Mapping[str, Counts], texts: Counts) -> Opinion:
    """Return what the counts of a text's words say, where so many texts were learned of."""
    if min(texts) < MINIMUM_TEXTS:
        return UNKNOWN
    degrees = {word: _degree(count, texts) for word, count in counts.items()}
    telling = [word for word, degree in degrees.items() if abs(degree - NEUTRAL) >= TELLING]
    telling = sorted(telling, key=lambda word: abs(degrees[word] - NEUTRAL), reverse=True)[:MOST_WORDS]
    if not telling:
        return UNKNOWN
    of_spam = _combined(degrees[word] for word in telling)
    of_ham = _combined(1 - degrees[word] for word in telling)
    return Opinion((1 + of_spam - of_ham) / 2, [word for word in telling if degrees[word] > NEUTRAL][:SHOWN_WORDS])


def _degree(count: Counts, texts: Counts) -> float:
    """Return Robinson's f(w), between 0 and 1 and never either."""
    spam, ham = max(count.spam, 0), max(count.ham, 0)
    if not spam + ham:
        return NEUTRAL
    in_spam, in_ham = spam / texts.spam, ham / texts.ham
    return (STRENGTH * NEUTRAL + (spam + ham) * in_spam / (in_spam + in_ham)) / (STRENGTH + spam + ham)


def _combined(degrees: Iterable[float]) -> float:
    """Return Fisher's combination of degrees: the probability that chance makes them as small as this, or smaller."""
    logarithms = [math.log(degree) for degree in degrees]
    half = -sum(logarithms)  # of chi squared, with two degrees of freedom for each word
    term = total = math.exp(-half)
    for number in range(1, len(logarithms)):
        term *= half / number
        total += term
    return min(total, 1.0)
