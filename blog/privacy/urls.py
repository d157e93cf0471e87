"""Addresses of one's own data."""

from django.urls import path

from blog.privacy import views

urlpatterns = [
    path("", views.my_data, name="my-data"),
    path("asked/", views.asked, name="my-data-asked"),
    path("link/<str:token>/", views.prove, name="my-data-link"),
    path("leave/", views.leave, name="my-data-leave"),
    path("export/", views.export_file, name="my-data-export"),
    path("erase/", views.erase, name="my-data-erase"),
    path("erased/", views.erased, name="my-data-erased"),
]
