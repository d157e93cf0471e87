"""What is loaded once, before the web workers are forked, and what is not loaded at all."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.template import TemplateSyntaxError

from cms import server
from tests.cms.serving import ROOT, passed_on

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a site on PostgreSQL needs the driver")


def test_the_public_templates_are_gazette_s_own_and_not_the_admin_s() -> None:
    names = set(server.public_templates())
    assert {"base.html", "posts/post.html", "comments/reply.html"} <= names
    assert not [name for name in names if name.startswith(("admin", "unfold"))]


def test_each_is_loaded_and_one_with_a_mistake_in_a_theme_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def get_template(name: str) -> None:
        loaded.append(name)
        if name == "base.html":
            raise TemplateSyntaxError("unclosed block")

    monkeypatch.setattr(server, "get_template", get_template)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    server.load()
    assert loaded == list(server.public_templates())


@pytest.mark.parametrize("package", ["docutils", pytest.param("psycopg", marks=on_sqlite)])
def test_what_nothing_here_uses_is_left_out(package: str, tmp_path: Path) -> None:
    program = (
        f"import sys, django; django.setup(); import unfold.overrides, rest_framework.schemas; print(sys.modules[{package!r}])"
    )
    environment = passed_on() | {"DJANGO_SETTINGS_MODULE": "cms.settings", "GAZETTE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S603  # ours
    assert done.stdout.strip() == "None"  # as the import system says that a module is not there
