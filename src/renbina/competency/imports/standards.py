"""The import of what positions ask: in rows, or with a column for each competency."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from binacore.names import fold_name
from renbina.competency.access import can
from renbina.competency.imports.messages import MESSAGES
from renbina.competency.imports.names import (
    COMPETENCY,
    LOADED,
    NOT_COMPETENCIES,
    TOP_LEVEL,
    Names,
    match_competency,
    match_position,
    names_of,
)
from renbina.competency.models import PositionStandard
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Row
from renbina.foundation.imports.spread import Spread, rows_of_columns
from renbina.organisation.access import own_agency
from renbina.ui import formats

STANDARD_FIELDS: Final = (
    Field("position", _("Position"), synonyms=("JABATAN NAMA", "JABATAN", "NAMA JABATAN", "POSISI"), required=True),
    COMPETENCY,
    Field("level", _("Required level"), "int",
          ("LEVEL", "LEVEL YANG DIPERSYARATKAN", "LEVEL STANDAR", "STANDAR", "LEVEL DIBUTUHKAN", "SYARAT LEVEL"),
          required=True, minimum=1, maximum=TOP_LEVEL),
    Field("critical", _("Critical"), "bool", ("KRITIS", "PENTING", "WAJIB")),
    Field("since", _("Valid from"), "date", ("BERLAKU MULAI", "TMT STANDAR", "MULAI BERLAKU"), compare=False),
)  # fmt: skip


def standards_import(apply: Callable[..., Mapping[str, int]], remember: Callable[..., object]) -> ImportKind:
    """The declaration; `config.imports` gives it the actions that store, and that keep a spelling."""
    return ImportKind(
        key="standards",
        label=_("Position standards"),
        description=_("Position, competency and required level: a row each, or a column for each competency."),
        may=lambda actor: can(actor, "load_standards"),
        fields=STANDARD_FIELDS,
        key_of=standard_key,
        stored=stored_standards,
        check_rows=check_standards,
        apply=apply,
        report_missing=False,
        row_by_row=True,
        remembers=("position", "competency"),
        remember=remember,
        announces=LOADED,
        title_of=lambda values: str(values.get("position") or ""),
        messages=MESSAGES,
        reshape=rows_of_columns(Spread("position", "competency", "level", STANDARD_FIELDS, NOT_COMPETENCIES)),
    )


def standard_key(values: Mapping[str, Any]) -> str:
    """Position and competency, short enough for a key: the whole of both is in its last signs."""
    position, competency = fold_name(values["position"]), fold_name(values["competency"])
    digest = sha256(f"{position}|{competency}".encode()).hexdigest()[:12]
    return f"{position[:36]}/{competency[:24]} {digest}"


def open_standards(agency_id: int, names: Names) -> dict[str, PositionStandard]:
    """Key -> the standard of each position and competency that has no end; one query."""
    rows = PositionStandard.objects.filter(position__agency_id=agency_id, valid_to__isnull=True)
    return {
        standard_key({"position": each.position.title, "competency": names.shown[each.competency_id]}): each
        for each in rows.select_related("position").order_by("valid_from", "pk")
    }


def closed_standards(agency_id: int) -> dict[tuple[int, int], list[PositionStandard]]:
    """(Position, competency) -> its standards that have an end, which may lie ahead; one query."""
    found: dict[tuple[int, int], list[PositionStandard]] = {}
    for each in PositionStandard.objects.filter(position__agency_id=agency_id, valid_to__isnull=False):
        found.setdefault((each.position_id, each.competency_id), []).append(each)
    return found


def stored_standards(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """What positions ask now; two queries."""
    agency = own_agency(actor)
    names = names_of(agency, positions=False)
    return {
        key: {
            "position": each.position.title, "competency": names.shown[each.competency_id], "level": each.level,
            "critical": each.is_critical,
        }
        for key, each in open_standards(agency, names).items()
    }  # fmt: skip


def check_standards(rows: Sequence[Row], context: ImportContext) -> None:
    """Positions and competencies by name, and no day before what stands; five queries."""
    agency = own_agency(context.actor)
    names = names_of(agency)
    standing = open_standards(agency, names)
    closed = closed_standards(agency)
    for row in rows:
        position, competency = match_position(row, names), match_competency(row, names)
        if position is None or competency is None:
            continue
        before = standing.get(standard_key(row.values))
        if "critical" in row.values and row.values["critical"] is None:
            row.values["critical"] = before is not None and before.is_critical  # an empty cell says nothing
        since = row.values.get("since") or context.on
        if since > context.on:
            row.hold("since", "not_yet", day=formats.day(since))
        if before is not None and before.valid_from > since:
            row.hold("since", "newer_standard", day=formats.day(before.valid_from))
        for each in closed.get((position.pk, competency.pk), ()):
            if each.valid_to is not None and since < each.valid_to:
                row.hold("since", "other_level", day=formats.day(each.valid_to), level=each.level)
