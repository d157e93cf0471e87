"""Addresses of comments below a post."""

from django.urls import path

from blog.comments import feeds, views
from blog.posts import converters

converters.register()

urlpatterns = [
    path("posts/<any-slug:slug>/reply/", views.reply, name="reply"),
    path("posts/<any-slug:slug>/reply/mine/", views.mine, name="my-replies"),
    path("posts/<any-slug:slug>/reply/<str:outcome>/", views.reply_done, name="reply-done"),
    path("posts/<any-slug:slug>/follow/", views.follow, name="follow"),
    path("posts/<any-slug:slug>/follow/<str:outcome>/", views.follow_done, name="follow-done"),
    path("posts/<any-slug:slug>/comments/feed/", feeds.feed, name="comments-feed"),
]
