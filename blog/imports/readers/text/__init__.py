"""Reads the text of article pages (`*.txt`)."""

from blog.imports.readers.text.reader import read_text

__all__ = ["read_text"]
