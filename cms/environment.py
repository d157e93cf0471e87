"""Reads deploy values from the environment, and says which variable is wrong and what it accepts.

A variable that is set to nothing counts as not set: that is how container tools pass on what nobody chose.
"""

import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from cms import shared_caches

SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT = 25, 587, 465  # RFC 5321; RFC 6409 (STARTTLS); RFC 8314 (TLS from the start)
_WEB_ADDRESS = re.compile(r"https?://([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?(/[\w.~/%-]*)?", re.ASCII | re.IGNORECASE)
_CONTACT = re.compile(r"https://[^\s,/@]+(/[^\s,]*)?|mailto:[^\s,@:]+@[^\s,@:]+", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?", re.ASCII)


def _refuse(name: str, value: str, accepts: str) -> ImproperlyConfigured:
    shown = name if "@" in value else f"{name}={value!r}"  # before an @ may stand a password
    return ImproperlyConfigured(f"{shown} is not usable; it accepts {accepts}.")


def text(name: str, default: str = "") -> str:
    """Return the variable's text without surrounding white space."""
    return os.environ.get(name, "").strip() or default


def items(name: str, default: list[str]) -> list[str]:
    """Return a comma-separated list without empty items."""
    return [item.strip() for item in text(name).split(",") if item.strip()] or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable.

    Raises:
        ImproperlyConfigured: for anything but 1, 0, true, false, yes, no, on, off.
    """
    value = text(name, str(default)).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise _refuse(name, value, "1 or 0 (also true/false, yes/no, on/off)")


def whole_number(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """Return a whole number between two bounds.

    Raises:
        ImproperlyConfigured: when it is no whole number or lies outside the bounds.
    """
    value = text(name, str(default))
    if re.fullmatch("[0-9]{1,18}", value) and minimum <= int(value) <= maximum:
        return int(value)
    raise _refuse(name, value, f"a whole number from {minimum} to {maximum}")


def choice(name: str, default: str, accepted: dict[str, str] | list[str]) -> str:
    """Return one of the accepted values.

    Raises:
        ImproperlyConfigured: for any other value.
    """
    value = text(name, default)
    if value in accepted:
        return value
    raise _refuse(name, value, "one of " + ", ".join(accepted))


def origin(name: str, default: str) -> str:
    """Return an http(s) origin (RFC 6454) as browsers write it, such as `https://news.example.org`.

    Raises:
        ImproperlyConfigured: when it has another scheme, no host, or a path; a host of other letters is written as xn--….
    """
    value = text(name, default).removesuffix("/").lower()
    try:
        if _ORIGIN.fullmatch(value) and urlsplit(value).port != 0:
            return value
    except ValueError:  # no such port, no such IPv6 address
        pass
    raise _refuse(name, value, "an address such as https://news.example.org, without a path")


def web_address(name: str) -> str:
    """Return an http(s) address with a host; empty where the variable is not set.

    Raises:
        ImproperlyConfigured: for anything else, an address with a query or a password among it.
    """
    value = text(name)
    if value and not _WEB_ADDRESS.fullmatch(value):
        raise _refuse(name, value, "an address such as https://sso.example.org/realm")
    return value


def contacts(name: str) -> list[str]:
    """Return a comma-separated list of addresses to reach somebody at, each as a URI; of an e-mail address, its `mailto:`.

    Raises:
        ImproperlyConfigured: for anything that is neither an e-mail address nor an address of the web.
    """
    found = [f"mailto:{item}" if "@" in item and ":" not in item else item for item in items(name, [])]
    for address in found:
        if not _CONTACT.fullmatch(address):
            raise _unusable(name, "e-mail addresses and addresses such as https://example.org/security, with commas between")
    return found


def all_or_none(*names: str) -> list[str]:
    """Return the texts of variables that belong together; an empty list where none is set.

    Raises:
        ImproperlyConfigured: when some are set and others are not, naming both.
    """
    given = [name for name in names if text(name)]
    missing = [name for name in names if name not in given]
    if given and missing:
        raise ImproperlyConfigured(f"{', '.join(given)} needs {', '.join(missing)} beside it; set all of them or none.")
    return [text(name) for name in given]


def languages[NameT](name: str, offered: list[tuple[str, NameT]]) -> list[tuple[str, NameT]]:
    """Return those of the languages offered whose codes the variable lists, in its order; all where it is not set.

    Raises:
        ImproperlyConfigured: when it lists one for which there are no words.
    """
    names = dict(offered)
    codes = items(name, list(names))
    if not codes or not set(codes) <= set(names):
        raise _refuse(name, text(name), f"some of {', '.join(names)}, with commas between")
    return [(code, names[code]) for code in dict.fromkeys(codes)]


def url_config[T](name: str, default: str, parse: Callable[[str], T], accepts: str) -> T:
    """Return what one of django-environ's URL readers makes of the variable.

    Raises:
        ImproperlyConfigured: when the reader does not understand it; the value is not repeated, it may hold a password.
    """
    try:
        return parse(text(name, default))
    except (ImproperlyConfigured, ValueError, KeyError, TypeError):
        raise _unusable(name, accepts) from None


def _unusable(name: str, accepts: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is not usable; it accepts {accepts}.")


def folder(name: str, default: Path) -> Path:
    """Return the whole path of a folder, made where there was none.

    Raises:
        ImproperlyConfigured: when it cannot be made.
    """
    value = text(name, str(default))
    try:
        path = Path(value).expanduser().resolve()
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # the latter: ~ without a home
        raise _refuse(name, value, "a folder that exists or can be made") from None
    return path


def secret_key(home: Path) -> str:
    """Return `SECRET_KEY`, or else the key that is kept in the folder `home`, made there at first use.

    Raises:
        ImproperlyConfigured: when the key cannot be read or written.
    """
    if given := text("SECRET_KEY"):
        return given
    path = home / "secret_key"
    try:
        if not path.exists():
            _make_secret_key(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"the secret key in {path} cannot be read or made ({error}); make GAZETTE_HOME writable or set SECRET_KEY."
        raise ImproperlyConfigured(message) from error
    if not key:
        message = f"the secret key in {path} is empty; delete the file and start again, or set SECRET_KEY."
        raise ImproperlyConfigured(message)
    return key


def _make_secret_key(path: Path) -> None:
    """Put a new key in place whole and readable by its owner alone; of several processes at once, one succeeds."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as new, suppress(FileExistsError):
        new.write(get_random_secret_key())
        new.flush()
        path.hardlink_to(new.name)


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone of the IANA database.

    Raises:
        ImproperlyConfigured: when the database has no such zone.
    """
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _refuse(name, value, "a time zone such as Europe/Bucharest") from None
    return value


def database(name: str, home: Path) -> dict[str, object]:
    """Return the database that the variable names, or else the SQLite file in `home`, ready to serve several processes.

    SQLite: write-ahead log (readers never wait for a writer), the write lock taken when a transaction starts
    (no "database is locked" half-way) and a wait of 20 s for it. PostgreSQL: connections kept and checked; nothing is compiled
    and no worker started for a query, unless the address has `options`: pages make short ones, and on a large table those
    preparations, made from estimates, took a hundred times as long as the query itself.

    Raises:
        ImproperlyConfigured: when it is the address of neither.
    """
    accepts = "postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3"
    default = f"sqlite:///{quote(str(home / 'gazette.sqlite3'))}"
    if urlsplit(text(name, default)).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise _unusable(name, accepts)
    config: dict[str, object] = url_config(name, default, environ.Env.db_url_config, accepts)
    match config["ENGINE"]:
        case "django.db.backends.sqlite3":
            # Each thread has a connection: with the 2 MB that SQLite takes for pages, six of them take 4 MB more in all.
            pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-500;"
            options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
            return config | {"CONN_MAX_AGE": 600, "OPTIONS": options}
        case _:
            given = cast("dict[str, object]", config.get("OPTIONS", {}))
            options = {"options": "-c jit=off -c max_parallel_workers_per_gather=0"} | given
            return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def shared_cache(name: str) -> shared_caches.SharedCache | None:
    """Return the cache outside that the variable names; None where it is not set.

    Raises:
        ImproperlyConfigured: when it names none that can be purged.
    """
    accepts = "varnish://host:port, fastly://key@service or cloudflare://token@zone"
    return url_config(name, "", shared_caches.parse, accepts) if text(name) else None


def mailer(name: str, folder: Path) -> dict[str, object]:
    """Return a `MAILERS` entry for the mail server that the variable names, or one that writes mails into the folder.

    Raises:
        ImproperlyConfigured: when the variable is not the address of a mail server.
    """
    if not text(name):
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(folder)}}
    accepts = "smtp+tls://user:password@host:587 (also smtp:// and smtp+ssl://)"
    config: dict[str, Any] = url_config(name, "", environ.Env.email_url_config, accepts)
    backend = "django.core.mail.backends.smtp.EmailBackend"
    if config["EMAIL_BACKEND"] != backend or not config["EMAIL_HOST"]:
        raise _unusable(name, accepts)
    use_tls, use_ssl = config.get("EMAIL_USE_TLS", False), config.get("EMAIL_USE_SSL", False)
    return {
        "BACKEND": backend,
        "OPTIONS": {
            "host": config["EMAIL_HOST"],
            "port": config["EMAIL_PORT"] or (SUBMISSION_PORT if use_tls else SUBMISSIONS_PORT if use_ssl else SMTP_PORT),
            "username": config["EMAIL_HOST_USER"] or "",
            "password": config["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": use_tls,
            "use_ssl": use_ssl,
            "timeout": 10,
        },
    }
