"""Where data lies and how mail leaves, as the environment names it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.smtp import EmailBackend

from cms import environment

NAME = "GAZETTE_TEST"


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


@pytest.mark.parametrize("folder", ["site", "my site", "c++", "100%", "a#b?c"])
def test_without_an_address_the_database_is_a_file_in_the_home(tmp_path: Path, folder: str) -> None:
    config = environment.database(NAME, tmp_path / folder)
    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == str(tmp_path / folder / "gazette.sqlite3")


def test_sqlite_serves_several_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAME, f"sqlite:///{tmp_path}/other.sqlite3")
    config: dict[str, Any] = environment.database(NAME, tmp_path)
    assert config["NAME"] == f"{tmp_path}/other.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_postgresql_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAME, "postgres://gazette:p%40ss@db.example.org:5433/news?sslmode=require")
    config = environment.database(NAME, tmp_path)
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("gazette", "p@ss")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example.org", 5433, "news")
    assert config["OPTIONS"] == {"sslmode": "require", "options": "-c jit=off -c max_parallel_workers_per_gather=0"}
    assert config["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    "value",
    [
        "news.sqlite3",
        "mysql://user:secret@host/name",
        "//user:secret@host/name",
        "postgres://user:secret@host:port/name",
        "user:secret@host",
    ],
)
def test_any_other_database_is_refused_without_repeating_a_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is not usable; it accepts postgres://") as refusal:
        environment.database(NAME, tmp_path)
    assert "secret" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_without_a_server_mail_is_written_to_a_folder(tmp_path: Path) -> None:
    mailer = environment.mailer(NAME, tmp_path)
    assert mailer == {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(tmp_path)}}


@pytest.mark.parametrize(
    ("value", "port", "encryption"),
    [
        ("smtp://mail.example.org", 25, {"use_tls": False, "use_ssl": False}),
        ("smtp+tls://mail.example.org", 587, {"use_tls": True, "use_ssl": False}),
        ("smtp+ssl://mail.example.org", 465, {"use_tls": False, "use_ssl": True}),
        ("smtp+tls://mail.example.org:2525", 2525, {"use_tls": True, "use_ssl": False}),
    ],
)
def test_a_mail_server_has_the_port_of_its_kind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str, port: int, encryption: dict[str, bool]
) -> None:
    monkeypatch.setenv(NAME, value)
    options: Any = environment.mailer(NAME, tmp_path)["OPTIONS"]
    expected = {"host": "mail.example.org", "port": port, "username": "", "password": "", "timeout": 10, **encryption}
    assert options == expected


def test_a_mail_server_gets_the_name_and_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAME, "smtp+tls://news%40example.org:p%3Ass@mail.example.org")
    options: Any = environment.mailer(NAME, tmp_path)["OPTIONS"]
    assert (options["username"], options["password"]) == ("news@example.org", "p:ss")


def test_the_mail_server_understands_its_options(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAME, "smtp+ssl://mail.example.org")
    options: Any = environment.mailer(NAME, tmp_path)["OPTIONS"]
    assert EmailBackend(alias="default", **options).port == 465


@pytest.mark.parametrize(
    "value",
    [
        "mail.example.org",
        "smtp://",
        "imap://user:secret@host",
        "smtp://user:secret@host:port",
        "filemail://",
        "smtp://:secret@",
    ],
)
def test_what_is_no_mail_server_is_refused_without_repeating_a_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is not usable; it accepts smtp\+tls://") as refusal:
        environment.mailer(NAME, tmp_path)
    assert "secret" not in str(refusal.value)
