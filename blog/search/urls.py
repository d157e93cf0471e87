"""Addresses of the search."""

from django.urls import path

from blog.posts.feeds import FORMATS
from blog.search import feeds, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/opensearch.xml", views.opensearch, name="opensearch"),
    *(
        path(
            f"search/feed/{name}/" if name else "search/feed/",
            feeds.feed,
            {"feed_format": name},
            name=f"search-feed-{name}" if name else "search-feed",
        )
        for name in FORMATS
    ),
]
