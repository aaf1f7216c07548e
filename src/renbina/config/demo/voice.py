"""Loads what citizens said: services and points, answers of two years, feedback of 2026, promises, published SKM."""

from datetime import date, datetime, timedelta

from binacity.feedback import CitizenVoice, FeedbackRecord
from binacity.records import City
from binacity.satisfaction import ELEMENTS, HALVES, RUNNING, AnswerRecord
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor
from renbina.voice.actions import (
    PastFeedback,
    PastMessage,
    PastPromise,
    add_point,
    add_service,
    load_feedback,
    publish_satisfaction,
)
from renbina.voice.enums import Channel, State
from renbina.voice.gather import half_year
from renbina.voice.models import Service, ServicePoint

SINCE = date(2025, 1, 2)
PUBLISHED_AFTER = timedelta(days=13)


class _Loaded:
    """Services and points of the city by their keys."""

    def __init__(self) -> None:
        self.services: dict[str, Service] = {}
        self.points: dict[str, list[ServicePoint]] = {}


def load_voice(city: City, keys: Keys, *, by: Actor, at: datetime) -> dict[str, Service]:
    """Service key -> service. Needs units and competencies; adds no evidence, that of the city stands already."""
    found = _services(city.citizens, keys, by=by, at=at)
    places = {promise.key: place for place, promise in enumerate(city.citizens.promises)}
    promises = [
        PastPromise(keys.units[p.unit], p.cause, p.promise, p.due_on, p.done_on, p.proof)
        for p in city.citizens.promises
    ]
    rows = [_answer(row, found) for row in city.citizens.answers]
    rows += [_feedback(row, found, keys, places) for row in city.citizens.feedback]
    load_feedback(rows=sorted(rows, key=lambda row: row.received_on), promises=promises, by=by, at=at)
    asked = {row.service for row in city.citizens.answers}
    for key in sorted(asked):
        for year, half in HALVES:
            if (year, half) != RUNNING:
                on = half_year(year, half)[1] + PUBLISHED_AFTER
                publish_satisfaction(service=found.services[key], year=year, half=half, on=on, by=by, at=at)
    return found.services


def _services(voice: CitizenVoice, keys: Keys, *, by: Actor, at: datetime) -> _Loaded:
    found = _Loaded()
    for row in voice.services:
        service = add_service(unit=keys.units[row.unit], name=row.name, by=by, at=at)
        found.services[row.key] = service
        found.points[row.key] = [
            add_point(service=service, name=name, since=SINCE, by=by, at=at) for name in row.points
        ]
    return found


def _answer(row: AnswerRecord, found: _Loaded) -> PastFeedback:
    channel = Channel.PAPER if row.on_paper else Channel.QR
    return PastFeedback(
        found.services[row.service], found.points[row.service][row.point], channel, row.received_on, State.COUNTED,
        row.scores,
    )  # fmt: skip


def _feedback(row: FeedbackRecord, found: _Loaded, keys: Keys, places: dict[int, int]) -> PastFeedback:
    if row.scores and len(row.scores) != ELEMENTS:
        raise ValueError(f"{row.service}: {len(row.scores)} scores instead of {ELEMENTS}")
    return PastFeedback(
        service=found.services[row.service],
        point=None if row.point is None else found.points[row.service][row.point],
        channel=row.channel,
        received_on=row.received_on,
        state=row.state,
        scores=row.scores,
        ticket=row.ticket,
        theme="" if row.state == State.RECEIVED else row.theme,
        cause=row.cause,
        competency=keys.competencies[row.competency] if row.competency else None,
        promise=None if row.promise is None else places[row.promise],
        messages=tuple(PastMessage(m.by_citizen, m.written_on, m.text, m.shown) for m in row.messages),
    )
