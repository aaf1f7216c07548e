"""Somebody who moves in the middle of the year: what the post asks, the superior and the plan follow on that day."""

from datetime import date, timedelta

from tests.rooms.planning.test_gather import candidates
from tests.rooms.planning.town import AT, PlanTown

from renbina.competency.gather import gap_material
from renbina.competency.models import Competency, PositionStandard
from renbina.foundation.base import holds_on
from renbina.organisation import actions
from renbina.organisation.models import Employee, Placement, Position, Supervision

MOVED = date(2026, 7, 1)
BEFORE = MOVED - timedelta(days=1)
START = date(2026, 1, 5)


def head(town: PlanTown, unit: str, title: str, person: Employee) -> Employee:
    post = Position.objects.create(
        agency=town.agency, title=title, title_key=title.casefold(), kind="supervisor", level="supervisor"
    )
    Placement.objects.filter(employee=person).update(position=post, unit=town.units[unit])
    return person


def superior(person: Employee, on: date) -> Employee:
    return Supervision.objects.get(holds_on(on), employee=person, relation="rater").superior


def asked(town: PlanTown, person: Employee, on: date) -> dict[str, int]:
    rows = gap_material(town.agency.pk, on).requirements
    codes = dict(Competency.objects.values_list("pk", "code"))
    return {codes[int(row.competency_id)]: row.level for row in rows if row.person_id == str(person.pk)}


def test_gaps_superior_and_candidates_follow_a_move_on_its_day(town: PlanTown) -> None:
    person, old_head, new_head = town.people[2], town.people[4], town.people[5]
    head(town, "BKPSDM", "Kepala BKPSDM", old_head)
    head(town, "LOKET", "Kepala Loket", new_head)
    desk = Position.objects.create(
        agency=town.agency, title="Petugas loket", title_key="petugas loket", kind="executive", level="executive"
    )
    for position, code, level in ((person.placements.get().position, "2.2", 2), (desk, "1.1", 4)):
        competency = Competency.objects.get(code=code)
        PositionStandard.objects.create(position=position, competency=competency, level=level, valid_from=START)
    actions.derive_superiors(on=START, by=town.system, at=AT)
    post = actions.NewPost(Placement.objects.filter(employee=new_head).get().unit, desk, MOVED, "SK 821/7/2026")
    actions.move_employee(employee=person, post=post, by=town.system, at=AT)

    assert [asked(town, person, day) for day in (BEFORE, MOVED)] == [{"2.2": 2}, {"1.1": 4}]
    assert [superior(person, day) for day in (BEFORE, MOVED)] == [old_head, new_head]
    assert ["C02" in candidates(town, person, on=day) for day in (BEFORE, MOVED)] == [False, True]
