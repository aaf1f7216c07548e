"""Targets, reaction, scores, findings and follow-up of programmes: what is computed, who sees it, what is refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.rooms.delivery.school import FIRST, OVER, School, build_school
from tests.rooms.planning.town import AT

from binacore.verdict import Verdict, Why
from renbina.accounts.models import User
from renbina.catalogue.models import Offer, Programme
from renbina.competency.models import Competency
from renbina.delivery.actions import close_batch, note_attendance
from renbina.delivery.models import Batch, Registration, Session
from renbina.evaluation.actions import (
    FindingRefused,
    FollowUpRefused,
    NewFollowUp,
    ScoresRefused,
    TargetRefused,
    TargetTooLate,
    add_follow_up,
    ask_participants,
    finish_follow_up,
    offer_more,
    record_finding,
    save_scores,
    set_target,
    weigh_finding,
)
from renbina.evaluation.enums import FindingKind
from renbina.evaluation.gather import half_years, subject_of, trained_units
from renbina.evaluation.models import Finding, FollowUp, Target
from renbina.evaluation.models import TestScore as Score
from renbina.evaluation.previews import programme_result, results
from renbina.evaluation.queries import follow_up_rows, overdue_follow_ups, own_scores
from renbina.foundation import outbox
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.needs.models import Evidence, Nomination
from renbina.needs.queries import priority_of
from renbina.organisation.actions import grant_role
from renbina.surveys.actions import CampaignRefused, PastCampaign, load_past_campaigns, load_ready
from renbina.surveys.models import Campaign, Instrument
from renbina.voice.models import Feedback, Service, ServicePoint

NOW = date(2027, 8, 2)
LATER = datetime(2027, 8, 2, 3, tzinfo=UTC)
SHEET = {
    "isi_perlu": 5, "isi_jelas": 5, "isi_baru": 4, "cara_latihan": 2, "cara_waktu": "Cukup", "pengajar_paham": 4,
    "pengajar_tanggap": 4, "tempat_layak": 4, "pakai": 4,
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.RENBINA_FROZEN_ON = NOW


def finished(school: School) -> Batch:
    """A closed class of the first six people."""
    batch = school.open(capacity=6, invite=6)
    for person in school.people[:6]:
        school.confirm(batch, person)
    for session in school.sessions(batch):
        ids = [school.registration(batch, person).public_id for person in school.people[:6]]
        note_attendance(session=session, present=ids, by=school.analyst, at=session.starts_at)
    close_batch(batch=batch, by=school.analyst, at=OVER)
    return batch


def another(batch: Batch, number: int) -> Batch:
    """A finished class of the same people, as it would be a week later."""
    sessions, seats = list(batch.sessions.all()), list(batch.registrations.all())
    batch.pk, batch.public_id, batch.number = None, f"kelas{number}", number
    batch.save()
    for each in sessions:
        Session.objects.create(
            batch=batch,
            starts_at=each.starts_at + timedelta(weeks=number),
            ends_at=each.ends_at + timedelta(weeks=number),
        )
    for seat in seats:
        Registration.objects.create(batch=batch, employee_id=seat.employee_id, state=seat.state, invited_at=AT)
    return batch


@pytest.fixture
def school(db: None) -> School:
    return build_school()


@pytest.fixture
def batch(school: School) -> Batch:
    return finished(school)


def programme_of(school: School) -> Programme:
    return Programme.objects.get(agency=school.town.agency, code="C02")


def aim(school: School, *, at: datetime = AT, **changed) -> Target:
    values = {"kind": "score", "indicator": "", "baseline": 55.0, "goal": 75.0} | changed
    return set_target(programme=programme_of(school), year=2027, by=school.analyst, at=at, **values)


def note(school: School, **changed) -> Finding:
    values = {
        "kind": "remedial", "text": "Dua orang di bawah 70", "by": school.analyst, "at": LATER,
        "follow_up": NewFollowUp("Damping di loket", school.town.units["LOKET"], date(2027, 9, 1)),
    } | changed  # fmt: skip
    return record_finding(programme=programme_of(school), year=2027, **values)


def points(school: School, batch: Batch, pairs: list[tuple[object, object]]) -> int:
    lines = [f"{school.people[n].nip};{before};{after}" for n, (before, after) in enumerate(pairs)]
    return save_scores(batch=batch, text="\n".join(lines), by=school.analyst, at=LATER)


def answered(school: School, batch: Batch, sheets: list[dict[str, object]]) -> None:
    load_ready(by=school.analyst, at=LATER)
    version = Instrument.objects.get(agency=school.town.agency, code="reaksi").versions.get()
    people = tuple(person.pk for person in school.people[:6])
    past = PastCampaign("Reaksi", subject_of(batch), NOW, NOW, people, tuple(sheets))
    load_past_campaigns(version=version, campaigns=[past], by=school.analyst, at=LATER)


def browser(school: School, *roles: Role, person: int | None = None, unit: str = "") -> Client:
    user = User.objects.create(username=f"{roles}-{person}-{unit}", display_name="Uji")
    if person is not None:
        user = school.login(school.people[person])
    for role in roles:
        grant_role(
            user=user, agency=school.town.agency, role=role, unit=school.town.units[unit] if unit else None,
            since=date(2026, 1, 1), by=school.town.system, at=AT,
        )  # fmt: skip
    client = Client()
    client.cookies["renbina_language"] = "en"
    client.force_login(user)
    return client


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


# --- scores


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


# --- findings and follow-up


def test_a_finding_weighs_once_and_the_priority_rises_visibly(school: School) -> None:
    competency = Competency.objects.get(agency=school.town.agency, code="2.1")
    unit = school.town.units["LOKET"]
    before = priority_of(school.analyst, competency.pk, unit.path).weight
    weighed = weigh_finding(finding=note(school, competency=competency, unit=unit), by=school.analyst, at=LATER)
    assert weighed.priority_before == pytest.approx(before)
    assert weighed.priority_after == pytest.approx(before * 1.2)
    assert priority_of(school.analyst, competency.pk, unit.path).weight == pytest.approx(before * 1.2)
    assert Evidence.objects.filter(source="evaluation", unit=unit).count() == 1
    with pytest.raises(FindingRefused, match="already"):
        weigh_finding(finding=weighed, by=school.analyst, at=LATER)
    with pytest.raises(FindingRefused, match="which competency"):
        weigh_finding(finding=note(school), by=school.analyst, at=LATER)


def test_a_follow_up_needs_an_owner_a_later_day_and_at_last_a_proof(school: School) -> None:
    finding = note(school)
    todo = finding.follow_ups.get()
    with pytest.raises(FollowUpRefused, match="lies before"):
        add_follow_up(
            finding=finding,
            follow_up=NewFollowUp("Ulang", todo.unit, NOW - timedelta(days=1)),
            by=school.analyst,
            at=LATER,
        )
    with pytest.raises(FollowUpRefused, match="one can see"):
        finish_follow_up(follow_up=todo, proof="  ", on=NOW, by=school.analyst, at=LATER)
    finish_follow_up(follow_up=todo, proof="Daftar hadir", on=NOW, by=school.analyst, at=LATER)
    with pytest.raises(FollowUpRefused, match="already"):
        finish_follow_up(follow_up=todo, proof="Lagi", on=NOW, by=school.analyst, at=LATER)


def test_units_and_superiors_see_their_own_follow_up_only(school: School) -> None:
    todo = note(school).follow_ups.get()
    later = date(2027, 9, 5)
    operator, elsewhere = (school.town.actor(Role.UNIT_OPERATOR, unit=name) for name in ("CAPIL", "BKPSDM"))
    superior = school.actor(school.people[0], Role.SUPERIOR)  # rates people at the counter and in BKPSDM
    assert [row.late for row in follow_up_rows(operator, later)] == [True]
    assert overdue_follow_ups(operator, later).count() == 1
    assert follow_up_rows(elsewhere, later) == []
    assert [row.may_finish for row in follow_up_rows(superior, later)] == [True]
    assert not overdue_follow_ups(school.actor(school.people[3]), later).exists()
    with pytest.raises(Forbidden):
        follow_up_rows(school.actor(school.people[3]), later)
    with pytest.raises(Forbidden):
        finish_follow_up(follow_up=todo, proof="Foto", on=later, by=elsewhere, at=LATER)
    other = build_school(people=2, name="Kota Lain", first=40)
    with pytest.raises(NotFound):
        finish_follow_up(follow_up=todo, proof="Foto", on=later, by=other.analyst, at=LATER)


def test_markup_in_a_finding_stays_text(school: School, batch: Batch) -> None:
    finding = note(school, text="<script>alert(1)</script>")
    client = browser(school, Role.ANALYST)
    for address in (
        reverse("evaluation:finding", args=[finding.public_id]),
        reverse("evaluation:programme", args=[programme_of(school).public_id, 2027]),
        reverse("evaluation:follow-up-list"),
    ):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


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
