"""“Did you mean”: words of the index that are one slip of the hand away from words that are not in it.

As Peter Norvig describes it (https://norvig.com/spell-correct.html): every word that one letter added, lost, exchanged or
swapped can make is looked up at once, so the cost does not grow with the index.
"""

from blog.search.index import get_index
from blog.search.query import Query, fold

LATIN = "abcdefghijklmnopqrstuvwxyzəıßøłđæœ"  # noqa: RUF001  # as the index compares letters
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәңөү"
GREEK = "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ"
ALPHABETS = (LATIN, CYRILLIC, GREEK)
SHORTEST, LONGEST = 3, 24  # letters of a word that is worth a guess
MAX_WORDS = 2  # that are guessed at once
CHOICES = 2


def suggestions_for(query: Query) -> list[Query]:
    """Return queries of known words that may have been meant, the likeliest first. Whether they find anything is not said."""
    index, words = get_index(), set(query.words)
    known = index.frequencies({fold(word) for word in words})
    unknown = [word for word in words if fold(word) not in known]
    if not 0 < len(unknown) <= MAX_WORDS or not all(SHORTEST <= len(word) <= LONGEST for word in unknown):
        return []
    slips = {word: slips_of(fold(word)) for word in unknown}
    frequencies = index.frequencies(set().union(*slips.values()))
    choices = {word: sorted(slips[word] & frequencies.keys(), key=lambda slip: (-frequencies[slip], slip)) for word in unknown}
    likeliest = zip(*(choices[word][:CHOICES] for word in unknown), strict=False)
    return [query.closed().with_words(dict(zip(unknown, chosen, strict=True))) for chosen in likeliest]


def slips_of(word: str) -> set[str]:
    """Return every word from which one slip makes this one."""
    letters = next((alphabet for alphabet in ALPHABETS if set(word) & set(alphabet)), "")
    parts = [(word[:index], word[index:]) for index in range(len(word) + 1)]
    lost = {head + tail[1:] for head, tail in parts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    exchanged = {head + letter + tail[1:] for head, tail in parts if tail for letter in letters}
    added = {head + letter + tail for head, tail in parts for letter in letters}
    return (lost | swapped | exchanged | added) - {word}
