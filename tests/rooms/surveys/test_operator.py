"""The operator of a unit keys in paper: for the people of the own units and nobody else's."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from tests.rooms.dashboards.town import add_user
from tests.rooms.surveys.people import AT, SHEET, campaign_of, employee_actor, operator_of, with_people, words

from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.surveys.actions import answer_from_paper, answer_named, paper_tickets
from renbina.surveys.models import NamedAnswer


@pytest.fixture
def client(town):
    return operator_of(town, "one")


FORM = {"q1": "4", "q2": "Ini", "q3": "2"}


def test_an_operator_keys_in_sheets_of_the_own_unit_only(town, client):
    own, others = with_people(town, 2, "inner"), with_people(town, 2, "two")
    campaign = campaign_of(town, [*own, *others], mode="named")
    assert campaign.title in words(client.get(reverse("surveys:paper-list")))
    page = words(client.get(reverse("surveys:paper", args=[campaign.public_id])))
    assert own[0].name in page
    assert others[0].name not in page
    mine, theirs = (
        reverse("surveys:paper-enter", args=[campaign.public_id, each[0].public_id]) for each in (own, others)
    )
    assert client.get(theirs).status_code == 404
    assert client.post(theirs, FORM).status_code == 404
    assert client.post(mine, FORM).status_code == 302
    assert NamedAnswer.objects.get().employee == own[0]


def test_the_action_itself_refuses_people_of_other_units(town, client):
    own, others = with_people(town, 4, "one"), with_people(town, 2, "two")
    campaign = campaign_of(town, [*own, *others], mode="confidential")
    asked = {"campaign": campaign, "answers": SHEET, "at": AT}
    with pytest.raises(NotFound):
        answer_from_paper(employee=others[0], by=town.actor("petugas"), **asked)
    with pytest.raises(Forbidden):
        answer_from_paper(employee=own[0], by=town.actor("auditor"), **asked)
    answer_from_paper(employee=own[0], by=town.actor("petugas"), **asked)
    assert NamedAnswer.objects.count() == 1


def test_an_operator_prints_the_tickets_of_the_own_unit_only(town, client):
    campaign = campaign_of(town, [*with_people(town, 5, "one"), *with_people(town, 6, "two")])
    page = BeautifulSoup(client.get(reverse("surveys:paper", args=[campaign.public_id])).content, "html.parser")
    groups = [each["value"] for each in page.select("select[name=group] option")]
    assert groups == [town.units["one"].public_id]
    asked = {"campaign": campaign, "by": town.actor("petugas"), "at": AT}
    assert len(paper_tickets(group=groups[0], **asked)) == 5
    with pytest.raises(NotFound):
        paper_tickets(group=town.units["two"].public_id, **asked)


def test_an_operator_of_a_division_prints_no_tickets_of_the_whole_unit(town):
    add_user(town, "bidang", Role.UNIT_OPERATOR, unit="inner")
    campaign = campaign_of(town, [*with_people(town, 5, "one"), *with_people(town, 3, "inner")])
    client = Client()
    client.force_login(town.users["bidang"])
    page = client.get(reverse("surveys:paper", args=[campaign.public_id]))
    assert page.status_code == 200
    assert "milik unit di atas unit Anda" in words(page)
    with pytest.raises(NotFound):
        paper_tickets(campaign=campaign, group=town.units["one"].public_id, by=town.actor("bidang"), at=AT)


def test_an_operator_sees_no_questionnaire_that_asks_nobody_of_the_own_unit(town, client):
    campaign = campaign_of(town, with_people(town, 5, "two"), mode="named")
    assert "Tidak ada kuesioner terbuka" in words(client.get(reverse("surveys:paper-list")))
    assert client.get(reverse("surveys:paper", args=[campaign.public_id])).status_code == 404


def test_an_operator_keys_in_but_reads_no_results(town, client):
    campaign = campaign_of(town, with_people(town, 5, "one"), mode="named")
    for name in ("campaign", "results", "campaign-monitor"):
        assert client.get(reverse(f"surveys:{name}", args=[campaign.public_id])).status_code == 403


def test_of_a_confidential_campaign_keying_in_does_not_tell_who_has_answered(town, client):
    people = with_people(town, 5, "one")
    campaign = campaign_of(town, people, mode="confidential")
    answer_named(campaign=campaign, answers=SHEET, by=employee_actor(people[0]), at=AT)
    told = []
    for person in people[:2]:
        address = reverse("surveys:paper-enter", args=[campaign.public_id, person.public_id])
        text = words(client.post(address, FORM | {"q3": "9"}, follow=True))
        told.append(re.sub("|".join(each.name for each in people), "NAMA", text))
    assert told[0] == told[1]
    kept = dict(NamedAnswer.objects.values_list("employee__name", "answers"))
    assert kept[people[0].name]["q3"] == SHEET["q3"]  # what they sent themselves is never written over
    assert kept[people[1].name]["q3"] == 9
