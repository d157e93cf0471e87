"""Addresses of comments below `/comments/`, under the names that django-comments-xtd gives them."""

from django.urls import path, register_converter

from blog.comments import feeds, views
from blog.comments.converters import CommentNumberConverter

register_converter(CommentNumberConverter, "comment_number")

urlpatterns = [
    path("feed/", feeds.site_feed, name="comments-feed-site"),
    path("<comment_number:pk>/", views.comment, name="comment"),
    path("<comment_number:pk>/edit/", views.edit, name="comments-edit"),
    path("<comment_number:pk>/withdraw/", views.withdraw, name="comments-withdraw"),
    path("<comment_number:pk>/report/", views.report, name="comments-flag"),
    path("unconfirmed/<comment_number:pk>/edit/", views.edit, {"is_unconfirmed": True}, name="unconfirmed-edit"),
    path("unconfirmed/<comment_number:pk>/withdraw/", views.withdraw, {"is_unconfirmed": True}, name="unconfirmed-withdraw"),
    path("reply/<comment_number:cid>/", views.reply_to_comment, name="comments-xtd-reply"),
    path("confirm/<str:key>/", views.confirm, name="comments-xtd-confirm"),
    path("decide/<str:token>/", views.decide, name="moderate-by-mail"),
    path("follow/confirm/<str:token>/", views.follow_confirm, name="follow-confirm"),
    path("mute/<str:token>/", views.mute, name="comments-xtd-mute"),
]
