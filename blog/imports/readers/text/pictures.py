"""Descriptions of pictures that the extractor left in the text as lines."""

from collections import Counter

from blog.imports.document import LineRole
from blog.imports.readers.text.lines import PageLine

_FEWEST_REPEATS, _FEWEST_WORDS = 3, 6
_MOST_DESCRIPTIONS = 20  # different ones


def settle_repeated_pictures(lines: list[PageLine]) -> None:
    """Settle all but the first of the descriptions that stand alone three times or more, with what some of them add.

    Pages give all pictures of an article the same description. What ends as sentences do, such as a refrain, stays.
    """
    alone = [line for index, line in enumerate(lines) if _stands_alone(lines, index)]
    counts = Counter(line.text for line in alone)
    repeated = [text for text, count in counts.most_common(_MOST_DESCRIPTIONS) if count >= _FEWEST_REPEATS]
    seen: set[str] = set()
    for line in alone if repeated else []:
        if line.text.startswith(tuple(seen)):
            line.become(LineRole.BOILERPLATE, "description of a picture, repeated")
        elif line.text in repeated:
            seen.add(line.text)


def _stands_alone(lines: list[PageLine], index: int) -> bool:
    line = lines[index]
    is_alone = line.is_block_start and (index + 1 == len(lines) or lines[index + 1].is_block_start)
    return is_alone and not line.is_sentence and line.text.count(" ") + 1 >= _FEWEST_WORDS
