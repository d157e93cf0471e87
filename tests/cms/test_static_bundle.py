"""How static files are stored: one stylesheet, hashed and compressed, with everything it points at."""

import gzip
import json
import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it is not annotated
import pytest
from django.core.management import call_command
from pytest_django import Settings

from cms.storage import STYLESHEET

PIXEL = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1H0z"/></svg>'
FILLING = ".a { color: red; }\n" * 100  # files that are shorter than what compression saves are not compressed
SOURCES = {
    "gazette/css/gazette.css": (
        "/* @import in a comment is none */\n@layer base, components;\n"
        '@import url("base.css") layer(base);\n@import url(components/card.css) layer(components);\n@import url("plain.css");\n'
    ),
    "gazette/css/base.css": ".base { background: url(../img/mark.svg); }\n" + FILLING,
    "gazette/css/components/card.css": (
        '.card { background: url("../../img/mark.svg"); mask: url( near.svg#a ); }\n'
        '.data { background: url("data:image/svg+xml,%3Csvg/%3E"); }\n'
        ".id { fill: url(#paint); }\n.whole { background: url('/elsewhere/x'); }\n"
    ),
    "gazette/css/components/near.svg": PIXEL,
    "gazette/css/plain.css": ".plain { color: blue; }\n",
    "gazette/img/mark.svg": PIXEL,
}


class Site:
    """The static files of a site: `sources` before collectstatic, `collected` after."""

    def __init__(self, folder: Path) -> None:
        self.sources, self.root = folder / "sources", folder / "static"
        self.write(SOURCES)

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.sources / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def collect(self) -> None:
        call_command("collectstatic", verbosity=0, interactive=False)

    def stored(self, name: str) -> Path:
        manifest = json.loads((self.root / "staticfiles.json").read_text(encoding="utf-8"))
        return self.root / str(manifest["paths"][name])

    def stylesheet(self) -> str:
        return self.stored(STYLESHEET).read_text(encoding="utf-8")


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Site:
    site = Site(tmp_path)
    settings.STATIC_ROOT = site.root
    settings.STATICFILES_DIRS = [site.sources]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "cms.storage.BundledStaticFilesStorage"}}
    return site


def test_the_stylesheet_is_in_one_piece(site: Site) -> None:
    site.collect()
    css = site.stylesheet()
    assert "@import url" not in css
    assert re.search(r"@layer base \{\s*\.base", css)
    assert re.search(r"@layer components \{\s*\.card", css)
    assert "\n.plain { color: blue; }" in css
    assert css.index("@layer base, components;") < css.index("@layer base {") < css.index("@layer components {")


def test_the_name_of_the_stylesheet_changes_with_a_part_of_it(site: Site) -> None:
    site.collect()
    before = site.stored(STYLESHEET).name
    site.write({"gazette/css/plain.css": ".plain { color: green; }\n"})
    site.collect()
    assert site.stored(STYLESHEET).name != before
    assert "green" in site.stylesheet()


def test_collecting_twice_changes_nothing(site: Site) -> None:
    site.collect()
    before = (site.root / "staticfiles.json").read_bytes()
    site.collect()
    assert (site.root / "staticfiles.json").read_bytes() == before


def test_what_each_part_points_at_is_found_from_its_own_folder(site: Site) -> None:
    site.collect()
    folder = site.stored(STYLESHEET).parent
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+?)[\"']?\s*\)", site.stylesheet())
    local = [address.partition("#")[0] for address in addresses if not address.startswith(("data:", "#", "/"))]
    assert len(local) == 3
    for address in local:
        assert (folder / address).is_file(), address
        assert re.search(r"\.[0-9a-f]{12}\.svg$", address)


def test_addresses_that_are_whole_stay(site: Site) -> None:
    site.collect()
    for address in ('url("data:image/svg+xml,%3Csvg/%3E")', "url(#paint)", "url('/elsewhere/x')"):
        assert address in site.stylesheet()


def test_the_stylesheet_is_compressed(site: Site) -> None:
    site.collect()
    stored = site.stored(STYLESHEET)
    expected = stored.read_bytes()
    assert gzip.decompress(stored.with_name(stored.name + ".gz").read_bytes()) == expected
    assert brotli.decompress(stored.with_name(stored.name + ".br").read_bytes()) == expected


def test_only_files_with_a_hash_in_their_name_are_kept(site: Site) -> None:
    site.collect()
    names = [path.name for path in site.root.rglob("*") if path.is_file() and path.name != "staticfiles.json"]
    assert [name for name in names if not re.search(r"\.[0-9a-f]{12}\.(css|svg)(\.gz|\.br)?$", name)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gazette/css/gazette.css", '@import "base.css";'),
        ("gazette/css/gazette.css", "@import url(base.css) layer(base) screen;"),
        ("gazette/css/gazette.css", "@import url(base.css) supports(display: grid);"),
        ("gazette/css/base.css", "@import url(plain.css);"),
    ],
)
def test_an_import_that_would_be_lost_is_refused(site: Site, name: str, text: str) -> None:
    site.write({name: text})
    with pytest.raises(ValueError, match="an @import is left"):
        site.collect()


def test_a_part_that_is_missing_is_refused(site: Site) -> None:
    site.write({STYLESHEET: "@import url(missing.css);"})
    with pytest.raises(FileNotFoundError, match=r"missing\.css"):
        site.collect()


def test_a_picture_that_is_missing_is_refused(site: Site) -> None:
    site.write({"gazette/css/components/card.css": ".card { background: url(../img/mark.svg); }"})
    with pytest.raises(Exception, match=r"mark\.svg"):  # WhiteNoise makes a class of its own for it
        site.collect()


def test_a_trial_writes_nothing(site: Site) -> None:
    call_command("collectstatic", verbosity=0, interactive=False, dry_run=True)
    assert not site.root.exists()
