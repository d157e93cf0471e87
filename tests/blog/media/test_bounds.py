"""What the worst files cost, measured in a process of its own: below 700 MB of memory and 60 seconds of computing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
HOSTILE = ROOT.parent / "shared" / "data" / "security"
MEGABYTES, SECONDS = 700, 60

MAKE = """
import sys
from pathlib import Path
from PIL import Image as Pixels

folder, whole = Path(sys.argv[1]), Pixels.linear_gradient("L").resize((8660, 5770)).convert("RGB")
whole.save(folder / "50-megapixels-in-passes.jpg", progressive=True)
whole = whole.resize((6700, 4470))
whole.save(folder / "30-megapixels-without-steps.webp", method=0)
Pixels.new("RGBA", whole.size).save(folder / "30-megapixels-transparent.png", compress_level=1)
Pixels.new("1", (12_000, 12_000)).save(folder / "bomb.png")
"""
TAKE = """
import json, os, resource, sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from blog.imaging.errors import PictureError
from blog.media.processing import picture_of, renditions_of

outcomes, before = {}, resource.getrusage(resource.RUSAGE_SELF)
for path in [path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*")) if path.is_file()]:
    try:
        picture = picture_of(path.read_bytes())
        outcomes[path.name] = picture.width
        if path.suffix == ".jpg":
            assert max(made.width for made in renditions_of(picture)) == picture.width
    except PictureError as error:
        outcomes[path.name] = type(error).__name__
used = resource.getrusage(resource.RUSAGE_SELF)
seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
# Not `ru_maxrss`: on Linux that begins at what the process held which started this one.
(peak,) = [int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
print(json.dumps({"outcomes": outcomes, "megabytes": peak // 1024, "seconds": seconds}))
"""


def run(script: str, *folders: Path) -> str:
    command = [sys.executable, "-c", script, *map(str, folders)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own scripts
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="other systems say elsewhere what memory a process used")
def test_the_worst_files_stay_within_bounds_of_memory_and_time(tmp_path: Path) -> None:
    run(MAKE, tmp_path)
    measured = json.loads(run(TAKE, tmp_path, HOSTILE).splitlines()[-1])
    outcomes = measured["outcomes"]
    assert outcomes["bomb.png"] == "TooLargePictureError"
    assert [outcome for name, outcome in outcomes.items() if "-megapixels-" in name] == [2560] * 3
    assert measured["megabytes"] < MEGABYTES
    assert measured["seconds"] < SECONDS
