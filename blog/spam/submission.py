"""What is known of a reply that was sent, and what was found in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Any, NamedTuple, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HOLD = 5  # points from which a moderator looks at a reply first
HIGHEST_SCORE = 32_767  # the column of a comment


class Sign(NamedTuple):
    """A kind of signal: its points, and the reason that a moderator reads."""

    points: int
    reason: Promise


SIGNS: Mapping[str, Sign] = {
    # How it was sent
    "trap": Sign(5, gettext_lazy("A field that people do not see was filled in")),
    "fast": Sign(3, gettext_lazy("Seconds between opening the form and sending it: %(detail)s")),
    # What it says
    "links": Sign(2, gettext_lazy("Links in it: %(detail)s")),
    "many_links": Sign(5, gettext_lazy("Links in it: %(detail)s")),
    "only_links": Sign(3, gettext_lazy("There is nothing in it but links")),
    "other_script": Sign(1, gettext_lazy("It is written in another script than the post: %(detail)s")),
    "mixed_scripts": Sign(2, gettext_lazy("Letters of different scripts stand in one word: %(detail)s")),
    # What came before
    "repeated": Sign(2, gettext_lazy("How often the same text was written before: %(detail)s")),
    "often_repeated": Sign(5, gettext_lazy("How often the same text was written before: %(detail)s")),
    "busy_account": Sign(2, gettext_lazy("Replies of this account in ten minutes: %(detail)s")),
    "busy_network": Sign(2, gettext_lazy("Replies from this network in an hour: %(detail)s")),
    # What moderators have listed
    "word": Sign(5, gettext_lazy("Words of the block list: %(detail)s")),
    "domain": Sign(5, gettext_lazy("Domains of the block list: %(detail)s")),
    "email": Sign(5, gettext_lazy("The e-mail address is on the block list")),
    "network": Sign(5, gettext_lazy("The network address is on the block list")),
    "banned": Sign(5, gettext_lazy("The author is banned: %(detail)s")),
    # What moderators have taught, and what others say
    "like_spam": Sign(3, gettext_lazy("Its words are rather those of spam: %(detail)s")),
    "very_like_spam": Sign(5, gettext_lazy("Its words are those of spam: %(detail)s")),
    "akismet": Sign(5, gettext_lazy("Akismet takes it for spam")),
}


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that speaks against a reply. `name` is one of `SIGNS`."""

    name: str
    detail: str = ""

    @classmethod
    def read(cls, stored: Iterable[Mapping[str, Any]]) -> list[Self]:
        """Return signals as `as_json` had them; those that this version does not know are left out."""
        return [cls(item["signal"], item.get("detail", "")) for item in stored if item.get("signal") in SIGNS]

    @property
    def points(self) -> int:
        """How much it counts."""
        return SIGNS[self.name].points

    @property
    def reason(self) -> str:
        """What a moderator reads, in the active language."""
        return str(SIGNS[self.name].reason) % {"detail": self.detail or _("no reason given")}

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with a comment."""
        return {"signal": self.name, "points": self.points, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found. `is_refused` when the author is banned from writing at all."""

    signals: tuple[Signal, ...] = ()
    is_refused: bool = False

    @property
    def score(self) -> int:
        """All points together."""
        return min(sum(signal.points for signal in self.signals), HIGHEST_SCORE)

    @property
    def is_held(self) -> bool:
        """Whether a moderator looks at it first."""
        return self.is_refused or self.score >= HOLD

    def as_json(self) -> list[dict[str, Any]]:
        """Return what is stored with a comment."""
        return [signal.as_json() for signal in self.signals]


CLEAN = Assessment()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The facts of one reply, whatever it replies to.

    `page_title` is what was being read. `form_seconds` is for how long the form was open, None where nobody knows.
    `same_text` counts texts with the same fingerprint, `of_account` and `of_network` what came in the last minutes; each
    of the three goes no further than its reader needs.
    """

    text: str
    name: str = ""
    email: str = ""
    website: str = ""
    address: IPv4Address | IPv6Address | None = None
    user_id: int | None = None
    visitor_key: str = ""
    page_title: str = ""
    form_seconds: int | None = None
    filled_trap: bool = False
    same_text: int = 0
    of_account: int = 0
    of_network: int = 0
