"""Who said "ask me", about what, and where they work. No level and no score is read here."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from renbina.community.access import require_employee, visible_experts
from renbina.community.models import Expert
from renbina.competency.models import Competency, PositionStandard
from renbina.delivery.queries.batches import unit_on
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import own_agency
from renbina.organisation.models import EmploymentStatus, Placement
from renbina.organisation.queries import GONE
from renbina.records.models import LearningRecord


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """One colleague who may be asked."""

    public_id: str
    name: str
    unit: str
    about: tuple[str, ...]
    reach: str


@dataclass(frozen=True, slots=True)
class ExpertForm:
    """What one may offer: near things first (own position and own training), then the rest of the dictionary."""

    near: tuple[Competency, ...]
    others: tuple[Competency, ...]
    chosen: frozenset[int]
    reach: str


def expert_rows(actor: Actor, on: date, *, words: tuple[str, ...] = (), competency: str = "") -> QuerySet[Expert]:
    """Those who may be asked, by name, each with `unit_name`. Who retired or moved away is not among them."""
    gone = EmploymentStatus.objects.filter(holds_on(on), employee=OuterRef("employee"), status__in=GONE)
    rows = visible_experts(actor).exclude(Exists(gone))
    rows = rows.filter(Exists(Placement.objects.filter(holds_on(on), employee=OuterRef("employee"))))
    rows = rows.annotate(unit_name=unit_on(on))
    for word in words:
        spoken = Expert.objects.filter(competencies__name__icontains=word).order_by().values("pk")
        rows = rows.filter(Q(employee__name__icontains=word) | Q(unit_name__icontains=word) | Q(pk__in=spoken))
    if competency:
        rows = rows.filter(competencies__public_id=competency)
    return rows.select_related("employee").prefetch_related("competencies").order_by("employee__name", "pk")


def expert_line(row: Expert) -> ExpertLine:
    """A row of `expert_rows` as it is shown."""
    about = tuple(sorted(each.said_name for each in row.competencies.all()))
    unit: str = getattr(row, "unit_name", "") or ""
    return ExpertLine(row.public_id, row.employee.full_name, unit, about, row.reach)


def expert_total(actor: Actor, on: date) -> int:
    return expert_rows(actor, on).count()


def expert_form(actor: Actor, on: date) -> ExpertForm:
    """Raises NotFound for a login without an employee."""
    me = require_employee(actor)
    codes = LearningRecord.objects.filter(employee_id=me).exclude(programme_code="").values("programme_code")
    held = Placement.objects.filter(holds_on(on), employee_id=me).values("position_id")
    asked = PositionStandard.objects.filter(holds_on(on), position_id__in=held).values("competency_id")
    taught = Q(effects__programme__code__in=codes, effects__programme__agency_id=actor.agency_id)
    near = set(Competency.objects.filter(Q(pk__in=asked) | taught).values_list("pk", flat=True))
    expert = Expert.objects.filter(employee_id=me).prefetch_related("competencies").first()
    chosen = frozenset(each.pk for each in expert.competencies.all()) if expert else frozenset()
    everything = list(Competency.objects.filter(agency_id=own_agency(actor)).order_by("name"))
    return ExpertForm(
        near=tuple(each for each in everything if each.pk in near | chosen),
        others=tuple(each for each in everything if each.pk not in near | chosen),
        chosen=chosen,
        reach=expert.reach if expert else "",
    )
