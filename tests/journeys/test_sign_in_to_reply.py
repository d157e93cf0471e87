"""Somebody wants to reply, signs in with a code, takes a name, and replies under it."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.organizations.models import CommentPolicy, Organization
from tests.factories import PostFactory
from tests.journeys.test_reply_as_guest import Form

pytestmark = pytest.mark.django_db
REPLY = "/posts/a-post/reply/"


def test_a_reader_signs_up_takes_a_name_and_replies(organization: Organization, settings: Any) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "account.EmailAddress"}, {"model": "sessions.Session"}]  # asked for more than once
    cache.clear()  # the limits would count the attempts of other tests
    organization.comment_policy = CommentPolicy.OPEN
    organization.save()
    PostFactory.create(organization=organization, slug="a-post")
    browser = Client(enforce_csrf_checks=True)

    page = browser.get("/accounts/signup/", {"next": REPLY}).content.decode()
    browser.post("/accounts/signup/", Form(page).hidden | {"email": "reader@example.org"})
    page = browser.get("/accounts/confirm-email/").content.decode()
    code = re.findall(r"^ {4}(\S+)$", str(mail.outbox[-1].body), re.MULTILINE)[0]
    token = {"csrfmiddlewaretoken": Form(page).hidden["csrfmiddlewaretoken"]}
    assert browser.post("/accounts/confirm-email/", token | {"code": code}).headers["Location"] == REPLY

    page = browser.get("/accounts/profile/", {"next": REPLY}).content.decode()
    token = {"csrfmiddlewaretoken": Form(page).hidden["csrfmiddlewaretoken"]}
    response = browser.post("/accounts/profile/", token | {"name": "Reader One", "next": REPLY})
    assert response.headers["Location"] == REPLY

    page = browser.get(REPLY).content.decode()
    assert "You are commenting as <strong>Reader One</strong>" in page
    browser.post(REPLY, Form(page).hidden | {"comment": "Well said.", "honeypot": ""})
    comment = Comment.objects.get()
    assert (comment.user_name, comment.user) == ("Reader One", User.objects.get(email="reader@example.org"))
    assert "reader@example.org" not in Client().get("/posts/a-post/").content.decode()
