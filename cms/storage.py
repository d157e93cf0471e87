"""How static files are stored: hashed, compressed, and the stylesheet in one piece."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import\s+url\(["\']?([^"\')]+)["\']?\)\s*(?:layer\(([\w.-]+)\))?\s*;')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RELATIVE_URL = re.compile(r'url\(\s*(["\']?)(?![\s/#"\']|[a-z]+:)')
STYLESHEET = "gazette/css/gazette.css"


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise is not annotated
    """Stores the stylesheet with what it imports written into it, so that a page asks for one file."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002  # Django's signature
        """Return the address of a file, found once: a page names six, and Django takes apart and puts together each."""
        if force or (address := self._addresses.get(name)) is None:
            address = self._addresses[name] = super().url(name, force)
        return address

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002  # Django's signature
        """Bundle the stylesheet, then hash and compress every file.

        Raises:
            ValueError: when a part is imported in another way than `@import url(part.css) layer(name);`.
        """
        if STYLESHEET in paths and not dry_run:
            self._bundle(STYLESHEET)
            paths = paths | {STYLESHEET: (self, STYLESHEET)}  # Django would hash the source file
        yield from super().post_process(paths, dry_run=dry_run, **options)
        self._addresses.clear()

    def _bundle(self, name: str) -> None:
        folder = PurePosixPath(name).parent

        def inlined(match: re.Match[str]) -> str:
            part, layer = match.groups()
            below = PurePosixPath(part).parent  # what a part points at, it names from its own folder
            css = _RELATIVE_URL.sub(rf"url(\1{below}/", self._read(str(folder / part)))
            return f"@layer {layer} {{\n{css}\n}}\n" if layer else css

        bundled = _IMPORT.sub(inlined, self._read(name))
        if "@import" in _COMMENT.sub("", bundled):
            raise ValueError(f"{name}: an @import is left; write `@import url(part.css) layer(name);`, in this file only.")
        self.delete(name)
        self._save(name, ContentFile(bundled.encode()))

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            css: str = file.read().decode()
            return css
