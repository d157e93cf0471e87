"""Posts in admin."""

from django.contrib import admin

from blog.desk.admin.posts.autosaving import PostAutosaves
from blog.desk.admin.posts.calendar import PostCalendar
from blog.desk.admin.posts.checklist import PostChecklist
from blog.desk.admin.posts.listing import PostList
from blog.desk.admin.posts.pages import PostPages
from blog.desk.admin.posts.reviewing import PostReviewing
from blog.desk.admin.posts.revisions import PostRevisions
from blog.desk.admin.posts.translating import PostTranslations
from blog.desk.admin.posts.upkeep import PostUpkeep
from blog.desk.admin.posts.writing import PostWriting
from blog.posts.models import Post


@admin.register(Post)
class PostAdmin(
    PostList,
    PostReviewing,
    PostUpkeep,
    PostTranslations,
    PostCalendar,
    PostAutosaves,
    PostChecklist,
    PostWriting,
    PostPages,
    PostRevisions,
):
    """Posts: their list, their form and the pages around it."""
