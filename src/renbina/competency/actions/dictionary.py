"""The writes of the dictionary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from renbina.competency.access import require
from renbina.competency.enums import CompetencyKind
from renbina.competency.models import Competency, CompetencyLevel
from renbina.competency.queries.dictionary import codes_of
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.queries import agency_of

BATCH = 1000
TOP_LEVEL = 5


class CompetencyRefused(Refused):
    """A dictionary entry without a code, name or known kind, or two with one code."""


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """A dictionary entry; `levels` are the five descriptions from level 1 on (fewer are allowed)."""

    code: str
    name: str
    kind: str  # CompetencyKind
    family: str = ""
    levels: tuple[str, ...] = ()


@action
def load_dictionary(*, rows: Sequence[CompetencyRow], by: Actor, at: datetime) -> int:
    """Write competencies by their code (new ones added, known ones renamed) with their levels; none is removed."""
    require(by, "load_dictionary")
    agency = agency_of(by)
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if not row.code or not row.name or row.kind not in CompetencyKind.values or len(row.levels) > TOP_LEVEL:
            raise CompetencyRefused(
                _("Row %(row)s: a competency needs a code, a name, a known kind and at most five levels.")
                % {"row": number}
            )
        if row.code in seen:
            raise CompetencyRefused(
                _("Row %(row)s: the code “%(code)s” is used twice.") % {"row": number, "code": row.code}
            )
        seen.add(row.code)
    Competency.objects.bulk_create(
        [Competency(agency=agency, code=row.code, name=row.name, kind=row.kind, family=row.family) for row in rows],
        update_conflicts=True,
        unique_fields=["agency", "code"],
        update_fields=["name", "kind", "family"],
    )
    codes = codes_of(agency.pk)
    CompetencyLevel.objects.bulk_create(
        [
            CompetencyLevel(competency_id=codes[row.code], level=level, description=text)
            for row in rows
            for level, text in enumerate(row.levels, start=1)
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["competency", "level"],
        update_fields=["description"],
    )
    record(obj=agency, old=None, new={"competencies": len(rows)})
    outbox.publish("competency.changed", {}, by=by, at=at)
    return len(rows)
