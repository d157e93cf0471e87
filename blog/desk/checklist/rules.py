"""The rules of the checklist. Each is a function of a draft alone; what it finds is said in words, with the place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.desk.checklist import language
from blog.desk.checklist.article import Draft
from blog.richtext.text import shorten

TITLE_CHARACTERS = range(15, 66)  # shorter says too little; search engines cut longer ones
DESCRIPTION_CHARACTERS = range(50, 161)
WORDS_WITHOUT_HEADING = 600
PARAGRAPH_WORDS = 150
PLACE_CHARACTERS = 60
MOST_FOUND = 5  # of one rule; more would hide the others

_FILE_NAME = re.compile(
    r"[^\s/]+\.(?:jpe?g|png|gif|webp|avif|svg|heic|tiff?|bmp)|(?:img|dsc[nf]?|pict?|image|scan|photo)[-_ ]?\d+", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


class Rule(models.TextChoices):
    """The rules, by the names under which organizations require them."""

    TITLE = "title", gettext_lazy("The title has a length that search engines show whole")
    DESCRIPTION = "description", gettext_lazy("There is a summary or a description, of a length that is shown whole")
    HEADINGS = "headings", gettext_lazy("Headings follow each other without a step left out")
    IMAGE_TEXTS = "image_texts", gettext_lazy("Every image has a text for those who do not see it, not a file name")
    COVER_TEXT = "cover_text", gettext_lazy("The cover has a text for those who do not see it, not a file name")
    LINK_TEXTS = "link_texts", gettext_lazy("The words of a link say where it leads")
    BROKEN_LINKS = "broken_links", gettext_lazy("Links to this site lead somewhere")
    SENTENCES = "sentences", gettext_lazy("Sentences are short enough to be read once")
    PARAGRAPHS = "paragraphs", gettext_lazy("Paragraphs are short, and headings divide a long text")
    ABBREVIATIONS = "abbreviations", gettext_lazy("Abbreviations are explained where they first stand")


class Severity(StrEnum):
    """How much is at stake."""

    WARNING = "warning"  # readers or search engines miss something
    HINT = "hint"  # it could be read more easily


HINTS = frozenset({Rule.SENTENCES, Rule.PARAGRAPHS, Rule.ABBREVIATIONS})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found: what is the matter, and the words where it is."""

    rule: Rule
    words: str
    place: str = ""

    @property
    def severity(self) -> Severity:
        """How much is at stake."""
        return Severity.HINT if self.rule in HINTS else Severity.WARNING


type Said = Iterator[tuple[str, str]]  # what is the matter, and where


def check(draft: Draft) -> list[Finding]:
    """Return what the rules find, in their order; of each rule the first few."""
    found: list[Finding] = []
    for rule, look in RULES.items():
        findings = [Finding(rule, words, shorten(place, PLACE_CHARACTERS)) for words, place in look(draft)]
        found += findings[:MOST_FOUND]
    return found


def _title(draft: Draft) -> Said:
    length = len(draft.title)
    if length >= TITLE_CHARACTERS.stop:
        yield (
            _("The title has %(length)d characters; search engines cut after about %(most)d.")
            % _lengths(length, TITLE_CHARACTERS),
            "",
        )
    elif length < TITLE_CHARACTERS.start:
        yield (
            _("The title has %(length)d characters; it says more with at least %(least)d.")
            % _lengths(length, TITLE_CHARACTERS),
            "",
        )


def _description(draft: Draft) -> Said:
    length = len(draft.description)
    if not draft.has_own_description:
        yield _("There is no summary: search results and share cards show the beginning of the text."), ""
    elif length >= DESCRIPTION_CHARACTERS.stop:
        yield (
            _("The description has %(length)d characters; about %(most)d are shown.")
            % _lengths(length, DESCRIPTION_CHARACTERS),
            "",
        )
    elif length < DESCRIPTION_CHARACTERS.start:
        yield (
            _("The description has %(length)d characters; there is room for %(most)d.")
            % _lengths(length, DESCRIPTION_CHARACTERS),
            "",
        )


