"""Addresses of comments below `/comments/`, under the names that django-comments-xtd gives them."""

from django.urls import path, register_converter

from blog.comments import views
from blog.comments.converters import CommentNumberConverter

register_converter(CommentNumberConverter, "comment_number")

urlpatterns = [
    path("<comment_number:pk>/", views.comment, name="comment"),
    path("reply/<comment_number:cid>/", views.reply_to_comment, name="comments-xtd-reply"),
    path("confirm/<str:key>/", views.confirm, name="comments-xtd-confirm"),
]
