"""Items as `binacore.survey` questions, the size of a locked sheet, and who is asked."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final

from binacore.survey import Kind, Question
from renbina.foundation.base import holds_on
from renbina.organisation.models import Employee, Placement, Unit
from renbina.organisation.queries import GONE, status_on
from renbina.surveys.enums import AudienceKind, ItemKind
from renbina.surveys.models import TEXT_MOST, Item

_STEP: Final = 256  # bytes


def question(item: Item) -> Question:
    """What computing needs of an item."""
    if item.kind == ItemKind.LIKERT:
        return Question(item.code, Kind.LIKERT, tuple(range(item.low, item.high + 1)))
    if item.kind == ItemKind.CHOICE:
        return Question(item.code, Kind.CHOICE, tuple(item.choices))
    return Question(item.code, Kind(item.kind))


def sheet_bytes(group: str, answers: Mapping[str, Any]) -> bytes:
    """One answer as it is locked."""
    return json.dumps({"group": group, "answers": dict(answers)}, ensure_ascii=False, separators=(",", ":")).encode()


def sheet_size(items: Iterable[Item]) -> int:
    """Bytes that hold every possible answer to these items: all sheets of a campaign are as long as this."""
    widest = 80  # the frame and the group
    for item in items:
        answer = TEXT_MOST * 4 if item.kind == ItemKind.TEXT else 24
        if item.kind == ItemKind.CHOICE:
            answer = max((len(json.dumps(choice, ensure_ascii=False).encode()) for choice in item.choices), default=2)
        widest += len(item.code) + answer + 8
    return -(-widest // _STEP) * _STEP


def audience_ids(
    agency_id: int, audience: str, unit: Unit | None, employees: Collection[Employee], on: date
) -> list[int]:
    """Keys of the people who are asked: of this agency, not gone, each once; one query."""
    people = Employee.objects.filter(agency_id=agency_id).annotate(status_now=status_on(on))
    if audience == AudienceKind.UNIT and unit is not None:
        placed = Placement.objects.filter(holds_on(on), unit__path__startswith=unit.path)
        people = people.filter(pk__in=placed.values("employee_id"))
    elif audience == AudienceKind.LIST:
        people = people.filter(pk__in=[person.pk for person in employees])
    found = people.order_by("pk").values_list("pk", "status_now")
    return [key for key, status in found if status not in GONE]
