"""The site's settings as the tests run them: nothing outside a temporary folder is written, no mail leaves."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = tempfile.mkdtemp(prefix="gazette-tests-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
Path(HOME, "static").mkdir()  # WhiteNoise warns where nothing was collected
# A developer's own values must not reach the tests; the database alone may be chosen, to run them on PostgreSQL.
for name in (
    "SITE_URL",
    "SITE_NAME",
    "SECURITY_CONTACTS",
    "WEBSUB_HUB",
    "EMAIL_URL",
    "MAILS_A_MINUTE",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
    "LANGUAGE_CODE",
    "LANGUAGES",
    "TIME_ZONE",
    "LOG_LEVEL",
    "HOST",
    "PORT",
    "WORKERS",
    "ADMIN_EMAIL",
    "CACHE_URL",
    "STORAGE_URL",
    "PAGE_CACHE_MEGABYTES",
    "PURGE_URL",
    "DATABASE_REPLICA_URL",
    "DATABASE_POOL_SIZE",
    "SHARED_CACHE_SECONDS",
    "DEFAULT_FROM_EMAIL",
    "HSTS_INCLUDE_SUBDOMAINS",
    "SECRET_KEY_FALLBACKS",
    "AKISMET_KEY",
    "GOOGLE_CLIENT_ID",
    "GOOGLE_CLIENT_SECRET",
    "WORDPRESS_CLIENT_ID",
    "WORDPRESS_CLIENT_SECRET",
    "X_CLIENT_ID",
    "X_CLIENT_SECRET",
    "OIDC_NAME",
    "OIDC_URL",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_TRUST_EMAIL",
):
    os.environ.pop(name, None)
os.environ |= {"GAZETTE_HOME": HOME, "SECRET_KEY": "a key for tests only", "DEBUG": "0", "SITE_URL": "http://testserver"}

from cms.settings import *  # noqa: E402, F403  # after the environment is set
from cms.settings import INSTALLED_APPS, MIDDLEWARE  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; no real password is here
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
