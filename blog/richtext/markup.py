"""The one table of allowed markup: it drives the editor in admin and the sanitizer of everything that comes in.

Keys are extension names of django-prose-editor; what each lets through in HTML is that package's knowledge.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import allowlist_from_extensions, expand_extensions, html_tags

from blog.richtext.videos import HOSTS

URL_SCHEMES = ("http", "https", "mailto", "tel")

# What the package does not know; the setting DJANGO_PROSE_EDITOR_EXTENSIONS joins it with the scripts of the editor.
OWN_EXTENSIONS: dict[str, Any] = {
    "Footnote": html_tags(["foot-note"]),  # around the words of a note, where its number is to stand
    "Video": html_tags(["figure", "a"], {"figure": ["data-video"], "a": ["href"]}),  # a link in a figure
    "Picture": html_tags(["figure", "img", "figcaption"], {"figure": ["data-image"], "img": ["src", "alt"]}),  # see `figures`
    "Download": html_tags([]),  # a link like any other
    "CleanPaste": html_tags([]),
    "Shortcuts": html_tags([]),
}

ARTICLE_EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "CodeBlock": True,
    "Heading": {"levels": [2, 3, 4]},  # the page's only h1 is its title
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "protocols": list(URL_SCHEMES)},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Footnote": {"words": {"name": _("Footnote"), "ask": _("What the note says"), "insert": _("Insert")}},
    "Video": {
        "hosts": HOSTS,
        "words": {
            "name": _("Video"),
            "address": _("Its address"),
            "sites": _("YouTube, Vimeo, Dailymotion, Rutube, VK or TED. The page shows a link and loads nothing from there."),
            "title": _("Its title"),
            "insert": _("Insert"),
            "unknown": _("No video of these sites has this address"),
        },
    },
    "Picture": {
        "words": {
            "name": _("Image"),
            "upload": _("Upload"),
            "choose": _("Choose from the shelf"),
            "search": _("Search"),
            "more": _("More"),
            "nothing": _("Nothing was found."),
            "alt": _("Description"),
            "alt_help": _("What somebody who does not see the image should know."),
            "decorative": _("An ornament: it says nothing that the text does not"),
            "alt_missing": _("Describe the image, or say that it is an ornament."),
            "caption": _("Caption"),
            "insert": _("Insert"),
            "change": _("Change"),
            "cancel": _("Cancel"),
            "uploading": _("The image is being uploaded …"),
            "failed": _("The image could not be uploaded. Try again in a moment."),
            "no_organization": _("Choose the organization first: the image goes on its shelf."),
        },
    },
    "Download": {
        "words": {
            "name": _("Document"),
            "upload": _("Upload a PDF"),
            "choose": _("Choose from the shelf"),
            "search": _("Search"),
            "more": _("More"),
            "nothing": _("Nothing was found."),
            "cancel": _("Cancel"),
            "uploading": _("The document is being uploaded …"),
            "failed": _("The document could not be uploaded. Try again in a moment."),
            "no_organization": _("Choose the organization first: the document goes on its shelf."),
        },
    },
    "CleanPaste": True,
    "Shortcuts": True,
}
OF_SHELF = ("Picture", "Download")
# Of texts that are not a post's: what is of the shelf needs a post, so that it is known where it is used.
PLAIN_EXTENSIONS: dict[str, Any] = {name: given for name, given in ARTICLE_EXTENSIONS.items() if name not in OF_SHELF}

_IN_COMMENTS = (
    "Bold",
    "Italic",
    "Code",
    "CodeBlock",
    "HardBreak",
    "BulletList",
    "OrderedList",
    "ListItem",
    "Blockquote",
    "Link",
)
COMMENT_EXTENSIONS: dict[str, Any] = {name: ARTICLE_EXTENSIONS[name] for name in _IN_COMMENTS}


def allowlist(extensions: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of `nh3.Cleaner` that let through what the extensions can make, and nothing else."""
    allowed: dict[str, Any] = allowlist_from_extensions(expand_extensions(extensions))
    allowed["attributes"].get("a", set()).discard("rel")  # ours to give, not the writer's
    allowed["attributes"]["*"] = set()  # else ammonia lets lang and title through everywhere
    allowed["url_schemes"] = set(URL_SCHEMES)
    return allowed
