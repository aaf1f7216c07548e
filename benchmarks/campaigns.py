"""A questionnaire of 40 questions for 20,000 people: how fast it opens, and how fast answers are taken without loss.

    tools/postgres .venv/bin/python benchmarks/campaigns.py [SECONDS]

Opening is measured in this process: audience, invitations, tickets. Then the web server runs as in production
(gunicorn, two processes of four threads, behind one proxy) and each answerer opens the page behind a ticket, reads
for three seconds and a half, and sends forty answers; fifty begin every second, whatever becomes of those before.
Every answer that was thanked for must be stored, locked, with its ticket spent. Then the campaign closes and as many
answers must come out. The last line is JSON. The answerers share the machine with the server: their own cost is told.
"""

import json
import statistics
import sys
import time
from datetime import date, datetime, timedelta
from typing import Any

from visitors import RATE, Visit, measured, prepare, visitors, web_server

PEOPLE, QUESTIONS = 20_000, 40


def _measure(port: int, seconds: int) -> int:
    campaign, opened = _opened()
    print(f"opened for {PEOPLE:,} people with {QUESTIONS} questions in {opened:.1f} s (target 10)", flush=True)
    tokens = _tokens(campaign, RATE * seconds)
    visit = Visit(path=_path, found=_shown, body=_answers, receipt=_thanks)
    with web_server(port):
        seen = visitors(port, tokens, visit, seconds)
        thanked = len(seen.taken)
        found = {
            "opened_s": round(opened, 2),
            "rate": round(seen.rate, 1),
            "lost": _lost(campaign, thanked),
            "wrong": len(seen.wrong),
            "page_ms": _median(seen.opened),
            "sent_ms": _median(seen.sent),
            "own_ms": round(seen.own_ms_each(), 2),
        }
    seen.tell_what_went_wrong()
    found["lost"] += _lost_at_closing(campaign, thanked)
    print(json.dumps(found), flush=True)
    return int(bool(found["lost"] or found["wrong"]) or opened > 10 or found["rate"] < RATE * 0.95)


def _median(times: list[float]) -> float:
    return round(statistics.median(times), 1) if times else 0.0


def _opened() -> tuple[Any, float]:
    """A campaign for an agency of 20,000 in 60 units, and the seconds that it took to open."""
    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.surveys.actions import add_section, create_campaign, create_instrument, save_item

    prepare()
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


def _path(token: str) -> str:
    return f"/jawab/{token}/?cara=semua"


def _shown(page: bytes) -> bytes | None:
    """The form needs nothing but its own address."""
    return b"" if page.count(b'type="radio"') >= QUESTIONS * 5 else None


def _answers(number: int, token: bytes) -> bytes:
    return b"&".join(b"q%d=%d" % (place, (number + place) % 5 + 1) for place in range(1, QUESTIONS + 1))


def _thanks(status: int, page: bytes) -> str | None:
    return "thanked" if status == 302 else None


if __name__ == "__main__":
    sys.exit(measured(_measure, "campaigns.py"))
