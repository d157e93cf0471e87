"""What can be a name."""

from blog.imports.readers.text.folding import fold_word
from blog.imports.readers.text.signs import PARTICLES, SMALL_WORDS

_MOST_WORDS = 14  # organizations have long names
_MOST_PERSON_WORDS = 4
_LONGEST_PERSON = 40  # characters
_NO_NAME_ENDS = "!?…:;"


def is_shaped_as_name(text: str) -> bool:
    """Whether a text is no longer than names are and does not end as sentences and headings do."""
    return 0 < len(text.split()) <= _MOST_WORDS and text[-1] not in _NO_NAME_ENDS


def is_name(text: str) -> bool:
    """Whether a text can be the name of a person, an account or an organization."""
    words = text.split()
    if not is_shaped_as_name(text) or not any(map(str.isalpha, text)):
        return False
    return len(words) == 1 or (not words[0][0].islower() and all(map(_is_word_of_name, words)))


def is_personal_name(text: str) -> bool:
    """Whether a text can be the name of a person: few words, all of them capitalized but for such as "de" and "van"."""
    words = text.split()
    is_short = len(words) <= _MOST_PERSON_WORDS and len(text) <= _LONGEST_PERSON
    return is_short and is_name(text) and not any(fold_word(word) in SMALL_WORDS - PARTICLES for word in words)


def _is_word_of_name(word: str) -> bool:
    return not word[0].islower() or fold_word(word) in SMALL_WORDS
