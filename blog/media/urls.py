"""Addresses of files. They stand below `/media/`, where other sites keep theirs."""

from django.urls import path, re_path

from blog.media import views

_KEY = "(?P<key>[0-9a-f]{16})"

urlpatterns = [
    re_path(rf"^images/{_KEY}\.(?P<extension>jpg|png)\Z", views.image, name="image"),
    re_path(rf"^images/{_KEY}-(?P<width>[0-9]{{1,4}})\.(?P<extension>avif|webp|jpg|png)\Z", views.rendition, name="rendition"),
    path("documents/<str:key>/", views.document, name="document"),
]
