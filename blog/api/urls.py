"""Addresses of the API: that of the page of something, below `/api`."""

from typing import Any

from django.urls import path, re_path
from rest_framework.views import APIView

from blog.api import views
from blog.api.parameters import ListParameters, PostParameters, TwoWayParameters
from blog.changes.kept import kept
from blog.posts import converters

converters.register()


def _kept(view: type[APIView], parameters: type[ListParameters] | None = None) -> Any:
    return kept(*(parameters.names() if parameters else ()))(view.as_view())


urlpatterns = [
    path("", views.documentation, name="api"),
    path("schema/", views.description, {"form": "yaml"}, name="api-schema"),
    path("schema/json/", views.description, {"form": "json"}, name="api-schema-json"),
    path("posts/", _kept(views.Posts, PostParameters), name="api-posts"),
    path("posts/<any-slug:slug>/", _kept(views.OnePost), name="api-post"),
    path("posts/<any-slug:slug>/comments/", _kept(views.Comments, TwoWayParameters), name="api-comments"),
    path("organizations/", _kept(views.Organizations, TwoWayParameters), name="api-organizations"),
    path("organizations/<any-slug:slug>/", _kept(views.OneOrganization), name="api-organization"),
    path("categories/", _kept(views.Categories, TwoWayParameters), name="api-categories"),
    path("categories/<any-slug:slug>/", _kept(views.OneCategory), name="api-category"),
    path("tags/", _kept(views.Tags, TwoWayParameters), name="api-tags"),
    path("tags/<any-slug:slug>/", _kept(views.OneTag), name="api-tag"),
    path("search/", views.Search.as_view(), name="api-search"),
    re_path(r"^(?P<rest>.*)/$", views.Nothing.as_view(), name="api-nothing"),
]
