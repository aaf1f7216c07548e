"""Visitors without a browser, for benchmarks of pages that many open and send at once.

The web server runs as in production (gunicorn, two processes of four threads, behind one proxy) on a PostgreSQL of its
own. A new visitor comes every fiftieth of a second, whatever became of those before: opens a page, reads for three
seconds and a half, sends a form. Visitors share the machine with the server, so they are sockets and bytes.
"""

import heapq
import os
import resource
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

RATE, SECONDS = 50, 30
READING = 3.5
READERS = 32  # pages that are on their way at once; who reads holds no connection
PATIENCE = 60.0


@dataclass
class Seen:
    """What the visitors saw: a token of each form that was taken, how long each page took (ms), what went wrong."""

    taken: list[str] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0  # from the first visitor to the last answer, without one reading
    own_ms: float = 0.0  # processor time of the visitors themselves

    @property
    def rate(self) -> float:
        """Forms taken a second."""
        return len(self.taken) / self.seconds

    def own_ms_each(self) -> float:
        return self.own_ms / max(1, len(self.taken))

    def tell_what_went_wrong(self) -> None:
        for words in sorted(set(self.wrong)):
            print(f"went wrong {self.wrong.count(words)} times: {words}")


class Sending:
    """Who has the form in hand, and when it was read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: list[tuple[float, str, int, bytes]] = []
        self._gone = 0

    def read(self, place: str, number: int, token: bytes) -> None:
        with self._lock:
            heapq.heappush(self._due, (time.monotonic() + READING, place, number, token))

    def gave_up(self) -> None:
        with self._lock:
            self._gone += 1

    def next_due(self, now: float) -> tuple[str, int, bytes] | None:
        with self._lock:
            if not self._due or self._due[0][0] > now:
                return None
            self._gone += 1
            return heapq.heappop(self._due)[1:]

    def expected(self, came: int) -> bool:
        """Whether somebody of those who came has not sent yet."""
        with self._lock:
            return self._gone < came


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor does at a place.

    path: address of its page; found: what the form needs from the page, None where there is no form; body: what
    visitor `number` sends with that; receipt: what shows that it was taken, from status and page, else None.
    """

    path: Callable[[str], str]
    found: Callable[[bytes], bytes | None]
    body: Callable[[int, bytes], bytes]
    receipt: Callable[[int, bytes], str | None]


def measured(measure: Callable[[int, int], int], file: str) -> int:
    """Settings of production and a free port around `measure(port, seconds)`; its exit code, 2 without PostgreSQL."""
    if not os.environ.get("RENBINA_DATABASE", "").startswith("postgresql"):
        print(f"Run it with a PostgreSQL of its own: tools/postgres .venv/bin/python benchmarks/{file}")
        return 2
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        os.environ |= {
            "RENBINA_MODE": "production",
            "RENBINA_VAR": folder,
            "RENBINA_SECRET_KEY": secrets.token_urlsafe(48),
            "RENBINA_AUDIT_KEY": secrets.token_urlsafe(48),
            "RENBINA_HOSTS": "127.0.0.1",
            "RENBINA_SSL_REDIRECT": "false",
            "RENBINA_PROXIES": "1",
            "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
        }
        probe.close()
        import django

        django.setup()
        return measure(port, int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)


def prepare() -> None:
    """An empty database with its tables, and the static files."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def web_server(port: int) -> Iterator[None]:
    from renbina.config.demo.supervisor import web_command

    server = subprocess.Popen(web_command("127.0.0.1", port))
    try:
        _until_it_answers(port)
        yield
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _until_it_answers(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            ask(port, get(port, "/suara/kode/", "192.0.2.1"))
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit("the web server did not start")


def visitors(port: int, places: Sequence[str], visit: Visit, seconds: int) -> Seen:
    """A new visitor every fiftieth of a second, at one place after the other; who has read sends."""
    seen, sending = Seen(), Sending()
    before, began = _own_ms(), time.monotonic()
    arrivals, number = RATE * seconds, 0
    with ThreadPoolExecutor(READERS) as people:
        while number < arrivals or sending.expected(number):
            now = time.monotonic()
            if number < arrivals and now >= began + number / RATE:
                people.submit(_open, port, visit, places[number % len(places)], number, seen, sending)
                number += 1
            elif (ready := sending.next_due(now)) is not None:
                people.submit(_send, port, visit, *ready, seen)
            else:
                time.sleep(0.002)
    seen.seconds = max(float(seconds), time.monotonic() - began - READING)
    seen.own_ms = _own_ms() - before
    return seen


def _own_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000


def _open(port: int, visit: Visit, place: str, number: int, seen: Seen, sending: Sending) -> None:
    began = time.monotonic()
    try:
        status, page = ask(port, get(port, visit.path(place), address(number)))
    except OSError as problem:
        seen.wrong.append(f"opened: {type(problem).__name__}")
        sending.gave_up()
        return
    seen.opened.append((time.monotonic() - began) * 1000)
    token = visit.found(page)
    if status == 200 and token is not None:
        sending.read(place, number, token)
    else:
        seen.wrong.append(f"opened: {status}")
        sending.gave_up()


def _send(port: int, visit: Visit, place: str, number: int, token: bytes, seen: Seen) -> None:
    began = time.monotonic()
    try:
        status, page = ask(port, post(port, visit.path(place), address(number), visit.body(number, token)))
    except OSError as problem:
        seen.wrong.append(f"sent: {type(problem).__name__}")
        return
    seen.sent.append((time.monotonic() - began) * 1000)
    receipt = visit.receipt(status, page)
    if receipt is None:
        seen.wrong.append(f"sent: {status}")
    else:
        seen.taken.append(receipt)


def address(number: int) -> str:
    """Where a visitor sits."""
    return f"198.18.{number // 250}.{number % 250 + 1}"


def get(port: int, path: str, sender: str) -> bytes:
    """One request on a connection of its own, as from a proxy."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nX-Forwarded-For: {sender}\r\n\r\n"
    ).encode()


def post(port: int, path: str, sender: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nX-Forwarded-For: {sender}"
        f"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def ask(port: int, request: bytes) -> tuple[int, bytes]:
    """Status and the whole answer; 0 where there was none."""
    parts = []
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        line.sendall(request)
        while part := line.recv(65536):
            parts.append(part)
    answer = b"".join(parts)
    return int(answer[9:12]) if answer else 0, answer
