"""Citizens answering at many counters at once, then a flood of robots: how fast, and is anything lost?

    tools/postgres .venv/bin/python benchmarks/answers.py [SECONDS]

The web server runs as in production (gunicorn, two processes of four threads, behind one proxy). Each citizen opens the
page of a counter, reads for three seconds and a half, and sends nine scores, every third one with words. Every answer
that got a receipt must be in the database under that receipt. Then 10,000 robots send from one address. Stops by
itself. The citizens share the machine with the server, so they are sockets and bytes, and what they cost is told.
Target (2 cores, PostgreSQL): 50 answers a second, none lost.
"""

import heapq
import os
import resource
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

RATE, SECONDS = 50, 30
POINTS, READING = 60, 3.5
ROBOTS, AT_ONCE = 10_000, 40
READERS = 32  # pages that are on their way at once; who reads holds no connection
PATIENCE = 60.0
CODE = b'<p class="h1 mb-2"><b>'  # what stands before the receipt code


@dataclass
class Seen:
    """What the citizens saw: codes of receipts, how long each page took, and whatever went wrong."""

    codes: list[str] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0  # from the first citizen to the last receipt, without one reading


def main(seconds: int) -> int:
    if not os.environ.get("RENBINA_DATABASE", "").startswith("postgresql"):
        print("Run it with a PostgreSQL of its own: tools/postgres .venv/bin/python benchmarks/answers.py")
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
        return _measure(port, seconds)


def _measure(port: int, seconds: int) -> int:
    import django

    django.setup()
    points = _counters()
    from renbina.config.demo.supervisor import web_command

    server = subprocess.Popen(web_command("127.0.0.1", port))
    try:
        _until_it_answers(port)
        before = _cpu_ms(resource.RUSAGE_SELF)
        seen = _citizens(port, points, seconds)
        own = _cpu_ms(resource.RUSAGE_SELF) - before
        lost = _lost(seen.codes)
        _tell(seen, lost)
        print(f"the citizens themselves cost {own / max(1, len(seen.codes)):.2f} ms of processor an answer")
        kept, refused, took = _robots(port, points[0])
        print(
            f"{ROBOTS:,} robots in {took:.1f} s: {kept} stored ({kept / ROBOTS:.1%}), {refused:,} refused", flush=True
        )
    finally:
        server.terminate()
        server.wait(PATIENCE)
    return int(bool(lost or seen.wrong) or len(seen.codes) < RATE * seen.seconds * 0.95)


def _tell(seen: Seen, lost: int) -> None:
    rate = len(seen.codes) / seen.seconds
    print(f"{len(seen.codes):,} answers in {seen.seconds:.1f} s, {lost} lost (target 0)")
    print(f"{rate:.1f} a second (target {RATE})")
    for what, times in (("page opened", seen.opened), ("answer sent", seen.sent)):
        if len(times) > 1:
            tail = statistics.quantiles(times, n=20)[-1]
            print(f"{what}: median {statistics.median(times):.0f} ms, p95 {tail:.0f} ms")
    for words in sorted(set(seen.wrong)):
        print(f"went wrong {seen.wrong.count(words)} times: {words}")
    sys.stdout.flush()


def _counters() -> list[str]:
    """A small agency with a service and its counters; their public ids."""
    from datetime import timedelta

    from django.core.management import call_command

    from binacity.generate import generate
    from renbina.config.demo.reference import load_agency
    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.voice.actions import add_point, add_service

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    at = clock.now()
    keys = load_agency(generate(size=60), at=at)
    by = Actor.system(keys.agency.pk, "benchmark")
    service = add_service(unit=keys.units["disdukcapil"], name="KTP", by=by, at=at)
    since = (at - timedelta(days=9)).date()
    return [
        add_point(service=service, name=f"Loket {number}", since=since, by=by, at=at).public_id
        for number in range(1, POINTS + 1)
    ]


def _lost(codes: list[str]) -> int:
    """How many receipts lead to nothing, or to the same answer as another."""
    from renbina.voice.models import Feedback
    from renbina.voice.queries import receipt_hash

    stored = set(Feedback.objects.values_list("receipt_hash", flat=True))
    return len(codes) - len({receipt_hash(code) for code in codes} & stored)


def _cpu_ms(who: int) -> float:
    used = resource.getrusage(who)
    return (used.ru_utime + used.ru_stime) * 1000


