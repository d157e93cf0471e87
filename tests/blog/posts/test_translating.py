"""Translations: beginning one, linking two posts, what is refused, and which are out of date."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models import F

from blog.accounts.models import User
from blog.audit.models import Line
from blog.audit.verbs import Verb
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.content import content_of
from blog.posts.models import Post, Revision, Status
from blog.posts.models.errors import (
    AlreadyLinkedError,
    LanguageTakenError,
    NotAPublisherError,
    NotATranslationError,
    NotReviewerError,
    OtherOrganizationError,
)
from blog.posts.services import (
    confirm_translation,
    delete_post,
    link_translation,
    move_post,
    publish_newest,
    restore_revision,
    save_post,
    save_revision,
    translate_post,
    trash_post,
    unlink_translation,
)
from tests.factories import LONG_AGO, CategoryFactory, MembershipFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=1000)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def post(organization: Organization, author: User) -> Post:
    post: Post = PostFactory.create(
        organization=organization,
        title="Ports",
        summary="About ports",
        body="<p>Ports grow.</p>",
        categories=[CategoryFactory.create()],
        tags=[TagFactory.create()],
    )
    post.authors.add(author)
    return post


@pytest.fixture
def romanian(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, title="Porturi", language="ro")


@pytest.fixture
def linked(post: Post, romanian: Post, editor: User) -> Post:
    """A public translation of the post."""
    link_translation(post, romanian, by=editor, at=NOW)
    return romanian


def group(*posts: Post) -> list[int | None]:
    return [Post.objects.get(pk=post.pk).original_id for post in posts]


def is_outdated(post: Post) -> bool:
    return Post.objects.get(pk=post.pk).is_outdated


def change(post: Post, by: User, **columns: object) -> None:
    stored = Post.objects.get(pk=post.pk)
    for name, value in columns.items():
        setattr(stored, name, value)
    save_post(stored, by=by, at=LATER)


class TestBeginning:
    def test_the_draft_has_what_the_post_has(self, post: Post, editor: User, author: User) -> None:
        draft = translate_post(post, "ru", by=editor, at=NOW)
        assert (draft.title, draft.summary, draft.body) == (post.title, post.summary, post.body)
        assert (draft.language, draft.status, draft.published_at) == ("ru", Status.DRAFT, None)
        assert (list(draft.categories.all()), list(draft.tags.all())) == (list(post.categories.all()), list(post.tags.all()))
        assert set(draft.authors.all()) == {author, editor}
        assert draft.slug == "ports-ru"
        assert group(post, draft) == [post.pk, post.pk]

    def test_its_cover_comes_along(self, post: Post, editor: User) -> None:
        Post.objects.filter(pk=post.pk).update(cover_alt="Ships", cover_caption="In port")
        draft = translate_post(Post.objects.get(pk=post.pk), "ru", by=editor, at=NOW)
        assert (draft.cover_alt, draft.cover_caption) == ("Ships", "In port")

    def test_it_is_recorded(self, post: Post, editor: User) -> None:
        draft = translate_post(post, "ru", by=editor, at=NOW)
        line = Line.objects.about(draft).get()
        assert (line.verb, line.after) == (Verb.POSTS_TRANSLATE, {"original": "Ports", "language": "ru"})

    def test_a_translation_is_translated_from_its_original(self, post: Post, linked: Post, editor: User) -> None:
        draft = translate_post(Post.objects.get(pk=linked.pk), "ru", by=editor, at=NOW)
        assert draft.title == "Porturi"
        assert group(draft) == [post.pk]

    def test_not_into_a_language_that_is_there(self, post: Post, linked: Post, editor: User) -> None:
        for language in ("en", linked.language):
            with pytest.raises(LanguageTakenError):
                translate_post(post, language, by=editor, at=NOW)
        assert Post.objects.count() == 2

    def test_an_author_translates_their_own_and_no_other(self, post: Post, romanian: Post, author: User) -> None:
        assert translate_post(post, "ru", by=author, at=NOW).status == Status.DRAFT
        with pytest.raises(NotReviewerError):
            translate_post(romanian, "ru", by=author, at=NOW)

    def test_not_by_strangers(self, post: Post, stranger: User) -> None:
        with pytest.raises(NotReviewerError):
            translate_post(post, "ru", by=stranger, at=NOW)


class TestLinking:
    @pytest.mark.parametrize("is_original", [False, True])
    def test_two_posts_of_which_one_is_the_original(
        self, post: Post, romanian: Post, editor: User, *, is_original: bool
    ) -> None:
        link_translation(post, romanian, by=editor, at=NOW, is_original=is_original)
        original = romanian if is_original else post
        assert group(post, romanian) == [original.pk, original.pk]
        assert {post.is_translation, romanian.is_translation} == {True, False}
        assert post.is_translation == is_original

    def test_a_third_joins_from_either_side(self, post: Post, linked: Post, editor: User) -> None:
        russian, persian = (PostFactory.create(organization=post.organization, language=code) for code in ("ru", "fa"))
        link_translation(linked, russian, by=editor, at=NOW)
        link_translation(persian, post, by=editor, at=NOW)
        assert group(post, linked, russian, persian) == [post.pk] * 4

    def test_not_with_another_organization_s(self, post: Post, superuser: User) -> None:
        with pytest.raises(OtherOrganizationError):
            link_translation(post, PostFactory.create(language="ru"), by=superuser, at=NOW)

    def test_not_twice_in_a_language(self, post: Post, linked: Post, editor: User) -> None:
        for language in (linked.language, post.language):
            other = PostFactory.create(organization=post.organization, language=language)
            with pytest.raises(LanguageTakenError):
                link_translation(post, other, by=editor, at=NOW)

    def test_not_with_itself(self, post: Post, editor: User) -> None:
        with pytest.raises(LanguageTakenError):
            link_translation(post, post, by=editor, at=NOW)

    def test_not_two_groups(self, post: Post, linked: Post, editor: User) -> None:  # noqa: ARG002  # makes a group
        one, two = (PostFactory.create(organization=post.organization, language=code) for code in ("ru", "fa"))
        link_translation(one, two, by=editor, at=NOW)
        with pytest.raises(AlreadyLinkedError):
            link_translation(post, two, by=editor, at=NOW)

    def test_what_is_public_is_linked_by_who_publishes(self, post: Post, romanian: Post, author: User) -> None:
        romanian.authors.add(author)
        with pytest.raises(NotAPublisherError):
            link_translation(post, romanian, by=author, at=NOW)
        Post.objects.filter(pk=romanian.pk).update(status=Status.DRAFT, published_at=None)
        link_translation(post, Post.objects.get(pk=romanian.pk), by=author, at=NOW)
        assert group(romanian) == [post.pk]

    def test_not_by_who_may_change_only_one(self, post: Post, romanian: Post, author: User) -> None:
        with pytest.raises(NotReviewerError):
            link_translation(post, romanian, by=author, at=NOW)


class TestUnlinking:
    def test_two_posts_stand_by_themselves(self, post: Post, linked: Post, editor: User) -> None:
        unlink_translation(linked, by=editor, at=NOW)
        assert group(post, linked) == [None, None]
        line = Line.objects.about(linked).latest_first()[0]
        assert (line.verb, line.after["original"]) == (Verb.POSTS_UNLINK, "Ports")

    def test_the_eldest_takes_the_place_of_an_original(self, post: Post, linked: Post, editor: User) -> None:
        draft = translate_post(post, "ru", by=editor, at=NOW)
        change(post, editor, body="<p>Ports shrink.</p>")
        assert is_outdated(draft)
        unlink_translation(post, by=editor, at=NOW)
        assert group(post, linked, draft) == [None, linked.pk, linked.pk]
        assert not is_outdated(draft)
        change(linked, editor, byline="The port office")
        assert not is_outdated(draft)
        change(linked, editor, body="<p>Altceva.</p>")
        assert is_outdated(draft)

    def test_not_what_is_linked_with_nothing(self, post: Post, editor: User) -> None:
        with pytest.raises(NotATranslationError):
            unlink_translation(post, by=editor, at=NOW)

    def test_what_is_public_is_unlinked_by_who_publishes(self, post: Post, linked: Post, author: User, stranger: User) -> None:
        linked.authors.add(author)
        with pytest.raises(NotAPublisherError):
            unlink_translation(linked, by=author, at=NOW)
        with pytest.raises(NotReviewerError):
            unlink_translation(linked, by=stranger, at=NOW)
        assert group(post, linked) == [post.pk, post.pk]

    def test_a_post_that_moves_leaves(self, post: Post, linked: Post, editor: User, other_organization: Organization) -> None:
        MembershipFactory.create(user=editor, organization=other_organization, role=Role.EDITOR)
        move_post(linked, other_organization, by=editor, at=NOW)
        assert group(post, linked) == [None, None]

    def test_a_post_that_is_saved_for_another_organization_leaves(
        self, post: Post, linked: Post, superuser: User, other_organization: Organization
    ) -> None:
        change(linked, superuser, organization=other_organization)
        assert group(post, linked) == [None, None]

    def test_a_post_that_is_deleted_leaves(self, post: Post, linked: Post, editor: User) -> None:
        draft = translate_post(post, "ru", by=editor, at=NOW)
        delete_post(post, by=editor, at=NOW)
        assert group(linked, draft) == [linked.pk, linked.pk]

    def test_a_row_that_is_deleted_by_other_means_takes_nobody_along(self, post: Post, linked: Post, editor: User) -> None:
        change(post, editor, body="<p>Ports shrink.</p>")
        Post.objects.filter(pk=post.pk).delete()
        assert group(linked) == [None]
        assert not is_outdated(linked)

    def test_in_the_trash_it_keeps_its_place(self, post: Post, linked: Post, editor: User) -> None:
        trash_post(linked, by=editor, at=NOW)
        with pytest.raises(LanguageTakenError):
            translate_post(post, "ro", by=editor, at=NOW)


class TestOutOfDate:
    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            ({"body": "<p>Ports shrink.</p>"}, True),
            ({"title": "Harbours"}, True),
            ({"cover_caption": "In port"}, True),
            ({"slug": "harbours"}, False),
            ({"is_featured": True}, False),
            ({"byline": "The port office"}, False),
        ],
        ids=str,
    )
    def test_when_the_words_of_the_original_change(
        self, post: Post, linked: Post, editor: User, columns: dict[str, object], *, expected: bool
    ) -> None:
        change(post, editor, **columns)
        assert is_outdated(linked) == expected

    def test_a_version_that_waits_changes_nothing_until_it_is_published(self, post: Post, linked: Post, editor: User) -> None:
        stored = Post.objects.get(pk=post.pk)
        save_revision(stored, content_of(stored) | {"body": "<p>Ports shrink.</p>"}, by=editor, at=NOW)
        assert not is_outdated(linked)
        publish_newest(stored, by=editor, at=LATER)
        assert Post.objects.get(pk=linked.pk).outdated_at == LATER

    def test_a_draft_of_the_original_changes_nothing_until_it_is_published(self, post: Post, editor: User) -> None:
        Post.objects.filter(pk=post.pk).update(status=Status.DRAFT, published_at=None)
        draft = translate_post(Post.objects.get(pk=post.pk), "ru", by=editor, at=NOW)
        change(post, editor, body="<p>Ports shrink.</p>")
        assert not is_outdated(draft)
        change(post, editor, status=Status.PUBLISHED)
        assert is_outdated(draft)

    def test_the_first_moment_stays(self, post: Post, linked: Post, editor: User) -> None:
        change(post, editor, body="<p>Ports shrink.</p>")
        Post.objects.filter(pk=linked.pk).update(outdated_at=NOW)
        change(post, editor, body="<p>Ports vanish.</p>")
        assert Post.objects.get(pk=linked.pk).outdated_at == NOW

    def test_what_is_taken_back_leaves_it_up_to_date(self, post: Post, linked: Post, editor: User) -> None:
        change(post, editor, body="<p>Ports shrink.</p>")
        change(post, editor, body="<p>Ports grow.</p>")
        assert not is_outdated(linked)

    def test_a_change_of_the_translation_says_nothing_of_the_original(self, post: Post, linked: Post, editor: User) -> None:
        change(linked, editor, body="<p>Altceva.</p>")
        assert not is_outdated(post)

    def test_somebody_confirms_it(self, post: Post, linked: Post, editor: User) -> None:
        change(post, editor, body="<p>Ports shrink.</p>")
        confirm_translation(Post.objects.get(pk=linked.pk), by=editor, at=LATER)
        assert not is_outdated(linked)
        change(post, editor, is_featured=True)
        assert not is_outdated(linked)
        assert Line.objects.about(linked).latest_first()[0].verb == Verb.POSTS_CONFIRM

    def test_what_is_confirmed_is_the_text_that_is_public(self, post: Post, linked: Post, editor: User) -> None:
        stored = Post.objects.get(pk=post.pk)
        save_revision(stored, content_of(stored) | {"body": "<p>Ports shrink.</p>"}, by=editor, at=NOW)
        confirm_translation(linked, by=editor, at=NOW)
        assert linked.translated_number is not None
        assert Revision.objects.get(post=post, number=linked.translated_number).content["body"] == "<p>Ports grow.</p>"

    def test_only_a_translation_is_confirmed_and_by_who_may_change_it(
        self, post: Post, linked: Post, editor: User, author: User
    ) -> None:
        for subject in (post, PostFactory.create(organization=post.organization)):
            with pytest.raises(NotATranslationError):
                confirm_translation(Post.objects.get(pk=subject.pk), by=editor, at=NOW)
        with pytest.raises(NotReviewerError):
            confirm_translation(linked, by=author, at=NOW)


class TestLanguage:
    def test_another_one_of_the_group_is_refused(self, post: Post, linked: Post, editor: User) -> None:
        with pytest.raises(LanguageTakenError):
            change(linked, editor, language=post.language)

    def test_a_version_in_a_language_that_was_taken_meanwhile_is_restored_without_it(self, post: Post, editor: User) -> None:
        change(post, editor, language="ro")
        first = Revision.objects.get(post=post, number=1)
        draft = PostFactory.create(organization=post.organization, language="en", status=Status.DRAFT)
        link_translation(Post.objects.get(pk=post.pk), draft, by=editor, at=NOW)
        outcome = restore_revision(first, by=editor, at=LATER, is_at_once=True)
        assert Post.objects.get(pk=post.pk).language == "ro"
        assert [part.name for part in outcome.left_out] == ["language"]


class TestTheDatabase:
    def test_refuses_two_versions_in_a_language(self, post: Post, linked: Post) -> None:
        with pytest.raises(IntegrityError):
            Post.objects.filter(pk=linked.pk).update(language=post.language)

    def test_refuses_to_call_an_original_out_of_date(self, post: Post, linked: Post) -> None:  # noqa: ARG002  # makes a group
        with pytest.raises(IntegrityError):
            Post.objects.filter(pk=post.pk).update(outdated_at=NOW)

    def test_lets_posts_without_translations_be(self, organization: Organization) -> None:
        PostFactory.create_batch(3, organization=organization)
        assert Post.objects.filter(original=None, language=F("language")).count() == 3

    def test_a_save_of_what_was_loaded_before_keeps_the_link(self, post: Post, romanian: Post, editor: User) -> None:
        early = Post.objects.get(pk=romanian.pk)
        link_translation(post, romanian, by=editor, at=NOW)
        early.save()
        assert group(romanian) == [post.pk]
