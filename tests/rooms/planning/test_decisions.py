"""Decisions can be printed with their reasons, and a reason says what the decision is for."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from tests.rooms.planning.town import AT, DAY, FAST, PlanTown

from renbina.foundation import queue
from renbina.planning import actions, queries
from renbina.planning.models import Assignment, Plan


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RENBINA_FILES", tmp_path)


@pytest.fixture
def planned(town: PlanTown) -> PlanTown:
    actions.request_run(plan=town.plan, seed=1, parameters=FAST, by=town.analyst, at=AT)
    queue.drain()
    town.plan = Plan.objects.get(pk=town.plan.pk)
    return town


def printed(town: PlanTown, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    call_command("plan", "decisions", town.plan.public_id, *options)
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")][1:]


def test_every_decision_is_printed_with_what_it_is_for(planned: PlanTown, capsys: pytest.CaptureFixture[str]) -> None:
    rows = printed(planned, capsys, "--first", "500")
    assert len(rows) == Assignment.objects.filter(run=planned.plan.current_run).count() > 0
    assert any("it is mandatory: Baru dilantik." in row for row in rows)
    assert any("it raises Literasi layanan digital" in row for row in rows)


def test_a_printed_decision_names_no_person(planned: PlanTown, capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(printed(planned, capsys, "--language", "id"))
    assert not any(person.name in text or person.nip in text for person in planned.people)
    assert "Operator, Loket" in text


def test_an_unknown_plan_has_no_decisions(planned: PlanTown) -> None:
    with pytest.raises(CommandError, match="no run"):
        call_command("plan", "decisions", "nothing")


def test_a_reason_names_only_competencies_that_the_programme_raises(planned: PlanTown) -> None:
    found = queries.person_search(planned.analyst, planned.plan, DAY, person=planned.people[1].public_id).found
    assert found is not None
    raised = {name for name, held, after in found.levels if after > held}
    taught = {each.programme_code: set(each.raises) for each in found.reasons}
    assert taught["C07"] <= {"Keamanan informasi"} & raised
    assert set().union(*taught.values()) <= raised
