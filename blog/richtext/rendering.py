"""What is shown, made from what was written. It happens when something is saved, never when it is read."""

import html
import re
from collections import Counter
from functools import cache

from django.utils.text import slugify
from markdown_it import MarkdownIt

from blog.richtext.figures import Show, hidden, with_figures
from blog.richtext.footnotes import with_footnotes
from blog.richtext.sanitizer import sanitize_article, sanitize_comment
from blog.richtext.text import plain_text, printable
from blog.richtext.videos import video_at

_HEADING = re.compile(r"<(h[2-4])>(.*?)</\1>", re.DOTALL)
_VIDEO = re.compile(r'<figure data-video="[^"]*">(.*?)</figure>', re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")


def render_article(source: str, show_figure: Show = hidden) -> str:
    """Return the sanitized HTML of an article, its images shown, its footnotes numbered and its videos as links.

    Each heading carries an id that is unique in it, for links to it.
    """
    sanitized = with_figures(_EMPTY_PARAGRAPH.sub("", sanitize_article(source)).strip(), show_figure)
    sanitized = with_footnotes(_VIDEO.sub(_shown_video, sanitized))
    seen = Counter[str]()

    def with_id(match: re.Match[str]) -> str:
        tag, inner = match.groups()
        return f'<{tag} id="{_unique_id(plain_text(inner), seen)}">{inner}</{tag}>'

    return _HEADING.sub(with_id, sanitized)


def _shown_video(match: re.Match[str]) -> str:
    """Return a figure that leads to a video; where none is known, the link that was written."""
    link = _LINK.search(match[1])
    if link is None:
        return match[1]
    video = video_at(html.unescape(link[1]))
    if video is None:
        return f"<p>{link[0]}</p>"
    title = plain_text(link[2])
    is_named = bool(title) and video_at(title) is None  # an address says no more than the link itself
    shown = html.escape(title if is_named else video.provider)
    caption = f"<figcaption>{video.provider}</figcaption>" if is_named else ""
    return f'<figure class="video"><a href="{html.escape(video.address)}">{shown}</a>{caption}</figure>'


def _unique_id(heading: str, seen: Counter[str]) -> str:
    base = candidate = "section-" + (slugify(heading, allow_unicode=True)[:60].strip("-") or "untitled")
    while candidate in seen:
        seen[base] += 1
        candidate = f"{base}-{seen[base]}"
    seen[candidate] += 1
    return candidate  # letters, digits, _ and - of any script: nothing to escape


@cache
def _comment_markdown() -> MarkdownIt:
    # Raw HTML, images and headings stay off: they are shown as the characters that were typed.
    return MarkdownIt("zero", {"breaks": True, "html": False}).enable(
        ["emphasis", "backticks", "link", "autolink", "escape", "entity", "newline", "list", "blockquote", "fence"]
    )


def render_comment(source: str) -> str:
    """Return the sanitized HTML of a comment written in a light subset of CommonMark."""
    return sanitize_comment(_comment_markdown().render(source)).strip()


def render_plain_text(source: str) -> str:
    """Return paragraphs of escaped text: a blank line begins a paragraph, a line break stays one."""
    paragraphs = (part.strip() for part in re.split(r"\n[^\S\n]*\n", printable(source)))
    return "".join(f"<p>{html.escape(part, quote=False).replace('\n', '<br>')}</p>" for part in paragraphs if part)
