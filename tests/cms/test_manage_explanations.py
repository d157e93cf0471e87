"""What the command line says when it cannot begin: one line that says what to do."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import manage

MANAGE = Path(manage.__file__)


def run(python: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [python, str(MANAGE), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own command


def old_pythons() -> Iterator[str]:
    """Find interpreters before 3.12 that really run, where `make` looks too."""
    installed = [str(path) for path in Path.home().glob(".pyenv/versions/3.*/bin/python3")]
    named = [shutil.which(f"python3.{minor}") for minor in range(6, 12)]
    for python in filter(None, [*installed, *named]):
        check = [python, "-c", "import sys; sys.exit(sys.version_info >= (3, 12))"]
        if subprocess.run(check, capture_output=True, check=False).returncode == 0:  # noqa: S603  # an interpreter
            yield python


def test_an_interpreter_that_is_too_old_says_so_in_one_line() -> None:
    python = next(old_pythons(), None)
    if python is None:
        pytest.skip("no Python before 3.12 is here")
    found = run(python, "check")
    assert found.returncode == 1
    assert found.stderr.startswith("Gazette needs Python 3.12 or newer and this is Python 3.")
    assert found.stderr.count("\n") == 1


def test_an_old_version_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    with pytest.raises(SystemExit, match=r"^Gazette needs Python 3\.12 or newer and this is Python 3\.9: run `make run`"):
        manage.main()


def test_without_django_the_requirements_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "django.core.management", None)
    with pytest.raises(SystemExit, match=r"^Gazette's requirements are not all installed in .*pip install -r requirements.txt"):
        manage.main()


def test_another_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_arguments: list[str]) -> None:
        raise ModuleNotFoundError("No module named 'nh3'", name="nh3")

    monkeypatch.setattr("django.core.management.execute_from_command_line", fail)
    with pytest.raises(SystemExit, match="no module named 'nh3'"):
        manage.main()


@pytest.mark.parametrize("name", ["blog.missing", "cms", None])
def test_a_fault_of_our_own_is_not_blamed_on_the_requirements(monkeypatch: pytest.MonkeyPatch, name: str | None) -> None:
    def fail(_arguments: list[str]) -> None:
        raise ModuleNotFoundError("a module of ours", name=name)

    monkeypatch.setattr("django.core.management.execute_from_command_line", fail)
    with pytest.raises(ModuleNotFoundError, match="a module of ours"):
        manage.main()


@pytest.mark.parametrize("command", ["check", "serve"])
def test_a_setting_that_is_not_usable_is_named_in_one_line(tmp_path: Path, command: str) -> None:
    found = run(sys.executable, command, GAZETTE_HOME=str(tmp_path), PORT="eight")
    assert found.returncode == 1
    assert found.stderr == "Settings: PORT='eight' is not usable; it accepts a whole number from 1 to 65535.\n"
