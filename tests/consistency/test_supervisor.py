"""The parent of web server and worker: patient with a slow start, and not with one that has ended."""

import os
import signal
import sys
from collections.abc import Callable, Iterator

import pytest
from tests.journeys.city import free_port

from renbina.config.demo import supervisor

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", "raise SystemExit(3)"]
ANSWERS_LATER = """
import http.server, time
time.sleep(2)
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", {port}), Page).serve_forever()
"""
Serve = Callable[[list[str]], tuple[int, list[str]]]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def serve(port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """With this as the web server: the exit code, and what was said. Whoever hears that it answers stops it."""
    monkeypatch.setattr(supervisor, "_WORD_EVERY_SECONDS", 0.5)
    monkeypatch.setattr(supervisor, "worker_command", lambda: SLEEPS)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def serving(web: list[str]) -> tuple[int, list[str]]:
        said: list[str] = []

        def hear(text: str) -> None:
            said.append(text)
            if "answers at" in text:
                os.kill(os.getpid(), signal.SIGTERM)

        monkeypatch.setattr(supervisor, "web_command", lambda host, port: web)
        return supervisor.serve("127.0.0.1", port, announce=hear), said

    yield serving
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_slow_start_is_waited_for_and_said(serve: Serve, port: int) -> None:
    code, said = serve([sys.executable, "-c", ANSWERS_LATER.format(port=port)])
    assert code == 0
    assert "still starting" in said[0]
    assert said[-1].startswith(f"Renbina answers at http://localhost:{port}/")


def test_a_web_server_that_ended_is_not_waited_for(serve: Serve) -> None:
    assert serve(ENDS) == (1, [])


def test_patience_ends_after_some_minutes(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    assert supervisor._PATIENCE_SECONDS >= 180
    monkeypatch.setattr(supervisor, "_PATIENCE_SECONDS", 1.0)
    code, said = serve(SLEEPS)
    assert code == 1
    assert "did not answer in time" in said[-1]
