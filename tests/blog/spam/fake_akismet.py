"""A server on loopback that answers as Akismet would."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs


class FakeAkismet(ThreadingHTTPServer):
    """Gives `answer` with `status`, and keeps what it was asked. While `silent` is set, it says nothing."""

    daemon_threads = True
    answer, status = "false", 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, str]] = []
        self.agents: list[str] = []
        self.is_silent, self.end = False, Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/1.1/comment-check"


class Handler(BaseHTTPRequestHandler):
    server: FakeAkismet

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
        self.server.asked.append({name: values[0] for name, values in parse_qs(body).items()})
        self.server.agents.append(self.headers["User-Agent"])
        if self.server.is_silent:
            self.server.end.wait(10)
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.answer.encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[FakeAkismet]:
    server = FakeAkismet()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.end.set()
        server.shutdown()
        server.server_close()
        thread.join()
