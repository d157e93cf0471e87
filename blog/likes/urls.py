"""Addresses of likes, below those of posts and comments."""

from django.urls import path, register_converter

from blog.comments.converters import CommentNumberConverter
from blog.likes import views
from blog.posts import converters

converters.register()
register_converter(CommentNumberConverter, "liked_comment_number")

urlpatterns = [
    path("posts/<any-slug:slug>/like/", views.like_post, name="post-like"),
    path("posts/<any-slug:slug>/likes/mine/", views.own_likes, name="own-likes"),
    path("comments/<liked_comment_number:pk>/like/", views.like_comment, name="comment-like"),
]
