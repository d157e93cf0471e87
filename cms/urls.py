"""The addresses of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import Http404
from django.urls import include, path, re_path

from cms import views
from cms.components import components

urlpatterns = [
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("health/storage", views.storage, name="health-storage"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("components/", components, name="components"),
    path("admin/", admin.site.urls),
    # Nobody has a password here but those who enter the admin by one, and these pages would ask for it or make one.
    re_path("^accounts/(?:password|reauthenticate)/", views.page_not_found, {"exception": Http404()}),
    path("accounts/", include("blog.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("preview/", include("blog.desk.urls")),
    path("my-data/", include("blog.privacy.urls")),
    path("media/", include("blog.media.urls")),
    path("api/", include("blog.api.urls")),
    *i18n_patterns(
        path("", include("blog.likes.urls")),
        path("", include("blog.subscriptions.urls")),
        path("comments/", include("blog.comments.urls")),
        path("", include("blog.comments.page_urls")),
        path("", include("blog.search.urls")),
        path("", include("blog.posts.urls")),
        prefix_default_language=False,
    ),
    path("", include("blog.organizations.urls")),  # the same in every language
]

handler404 = "cms.views.page_not_found"
handler500 = "cms.views.server_error"
