"""The mail with the link to somebody's own data."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from blog.posts.addresses import absolute
from blog.privacy.export import is_anything_kept
from blog.privacy.models import DataRequest
from blog.privacy.person import Person


@task
def send_link(request_id: int, language: str) -> None:
    """Mail the link that proves an address, if anything is kept under it.

    That is looked up here and not in the request, so that nobody can tell from its answer, or from how long it takes,
    whether an address is known.
    """
    asked = DataRequest.objects.filter(pk=request_id, proven_at=None).first()
    if asked is None or asked.is_expired(at=timezone.now()):
        return
    person = Person.of_address(asked.email)
    if not (person.has_locked_account or is_anything_kept(person)):
        return
    with translation.override(language):
        context = {"link": absolute(reverse("my-data-link", args=[asked.token])), "site_name": settings.SITE_NAME}
        subject = _("Your data on %(site)s") % {"site": settings.SITE_NAME}
        body = render_to_string("privacy/mail/link.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no automatic answers, please
    EmailMessage(subject, body, to=[asked.email], headers=headers).send()
