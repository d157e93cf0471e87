"""Steps that bring a site into being. Each may be taken again: what is in order stays as it is."""

import hashlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from blog.accounts.models import User
from blog.imports.importer import ImportOptions, import_paths
from blog.imports.report import Report
from cms import file_storage

STAMP = "collected.sha256"


def migrate() -> None:
    """Bring the database's tables up to date."""
    call_command("migrate", verbosity=0, interactive=False)


def name_site() -> None:
    """Give the row that django-contrib-comments refers to the host and name of this site."""
    site = {"domain": urlsplit(settings.SITE_URL).netloc[:100], "name": settings.SITE_NAME[:50]}
    Site.objects.update_or_create(pk=settings.SITE_ID, defaults=site)


def place_of_files() -> str:
    """Return where the files of the site lie, in words."""
    return str(default_storage if settings.STORAGES["default"] != file_storage.FOLDER else settings.MEDIA_ROOT)


def import_seeds() -> Report:
    """Import the seed documents; those that are there already stay as they are."""
    if not settings.SEEDS.exists():
        return Report()
    return import_paths([settings.SEEDS], ImportOptions(), at=timezone.now())


def make_first_administrator() -> str:
    """Make an administrator when there is none, and return the generated password; empty when there is one."""
    if User.objects.filter(is_superuser=True, is_active=True).exists():
        return ""
    password = secrets.token_urlsafe(12)
    administrator = User.objects.filter(email=settings.FIRST_ADMINISTRATOR).first() or User(email=settings.FIRST_ADMINISTRATOR)
    administrator.name = administrator.name or "Administrator"
    administrator.is_staff = administrator.is_superuser = administrator.is_active = True
    administrator.set_password(password)
    administrator.save()
    return password


def collect_static_files() -> str:
    """Put hashed and compressed static files in place unless they are there, and say which of the two happened."""
    if settings.DEBUG:
        return "served from their sources (DEBUG)"
    stamp, fingerprint = settings.STATIC_ROOT / STAMP, _fingerprint_of_static_files()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return "files are in place"
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint)
    return "files were hashed and compressed"


def _fingerprint_of_static_files() -> str:
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            seen.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()
