"""A questionnaire of 40 questions for 20,000 people: how fast it opens, and how fast answers are taken without loss.

    tools/postgres .venv/bin/python benchmarks/campaigns.py [SECONDS]

Opening is measured in this process: audience, invitations, tickets. Then the web server runs as in production
(gunicorn, two processes of four threads, behind one proxy) and each answerer opens the page behind a ticket, reads
for three seconds and a half, and sends forty answers; fifty begin every second, whatever becomes of those before.
Every answer that was thanked for must be stored, locked, with its ticket spent. Then the campaign closes and as many
answers must come out. The last line is JSON. The answerers share the machine with the server: their own cost is told.
"""

import json
import os
import resource
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

from answers import (
    PATIENCE,
    RATE,
    READERS,
    READING,
    SECONDS,
    Seen,
    Sending,
    _address,
    _ask,
    _cpu_ms,
    _get,
    _until_it_answers,
)

PEOPLE, QUESTIONS = 20_000, 40


def main(seconds: int) -> int:
    if not os.environ.get("RENBINA_DATABASE", "").startswith("postgresql"):
        print("Run it with a PostgreSQL of its own: tools/postgres .venv/bin/python benchmarks/campaigns.py")
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
    from renbina.config.demo.supervisor import web_command

    campaign, opened = _opened()
    print(f"opened for {PEOPLE:,} people with {QUESTIONS} questions in {opened:.1f} s (target 10)", flush=True)
    tokens = _tokens(campaign, RATE * seconds)
    server = subprocess.Popen(web_command("127.0.0.1", port))
    try:
        _until_it_answers(port)
        before = _cpu_ms(resource.RUSAGE_SELF)
        seen = _answerers(port, tokens, seconds)
        own = _cpu_ms(resource.RUSAGE_SELF) - before
        thanked = len(seen.sent) - len(seen.wrong)
        found = {
            "opened_s": round(opened, 2),
            "rate": round(thanked / seen.seconds, 1),
            "lost": _lost(campaign, thanked),
            "wrong": len(seen.wrong),
            "page_ms": _median(seen.opened),
            "sent_ms": _median(seen.sent),
            "own_ms": round(own / max(1, thanked), 2),
        }
    finally:
        server.terminate()
        server.wait(PATIENCE)
    for words in sorted(set(seen.wrong)):
        print(f"went wrong {seen.wrong.count(words)} times: {words}")
    found["lost"] += _lost_at_closing(campaign, thanked)
    print(json.dumps(found), flush=True)
    return int(bool(found["lost"] or found["wrong"]) or opened > 10 or found["rate"] < RATE * 0.95)


def _median(times: list[float]) -> float:
    return round(statistics.median(times), 1) if times else 0.0


