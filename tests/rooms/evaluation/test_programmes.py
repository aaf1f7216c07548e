"""Targets, what participants thought, services and the pages of programmes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.rooms.delivery.school import FIRST, School
from tests.rooms.evaluation.classroom import (
    LATER,
    NOW,
    SHEET,
    aim,
    another,
    answered,
    browser,
    finished,
    note,
    points,
    programme_of,
)
from tests.rooms.planning.town import AT

from binacore.verdict import Verdict, Why
from renbina.delivery.models import Batch
from renbina.evaluation.actions import (
    TargetRefused,
    TargetTooLate,
    ask_participants,
)
from renbina.evaluation.enums import FindingKind
from renbina.evaluation.gather import half_years, subject_of, trained_units
from renbina.evaluation.models import FollowUp, Target
from renbina.evaluation.previews import programme_result
from renbina.foundation import outbox
from renbina.foundation.actor import Actor, Role
from renbina.surveys.actions import CampaignRefused
from renbina.surveys.models import Campaign
from renbina.voice.models import Feedback, Service, ServicePoint

# --- targets


def test_a_target_may_be_set_and_changed_until_the_day_before_the_first_class(school: School) -> None:
    school.open(capacity=6)
    aim(school)
    aim(school, goal=80, at=FIRST - timedelta(days=1))
    assert Target.objects.get().goal == 80
    with pytest.raises(TargetTooLate, match="3 May 2027"):
        aim(school, goal=56, at=FIRST)
    assert Target.objects.get().goal == 80


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"goal": 55.0}, "goal"),
        ({"goal": 101.0}, "goal"),
        ({"goal": float("nan")}, "goal"),
        ({"kind": "service", "indicator": "u7", "baseline": 2.0, "goal": 4.5}, "goal"),
        ({"kind": "service", "indicator": "u99", "baseline": 2.0, "goal": 3.0}, "indicator"),
        ({"kind": "hope"}, "kind"),
    ],
)
def test_a_target_on_which_no_verdict_could_rest_is_refused(school: School, changed, field: str) -> None:
    with pytest.raises(TargetRefused) as refused:
        aim(school, **changed)
    assert refused.value.field == field


def test_without_a_target_nothing_is_concluded_however_well_it_went(school: School, batch: Batch) -> None:
    points(school, batch, [(40 + n, 80 + n) for n in range(6)])
    result, _ = programme_result(school.analyst, programme_of(school), 2027, NOW)
    assert result is not None
    assert (result.judgement.verdict, result.judgement.why) == (Verdict.UNDECIDED, Why.NO_TARGET)
    assert result.gain is not None


# --- reaction


def test_closing_a_class_asks_its_participants_once_and_without_names(school: School, batch: Batch) -> None:
    outbox.deliver()
    campaign = Campaign.objects.get(subject=subject_of(batch))
    assert (campaign.invited, campaign.is_anonymous) == (6, True)
    heard = {"event_id": 9, "payload": {"batch": batch.public_id}, "by": Actor.system(None), "at": LATER}
    assert ask_participants(**heard) == 0
    assert Campaign.objects.count() == 1


def test_good_content_with_a_weak_method_suggests_another_method_not_another_content(
    school: School, batch: Batch
) -> None:
    answered(school, batch, [{**SHEET, "cara_latihan": 3}, *[{**SHEET, "isi_baru": 5}] * 4])
    _result, proposed = programme_result(school.analyst, programme_of(school), 2027, NOW)
    assert [each.kind for each in proposed] == [FindingKind.METHOD]
    assert proposed[0].figures["content"] > 90 > 35 > proposed[0].figures["points"] > 20
    page = browser(school, Role.ANALYST).get(
        reverse("evaluation:finding-new", args=[programme_of(school).public_id, 2027])
        + f"?kind=method&class={batch.number}"
    )
    assert "Change how it is taught, not what" in page.content.decode()


def test_four_answers_show_nothing_and_unknown_ones_are_refused(school: School, batch: Batch) -> None:
    answered(school, batch, [SHEET] * 4)
    result, proposed = programme_result(school.analyst, programme_of(school), 2027, NOW)
    assert result is not None
    assert (result.reaction.overall, result.classes[0].reaction.n, proposed) == (None, 0, [])
    with pytest.raises(CampaignRefused, match="isi_perlu"):
        answered(school, batch, [{**SHEET, "isi_perlu": 9}])


# --- services


def test_half_years_are_means_of_complete_ones_with_five_answers_and_units_are_trained_from_three_people(
    school: School, batch: Batch
) -> None:
    unit = school.town.units["LOKET"]
    service = Service.objects.create(agency=school.town.agency, unit=unit, name="Loket")
    point = ServicePoint.objects.create(service=service, name="1", valid_from=date(2026, 1, 1))
    rows = [(date(2026, 3, 2), 3)] * 5 + [(date(2026, 8, 3), 2)] * 4 + [(date(2027, 3, 1), n) for n in (2, 3, 4, 4, 2)]
    rows += [(date(2027, 7, 5), 4)] * 9  # the half year is not over
    Feedback.objects.bulk_create(
        Feedback(
            agency=school.town.agency, service=service, point=point, channel="qr", received_on=day, u7=score,
            receipt_hash=str(n),
        )
        for n, (day, score) in enumerate(rows)
    )  # fmt: skip
    places, points_of = half_years(school.town.agency.pk, ["u7"], 2026, NOW)
    assert [(p.starts_on, p.value, p.n) for p in points_of["u7"][unit.pk]] == [
        (date(2026, 1, 1), 3.0, 5),
        (date(2027, 1, 1), 3.0, 5),
    ]
    assert points_of["u7"][unit.pk][1].spread == pytest.approx(0.8**0.5)
    result, _ = programme_result(school.analyst, programme_of(school), 2027, NOW)
    assert result is not None
    assert trained_units(result.classes, places, 3) == {batch.programme_id: {unit.pk: date(2027, 5, 4)}}
    assert trained_units(result.classes, places, 4) == {}


@pytest.mark.parametrize("classes", [1, 3])
def test_every_page_costs_at_most_fifteen_queries_whatever_its_length(
    school: School, classes: int, django_assert_max_num_queries
) -> None:
    first = finished(school)
    for number in range(1, classes + 1):
        batch = first if number == 1 else another(Batch.objects.get(pk=first.pk), number)
        points(school, batch, [(50, 60 + n) for n in range(6)])
        answered(school, batch, [SHEET] * 6)
        note(school, text=f"Temuan {number}")
    Target.objects.create(
        agency=school.town.agency, programme=programme_of(school), year=2027, kind="service", indicator="u7",
        baseline=2.9, goal=3.2, unit_of_measure="1-4", set_on=AT.date(), set_by="Uji",
    )  # fmt: skip
    client = browser(school, Role.ANALYST)
    todo = FollowUp.objects.order_by("pk").first()
    assert todo is not None
    for name, arguments in (
        ("home", []),
        ("programme", [programme_of(school).public_id, 2027]),
        ("finding", [todo.finding.public_id]),
        ("follow-up-list", []),
        ("follow-up", [todo.public_id]),
        ("scores", [Batch.objects.order_by("pk")[0].public_id]),
    ):
        with django_assert_max_num_queries(15):
            assert client.get(reverse(f"evaluation:{name}", args=arguments)).status_code == 200


def test_pages_without_anything_say_what_to_do(school: School) -> None:
    client = browser(school, Role.ANALYST)
    assert "No programme was held this year" in client.get(reverse("evaluation:home")).content.decode()
    assert "Nothing waits to be followed up" in client.get(reverse("evaluation:follow-up-list")).content.decode()
    missing = reverse("evaluation:programme", args=[programme_of(school).public_id, 2027])
    assert client.get(missing).status_code == 404
