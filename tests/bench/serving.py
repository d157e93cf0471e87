"""How fast a site is served: `python -m tests.bench.serving [--seconds 4] [--turns 3] [--json]`.

The whole site, which `kept_site` made, is started as `manage.py serve` starts it and asked by wrk, over 8 connections: first
without the page cache, then with it, beside nginx that serves the same bytes from files. Of several turns the median counts.
Needs wrk and nginx.
"""

import gzip
import os
import re
import shutil
import subprocess  # nosec: B404
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from blog.posts.models import Post  # noqa: E402  # models need what stands above
from tests.bench.figures import Figure, tell  # noqa: E402
from tests.bench.settings import HOME  # noqa: E402
from tests.cms.serving import Site, free_port, processes_below, served, set_up, wait_until_it_listens  # noqa: E402

SECONDS, TURNS, CONNECTIONS = 4, 3, 8
COMMENTS = 50  # of the post that is asked for
MOST_MEGABYTES = 190  # of all processes of the site together
RECURRING = ("housekeeping", "send_issues")  # which run for a moment, now and then
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)\b", re.MULTILINE)
_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
_FAILURES = re.compile(r"^\s*(?:Non-2xx or 3xx responses|Socket errors): .*", re.MULTILINE)
NGINX = """\
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log stderr warn; {user}
events {{ }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000; default_type "text/html; charset=utf-8"; gzip_static on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/pages; index index; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its address, and the requests that a site should answer in a second when no cache does."""

    name: str
    address: str
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk found; latencies in milliseconds."""

    requests: float
    p50: float
    p99: float


def pages() -> Iterator[Page]:
    """Yield the pages that are asked for."""
    yield Page("home", "/", 440)
    yield Page("organization", "/organizations/institute-0/", 440)
    yield Page("category", "/categories/section-0/", 440)
    yield Page("month", "/archive/2018/06/", 440)
    yield Page("feed", "/feed/")
    posts = Post.objects.published()
    yield Page("search", f"/search/?q={max(posts.newest_first()[0].title.lower().split(), key=len)}", 400)
    discussed = posts.filter(comment_count__gte=COMMENTS).order_by("comment_count", "pk").first()
    shown = discussed or posts.order_by("-comment_count", "pk")[0]
    yield Page(f"post with {shown.comment_count} comments", shown.get_absolute_url(), 280)


def load(address: str, *, seconds: int, encoding: str = "") -> Load:
    """Ask for an address over and over.

    Raises:
        RuntimeError: when an answer is no page.
    """
    accept = ["-H", f"Accept-Encoding: {encoding}"] if encoding else []
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *accept, address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own
    if failures := _FAILURES.findall(told):
        raise RuntimeError(f"{address}: {'; '.join(failures)}")
    latencies = {share: float(value) * _MILLISECONDS[unit] for share, value, unit in _LATENCY.findall(told)}
    found = _RATE.search(told)
    return Load(float(found[1]) if found else 0.0, latencies["50"], latencies["99"])


def median_load(address: str, *, seconds: int, turns: int, encoding: str = "") -> Load:
    """Return the median of some runs, after a short one that makes things ready."""
    load(address, seconds=1, encoding=encoding)
    runs = [load(address, seconds=seconds, encoding=encoding) for _turn in range(turns)]
    return Load(*(median(getattr(run, name) for run in runs) for name in ("requests", "p50", "p99")))


def uncached(site: Site, asked: list[Page], seconds: int, turns: int) -> Iterator[Figure]:
    """Yield how fast pages are made, and what memory the site takes afterwards."""
    for page in asked:
        size = len(site.get(page.address)[1])
        found = median_load(f"http://127.0.0.1:{site.port}{page.address}", seconds=seconds, turns=turns)
        note = f"p50 {found.p50:.1f} ms, p99 {found.p99:.1f} ms, {size:,} bytes"
        yield Figure("uncached", page.name, found.requests, "requests/s", more_is_better=True, limit=page.least, note=note)
    yield Figure(
        "uncached", "memory of all processes", megabytes(site), "MB", limit=MOST_MEGABYTES, note="PSS, after that load"
    )


def megabytes(site: Site) -> float:
    """Return the memory of all processes of a site, what they share counted once (proc(5)); a MB has 10^6 bytes."""
    below = processes_below(site.process.pid)
    lasting = [pid for pid, command in below.items() if not any(name in command for name in RECURRING)]
    kilobytes = 0
    for pid in (site.process.pid, *lasting):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        kilobytes += int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1])
    return kilobytes * 1024 / 1e6


def cached(site: Site, asked: list[Page], seconds: int, turns: int) -> Iterator[Figure]:
    """Yield how fast pages are given that are kept, as they are and compressed, and how fast nginx gives the same bytes."""
    with files_served({page.address: site.get(page.address)[1] for page in asked}) as port:
        for number, page in enumerate(asked):
            for encoding in ("", "gzip"):
                own = median_load(
                    f"http://127.0.0.1:{site.port}{page.address}", seconds=seconds, turns=turns, encoding=encoding
                )
                file = median_load(f"http://127.0.0.1:{port}/{number}/", seconds=seconds, turns=turns, encoding=encoding)
                note = f"p50 {own.p50:.2f} ms, p99 {own.p99:.2f} ms; nginx {file.requests:,.0f}, {file.p50:.2f}, {file.p99:.2f}"
                name = f"{page.name}{', gzip' if encoding else ''}"
                yield Figure("cached", name, own.requests, "requests/s", more_is_better=True, note=note)
                yield Figure("cached", f"{name}, of nginx", own.requests / file.requests, "times", more_is_better=True)


@contextmanager
def files_served(bodies: dict[str, bytes]) -> Iterator[int]:
    """Serve bodies from files by nginx, as they are and compressed, each under its number; yield the port."""
    port = free_port()
    with TemporaryDirectory(prefix="gazette-bench-") as name:
        folder = Path(name)
        for number, body in enumerate(bodies.values()):
            file = folder / "pages" / str(number) / "index"
            file.parent.mkdir(parents=True)
            file.write_bytes(body)
            file.with_name("index.gz").write_bytes(gzip.compress(body, 6, mtime=0))
        user = "user root;" if os.getuid() == 0 else ""  # whose folder it is
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, user=user), encoding="utf-8")
        command = ["nginx", "-p", name, "-c", "nginx.conf"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own
            try:
                wait_until_it_listens(port, process)
                yield port
            finally:
                process.terminate()


def measure(seconds: int, turns: int) -> Iterator[Figure]:
    """Yield all figures of the site in `BENCH_HOME`."""
    environment = {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ}
    set_up(HOME, **environment)
    asked = list(pages())
    with served(HOME, PAGE_CACHE_MEGABYTES="0", **environment) as site:
        yield from uncached(site, asked, seconds, turns)
    kept = [page for page in asked if page.name != "search"]
    with served(HOME, **environment) as site:
        yield from cached(site, [kept[0], kept[-1]], seconds, turns)


def main() -> None:
    """Measure what the command line says."""
    parser = ArgumentParser(description="Measure how fast a site is served.")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="that each page is asked for (%(default)s)")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    missing = [name for name in ("wrk", "nginx") if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"How fast the site is served is not measured: {' and '.join(missing)} is not installed.\n")
        return
    tell(measure(given.seconds, given.turns), is_json=given.json)


if __name__ == "__main__":
    main()
