"""Reads of what people have shown."""

from dataclasses import dataclass
from datetime import date

from renbina.competency.access import visible_assessments
from renbina.competency.enums import Method
from renbina.foundation.actor import Actor
from renbina.ui.spoken import Spoken, spoken


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment with its method in words; `valid` says whether it still counts on the day asked for."""

    public_id: str
    code: str
    name: Spoken
    level: int
    method: str
    assessed_on: date
    valid_until: date
    valid: bool


def assessments_of_person(actor: Actor, employee_id: int, *, on: date) -> tuple[AssessmentLine, ...]:
    """A visible person's assessments, newest first; one query."""
    rows = visible_assessments(actor, on).filter(employee_id=employee_id)
    fields = (
        "public_id", "competency__code", "competency__name", "competency__name_en", "level", "method", "assessed_on",
        "valid_until",
    )  # fmt: skip
    return tuple(
        AssessmentLine(
            public_id, code, spoken(name, english), level, str(Method(method).label), since, until, since <= on < until
        )
        for public_id, code, name, english, level, method, since, until in rows.order_by(
            "-assessed_on", "competency_id", "pk"
        ).values_list(*fields)
    )
