"""Who likes something."""

from dataclasses import dataclass

from blog.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Liker:
    """Somebody in one browser: the account that is signed in, the visitor that the browser is known as, or both.

    `network` is where a visitor comes from, empty where that is not known.
    """

    user: User | None = None
    visitor_key: str = ""
    network: str = ""
