"""Formatted text: the one table of allowed markup, and what is made from it. No models and no database."""
