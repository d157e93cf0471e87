"""What the table of redirects cannot hold, whoever writes to it."""

import pytest
from django.db import IntegrityError

from blog.redirects.models import Redirect

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old_path", "new_path"),
    [
        ("/", "/posts/a/"),
        ("", "/posts/a/"),
        ("posts/a/", "/posts/b/"),
        ("/posts/a", "/posts/b/"),
        ("/posts/a/", "//evil.example/"),
        ("/posts/a/", "https://evil.example/"),
        ("/posts/a/", "posts/b/"),
        ("/posts/a/", "/posts/b"),
        ("/posts/a/", "/posts/a/"),
        ("/posts/a/", "/posts/a/b/"),
    ],
)
def test_a_redirect_that_is_no_folder_leaves_the_site_or_never_ends_is_refused(old_path: str, new_path: str) -> None:
    with pytest.raises(IntegrityError):
        Redirect.objects.bulk_create([Redirect(old_path=old_path, new_path=new_path)])


@pytest.mark.parametrize(
    ("old_path", "new_path"),
    [
        ("/posts/a/", ""),
        ("/posts/a/", "/"),
        ("/posts/a/b/", "/posts/a/"),
        ("/posts/A/", "/posts/a/"),
        ("/posts/a/", "/posts/ab/"),
        ("/posts/A/", "/posts/a/b/"),
        ("/posts/старый/", "/posts/новый/"),
    ],
)
def test_any_other_redirect_is_kept(old_path: str, new_path: str) -> None:
    Redirect.objects.bulk_create([Redirect(old_path=old_path, new_path=new_path)])
    assert Redirect.objects.get().new_path == new_path


def test_an_address_leads_to_one_place() -> None:
    Redirect.objects.create(old_path="/posts/a/", new_path="/posts/b/")
    with pytest.raises(IntegrityError):
        Redirect.objects.bulk_create([Redirect(old_path="/posts/a/", new_path="/posts/c/")])


def test_a_redirect_says_where_it_leads() -> None:
    assert str(Redirect(old_path="/a/", new_path="/b/")) == "/a/ → /b/"
    assert str(Redirect(old_path="/a/")) == "/a/ → 410"
