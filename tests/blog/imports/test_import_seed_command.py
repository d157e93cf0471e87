"""`manage.py import_seed` as an operator types it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.imports.conftest import WriteDocument

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("import_seed", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


def refusal(*arguments: str | Path) -> str:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


def test_without_paths_the_seeds_are_imported_once() -> None:
    assert "1 created" in run()
    assert "1 unchanged" in run()


def test_the_json_report_stands_alone_on_stdout() -> None:
    report = json.loads(run("--format", "json"))
    assert report["counts"] == {"created": 1, "updated": 0, "unchanged": 0, "kept": 0, "failed": 0}
    (document,) = report["documents"]
    assert document["outcome"] == "created"
    assert document["post"] == "turkmenistan-and-azerbaijan-continue-their-cooperation"
    assert document["organization"] == "chamber-of-commerce-and-industry-romania-turkmenistan"
    assert document["comments"] == 0
    assert document["error"] is None


def test_a_dry_run_says_so_and_stores_nothing() -> None:
    assert "dry run" in run("--dry-run")
    assert not Post.objects.exists()


def test_a_missing_path_is_one_line_with_what_to_do(tmp_path: Path) -> None:
    message = refusal(tmp_path / "nowhere.txt")
    assert message.splitlines()[0] == f"{tmp_path / 'nowhere.txt'}: no such file or folder; check the path"


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    assert "no documents in this folder" in refusal(tmp_path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG")
    assert "no reader for this kind of file" in refusal(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n\n ", b"\x00\x01\x02\x03", b"Title\n\nCaf\xe9 au lait is not UTF-8.\n"],
    ids=["empty", "blank", "binary", "latin-1"],
)
def test_unusable_content_is_one_line_with_the_path_and_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.txt"
    path.write_bytes(content)
    first, summary = refusal(path).splitlines()
    assert first.startswith(f"{path}:")
    assert ";" in first
    assert summary == "1 of 1 could not be imported."


def test_failures_stand_in_the_json_report_too(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_seed", str(tmp_path / "nowhere.txt"), "--format", "json", stdout=out, stderr=StringIO())
    (document,) = json.loads(out.getvalue())["documents"]
    assert document["outcome"] == "failed"
    assert "no such file" in document["error"]


def test_the_organization_may_be_named_by_its_address_or_its_name(
    write_document: WriteDocument, organization: Organization
) -> None:
    run(write_document("one.txt"), "--organization", organization.slug)
    run(write_document("two.txt", title="Two"), "--organization", organization.name)
    assert set(Post.objects.values_list("organization", flat=True)) == {organization.pk}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--organization", "nobody", "there is no organization 'nobody'"),
        ("--published-at", "yesterday", "not a moment"),
        ("--language", "English!", "language tag"),
    ],
)
def test_bad_options_say_what_is_accepted(option: str, value: str, said: str) -> None:
    assert said in refusal(option, value)


@pytest.mark.parametrize("given", ["2017-08-09", "2017-08-09T12:00", "2017-08-09T15:00+03:00"])
def test_the_date_of_publication_can_be_given(given: str) -> None:
    run("--published-at", given)
    post = Post.objects.get()
    assert post.published_at is not None
    assert post.published_at.isoformat() == "2017-08-09T12:00:00+00:00"
    assert post.is_date_known
