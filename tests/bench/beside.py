"""Work in a process of its own: what it makes is taken here while it makes the next."""

import marshal
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

END = b""


class Beside:
    """Calls a function that yields plain values, in a process that is forked now and goes when this one does.

    What the function changes stays changed from one call to the next, there alone.
    """

    def __init__(self, function: Callable[..., Iterator[Any]]) -> None:
        fork = get_context("fork")
        self._here, there = fork.Pipe()
        fork.Process(target=_serve, args=(function, there), daemon=True).start()
        there.close()  # so that this end is told when the process is gone

    def __call__(self, *arguments: Any) -> Iterator[Any]:
        """Yield what the function yields.

        Raises:
            EOFError: when it fails; why stands on standard error.
        """
        self._here.send(arguments)
        while (made := self._here.recv_bytes()) != END:
            yield marshal.loads(made)  # noqa: S302  # by our own process


def _serve(function: Callable[..., Iterator[Any]], connection: Connection) -> None:
    while True:
        for made in function(*connection.recv()):
            connection.send_bytes(marshal.dumps(made))
        connection.send_bytes(END)
