"""What an import did, document by document."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of a document."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"  # the same bytes were imported before
    KEPT = "kept"  # the document changed, but a person has edited or deleted its post since; theirs stays
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReport:
    """What became of one document. `error` is one line that says what is wrong, where, and what to do."""

    path: str
    outcome: Outcome
    post: str | None = None  # slugs
    organization: str | None = None
    comments: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None


@dataclass(slots=True)
class Report:
    """What became of all documents of a run, in the order in which they were found."""

    documents: list[DocumentReport] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many documents had each outcome."""
        found = Counter(document.outcome for document in self.documents)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def failures(self) -> list[str]:
        """The errors, a line each."""
        return [document.error for document in self.documents if document.error]

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain objects: `counts` and `documents`."""
        return {"counts": self.counts, "documents": [asdict(document) for document in self.documents]}
