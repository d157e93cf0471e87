"""What programs put on the clipboard, and what an article makes of it; the server and the editor are held to the same."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "clipboard"
NAMES = sorted(path.name.removesuffix(".expected.html") for path in FOLDER.glob("*.expected.html"))


def pasted(name: str) -> str:
    """Return what the program puts on the clipboard."""
    return (FOLDER / f"{name}.html").read_text(encoding="utf-8")


def expected(name: str) -> str:
    """Return the article that is to come out."""
    return comparable((FOLDER / f"{name}.expected.html").read_text(encoding="utf-8"))


def comparable(html: str) -> str:
    """Return HTML so that two ways to write the same compare equal: paragraphs alone in an item, parts of a table."""
    html = re.sub(r">\n<", "><", html.strip()).replace("&nbsp;", "\xa0")
    html = re.sub(r"</?(?:thead|tbody)>|(?<=<t[hdr]) [^>]*(?=>)|(?<=<table) [^>]*(?=>)| data-type=\"decimal\"", "", html)
    html = re.sub(r"(<a href=\"[^\"]*\")[^>]*>", r"\1>", html)
    return re.sub(r"<(li|t[hd])><p>(.*?)</p>", r"<\1>\2", html).replace(' colspan="1" rowspan="1"', "")
