"""Is the evidence enough? Ratings, form 2a and talks stand beside each other by what their answers could change."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from tests.rooms.dashboards.town import AT, ON, Town
from tests.rooms.needs.test_priority_pages import filled

from binacore.enough import ANSWERING, Way
from renbina.competency.actions import CompetencyRow, load_dictionary, make_form_2a, refresh_gaps
from renbina.competency.models import Assessment
from renbina.needs.gather.people import questions
from renbina.needs.queries.asking import Ways, ways_of
from renbina.needs.wording.asking import way_url
from renbina.surveys.actions import answer_named, close_campaign, create_campaign
from renbina.surveys.enums import AudienceKind, Mode


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.RENBINA_FROZEN_ON = ON
    with translation.override("en"):
        yield


@pytest.fixture
def town(db: None) -> Town:
    town = filled(60)
    rows = [
        CompetencyRow("2.1", "Layanan digital", "technical", "", ("Memakai",), "", (("Masuk aplikasi",),)),
        CompetencyRow("m1", "Integritas", "managerial", "", ("Jujur",), "", (("Menepati janji",),)),
    ]
    load_dictionary(rows=rows, by=town.actor("analyst"), at=AT)
    return town


def ways(town: Town, who: str = "analyst") -> Ways:
    actor = town.actor(who)
    found = questions(actor, ON)
    return ways_of(actor, ON, found.ranking, found.cut)


def shown(town: Town, who: str = "analyst") -> str:
    client = Client()
    client.cookies["renbina_language"] = "en"
    client.force_login(town.users[who])
    answer = client.get(reverse("needs:enough"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_unit_with_doubt_has_its_ways_the_most_worth_first(town: Town) -> None:
    found = ways(town)
    assert {row.option.way for row in found.rows} == set(Way)
    worths = [row.option.worth for row in found.rows]
    assert worths == sorted(worths, reverse=True)
    assert all(row.option.worth > 0 for row in found.rows)
    form = next(row for row in found.rows if row.option.way is Way.FORM and row.unit.short_name == "Dua")
    assert form.option.asked == 1 + 20  # Ani Analis and the people of Dinas Dua
    assert form.codes == {"m1"}  # of the other everybody is known


def test_how_many_answer_is_taken_from_the_closed_questionnaires(town: Town) -> None:
    before = ways(town)
    assert (before.answering, before.is_measured) == (ANSWERING, False)
    by = town.actor("analyst")
    form = make_form_2a(competencies=[town.competencies["m1"]], by=by, at=AT)
    campaign = create_campaign(
        version=form, title="Coba", mode=Mode.NAMED, audience=AudienceKind.LIST, employees=town.people[2:6],
        closes_on=ON, by=by, at=AT,
    )  # fmt: skip
    answer_named(campaign=campaign, answers={"m1_1_1": "yes"}, by=town.actor("employee"), at=AT)
    close_campaign(campaign=campaign, by=by, at=AT + timedelta(hours=1))
    after = ways(town)
    assert (after.answering, after.is_measured) == (0.25, True)

    def worth(found: Ways) -> float:
        return next(row.option.worth for row in found.rows if row.option.way is Way.FORM)

    assert worth(after) < worth(before)


def test_the_page_leads_to_the_form_and_once_it_is_there_to_the_builder(town: Town) -> None:
    unit = town.units["two"].public_id
    text = shown(town)
    assert "Send form 2a to 21 people of Dua" in text
    chosen = f"kompetensi={town.competencies['m1'].public_id}&amp;unit={unit}"
    assert f"{reverse('competency:form-2a')}?{chosen}" in text
    form = make_form_2a(competencies=[town.competencies["m1"]], by=town.actor("analyst"), at=AT)
    assert f"{reverse('surveys:campaign-new')}?version={form.public_id}&amp;mode=named&amp;unit={unit}" in shown(town)


def test_units_where_nobody_is_assessed_are_offered_a_form_and_a_rating(town: Town) -> None:
    """They have no score, so no way of asking can be weighed; they were left without any."""
    Assessment.objects.all().delete()
    refresh_gaps(on=ON, by=town.system, at=AT)
    unit = town.units["two"].public_id
    assert ways(town).rows == ()
    text = shown(town)
    assert "Where nobody is assessed yet" in text
    assert "Send form 2a to Dua" in text
    chosen = "&amp;".join(f"kompetensi={town.competencies[code].public_id}" for code in ("2.1", "m1"))
    assert f"{reverse('competency:form-2a')}?{chosen}&amp;unit={unit}" in text
    people = reverse("needs:need-people", args=[unit, town.competencies["2.1"].public_id])
    assert f"{people}?tampil=unknown" in text
    both = [town.competencies[code] for code in ("2.1", "m1")]
    form = make_form_2a(competencies=both, by=town.actor("analyst"), at=AT)
    assert f"{reverse('surveys:campaign-new')}?version={form.public_id}&amp;mode=named&amp;unit={unit}" in shown(town)
    assert reverse("competency:form-2a") not in shown(town, "approver")


def test_who_may_not_send_questionnaires_reads_the_ways_without_their_links(town: Town) -> None:
    text = shown(town, "approver")
    assert "Send form 2a to 21 people of Dua" in text
    assert reverse("competency:form-2a") not in text


def test_the_page_says_what_it_assumes(town: Town) -> None:
    text = shown(town)
    assert "half a rating by a superior" in text
    assert "60% are expected to answer: an assumption" in text


def test_the_talk_that_is_advised_begins_with_its_unit_people_and_subject(town: Town) -> None:
    row = next(row for row in ways(town).rows if row.option.way is Way.TALK)
    address = way_url(row, sends=False, talks=True)
    assert escape(address) in shown(town)
    client = Client()
    client.cookies["renbina_language"] = "en"
    client.force_login(town.users["analyst"])
    form = client.get(address).context["form"]
    names = [need.competency.name for need in row.needs]
    assert form.initial["unit"] == row.unit.public_id
    assert form.initial["people"] == row.option.asked
    assert form.initial["topic"] == ", ".join(names)
    assert form.initial["guide"].splitlines()[: len(names)] == [
        f"{name}: what of it goes well, and where do you get stuck?" for name in names
    ]
    plain = client.get(reverse("needs:talk-new")).context["form"].initial
    assert not {"unit", "people", "topic"} & set(plain)
    for wrong in ("?unit=xx&people=-3&kompetensi=yy", "?people=999999999999", "?people=²"):
        assert not {"unit", "people", "topic"} & set(
            client.get(reverse("needs:talk-new") + wrong).context["form"].initial
        )
