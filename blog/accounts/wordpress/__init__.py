"""Signing in with WordPress.com: a small OAuth 2 provider for django-allauth (https://developer.wordpress.com/docs/oauth2/)."""
