"""Fills a site that is served: `python -m tests.cms.pagecache.small_site`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")


def fill() -> None:
    from tests.factories import (  # noqa: PLC0415  # models need the settings
        CategoryFactory,
        CommentFactory,
        OrganizationFactory,
        PostFactory,
        TagFactory,
        UserFactory,
    )

    organization = OrganizationFactory.create(name="Institute of Examples", short_name="IoE", slug="institute")
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    post = PostFactory.create(organization=organization, slug="a-post", is_featured=True, **terms)
    other = PostFactory.create(
        organization=organization, slug="other-post", categories=[CategoryFactory.create(slug="emptied")]
    )
    PostFactory.create(organization=organization, slug="third-post")
    TagFactory.create(slug="spare")
    CommentFactory.create(post=post, user=UserFactory.create(name="The Member"), user_email="", comment="Words of a member.")
    CommentFactory.create(post=post, user_name="The Guest")
    CommentFactory.create(post=other, user=UserFactory.create(name="Another Member"), user_email="")
    CategoryFactory.create(slug="unused", name="Unused")


if __name__ == "__main__":
    django.setup()
    fill()
