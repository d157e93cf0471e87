"""Forms of posts and terms in admin."""

from blog.desk.forms.bulk import BulkTermForm
from blog.desk.forms.moving import MoveForm
from blog.desk.forms.post import PostForm
from blog.desk.forms.terms import TermForm
from blog.desk.forms.translating import TranslateForm

__all__ = ["BulkTermForm", "MoveForm", "PostForm", "TermForm", "TranslateForm"]
