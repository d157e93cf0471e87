"""Unwanted replies."""
