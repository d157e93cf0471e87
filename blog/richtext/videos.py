"""Videos of other sites, named by their addresses. A page shows a link to them: it asks no other site for anything."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit


class Provider(NamedTuple):
    """A site that shows videos: its hosts, how the path (with `?v=…` where it has one) names one, and its plain address."""

    name: str
    hosts: tuple[str, ...]
    path: re.Pattern[str]
    address: str


_ID = r"([\w-]+)"
PROVIDERS = (
    Provider(
        "YouTube",
        ("youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"),
        re.compile(rf"/(?:watch\?v=|embed/|shorts/|live/|v/){_ID}"),
        "https://www.youtube.com/watch?v={}",
    ),
    Provider("YouTube", ("youtu.be",), re.compile(rf"/{_ID}"), "https://www.youtube.com/watch?v={}"),
    Provider("Vimeo", ("vimeo.com", "player.vimeo.com"), re.compile(r"/(?:video/|[\w/]*?)(\d+)"), "https://vimeo.com/{}"),
    Provider(
        "Dailymotion", ("dailymotion.com",), re.compile(rf"/(?:embed/)?video/{_ID}"), "https://www.dailymotion.com/video/{}"
    ),
    Provider("Dailymotion", ("dai.ly",), re.compile(rf"/{_ID}"), "https://www.dailymotion.com/video/{}"),
    Provider("Rutube", ("rutube.ru",), re.compile(r"/(?:video|play/embed)/(\w+)"), "https://rutube.ru/video/{}/"),
    Provider("VK Video", ("vk.com", "vkvideo.ru", "m.vk.com"), re.compile(r"/(video-?\d+_\d+)"), "https://vkvideo.ru/{}"),
    Provider("TED", ("ted.com", "embed.ted.com"), re.compile(rf"/talks/{_ID}"), "https://www.ted.com/talks/{}"),
)
HOSTS = sorted({host for provider in PROVIDERS for host in provider.hosts})


class Video(NamedTuple):
    """A video: who shows it, and its address without what follows its viewers."""

    provider: str
    address: str


def video_at(address: str) -> Video | None:
    """Return the video that an address names, also one to put into frames; None when it names none that is known."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    named = parse_qs(parts.query).get("v", [""])[0]
    path = f"{parts.path}?v={named}" if named else parts.path
    for provider in PROVIDERS:
        if host in provider.hosts and (found := provider.path.match(path)):
            return Video(provider.name, provider.address.format(quote(found[1])))
    return None
