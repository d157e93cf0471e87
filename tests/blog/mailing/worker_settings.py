"""The settings of the site in `worker.py`: tables without migrations, mails in a folder."""

from cms.settings import *  # noqa: F403
from cms.settings import INSTALLED_APPS, MAIL_FOLDER

MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in INSTALLED_APPS}
MAILERS = {"default": {"BACKEND": "tests.blog.mailing.worker.KillingBackend", "OPTIONS": {"file_path": str(MAIL_FOLDER)}}}
