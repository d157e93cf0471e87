"""What a person should know about a document that was read."""

from blog.imports.document import LineRole
from blog.imports.readers.text.dates import Doubt
from blog.imports.readers.text.lines import PageLine

_MOST_NUMBERS = 20
_TEXT = {LineRole.BODY, LineRole.UNKNOWN}
_DOUBTS = {Doubt.AMBIGUOUS, Doubt.IMPOSSIBLE}


def remarks_about(lines: list[PageLine], *, has_title: bool, has_date: bool) -> tuple[str, ...]:
    """Return a sentence about each thing that could not be told from the page."""
    warnings = []
    if not has_title:
        warnings.append("has no title of its own; the beginning of the text was taken")
    if not any(line.role in _TEXT for line in lines):
        warnings.append("has a title and no text")
    if not has_date:
        warnings.append("date unknown")
        doubts = [line for line in lines if line.role in {LineRole.DATE, LineRole.BYLINE} and _doubt(line) in _DOUBTS]
        warnings += [f"line {line.number} holds a {_doubt(line)}" for line in doubts[:1]]
    nameless = [line.number for line in lines if line.became == "comment without a name"]
    if nameless:
        verb = "was" if len(nameless) == 1 else "were"
        warnings.append(f"{_count(nameless)} of comments without names {verb} left out ({_listed(nameless)})")
    unknown = [line.number for line in lines if line.role is LineRole.UNKNOWN]
    if unknown:
        warnings.append(f"{_count(unknown)} could not be placed; kept in the text ({_listed(unknown)})")
    return tuple(warnings)


def _doubt(line: PageLine) -> Doubt:
    return Doubt.NONE if line.metadata is None else line.metadata.doubt


def _count(numbers: list[int]) -> str:
    return "1 line" if len(numbers) == 1 else f"{len(numbers)} lines"


def _listed(numbers: list[int]) -> str:
    different = list(dict.fromkeys(numbers))  # parts of a line have its number
    more = ", …" if len(different) > _MOST_NUMBERS else ""
    return f"line{'s' if len(different) > 1 else ''} {', '.join(map(str, different[:_MOST_NUMBERS]))}{more}"
