"""A run from the button to the stored plan, and everything that can stop it."""

import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Sum
from tests.rooms.planning.town import AT, FAST, PlanTown

from binacore.planner import Problem, check, engine
from renbina.catalogue.models import Offer
from renbina.foundation import queue
from renbina.foundation.actor import Role
from renbina.foundation.clock import real_now
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent, Job
from renbina.needs.models import Nomination
from renbina.planning import actions
from renbina.planning.enums import ActivityKind, RunFailure, RunStatus
from renbina.planning.models import Plan, PlanRow, Run
from renbina.planning.store import kept_names


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RENBINA_FILES", tmp_path)


def computed(town: PlanTown) -> Run:
    run = actions.request_run(plan=town.plan, seed=1, parameters=FAST, by=town.analyst, at=AT)
    queue.drain()
    run.refresh_from_db()
    return run


def broken(town: PlanTown) -> Run:
    """A run whose first attempt met an error nobody foresaw."""
    run = actions.request_run(plan=town.plan, parameters=FAST, by=town.analyst, at=AT)
    Run.objects.filter(pk=run.pk).update(parameters={"secret_setting": "s3cret"})
    queue.drain()
    return run


def tried_once_more(run: Run) -> None:
    """The queue's next attempt, now."""
    Job.objects.filter(public_id=run.job_public_id).update(run_after=real_now())
    queue.drain()


def session_name(offer: Offer) -> str:
    return f"{offer.programme.code}-{offer.year}-{offer.month or 0:02d}"


def test_a_run_fills_the_plan(town: PlanTown) -> None:
    run = computed(town)
    assert run.status == RunStatus.DONE, run.failure
    assert run.objective is not None
    assert run.bound is not None
    assert run.objective <= run.bound + 1e-6
    assert {len(run.problem_sha256), len(run.rulebook_sha256), len(run.parameters_sha256)} == {64}
    assert Plan.objects.get(pk=town.plan.pk).current_run == run
    assert run.assignments.filter(mandatory=True).get().employee == town.people[0]
    assert run.reasons.count() >= run.assignments.count()


def test_the_figures_are_sums_of_the_rows(town: PlanTown) -> None:
    run = computed(town)
    rows = PlanRow.objects.filter(plan=town.plan)
    programmes = rows.filter(kind=ActivityKind.PROGRAMME)
    assert run.figures["used"] == rows.aggregate(total=Sum("amount"))["total"]
    assert run.figures["used"] == sum(fund["used"] for fund in run.figures["funds"])
    assert run.figures["seats"] == run.assignments.count() == programmes.aggregate(n=Sum("participants"))["n"]
    assert run.figures["steps_closed"] == programmes.aggregate(n=Sum("steps_closed"))["n"]
    assert run.figures["steps_closed"] == sum(min(level.after, 3) - level.held for level in run.levels.all())
    assert run.figures["used"] <= run.figures["budget"]


def test_the_last_year_is_told_for_the_same_people(town: PlanTown) -> None:
    last = computed(town).figures["last_year"]
    assert last == {"year": 2026, "pns_share": pytest.approx(3 / 9), "pns_at_target": 3}


def test_the_kept_problem_is_the_one_that_was_solved(town: PlanTown, tmp_path: Path) -> None:
    from binacore.planner.folder import read_problem

    run = computed(town)
    actions.save_problem_folder(run, tmp_path / "out")
    problem = read_problem(tmp_path / "out")
    assert isinstance(problem, Problem)
    assert problem.folder_sha256 == run.problem_sha256
    who = {public_id: name for name, public_id in kept_names(run.public_id).items()}
    seats = [
        (who[seat.employee.public_id], session_name(seat.offer))
        for seat in run.assignments.select_related("employee", "offer__programme")
    ]
    batches = {session_name(each.offer): each.batches for each in run.opened.select_related("offer__programme")}
    report = check(problem, type("Plan", (), {"assignments": seats, "batches": batches}))
    assert report.accepted
    assert report.objective == pytest.approx(run.objective)


def test_a_second_run_is_refused_while_one_is_going(town: PlanTown) -> None:
    actions.request_run(plan=town.plan, by=town.analyst, at=AT)
    with pytest.raises(actions.RunAlreadyGoing):
        actions.request_run(plan=town.plan, by=town.analyst, at=AT)


def test_a_new_run_replaces_the_rows_shown_but_keeps_the_old_ones(town: PlanTown) -> None:
    first, second = computed(town), computed(town)
    assert Plan.objects.get(pk=town.plan.pk).current_run == second
    assert first.rows.exists()
    assert [first.objective, first.problem_sha256] == [second.objective, second.problem_sha256]


