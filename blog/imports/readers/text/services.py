"""The services that pages link to and let their readers log in with: names that are the same in every language."""

import re

IDENTITY_SERVICES = ("WordPress.com", "Google", "Twitter", "Facebook", "Google+", "Mastodon", "GitHub")
_LONGEST_LIST = 120  # characters
_SERVICES = """
facebook twitter x google google+ linkedin pinterest whatsapp telegram email e-mail mail reddit tumblr pocket instagram youtube
vk vkontakte odnoklassniki viber skype xing threads mastodon bluesky flipboard mix bloglovin rss print drucken line digg
stumbleupon delicious weibo snapchat tiktok flickr vimeo soundcloud github medium messenger buffer yummly tweet share like pin
"""
_NAME = "|".join(re.escape(name) for name in sorted(_SERVICES.split(), key=len, reverse=True))
_LIST = re.compile(rf"(?:[^\w+#]*(?:{_NAME}))+[^\w]*", re.IGNORECASE)


def is_service_list(text: str) -> bool:
    """Whether a line holds names of services and nothing else: "Facebook Twitter", "FacebookTwitterEmail"."""
    return len(text) <= _LONGEST_LIST and _LIST.fullmatch(text) is not None
