"""What is compared of a text: its words, its links and its fingerprint. Pure, for texts in any script."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from blog.spam.values import domain_name, host_of

MOST_CHARACTERS = 20_000  # compatibility forms may be longer than what was typed
MOST_TOKENS = 200
TOKEN_CHARACTERS = 60  # one column of `WordCount`
FINGERPRINT_CHARACTERS = 20  # shorter texts, such as thanks, many people write

# A web address as it stands in a text, or where Markdown has a link lead.
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]]+|(?<=\]\()[^\s<>()]+", re.IGNORECASE)
_WITH_SCHEME = re.compile("https?://", re.IGNORECASE)
_LINK_TEXT = re.compile(r"\[[^\[\]]*\]\([^()]*\)")
_DOMAIN = re.compile(r"(?<![\w.-])(?:[\w-]++\.)+[^\W\d_]{2,}+")
# Scripts that put no space between words: Thai and Lao, Myanmar, Khmer, Kana, Han.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PART = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IN_UNSPACED = re.compile(f"[{_UNSPACED}]")


def _characters(category: str) -> str:
    """Return the characters of a category (Unicode Standard, 4.5) in the first plane, where living scripts have theirs."""
    return "".join(character for character in map(chr, range(0x10000)) if unicodedata.category(character).startswith(category))


_WORD = re.compile(rf"(?:[^\W_]|[{_characters('M')}])+")  # letters and digits, which `\w` knows, and the marks upon them
_UNSEEN = re.compile(f"[{_characters('Cf')}\U000e0000-\U000e0fff]+")  # formats, tags, selectors of variants


def normalized(text: str) -> str:
    """Return the form in which texts are compared (NFKC, case folded), without characters that nobody sees."""
    folded = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).casefold()
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", folded))[:MOST_CHARACTERS]


def words(text: str) -> list[str]:
    """Return the words in their order as they are compared; of a script without spaces, what stands between other signs."""
    return [part for run in _WORD.findall(normalized(text)) for part in _PART.findall(run)]


def tokens(text: str) -> list[str]:
    """Return what the filter learns of a text, each once and at most `MOST_TOKENS`: domains of its links, then its words.

    Scripts without spaces give pairs of characters. A link's token has a colon in it, which no word has.
    """
    found = [f"link:{host}" for host in link_hosts(text)]
    for word in words(_LINK.sub(" ", text)):
        found += _pairs(word) if _IN_UNSPACED.match(word) else [word]
    distinct = dict.fromkeys(token[:TOKEN_CHARACTERS] for token in found if len(token) > 1)
    return list(distinct)[:MOST_TOKENS]


def _pairs(run: str) -> Iterable[str]:
    return (first + second for first, second in pairwise(run))


def links(text: str) -> list[str]:
    """Return the web addresses in a text, as they were typed."""
    return [link for link in _LINK.findall(text[:MOST_CHARACTERS]) if _WITH_SCHEME.match(link) or host_of(link)]


def link_hosts(text: str) -> list[str]:
    """Return the domains to which the links lead, each once."""
    return list(dict.fromkeys(host for link in links(text) if (host := host_of(link))))


def domains(text: str) -> list[str]:
    """Return the domains that a text names, each once, as links or as mere words."""
    named = (domain_name(match) for match in _DOMAIN.findall(normalized(text)))
    return list(dict.fromkeys([*link_hosts(text), *filter(None, named)]))


def has_only_links(text: str) -> bool:
    """Say whether nothing is left of a text without its links."""
    rest = _LINK.sub(" ", _LINK_TEXT.sub(" ", text)) if links(text) else text
    return not words(rest)


def fingerprint(text: str) -> str:
    """Return what two texts have in common that differ in nothing but signs and case; empty for short ones."""
    joined = " ".join(words(text))
    if len(joined) < FINGERPRINT_CHARACTERS:
        return ""
    return hashlib.sha256(joined.encode(errors="surrogatepass")).hexdigest()


def listed_form(entry: str) -> str:
    """Return a word or phrase of a block list as it is compared; a star at its end is kept."""
    star = "*" if entry.rstrip().endswith("*") else ""
    phrase = " ".join(words(entry))
    return phrase + star if phrase else ""


def holds(joined_words: str, entry: str) -> bool:
    """Say whether a text, its words joined by spaces, has a listed word or phrase in it.

    It stands for whole words, before a star for all that begin so; in a script without spaces wherever it is.
    """
    if _IN_UNSPACED.search(entry):
        return entry.rstrip("*") in joined_words
    padded = f" {joined_words} "
    return f" {entry[:-1]}" in padded if entry.endswith("*") else f" {entry} " in padded