def test_cancelling_leaves_the_plan_as_it_was(town: PlanTown) -> None:
    run = actions.request_run(plan=town.plan, parameters=FAST, by=town.analyst, at=AT)
    job = queue.claim()
    assert job is not None
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    queue.execute(job)
    run.refresh_from_db()
    assert run.status == RunStatus.CANCELLED
    assert Plan.objects.get(pk=town.plan.pk).current_run is None
    assert not run.assignments.exists()


def test_contradicting_data_fail_the_run_with_a_code(town: PlanTown) -> None:
    first, second = (town.agency.programmes.get(code=code) for code in ("C07", "C11"))
    first.prerequisite = second
    first.save()
    run = computed(town)
    assert run.status == RunStatus.FAILED
    assert run.failure == RunFailure.PREREQUISITES
    job = Job.objects.get(public_id=run.job_public_id)
    assert (job.state, job.failure) == (Job.State.FAILED, RunFailure.PREREQUISITES.label)


def test_an_error_nobody_foresaw_is_kept_as_a_code_and_logged(town: PlanTown, caplog: pytest.LogCaptureFixture) -> None:
    run = broken(town)
    tried_once_more(run)
    run.refresh_from_db()
    assert (run.status, run.failure) == (RunStatus.FAILED, RunFailure.ERROR)
    assert "secret_setting" in caplog.text


def test_a_run_whose_job_is_tried_again_waits_and_has_not_failed(town: PlanTown) -> None:
    run = broken(town)
    run.refresh_from_db()
    assert (run.status, run.failure, run.finished_at) == (RunStatus.QUEUED, "", None)
    with pytest.raises(actions.RunAlreadyGoing):
        actions.request_run(plan=town.plan, by=town.analyst, at=AT)


def test_a_second_attempt_that_succeeds_fills_the_plan(town: PlanTown) -> None:
    run = broken(town)
    Run.objects.filter(pk=run.pk).update(parameters=run.parameters)
    tried_once_more(run)
    run.refresh_from_db()
    assert run.status == RunStatus.DONE
    assert Plan.objects.get(pk=town.plan.pk).current_run == run


def test_only_those_who_plan_may_ask_for_a_run(town: PlanTown, elsewhere: PlanTown) -> None:
    for role in (Role.AUDITOR, Role.UNIT_OPERATOR, Role.EMPLOYEE, Role.APPROVER_PPK):
        with pytest.raises(Forbidden):
            actions.request_run(plan=town.plan, by=town.actor(role), at=AT)
    with pytest.raises(NotFound):
        actions.request_run(plan=town.plan, by=elsewhere.analyst, at=AT)


def test_asking_and_storing_are_in_the_audit(town: PlanTown) -> None:
    run = computed(town)
    verbs = list(AuditEvent.objects.filter(object_id=run.public_id).order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["planning.request_run", "planning.begin_run", "planning.complete_run"]


def test_an_unknown_parameter_is_refused(town: PlanTown) -> None:
    with pytest.raises(ValueError, match="fairnes"):
        actions.request_run(plan=town.plan, parameters={"fairnes": 1}, by=town.analyst, at=AT)


def test_the_command_writes_the_problem_of_the_current_run(
    town: PlanTown, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = computed(town)
    call_command("plan", "export", town.plan.public_id, str(tmp_path / "folder"))
    assert run.problem_sha256 in capsys.readouterr().out
    assert (tmp_path / "folder" / "problem.json").exists()
    with pytest.raises(CommandError, match="no run"):
        call_command("plan", "export", "nothing", str(tmp_path / "other"))


def test_places_that_stay_empty_are_named_with_their_reason(town: PlanTown) -> None:
    programme = town.agency.programmes.get(code="A03")
    for person in town.people[1:4]:
        Nomination.objects.create(employee=person, programme=programme, year=2027, mandatory=True, reason="Wajib")
    mandatory = computed(town).figures["mandatory"]
    assert (mandatory["places"], mandatory["filled"]) == (4, 1)  # the fund pays for one of 25 million
    [short] = mandatory["short"]
    assert (short["programme"], short["places"], short["filled"]) == ("A03", 4, 1)
    assert short["code"]


def test_being_named_is_counted_as_places_and_not_as_a_gap(town: PlanTown) -> None:
    before = computed(town).figures
    programme = town.agency.programmes.get(code="C07")
    Nomination.objects.create(employee=town.people[2], programme=programme, year=2027, mandatory=False, reason="Usul")
    after = computed(town).figures
    assert after["named"] == {"places": 1, "filled": 1}
    assert after["steps_all"] == before["steps_all"]
    assert after["inputs"]["gaps"] == before["inputs"]["gaps"]


def test_every_stage_of_the_planner_has_words_for_the_page() -> None:
    begun = set(re.findall(r"\.begin\(\"(\w+)\"\)", inspect.getsource(engine)))
    assert "improvement" in begun
    assert begun <= set(actions.STAGES)


def test_a_run_says_which_method_found_it(town: PlanTown) -> None:
    run = computed(town)
    assert run.solver
    assert run.mode == "weighted"
