"""Two superiors: derived from the tree, corrected by hand, and following whoever moves."""

from datetime import date, timedelta

import pytest
from tests.rooms.organisation.conftest import AT, DAY, Town, make_employee

from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.base import holds_on
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.organisation import actions
from renbina.organisation.actions import Correction, NewPost, StatusRefused, SuperiorRefused
from renbina.organisation.gather import superior_changes
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Supervision

MARCH = date(2026, 3, 1)


def rater(town: Town, key: str, on: date = DAY) -> str | None:
    """Key of the rating official on a day."""
    row = Supervision.objects.filter(holds_on(on), employee=town.people[key], relation="rater").first()
    return next((name for name, person in town.people.items() if row and person.pk == row.superior_id), None)


def correct(town: Town, key: str, superior: str | None, *, by: Actor | None = None, **changes: object) -> int:
    values: dict[str, object] = {"relation": "rater", "since": DAY, "reason": "Salah catat"}
    new = Correction(
        (town.people[key],), town.people[superior] if superior else None, **(values | changes)  # type: ignore[arg-type]  # fields above
    )  # fmt: skip
    return actions.correct_superiors(correction=new, by=by or town.system, at=AT)


def derive(town: Town, *, on: date = DAY, **more: object) -> int:
    return actions.derive_superiors(on=on, by=town.system, at=AT, **more)  # type: ignore[arg-type]  # named at the call


def operator(town: Town, unit: str) -> Actor:
    return town.actor(Grant(Role.UNIT_OPERATOR, town.units[unit].path))


def test_those_without_a_superior_get_the_one_of_the_tree_with_its_reason(town: Town) -> None:
    assert derive(town) == 1  # the head has nobody above, the other unit has no head
    assert rater(town, "staff") == "head"
    row = Supervision.objects.get()
    assert row.source == "derived"
    assert "Dinas Satu" in row.reason
    assert derive(town) == 0


def test_a_correction_is_never_overwritten_and_a_derivation_only_when_asked(town: Town) -> None:
    derive(town, on=MARCH)
    town.people["new"] = make_employee(town.agency, town.units["one.s"], town.positions["staff"], 7)
    correct(town, "new", "other")
    chief = actions.add_positions(
        agency=town.agency, positions=[actions.NewPosition("c", "Kepala Seksi Pelayanan", "supervisor", "supervisor")],
        by=town.system, at=AT,
    )["c"]  # fmt: skip
    town.people["chief"] = make_employee(town.agency, town.units["one.s"], chief, 8)
    assert derive(town) == 1  # the new chief; others have somebody
    assert (rater(town, "staff"), rater(town, "new")) == ("head", "other")
    assert derive(town, again=True) == 1
    assert (rater(town, "staff"), rater(town, "new")) == ("chief", "other")
    assert rater(town, "staff", DAY - timedelta(1)) == "head"


def test_a_difference_that_was_shown_and_then_changed_is_refused(town: Town) -> None:
    lines = superior_changes(town.agency.pk, DAY, Employee.objects.filter(agency=town.agency))
    shown = actions.digest_of([line for line in lines if line.superior is not None])
    make_employee(town.agency, town.units["one.s"], town.positions["staff"], 7)
    with pytest.raises(actions.DerivationStale):
        derive(town, expected=shown)
    assert not Supervision.objects.exists()


def test_a_head_on_leave_leads_nobody_and_a_plt_does(town: Town) -> None:
    EmploymentStatus.objects.filter(employee=town.people["head"]).update(status="study_leave")
    assert derive(town) == 0
    letter = actions.NewSubstitution(
        town.people["head"], town.people["other"], "plt", DAY, None, "800/1", DAY, "Tugas belajar"
    )
    actions.name_substitute(new=letter, by=town.system, at=AT)
    assert derive(town) == 2
    assert (rater(town, "staff"), rater(town, "head")) == ("other", "other")


