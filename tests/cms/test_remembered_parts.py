"""Parts of pages that are rendered once: by all that they are made of, in each language, never for longer than that."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from blog.changes.contents import Contents
from blog.media.looks import LOOK
from blog.media.models import OrganizationLook
from blog.organizations.models import Organization
from blog.posts.models import Post
from cms.templatetags import remembered
from cms.theme import Theme
from tests.factories import PostFactory

LOAD = "{% load i18n remembered %}"
CARD = LOAD + "{% remembered post hidden %}{{ count }}|{{ post.title }}|{% translate 'Search' %}{% endremembered %}"


class Count:
    """Counts how often it was shown."""

    def __init__(self) -> None:
        self.shown = 0

    def __str__(self) -> str:
        self.shown += 1
        return str(self.shown)


@pytest.fixture
def count() -> Count:
    return Count()


def render(template: Template, **values: Any) -> str:
    return str(template.render(Context(values)))


def test_the_same_values_are_rendered_once(count: Count) -> None:
    template = Template(CARD)
    for _time in range(3):
        assert render(template, count=count, post={"title": "<b>"}) == "1|&lt;b&gt;|Search"
    assert render(template, count=count, post={"title": "<b>"}, hidden=True) == "2|&lt;b&gt;|Search"
    assert render(template, count=count, post={"title": "other"}) == "3|other|Search"


def test_each_language_has_its_own(count: Count) -> None:
    template = Template(CARD)
    for language, words in (("en", "1|a|Search"), ("ro", "2|a|Căutare"), ("en", "1|a|Search")):
        with translation.override(language):
            assert render(template, count=count, post={"title": "a"}) == words


def test_two_parts_with_the_same_values_are_two(count: Count) -> None:
    first, second = Template(CARD), Template(CARD.replace("{{ post.title }}", "-"))
    assert render(first, count=count, post="") != render(second, count=count, post="")


def test_those_not_asked_for_the_longest_go_first(count: Count, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = remembered.Parts()
    monkeypatch.setattr(remembered, "parts", parts)
    monkeypatch.setattr(remembered, "MOST_CHARACTERS", 20 * remembered.OVERHEAD_CHARACTERS)
    template = Template(CARD)
    first = render(template, count=count, post=0)
    for number in range(1, 50):
        render(template, count=count, post=number)
        assert parts.characters <= remembered.MOST_CHARACTERS
        assert render(template, count=count, post=0) == first
    assert render(template, count=count, post=49) == "50||Search"
    assert render(template, count=count, post=1) == "51||Search"


def test_what_would_take_much_of_the_room_is_not_remembered(count: Count, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "parts", remembered.Parts())
    template, most = Template(CARD), remembered.MOST_CHARACTERS // remembered.LARGEST_PART
    assert [render(template, count=count, post={"title": "a" * most})[0] for _time in range(2)] == ["1", "2"]
    assert remembered.parts.characters == 0


def test_a_theme_with_templates_is_asked_each_time(settings: Settings, tmp_path: Path, count: Count) -> None:
    """Its templates may show what the site's own do not, such as the moment."""
    (tmp_path / "templates").mkdir()
    settings.THEME = Theme(tmp_path)
    template = Template(CARD)
    assert [render(template, count=count, post="a")[0] for _time in range(2)] == ["1", "2"]


@pytest.mark.django_db
def test_any_column_of_a_row_and_of_those_loaded_with_it_makes_it_another(count: Count) -> None:
    template, pk = Template(CARD), PostFactory.create(title="A").pk
    posts = Post.objects.filter(pk=pk)
    organizations = Organization.objects.all()

    def shown() -> str:
        return render(template, count=count, post=posts.select_related("organization").get())[0]

    assert [shown(), shown()] == ["1", "1"]
    posts.update(title="B")
    assert [shown(), shown()] == ["2", "2"]
    posts.update(comment_count=5)
    assert [shown(), shown()] == ["3", "3"]
    organizations.update(short_name="New")
    assert [shown(), shown()] == ["4", "4"]
    posts.update(contents=[[2, "a", "A"]])
    assert [shown(), shown()] == ["5", "5"]


@pytest.mark.django_db
def test_rows_in_a_list_count_with_their_columns(count: Count) -> None:
    template, post = Template(CARD), PostFactory.create(slug="before")
    assert [render(template, count=count, post=[post])[0] for _time in range(2)] == ["1", "1"]
    post.slug = "after"
    assert render(template, count=count, post=[post])[0] == "2"
    assert Contents([post]) == Contents([post])
    assert Contents([post]) != Contents([])


@pytest.mark.django_db
def test_asking_what_a_row_is_made_of_loads_nothing(django_assert_num_queries: DjangoAssertNumQueries, count: Count) -> None:
    post = Post.objects.only("title").get(pk=PostFactory.create().pk)
    with django_assert_num_queries(0):
        render(Template(CARD), count=count, post=post)


@pytest.mark.django_db
def test_two_rows_that_are_loaded_with_each_other_are_read_once(count: Count) -> None:
    organization = PostFactory.create().organization
    look = OrganizationLook.objects.create(organization=organization)
    template = Template(CARD)

    def shown() -> str:
        return render(template, count=count, post=Organization.objects.select_related(*LOOK).get(pk=organization.pk))[0]

    assert [shown(), shown()] == ["1", "1"]
    OrganizationLook.objects.filter(pk=look.pk).delete()
    assert [shown(), shown()] == ["2", "2"]


@pytest.mark.django_db
@pytest.mark.parametrize("around", [list, tuple, lambda rows: {"rows": rows}, lambda rows: [("a", tuple(rows))]])
def test_rows_count_with_their_columns_wherever_they_are(around: Callable[[list[Post]], Any]) -> None:
    post = Post.objects.get(pk=PostFactory.create().pk)
    before = Contents(around([post]))
    assert before == Contents(around([Post.objects.get(pk=post.pk)]))
    Post.objects.filter(pk=post.pk).update(title="Another")
    assert before != Contents(around([Post.objects.get(pk=post.pk)]))


@pytest.mark.django_db
def test_rows_that_were_fetched_with_a_row_count() -> None:
    organization = PostFactory.create().organization
    fetched = Organization.objects.prefetch_related("posts")
    before = Contents(fetched.get(pk=organization.pk))
    assert before == Contents(fetched.get(pk=organization.pk))
    organization.posts.update(title="Another")
    assert before != Contents(fetched.get(pk=organization.pk))
