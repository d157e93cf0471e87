"""STORAGE_URL: which bucket it names, what is refused, and that a site without it pays nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms import file_storage
from tests.cms.serving import ROOT, manage


def test_without_it_files_lie_in_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STORAGE_URL", raising=False)
    assert file_storage.storage() == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_an_address_names_the_bucket_and_who_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_URL", "s3://AKIA1:se/c+r%40et@s3.eu-central-1.amazonaws.com/our-files/news?region=eu-central-1")
    assert file_storage.storage() == {
        "BACKEND": "blog.storage.bucket.BucketStorage",
        "OPTIONS": {
            "endpoint": "https://s3.eu-central-1.amazonaws.com",
            "bucket": "our-files",
            "folder": "news",
            "key": "AKIA1",
            "secret": "se/c+r@et",
            "region": "eu-central-1",
            "style": "auto",
        },
    }


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("s3+http://a:b@127.0.0.1:9000/files", "http://127.0.0.1:9000"),
        ("s3://a:b@[::1]:9000/files/", "https://[::1]:9000"),
        ("s3://a:b@store.example.org/files?style=virtual&region=x", "https://store.example.org"),
    ],
)
def test_any_host_may_have_the_bucket(url: str, endpoint: str) -> None:
    assert file_storage.parse(url)["endpoint"] == endpoint


@pytest.mark.parametrize(
    "url",
    [
        "files",
        "https://a:b@host/files",
        "s3://host/files",
        "s3://a@host/files",
        "s3://a:b@host",
        "s3://a:b@host/",
        "s3://a:b@host/No_Bucket",
        "s3://a:b@host:0/files",
        "s3://a:b@host:99999/files",
        "s3://a:b@[::g]/files",
        "s3://a:b@host/files?region=",
        "s3://a:b@host/files?region",
        "s3://a:b@host/files?acl=public-read",
        "s3://a:b@host/files?style=other",
        "s3://a:b@host/files#a",
        "s3://a:b c@host/files",
    ],
)
def test_anything_else_is_refused_without_repeating_the_secret(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("STORAGE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"^STORAGE_URL is not usable; it accepts s3://KEY:SECRET@host/bucket"):
        file_storage.storage()


def test_a_bad_address_stops_every_command_in_one_line(tmp_path: Path) -> None:
    with manage(tmp_path, "check", STORAGE_URL="s3://a:b@host") as process:
        output = process.communicate()[0]
    assert process.returncode == 1
    assert output.startswith("Settings: STORAGE_URL is not usable; it accepts s3://")
    assert output.count("\n") == 1


def test_a_site_without_a_bucket_does_not_load_what_speaks_to_one(tmp_path: Path) -> None:
    code = (
        "import cms.wsgi, sys; from django.urls import get_resolver; get_resolver().url_patterns;"
        "from blog.storage import files; files.read('a');"
        "print([name for name in sys.modules if name.partition('.')[0] == 'botocore'])"
    )
    done = subprocess.run(  # noqa: S603  # ours
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"GAZETTE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr
