"""What may go to SIASN, and what is left out and why; records, predicates and people of the whole agency."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Floor

from binacore.siasn_codes import LEARNING_TYPES, STRUCTURAL_FORM, structural_of
from renbina.dashboards.access import SIASN, require
from renbina.dashboards.enums import LeftOut, SiasnKind
from renbina.dashboards.models import SiasnFile, SiasnSent
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency, visible_units
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Employee, Placement, Unit
from renbina.performance.models import PeriodRating
from renbina.records.models import LearningRecord

STUDY: Final = "EDU"
_DOUBTFUL: Final = ("certificate_repeated", "hours_impossible", "two_places_at_once")
_FORMS: Final = tuple(each.form for each in LEARNING_TYPES)
Why = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SiasnChoice:
    """What is asked for: a year (by the last day of the learning), a quarter of predicates (None: all of the year),
    a unit with all below it ("": the whole agency), and whether only what is new or changed."""

    kind: str
    year: int
    quarter: int | None = None
    unit: str = ""
    only_new: bool = True

    @property
    def period(self) -> str:
        if self.kind == SiasnKind.ROSTER:
            return ""
        return f"{self.year}/{self.quarter}" if self.kind == SiasnKind.PERFORMANCE and self.quarter else str(self.year)


@dataclass(frozen=True, slots=True)
class SiasnCount:
    """How many lines the file could hold, how many of these went out before, and what is left out."""

    ready: int
    sent: int
    left_out: Why


def chosen_unit(actor: Actor, public_id: str) -> Unit | None:
    """The unit asked for. Raises NotFound where the actor does not read it."""
    if not public_id:
        return None
    found = visible_units(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def units_to_choose(actor: Actor) -> list[tuple[str, str]]:
    """(public_id, name) of the units directly below the agency; one query."""
    return list(visible_units(actor).filter(depth=1).values_list("public_id", "name"))


def count_for_siasn(actor: Actor, choice: SiasnChoice, on: date) -> SiasnCount:
    """Counted by the database; at most four queries. Raises Forbidden, and NotFound for an unknown unit."""
    rows = candidates(actor, choice, on)
    why = dict(rows.order_by().values_list("why").annotate(n=Count("pk")))
    ready = why.pop("", 0)
    left_out = Counter(why)
    good = rows.filter(why="")
    if choice.kind == SiasnKind.STRUCTURAL:
        unknown = [
            name for name in good.order_by().values_list("name", flat=True).distinct() if not structural_of(name)
        ]
        lost = good.filter(name__in=unknown).count() if unknown else 0
        good = good.exclude(name__in=unknown)
        ready, left_out[LeftOut.NO_STRUCTURAL_CODE] = ready - lost, lost
    sent = 0
    if choice.kind != SiasnKind.ROSTER:
        known = SiasnSent.objects.filter(agency_id=own_agency(actor), kind=choice.kind)
        sent = good.filter(public_id__in=known.values("record")).count()
    return SiasnCount(ready, sent, {name: left_out[name] for name in LeftOut.values if left_out[name]})


def candidates(actor: Actor, choice: SiasnChoice, on: date) -> QuerySet[Any]:
    """Everything of the kind and period; `why` names the first reason to leave it out ("": none)."""
    require(actor, SIASN)
    unit = chosen_unit(actor, choice.unit)
    if choice.kind == SiasnKind.ROSTER:
        return _people(own_agency(actor), unit, on)
    if choice.kind == SiasnKind.PERFORMANCE:
        return _predicates(own_agency(actor), choice, unit, on)
    return _learning(own_agency(actor), choice, unit, on)


def _in_unit(unit: Unit | None, on: date, prefix: str = "employee__") -> Q:
    if unit is None:
        return Q()
    placed = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE, unit__path__startswith=unit.path)
    return Q(**{f"{prefix}in": placed.values("employee_id")}) if prefix else Q(pk__in=placed.values("employee_id"))


def _why(*cases: tuple[Q, LeftOut]) -> Case:
    whens = [When(condition, then=Value(reason.value)) for condition, reason in cases]
    return Case(*whens, default=Value(""), output_field=CharField())


def _learning(agency: int, choice: SiasnChoice, unit: Unit | None, on: date) -> QuerySet[LearningRecord]:
    rows = LearningRecord.objects.filter(
        _in_unit(unit, on, "employee__"),
        employee__agency_id=agency,
        ended_on__gte=date(choice.year, 1, 1),
        ended_on__lt=date(choice.year + 1, 1, 1),
    )
    structural = Q(form=STRUCTURAL_FORM)
    rows = rows.filter(structural) if choice.kind == SiasnKind.STRUCTURAL else rows.exclude(structural)
    return rows.annotate(
        why=_why(
            (Q(form=STUDY), LeftOut.STUDY),
            (~Q(form__in=_FORMS), LeftOut.NO_CODE),
            (Q(counted_note__in=_DOUBTFUL), LeftOut.DOUBTFUL),
            (Q(certificate_number=""), LeftOut.NO_CERTIFICATE),
            (Q(certificate_hours__lt=1) | ~Q(certificate_hours=Floor(F("certificate_hours"))), LeftOut.NO_HOURS),
        )
    ).order_by("ended_on", "pk")


def _predicates(agency: int, choice: SiasnChoice, unit: Unit | None, on: date) -> QuerySet[PeriodRating]:
    rows = PeriodRating.objects.filter(_in_unit(unit, on), period__agency_id=agency, period__year=choice.year)
    if choice.quarter is not None:
        rows = rows.filter(period__quarter=choice.quarter)
    return rows.annotate(
        why=_why(
            (Q(period__quarter=0), LeftOut.WHOLE_YEAR),
            (Q(period__closed_at=None), LeftOut.PERIOD_OPEN),
            (Q(rater=None), LeftOut.NO_RATER),
        )
    ).order_by("period__quarter", "pk")


def _people(agency: int, unit: Unit | None, on: date) -> QuerySet[Employee]:
    placed = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE, employee__agency_id=agency)
    rows = Employee.objects.filter(_in_unit(unit, on, ""), agency_id=agency)
    return rows.annotate(why=_why((~Q(pk__in=placed.values("employee_id")), LeftOut.NO_POST))).order_by("nip")


# --- the lines themselves


def learning_lines(rows: QuerySet[LearningRecord]) -> Iterator[dict[str, Any]]:
    """What a line of learning needs, record by record; one query."""
    fields = (
        "public_id", "name", "form", "started_on", "ended_on", "certificate_hours", "certificate_number", "organiser",
        "employee__nip",
    )  # fmt: skip
    return rows.values(*fields).iterator(chunk_size=2000)


@dataclass(frozen=True, slots=True)
class Post:
    """The post of a person on a day, with what SIASN asks of a rating official."""

    position: str
    kind: str
    unit: str
    unit_code: str


def posts_on(agency: int, on: date) -> dict[int, Post]:
    """Key of the person -> post on a day; one query."""
    rows = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE, employee__agency_id=agency)
    fields = ("employee_id", "position__title", "position__kind", "unit__name", "unit__code")
    return {key: Post(*values) for key, *values in rows.order_by("pk").values_list(*fields)}


def predicate_lines(rows: QuerySet[PeriodRating]) -> Iterator[dict[str, Any]]:
    """What a line of performance needs; one query."""
    fields = (
        "public_id", "result", "behaviour", "predicate", "period__year", "period__quarter", "employee_id",
        "employee__nip", "rater_id", "rater__nip", "rater__name", "rater__front_title", "rater__back_title",
        "rater__grade",
    )  # fmt: skip
    return rows.values(*fields).iterator(chunk_size=2000)


def sent_before(agency: int, kind: str) -> dict[str, str]:
    """Public id -> digest of the line that went out last; one query."""
    return dict(SiasnSent.objects.filter(agency_id=agency, kind=kind).values_list("record", "digest"))


def siasn_files(actor: Actor) -> QuerySet[SiasnFile]:
    """The files taken so far, newest first."""
    require(actor, SIASN)
    return SiasnFile.objects.filter(agency_id=own_agency(actor)).order_by("-made_at", "-pk")
