"""What an import did, document by document."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a document."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"  # the same bytes were imported before
    KEPT = "kept"  # the document changed, but a person has edited or deleted its post since; theirs stays
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReport:
    """What became of a document. `error` is one line that says what is wrong, where, and what to do."""

    path: str
    outcome: Outcome
    post: str | None = None  # slugs
    organization: str | None = None
    comments: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None


@dataclass(slots=True)
class Report:
    """How a run went. Only what failed is kept of the single documents."""

    failures: list[str] = field(default_factory=list)
    _counted: Counter[Outcome] = field(default_factory=Counter)

    def add(self, document: DocumentReport) -> None:
        """Count a document."""
        self._counted[document.outcome] += 1
        if document.error:
            self.failures.append(document.error)

    @property
    def total(self) -> int:
        """How many documents there were."""
        return self._counted.total()

    @property
    def counts(self) -> dict[str, int]:
        """How many documents had each outcome."""
        return {outcome.value: self._counted[outcome] for outcome in Outcome}
