"""Which threads take the processor from others (Linux, sched(7)).

In a web process one thread reads and writes, and some run Python. Had the first one taken over as soon as there was anything
to write, it would interrupt the one that holds Python's lock, for which all others wait: a kept page took a third more of the
processor. Were those that run Python to wait as well, one page in a hundred would take five times as long.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from threading import local
from typing import Any

from cms.pagecache.answers import Start
from cms.pagecache.rendering import Application


def let_others_finish() -> None:
    """Have this thread, and all that it starts, take the processor from none that runs."""
    _schedule("SCHED_BATCH")


def taking_turns(inner: Application) -> Application:
    """Return an application whose threads take their turn as any other does, whoever has started them."""
    thread = local()

    def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if not hasattr(thread, "takes_its_turn"):
            _schedule("SCHED_OTHER")
            thread.takes_its_turn = True
        return inner(environ, start_response)

    return application


def _schedule(policy: str) -> None:
    if sys.platform == "linux":
        with suppress(OSError):  # some containers forbid it; the site is only slower then
            os.sched_setscheduler(0, getattr(os, policy), os.sched_param(0))
