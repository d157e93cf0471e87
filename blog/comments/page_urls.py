"""Addresses of comments below a post."""

from django.urls import path

from blog.comments import feeds, views

urlpatterns = [
    path("posts/<str:slug>/reply/", views.reply, name="reply"),
    path("posts/<str:slug>/reply/<str:outcome>/", views.reply_done, name="reply-done"),
    path("posts/<str:slug>/comments/feed/", feeds.feed, name="comments-feed"),
]
