"""The mail with which a guest confirms a reply."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from blog.comments.models import PendingComment
from blog.posts.addresses import absolute


@task
def send_confirmation(pending_id: int, language: str) -> None:
    """Mail a guest the link that confirms their reply.

    The token is made here, so that no queue ever holds it. Nothing that the writer typed is in the mail, neither the
    name nor the text: whoever fills in the form cannot know that the address is theirs, and must not be able to send
    words of their own to somebody else.
    """
    pending = PendingComment.objects.unconfirmed().select_related("post__organization").filter(pk=pending_id).first()
    if pending is None:
        return
    link = absolute(reverse("comments-xtd-confirm", args=[pending.renew_token()]))
    with translation.override(language):
        title = " ".join(pending.post.title.split())
        subject = _("Confirm your reply to “%(title)s”") % {"title": title}
        context = {"pending": pending, "title": title, "link": link, "site_name": settings.SITE_NAME}
        body = render_to_string("comments/mail/confirm.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no automatic answers, please
    EmailMessage(subject, body, to=[pending.email], headers=headers).send()
