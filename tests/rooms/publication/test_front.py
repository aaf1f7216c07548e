import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.rooms.dashboards.town import AT

from renbina.foundation.errors import Forbidden
from renbina.publication.actions import NothingToPublish, publish_figures, suppressed
from renbina.publication.models import PublishedFigures


def test_the_front_page_is_friendly_before_there_is_an_agency(db):
    assert Client().get("/").status_code == 200


def test_nothing_is_shown_before_it_is_published(planned):
    assert "24" not in Client().get("/").content.decode().split("<main")[1].split("</main")[0]


def test_published_figures_stand_on_the_front_page(planned):
    publish_figures(by=planned.actor("analyst"), at=AT)
    figures = PublishedFigures.objects.get().figures
    assert (figures["placed"], figures["seats"], figures["programmes"], figures["hours"]) == (6, 6, 1, 144)
    text = Client().get("/").content.decode()
    assert "2027" in text
    assert "144" in text


def test_what_changes_later_does_not_reach_the_public(planned):
    publish_figures(by=planned.actor("analyst"), at=AT)
    before = PublishedFigures.objects.get().figures
    planned.people[2].assignments.all().delete()
    assert PublishedFigures.objects.get().figures == before


@pytest.mark.parametrize(
    ("groups", "shown", "hidden"),
    [
        ({"a": 5, "b": 9}, {"a": 5, "b": 9}, 0),
        ({"a": 4, "b": 9, "c": 7}, {"b": 9}, 2),
        ({"a": 4, "b": 2, "c": 7}, {"c": 7}, 2),
        ({"a": 4}, {}, 1),
    ],
)
def test_small_groups_are_taken_out_and_cannot_be_computed_back(groups, shown, hidden):
    assert suppressed(groups) == (shown, hidden)


def test_only_the_keepers_of_the_plan_publish(planned):
    for name in ("auditor", "approver", "employee"):
        with pytest.raises(Forbidden):
            publish_figures(by=planned.actor(name), at=AT)


def test_without_a_computed_plan_there_is_nothing_to_publish(town):
    with pytest.raises(NothingToPublish):
        publish_figures(by=town.actor("analyst"), at=AT)


def test_a_visit_costs_one_query(planned):
    publish_figures(by=planned.actor("analyst"), at=AT)
    with CaptureQueriesContext(connection) as caught:
        Client().get("/")
    assert len(caught) == 1


def test_no_name_and_no_number_of_a_person_is_public(planned):
    publish_figures(by=planned.actor("analyst"), at=AT)
    text = Client().get("/").content.decode()
    assert not any(person.name in text or person.nip in text or person.public_id in text for person in planned.people)


def test_whoever_is_logged_in_goes_to_their_work(planned, login):
    assert login(planned, "employee").get("/")["Location"] == "/beranda/"
    assert login(planned, "approver").get("/")["Location"] == "/beranda/"
    assert login(planned, "analyst").get("/").status_code == 302
