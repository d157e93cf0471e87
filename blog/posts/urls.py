"""Addresses of the public pages and feeds. Slugs may be of any script, so they are matched as text."""

from django.urls import path

from blog.posts import converters, feeds, sitemaps, views

converters.register()

urlpatterns = [
    path("", views.home, name="home"),
    path("posts/<any-slug:slug>/", views.post, name="post"),
    path("posts/<any-slug:slug>/citation.bib", views.citation, {"name": "bib"}, name="citation-bibtex"),
    path("posts/<any-slug:slug>/citation.json", views.citation, {"name": "json"}, name="citation-csl"),
    path("posts/<any-slug:slug>/card-<slug:version>.png", views.card, name="post-card"),
    path("series/<any-slug:slug>/", views.series, name="series"),
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/<any-slug:slug>/", views.organization, name="organization"),
    path("categories/", views.categories, name="categories"),
    path("categories/<any-slug:slug>/", views.category, name="category"),
    path("tags/", views.tags, name="tags"),
    path("tags/<any-slug:slug>/", views.tag, name="tag"),
    path("map/", views.site_map, name="site-map"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/", views.archive_year, name="archive-year"),
    path("archive/<year:year>/<month:month>/", views.archive_month, name="archive-month"),
    *feeds.urlpatterns("", "site"),
    *feeds.urlpatterns("organizations/<any-slug:slug>/", "organization"),
    *feeds.urlpatterns("categories/<any-slug:slug>/", "category"),
    *feeds.urlpatterns("tags/<any-slug:slug>/", "tag"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/lists.xml", sitemaps.lists, name="sitemap-lists"),
    path("sitemaps/news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemaps/<slug:section>-<int:file>.xml", sitemaps.pages, name="sitemap-pages"),
]
