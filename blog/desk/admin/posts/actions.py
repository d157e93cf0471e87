"""What can be done with several posts at once."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.desk.forms import BulkTermForm
from blog.desk.models import TERM_ACTS, Act
from blog.desk.services import bulk
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts import services
from blog.posts.models import PostQuerySet

SHOWN_REASONS = 5  # more would hide what matters


def change(page: ScopedAdmin, request: HttpRequest, posts: PostQuerySet, act: Act) -> HttpResponse | None:
    """Show which posts will change and which will not, and why; once confirmed, do it and offer to undo it.

    An act that adds a term asks for it before.
    """
    numbers, user, at = list(posts.values_list("pk", flat=True)), signed_in(request), timezone.now()
    context = page.admin_site.each_context(request) | {"title": act.label, "opts": page.opts, "act": act}
    term = ""
    if act in TERM_ACTS:
        form = BulkTermForm(request.POST if "term" in request.POST else None, act=act)
        if not form.is_valid():
            return TemplateResponse(request, "admin/posts/post/bulk_term.html", context | {"form": form, "numbers": numbers})
        term = form.cleaned_data["term"]
    if "confirmed" not in request.POST:
        context |= {"report": bulk.foresee(act, numbers, by=user, at=at, term=term), "term": term}
        return TemplateResponse(request, "admin/posts/post/bulk.html", context)
    report = bulk.carry_out(act, numbers, by=user, at=at, term=term)
    if report.batch is not None:
        LogEntry.objects.log_actions(user.pk, report.changed, CHANGE, change_message=str(act.label))
        address = reverse("admin:posts_post_undo", args=[report.batch.pk])
        sentence = _told(act, len(report.changed), term)
        told = format_html('{} <a class="gz-link" href="{}">{}</a>', sentence, address, _("Undo"))
        messages.success(request, told)
    warn(request, report.left_out)
    return None


def restore(request: HttpRequest, posts: PostQuerySet) -> None:
    """Take posts out of the trash."""
    rows = list(posts.defer(None).prefetch_related(None))
    for post in rows:
        services.restore_post(post, by=signed_in(request), at=timezone.now())
    told = ngettext("%d post is out of the trash.", "%d posts are out of the trash.", len(rows))
    _tell(request, len(rows), told)


def delete_for_good(page: ScopedAdmin, request: HttpRequest, posts: PostQuerySet) -> HttpResponse | None:
    """Ask whether posts and their comments are to go for good; then delete them."""
    rows = list(posts.defer(None).prefetch_related(None))
    if "confirmed" not in request.POST:
        context = page.admin_site.each_context(request) | {
            "title": _("Delete for good"),
            "opts": page.opts,
            "posts": rows,
            "comment_count": sum(post.comment_count for post in rows),
        }
        return TemplateResponse(request, "admin/posts/post/delete_for_good.html", context)
    for post in rows:
        services.delete_post(post, by=signed_in(request), at=timezone.now())
    _tell(request, len(rows), ngettext("%d post is deleted for good.", "%d posts are deleted for good.", len(rows)))
    return None


def warn(request: HttpRequest, left_out: list[str]) -> None:
    """Say why posts stay as they are."""
    for line in left_out[:SHOWN_REASONS]:
        messages.warning(request, line)
    if (more := len(left_out) - SHOWN_REASONS) > 0:
        messages.warning(request, ngettext("And %d more was left as it is.", "And %d more were left as they are.", more) % more)


def _told(act: Act, count: int, term: str) -> str:
    sentences = {
        Act.PUBLISH: ngettext("%d post was published.", "%d posts were published.", count),
        Act.ARCHIVE: ngettext("%d post was archived.", "%d posts were archived.", count),
        Act.RETURN: ngettext("%d post is a draft again.", "%d posts are drafts again.", count),
        Act.TRASH: ngettext("%d post is in the trash for 30 days.", "%d posts are in the trash for 30 days.", count),
        Act.FEATURE: ngettext("%d post is featured.", "%d posts are featured.", count),
        Act.UNFEATURE: ngettext("%d post is featured no longer.", "%d posts are featured no longer.", count),
        Act.CATEGORY: ngettext("%d post got a category:", "%d posts got a category:", count),
        Act.TAG: ngettext("%d post got a tag:", "%d posts got a tag:", count),
    }
    sentence = sentences[act] % count
    return f"{sentence} {term}." if term else sentence


def _tell(request: HttpRequest, count: int, sentence: str) -> None:
    if count:
        messages.success(request, sentence % count)
