"""Whether a byline names an organization, and what the page says about it."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from blog.imports.document import OrganizationProfile
from blog.imports.readers.text.folding import Words, fold_word
from blog.imports.readers.text.names import is_personal_name, is_shaped_as_name
from blog.imports.readers.text.phrases import Lead, phrases

_SHORTEST_BEGINNING = 5  # shorter words stand for themselves only: "bund" is no "bundle"
_ABBREVIATION = re.compile(r"\(([^()\s]{2,20})\)")
_YEAR = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_][\w.]*")
_CHARACTERS_TO_ABBREVIATION = 60  # between the name and it
_CHARACTERS_TO_YEAR = 60  # between "founded" and it
_WORDS_BEFORE_NAME = 4
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class _Table:
    kinds: dict[str, str]  # the kind of body, by word
    accounts: frozenset[str]
    non_governmental: tuple[str, ...]


@cache
def _table() -> _Table:
    raw = tomllib.loads(files(__package__).joinpath("organizations.toml").read_text(encoding="utf-8"))
    kinds = {fold_word(word): kind for kind, words in raw["kinds"].items() for word in words.split()}
    return _Table(kinds, frozenset(fold_word(raw["accounts"]["names"]).split()), tuple(raw["descriptions"]["ngo"]))


def is_organization(name: str) -> bool:
    """Whether a name holds a word that organizations bear in theirs."""
    return bool(_kind_of_name(name))


def is_name_of_organization(text: str) -> bool:
    """Whether a text is a name and not a sentence, in which such a word stands: in many languages the others are small."""
    return not text[0].islower() and is_shaped_as_name(text) and is_organization(text)


def is_account(name: str) -> bool:
    """Whether a name says nothing about who wrote: the account of an administrator."""
    folded = fold_word(name)
    return folded in _table().accounts or folded.endswith("admin")


def is_heading_about(text: str, author: str) -> bool:
    """Whether a line is the heading of a note about a person, "About Jane Doe": about the author, where that is known."""
    if len(text) > _LONGEST_HEADING or fold_word(text.partition(" ")[0]) not in phrases().leads[Lead.ABOUT]:
        return False
    line = Words.of(text)
    used = phrases().lead_at(Lead.ABOUT, line.words)
    if not used or used == len(line):
        return False
    name = text[line.starts[used] :].strip(" :")
    if author:
        return fold_word(name) == fold_word(author)
    return is_personal_name(name)


def describes(paragraph: str, name: str) -> bool:
    """Whether a paragraph is about what bears the name: the name stands at its beginning."""
    place = fold_word(paragraph).find(fold_word(name)) if name else -1
    return place >= 0 and len(paragraph[:place].split()) <= _WORDS_BEFORE_NAME


def tells_of_organization(paragraph: str, name: str) -> bool:
    """Whether a paragraph about what bears the name says what only organizations are: its abbreviation or its foundation."""
    return describes(paragraph, name) and bool(_abbreviation(name, paragraph) or _is_non_governmental(paragraph))


def profile_of(name: str, description: str = "") -> OrganizationProfile:
    """Return what a page says about an organization."""
    kind = _kind_of_name(name) or ("ngo" if _is_non_governmental(description) else "")
    return OrganizationProfile(
        name=name,
        short_name=_abbreviation(name, description),
        founded_year=_founded_year(description),
        description=description,
        kind=kind,
    )


def _kind_of_name(name: str) -> str:
    words = [word.strip(".") for word in _WORD.findall(fold_word(name))]
    return next((kind for word in words if (kind := _kind_of_word(word))), "")


def _kind_of_word(word: str) -> str:
    kinds = _table().kinds
    if word in kinds:
        return kinds[word]
    beginnings = (word[:length] for length in range(len(word) - 1, _SHORTEST_BEGINNING - 1, -1))
    return next((kinds[beginning] for beginning in beginnings if beginning in kinds), "")


def _abbreviation(name: str, description: str) -> str:
    match = _ABBREVIATION.search(description, 0, len(name) + _CHARACTERS_TO_ABBREVIATION)
    return match.group(1) if match else ""


def _is_non_governmental(description: str) -> bool:
    folded = fold_word(description)
    return any(beginning in folded for beginning in _table().non_governmental)


def _founded_year(description: str) -> int | None:
    line = Words.of(description)
    for index in range(len(line)):
        used = phrases().lead_at(Lead.FOUNDED, line.words, index)
        if used:
            end = line.ends[index + used - 1]
            match = _YEAR.search(description, end, end + _CHARACTERS_TO_YEAR)
            if match:
                return int(match.group())
    return None
