"""What the API gives: the members of each answer, in the words in which it is described too. Nothing that pages do not show."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from blog.api.fields import ApiAddress, Moment, PageAddress, PostsAddress
from blog.api.pictures import Cover, DescribedPicture, Picture, told
from blog.comments.thread import ShownComment
from blog.media.looks import logo_of, look_of
from blog.organizations.models import Kind, Organization
from blog.posts.addresses import absolute, with_absolute_links
from blog.posts.models import Category, Post, Term

# mypy: disable-error-code="arg-type"
# The stubs of REST framework do not know that a help text may be translated lazily.

LOGO_WIDTH_PIXELS = 320


class TermReference(serializers.Serializer[Term]):
    """A category or a tag where something else names it."""

    slug = serializers.CharField()
    name = serializers.CharField()
    url = PageAddress(help_text=_("Its page."))


class TermEntry(TermReference):
    """A category or a tag."""

    description = serializers.CharField()


class CategoryEntry(TermEntry):
    """A category."""

    api_url = ApiAddress("api-category")
    posts_url = PostsAddress("category", help_text=_("Its posts in the API."))


class TagEntry(TermEntry):
    """A tag."""

    api_url = ApiAddress("api-tag")
    posts_url = PostsAddress("tag", help_text=_("Its posts in the API."))


class OrganizationReference(serializers.Serializer[Organization]):
    """An organization where something else names it."""

    slug = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField(help_text=_("The abbreviation people use; empty where there is none."))
    url = PageAddress(help_text=_("Its page."))
    api_url = ApiAddress("api-organization")


class OrganizationEntry(OrganizationReference):
    """An organization in a list."""

    kind = serializers.ChoiceField(choices=Kind)
    tagline = serializers.CharField()
    founded_year = serializers.IntegerField(allow_null=True)
    country = serializers.CharField(source="country.code", help_text=_("ISO 3166-1 alpha-2; empty where it is not known."))
    website = serializers.CharField()
    posts_url = PostsAddress("organization", help_text=_("Its posts in the API."))
    logo = serializers.SerializerMethodField()
    cover = serializers.SerializerMethodField()

    @extend_schema_field(Picture(allow_null=True))
    def get_logo(self, organization: Organization) -> dict[str, Any] | None:
        """Return the logo, if it has one."""
        logo = logo_of(organization)
        return None if logo is None else told(logo, LOGO_WIDTH_PIXELS)

    @extend_schema_field(DescribedPicture(allow_null=True))
    def get_cover(self, organization: Organization) -> dict[str, Any] | None:
        """Return the cover, if it has one."""
        look = look_of(organization)
        return None if look is None or look.cover is None else told(look.cover) | {"description": look.cover_description}


class OrganizationDetail(OrganizationEntry):
    """An organization with what its own page tells of it."""

    description_html = serializers.SerializerMethodField(help_text=_("Sanitized HTML; addresses are whole."))

    def get_description_html(self, organization: Organization) -> str:
        """Return the description for reading away from the site."""
        return with_absolute_links(organization.description_html, address=absolute(organization.get_absolute_url()))


class PostSummary(serializers.Serializer[Post]):
    """A post without its text."""

    id = serializers.IntegerField(help_text=_("Stays when the slug changes."))
    slug = serializers.CharField()
    title = serializers.CharField()
    excerpt = serializers.CharField(help_text=_("Its summary, or the beginning of its text: plain words."))
    language = serializers.CharField(help_text=_("A language tag (BCP 47)."))
    byline = serializers.CharField(help_text=_("Who is named beside the organization; empty for nobody."))
    organization = OrganizationReference()
    partners = OrganizationReference(many=True, help_text=_("The organizations that publish it jointly with that one."))
    published_at = serializers.SerializerMethodField(help_text=_("Null where the day of publication is not known."))
    updated_at = Moment()
    is_featured = serializers.BooleanField()
    word_count = serializers.IntegerField()
    comment_count = serializers.IntegerField(help_text=_("Public replies."))
    cover = serializers.SerializerMethodField()
    canonical_url = serializers.CharField(help_text=_("Where it was published first; empty when that was here."))
    url = PageAddress(help_text=_("Its page."))
    api_url = ApiAddress("api-post")
    comments_url = ApiAddress("api-comments")

    @extend_schema_field(Moment(allow_null=True))
    def get_published_at(self, post: Post) -> str | None:
        """Return the moment of publication; it is made up where nobody knows it."""
        return Moment().to_representation(post.published_at) if post.published_at and post.is_date_known else None

    @extend_schema_field(Cover(allow_null=True))
    def get_cover(self, post: Post) -> dict[str, Any] | None:
        """Return the cover, if it has one."""
        if post.cover is None:
            return None
        return told(post.cover) | {"description": post.cover_description, "caption": post.cover_caption}


class PostEntry(PostSummary):
    """A post in a list; the context says which terms each has (`terms_by_post`)."""

    categories = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()

    @extend_schema_field(TermReference(many=True))
    def get_categories(self, post: Post) -> Any:
        """Return its categories by name."""
        return _references(term for term in self._terms(post) if isinstance(term, Category))

    @extend_schema_field(TermReference(many=True))
    def get_tags(self, post: Post) -> Any:
        """Return its tags by name."""
        return _references(term for term in self._terms(post) if not isinstance(term, Category))

    def _terms(self, post: Post) -> list[Term]:
        terms: list[Term] = self.context["terms"].get(post.pk, [])
        return terms


def _references(terms: Iterable[Term]) -> Any:
    return TermReference(list(terms), many=True).data


class TranslationEntry(serializers.Serializer[Post]):
    """A public version of a post in another language."""

    language = serializers.CharField(help_text=_("A language tag (BCP 47)."))
    title = serializers.CharField()
    is_original = serializers.SerializerMethodField(help_text=_("Whether the other versions are translations of this one."))
    is_outdated = serializers.BooleanField(help_text=_("Whether its original has changed since it was last compared with it."))
    url = PageAddress(help_text=_("Its page."))
    api_url = ApiAddress("api-post")

    def get_is_original(self, post: Post) -> bool:
        """Return whether it is no translation."""
        return not post.is_translation


class PostDetail(PostEntry):
    """A post with its whole text; the context holds its other versions."""

    content_html = serializers.SerializerMethodField(help_text=_("Sanitized HTML; addresses are whole."))
    like_count = serializers.IntegerField()
    corrected_at = Moment(allow_null=True, help_text=_("When it was corrected last after it was published."))
    checked_at = Moment(allow_null=True, help_text=_("When somebody last said that it is still correct."))
    is_outdated = serializers.BooleanField(help_text=_("Whether its original has changed since it was last compared with it."))
    translations = serializers.SerializerMethodField(
        help_text=_("What is public of it in other languages, the original first.")
    )

    def get_content_html(self, post: Post) -> str:
        """Return the text for reading away from the site."""
        return with_absolute_links(post.body_html, address=absolute(post.get_absolute_url()))

    @extend_schema_field(TranslationEntry(many=True))
    def get_translations(self, _post: Post) -> Any:
        """Return the versions of it in other languages."""
        return TranslationEntry(self.context["translations"], many=True).data


class CommentEntry(serializers.Serializer[ShownComment]):
    """A public reply. One that was removed is not among them, but others may answer it."""

    id = serializers.IntegerField(source="pk")
    in_reply_to = serializers.IntegerField(
        source="reply_to", allow_null=True, help_text=_("The number of the reply that it answers; null: it answers the post.")
    )
    author_name = serializers.CharField()
    author_website = serializers.CharField()
    content_html = serializers.SerializerMethodField(help_text=_("Sanitized HTML; addresses are whole."))
    submitted_at = serializers.SerializerMethodField(help_text=_("Null where the date is not known."))
    edited_at = Moment(allow_null=True)
    like_count = serializers.IntegerField()
    url = serializers.SerializerMethodField(help_text=_("Leads to it, wherever the discussion has moved it."))

    def get_content_html(self, comment: ShownComment) -> str:
        """Return the text for reading away from the site."""
        return with_absolute_links(comment.body_html, address=self.get_url(comment))

    @extend_schema_field(Moment(allow_null=True))
    def get_submitted_at(self, comment: ShownComment) -> str | None:
        """Return the moment, where it is known."""
        return Moment().to_representation(comment.submitted_at) if comment.is_date_known else None

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, comment: ShownComment) -> str:
        """Return its lasting address."""
        return absolute(reverse("comment", args=[comment.pk]))


class FoundPost(PostSummary):
    """A post that a search has found; the context holds the pieces."""

    snippet_html = serializers.SerializerMethodField(help_text=_("The words where they stand, within <mark>."))

    def get_snippet_html(self, post: Post) -> str:
        """Return the piece of its text that holds the words."""
        return str(self.context["snippets"][post.pk])


class Page(serializers.Serializer[Any]):
    """A part of a list."""

    next = serializers.URLField(allow_null=True, help_text=_("The part after it; null at the end."))


class TwoWayPage(Page):
    """A part of a list that can be read backwards too."""

    previous = serializers.URLField(allow_null=True, help_text=_("The part before it; null at the beginning."))


class PostPage(TwoWayPage):
    """Posts, the newest first."""

    results = PostEntry(many=True)


class OrganizationPage(TwoWayPage):
    """Organizations by name."""

    results = OrganizationEntry(many=True)


class CategoryPage(TwoWayPage):
    """Categories by name."""

    results = CategoryEntry(many=True)


class TagPage(TwoWayPage):
    """Tags by name."""

    results = TagEntry(many=True)


class CommentPage(TwoWayPage):
    """Replies to a post in the order in which they came."""

    results = CommentEntry(many=True)


class FoundPage(Page):
    """What a search has found: posts in whose titles the words stand first, then the others, each the newest first."""

    results = FoundPost(many=True)
    organizations = OrganizationReference(
        many=True, help_text=_("Organizations of that name, with the first part of a search without filters.")
    )
    suggestion = serializers.CharField(allow_null=True, help_text=_("Where nothing was found: words that may have been meant."))


class ParameterError(serializers.Serializer[Any]):
    """What is wrong with a parameter."""

    parameter = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """Problem details (RFC 9457): why there is no answer, and what to do."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text=_("What to do."))
    errors = ParameterError(many=True, required=False)  # type: ignore[assignment]  # a field, which becomes no attribute
