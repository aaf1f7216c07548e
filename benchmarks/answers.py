"""Citizens answering at many counters at once, then a flood of robots: how fast, and is anything lost?

    tools/postgres .venv/bin/python benchmarks/answers.py [SECONDS]

The web server runs as in production (gunicorn, two processes of four threads, behind one proxy). Each citizen opens the
page of a counter, reads for three seconds and a half, and sends nine scores, every third one with words. Every answer
that got a receipt must be in the database under that receipt. Then 10,000 robots send from one address. Stops by
itself. Target (2 cores, PostgreSQL): 50 answers a second, none lost.
"""

import asyncio
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

RATE, SECONDS = 50, 30
POINTS, READING = 60, 3.5
ROBOTS, AT_ONCE = 10_000, 40
PATIENCE = 60.0


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
        asyncio.run(_until_it_answers(port))
        seen = asyncio.run(_citizens(port, points, seconds))
        lost = _lost(seen.codes)
        _tell(seen, lost)
        kept, refused, took = asyncio.run(_robots(port, points[0]))
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


async def _until_it_answers(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            await _ask(port, "/suara/kode/", "192.0.2.1")
        except OSError:
            await asyncio.sleep(0.3)
        else:
            return
    raise SystemExit("the web server did not start")


async def _citizens(port: int, points: list[str], seconds: int) -> Seen:
    """A new citizen every fiftieth of a second, whatever became of those before."""
    seen = Seen()
    people = []
    began = time.monotonic()
    for number in range(RATE * seconds):
        await asyncio.sleep(max(0.0, began + number / RATE - time.monotonic()))
        people.append(asyncio.create_task(_citizen(port, points[number % len(points)], number, seen)))
    await asyncio.gather(*people)
    seen.seconds = max(float(seconds), time.monotonic() - began - READING)
    return seen


async def _citizen(port: int, point: str, number: int, seen: Seen) -> None:
    address, path = f"198.18.{number // 250}.{number % 250 + 1}", f"/suara/t/{point}/"
    try:
        began = time.monotonic()
        status, page = await _ask(port, path, address)
        seen.opened.append((time.monotonic() - began) * 1000)
        token = re.search(r'name="token" value="([^"]+)"', page)
        if status != 200 or token is None:
            seen.wrong.append(f"opened: {status}")
            return
        await asyncio.sleep(READING)
        answers = {f"u{place}": str(number % 3 + 2) for place in range(1, 10)}
        words = {"text": f"Antrean nomor {number} lama"} if number % 3 == 0 else {}
        began = time.monotonic()
        status, page = await _ask(port, path, address, {"token": token[1], **answers, **words})
        seen.sent.append((time.monotonic() - began) * 1000)
        code = re.search(r"\d{4} \d{4} \d{4} \d{4}", page)
        if status == 200 and code is not None:
            seen.codes.append(code[0].replace(" ", ""))
        else:
            seen.wrong.append(f"sent: {status}")
    except (OSError, TimeoutError) as problem:
        seen.wrong.append(type(problem).__name__)


async def _robots(port: int, point: str) -> tuple[int, int, float]:
    """How many answers of robots were stored, how many refused, and seconds."""
    _, page = await _ask(port, f"/suara/t/{point}/", "203.0.113.66")
    form = re.search(r'name="token" value="([^"]+)"', page)
    await asyncio.sleep(READING)
    from renbina.voice.views.gate import form_token  # a robot with all the tokens it wants, of three seconds ago

    tokens = [form_token(point) for _ in range(ROBOTS)] if form else []
    await asyncio.sleep(READING)
    before, gate, refused = await asyncio.to_thread(_stored), asyncio.Semaphore(AT_ONCE), 0
    began = time.monotonic()

    async def robot(token: str) -> int:
        async with gate:
            data = {"token": token, "u1": "1", "text": "beli obat murah"}
            return (await _ask(port, f"/suara/t/{point}/", "203.0.113.66", data))[0]

    statuses = await asyncio.gather(*(robot(token) for token in tokens), return_exceptions=True)
    refused = sum(status == 429 for status in statuses)
    return await asyncio.to_thread(_stored) - before, refused, time.monotonic() - began


def _stored() -> int:
    from renbina.voice.models import Feedback

    return Feedback.objects.count()


async def _ask(port: int, path: str, address: str, data: dict[str, str] | None = None) -> tuple[int, str]:
    """One request on a connection of its own, as from a proxy: status and body."""
    body = urlencode(data).encode() if data else b""
    head = [
        f"{'POST' if data else 'GET'} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close",
        f"X-Forwarded-For: {address}", f"Content-Length: {len(body)}",
        "Content-Type: application/x-www-form-urlencoded",
    ]  # fmt: skip
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), PATIENCE)
    finally:
        writer.close()
    first, _, rest = answer.partition(b"\r\n")
    return int(first.split()[1]) if first else 0, rest.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
