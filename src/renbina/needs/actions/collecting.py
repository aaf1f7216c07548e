"""Collect what surveys, talks, proposals, predicates, studies and goals say into evidence, as often as one likes."""

from dataclasses import asdict
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import override

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.needs.access import COLLECT_EVIDENCE, require
from renbina.needs.actions.deriving import Collected, put
from renbina.needs.gather.around import around
from renbina.needs.gather.collecting import derived
from renbina.needs.models import Evidence
from renbina.needs.queries.evidence import EvidenceRow
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of


@action
def collect_evidence(*, year: int, on: date, by: Actor, at: datetime) -> Collected:
    """Derive evidence for the plan of a year anew: what was derived before is replaced, what people recorded stays.

    The same facts twice change nothing. Reasons are written in the language of the agency; pages say
    them in the reader's own.
    """
    require(by, COLLECT_EVIDENCE)
    agency = agency_of(by)
    system = Actor.system(agency.pk)
    units = dict(Unit.objects.filter(agency=agency).values_list("path", "pk"))
    with override(settings.LANGUAGE_CODE):
        wanted = [
            EvidenceRow(
                source=row.source.value,
                competency_id=row.need[1],
                weight=row.weight,
                reason=row.reason,
                recorded_on=on,
                unit_id=units[row.need[0]] if row.need[0] else None,
                confidence=row.said.confidence,
                people=row.said.people,
                origin=row.origin,
                facts=row.facts,
            )
            for row in derived(system, year, on)
        ]
        wanted += around().evidence(system, year, on)
    told = put(agency, wanted, Evidence.objects.filter(agency=agency).exclude(origin=""))
    record(obj=agency, new={"year": year, **asdict(told)})
    return told
