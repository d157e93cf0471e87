"""Addresses of what belongs to an organization itself."""

from django.urls import path

from blog.organizations import views

urlpatterns = [
    path("organizations/<any-slug:slug>/identity-<slug:version>.css", views.identity, name="organization-identity"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
