"""An operator's theme: a folder that changes templates and styles without touching the code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.checks import run_checks
from django.test import Client
from pytest_django import Settings

from cms.theme import Theme

pytestmark = pytest.mark.django_db
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Put a file into the folder of a theme."""

    def put(name: str, text: str) -> Path:
        file = tmp_path / "theme" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return put


def use(theme: Theme, settings: Settings) -> None:
    """Let the site run with a theme, as it does when the folder is there at the start."""
    engine: dict[str, Any] = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*theme.template_folders, *engine["DIRS"]]}]
    settings.STATICFILES_DIRS = [*theme.static_folders, *settings.STATICFILES_DIRS]
    settings.THEME = theme
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]  # Django's stubs do not know that it is cached


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    return Theme(tmp_path / "theme")


def test_without_a_folder_there_is_no_theme(theme: Theme) -> None:
    assert (theme.template_folders, theme.static_folders, theme.stylesheet, theme.templates()) == ([], [], "", [])
    assert "theme.css" not in Client().get("/").content.decode()


def test_a_template_of_the_theme_takes_the_place_of_the_site_s_own(theme: Theme, write: Write, settings: Settings) -> None:
    write("templates/partials/footer.html", "<footer>Printed in {{ site_name }}</footer>")
    use(theme, settings)
    page = Client().get("/").content.decode()
    assert "<footer>Printed in Gazette</footer>" in page
    assert 'class="footer"' not in page
    assert 'class="masthead"' in page


def test_a_template_of_the_theme_extends_the_one_that_it_replaces(theme: Theme, write: Write, settings: Settings) -> None:
    write("templates/base.html", '{% extends "base.html" %}{% block title %}Our {{ block.super }}{% endblock %}')
    use(theme, settings)
    page = Client().get("/").content.decode()
    assert "<title>Our Gazette</title>" in page
    assert 'class="masthead"' in page


def test_tokens_of_the_theme_come_after_those_of_the_site(theme: Theme, write: Write, settings: Settings) -> None:
    file = write("static/theme.css", "@layer tokens { :root { --paper: #fff; } }")
    use(theme, settings)
    page = Client().get("/").content.decode()
    assert page.index("gazette/css/gazette.css") < page.index('href="/static/theme/theme.css"')
    assert finders.find("theme/theme.css") == str(file)


def test_a_theme_of_files_alone_names_no_stylesheet(theme: Theme, write: Write, settings: Settings) -> None:
    write("static/logo.svg", "<svg/>")
    use(theme, settings)
    assert theme.stylesheet == ""
    assert finders.find("theme/logo.svg") is not None


def test_a_mistake_in_a_template_is_told_by_its_file(theme: Theme, write: Write, settings: Settings) -> None:
    write("templates/partials/pager.html", "{% if page %}")
    write("templates/partials/good.html", "{{ page }}")
    use(theme, settings)
    (error,) = [error for error in run_checks() if error.id == "cms.E001"]
    assert error.msg.startswith(f"{theme.folder / 'templates' / 'partials/pager.html'} is no template that can be read: ")


def test_a_file_in_no_encoding_that_is_known_is_told_too(theme: Theme, write: Write, settings: Settings) -> None:
    write("templates/footer.html", "").write_bytes(b"\xff\xfe\x00")
    use(theme, settings)
    assert [error.id for error in run_checks()] == ["cms.E001"]
