"""A bucket as the place of files."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from blog.storage import copying, files
from blog.storage.bucket import BucketStorage
from blog.storage.errors import StorageAwayError
from tests import s3

PATH = "images/0123456789abcdef/a.jpg"


def test_what_is_stored_is_read_again(store: s3.Store) -> None:
    files.store(PATH, b"\x00pixels")
    assert files.read(PATH) == b"\x00pixels"
    assert store.names() == [PATH]
    assert (default_storage.exists(PATH), default_storage.size(PATH)) == (True, 7)
    assert abs(files.stored_at(PATH) - timezone.now()) < timedelta(hours=1)
    assert store.client.head_object(Bucket=store.bucket, Key=PATH)["ContentType"] == "image/jpeg"


@pytest.mark.usefixtures("store")
def test_what_is_not_there_is_none() -> None:
    assert files.read(PATH) is None
    assert default_storage.exists(PATH) is False
    assert files.listed("images") == ([], [])
    with pytest.raises(FileNotFoundError):
        files.stored_at(PATH)
    files.remove(PATH)


def test_what_is_removed_is_gone_with_its_folder(store: s3.Store) -> None:
    files.store(PATH, b"a")
    files.remove(PATH)
    assert store.names() == []
    assert files.listed("images") == ([], [])


def test_a_folder_lists_its_folders_and_files(store: s3.Store) -> None:
    for name in ("images/a/1.jpg", "images/a/2.jpg", "images/b/1.jpg", "images/plain", "imagesofothers/1"):
        files.store(name, b"a")
    assert files.listed("images") == (["a", "b"], ["plain"])
    assert files.listed("images/a") == ([], ["1.jpg", "2.jpg"])
    assert files.listed("") == (["images", "imagesofothers"], [])
    assert len(store.names()) == 5


def test_a_site_may_have_a_folder_of_the_bucket(store: s3.Store) -> None:
    storage = BucketStorage(**store.options, folder="sites/news")
    storage.save(PATH, ContentFile(b"a"))
    assert store.names() == [f"sites/news/{PATH}"]
    assert storage.listdir("images/0123456789abcdef") == ([], ["a.jpg"])
    assert files.read(PATH) is None


def test_nothing_in_the_bucket_becomes_public(store: s3.Store) -> None:
    files.store(PATH, b"a")
    given = store.client.get_object_acl(Bucket=store.bucket, Key=PATH)["Grants"]
    assert {grant["Grantee"]["Type"] for grant in given} == {"CanonicalUser"}
    with pytest.raises(HTTPError, match="403"):
        urlopen(f"{store.endpoint}/{store.bucket}/{PATH}")  # noqa: S310  # the server of this test


@pytest.mark.usefixtures("store")
def test_one_client_serves_all_threads() -> None:
    files.store(PATH, b"a")
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _number: (files.read(PATH), id(default_storage.client)), range(12)))  # type: ignore[attr-defined]  # a bucket
    assert len(set(found)) == 1


def test_connections_that_were_closed_are_made_again(store: s3.Store) -> None:
    assert files.reason_away() == ""
    files.let_go()
    files.store(PATH, b"a")
    assert store.names() == [PATH]


def test_a_bucket_that_is_not_there_is_named(store: s3.Store) -> None:
    storage = BucketStorage(**store.options | {"bucket": "another"})
    with pytest.raises(StorageAwayError) as raised:
        storage.check()
    assert "NoSuchBucket" in raised.value.reason
    with pytest.raises(StorageAwayError):
        storage.open(PATH)


def test_a_bucket_that_does_not_answer_is_away(away: str) -> None:
    assert away == "the bucket files at http://127.0.0.1:9"
    assert "http://127.0.0.1:9/files" in files.reason_away()
    for act in (files.read, default_storage.exists, files.listed, lambda path: files.store(path, b"")):
        with pytest.raises(StorageAwayError, match="Files cannot be reached"):
            act(PATH)


@pytest.mark.usefixtures("away")
def test_what_cannot_be_removed_now_is_left_to_housekeeping(caplog: pytest.LogCaptureFixture) -> None:
    files.remove(PATH)
    assert f"storage.not_removed path={PATH}" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_folder_is_copied_once(store: s3.Store, tmp_path: Path) -> None:
    for name in ("images/a/1.jpg", "pictures/b.webp"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"pixels")
    assert dict(copying.copy(tmp_path, default_storage, dry_run=True)) == {"images/a/1.jpg": True, "pictures/b.webp": True}
    assert store.names() == []
    assert dict(copying.copy(tmp_path, default_storage)) == {"images/a/1.jpg": True, "pictures/b.webp": True}
    assert store.names() == ["images/a/1.jpg", "pictures/b.webp"]
    (tmp_path / "pictures/c.webp").write_bytes(b"new")
    assert [name for name, is_new in copying.copy(tmp_path, default_storage) if is_new] == ["pictures/c.webp"]
    assert (tmp_path / "images/a/1.jpg").exists()


def test_a_file_that_came_over_cut_off_is_copied_again(store: s3.Store, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"pixels")
    files.store("a.jpg", b"pix")
    assert dict(copying.copy(tmp_path, default_storage)) == {"a.jpg": True}
    assert files.read("a.jpg") == b"pixels"
    assert store.names() == ["a.jpg"]
