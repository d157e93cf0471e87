"""Addresses of what is shown to people without an account."""

from django.urls import path

from blog.desk import views

urlpatterns = [path("<str:token>/", views.preview, name="preview")]
