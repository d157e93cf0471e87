"""What `manage.py check`, and every start of the site, finds wrong with an operator's theme."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.template import TemplateSyntaxError
from django.template.loader import get_template


def check_theme(app_configs: Sequence[AppConfig] | None = None, **_options: Any) -> list[CheckMessage]:  # noqa: ARG001  # Django's signature
    """Compile each template of the theme, so that a mistake is found by its file and not by a reader."""
    found: list[CheckMessage] = []
    for name in settings.THEME.templates():
        try:
            get_template(name)
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            file = settings.THEME.folder / "templates" / name
            found.append(Error(f"{file} is no template that can be read: {error}", hint="Mend or remove it.", id="cms.E001"))
    return found
