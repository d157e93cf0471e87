"""The secret key: made once, whole, and for the eyes of its owner alone."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms import environment


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)


def test_a_key_is_made_at_first_use_and_kept(tmp_path: Path) -> None:
    key = environment.secret_key(tmp_path)
    assert len(key) >= 50
    assert environment.secret_key(tmp_path) == key


def test_each_site_has_a_key_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert environment.secret_key(tmp_path / "a") != environment.secret_key(tmp_path / "b")


def test_only_its_owner_reads_the_key(tmp_path: Path) -> None:
    environment.secret_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_nothing_else_is_left_behind(tmp_path: Path) -> None:
    environment.secret_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(environment.secret_key, [tmp_path] * 32))
    assert len(keys) == 1
    assert keys != {""}


def test_one_that_was_a_moment_faster_wins(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("the first key")
    environment._make_secret_key(tmp_path / "secret_key")
    assert environment.secret_key(tmp_path) == "the first key"


@pytest.mark.parametrize("given", ["a key", "$tarts with a dollar"])
def test_a_key_that_is_given_is_taken_and_none_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str) -> None:
    monkeypatch.setenv("SECRET_KEY", given)
    assert environment.secret_key(tmp_path) == given
    assert list(tmp_path.iterdir()) == []


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(ImproperlyConfigured, match=r"secret_key is empty; delete the file and start again"):
        environment.secret_key(tmp_path)


def test_a_key_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_bytes(b"\xff\xfe")
    with pytest.raises(ImproperlyConfigured, match="make GAZETTE_HOME writable or set SECRET_KEY"):
        environment.secret_key(tmp_path)


def test_a_key_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(ImproperlyConfigured, match="cannot be read or made"):
        environment.secret_key(tmp_path)


def test_a_key_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="cannot be read or made"):
        environment.secret_key(tmp_path / "missing")
