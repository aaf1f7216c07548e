"""Loads the classes of 2025 and 2026: those that are over with their certificates, and those that are open now."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from binacity.class_records import ClassRecord, SeatRecord
from binacity.records import City
from renbina.catalogue.actions import ProgrammeRow, load_catalogue
from renbina.catalogue.enums import Delivery
from renbina.catalogue.models import Programme
from renbina.config.demo.keys import Keys
from renbina.delivery.actions import ClassLine, SeatLine, load_classes
from renbina.foundation.actor import Actor
from renbina.planning.models import Plan


def load(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Needs the people, the learning history and the plans of the years."""
    _load_past_programmes(city, keys, by=by, at=at)
    programmes = {each.code: each for each in Programme.objects.filter(agency=keys.agency).select_related("partner")}
    plans = {each.year: each for each in Plan.objects.filter(agency=keys.agency)}
    lines = [
        _line(row, keys, plans[row.year], programmes[row.programme])
        for row in city.classes.held
        if row.programme in programmes and row.year in plans
    ]
    load_classes(classes=lines, by=by, at=at)


def _load_past_programmes(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    rows = [
        ProgrammeRow(
            code=each.code,
            name=each.name,
            form=each.form,
            area=each.area,
            hours=each.hours,
            days=each.days,
            delivery=Delivery.OWN,
            synchronous=True,
            capacity=each.capacity,
            batch_min=1,
            cost_per_person=0,
            cost_per_batch=each.cost_per_batch,
            note=each.note,
            retired_on=each.retired_on,
        )
        for each in city.classes.past_programmes
    ]
    if rows:
        load_catalogue(programmes=rows, by=by, at=at)
        keys.programmes |= dict(Programme.objects.filter(agency=keys.agency).values_list("code", "pk"))


def _line(row: ClassRecord, keys: Keys, plan: Plan, programme: Programme) -> ClassLine:
    zone = ZoneInfo(keys.agency.timezone)
    people = keys.employees
    trainer = people.get(row.trainer_employee or "")
    return ClassLine(
        plan=plan,
        programme=programme,
        number=row.number,
        place=row.place,
        trainer=trainer.full_name if trainer else row.trainer,
        trainer_employee_id=trainer.pk if trainer else None,
        method=row.method,
        capacity=row.capacity,
        hours=row.hours,
        sessions=tuple((_moment(day, row.begins, zone), _moment(day, row.ends, zone)) for day in row.days),
        opened_at=_moment(row.opened_on, 9, zone),
        answer_by=row.answer_by,
        seats=tuple(_seat(seat, keys) for seat in row.people if seat.employee in people),
        state=row.state,
        ended_at=_moment(row.closed_on, 10, zone) if row.closed_on else None,
        cancelled_reason=row.cancelled_because,
        least_share=row.least_share,
    )


def _seat(seat: SeatRecord, keys: Keys) -> SeatLine:
    superior = keys.employees.get(seat.superior or "")
    return SeatLine(
        employee_id=keys.employees[seat.employee].pk,
        state=seat.state,
        present=seat.present,
        by_code=seat.by_code,
        certificate=seat.certificate,
        reason=seat.reason,
        superior=superior.full_name if superior else "",
        agrees=seat.agrees if superior else None,
    )


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone)
