"""An operator's own look, in the folder `theme` of `GAZETTE_HOME`; nothing of the code is touched.

`templates/` holds templates that take the place of those in `cms/templates`, `static/` files that pages can name, and
`static/theme.css` rules that come after the stylesheet of the site.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

STYLESHEET = "theme/theme.css"  # as pages name it


@dataclass(frozen=True)
class Theme:
    """What stands in the folder of a theme when the site starts; nothing where there is none."""

    folder: Path

    @cached_property
    def template_folders(self) -> list[Path]:
        """Where templates are looked for before the site's own."""
        return [folder] if (folder := self.folder / "templates").is_dir() else []

    @property
    def static_folders(self) -> list[tuple[str, Path]]:
        """Where files are collected from, under the prefix that their addresses get."""
        return [("theme", folder)] if (folder := self.folder / "static").is_dir() else []

    @cached_property
    def stylesheet(self) -> str:
        """The stylesheet of the theme as pages name it; empty where there is none."""
        return STYLESHEET if (self.folder / "static" / "theme.css").is_file() else ""

    def templates(self) -> list[str]:
        """Return the names of the templates, in alphabetical order."""
        files = (file for folder in self.template_folders for file in folder.rglob("*") if file.is_file())
        return sorted(file.relative_to(self.folder / "templates").as_posix() for file in files)
