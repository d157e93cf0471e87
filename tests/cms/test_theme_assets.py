"""The stylesheet and the scripts of the public pages: complete, small, and asking nobody else."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

ASSETS = settings.BASE_DIR / "cms" / "static" / "gazette"
CSS = ASSETS / "css"
ENTRY = CSS / "gazette.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
SCRIPTS = sorted((ASSETS / "js").glob("*.js"))
STYLES = sorted(CSS.rglob("*.css"))

CSS_BYTES = 12_000  # gzipped, all of it
JS_BYTES = 8_192  # gzipped, all of it


def entry() -> str:
    return ENTRY.read_text(encoding="utf-8")


def imported() -> list[str]:
    return [name for name, _layer in IMPORT.findall(entry())]


def gzipped(files: list[Path]) -> int:
    return len(gzip.compress(b"".join(file.read_bytes() for file in files)))


def test_the_stylesheet_holds_comments_layers_and_imports_only() -> None:
    rest = IMPORT.sub("", re.sub(r"/\*.*?\*/", "", entry(), flags=re.DOTALL))
    assert re.fullmatch(r"\s*@layer [\w, ]+;\s*", rest)


def test_every_import_names_a_file() -> None:
    assert [name for name in imported() if not (CSS / name).is_file()] == []


def test_every_file_is_imported_once() -> None:
    files = [file.relative_to(CSS).as_posix() for file in STYLES if file != ENTRY]
    assert sorted(imported()) == sorted(files)


def test_every_layer_that_is_used_is_declared() -> None:
    declared = re.findall(r"\w+", entry().split("@layer")[1].split(";")[0])
    assert {layer for _name, layer in IMPORT.findall(entry())} == set(declared)


def test_components_live_in_the_layer_of_components() -> None:
    layers = {layer for name, layer in IMPORT.findall(entry()) if name.startswith("components/")}
    assert layers == {"components"}


@pytest.mark.parametrize("file", [*STYLES, *SCRIPTS], ids=lambda file: file.name)
def test_no_file_loads_anything_else(file: Path) -> None:
    text = IMPORT.sub("", re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL))
    assert re.findall(r"url\([^)]*|@import|@font-face|https?://|\bimport\b", text) == []


def test_colors_are_named_in_the_tokens_alone() -> None:
    named_elsewhere = [
        file.name
        for file in STYLES
        if file.name not in {"tokens.css", "print.css"} and re.search(r"#[0-9a-f]{3,8}\b", file.read_text())
    ]
    assert named_elsewhere == []


def test_the_stylesheet_stays_small() -> None:
    assert gzipped(STYLES) <= CSS_BYTES


def test_the_scripts_stay_small() -> None:
    assert gzipped(SCRIPTS) <= JS_BYTES
