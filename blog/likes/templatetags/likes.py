"""How many like something: `{% load likes %}{{ post.like_count|likes_sentence }}`."""

from django import template

from blog.likes.words import sentence

register = template.Library()
register.filter("likes_sentence", sentence)
