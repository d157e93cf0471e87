"""What happens to posts."""

from blog.posts.services.saving import delete_post, save_post

__all__ = ["delete_post", "save_post"]
