"""Comments as HTML.

Written here and not in a template, because a page may hold 550 of them: a template takes 0.2 ms for each, this 0.01.
What is the same for all of them (words, addresses) is made once a page, and every word of a stranger is escaped as it comes in.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from blog.comments.avatars import identicon, portrait
from blog.comments.badges import Badge
from blog.comments.thread import FOLDED_LEVEL, Entry, ShownComment


class NumberedAddress:
    """The addresses of one name, which differ in a number: looked up once instead of once for each comment."""

    def __init__(self, name: str) -> None:
        self.before, _zero, self.after = reverse(name, args=[0]).rpartition("0")

    def __call__(self, number: int | None) -> str:
        """Return the address with this number."""
        return f"{self.before}{number}{self.after}"


class ThreadMarkup:
    """Writes the comments of one page. A `reply_address` that is empty means that nobody can reply."""

    def __init__(self, *, reply_address: str, badges: Mapping[int, Badge], team: str, is_folding: bool) -> None:
        self.reply_address = reply_address
        self.badges = badges
        self.badge_words = {
            Badge.AUTHOR: escape(_("Author")),
            Badge.MODERATOR: escape(_("Moderator")),
            Badge.TEAM: escape(_("%(organization)s team") % {"organization": team}),
        }
        self.is_folding = is_folding
        self.permalink = NumberedAddress("comment")
        self.like_address = NumberedAddress("comment-like")
        self.report_address = NumberedAddress("comments-flag")
        self.language = get_language() or ""
        self.zone = timezone.get_current_timezone_name()
        self.removed = f'<p class="reply__removed">{escape(_("This reply was removed."))}</p>'
        self.date_unknown = escape(_("Date unknown"))
        self.edited = escape(_("edited %(date)s"))
        self.reply = escape(_("Reply"))
        self.reply_to = escape(_("to %(name)s"))
        self.like = escape(_("Like"))
        self.report = escape(_("Report"))
        self.reply_by = escape(_("the reply by %(name)s"))
        self.in_reply_to = escape(_("in reply to %(name)s"))

    def entries(self, entries: list[Entry]) -> SafeString:
        """Return list items; they nest as deep as `thread.LEVELS`, no deeper."""
        return mark_safe("".join(self.entry(entry) for entry in entries))  # noqa: S308  # each part is escaped

    def entry(self, entry: Entry) -> str:
        """Return the list item of a comment and of the replies below it. Of a removed one only the place shows."""
        comment = entry.comment
        shown = self.removed if comment.is_tombstone else self.comment(entry)
        return f'<li class="reply" id="c{comment.pk}" tabindex="-1">{shown}{self.below(entry) if entry.replies else ""}</li>\n'

    def below(self, entry: Entry) -> str:
        """Return the list of the replies below a comment; folded, where they stand at the level that is."""
        replies = f'<ol class="replies replies--below">{self.entries(entry.replies)}</ol>'
        if not self.is_folding or entry.replies[0].level < FOLDED_LEVEL:
            return replies
        count = len(entry.replies)  # all of them: deeper ones stand beside these
        words = ngettext("%(count)d more reply", "%(count)d more replies", count) % {"count": count}
        return f'<details class="fold"><summary>{escape(words)}</summary>{replies}</details>'

    def comment(self, entry: Entry) -> str:
        """Return a public comment as an `h-cite` (microformats2)."""
        comment = entry.comment
        name = escape(comment.author_name)
        return (
            '<article class="u-comment h-cite"><header class="reply__head">'
            f'<div class="reply__card p-author h-card">{self.picture(comment)}'
            f'<p class="reply__author">{self.author(comment, name)}{self.badge(comment)}</p></div>'
            f'<p class="reply__date facts"><a class="u-url" href="{self.permalink(comment.pk)}" rel="nofollow">'
            f"{self.date(comment)}</a>{self.edit(comment)}{self.answered(entry) if entry.is_apart else ''}</p></header>\n"
            f'<div class="reply__text prose prose--small e-content" dir="auto">{comment.body_html}</div>'
            f"{self.actions(comment, name)}</article>"
        )

    def picture(self, comment: ShownComment) -> str:
        """Return the picture of a member who gave one, else a drawing."""
        return portrait(comment.picture) if comment.picture else identicon(comment.identicon)

    def author(self, comment: ShownComment, name: str) -> str:
        """Return the name, with a link where the author gave one; nobody vouches for where it leads."""
        shown = f'<bdi class="p-name">{name}</bdi>'
        if not (website := comment.author_website):
            return shown
        return f'<a class="u-url" href="{escape(website)}" rel="nofollow ugc noopener">{shown}</a>'

    def badge(self, comment: ShownComment) -> str:
        """Return what the author is to the post or its organization, in words."""
        badge = self.badges.get(comment.user or 0)
        return "" if badge is None else f' <span class="role role--{badge.value}">{self.badge_words[badge]}</span>'

    def date(self, comment: ShownComment) -> str:
        """Return when it was written, or that nobody knows."""
        if not comment.is_date_known:
            return self.date_unknown
        return _time_element(comment.submitted_at.replace(second=0, microsecond=0), self.language, self.zone)

    def edit(self, comment: ShownComment) -> str:
        """Return that it was changed and when."""
        if comment.edited_at is None:
            return ""
        moment = comment.edited_at.replace(second=0, microsecond=0)
        is_same_day = comment.is_date_known and timezone.localdate(comment.submitted_at) == timezone.localdate(moment)
        form = "TIME_FORMAT" if is_same_day else "DATETIME_FORMAT"
        shown = _time_element(moment, self.language, self.zone, "dt-updated", form)
        return f' <span class="reply__edited">{self.edited % {"date": shown}}</span>'

    def answered(self, entry: Entry) -> str:
        """Return a link to what a comment answers that does not stand right above it."""
        answers = entry.answers
        href = self.permalink(entry.comment.reply_to) if answers is None else f"#c{answers.pk}"
        words: str
        if answers is None:
            words = escape(_("in reply to an earlier reply"))
        elif answers.is_tombstone:
            words = escape(_("in reply to a removed reply"))
        else:
            words = self.in_reply_to % {"name": escape(answers.author_name)}
        return f' <a class="reply__answers" href="{href}" rel="nofollow">{words}</a>'

    def actions(self, comment: ShownComment, name: str) -> str:
        """Return the links to what a reader can do; said aloud, they name whose reply it is."""
        pk, reply_by = comment.pk, self.reply_by % {"name": name}
        reply = (
            f'<a href="{self.reply_address}?to={pk}" rel="nofollow" data-reply>{self.reply}'
            f'<span class="visually-hidden"> {self.reply_to % {"name": name}}</span></a>'
            if self.reply_address
            else ""
        )
        return (
            f'<p class="reply__do">{reply}'
            f'<a class="like" href="{self.like_address(pk)}" rel="nofollow" data-like>{self.like}'
            f'<span class="visually-hidden"> {reply_by}</span><span data-like-count>{comment.like_count or ""}</span></a>'
            f'<a class="reply__report" href="{self.report_address(pk)}" rel="nofollow">{self.report}'
            f'<span class="visually-hidden"> {reply_by}</span></a></p>'
        )


@lru_cache(maxsize=4096)
def _time_element(
    moment: datetime,
    language: str,  # noqa: ARG001  # the format follows the language
    zone: str,  # noqa: ARG001  # as above
    kind: str = "dt-published",
    form: str = "DATETIME_FORMAT",
) -> str:
    """Return a moment as the active language writes it; writing it takes longer than all else about a comment."""
    shown = escape(date_format(timezone.localtime(moment), form))
    return f'<time class="{kind}" datetime="{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}">{shown}</time>'