def test_an_operator_corrects_the_people_of_the_unit_with_a_reason(town: Town) -> None:
    assert correct(town, "staff", "other", by=operator(town, "one")) == 1
    assert rater(town, "staff") == "other"
    event = AuditEvent.objects.order_by("-sequence").first()
    assert event is not None
    assert (event.new or {})["reason"] == "Salah catat"
    assert correct(town, "staff", "other", by=operator(town, "one")) == 0
    with pytest.raises(NotFound):
        correct(town, "staff", "head", by=operator(town, "two"))
    with pytest.raises(Forbidden):
        correct(town, "staff", "head", by=town.actor(Grant(Role.AUDITOR)))


def test_nobody_corrects_their_own_superior(town: Town) -> None:
    own = town.actor(Grant(Role.UNIT_OPERATOR, town.units["one"].path), employee=town.people["staff"])
    with pytest.raises(NotFound):
        correct(town, "staff", "other", by=own)


def test_what_cannot_be_a_superior_is_refused(town: Town, other_town: Town) -> None:
    correct(town, "staff", "head")
    with pytest.raises(SuperiorRefused, match=town.people["staff"].name):
        correct(town, "head", "staff")  # a circle
    with pytest.raises(SuperiorRefused):
        correct(town, "staff", "staff")
    with pytest.raises(SuperiorRefused):
        correct(town, "staff", "other", reason=" ")
    with pytest.raises(SuperiorRefused):
        correct(town, "staff", None)
    EmploymentStatus.objects.filter(employee=town.people["other"]).update(status="retired")
    with pytest.raises(SuperiorRefused, match=town.people["other"].name):
        correct(town, "staff", "other")
    town.people["stranger"] = other_town.people["head"]
    with pytest.raises(NotFound):
        correct(town, "staff", "stranger")
    assert Supervision.objects.count() == 1


def test_a_team_leader_is_set_and_taken_away_beside_the_rating_official(town: Town) -> None:
    derive(town)
    correct(town, "staff", "other", relation="team_lead", since=MARCH)
    assert Supervision.objects.filter(relation="team_lead", valid_to=None).count() == 1
    correct(town, "staff", None, relation="team_lead")
    lead = Supervision.objects.get(relation="team_lead")
    assert (lead.valid_from, lead.valid_to, rater(town, "staff")) == (MARCH, DAY, "head")


def test_who_moves_has_the_new_post_and_superior_from_that_day(town: Town) -> None:
    derive(town, on=MARCH)
    chief = actions.add_positions(
        agency=town.agency, positions=[actions.NewPosition("c", "Kepala Dinas Dua", "jpt", "jpt_pratama")],
        by=town.system, at=AT,
    )["c"]  # fmt: skip
    town.people["chief"] = make_employee(town.agency, town.units["two"], chief, 8)
    post = NewPost(town.units["two"], town.positions["staff"], date(2026, 7, 1), "SK 821/7")
    actions.move_employee(employee=town.people["staff"], post=post, by=town.system, at=AT)
    assert [rater(town, "staff", date(2026, month, 1)) for month in (6, 7)] == ["head", "chief"]
    units = [
        Placement.objects.get(holds_on(date(2026, month, 1)), employee=town.people["staff"]).unit.name
        for month in (6, 7)
    ]
    assert units == ["Seksi Pelayanan", "Dinas Dua"]


def test_leave_ends_by_itself_and_retirement_does_not(town: Town) -> None:
    staff = town.people["staff"]

    def state(status: str, since: date, until: date | None) -> None:
        actions.set_status(employee=staff, status=status, since=since, until=until, note="SK 1", by=town.system, at=AT)

    state("unpaid_leave", MARCH, date(2026, 5, 1))
    rows = EmploymentStatus.objects.filter(employee=staff).order_by("valid_from")
    assert [(row.status, row.valid_to) for row in rows] == [
        ("active", MARCH), ("unpaid_leave", date(2026, 5, 1)), ("active", None),
    ]  # fmt: skip
    with pytest.raises(StatusRefused):
        state("retired", DAY, DAY + timedelta(9))
    with pytest.raises(StatusRefused):
        state("retired", date(2026, 4, 1), None)  # a later status is known
    state("retired", DAY, None)
    with pytest.raises(Forbidden):
        actions.set_status(
            employee=staff, status="active", since=DAY, until=None, note="x", by=operator(town, "one"), at=AT
        )
