"""The pages of subscriptions: none is the same for two visitors, so none is kept by a cache."""

from blog.subscriptions.views.links import confirm, stop
from blog.subscriptions.views.subscribe import done, subscribe

__all__ = ["confirm", "done", "stop", "subscribe"]
