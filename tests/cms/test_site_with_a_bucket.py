"""A site whose files lie in a bucket, served by processes of its own; then the bucket goes away."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic

from tests import s3
from tests.blog.media.pictures import photo
from tests.cms.databases import own_database
from tests.cms.serving import ROOT, START_SECONDS, Site, manage, passed_on, served, set_up

SHELVE = """
import sys, django; django.setup()
from blog.media.services import add_image
from tests.factories import OrganizationFactory, PostFactory
organization = OrganizationFactory.create()
image = add_image(open(sys.argv[1], "rb").read(), organization=organization)
PostFactory.create(organization=organization, slug="a-post", cover=image, cover_alt="A harbour")
"""


def until(is_so: Callable[[], object]) -> None:
    end = monotonic() + START_SECONDS
    while not is_so():
        assert monotonic() < end
        Event().wait(0.1)


def renditions(site: Site) -> list[str]:
    """Return the addresses of small renditions on the page of the post."""
    return re.findall(r'/media/images/[^" ]+-320\.avif\?v=\w+', site.get("/posts/a-post/")[1].decode())


def smallest(store: s3.Store) -> list[str]:
    return [name for name in store.names() if name.endswith("-320.avif")]


def test_files_come_over_are_served_and_missed(tmp_path: Path) -> None:
    home, picture = tmp_path / "home", tmp_path / "a.jpg"
    home.mkdir()
    picture.write_bytes(photo())
    with own_database(tmp_path) as database, s3.running() as store:
        set_up(home, DATABASE_URL=database)
        named = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "cms.settings", "GAZETTE_HOME": str(home)}
        subprocess.run([sys.executable, "-c", SHELVE, str(picture)], cwd=ROOT, env=passed_on() | named, check=True)  # noqa: S603  # ours
        [original] = (home / "media").rglob("*.jpg")
        with manage(home, "upload_media", DATABASE_URL=database, STORAGE_URL=store.url) as process:
            assert "1 files copied to the bucket" in process.communicate()[0]
        original.unlink()
        with served(home, DATABASE_URL=database, STORAGE_URL=store.url, WORKERS="1") as site:
            until(lambda: renditions(site))  # made by the process for tasks
            address = renditions(site)[0]
            response, body = site.get(address)
            assert (response.status, response.headers["Content-Type"]) == (200, "image/avif")
            assert body == store.client.get_object(Bucket=store.bucket, Key=smallest(store)[0])["Body"].read()
            assert site.get("/health/storage")[0].status == 200
            store.stop()
            assert site.get(address)[0].status == 503
            until(lambda: site.get("/health/storage")[0].status == 503)  # which is asked once in some seconds
            assert [site.get(path)[0].status for path in ("/health/ready", "/posts/a-post/")] == [200, 200]
            said = site.said()
    assert "storage.away" in said
    assert "Traceback" not in said
