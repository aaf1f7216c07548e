"""What a position asks of a person and what proves their levels, on any day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from binacore import people as core
from binacore.gaps import Gap, gaps_of
from binacore.indices import Jpm, jpm
from binacore.proof import Proof, proofs_of
from binacore.rules import RulesAt
from renbina.competency.enums import CompetencyKind
from renbina.competency.gather import gap_material
from renbina.competency.models import Competency
from renbina.competency.previews.planned import Planned, planned_for
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency, visible_employees
from renbina.organisation.models import Employee
from renbina.organisation.queries import PlacementLine, placement_history
from renbina.rulebook.queries import rulebook_for

NINE = (CompetencyKind.MANAGERIAL, CompetencyKind.SOCIOCULTURAL)


@dataclass(frozen=True, slots=True)
class Held:
    """One competency of a person: what is asked, what is believed, and every proof."""

    public_id: str
    name: str
    kind: str
    gap: Gap
    proofs: tuple[Proof, ...]
    after: int | None = None  # the level that the plan leads to


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Levels of one person on a day. `assessors`: public_id of an assessment -> who found it."""

    public_id: str
    name: str
    post: PlacementLine | None
    on: date
    lines: tuple[Held, ...]
    match: Jpm  # of the nine managerial and socio-cultural competencies
    rules: RulesAt
    assessors: Mapping[str, str]
    planned: Planned | None = None  # the plan behind `Held.after`; of another day than today there is none

    @property
    def known(self) -> int:
        return sum(line.gap.is_known for line in self.lines)

    @property
    def below(self) -> int:
        return sum(bool(line.gap.gap) for line in self.lines)


def person_page(actor: Actor, public_id: str, *, on: date, today: date, cap_surplus: bool | None = None) -> PersonPage:
    """A visible person on a day, past or to come. Raises NotFound for everybody out of sight. Eleven queries."""
    person = visible_employees(actor, today).filter(public_id=public_id).first()
    if person is None:
        raise NotFound
    return _page(person, on, today, cap_surplus)


def own_page(actor: Actor, *, on: date, today: date, cap_surplus: bool | None = None) -> PersonPage:
    """The actor's own. Raises NotFound for a login without an employee."""
    if actor.employee_id is None:
        raise NotFound
    person = Employee.objects.filter(agency_id=own_agency(actor), pk=actor.employee_id).first()
    if person is None:
        raise NotFound
    return _page(person, on, today, cap_surplus)


def _page(person: Employee, on: date, today: date, cap_surplus: bool | None) -> PersonPage:
    rulebook = rulebook_for(person.agency_id)
    rules = rulebook.at(on)
    named = {str(each.pk): each for each in Competency.objects.filter(agency_id=person.agency_id).order_by("pk")}
    followers = [each.pk for each in named.values() if each.by_class]
    material = gap_material(person.agency_id, on, [person.pk], rules=rules, followers=followers)
    found: dict[str, list[core.Assessment]] = defaultdict(list)
    for each in material.assessments:
        found[each.competency_id].append(each)
    gaps = gaps_of(material.requirements, material.assessments, on, rulebook)
    planned = planned_for(person.agency_id, person.pk) if on == today else None
    after = planned.after if planned else {}
    lines = [
        Held(
            named[gap.competency_id].public_id,
            named[gap.competency_id].said_name,
            named[gap.competency_id].kind,
            gap,
            proofs_of(found.get(gap.competency_id, ()), rules),
            after.get(int(gap.competency_id)),
        )
        for gap in gaps
    ]
    nine = [(line.gap.held, line.gap.required) for line in lines if line.kind in NINE]
    places = placement_history(person)
    here = [place for place in places if place.since <= on and (place.until is None or on < place.until)]
    return PersonPage(
        public_id=person.public_id,
        name=person.full_name,
        post=min(here, key=lambda place: place.is_acting, default=None),
        on=on,
        lines=tuple(sorted(lines, key=_weakest_first)),
        match=jpm(nine, rules, cap_surplus=cap_surplus),
        rules=rules,
        assessors=material.assessors,
        planned=planned,
    )


def _weakest_first(line: Held) -> tuple[bool, int, bool, str]:
    """What is missing most, critical ones first; then what nobody has assessed; then what is met."""
    return (not line.gap.gap, -(line.gap.gap or 0) - line.gap.critical, line.gap.is_known, line.name)
