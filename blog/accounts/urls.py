"""Addresses below `/accounts/` beside those of `allauth.account`, under the names that django-allauth gives them."""

from allauth.socialaccount.views import login_cancelled, login_error, signup
from django.urls import path, re_path

from blog.accounts import views

urlpatterns = [
    path("profile/", views.profile, name="account_profile"),
    path("profile/picture/", views.change_picture, name="account_picture"),
    re_path(r"^pictures/(?P<name>[0-9a-f]{32})\.webp$", views.picture, name="picture"),
    path("services/", views.connections, name="socialaccount_connections"),
    path("services/sign-up/", signup, name="socialaccount_signup"),
    path("services/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("services/failed/", login_error, name="socialaccount_login_error"),
    path("with/<path:provider_id>/", views.go, name="sign-in-with"),
    # Where services send people back to. Whoever runs the site registers these addresses there.
    path("google/login/callback/", views.answer, {"provider_id": "google"}, name="google_callback"),
    path("wordpress/login/callback/", views.answer, {"provider_id": "wordpress"}, name="wordpress_callback"),
    path("x/login/callback/", views.answer, {"provider_id": "twitter_oauth2"}, name="twitter_oauth2_callback"),
    path("oidc/<path:provider_id>/login/callback/", views.answer, name="openid_connect_callback"),
]
