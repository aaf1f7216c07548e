"""Recognition: who can be nominated, and that two different people take the two steps, never about themselves."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.once import for_other_processes
from tests.rooms.performance.office import Office, build_office
from tests.rooms.planning.town import AT, DAY

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.organisation.models import Employee, Placement
from renbina.performance.actions import (
    DecisionRefused,
    RecognitionRefused,
    decide_award,
    nominate_for_award,
    propose_award,
    return_nomination,
)
from renbina.performance.models import Recognition
from renbina.performance.queries import award_page, award_rows, own_awards
from renbina.voice.models import Feedback, Service

ROOT = Path(__file__).parents[3]


def nominate(office: Office, person: Employee, by: Actor | None = None, **changes) -> Recognition:
    given = {"criterion": "service", "evidence": "Antrean turun separuh", "links": "", "attested": True} | changes
    return nominate_for_award(employee=person, on=DAY, by=by or office.superior, at=AT, **given)


def nominated(office: Office, person: int = 1, predicate: str = "good") -> Recognition:
    office.last_year(office.people[person], predicate)
    return nominate(office, office.people[person])


def propose(office: Office, award: Recognition, by: Actor | None = None) -> Recognition:
    return propose_award(award=award, on=DAY, by=by or office.official(Role.HEAD_OF_DEVELOPMENT), at=AT)


def decide(office: Office, award: Recognition, *, grant: bool = True, by: Actor | None = None, reason: str = "Belum"):
    by = by or office.official(Role.APPROVER_PYB)
    return decide_award(award=award, grant=grant, reason=reason, on=DAY, by=by, at=AT)


def both_roles(office: Office, employee: Employee | None = None) -> Actor:
    """One login that may propose and decide."""
    head, decider = office.official(Role.HEAD_OF_DEVELOPMENT, employee), office.official(Role.APPROVER_PYB)
    return Actor(head.user_id, head.agency_id, head.employee_id, "Dua peran", head.grants | decider.grants)


def test_from_nomination_to_award_three_people_have_a_hand_in_it(office: Office) -> None:
    award = decide(office, propose(office, nominated(office)))
    assert award.stage == "awarded"
    assert (award.nominated_name, award.proposed_name) == (office.people[0].name, Role.HEAD_OF_DEVELOPMENT.value)
    assert own_awards(office.actor(office.people[1])) == [award]
    verbs = AuditEvent.objects.filter(object_id=award.public_id).order_by("sequence").values_list("verb", flat=True)
    assert [verb.split(".")[1] for verb in verbs] == ["nominate_for_award", "propose_award", "decide_award"]


@pytest.mark.parametrize("predicate", ["needs_improvement", "poor", "very_poor", None])
def test_without_a_good_predicate_nobody_is_nominated(office: Office, predicate: str | None) -> None:
    if predicate:
        office.last_year(office.people[1], predicate)
    with pytest.raises(RecognitionRefused, match="predicate"):
        nominate(office, office.people[1])


def test_whoever_is_being_coached_waits(office: Office) -> None:
    office.coached(office.people[1])
    office.last_year(office.people[1], "good")
    with pytest.raises(RecognitionRefused, match="coaching plan is running"):
        nominate(office, office.people[1])


@pytest.mark.parametrize(("changes", "field"), [
    ({"evidence": " "}, "evidence"), ({"criterion": "kerabat"}, "criterion"), ({"attested": False}, "attested"),
])  # fmt: skip
def test_a_nomination_has_evidence_a_reason_and_a_word_about_discipline(office: Office, changes, field: str) -> None:
    office.last_year(office.people[1])
    with pytest.raises(RecognitionRefused) as refused:
        nominate(office, office.people[1], **changes)
    assert refused.value.field == field


def test_nobody_nominates_themselves_twice_or_somebody_elses_people(office: Office) -> None:
    award = nominated(office)
    with pytest.raises(RecognitionRefused, match="already"):
        nominate(office, award.employee)
    office.last_year(office.people[0])
    analyst = office.official(Role.ANALYST, office.people[0])
    with pytest.raises(RecognitionRefused, match="themselves"):
        nominate(office, office.people[0], by=analyst)
    with pytest.raises(NotFound):
        nominate(office, office.people[-1])
    with pytest.raises(Forbidden):
        nominate(office, office.people[2], by=office.actor(office.people[3]))


def test_after_a_refusal_the_person_can_be_nominated_again(office: Office) -> None:
    award = nominated(office)
    head = office.official(Role.HEAD_OF_DEVELOPMENT)
    with pytest.raises(DecisionRefused, match="why not"):
        return_nomination(award=award, reason=" ", by=head, at=AT)
    return_nomination(award=award, reason="Bukti belum cukup", by=head, at=AT)
    assert [row.refusal for row in award_rows(office.superior)] == ["Bukti belum cukup"]
    assert nominate(office, award.employee).stage == "nominated"


def test_the_same_person_never_proposes_and_decides(office: Office) -> None:
    one = both_roles(office)
    award = propose(office, nominated(office), by=one)
    with pytest.raises(DecisionRefused, match="Another person"):
        decide(office, award, by=one)
    assert not award_page(one, award.public_id, DAY).may_decide
    assert decide(office, award).stage == "awarded"


def test_the_database_itself_refuses_one_login_for_both_steps(office: Office) -> None:
    award = propose(office, nominated(office))
    with pytest.raises(IntegrityError), transaction.atomic():
        Recognition.objects.filter(pk=award.pk).update(decided_by_id=award.proposed_by_id)


def test_nobody_takes_a_step_about_themselves_or_their_own_nominee(office: Office) -> None:
    award = nominated(office)
    for employee, words in ((office.people[1], "about themselves"), (office.people[0], "nominated this person")):
        with pytest.raises(DecisionRefused, match=words):
            propose(office, award, by=both_roles(office, employee))
    propose(office, award)
    for employee, words in ((office.people[1], "about themselves"), (office.people[0], "nominated this person")):
        decider = office.official(Role.APPROVER_PPK, employee)
        with pytest.raises(DecisionRefused, match=words):
            decide(office, award, by=decider)


def test_steps_need_their_role_a_person_and_their_order(office: Office) -> None:
    award = nominated(office)
    for by in (office.analyst, office.official(Role.APPROVER_PYB), office.town.system):
        with pytest.raises(Forbidden):
            propose(office, award, by=by)
    with pytest.raises(DecisionRefused, match="already"):
        decide(office, award)  # nobody has proposed it
    with pytest.raises(Forbidden):
        decide(office, award, by=office.official(Role.HEAD_OF_DEVELOPMENT))
    decide(office, propose(office, award), grant=False)
    with pytest.raises(DecisionRefused, match="already"):
        decide(office, award)


def test_an_award_that_lost_its_condition_is_not_given(office: Office) -> None:
    award = propose(office, nominated(office))
    office.last_year(award.employee, "poor")
    with pytest.raises(RecognitionRefused, match="Poor"):
        decide(office, award)


def test_another_agency_sees_no_nomination(office: Office) -> None:
    award = nominated(office)
    stranger = build_office(3, "Kota Lain", 600)
    with pytest.raises(NotFound):
        award_page(stranger.analyst, award.public_id, DAY)
    with pytest.raises(NotFound):
        propose(office, award, by=stranger.official(Role.HEAD_OF_DEVELOPMENT))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_twenty_deciders_at_once_one_decides_and_never_the_proposer(tmp_path: Path) -> None:
    outcome = _race(tmp_path)
    assert outcome["failed"] == ["DecisionRefused"] * 39
    assert outcome["decided"] == 1
    assert outcome["same"] == 0
    assert outcome["naive"] > 1, "the negative control must decide twice, or the race proves nothing"
    plan = outcome["plan"]
    assert (plan["steps"], plan["refused"], plan["failed"]) == (1, 19, ["PlanChanged"])
    assert plan["naive"] > 1


def _race(folder: Path) -> dict:
    paths = f"{ROOT}{os.pathsep}{ROOT / 'src'}"
    url = for_other_processes(folder / "race.sqlite3")
    environment = os.environ | {"RENBINA_MODE": "test", "RENBINA_DATABASE": url, "PYTHONPATH": paths}
    command = [sys.executable, "-m", "tests.rooms.performance.race"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_nomination_counts_praise_of_the_persons_service_that_was_read_and_answered(office: Office) -> None:
    award = nominated(office)
    unit = Placement.objects.filter(employee=award.employee).latest("valid_from").unit
    service = Service.objects.create(agency=office.town.agency, unit=unit, name="KTP elektronik")
    for number, (theme, state, on) in enumerate(
        [
            ("praise", "answered", DAY), ("praise", "closed", DAY), ("praise", "received", DAY),
            ("queue", "answered", DAY), ("praise", "answered", DAY - timedelta(days=400)),
        ]
    ):  # fmt: skip
        Feedback.objects.create(
            agency=office.town.agency, service=service, channel="paper", received_on=on, receipt_hash=str(number),
            state=state, theme=theme, cause="none",
        )  # fmt: skip
    page = award_page(office.official(Role.HEAD_OF_DEVELOPMENT), award.public_id, DAY)
    assert page.praise is not None
    assert (page.praise.unit, page.praise.count) == (unit.short_name, 2)
    Feedback.objects.all().delete()
    assert award_page(office.official(Role.HEAD_OF_DEVELOPMENT), award.public_id, DAY).praise is None
