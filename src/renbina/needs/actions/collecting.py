"""Collect what surveys, talks, proposals, predicates and studies say into evidence, as often as one likes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.utils.translation import override

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.needs.access import COLLECT_EVIDENCE, require
from renbina.needs.gather.collecting import Derived, derived
from renbina.needs.models import Evidence
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of

_TOLD: Final = ("weight", "confidence", "people", "reason")
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Collected:
    """Rows of evidence that came, changed, stayed and went."""

    added: int
    changed: int
    same: int
    removed: int


@action
def collect_evidence(*, year: int, on: date, by: Actor, at: datetime) -> Collected:
    """Derive evidence for the plan of a year anew: what was derived before is replaced, what people recorded stays.

    The same facts twice change nothing. Reasons are written in the language of the agency.
    """
    require(by, COLLECT_EVIDENCE)
    agency = agency_of(by)
    with override(settings.LANGUAGE_CODE):
        wanted = derived(Actor.system(agency.pk), year, on)
    units = dict(Unit.objects.filter(agency=agency).values_list("path", "pk"))
    stored = {
        (row.source, row.origin, row.unit_id, row.competency_id): row
        for row in Evidence.objects.filter(agency=agency).exclude(origin="")
    }
    new: list[Evidence] = []
    changed: list[Evidence] = []
    same = 0
    for row in wanted:
        path, competency = row.need
        unit = units[path] if path else None
        held = stored.pop((row.source.value, row.origin, unit, competency), None)
        if held is None:
            new.append(Evidence(agency=agency, source=row.source, origin=row.origin, unit_id=unit,
                                competency_id=competency, recorded_on=on, **_told(row)))  # fmt: skip
        elif any(getattr(held, name) != value for name, value in _told(row).items()):
            for name, value in _told(row).items():
                setattr(held, name, value)
            held.recorded_on = on
            changed.append(held)
        else:
            same += 1
    _write(new, changed, stored.values())
    told = Collected(len(new), len(changed), same, len(stored))
    record(obj=agency, new={"year": year, **asdict(told)})
    return told


def _told(row: Derived) -> dict[str, object]:
    confidence = round(row.said.confidence, 4)
    return dict(zip(_TOLD, (row.weight, confidence, row.said.people, row.reason[:255]), strict=True))


def _write(new: list[Evidence], changed: list[Evidence], gone: Iterable[Evidence]) -> None:
    Evidence.objects.bulk_create(new, batch_size=_BATCH)
    Evidence.objects.bulk_update(changed, [*_TOLD, "recorded_on"], batch_size=_BATCH)
    Evidence.objects.filter(pk__in=[row.pk for row in gone]).delete()
