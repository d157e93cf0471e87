"""Pages of one's own data."""

from blog.privacy.views.data import erase, erased, export_file, my_data
from blog.privacy.views.link import asked, leave, prove

__all__ = ["asked", "erase", "erased", "export_file", "leave", "my_data", "prove"]
