"""What the rules know of languages: where sentences end, which words of links say nothing, what is an abbreviation."""
# ruff: noqa: RUF001  # words of other alphabets are what this module is about

import re
from collections.abc import Iterator, Sequence

# A sentence that reads easily is shorter in languages that say with one word what others say with three.
_MOST_WORDS = {"en": 30, "ro": 34, "ru": 26, "tk": 22, "az": 22, "tr": 22, "de": 28, "uk": 26}
_MOST_WORDS_ELSEWHERE = 34

_END = re.compile(r"(?<=[.!?…])[\"»”')\]]*\s+(?=[\"«„“(\[]*\w)")
# After these a full stop ends no sentence; single letters (initials) neither.
_SHORTENED = frozenset(
    {
        *("dr", "mr", "mrs", "ms", "prof", "st", "no", "vs", "etc", "e.g", "i.e", "inc", "ltd", "jr", "sr", "fig", "approx"),
        *("dl", "dna", "d-na", "nr", "art", "alin", "lit", "str", "bd", "pag", "ex", "min", "max", "conf", "cca"),
        *("г", "гг", "в", "вв", "ул", "им", "тыс", "млн", "млрд", "руб", "др", "пр", "см", "рис", "стр", "т.е", "т.д", "т.п"),
    }
)

_SAYS_NOTHING = frozenset(
    {
        *("here", "click here", "click", "this", "this link", "link", "more", "read more", "see here", "learn more", "page"),
        *("aici", "click aici", "apasă aici", "apasați aici", "mai mult", "citește mai mult", "detalii", "acest link"),
        *("здесь", "тут", "сюда", "подробнее", "читать далее", "далее", "ссылка", "по ссылке", "нажмите здесь", "эта ссылка"),
        *("şu ýerde", "şu ýere", "dowamy", "giňişleýin", "bura", "burada", "buraya", "ətraflı", "davamı", "keçid"),
    }
)

_ABBREVIATION = re.compile(r"(?<![\w&-])[^\W\d_]{2,6}(?![\w-])")
_ROMAN = re.compile(r"[IVXLCDM]+")
_KNOWN = frozenset(
    {
        *(
            "USA",
            "US",
            "UK",
            "EU",
            "UN",
            "UNO",
            "NATO",
            "UNESCO",
            "WHO",
            "GDP",
            "VAT",
            "CEO",
            "PDF",
            "TV",
            "IT",
            "AI",
            "CO",
            "OK",
        ),
        *("UE", "ONU", "SUA", "PIB", "TVA", "OMS", "SRL", "SA", "AM", "PM", "COVID", "DNA", "HTML", "SMS", "URL", "NGO", "ONG"),
        *(
            "США",
            "СССР",
            "ЕС",
            "ООН",
            "НАТО",
            "ВВП",
            "НДС",
            "РФ",
            "СНГ",
            "СМИ",
            "ООО",
            "ОАО",
            "ЮНЕСКО",
            "ВОЗ",
            "ТВ",
            "ЧП",
            "ИИ",
        ),
        *("ABŞ", "BMG", "AB", "BMT", "ÝB"),
    }
)


def most_words_of_a_sentence(code: str) -> int:
    """Return beyond how many words a sentence of a language (a language tag) is hard to read."""
    return _MOST_WORDS.get(code.split("-", maxsplit=1)[0].lower(), _MOST_WORDS_ELSEWHERE)


def sentences(paragraph: str) -> Iterator[str]:
    """Yield the sentences of a paragraph. A shortened word, an initial, an ordinal and what goes on in lower case end none."""
    begin = 0
    for end in _END.finditer(paragraph):
        last = paragraph[begin : end.start()].rsplit(maxsplit=1)[-1].strip("\"«»„“”'()[]")
        following = paragraph[end.end() :].lstrip('"«„“([')[:1]
        if last.endswith(".") and _goes_on(last[:-1], following):
            continue
        yield paragraph[begin : end.start()].strip()
        begin = end.end()
    if rest := paragraph[begin:].strip():
        yield rest


def _goes_on(last: str, following: str) -> bool:
    return following.islower() or last.lower() in _SHORTENED or (len(last) == 1 and last.isalpha()) or last.isdigit()


def says_nothing(words: str) -> bool:
    """Say whether the words of a link tell nothing of where it leads."""
    return " ".join(words.lower().split()).strip(" .…:!>»→") in _SAYS_NOTHING


def unexplained_abbreviations(texts: Sequence[str], *, known: frozenset[str]) -> list[str]:
    """Return the abbreviations that stand in no parentheses and have none behind them, in the order in which they come.

    Capitals that are a way of writing whole words, numerals of Rome and what everybody knows are none.
    """
    whole = "\n".join(texts)
    found: dict[str, None] = {}
    for text in texts:
        if _is_loud(text):
            continue
        for match in _ABBREVIATION.finditer(text):
            word = match[0]
            if word.isupper() and word not in _KNOWN | known and not _ROMAN.fullmatch(word) and not _is_explained(word, whole):
                found[word] = None
    return list(found)


def _is_explained(word: str, text: str) -> bool:
    escaped = re.escape(word)
    return re.search(rf"\([^()\n]*\b{escaped}\b[^()\n]*\)|\b{escaped}\s*\(|\b{escaped}\s+[\u2014\u2013-]\s+", text) is not None


def _is_loud(text: str) -> bool:
    """Say whether a text is written in capitals altogether."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 6 and sum(character.isupper() for character in letters) * 2 > len(letters)  # noqa: PLR2004  # one abbreviation alone
