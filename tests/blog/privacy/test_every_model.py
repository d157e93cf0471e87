"""A walk over all models: where something of a person could stand, somebody has decided what becomes of it."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from blog.accounts.models import User
from blog.privacy.export import LABELS
from blog.privacy.holdings import HOLDINGS, NOT_OF_A_PERSON

# Names under which columns hold who somebody is, beside those whose type says so.
PERSONAL = {"email", "user_email", "user_name", "recipient", "visitor_key", "ip_address", "network", "network_address", "phone"}


def could_hold_something(model: type[models.Model]) -> bool:
    return any(
        isinstance(field, models.EmailField | models.GenericIPAddressField)
        or field.related_model is User
        or field.name in PERSONAL
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if not (isinstance(field, models.ForeignKey | models.OneToOneField) and field.remote_field.parent_link)
    )


def accounted_for() -> Iterator[str]:
    for holding in HOLDINGS:
        yield holding.model._meta.label
        yield from (parent._meta.label for parent in holding.model._meta.all_parents)
    yield from NOT_OF_A_PERSON


def suspects() -> set[str]:
    return {model._meta.label for model in apps.get_models(include_auto_created=True) if could_hold_something(model)}


def test_every_model_that_could_hold_something_of_a_person_is_accounted_for() -> None:
    assert suspects() - set(accounted_for()) == set()


def test_no_reason_stands_for_a_model_that_is_gone_or_holds_nothing() -> None:
    assert set(NOT_OF_A_PERSON) - suspects() - {"account.EmailConfirmation", "socialaccount.SocialToken"} == set()
    assert all(apps.get_model(label) for label in NOT_OF_A_PERSON)


def test_the_walk_sees_accounts_addresses_and_browsers() -> None:
    assert {"accounts.User", "comments.Comment", "likes.Like", "comments.Follow", "mailing.OutgoingMail"} <= suspects()
    assert "posts.Category" not in suspects()


def test_every_column_of_the_file_has_a_name_for_people() -> None:
    columns = {name for holding in HOLDINGS for name in holding.columns}
    assert columns == set(LABELS)


def test_no_two_kinds_share_a_name() -> None:
    names = [holding.name for holding in HOLDINGS]
    assert len(names) == len(set(names))
