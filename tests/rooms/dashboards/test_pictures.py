"""Figures drawn ahead are those that the pages would count, and are not shown for a moment longer."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from tests.rooms.dashboards.town import AT, ON

from renbina.dashboards.actions import redraw, redraw_all
from renbina.dashboards.models import UnitPicture
from renbina.dashboards.queries.home import home_page
from renbina.dashboards.queries.units import unit_detail, unit_list
from renbina.foundation import outbox
from renbina.foundation.errors import Forbidden
from renbina.foundation.models import AuditEvent
from renbina.organisation.models import Supervision
from renbina.planning.models import Plan
from renbina.records.actions import LearningRow, record_learning


def pages(town, name="analyst"):
    actor = town.actor(name)
    units = [unit_detail(actor, unit.public_id) for unit in town.units.values() if name == "analyst"]
    return [home_page(actor, AT).problems, unit_list(actor).rows, units]


def plain(found):
    """Lists of a stored drawing and tuples of a counted one are the same to a page."""
    if isinstance(found, list | tuple):
        return [plain(each) for each in found]
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    if hasattr(found, "__dataclass_fields__"):
        return {name: plain(getattr(found, name)) for name in found.__dataclass_fields__}
    return found


@pytest.mark.parametrize("name", ["analyst", "operator"])
def test_what_was_drawn_is_what_the_pages_count(planned, name):
    counted = plain(pages(planned, name))
    assert redraw(by=planned.system, at=AT) == len(planned.units) + 1
    assert plain(pages(planned, name)) == counted


def test_pages_show_what_was_drawn(planned):
    redraw(by=planned.system, at=AT)
    UnitPicture.objects.filter(unit=planned.units["one"]).update(people=4711)
    assert 4711 in [row.people for row in unit_list(planned.actor("analyst")).rows]
    assert unit_detail(planned.actor("analyst"), planned.units["one"].public_id).unit.people == 4711


def test_a_write_to_the_facts_ends_a_picture_and_its_event_draws_another(planned):
    redraw(by=planned.system, at=AT)
    person = planned.people[2]
    record_learning(
        rows=[LearningRow(person.pk, "Lagi", "KL03", date(2026, 5, 4), date(2026, 5, 4), 30, 1)],
        by=planned.system,
        at=AT,
    )
    counted = plain(pages(planned))
    UnitPicture.objects.update(people=4711)
    assert plain(pages(planned)) == counted
    outbox.deliver()
    assert not UnitPicture.objects.filter(people=4711).exists()
    assert plain(pages(planned)) == counted


def test_a_picture_holds_for_its_day_and_its_run_only(planned, settings):
    redraw(by=planned.system, at=AT)
    UnitPicture.objects.update(people=4711)
    settings.RENBINA_FROZEN_ON = ON + timedelta(days=1)
    assert 4711 not in [row.people for row in unit_list(planned.actor("analyst")).rows]
    settings.RENBINA_FROZEN_ON = ON
    Plan.objects.update(current_run=None, approved_run=None, status="draft")
    assert 4711 not in [row.people for row in unit_list(planned.actor("analyst")).rows]


def test_a_picture_that_holds_is_not_drawn_again(planned):
    redraw(by=planned.system, at=AT)
    assert redraw(by=planned.system, at=AT) == 0


def test_a_picture_of_another_agency_is_never_shown(planned, elsewhere):
    redraw_all(event_id=1, payload={}, by=planned.system, at=AT)
    for town in (planned, elsewhere):
        assert UnitPicture.objects.filter(agency=town.agency).count() == len(town.units) + 1
        assert home_page(town.actor("analyst"), AT).problems["not_assessed"] < len(town.people)
    UnitPicture.objects.filter(agency=elsewhere.agency).update(people=4711)
    assert 4711 not in [row.people for row in unit_list(planned.actor("analyst")).rows]


def test_the_kind_of_a_unit_is_said_in_the_reader_s_language(planned):
    with translation.override("en"):
        redraw(by=planned.system, at=AT)
    with translation.override("id"):
        drawn = unit_detail(planned.actor("analyst"), planned.units["one"].public_id)
        UnitPicture.objects.all().delete()
        assert drawn.parts == unit_detail(planned.actor("analyst"), planned.units["one"].public_id).parts


def test_circles_of_superiors_are_in_the_picture(planned):
    one, two = planned.people[3], planned.people[4]
    Supervision.objects.filter(employee__in=[one, two]).delete()
    for person, superior in ((one, two), (two, one)):
        Supervision.objects.create(employee=person, superior=superior, relation="rater", valid_from=date(2025, 1, 1))
    counted = home_page(planned.actor("analyst"), AT).circle_people
    redraw(by=planned.system, at=AT)
    assert home_page(planned.actor("analyst"), AT).circle_people == counted != ()


def test_only_managers_and_the_system_draw(planned):
    with pytest.raises(Forbidden):
        redraw(by=planned.actor("approver"), at=AT)


def test_drawing_is_audited(planned):
    redraw(by=planned.system, at=AT)
    assert AuditEvent.objects.filter(verb="dashboards.redraw").count() == 1
