"""A plan on its way to a decree: whose step it is, what stays in force, and what an auditor sees afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.planning.town import AT, FAST, PlanTown

from binacore.approval import Verb
from renbina.accounts.models import User
from renbina.catalogue.models import Offer
from renbina.foundation import outbox, queue
from renbina.foundation.actor import Actor, Role, StandIn
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.organisation.models import Position, RoleGrant, Substitution
from renbina.planning import actions
from renbina.planning.enums import PlanStatus
from renbina.planning.gather.seal import seal_of
from renbina.planning.models import Assignment, OpenedOffer, Plan, Run
from renbina.planning.queries import approval_of, plan_for, plan_in_force

DAY = AT.date()


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RENBINA_FROZEN_ON", DAY)


def version(town: PlanTown, seats: int = 3) -> Run:
    """A computed version without the minutes of a computation: what a decision needs of it."""
    run = Run.objects.create(plan=town.plan, requested_by="Uji", requested_at=AT, finished_at=AT, status="done")
    offer = Offer.objects.filter(programme__agency=town.agency).order_by("pk")[0]
    OpenedOffer.objects.create(run=run, offer=offer, batches=1, people=seats, cost=1_000_000)
    Assignment.objects.bulk_create(Assignment(run=run, employee=each, offer=offer) for each in town.people[:seats])
    Plan.objects.filter(pk=town.plan.pk).update(current_run=run, status=PlanStatus.DRAFT)
    town.plan.refresh_from_db()
    return run


def person(town: PlanTown, role: Role) -> Actor:
    """Somebody of their own for each role."""
    user, _ = User.objects.get_or_create(username=f"{role.value}-decides", defaults={"display_name": role.value})
    return replace(town.actor(role), user_id=user.pk, label=role.value)


def head(town: PlanTown) -> Actor:
    return person(town, Role.HEAD_OF_DEVELOPMENT)


def sekda(town: PlanTown) -> Actor:
    return person(town, Role.APPROVER_PYB)


def mayor(town: PlanTown) -> Actor:
    return person(town, Role.APPROVER_PPK)


def forward(town: PlanTown, run: Run) -> None:
    actions.propose_plan(plan=town.plan, seen=run.public_id, by=head(town), at=AT)


def agreed(town: PlanTown, run: Run) -> None:
    forward(town, run)
    actions.endorse_plan(plan=town.plan, seen=run.public_id, by=sekda(town), at=AT)


def in_force(town: PlanTown, run: Run) -> Plan:
    agreed(town, run)
    actions.set_plan(plan=town.plan, seen=run.public_id, number="800/1/2026", dated=DAY, by=mayor(town), at=AT)
    return Plan.objects.get(pk=town.plan.pk)


def test_three_people_make_a_draft_the_plan_in_force(town: PlanTown) -> None:
    run = version(town)
    assert plan_in_force(town.analyst) is None
    plan = in_force(town, run)
    assert (plan.status, plan.approved_run) == (PlanStatus.APPROVED, run)
    assert plan_in_force(town.analyst) == plan
    steps = list(plan.decisions.order_by("pk").values_list("step", "by_name", "number"))
    assert [step for step, *_ in steps] == ["propose", "endorse", "set"]
    assert len({name for _, name, _ in steps}) == 3
    verbs = AuditEvent.objects.filter(verb__startswith="planning.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["planning.propose_plan", "planning.endorse_plan", "planning.set_plan"]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.UNIT_OPERATOR, Role.EMPLOYEE, Role.APPROVER_PPK])
def test_only_whose_step_it_is_may_take_it(town: PlanTown, elsewhere: PlanTown, role: Role) -> None:
    run = version(town)
    forward(town, run)
    with pytest.raises(Forbidden):
        actions.endorse_plan(plan=town.plan, seen=run.public_id, by=person(town, role), at=AT)
    with pytest.raises(NotFound):
        actions.endorse_plan(plan=town.plan, seen=run.public_id, by=sekda(elsewhere), at=AT)
    with pytest.raises(Forbidden):  # nothing decides by itself
        actions.endorse_plan(plan=town.plan, seen=run.public_id, by=town.system, at=AT)
    assert Plan.objects.get(pk=town.plan.pk).status == PlanStatus.PROPOSED


def test_nobody_agrees_to_what_they_put_forward(town: PlanTown) -> None:
    run = version(town)
    forward(town, run)
    both = replace(sekda(town), user_id=head(town).user_id)
    with pytest.raises(actions.SamePerson):
        actions.endorse_plan(plan=town.plan, seen=run.public_id, by=both, at=AT)
    found = approval_of(both, Plan.objects.get(pk=town.plan.pk))
    assert (found.may, found.took_part) == ((Verb.SEND_BACK,), True)


def test_an_acting_officer_decides_and_the_trail_names_both(town: PlanTown) -> None:
    run = version(town)
    forward(town, run)
    absent = StandIn(town.people[0].pk, "Budi Santosa", "plh", Role.APPROVER_PYB, office="Sekretaris Daerah")
    acting = replace(person(town, Role.EMPLOYEE), label="Sari Utami", stands_in=(absent,))
    actions.endorse_plan(plan=town.plan, seen=run.public_id, by=acting, at=AT)
    line = town.plan.decisions.order_by("-pk")[0]
    assert "Sari Utami" in line.by_name
    assert "Budi Santosa" in line.by_name
    event = AuditEvent.objects.filter(verb="planning.endorse_plan").get()
    assert (event.actor_label, event.behalf["name"]) == ("Sari Utami", "Budi Santosa")


def test_what_was_put_together_meanwhile_is_read_before_it_is_decided_on(town: PlanTown) -> None:
    old = version(town)
    version(town, seats=5)
    with pytest.raises(actions.PlanChanged):
        forward(town, old)


def test_a_plan_under_decision_is_not_put_together_again_until_it_is_taken_back(town: PlanTown) -> None:
    run = version(town)
    forward(town, run)
    with pytest.raises(actions.PlanNotDraft):
        actions.request_run(plan=town.plan, parameters=FAST, by=town.analyst, at=AT)
    actions.withdraw_plan(plan=town.plan, seen=run.public_id, by=head(town), at=AT)
    actions.request_run(plan=town.plan, parameters=FAST, by=town.analyst, at=AT)


@pytest.mark.parametrize(("reach", "who"), [(forward, sekda), (agreed, mayor)])
def test_sent_back_with_what_has_to_change(
    town: PlanTown, reach: Callable[[PlanTown, Run], None], who: Callable[[PlanTown], Actor]
) -> None:
    run = version(town)
    reach(town, run)
    with pytest.raises(actions.StepRefused) as refused:
        actions.send_back_plan(plan=town.plan, seen=run.public_id, note="  ", by=who(town), at=AT)
    assert refused.value.field == "note"
    actions.send_back_plan(plan=town.plan, seen=run.public_id, note="Loket lebih dulu", by=who(town), at=AT)
    plan = Plan.objects.get(pk=town.plan.pk)
    found = approval_of(head(town), plan)
    assert plan.status == PlanStatus.DRAFT
    assert found.sent_back is not None
    assert found.sent_back.note == "Loket lebih dulu"
    assert Verb.PROPOSE in found.may


def test_a_decree_has_a_number_and_no_day_to_come(town: PlanTown) -> None:
    run = version(town)
    agreed(town, run)
    for number, dated, field in (("", DAY, "number"), ("1", DAY + timedelta(days=1), "dated")):
        with pytest.raises(actions.StepRefused) as refused:
            actions.set_plan(plan=town.plan, seen=run.public_id, number=number, dated=dated, by=mayor(town), at=AT)
        assert refused.value.field == field


def test_a_newer_version_is_a_draft_while_the_old_one_stays_in_force(town: PlanTown) -> None:
    old = version(town)
    in_force(town, old)
    new = version(town, seats=5)
    plan = Plan.objects.get(pk=town.plan.pk)
    assert (plan.approved_run, plan.current_run) == (old, new)
    assert plan_for(town.analyst, plan.public_id).current_run == new
    assert plan_for(town.analyst, plan.public_id, in_force=True).current_run == old
    operator = town.actor(Role.UNIT_OPERATOR, unit="CAPIL")  # reads no drafts
    assert plan_for(operator, plan.public_id).current_run == old
    assert approval_of(head(town), plan).newer
    plan = in_force(town, new)
    assert plan.approved_run == new


def test_a_computed_run_makes_a_decided_plan_a_draft_again(
    town: PlanTown, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RENBINA_FILES", tmp_path)
    old = version(town)
    in_force(town, old)
    actions.request_run(plan=town.plan, parameters=FAST, by=town.analyst, at=AT)
    queue.drain()
    plan = Plan.objects.get(pk=town.plan.pk)
    assert plan.status == PlanStatus.DRAFT
    assert plan.approved_run == old
    assert plan.current_run not in (None, old)


def test_a_file_does_not_undo_a_decision(town: PlanTown) -> None:
    plan = in_force(town, version(town))
    line = actions.PlanLine(plan.year, plan.stage, "Judul baru", plan.budget, "draft")
    actions.load_plans(plans=[line], by=town.analyst, at=AT)
    plan.refresh_from_db()
    assert (plan.title, plan.status) == ("Judul baru", PlanStatus.APPROVED)


def test_the_seal_tells_when_a_seat_was_changed(town: PlanTown, client: Client) -> None:
    run = version(town)
    plan = in_force(town, run)
    seal = plan.decisions.get(step="set").content_sha256
    assert seal_of(run) == seal
    client.force_login(town.users["auditor"])
    page = reverse("planning:plan-approval", args=[plan.public_id]) + "?periksa=1"
    assert client.get(page).context["seal"] == "whole"
    Assignment.objects.filter(run=run).order_by("pk")[:1].get().delete()
    assert seal_of(run) != seal
    assert client.get(page).context["seal"] == "broken"


@pytest.mark.parametrize("seats", [2, 12])
def test_the_page_costs_the_same_for_any_plan(town: PlanTown, client: Client, seats: int) -> None:
    run = version(town, seats=seats)
    forward(town, run)
    client.force_login(town.users["head_of_development"])
    page = reverse("planning:plan-approval", args=[town.plan.public_id])
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page).status_code == 200
    assert len(asked) <= 15


def test_the_page_takes_the_step_and_keeps_what_was_typed_wrong(town: PlanTown, client: Client) -> None:
    run = version(town)
    client.force_login(town.users["head_of_development"])
    page = reverse("planning:plan-approval", args=[town.plan.public_id])
    sent = {"step": "propose", "seen": run.public_id, "note": "Siap"}
    assert client.post(page, sent).status_code == 302
    assert Plan.objects.get(pk=town.plan.pk).status == PlanStatus.PROPOSED
    again = client.post(page, sent)
    assert again.status_code == 422
    assert client.post(page, {"step": "endorse", "seen": run.public_id}).status_code == 403
    assert town.plan.decisions.count() == 1


def test_whoever_is_to_decide_next_gets_a_letter_and_so_does_who_stands_in(
    town: PlanTown, mailoutbox: list, django_capture_on_commit_callbacks: Callable
) -> None:
    run = version(town)
    office, deputy = (User.objects.create(username=name, email=f"{name}@kota.example") for name in ("sekda", "plh"))
    for person_, user in zip(town.people[2:4], (office, deputy), strict=True):
        person_.user = user
        person_.save()
    RoleGrant.objects.create(user=office, agency=town.agency, role="approver_pyb", valid_from=date(2020, 1, 1))
    Substitution.objects.create(
        agency=town.agency, absent=town.people[2], substitute=town.people[3], unit=town.units["CAPIL"],
        position=Position.objects.filter(agency=town.agency)[0], kind="plh", letter_number="1",
        letter_date=DAY, reason="Dinas luar", valid_from=DAY,
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        forward(town, run)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.deliver()
    assert sorted(letter.to[0] for letter in mailoutbox) == ["plh@kota.example", "sekda@kota.example"]
    assert {letter.subject for letter in mailoutbox} == {"Rencana 2027 menunggu persetujuan Anda"}
