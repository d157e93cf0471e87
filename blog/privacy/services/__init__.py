"""What people do with their own data: prove that it is theirs, and erase it."""

from blog.privacy.services.erasing import erase
from blog.privacy.services.links import ask_for_link, find_proven, find_request, prove

__all__ = ["ask_for_link", "erase", "find_proven", "find_request", "prove"]
