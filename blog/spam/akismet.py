"""The Akismet service: what it is asked about a text, and what it answers.

It is told who wrote what from where; so it is asked only where the operator has set `AKISMET_KEY`. Source of the names:
https://akismet.com/developers/detailed-docs/comment-check/
"""

from dataclasses import asdict, dataclass
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

TIMEOUT_SECONDS = 10
ANSWER_BYTES = 100  # of an answer: "true" is spam, "false" is not, anything else says what is wrong
AGENT = "Gazette"


class AkismetError(Exception):
    """There was no answer, or none that says whether it is spam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A text and who wrote it, under Akismet's own names."""

    user_ip: str
    permalink: str
    comment_type: str
    comment_author: str
    comment_author_email: str
    comment_author_url: str
    comment_content: str
    comment_date_gmt: str


def is_spam(question: Question) -> bool:
    """Return whether Akismet takes a text for spam; a request over the network.

    Raises:
        AkismetError: when it cannot be reached in time, or gives another answer.
    """
    given = {"api_key": settings.AKISMET_KEY, "blog": settings.SITE_URL, "blog_charset": "UTF-8", **asdict(question)}
    body = urlencode({name: value for name, value in given.items() if value}, errors="replace").encode("ascii")
    request = Request(settings.AKISMET_URL, body, {"User-Agent": AGENT})  # noqa: S310  # the address is a setting
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310  # as above
            answer = response.read(ANSWER_BYTES).decode("utf-8", "replace").strip()
    except (OSError, HTTPException) as error:
        raise AkismetError(f"no answer ({error})") from error
    if answer not in {"true", "false"}:
        raise AkismetError(f"an answer that means nothing ({answer!r})")
    return bool(answer == "true")
