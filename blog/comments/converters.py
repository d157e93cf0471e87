"""Parts of addresses."""

MOST_DIGITS = 10  # of the package's primary key: no database is asked for a number that it cannot hold


class CommentNumberConverter:
    """The number of a comment in a path."""

    regex = f"[0-9]{{1,{MOST_DIGITS}}}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return its digits."""
        return str(value)


def comment_number(value: object) -> int | None:
    """Return the number of a comment as a query or a form has it; None for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