def _opened() -> tuple[Any, float]:
    """A campaign for an agency of 20,000 in 60 units, and the seconds that it took to open."""
    from django.core.management import call_command

    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.surveys.actions import add_section, create_campaign, create_instrument, save_item

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    agency = _agency()
    by, at = Actor.system(agency.pk, "benchmark"), clock.now()
    version = create_instrument(name="Uji", purpose="", intro="", by=by, at=at).versions.get()
    for part in range(4):
        section = add_section(version=version, title=f"Bagian {part + 1}", by=by, at=at)
        for number in range(QUESTIONS // 4):
            text = f"Pernyataan {part * 10 + number + 1}: pekerjaan saya jelas dan alatnya ada."
            save_item(section=section, values={"kind": "likert", "text": text}, by=by, at=at)
    began = time.perf_counter()
    campaign = create_campaign(
        version=version, title="Iklim kerja", mode="anonymous", audience="everybody", by_unit=True,
        closes_on=at.date() + timedelta(days=14), by=by, at=at,
    )  # fmt: skip
    return campaign, time.perf_counter() - began


def _agency() -> Any:
    from renbina.organisation.models import Agency, Employee, EmploymentStatus, Placement, Position, Unit

    agency = Agency.objects.create(name="Pemerintah Kota Uji", short_name="Kota Uji", kind="kota")
    units = [
        Unit.objects.add_root(
            {"agency": agency, "name": f"Dinas {number}", "short_name": f"D{number}", "kind": "department"}
        )
        for number in range(60)
    ]
    position = Position.objects.create(agency=agency, title="Staf", title_key="staf", kind="executive", level="x")
    since, born = date(2024, 1, 1), date(1980, 1, 1)
    people = Employee.objects.bulk_create(
        [
            Employee(
                agency=agency,
                nip=f"{10**17 + number}",
                name=f"Pegawai {number}",
                sex="m",
                birth_date=born,
                employment="pns",
            )
            for number in range(PEOPLE)
        ],
        2000,
    )
    EmploymentStatus.objects.bulk_create(
        [EmploymentStatus(employee=each, status="active", valid_from=since) for each in people], 2000
    )
    Placement.objects.bulk_create(
        [
            Placement(employee=each, unit=units[number % 60], position=position, valid_from=since)
            for number, each in enumerate(people)
        ],
        2000,
    )
    return agency


def _tokens(campaign: Any, count: int) -> list[str]:
    from renbina.surveys.access import token_for

    keys = campaign.invitations.order_by("pk").values_list("employee_id", flat=True)[:count]
    return [token_for(campaign, key) for key in keys]


def _lost(campaign: Any, thanked: int) -> int:
    """Answers that were thanked for and are not there, or whose ticket is not spent."""
    from renbina.surveys.models import SealedSheet, Ticket

    stored = SealedSheet.objects.filter(campaign=campaign).count()
    return abs(thanked - stored) + abs(stored - Ticket.objects.filter(campaign=campaign, spent=True).count())


def _lost_at_closing(campaign: Any, thanked: int) -> int:
    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.surveys.actions import close_campaign

    at: datetime = clock.now()
    held = close_campaign(campaign=campaign, by=Actor.system(campaign.agency_id, "benchmark"), at=at)
    return abs(thanked - (held.answered or 0))


def _answerers(port: int, tokens: list[str], seconds: int) -> Seen:
    """A new answerer every fiftieth of a second, whatever became of those before; who has read sends."""
    seen, sending = Seen(), Sending()
    began = time.monotonic()
    arrivals, number = RATE * seconds, 0
    with ThreadPoolExecutor(READERS) as people:
        while number < arrivals or sending.expected(number):
            now = time.monotonic()
            if number < arrivals and now >= began + number / RATE:
                people.submit(_open, port, tokens[number], number, seen, sending)
                number += 1
            elif (ready := sending.next_due(now)) is not None:
                people.submit(_send, port, ready[0], ready[1], seen)
            else:
                time.sleep(0.002)
    seen.seconds = max(float(seconds), time.monotonic() - began - READING)
    return seen


def _open(port: int, token: str, number: int, seen: Seen, sending: Sending) -> None:
    began = time.monotonic()
    try:
        status, page = _ask(port, _get(port, f"/jawab/{token}/?cara=semua", _address(number)))
    except OSError as problem:
        seen.wrong.append(f"opened: {type(problem).__name__}")
        sending.gave_up()
        return
    seen.opened.append((time.monotonic() - began) * 1000)
    if status == 200 and page.count(b'type="radio"') >= QUESTIONS * 5:
        sending.read(token, number, b"")
    else:
        seen.wrong.append(f"opened: {status}")
        sending.gave_up()


def _send(port: int, token: str, number: int, seen: Seen) -> None:
    body = b"&".join(b"q%d=%d" % (place, (number + place) % 5 + 1) for place in range(1, QUESTIONS + 1))
    head = (
        f"POST /jawab/{token}/?cara=semua HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nX-Forwarded-For:"
        f" {_address(number)}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    began = time.monotonic()
    try:
        status, _page = _ask(port, head.encode() + body)
    except OSError as problem:
        seen.wrong.append(f"sent: {type(problem).__name__}")
        seen.sent.append(PATIENCE * 1000)
        return
    seen.sent.append((time.monotonic() - began) * 1000)
    if status != 302:
        seen.wrong.append(f"sent: {status}")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
