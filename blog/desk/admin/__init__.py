"""Posts, joint publications, series, categories and tags in admin."""

from blog.desk.admin.joint import JointPublicationAdmin
from blog.desk.admin.posts import PostAdmin
from blog.desk.admin.series import SeriesAdmin
from blog.desk.admin.terms import CategoryAdmin, TagAdmin

__all__ = ["CategoryAdmin", "JointPublicationAdmin", "PostAdmin", "SeriesAdmin", "TagAdmin"]
