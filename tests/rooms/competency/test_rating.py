"""A superior rates one competency across the team; everybody ticks their own behaviours; proofs say why they lost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.rooms.dashboards.town import AT, ON, Town, build_town

from renbina.competency.actions import AssessmentRefused, assess_self, rate_team, refresh_gaps, refresh_leans
from renbina.competency.models import Assessment, Competency, Gap, RaterLean, UnitGap
from renbina.competency.previews.person import own_page
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.organisation.models import Substitution


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.RENBINA_FROZEN_ON = ON
    with translation.override("en"):
        yield


def browser(town: Town, name: str) -> Client:
    client = Client()
    client.cookies["renbina_language"] = "en"
    client.force_login(town.users[name])
    return client


def team_of(town: Town):
    """The two people of Bidang Dalam, led by Sri Atasan."""
    return [town.people[2], town.people[5]]


def rate(town: Town, levels: dict, *, by: str = "superior", **more):
    return rate_team(
        competency=town.competencies["2.1"],
        levels={person.pk: level for person, level in levels.items()},
        on=ON, by=town.actor(by), at=AT, **more,
    )  # fmt: skip


def sums() -> list:
    fields = ("unit_id", "competency_id", "people", "known", "below", "missing")
    return sorted(UnitGap.objects.values_list(*fields))


def test_a_rating_counts_at_once_and_the_sums_stay_those_of_a_whole_computation(town: Town):
    refresh_gaps(on=ON, by=town.actor("analyst"), at=AT)
    first, second = team_of(town)
    assert rate(town, {first: 3, second: 0}) == 2
    assert Gap.objects.get(employee=first, competency__code="2.1").size == 0
    assert Gap.objects.get(employee=second, competency__code="2.1").held == 0
    after, people = sums(), Gap.objects.count()
    refresh_gaps(on=ON, by=town.actor("analyst"), at=AT)
    assert (sums(), Gap.objects.count()) == (after, people)


def test_a_second_value_of_the_day_corrects_the_first_and_the_trail_keeps_both(town: Town):
    first, _second = team_of(town)
    rate(town, {first: 3})
    rate(town, {first: 2})
    [stored] = Assessment.objects.filter(employee=first, assessed_on=ON)
    assert (stored.level, stored.rater_id, stored.valid_until) == (2, town.people[1].pk, date(2028, 11, 23))
    lines = AuditEvent.objects.filter(verb="competency.rate_team").order_by("pk")
    assert [line.new for line in lines] == [{first.public_id: 3}, {first.public_id: 2}]
    assert lines[1].old == {first.public_id: 3}


@pytest.mark.parametrize(("who", "error"), [("employee", Forbidden), ("analyst", Forbidden)])
def test_nobody_rates_people_they_do_not_lead(town: Town, who: str, error: type[Exception]):
    with pytest.raises(error):
        rate(town, {town.people[5]: 3}, by=who)


def test_a_superior_rates_neither_other_peoples_staff_nor_themselves(town: Town):
    for stranger in (town.people[3], town.people[1]):
        with pytest.raises(NotFound):
            rate(town, {stranger: 3})


def test_a_level_outside_the_scale_is_refused_with_the_name(town: Town):
    with pytest.raises(AssessmentRefused, match="Pegawai 0000: the level 6"):
        rate(town, {team_of(town)[0]: 6})


def test_an_acting_officer_rates_for_the_absent_one_and_both_names_stay(town: Town):
    Substitution.objects.create(
        agency=town.agency, absent=town.people[1], substitute=town.people[0], kind="plh", valid_from=ON,
        valid_to=ON + timedelta(days=9), letter_number="1/2026", letter_date=ON, reason="Cuti",
        unit=town.units["one"], position=town.positions["chief"],
    )  # fmt: skip
    first, _second = team_of(town)
    page = browser(town, "analyst").get(reverse("competency:topic", args=[town.competencies["2.1"].public_id]))
    assert "Sri Atasan" in page.content.decode()
    sent = {f"p_{first.public_id}": "2"}
    browser(town, "analyst").post(reverse("competency:topic", args=[town.competencies["2.1"].public_id]), sent)
    stored = Assessment.objects.get(employee=first, assessed_on=ON)
    assert (stored.level, stored.rater_id) == (2, town.people[0].pk)
    assert "Sri Atasan" in stored.assessor
    assert AuditEvent.objects.get(verb="competency.rate_team").behalf["name"] == "Sri Atasan"


def test_values_far_from_the_proof_are_asked_about_once_and_then_stand(town: Town):
    first, second = team_of(town)
    Assessment.objects.create(
        employee=first, competency=town.competencies["2.1"], level=4, method="mapping",
        assessed_on=date(2023, 5, 4), valid_until=date(2026, 5, 4),
    )  # fmt: skip
    client, url = browser(town, "superior"), reverse("competency:topic", args=[town.competencies["2.1"].public_id])
    sent = {f"p_{first.public_id}": "2", f"p_{second.public_id}": "3"}
    asked = client.post(url, sent)
    text = asked.content.decode()
    assert asked.status_code == 422
    assert "1 of your values lies far from the proof" in text
    assert "competency mapping of May 2023, which no longer counts, found 4" in text
    assert not Assessment.objects.filter(assessed_on=ON).exists()
    assert client.post(url, sent | {"confirmed": "somebody:1"}).status_code == 422  # another value is asked about again
    done = client.post(url, sent | {"confirmed": f"{first.public_id}:2"})
    assert done.status_code == 302
    assert Assessment.objects.filter(assessed_on=ON).count() == 2


def test_what_stands_already_is_not_written_again(town: Town):
    first, _second = team_of(town)
    url = reverse("competency:topic", args=[town.competencies["2.1"].public_id])
    assert browser(town, "superior").post(url, {f"p_{first.public_id}": "1"}).status_code == 302  # the level of January
    assert not Assessment.objects.filter(assessed_on=ON).exists()


def test_ticked_behaviours_make_the_level_and_what_is_open_proves_nothing(town: Town):
    made = assess_self(
        competency=town.competencies["m1"], marks={"1.1": True, "1.2": True, "2.1": True, "2.2": None, "3.1": True},
        on=ON, by=town.actor("employee"), at=AT,
    )  # fmt: skip
    assert (made.level, made.method, made.valid_until) == (1, "self", date(2027, 11, 23))
    assert made.marks == {"1.1": True, "1.2": True, "2.1": True, "3.1": True}
    with pytest.raises(AssessmentRefused):
        assess_self(competency=town.competencies["m1"], marks={}, on=ON, by=town.actor("employee"), at=AT)


def test_the_page_says_why_a_level_is_taken_and_why_another_is_not(town: Town):
    person = town.people[2]
    for level, method, day, until in (
        (3, "mapping", date(2026, 5, 4), date(2029, 5, 4)),
        (5, "self", date(2026, 10, 1), date(2027, 10, 1)),
    ):
        Assessment.objects.create(
            employee=person, competency=town.competencies["2.1"], level=level, method=method, assessed_on=day,
            valid_until=until,
        )  # fmt: skip
    text = browser(town, "employee").get(reverse("competency:mine")).content.decode()
    assert "Level 3 because: competency mapping, May 2026." in text
    assert "Not taken: competency mapping is believed before self-assessment." in text
    before = browser(town, "employee").get(reverse("competency:mine"), {"pada": "2026-04-01"}).content.decode()
    assert "Level 1 because: the superior&#x27;s assessment, January 2026." in before


@pytest.mark.parametrize(
    ("levels", "percent", "placement", "mapping"),
    [
        ((2, 3), 83.33, "MS", "fairly_optimal"),
        ((2, 2), 66.67, "KMS", "less_optimal"),
        ((1, 5), 66.67, "KMS", "less_optimal"),
    ],
)  # fmt: skip
def test_the_match_is_read_on_both_scales_and_a_surplus_hides_no_gap(town: Town, levels, percent, placement, mapping):
    town.competencies["m1"].kind, town.competencies["2.1"].kind = "managerial", "sociocultural"
    for code, level in zip(("m1", "2.1"), levels, strict=True):
        town.competencies[code].save()
        Assessment.objects.create(
            employee=town.people[2], competency=town.competencies[code], level=level, method="mapping",
            assessed_on=date(2026, 5, 4), valid_until=date(2029, 5, 4),
        )  # fmt: skip
    match = own_page(town.actor("employee"), on=ON, today=ON).match
    assert (match.percent, match.placement, match.mapping) == (percent, placement, mapping)
    if levels == (1, 5):
        assert own_page(town.actor("employee"), on=ON, today=ON, cap_surplus=False).match.percent == 100


def test_pages_ask_few_questions_whatever_the_length(db: None):
    counts = []
    for number, people in ((3, 6), (4, 40)):
        town = build_town(f"Kota {number}", people, first=number * 100)
        Competency.objects.filter(agency=town.agency, code="m1").update(by_class=True)
        client, topic = browser(town, "superior"), town.competencies["2.1"].public_id
        urls = [reverse(f"competency:{name}") for name in ("team", "mine")]
        urls += [reverse(f"competency:{name}", args=[topic]) for name in ("topic", "assess")]
        urls.append(reverse("competency:person", args=[town.people[2].public_id]))
        counts.append([asked_by(client, url) for url in urls])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 15


def asked_by(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def compared(town: Town) -> None:
    """Sri Atasan gives 1 to everybody of whom a mapping found 3, and one self-assessment says 5."""
    for number, person in enumerate(team_of(town)):
        for code in ("2.1", "m1"):
            for level, method, rater in ((1, "superior", town.people[1]), (3, "mapping", None)):
                Assessment.objects.create(
                    employee=person, competency=town.competencies[code], level=level, method=method, rater=rater,
                    assessed_on=date(2026, 2, 1 + number), valid_until=date(2028, 2, 1),
                )  # fmt: skip
    Assessment.objects.create(
        employee=team_of(town)[0], competency=town.competencies["m1"], level=5, method="self", rater=team_of(town)[0],
        assessed_on=date(2026, 3, 1), valid_until=date(2027, 3, 1),
    )  # fmt: skip


def test_leans_are_shown_beside_the_values_and_change_none_of_them(town: Town):
    compared(town)
    refresh_gaps(on=ON, by=town.actor("analyst"), at=AT)
    before = list(Gap.objects.order_by("pk").values_list("employee_id", "competency_id", "held"))
    refresh_leans(on=ON, by=town.actor("analyst"), at=AT)
    assert list(Gap.objects.order_by("pk").values_list("employee_id", "competency_id", "held")) == before
    lean = RaterLean.objects.get(rater=town.people[1])
    assert (lean.ratings, lean.shared, lean.same, lean.raw, lean.is_clear) == (4, 4, 4, -2.25, True)
    assert -2.3 < lean.lean < -1
    [selves] = RaterLean.objects.filter(unit=town.units["one"])
    assert selves.lean > 0
    client = browser(town, "analyst")
    text = client.get(reverse("competency:rater-list")).content.decode()
    assert "1 of 1 superiors gives clearly more or less" in text
    page = client.get(reverse("competency:rater", args=[lean.public_id])).content.decode()
    assert "Sri Atasan: " in page
    assert town.people[2].name in page
    own = browser(town, "superior").get(reverse("competency:team")).content.decode()
    assert "levels below other proof. Check?" in own


def test_only_who_judges_the_evidence_reads_how_raters_lean(town: Town):
    for name, status in (("analyst", 200), ("auditor", 200), ("superior", 403), ("operator", 403), ("employee", 403)):
        assert browser(town, name).get(reverse("competency:rater-list")).status_code == status
