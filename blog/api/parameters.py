"""What can be asked for: the parameters of each list, read strictly and described from one definition."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from blog.api.errors import ParametersError
from blog.api.fields import Flag, Text, WholeNumber
from blog.search.query import MAX_CHARACTERS

# mypy: disable-error-code="arg-type"
# The stubs of REST framework do not know that a help text may be translated lazily.

USUAL_SIZE, LARGEST_SIZE = 20, 100
LONGEST_CURSOR = 400  # characters; the longest is that of a name
FIRST_YEAR, LAST_YEAR = 1000, 8999
CURSOR = r"^[A-Za-z0-9_.-]+\Z"
MONTH = r"^[1-8][0-9]{3}-(0[1-9]|1[0-2])\Z"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"
LANGUAGE_ALONE = r"^[a-z]{2,3}\Z"  # the index knows no variants


def _slug(help_text: Any) -> Text:
    return Text(required=False, max_length=220, help_text=help_text)


def _language(pattern: str) -> serializers.RegexField:
    help_text = gettext_lazy("Only posts in this language, such as ro; its variants are among them.")
    return serializers.RegexField(pattern, required=False, max_length=12, trim_whitespace=False, help_text=help_text)


def _cursor(help_text: Any) -> serializers.RegexField:
    return serializers.RegexField(CURSOR, required=False, trim_whitespace=False, max_length=LONGEST_CURSOR, help_text=help_text)


class ListParameters(serializers.Serializer[Any]):
    """How much of a list, and from where on."""

    page_size = WholeNumber(
        required=False,
        default=USUAL_SIZE,
        min_value=1,
        max_value=LARGEST_SIZE,
        help_text=gettext_lazy("How many entries a page has at most."),
    )
    after = _cursor(gettext_lazy("Where the page begins. Follow “next” of the page before it rather than making one."))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of all parameters: what an answer may depend on."""
        return tuple(cls().fields)

    @classmethod
    def read(cls, given: Mapping[str, str]) -> dict[str, Any]:
        """Return what the parameters of an address ask for. Those that are not named here say nothing.

        Raises:
            ParametersError: when one of them cannot be understood.
        """
        asked = cls(data=dict(given.items()))
        if not asked.is_valid():
            raise ParametersError({name: " ".join(map(str, errors)) for name, errors in asked.errors.items()})
        return dict(asked.validated_data)


class TwoWayParameters(ListParameters):
    """As above, of a list that can be read backwards too."""

    before = _cursor(gettext_lazy("Where the page ends. Follow “previous” of the page after it rather than making one."))


class PageFilters(serializers.Serializer[Any]):
    """The pages and the year to which posts are limited."""

    organization = _slug(gettext_lazy("Only posts of the organization with this slug."))
    category = _slug(gettext_lazy("Only posts in the category with this slug."))
    tag = _slug(gettext_lazy("Only posts that carry the tag with this slug."))
    year = WholeNumber(
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("Only posts that were published in this year of the site's time zone."),
    )


class PostFilters(PageFilters):
    """All that the list of posts can be limited to."""

    month = serializers.RegexField(
        MONTH,
        required=False,
        trim_whitespace=False,
        help_text=gettext_lazy("Only posts that were published in this month, such as 2017-08."),
    )
    language = _language(LANGUAGE)
    featured = Flag(
        required=False, help_text=gettext_lazy("true: only posts that stand first on the home page; false: others.")
    )


class PostParameters(PostFilters, TwoWayParameters):
    """The parameters of the list of posts."""


class SearchWords(serializers.Serializer[Any]):
    """What is looked for, and in which language."""

    q = Text(
        max_length=MAX_CHARACTERS,
        help_text=gettext_lazy(
            "Words that must all occur; “a phrase in quotation marks” stays together, and the last word may go on."
        ),
    )
    language = _language(LANGUAGE_ALONE)


class SearchParameters(SearchWords, PageFilters, ListParameters):
    """The parameters of the search."""
