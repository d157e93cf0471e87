"""The figures of all web processes together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cms.pagecache.counters import ANSWERS, BYTES, DROPPED, EVICTED, HITS, WAITED, Miss, folder, of_all_processes

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Status:
    """What was counted. `hit_rate` is the share of the requests for pages that may be kept that Django did not see."""

    processes: int
    figures: Mapping[str, int]

    @property
    def hit_rate(self) -> float:
        """A share between 0 and 1; 0 before the first request."""
        answered = self.figures[HITS] + self.figures[WAITED]
        asked = answered + sum(self.misses.values()) - self.misses[Miss.NOT_KEPT]
        return answered / asked if asked else 0.0

    @property
    def misses(self) -> dict[Miss, int]:
        """How often Django was asked, by reason."""
        return {reason: self.figures[reason] for reason in Miss}

    def as_dict(self) -> dict[str, Any]:
        """Return the figures for programs; a reason by its name."""
        return {
            "processes": self.processes,
            "hit_rate": round(self.hit_rate, 4),
            **{name: self.figures[name] for name in (HITS, WAITED, ANSWERS, BYTES, DROPPED, EVICTED)},
            "misses": {reason.name.lower(): count for reason, count in self.misses.items()},
        }

    def lines(self) -> Iterator[str]:
        """Yield the figures for people; of the reasons those that came up, the most frequent first."""
        yield f"Web processes   {self.processes}"
        yield f"Hit rate        {self.hit_rate:.1%} of the requests for pages that may be kept"
        yield f"Kept            {self.figures[ANSWERS]} answers, {self.figures[BYTES] / MEGABYTE:.1f} MB"
        yield f"Answered        {self.figures[HITS]} at once, {self.figures[WAITED]} after waiting for another visitor's"
        yield f"Let go          {self.figures[DROPPED]} as they changed, {self.figures[EVICTED]} for room"
        yield "Django was asked"
        for reason, count in sorted(self.misses.items(), key=lambda pair: -pair[1]):
            if count:
                yield f"{count:>10}  {reason}"


def read() -> Status:
    """Return the figures of the web processes that run on this machine."""
    return Status(*of_all_processes(folder()))
