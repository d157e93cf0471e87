"""Where a post stands among its translations: `{% load translating %}{% translation_panel original %}` above its form."""

from typing import Any

from django import template

from blog.languages.addresses import own_name
from blog.posts.models import Post

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """Return what a language calls itself."""
    return own_name(code)


@register.inclusion_tag("admin/posts/post/translation_panel.html", takes_context=True)
def translation_panel(context: template.Context, post: Post) -> dict[str, Any]:
    """Render of which post this is a translation, and whether that has changed since, with what can be done about it."""
    known = Post.objects.worked_on_by(context["request"].user).filter(translations=post.pk).exclude(pk=post.pk)
    source = known.for_mention().first() if post.is_translation else None
    return {"post": post, "source": source, **_compared(context, post), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("admin/posts/post/translation_acts.html", takes_context=True)
def translation_acts(context: template.Context, post: Post) -> dict[str, Any]:
    """Render what has changed in the original of a translation that is out of date, and the button that confirms it."""
    return {"post": post, **_compared(context, post), "csrf_token": context.get("csrf_token")}


def _compared(context: template.Context, post: Post) -> dict[str, Any]:
    """Return whether the reader of the page may look at the versions of the original, which those see who may change it."""
    if not post.is_outdated:
        return {"may_compare": False}
    return {"may_compare": Post.objects.editable_by(context["request"].user).filter(translations=post.pk).exists()}
