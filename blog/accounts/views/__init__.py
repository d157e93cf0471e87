"""Pages of a person's account, and signing in with other services."""

from blog.accounts.views.connections import connections
from blog.accounts.views.other_services import answer, go
from blog.accounts.views.picture import picture
from blog.accounts.views.profile import change_picture, profile

__all__ = ["answer", "change_picture", "connections", "go", "picture", "profile"]
