"""What the public name of a person may consist of."""

import re
import unicodedata

MAX_CHARACTERS = 50  # the column of names beside comments
# Nothing is seen of these: controls, format characters, separators of lines, what no standard has named.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks that leave paper white
_JOINERS = frozenset("\u200c\u200d")
# Where joiners mean something: between letters of scripts that join them, and between pictures. Anywhere else, and at the
# end, they would make two names look alike.
_JOINABLE = re.compile(
    "[\u0590-\u109f\u1780-\u18af\u2600-\u27bf\ufe0f\U0001f000-\U0001faff][\u200c\u200d](?=[^\\s\u200c\u200d])"
)
_VISIBLE = frozenset("LNPS")  # letters, numbers, punctuation and symbols begin with these


def fold(name: str) -> str:
    """Return a name in one line, in the form of Unicode in which equal names are equal (NFC)."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def is_presentable(name: str) -> bool:
    """Say whether everything in a name can be seen, and there is something to see."""
    without_joiners = _JOINABLE.sub(lambda pair: pair[0][0], name)
    return not any(_is_unseen(character) for character in without_joiners) and any(
        unicodedata.category(character)[0] in _VISIBLE for character in name
    )


def _is_unseen(character: str) -> bool:
    return character in _JOINERS or character in _BLANK or unicodedata.category(character) in _UNSEEN


def presentable_or_empty(name: str) -> str:
    """Return what another service calls a person, as a name here; empty where it cannot be one."""
    folded = fold(name)[:MAX_CHARACTERS].rstrip()
    return folded if is_presentable(folded) else ""
