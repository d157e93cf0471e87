"""Addresses of subscriptions."""

from django.urls import path

from blog.posts import converters
from blog.subscriptions import views

converters.register()

urlpatterns = [
    path("follow/", views.subscribe, name="subscribe"),
    path("follow/done/<str:outcome>/", views.done, name="subscription-done"),
    path("follow/confirm/<str:token>/", views.confirm, name="subscription-confirm"),
    path("follow/stop/<str:token>/", views.stop, name="subscription-stop"),
    path("organizations/<any-slug:slug>/follow/", views.subscribe, name="subscribe-organization"),
]
