"""The pages of performance: what each person finds, in how many taps, and how much they ask of the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.performance.office import Office, build_office
from tests.rooms.planning.town import AT, DAY

from renbina.foundation.actor import Role
from renbina.performance.actions import nominate_for_award
from renbina.performance.models import CoachingPlan, PeriodRating, Recognition

pytestmark = pytest.mark.slow  # every page at two sizes: not in the quick subset

MOST = 15


def client_of(office: Office, person: int | None = None, role: Role | None = None) -> Client:
    client = Client(headers={"accept-language": "id"})
    client.force_login(office.login(office.people[person]) if person is not None else office.login_as(role))  # type: ignore[arg-type]  # one of the two
    return client


def text_of(response) -> str:
    return response.content.decode()


def test_a_superior_rates_somebody_from_the_team_in_one_form(office: Office) -> None:
    period, person = office.period(), office.people[1]
    client = client_of(office, 0)
    url = reverse("performance:rate", args=[period.public_id, person.public_id])
    assert f'href="{url}"' in text_of(client.get(reverse("performance:team")))
    page = text_of(client.get(url))
    assert all(f'class="{cell}"' in page for cell in ("aa", "am", "ab", "ma", "mm", "mb", "ba", "bm", "bb"))
    told = client.post(url, {"result": "above", "behaviour": "above", "reason": ""})
    assert told.status_code == 422
    assert not PeriodRating.objects.exists()
    client.post(url, {"result": "above", "behaviour": "above", "reason": "<b>Contoh</b>"})
    assert PeriodRating.objects.get().predicate == "very_good"
    own = text_of(client_of(office, 1).get(reverse("performance:mine")))
    assert "&lt;b&gt;Contoh" in own
    assert "<b>Contoh" not in own


def test_a_person_answers_and_the_superior_reads_it(office: Office) -> None:
    rating = office.rated(office.people[1])
    client_of(office, 1).post(reverse("performance:answer", args=[rating.public_id]), {"text": "Terima kasih, Bu"})
    url = reverse("performance:rate", args=[rating.period.public_id, office.people[1].public_id])
    assert "Terima kasih, Bu" in text_of(client_of(office, 0).get(url))


def test_the_superior_writes_a_plan_notes_a_talk_and_the_person_adds_a_note(office: Office) -> None:
    office.last_year(office.people[1], "poor")
    superior, person = client_of(office, 0), client_of(office, 1)
    new = reverse("performance:coaching-new", args=[office.people[1].public_id])
    assert f'href="{new}"' in text_of(superior.get(reverse("performance:team")))
    superior.post(new, {"goals": "Hadir tepat waktu", "actions": "Jadwal", "starts_on": "2026-11-09", "programme": ""})
    plan = CoachingPlan.objects.get()
    talk = plan.check_ins.order_by("due_on")[0]
    note = reverse("performance:check-in", args=[plan.public_id, talk.public_id])
    assert superior.post(note, {"text": "", "held_on": "2026-11-23"}).status_code == 422
    superior.post(note, {"text": "Sudah lebih baik", "held_on": "2026-11-23"})
    person.post(note, {"text": "Saya setuju"})
    talk.refresh_from_db()
    assert (talk.superior_note, talk.employee_note) == ("Sudah lebih baik", "Saya setuju")
    assert reverse("performance:coaching", args=[plan.public_id]) in text_of(person.get(reverse("dashboards:me")))


def test_two_logins_take_a_nomination_to_its_award(office: Office) -> None:
    office.last_year(office.people[1])
    given = {"criterion": "service", "evidence": "Bukti", "links": "", "attested": "on"}
    client_of(office, 0).post(reverse("performance:nominate", args=[office.people[1].public_id]), given)
    award = Recognition.objects.get()
    page = reverse("performance:award", args=[award.public_id])
    propose, decide = (reverse(f"performance:{name}", args=[award.public_id]) for name in ("propose", "decide"))
    head = client_of(office, role=Role.HEAD_OF_DEVELOPMENT)
    assert f'action="{propose}"' in text_of(head.get(page))
    head.post(propose, {"step": "propose"})
    assert head.post(decide, {"step": "award"}).status_code == 403
    decider = client_of(office, role=Role.APPROVER_PYB)
    assert f'action="{decide}"' in text_of(decider.get(page))
    decider.post(decide, {"step": "award"})
    award.refresh_from_db()
    assert award.stage == "awarded"
    assert award.decided_name in text_of(client_of(office, 1).get(reverse("performance:mine")))


def test_a_refusal_is_read_by_the_nominator_with_its_reason(office: Office) -> None:
    office.last_year(office.people[1])
    nominate_for_award(
        employee=office.people[1], criterion="service", evidence="Bukti", links="", attested=True, on=DAY,
        by=office.superior, at=AT,
    )  # fmt: skip
    award = Recognition.objects.get()
    head = client_of(office, role=Role.HEAD_OF_DEVELOPMENT)
    head.post(reverse("performance:propose", args=[award.public_id]), {"step": "return", "reason": "Belum ada angka"})
    page = text_of(client_of(office, 0).get(reverse("performance:award", args=[award.public_id])))
    assert "Belum ada angka" in page


@pytest.mark.parametrize("name", ["overview", "team", "mine", "coaching-list", "award-list"])
def test_an_office_without_anything_says_how_to_begin(office: Office, name: str) -> None:
    client = client_of(office, 0) if name in ("team", "mine") else client_of(office, role=Role.ANALYST)
    page = client.get(reverse(f"performance:{name}"))
    assert page.status_code == 200
    assert "rb-empty" in text_of(page)


def test_the_homes_say_what_waits(office: Office) -> None:
    office.period()
    office.last_year(office.people[2], "poor")
    office.coached(office.people[1], DAY.replace(day=1))
    superior = text_of(client_of(office, 0).get(reverse("dashboards:home")))
    assert superior.count(reverse("performance:team")) >= 3  # the menu, people to rate, a talk that is due
    analyst = text_of(client_of(office, role=Role.ANALYST).get(reverse("dashboards:home")))
    assert reverse("performance:coaching-list") in analyst


def full(office: Office) -> None:
    """Something of everything for all people."""
    office.period()
    for place, person in enumerate(office.people[1:-1]):
        office.rated(person, ("good", "very_good", "poor")[place % 3])
        if place % 2:
            office.coached(person)
        else:
            office.last_year(person)
            nominate_for_award(employee=person, criterion="service", evidence="Bukti", links="", attested=True, on=DAY,
                               by=office.superior, at=AT)  # fmt: skip


def counted(office: Office) -> dict[str, int]:
    """Statements of every list and form, on the second visit."""
    first = office.people[1]
    plan = CoachingPlan.objects.filter(employee__agency=office.town.agency).order_by("pk")[0].public_id
    award = Recognition.objects.filter(agency=office.town.agency).order_by("pk")[0].public_id
    visits = [
        (client_of(office, 0), "team", []),
        (client_of(office, 0), "rate", [office.period().public_id, first.public_id]),
        (client_of(office, 0), "coaching", [plan]),
        (client_of(office, 0), "award-list", []),
        (client_of(office, 1), "mine", []),
        (client_of(office, role=Role.ANALYST), "overview", []),
        (client_of(office, role=Role.ANALYST), "coaching-list", []),
        (client_of(office, role=Role.APPROVER_PYB), "award-list", []),
        (client_of(office, role=Role.APPROVER_PYB), "award", [award]),
    ]
    found = {}
    for place, (client, name, args) in enumerate(visits):
        address = reverse(f"performance:{name}", args=args)
        assert client.get(address).status_code == 200, name
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        found[f"{place} {name}"] = len(captured)
    for client, page in ((client_of(office, 0), "home"), (client_of(office, 1), "me")):
        client.get(reverse(f"dashboards:{page}"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"dashboards:{page}"))
        found[page] = len(captured)
    return found


def test_more_people_cost_no_more_queries(db: None) -> None:
    few, many = build_office(8), build_office(40, "Kota Besar", 100)
    full(few)
    full(many)
    small, large = counted(few), counted(many)
    assert large == small
    assert {name: count for name, count in large.items() if count > MOST} == {}
