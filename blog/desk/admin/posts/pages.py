"""The pages of a post in admin beside its form."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from blog.desk.admin.posts.acts import PostActs
from blog.desk.admin.posts.joint import JointActs
from blog.desk.admin.posts.preview import preview
from blog.desk.admin.posts.scope import PostScope
from blog.desk.admin.posts.sharing import SharedPreviews
from blog.desk.admin.posts.undoing import Undoing
from blog.posts.models import Post


class PostPages(PostScope):
    """The preview, the links that share it, and the address on the site."""

    def get_view_on_site_url(self, obj: Post | None = None) -> str | None:
        """Return the address of a post that is public; of any other there is a preview."""
        public = None if obj is None else Post.objects.published().filter(pk=obj.pk).first()
        return None if public is None else public.get_absolute_url()

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the preview, its links, of copying, moving, undoing and joint publication."""
        address = path("<int:object_id>/preview/", self.admin_site.admin_view(self.preview_view), name="posts_post_preview")
        own = [*SharedPreviews(self).urls(), *PostActs(self).urls(), *Undoing(self).urls(), *JointActs(self).urls()]
        return [address, *own, *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show a post as its page will be."""
        post = self.get_object(request, str(object_id))
        return preview(request, post, shows_newest=post is not None and self.has_change_permission(request, post))
