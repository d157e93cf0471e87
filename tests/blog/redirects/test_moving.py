"""Moving and retiring addresses."""

from urllib.parse import quote

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.redirects import services
from blog.redirects.models import Redirect, folders_of

pytestmark = pytest.mark.django_db


def redirects() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def target(path: str) -> str | None:
    redirect = services.find(path)
    return None if redirect is None else redirect.target_of(path)


def test_a_moved_address_leads_to_the_new_one() -> None:
    services.move(old_path="/posts/a/", new_path="/posts/b/")
    assert redirects() == {"/posts/a/": "/posts/b/"}


def test_moving_twice_leaves_no_chain() -> None:
    services.move(old_path="/posts/a/", new_path="/posts/b/")
    services.move(old_path="/posts/b/", new_path="/posts/c/")
    assert redirects() == {"/posts/a/": "/posts/c/", "/posts/b/": "/posts/c/"}


def test_moving_back_lets_the_first_address_answer_for_itself() -> None:
    services.move(old_path="/posts/a/", new_path="/posts/b/")
    services.move(old_path="/posts/b/", new_path="/posts/a/")
    assert redirects() == {"/posts/b/": "/posts/a/"}


def test_moving_round_in_a_circle_ends_nowhere_else() -> None:
    for old, new in [("a", "b"), ("b", "c"), ("c", "a")]:
        services.move(old_path=f"/posts/{old}/", new_path=f"/posts/{new}/")
    assert redirects() == {"/posts/b/": "/posts/a/", "/posts/c/": "/posts/a/"}


def test_a_move_to_a_retired_address_brings_it_back() -> None:
    services.retire("/posts/b/")
    services.move(old_path="/posts/a/", new_path="/posts/b/")
    assert redirects() == {"/posts/a/": "/posts/b/"}


def test_retiring_an_address_retires_those_that_led_to_it() -> None:
    services.move(old_path="/posts/a/", new_path="/posts/b/")
    services.retire("/posts/b/")
    assert redirects() == {"/posts/a/": "", "/posts/b/": ""}
    assert target("/posts/a/") == ""


def test_retiring_twice_changes_nothing() -> None:
    services.retire("/posts/a/")
    services.retire("/posts/a/")
    assert redirects() == {"/posts/a/": ""}


def test_what_lies_below_an_old_address_lies_below_the_new_one() -> None:
    services.move(old_path="/organizations/old/", new_path="/organizations/new/")
    assert target("/organizations/old/feed/atom/") == "/organizations/new/feed/atom/"
    assert target("/organizations/old/logo.png") == "/organizations/new/logo.png"


def test_a_name_that_only_begins_the_same_is_not_below() -> None:
    services.move(old_path="/organizations/old/", new_path="/organizations/new/")
    assert target("/organizations/older/") is None
    assert target("/organizations/old") is None


def test_the_longest_match_wins() -> None:
    services.move(old_path="/organizations/old/", new_path="/organizations/new/")
    services.move(old_path="/organizations/old/feed/", new_path="/feed/")
    assert target("/organizations/old/feed/atom/") == "/feed/atom/"


def test_the_longest_match_wins_over_a_retired_folder() -> None:
    services.retire("/organizations/old/")
    services.move(old_path="/organizations/old/feed/", new_path="/feed/")
    assert target("/organizations/old/feed/") == "/feed/"
    assert target("/organizations/old/") == ""


@pytest.mark.parametrize(("old", "new"), [("стари", "новое"), ("قديم", "جديد"), ("a b", "c%d")])
def test_encoded_paths_are_kept_decoded(old: str, new: str) -> None:
    services.move(old_path=f"/posts/{quote(old)}/", new_path=f"/posts/{quote(new)}/")
    assert target(f"/posts/{old}/") == f"/posts/{new}/"


def test_an_address_that_leads_elsewhere_or_is_gone_is_promised() -> None:
    services.move(old_path="/posts/a/", new_path="/posts/b/")
    services.retire("/posts/c/")
    assert services.is_promised("/posts/a/")
    assert services.is_promised("/posts/c/")
    assert not services.is_promised("/posts/b/")


def test_the_folders_of_a_path_stand_nearest_first() -> None:
    assert folders_of("/a/b/") == ["/a/b/", "/a/"]
    assert folders_of("/a/b/c") == ["/a/b/", "/a/"]
    assert folders_of("/") == []


def test_a_hostile_path_of_many_slashes_is_looked_up_as_far_as_a_redirect_can_be_long() -> None:
    folders = folders_of("/a" * 50_000 + "/")
    assert max(len(folder) for folder in folders) <= 500
    assert len(folders) <= 250


def test_a_redirect_as_long_as_the_table_allows_is_found() -> None:
    path = f"/{'a' * 498}/"
    services.move(old_path=path, new_path="/b/")
    assert target(path + "c/") == "/b/c/"


def test_a_path_with_a_null_character_has_no_redirect(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert target("/posts/\0/") is None
