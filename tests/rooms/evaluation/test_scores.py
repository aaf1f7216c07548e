"""Scores before and after: the verdict on them, wrong lines, who reads them, and who is offered more."""

import pytest
from django.urls import reverse
from tests.rooms.delivery.school import School
from tests.rooms.evaluation.classroom import LATER, NOW, browser, points, programme_of
from tests.rooms.planning.town import AT

from binacore.verdict import Verdict
from renbina.catalogue.models import Offer
from renbina.delivery.models import Batch
from renbina.evaluation.actions import (
    ScoresRefused,
    offer_more,
    save_scores,
)
from renbina.evaluation.models import Target
from renbina.evaluation.models import TestScore as Score
from renbina.evaluation.previews import results
from renbina.evaluation.queries import own_scores
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.needs.models import Nomination


def test_scores_that_rose_to_the_target_are_a_success_and_one_class_of_a_plan_is_its_year(
    school: School, batch: Batch
) -> None:
    Target.objects.all().delete()
    Target.objects.create(
        agency=school.town.agency, programme=programme_of(school), year=2027, kind="score", baseline=55, goal=75,
        unit_of_measure="0-100", set_on=AT.date(), set_by="Uji",
    )  # fmt: skip
    assert points(school, batch, [("50", "78,5"), (55, 80), (48, 71), (60, 85), (52, 77), ("-", 60)]) == 6
    result = results(school.analyst, 2027, NOW)[0]
    assert (result.judgement.verdict, result.scored, result.people) == (Verdict.SUCCESS, 5, 6)
    assert results(school.analyst, 2026, NOW) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{nip};101;50", "Line 2.*“101”.*0 to 100"),
        ("{nip};nan;50", "Line 2.*“nan”"),
        ("{nip};50", "Line 2.*three parts"),
        ("199001012015011999;50;60", "Line 2.*199001012015011999.*Check the number"),
        ("{first};50;60", "Line 2.*twice"),
    ],
)
def test_a_wrong_line_of_scores_is_named_and_nothing_is_saved(
    school: School, batch: Batch, line: str, said: str
) -> None:
    first, second = school.people[0].nip, school.people[1].nip
    text = f"{first};40;60\n" + line.format(nip=second, first=first)
    with pytest.raises(ScoresRefused, match=said):
        save_scores(batch=batch, text=text, by=school.analyst, at=LATER)
    assert not Score.objects.exists()


def test_a_score_is_read_by_the_person_and_the_analyst_only(school: School, batch: Batch) -> None:
    points(school, batch, [(41, 61), (42, 62)])
    assert [(row.before, row.after) for row in own_scores(school.actor(school.people[1]))] == [(42, 62)]
    with pytest.raises(Forbidden):
        save_scores(batch=batch, text="x", by=school.actor(school.people[0], Role.SUPERIOR), at=LATER)
    address = reverse("evaluation:scores", args=[batch.public_id])
    assert browser(school, Role.AUDITOR).get(address).status_code == 403
    assert browser(school, Role.UNIT_OPERATOR, unit="CAPIL").get(address).status_code == 403
    assert browser(school, Role.ANALYST).get(address).status_code == 200


def test_who_stayed_below_the_standard_is_named_for_more_and_need_not_attend(school: School, batch: Batch) -> None:
    points(school, batch, [(40, 60), (50, 69), (50, 70), (50, 95)])
    again = programme_of(school)
    Offer.objects.create(programme=again, year=2028, month=5, batches_max=1)
    named = offer_more(batch=batch, programme=again, year=2028, advanced=False, by=school.analyst, at=LATER)
    rows = Nomination.objects.filter(year=2028, programme=again)
    assert named == 2
    assert {(row.employee_id, row.mandatory) for row in rows} == {(p.pk, False) for p in school.people[:2]}
