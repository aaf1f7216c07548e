"""What a technology or a regulation that is coming will ask of staff."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.needs.access import RUN_NEEDS, require
from renbina.needs.enums import StudyKind
from renbina.needs.models import Study
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of


class StudyRefused(Refused):
    """A study that does not say what changes, or from where that is known."""


@dataclass(frozen=True, slots=True)
class NewStudy:
    """`unit` None: everywhere. `effective_on` None: not known yet. `people`: whose work changes."""

    year: int
    kind: str
    title: str
    source: str
    change: str
    competency: Competency
    people: int
    unit: Unit | None = None
    effective_on: date | None = None


@action
def record_study(*, study: NewStudy, on: date, by: Actor, at: datetime) -> Study:
    """Keep a study as a source of need. Raises StudyRefused."""
    require(by, RUN_NEEDS)
    agency = agency_of(by)
    for owned in (study.competency, study.unit):
        if owned is not None and owned.agency_id != agency.pk:
            raise NotFound
    if study.kind not in StudyKind.values:
        raise StudyRefused(_("Choose technology or regulation."), "kind")
    for name, text in (("title", study.title), ("source", study.source), ("change", study.change)):
        if not text.strip():
            raise StudyRefused(_("Say what is coming, from where that is known, and what changes at work."), name)
    if study.people < 1:
        raise StudyRefused(_("Give how many people's work changes."), "people")
    made = Study.objects.create(
        agency=agency, year=study.year, kind=study.kind, title=study.title.strip()[:255],
        source=study.source.strip()[:255], change=study.change.strip()[:500], competency=study.competency,
        people=study.people, unit=study.unit, effective_on=study.effective_on, studied_on=on,
    )  # fmt: skip
    record(obj=made, new={"kind": study.kind, "competency": study.competency.code})
    return made