def _lengths(length: int, span: range) -> dict[str, int]:
    return {"length": length, "least": span.start, "most": span.stop - 1}


def _headings(draft: Draft) -> Said:
    headings = draft.article.headings
    if headings and headings[0].level != 2:  # noqa: PLR2004  # below the title, which is the page's h1
        yield _("The first heading is of level %d; the text begins with level 2.") % headings[0].level, headings[0].text
    for before, heading in pairwise(headings):
        if heading.level > before.level + 1:
            yield (
                _("A heading of level %(level)d follows one of level %(before)d.")
                % {
                    "level": heading.level,
                    "before": before.level,
                },
                heading.text,
            )


def _image_texts(draft: Draft) -> Said:
    for text in draft.article.image_texts:
        if not (text or "").strip():
            yield _("An image has no text for those who do not see it."), ""
        elif _FILE_NAME.fullmatch((text or "").strip()):
            yield _("The text of an image is the name of a file."), text or ""


def _cover_text(draft: Draft) -> Said:
    text = draft.cover_text
    if text is None:
        return
    if not text.strip():
        yield _("The cover has no text for those who do not see it. Describe it, or say that it is an ornament."), ""
    elif _FILE_NAME.fullmatch(text.strip()):
        yield _("The text of the cover is the name of a file."), text


def _link_texts(draft: Draft) -> Said:
    for link in draft.article.links:
        if not link.text:
            yield _("A link has no words."), link.href
        elif language.says_nothing(link.text):
            yield _("A link says only “%s”. Let its words say where it leads.") % link.text, link.href
        elif _ADDRESS.fullmatch(link.text):
            yield _("A link shows its bare address. Let its words say where it leads."), link.text


def _broken_links(draft: Draft) -> Said:
    for link in draft.article.links:
        if link.href.startswith("#") and link.href[1:] not in draft.article.names:
            yield _("A link leads to a place that is not in the text."), f"{link.text} {link.href}"
        elif link.href in draft.broken_links:
            yield _("A link leads to a page of this site that is not there, or not public."), f"{link.text} {link.href}"


def _sentences(draft: Draft) -> Said:
    most = language.most_words_of_a_sentence(draft.language)
    for paragraph in draft.article.paragraphs:
        for sentence in language.sentences(paragraph):
            if (count := len(sentence.split())) > most:
                words = ngettext("A sentence of %d word. Can it be two?", "A sentence of %d words. Can it be two?", count)
                yield words % count, sentence


def _paragraphs(draft: Draft) -> Said:
    counts = [len(paragraph.split()) for paragraph in draft.article.paragraphs]
    if sum(counts) > WORDS_WITHOUT_HEADING and not draft.article.headings:
        yield _("%d words without a heading. Headings help to find the way.") % sum(counts), ""
    for paragraph, count in zip(draft.article.paragraphs, counts, strict=True):
        if count > PARAGRAPH_WORDS:
            yield _("A paragraph of %d words. A break helps the eye.") % count, paragraph


def _abbreviations(draft: Draft) -> Said:
    text = [*draft.article.paragraphs, *(heading.text for heading in draft.article.headings)]
    for abbreviation in language.unexplained_abbreviations(text, known=draft.known_abbreviations):
        yield _("“%s” is not explained. Write it out where it first stands.") % abbreviation, ""


RULES: dict[Rule, Callable[[Draft], Said]] = {
    Rule.TITLE: _title,
    Rule.DESCRIPTION: _description,
    Rule.HEADINGS: _headings,
    Rule.IMAGE_TEXTS: _image_texts,
    Rule.COVER_TEXT: _cover_text,
    Rule.LINK_TEXTS: _link_texts,
    Rule.BROKEN_LINKS: _broken_links,
    Rule.SENTENCES: _sentences,
    Rule.PARAGRAPHS: _paragraphs,
    Rule.ABBREVIATIONS: _abbreviations,
}


def label_of(rule: Rule) -> str | Promise:
    """Return what the rule wants, in plain words."""
    return rule.label
