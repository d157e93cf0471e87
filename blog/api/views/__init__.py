"""The answers of the API, and the page that describes it."""

from blog.api.views.comments import Comments
from blog.api.views.documentation import description, documentation
from blog.api.views.nothing import Nothing
from blog.api.views.organizations import Categories, OneCategory, OneOrganization, OneTag, Organizations, Tags
from blog.api.views.posts import OnePost, Posts
from blog.api.views.search import Search

__all__ = [
    "Categories",
    "Comments",
    "Nothing",
    "OneCategory",
    "OneOrganization",
    "OnePost",
    "OneTag",
    "Organizations",
    "Posts",
    "Search",
    "Tags",
    "description",
    "documentation",
]