def _until_it_answers(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            _ask(port, _get(port, "/suara/kode/", "192.0.2.1"))
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit("the web server did not start")


def _citizens(port: int, points: list[str], seconds: int) -> Seen:
    """A new citizen every fiftieth of a second, whatever became of those before; who has read sends."""
    seen, sending = Seen(), Sending()
    began = time.monotonic()
    arrivals = RATE * seconds
    number = 0
    with ThreadPoolExecutor(READERS) as people:
        while number < arrivals or sending.expected(number):
            now = time.monotonic()
            if number < arrivals and now >= began + number / RATE:
                people.submit(_open, port, points[number % len(points)], number, seen, sending)
                number += 1
            elif (ready := sending.next_due(now)) is not None:
                people.submit(_send, port, *ready, seen)
            else:
                time.sleep(0.002)
    seen.seconds = max(float(seconds), time.monotonic() - began - READING)
    return seen


class Sending:
    """Who has the form in hand, and when it was read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: list[tuple[float, str, int, bytes]] = []
        self._gone = 0

    def read(self, point: str, number: int, token: bytes) -> None:
        with self._lock:
            heapq.heappush(self._due, (time.monotonic() + READING, point, number, token))

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


def _open(port: int, point: str, number: int, seen: Seen, sending: Sending) -> None:
    began = time.monotonic()
    try:
        status, page = _ask(port, _get(port, f"/suara/t/{point}/", _address(number)))
    except OSError as problem:
        seen.wrong.append(f"opened: {type(problem).__name__}")
        sending.gave_up()
        return
    seen.opened.append((time.monotonic() - began) * 1000)
    token = _token(page)
    if status == 200 and token:
        sending.read(point, number, token)
    else:
        seen.wrong.append(f"opened: {status}")
        sending.gave_up()


def _send(port: int, point: str, number: int, token: bytes, seen: Seen) -> None:
    scores = b"".join(b"&u%d=%d" % (place, number % 3 + 2) for place in range(1, 10))
    words = b"&text=Antrean+nomor+%d+lama" % number if number % 3 == 0 else b""
    began = time.monotonic()
    try:
        status, page = _ask(port, _post(port, point, _address(number), b"token=" + token + scores + words))
    except OSError as problem:
        seen.wrong.append(f"sent: {type(problem).__name__}")
        return
    seen.sent.append((time.monotonic() - began) * 1000)
    place = page.find(CODE)
    code = page[place + len(CODE) : place + len(CODE) + 19].replace(b" ", b"")
    if status == 200 and place > 0 and len(code) == 16:
        seen.codes.append(code.decode())
    else:
        seen.wrong.append(f"sent: {status}")


def _address(number: int) -> str:
    return f"198.18.{number // 250}.{number % 250 + 1}"


def _token(page: bytes) -> bytes:
    """Of safe letters only, so that it may be sent as it is."""
    return page.partition(b'name="token" value="')[2].partition(b'"')[0]


def _robots(port: int, point: str) -> tuple[int, int, float]:
    """How many answers of robots were stored, how many refused, and seconds."""
    from renbina.voice.views.gate import form_token  # a robot with all the tokens it wants, of three seconds ago

    bodies = [b"token=%s&u1=1&text=beli+obat+murah" % form_token(point).encode() for _ in range(ROBOTS)]
    time.sleep(READING)
    before, began = _stored(), time.monotonic()

    def robot(body: bytes) -> int:
        try:
            return _ask(port, _post(port, point, "203.0.113.66", body))[0]
        except OSError:
            return 0

    with ThreadPoolExecutor(AT_ONCE) as robots:
        refused = sum(status == 429 for status in robots.map(robot, bodies))
    return _stored() - before, refused, time.monotonic() - began


def _stored() -> int:
    from renbina.voice.models import Feedback

    return Feedback.objects.count()


def _get(port: int, path: str, address: str) -> bytes:
    """One request on a connection of its own, as from a proxy."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nX-Forwarded-For: {address}\r\n\r\n"
    ).encode()


def _post(port: int, point: str, address: str, body: bytes) -> bytes:
    head = (
        f"POST /suara/t/{point}/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nX-Forwarded-For: {address}"
        f"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _ask(port: int, request: bytes) -> tuple[int, bytes]:
    """Status and the whole answer; 0 where there was none."""
    parts = []
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        line.sendall(request)
        while part := line.recv(65536):
            parts.append(part)
    answer = b"".join(parts)
    return int(answer[9:12]) if answer else 0, answer


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
