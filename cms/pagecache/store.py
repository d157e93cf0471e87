"""Where answers are kept: bounded in bytes, the one that was not asked for the longest goes first."""

from collections import OrderedDict
from collections.abc import Collection
from threading import Lock

from blog.changes.models import EVERYTHING
from cms.pagecache.answers import Answer
from cms.pagecache.questions import Question


class Store:
    """Answers by their keys, and by the subjects that they depend on."""

    def __init__(self, capacity_bytes: int) -> None:
        self.capacity_bytes = capacity_bytes
        self.bytes = 0
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self._by_subject: dict[str, set[Question]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Question) -> Answer | None:
        """Return the answer that is kept, which becomes the last to go."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, answer: Answer) -> int:
        """Keep an answer, let go of others where there is no room, and return how many these were."""
        key = answer.key
        with self._lock:
            self._remove(key)
            self._answers[key] = answer
            self.bytes += answer.size
            for subject in answer.subjects:
                self._by_subject.setdefault(subject, set()).add(key)
            return self._make_room()

    def grown(self, answer: Answer, by: int) -> None:
        """Count what an answer has grown by: it was compressed in another way."""
        with self._lock:
            answer.size += by
            if self._answers.get(answer.key) is answer:
                self.bytes += by
                self._make_room()

    def drop(self, subjects: Collection[str]) -> int:
        """Remove what depends on one of some subjects, and return how many answers that were."""
        with self._lock:
            before = len(self._answers)
            if EVERYTHING in subjects:
                self._answers.clear()
                self._by_subject.clear()
                self.bytes = 0
            for subject in self._by_subject.keys() & set(subjects):
                for key in list(self._by_subject.get(subject, ())):
                    self._remove(key)
            return before - len(self._answers)

    def _make_room(self) -> int:
        gone = 0
        while self.bytes > self.capacity_bytes:
            self._remove(next(iter(self._answers)))
            gone += 1
        return gone

    def _remove(self, key: Question) -> None:
        answer = self._answers.pop(key, None)
        if answer is None:
            return
        self.bytes -= answer.size
        for subject in answer.subjects:
            keys = self._by_subject[subject]
            keys.discard(key)
            if not keys:
                del self._by_subject[subject]
