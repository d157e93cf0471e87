"""What is done in the moderation queue. Each act leads back to the queue, which tells what happened."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments import services
from blog.comments.admin.queue import MOST_DONE, Place
from blog.comments.converters import comment_number
from blog.comments.desk import moderated_by, not_taken_down, without
from blog.comments.desk_forms import BanForm, ChosenForm, QueueForm
from blog.comments.models import Comment, CommentQuerySet, Decision, State
from blog.comments.services.banning import NobodyKnownError, ban_author
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import signed_in
from blog.spam.models import BanKind


def decide(request: HttpRequest) -> HttpResponse:
    """Decide about the chosen comments, with the branches below them if that is wished."""
    user = signed_in(request)
    form = QueueForm(request.POST, comments=moderated_by(user))
    if not _is_valid(request, form):
        return _back(request)
    chosen, state, reason = form.cleaned_data["comment"], State(form.cleaned_data["state"]), form.cleaned_data["reason"]
    comments = _branches(chosen) if form.cleaned_data["whole_branch"] else Comment.objects.filter(pk__in=chosen)
    return _back(request, _decide(request, comments, state, reason))


def undo(request: HttpRequest) -> HttpResponse:
    """Undo decisions, and say what could not be undone."""
    user = signed_in(request)
    numbers = [number for text in request.POST.getlist("decision")[:MOST_DONE] if (number := comment_number(text))]
    own = Organization.objects.where_user_can(user, Capability.MODERATE)
    decisions = list(Decision.objects.of_organizations(own).numbered(numbers))
    if not decisions or len(decisions) < len(set(numbers)):
        raise Http404
    restored = left = 0
    for decision in decisions:
        try:
            undone = services.undo(decision, by=user, at=timezone.now())
        except services.NotUndoableError:
            left += decision.comment_count
        else:
            restored, left = restored + undone.restored, left + undone.left
    _tell_undone(request, restored, left)
    return _back(request)


def ban(request: HttpRequest) -> HttpResponse:
    """Ban who wrote the chosen comments, and put those away as spam if that is wished."""
    user, at = signed_in(request), timezone.now()
    form = BanForm(request.POST, comments=moderated_by(user).select_related("post__organization", "user"))
    if not _is_valid(request, form):
        return _back(request)
    given = form.cleaned_data
    how = {name: given[name] for name in ("days", "with_network", "reason")}
    chosen: CommentQuerySet = given["comment"]
    for comment in chosen:
        try:
            ban_author(comment, kind=BanKind(given["kind"]), **how, by=user, at=at)
        except NobodyKnownError:
            told = _("Nothing is known of %(name)s by which they could be banned.")
            messages.error(request, told % {"name": comment.author_name})
        else:
            messages.success(request, _("%(name)s is banned.") % {"name": comment.author_name})
    if not given["as_spam"]:
        return _back(request)
    return _back(request, _decide(request, chosen, State.SPAM, given["reason"]))


def _decide(request: HttpRequest, comments: CommentQuerySet, state: State, reason: str) -> Sequence[Decision]:
    decisions = services.decide(without(comments, state), state, by=signed_in(request), at=timezone.now(), reason=reason)
    if not decisions:
        messages.info(request, _("Nothing changed: %(state)s already.") % {"state": state.label})
    return decisions


def _branches(roots: CommentQuerySet) -> CommentQuerySet:
    """Return comments and what stands below them and was not taken down before."""
    found = Comment.objects.none()
    for root in roots:
        found |= services.with_replies(root)
    return not_taken_down(found)


def _is_valid(request: HttpRequest, form: ChosenForm) -> bool:
    """Check what was sent, and say what is wrong with it.

    Raises:
        Http404: when it names a comment that is not there for this moderator.
    """
    if form.is_valid():
        return True
    if form.names_unknown:
        raise Http404
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    return False


def _tell_undone(request: HttpRequest, restored: int, left: int) -> None:
    if restored:
        told = ngettext("Undone: %(count)d comment stands as before.", "Undone: %(count)d comments stand as before.", restored)
        messages.success(request, told % {"count": restored})
    if left:
        told = ngettext(
            "%(count)d comment was left as it is: it was decided about since.",
            "%(count)d comments were left as they are: they were decided about since.",
            left,
        )
        messages.warning(request, told % {"count": left})


def _back(request: HttpRequest, decisions: Sequence[Decision] = ()) -> HttpResponse:
    """Lead back to where in the queue the act came from."""
    done = ",".join(str(decision.pk) for decision in decisions[:MOST_DONE])
    return HttpResponseRedirect(Place.of(request.GET).address(done=done))
