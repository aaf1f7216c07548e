"""Citizens answering at many counters at once, then a flood of robots: how fast, and is anything lost?

    tools/postgres .venv/bin/python benchmarks/answers.py [SECONDS]

The web server runs as in production (gunicorn, two processes of four threads, behind one proxy). Each citizen opens the
page of a counter, reads for three seconds and a half, and sends nine scores, every third one with words. Every answer
that got a receipt must be in the database under that receipt. Then 10,000 robots send from one address. Stops by
itself. The citizens share the machine with the server, so they are sockets and bytes, and what they cost is told.
Target (2 cores, PostgreSQL): 50 answers a second, none lost.
"""

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from visitors import RATE, READING, Seen, Visit, ask, measured, post, prepare, visitors, web_server

POINTS = 60
ROBOTS, AT_ONCE = 10_000, 40
CODE = b'<p class="h1 mb-2"><b>'  # what stands before the receipt code


def _measure(port: int, seconds: int) -> int:
    points = _counters()
    visit = Visit(path=_path, found=_token, body=_scores, receipt=_code)
    with web_server(port):
        seen = visitors(port, points, visit, seconds)
        lost = _lost(seen.taken)
        _tell(seen, lost)
        print(f"the citizens themselves cost {seen.own_ms_each():.2f} ms of processor an answer")
        kept, refused, took = _robots(port, points[0])
        print(
            f"{ROBOTS:,} robots in {took:.1f} s: {kept} stored ({kept / ROBOTS:.1%}), {refused:,} refused", flush=True
        )
    return int(bool(lost or seen.wrong) or seen.rate < RATE * 0.95)


def _tell(seen: Seen, lost: int) -> None:
    print(f"{len(seen.taken):,} answers in {seen.seconds:.1f} s, {lost} lost (target 0)")
    print(f"{seen.rate:.1f} a second (target {RATE})")
    for what, times in (("page opened", seen.opened), ("answer sent", seen.sent)):
        if len(times) > 1:
            tail = statistics.quantiles(times, n=20)[-1]
            print(f"{what}: median {statistics.median(times):.0f} ms, p95 {tail:.0f} ms")
    seen.tell_what_went_wrong()
    sys.stdout.flush()


def _counters() -> list[str]:
    """A small agency with a service and its counters; their public ids."""
    from datetime import timedelta

    from binacity.generate import generate
    from renbina.config.demo.reference import load_agency
    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.voice.actions import add_point, add_service

    prepare()
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


def _path(point: str) -> str:
    return f"/suara/t/{point}/"


def _token(page: bytes) -> bytes | None:
    """Of safe letters only, so that it may be sent as it is."""
    return page.partition(b'name="token" value="')[2].partition(b'"')[0] or None


def _scores(number: int, token: bytes) -> bytes:
    scores = b"".join(b"&u%d=%d" % (place, number % 3 + 2) for place in range(1, 10))
    words = b"&text=Antrean+nomor+%d+lama" % number if number % 3 == 0 else b""
    return b"token=" + token + scores + words


def _code(status: int, page: bytes) -> str | None:
    place = page.find(CODE)
    code = page[place + len(CODE) : place + len(CODE) + 19].replace(b" ", b"")
    return code.decode() if status == 200 and place > 0 and len(code) == 16 else None


def _robots(port: int, point: str) -> tuple[int, int, float]:
    """How many answers of robots were stored, how many refused, and seconds."""
    from renbina.voice.views.gate import form_token  # a robot with all the tokens it wants, of three seconds ago

    bodies = [b"token=%s&u1=1&text=beli+obat+murah" % form_token(point).encode() for _ in range(ROBOTS)]
    time.sleep(READING)
    before, began = _stored(), time.monotonic()

    def robot(body: bytes) -> int:
        try:
            return ask(port, post(port, _path(point), "203.0.113.66", body))[0]
        except OSError:
            return 0

    with ThreadPoolExecutor(AT_ONCE) as robots:
        refused = sum(status == 429 for status in robots.map(robot, bodies))
    return _stored() - before, refused, time.monotonic() - began


def _stored() -> int:
    from renbina.voice.models import Feedback

    return Feedback.objects.count()


if __name__ == "__main__":
    sys.exit(measured(_measure, "answers.py"))
