"""Whatever happens to a page's address, every address that it ever had leads to it."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.redirects import services
from blog.redirects.models import Redirect

pytestmark = pytest.mark.django_db
PAGES = ("one", "two", "three")
# A page takes an address; ten addresses are few enough that pages take one another's old ones.
MOVES = st.lists(st.tuples(st.sampled_from(PAGES), st.integers(0, 9).map(lambda number: f"/posts/{number}/")), max_size=15)


def play(moves: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Move the pages; return where each page is, and which page each address belonged to last."""
    places = {page: f"/posts/{page}/" for page in PAGES}
    last = {place: page for page, place in places.items()}
    for page, new_path in moves:
        if new_path in places.values():
            continue  # slugs are unique: no page takes an address that another has
        services.move(old_path=places[page], new_path=new_path)
        places[page] = new_path
        last[new_path] = page
    return places, last


@settings(max_examples=60, deadline=None, database=None)
@given(MOVES)
def test_every_address_that_was_ever_used_leads_to_its_last_page(moves: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        places, last = play(moves)
        for path, page in last.items():
            redirect = services.find(path)
            assert (redirect.target_of(path) if redirect else path) == places[page]
        transaction.set_rollback(True)


@settings(max_examples=60, deadline=None, database=None)
@given(MOVES)
def test_no_redirect_leads_to_a_redirect(moves: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        play(moves)
        old_paths = Redirect.objects.values("old_path")
        assert not Redirect.objects.filter(new_path__in=old_paths).exists()
        transaction.set_rollback(True)
