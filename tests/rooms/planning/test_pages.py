"""The pages: what they cost, who may open them, and what they say before, during and after a run."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.planning.town import AT, FAST, PlanTown, build

from renbina.foundation import queue
from renbina.foundation.clock import real_now
from renbina.foundation.models import Job
from renbina.organisation.models import EmploymentStatus
from renbina.planning import actions
from renbina.planning.models import Plan, Run

PAGES = ("plan", "plan-people", "person-reasons", "plan-history")


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RENBINA_FILES", tmp_path)
    monkeypatch.setattr(settings, "RENBINA_FROZEN_ON", AT.date())


def compute(town: PlanTown) -> Run:
    run = actions.request_run(plan=town.plan, seed=1, parameters=FAST, by=town.analyst, at=AT)
    queue.drain()
    town.plan.refresh_from_db()
    run.refresh_from_db()
    return run


def opened(client: Client, town: PlanTown, role: str = "analyst") -> Client:
    client.force_login(town.users[role])
    return client


def url(name: str, town: PlanTown) -> str:
    return reverse(f"planning:{name}", args=[town.plan.public_id])


def programme_url(town: PlanTown, code: str = "C07") -> str:
    programme = town.agency.programmes.get(code=code)
    return reverse("planning:plan-programme", args=[town.plan.public_id, programme.public_id])


@pytest.mark.parametrize("people", [8, 60])
def test_no_page_costs_more_than_fifteen_queries(client: Client, db: None, people: int) -> None:
    town = build(people=people)
    compute(town)
    opened(client, town)
    name = town.people[0].name
    asked = [url(page, town) for page in PAGES] + [
        programme_url(town),
        reverse("planning:plan-list"),
        reverse("planning:goal-tree"),
    ]
    asked += [f"{url('plan', town)}?name={name}", f"{url('person-reasons', town)}?name={name}"]
    for address in asked:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        assert len(queries) <= 15, (address, len(queries))


def test_another_agency_finds_nothing(client: Client, town: PlanTown, elsewhere: PlanTown) -> None:
    compute(town)
    opened(client, elsewhere)
    for address in [url(page, town) for page in (*PAGES, "document-pdf", "document-xlsx")] + [programme_url(town)]:
        assert client.get(address).status_code == 404, address
    assert client.post(url("run-request", town)).status_code == 404
    assert town.plan.title not in client.get(reverse("planning:plan-list")).content.decode().replace(
        elsewhere.plan.title, ""
    )


def test_an_employee_may_not_open_the_plan(client: Client, town: PlanTown) -> None:
    opened(client, town, "employee")
    for address in (
        url("plan", town),
        url("document-pdf", town),
        reverse("planning:plan-list"),
        reverse("planning:goal-tree"),
    ):
        assert client.get(address).status_code == 403, address


def test_an_auditor_reads_but_cannot_start_a_run(client: Client, town: PlanTown) -> None:
    opened(client, town, "auditor")
    assert client.get(url("plan", town)).status_code == 200
    assert client.post(url("run-request", town)).status_code == 403
    assert not Run.objects.exists()


def test_a_unit_operator_sees_the_people_of_the_unit_only(client: Client, town: PlanTown) -> None:
    compute(town)
    opened(client, town, "unit_operator")
    text = client.get(url("plan-people", town)).content.decode()
    assert town.people[1].name in text
    assert town.people[2].name not in text
    assert client.get(f"{url('plan', town)}?person={town.people[2].public_id}").status_code == 404
    assert client.get(url("document-xlsx", town)).status_code == 403


def test_before_the_first_run_the_page_says_how_to_get_one(client: Client, town: PlanTown) -> None:
    text = opened(client, town).get(url("plan", town)).content.decode()
    assert "run-request" not in text
    assert url("run-request", town) in text
    assert "rb-kpi" not in text


def test_the_button_starts_a_run_and_the_page_shows_its_progress(client: Client, town: PlanTown) -> None:
    opened(client, town)
    answer = client.post(url("run-request", town), follow=True)
    text = answer.content.decode()
    run = Run.objects.get(plan=town.plan)
    assert reverse("foundation:job", args=[run.job_public_id]) in text
    assert url("run-request", town) not in text


def test_what_was_cancelled_is_not_offered_to_cancel_again(client: Client, town: PlanTown) -> None:
    run = actions.request_run(plan=town.plan, by=town.analyst, at=AT)
    job = queue.claim()
    cancel = reverse("foundation:job-cancel", args=[run.job_public_id])
    assert cancel in opened(client, town).get(url("plan", town)).content.decode()
    client.post(cancel)
    text = client.get(url("plan", town)).content.decode()
    assert cancel not in text
    assert reverse("foundation:job", args=[run.job_public_id]) in text
    queue.execute(job)
    assert run.job_public_id not in client.get(url("plan", town)).content.decode()


def test_a_cancelled_job_leads_back_to_its_plan(client: Client, town: PlanTown) -> None:
    run = actions.request_run(plan=town.plan, by=town.analyst, at=AT)
    opened(client, town).post(reverse("foundation:job-cancel", args=[run.job_public_id]))
    page = reverse("foundation:job", args=[run.job_public_id])
    assert f'class="btn" href="{url("plan", town)}"' in client.get(page).content.decode()
    part = client.get(page, headers={"hx-request": "true"}).content.decode()
    assert url("plan", town) in part


def test_a_raw_error_never_reaches_a_page(client: Client, town: PlanTown) -> None:
    run = actions.request_run(plan=town.plan, by=town.analyst, at=AT)
    Job.objects.filter(public_id=run.job_public_id).update(state=Job.State.FAILED, failure="KeyError: 's3cret'")
    for old in ("", "KeyError: 's3cret'"):  # as an earlier version stored it
        Run.objects.filter(pk=run.pk).update(status="failed", failure=old)
        opened(client, town)
        for page in (url("plan", town), reverse("foundation:job", args=[run.job_public_id])):
            answer = client.get(page)
            assert answer.status_code == 200
            assert b"s3cret" not in answer.content


def test_a_failed_run_is_told_and_can_be_tried_again(client: Client, town: PlanTown) -> None:
    first, second = (town.agency.programmes.get(code=code) for code in ("C07", "C11"))
    first.prerequisite = second
    first.save()
    compute(town)
    client.cookies["renbina_language"] = "en"
    text = opened(client, town).get(url("plan", town)).content.decode()
    assert "prerequisite_cycle" not in text
    assert "in a circle" in text
    assert url("run-request", town) in text


def test_a_run_that_will_be_tried_again_is_not_called_failed(client: Client, town: PlanTown) -> None:
    run = actions.request_run(plan=town.plan, by=town.analyst, at=AT)
    Run.objects.filter(pk=run.pk).update(parameters={"no": "setting"})
    queue.drain()
    client.cookies["renbina_language"] = "en"
    text = opened(client, town).get(url("plan", town)).content.decode()
    assert "Attempt 1 of 2 did not reach its end. The next one begins in" in text
    assert "could not be put together" not in text
    assert url("run-request", town) not in text
    Job.objects.filter(public_id=run.job_public_id).update(run_after=real_now())
    assert "as soon as a worker is free" in client.get(url("plan", town)).content.decode()
    queue.drain()
    text = client.get(url("plan", town)).content.decode()
    assert "could not be put together" in text
    assert url("run-request", town) in text


def test_an_auditor_is_told_of_a_run_and_offered_no_button_of_its_job(client: Client, town: PlanTown) -> None:
    run = actions.request_run(plan=town.plan, by=town.analyst, at=AT)
    client.cookies["renbina_language"] = "en"
    text = opened(client, town, "auditor").get(url("plan", town)).content.decode()
    assert "Waiting for its turn" in text
    assert run.job_public_id not in text


def test_a_job_that_died_does_not_block_the_page_for_ever(client: Client, town: PlanTown) -> None:
    run = actions.request_run(plan=town.plan, by=town.analyst, at=AT)
    Job.objects.filter(public_id=run.job_public_id).update(state=Job.State.FAILED)
    text = opened(client, town).get(url("plan", town)).content.decode()
    assert url("run-request", town) in text
    assert actions.request_run(plan=town.plan, by=town.analyst, at=AT).pk != run.pk


def test_the_figures_of_the_run_stand_on_the_page(client: Client, town: PlanTown) -> None:
    run = compute(town)
    text = opened(client, town).get(url("plan", town)).content.decode()
    share = f"{run.figures['closed_share'] * 100:.1f}".replace(".", ",")
    assert share in text
    assert "Dialog kinerja triwulan" in text
    assert "Layanan publik digital" in text
    assert "rb-proof" in text


def test_a_person_is_found_by_name_with_reasons(client: Client, town: PlanTown) -> None:
    compute(town)
    text = opened(client, town).get(f"{url('plan', town)}?name={town.people[4].name}").content.decode()
    assert "rb-reason" in text
    assert town.people[4].name in text
    many = client.get(f"{url('plan', town)}?name=Arunala").content.decode()
    assert f"?person={town.people[0].public_id}" in many
    assert "rb-reason" not in many


def test_somebody_left_out_is_told_why(client: Client, town: PlanTown) -> None:
    away = town.people[4]
    EmploymentStatus.objects.filter(employee=away).update(status="study_leave")
    compute(town)
    client.cookies["renbina_language"] = "en"
    text = opened(client, town).get(f"{url('person-reasons', town)}?person={away.public_id}").content.decode()
    assert "has no place for the person at all: on study leave." in text
    assert "No programme on offer" not in text


def test_a_baseline_carries_its_unit(client: Client, town: PlanTown) -> None:
    text = opened(client, town).get(reverse("planning:goal-tree")).content.decode()
    assert "55,5 % (2026) → 80 % (2027)" in text


def test_rows_can_be_filtered_and_exported(client: Client, town: PlanTown) -> None:
    compute(town)
    opened(client, town)
    text = client.get(f"{url('plan', town)}?kind=others").content.decode()
    assert "Dialog kinerja triwulan" in text
    assert "Layanan publik digital" not in text
    answer = client.get(f"{url('plan', town)}?export=csv")
    assert "Layanan publik digital" in answer.content.decode("utf-8-sig")
    assert client.get(f"{url('plan-people', town)}?export=xlsx").content[:2] == b"PK"


def test_the_past_year_shows_planned_and_realised(client: Client, town: PlanTown) -> None:
    past = Plan.objects.get(agency=town.agency, year=2026)
    text = opened(client, town).get(reverse("planning:plan-history", args=[past.public_id])).content.decode()
    assert "Komunikasi pelayanan di loket" in text


def test_a_decided_year_leads_to_its_realisation_and_is_not_computed(client: Client, town: PlanTown) -> None:
    past = Plan.objects.get(agency=town.agency, year=2026)
    opened(client, town)
    answer = client.get(reverse("planning:plan", args=[past.public_id]))
    assert answer.url == reverse("planning:plan-history", args=[past.public_id])
    with pytest.raises(actions.PlanNotDraft):
        actions.request_run(plan=past, by=town.analyst, at=AT)


def test_reasons_before_the_first_run_lead_back_to_the_plan(client: Client, town: PlanTown) -> None:
    answer = opened(client, town).get(url("person-reasons", town))
    assert answer.url == url("plan", town)


def test_a_unit_operator_is_offered_no_document_they_may_not_open(client: Client, town: PlanTown) -> None:
    compute(town)
    document = url("document-pdf", town)
    assert document in opened(client, town).get(url("plan", town)).content.decode()
    assert document not in opened(client, town, "unit_operator").get(url("plan", town)).content.decode()


def test_a_search_does_not_change_how_many_people_and_seats_there_are(client: Client, town: PlanTown) -> None:
    compute(town)
    page = opened(client, town).get(url("plan-people", town), {"q": "nobody is called so"})
    assert page.context["table"].total == 0
    assert page.context["total"] == town.plan.current_run.assignments.count() > 0


def test_a_participant_leads_to_what_was_weighed_for_them(client: Client, town: PlanTown) -> None:
    compute(town)
    seat = town.plan.current_run.assignments.select_related("employee").first()
    link = f"{url('person-reasons', town)}?person={seat.employee.public_id}"
    assert link in opened(client, town).get(url("plan-people", town)).content.decode()
    assert client.get(link).context["search"].found.public_id == seat.employee.public_id
