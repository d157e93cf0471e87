"""Organizations: what the table refuses, how they are saved, and what is shown of them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.test import Client

from blog.organizations.models import Organization
from blog.organizations.services import save_organization
from blog.redirects.models import Redirect
from tests.factories import LONG_AGO, OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fields", [{"name": ""}, {"slug": ""}, {"founded_year": 799}, {"founded_year": 2201}])
def test_the_database_refuses_an_organization_that_makes_no_sense(organization: Organization, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        Organization.objects.filter(pk=organization.pk).update(**fields)


@pytest.mark.parametrize("year", [None, 800, 1919, 2200])
def test_any_plausible_year_of_foundation_is_kept(organization: Organization, year: int | None) -> None:
    assert Organization.objects.filter(pk=organization.pk).update(founded_year=year) == 1


def test_two_organizations_cannot_share_an_address(organization: Organization) -> None:
    with pytest.raises(IntegrityError):
        Organization.objects.bulk_create([Organization(name="Another", slug=organization.slug)])


def test_a_form_says_what_is_wrong_with_a_year(organization: Organization) -> None:
    organization.founded_year = 5
    with pytest.raises(ValidationError) as refusal:
        organization.full_clean()
    assert "founded_year" in refusal.value.message_dict


def test_an_organization_with_posts_cannot_be_deleted(organization: Organization) -> None:
    PostFactory.create(organization=organization)
    with pytest.raises(ProtectedError):
        organization.delete()


def test_an_organization_without_an_address_gets_one_from_its_name() -> None:
    organization = Organization(name="Палата примеров")
    save_organization(organization, by=None, at=LONG_AGO)
    assert organization.get_absolute_url().startswith("/organizations/")
    assert organization.slug == "палата-примеров"


def test_a_new_organization_makes_no_redirect() -> None:
    save_organization(Organization(name="Institute", slug="institute"), by=None, at=LONG_AGO)
    assert not Redirect.objects.exists()


def test_an_old_address_leads_to_the_page_and_its_feeds(client: Client, organization: Organization) -> None:
    organization.slug = "ioe"
    save_organization(organization, by=None, at=LONG_AGO)
    assert client.get("/organizations/institute-of-examples/")["Location"] == "/organizations/ioe/"
    assert client.get("/organizations/institute-of-examples/feed/json/", follow=True).status_code == 200


def test_saving_without_a_new_address_makes_no_redirect(organization: Organization) -> None:
    organization.name = "Another name"
    save_organization(organization, by=None, at=LONG_AGO)
    assert not Redirect.objects.exists()


def test_saving_one_that_was_deleted_meanwhile_fails(organization: Organization) -> None:
    Organization.objects.filter(pk=organization.pk).delete()
    organization.slug = "new"
    with pytest.raises(Organization.DoesNotExist):
        save_organization(organization, by=None, at=LONG_AGO)


def test_the_description_is_rendered_when_it_is_saved(organization: Organization) -> None:
    organization.description = "<p>We <script>do</script><em>good</em>.</p>"
    organization.save()
    organization.refresh_from_db()
    assert organization.description_html == "<p>We <em>good</em>.</p>"


def test_the_description_is_rendered_when_it_alone_is_saved(organization: Organization) -> None:
    organization.description, organization.name = "<p>New</p>", "Not saved"
    organization.save(update_fields=["description"])
    organization.refresh_from_db()
    assert (organization.description_html, organization.name) == ("<p>New</p>", "Institute of Examples")


def test_saving_other_columns_alone_writes_only_them(organization: Organization) -> None:
    Organization.objects.filter(pk=organization.pk).update(
        description="<p>Of another process</p>", description_html="<p>Of it</p>"
    )
    organization.tagline = "New"
    organization.save(update_fields=["tagline"])
    organization.refresh_from_db()
    assert (organization.tagline, organization.description_html) == ("New", "<p>Of it</p>")


def test_characters_that_feeds_cannot_carry_are_left_out() -> None:
    organization = OrganizationFactory.create(
        name="In\x0bstitute", short_name="I\x00", tagline="a\ufffe", description="<p>\x0ca</p>"
    )
    organization.refresh_from_db()
    shown = (organization.name, organization.short_name, organization.tagline, organization.description_html)
    assert shown == ("Institute", "I", "a", "<p>a</p>")


def test_the_short_name_stands_where_there_is_little_room() -> None:
    assert Organization(name="Institute of Examples", short_name="IoE").display_name == "IoE"
    assert Organization(name="Institute of Examples").display_name == "Institute of Examples"


def test_the_summary_is_the_tagline_or_the_beginning_of_the_description() -> None:
    assert Organization(tagline="What we do", description_html="<p>More</p>").summary == "What we do"
    assert Organization(description_html="<p>" + "word " * 100 + "</p>").summary.endswith("word…")
    assert len(Organization(description_html="<p>" + "word " * 100 + "</p>").summary) <= 160
    assert Organization().summary == ""
