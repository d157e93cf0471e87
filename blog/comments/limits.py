"""How many replies a stranger may write in which time. The rows themselves are counted, through an index."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from blog.comments.errors import TooManyError, TooOftenError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `rows` within `window`."""

    rows: int
    window: timedelta
    error: type[TooManyError] = TooManyError

    def check(self, moments: list[datetime], *, at: datetime) -> None:
        """Refuse one more after the given moments, the newest first.

        Raises:
            TooManyError: when as many lie within the window as it takes; it says how long to wait.
        """
        if len(moments) < self.rows:
            return
        wait = moments[self.rows - 1] + self.window - at
        if wait > timedelta(0):
            raise self.error(wait)


UNCONFIRMED_OF_ADDRESS = Limit(5, timedelta(hours=1))  # nobody's mailbox is filled by somebody else
GUESTS_OF_NETWORK = Limit(20, timedelta(hours=1))  # room for a school or an office behind one address
COMMENTS_OF_USER = Limit(10, timedelta(minutes=10))
REPORTS_OF_NETWORK = Limit(20, timedelta(hours=1), TooOftenError)
TEXTS_OF_COMMENT = Limit(10, timedelta(minutes=15), TooOftenError)
FOLLOWS_OF_ADDRESS = Limit(5, timedelta(hours=1), TooOftenError)  # mails with a link that confirms
FOLLOWS_OF_NETWORK = Limit(20, timedelta(hours=1), TooOftenError)
SAME_WORDS = timedelta(minutes=10)  # within it the same words are one reply sent twice, a pressed button pressed again
