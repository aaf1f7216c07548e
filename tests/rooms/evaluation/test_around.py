"""One programme beside a plan: its next class, its target, what became of it before, and why it is not in the plan."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.rooms.delivery.school import AT, School, build_school

from binacore.verdict import Verdict, Why
from renbina.catalogue.models import Programme
from renbina.config.around import around
from renbina.delivery.queries import offer_waiting
from renbina.evaluation.models import Target
from renbina.evaluation.previews import judged, programme_result
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.organisation.actions import grant_role
from renbina.planning.models import OpenedOffer, Plan

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def in_english(settings) -> Iterator[None]:
    settings.RENBINA_FROZEN_ON = DAY
    with translation.override("en"):
        yield


@pytest.fixture
def school(db: None) -> School:
    return build_school()


def course(school: School, code: str = "C02") -> Programme:
    return Programme.objects.get(agency=school.town.agency, code=code)


def aimed(school: School, year: int, *, kind: str = "score", code: str = "C02") -> Target:
    return Target.objects.create(
        agency=school.town.agency, programme=course(school, code), year=year, kind=kind,
        indicator="u7" if kind == "service" else "", baseline=3 if kind == "service" else 55,
        goal=3.2 if kind == "service" else 75, unit_of_measure="1-4", set_on=DAY, set_by="Uji",
    )  # fmt: skip


def seminar(school: School) -> Programme:
    """Dear, short, raises nothing, and nobody offers it."""
    return Programme.objects.create(
        agency=school.town.agency, code="X01", name="Seminar motivasi", form="KL06", area="field", hours=4, days=1,
        delivery="S", synchronous=True, capacity=420, batch_min=1, cost_per_batch=186_000_000,
        retired_on=date(2026, 1, 1),
    )  # fmt: skip


def page_of(school: School, programme: Programme, role: Role = Role.ANALYST) -> str:
    user = school.login(school.people[1])
    grant_role(user=user, agency=school.town.agency, role=role, since=date(2026, 1, 1), by=school.town.system, at=AT)
    client = Client()
    client.cookies["renbina_language"] = "en"
    client.force_login(user)
    address = reverse("planning:plan-programme", args=[school.town.plan.public_id, programme.public_id])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(queries) <= 15, "\n".join(each["sql"][:160] for each in queries.captured_queries)
    return " ".join(answer.content.decode().split())


def test_a_programme_of_the_plan_leads_to_its_next_class_and_to_its_target(school: School) -> None:
    aimed(school, 2026, kind="service")
    text = page_of(school, course(school))
    assert reverse("delivery:batch-open", args=[school.offer.public_id]) in text
    assert reverse("evaluation:target", args=[course(school).public_id, 2027]) in text
    assert reverse("evaluation:programme", args=[course(school).public_id, 2026]) in text
    assert "Behaviour of staff (U7) from 3.00 to 3.20" in text


def test_who_only_reads_is_led_to_nothing_that_they_may_not_do(school: School) -> None:
    text = page_of(school, course(school), Role.AUDITOR)
    assert reverse("delivery:batch-open", args=[school.offer.public_id]) not in text
    assert reverse("evaluation:target", args=[course(school).public_id, 2027]) not in text


def test_a_target_that_is_set_is_read_instead(school: School) -> None:
    own = aimed(school, 2027)
    steps = around(school.analyst, school.town.plan, own.programme, True, DAY).steps
    assert [step.label for step in steps] == ["Open a class", "Its classes", "Target: Score of the test from 55 to 75"]


def test_a_class_is_opened_while_people_wait_and_from_the_newest_plan_only(school: School) -> None:
    plan = school.town.plan
    assert offer_waiting(school.analyst, plan, course(school)) == school.offer.public_id
    newer = Plan.objects.create(
        agency=school.town.agency,
        year=2027,
        stage="revised",
        title="P",
        budget=1,
        current_run=plan.current_run,
        approved_run=plan.current_run,
        status="approved",
    )
    assert offer_waiting(school.analyst, plan, course(school)) == ""
    newer.delete()
    school.open(capacity=6, invite=6)
    assert offer_waiting(school.analyst, plan, course(school)) == school.offer.public_id
    school.open(capacity=6, invite=2)
    assert offer_waiting(school.analyst, plan, course(school)) == ""
    with pytest.raises(Forbidden):
        offer_waiting(school.actor(school.people[2]), plan, course(school))


def test_a_programme_that_is_not_on_offer_is_refused_with_its_figures_and_its_verdict(school: School) -> None:
    run = school.town.plan.current_run
    run.figures = {"steps_closed": 12}
    run.save()
    programme = seminar(school)
    aimed(school, 2025, kind="service", code="X01")
    text = page_of(school, programme)
    assert "Seminar motivasi is not in the plan of 2027" in text
    assert "not on offer for 2027" in text
    figures = ["Rp442,857", "Rp750,000", "Rp110,714", "Rp46,875", ">0</td>", ">200</td>"]
    assert [each for each in figures if each not in text] == []
    assert "Cannot be told yet" in text
    assert reverse("evaluation:programme", args=[programme.public_id, 2025]) in text


def test_a_plan_without_classes_has_nothing_to_compare_with(school: School) -> None:
    OpenedOffer.objects.all().delete()
    text = page_of(school, course(school))
    assert "is not in the plan of 2027" in text
    assert "not on offer" not in text
    assert ">–</td>" in text


@pytest.mark.parametrize("kind", ["service", "score"])
def test_the_short_verdict_is_the_verdict_of_the_whole_page(school: School, kind: str) -> None:
    target = aimed(school, 2027, kind=kind)
    whole, _ = programme_result(school.analyst, target.programme, 2027, date(2027, 8, 2))
    assert whole is not None
    short = judged(target, date(2027, 8, 2))
    assert (short.verdict, short.why) == (whole.judgement.verdict, whole.judgement.why)
    assert short.verdict is Verdict.UNDECIDED
    assert short.why is (Why.NO_READINGS if kind == "service" else Why.FEW_SCORES)
