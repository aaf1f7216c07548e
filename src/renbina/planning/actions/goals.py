"""The goal tree, its indicators, and what each goal asks people to be able to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.imports.declare import key_text
from renbina.needs.actions import Collected, replace_evidence
from renbina.organisation.models import Unit
from renbina.organisation.queries import day_for
from renbina.planning.access import EDIT_GOALS, own_agency, require
from renbina.planning.enums import GOAL_LEVELS, GoalLevel
from renbina.planning.models import Goal, GoalCompetency, Indicator, PlanRow
from renbina.planning.queries.goal_links import LEAST, MOST, ORIGIN, LinkAsked, goal_evidence
from renbina.ui import formats

FIRST_YEAR, LAST_YEAR = 2000, 2100
_LONGEST: Final = 255


class GoalRefused(Refused):
    """A goal that would stand in the wrong place, twice, or that others hang on."""


class IndicatorRefused(Refused):
    """An indicator that does not say what is measured, or that a plan stands on."""


class LinkRefused(Refused):
    """A competency asked twice by a goal, a weight that says nothing, or years that run backwards."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What shows that a goal is reached. `programmes`: keys of those that serve it; None: as they are."""

    name: str
    unit: str
    baseline: float
    baseline_year: int
    target: float
    target_year: int
    source: str = ""
    programmes: tuple[int, ...] | None = None


@action
def add_goal(*, level: str, text: str, parent: Goal | None, by: Actor, at: datetime) -> Goal:
    """Put a goal into the tree. Raises GoalRefused."""
    require(by, EDIT_GOALS)
    goals = _all(by)
    goal = Goal(agency_id=own_agency(by), level=level, text=_text(text), parent=_known(parent, goals))
    _check_place(goal, goals)
    goal.order = max((each.order for each in goals.values()), default=-1) + 1
    goal.save()
    record(obj=goal, new=_told(goal))
    return goal


@action
def change_goal(*, goal: Goal, level: str, text: str, parent: Goal | None, by: Actor, at: datetime) -> Goal:
    """Rename or move a goal; what hangs on it moves along. Raises GoalRefused."""
    require(by, EDIT_GOALS)
    goals = _all(by)
    here = _known(goal, goals)
    if here is None:
        raise NotFound
    before = _told(here)
    here.level, here.text, here.parent = level, _text(text), _known(parent, goals)
    _check_place(here, goals)
    here.save()
    _derive(by, at)  # its words may stand in evidence
    record(obj=here, old=before, new=_told(here))
    return here


@action
def place_goal(*, goal: Goal, earlier: bool, by: Actor, at: datetime) -> None:
    """Let a goal and its neighbour among those that serve the same goal change places. At the end nothing changes."""
    require(by, EDIT_GOALS)
    goals = _all(by)
    here = _known(goal, goals)
    if here is None:
        raise NotFound
    beside = [each for each in goals.values() if each.parent_id == here.parent_id]
    beside.sort(key=lambda each: (each.order, each.pk))
    old = beside.index(here)
    new = min(max(old + (-1 if earlier else 1), 0), len(beside) - 1)
    beside.insert(new, beside.pop(old))
    # Orders given twice, as files may do, are set right on the way.
    first = min(each.order for each in beside)
    orders = sorted({each.order for each in beside})
    orders = orders if len(orders) == len(beside) else list(range(first, first + len(beside)))
    for each, order in zip(beside, orders, strict=True):
        each.order = order
    Goal.objects.bulk_update(beside, ["order"])
    record(obj=here, old={"place": old + 1}, new={"place": new + 1})


@action
def remove_goal(*, goal: Goal, by: Actor, at: datetime) -> None:
    """Take a goal out with its indicators and what it asks for. Raises GoalRefused while something hangs on it."""
    require(by, EDIT_GOALS)
    here = _known(goal, _all(by))
    if here is None:
        raise NotFound
    below = here.children.count()
    if below:
        raise GoalRefused(
            _("%(count)s goals serve this one. Move them to another goal or remove them first.")
            % {"count": formats.number(below)}
        )
    rows = PlanRow.objects.filter(indicator__goal=here).count()
    if rows:
        raise GoalRefused(
            _("%(count)s rows of plans serve its indicators, so it stays. Rename or move it instead.")
            % {"count": formats.number(rows)}
        )
    before = _told(here) | {"asks": here.competencies.count(), "indicators": here.indicators.count()}
    here.delete()
    _derive(by, at)
    record(obj=here, old=before)


@action
def add_indicator(*, goal: Goal, measure: Measure, by: Actor, at: datetime) -> Indicator:
    """Say what shows that a goal is reached. Raises IndicatorRefused."""
    require(by, EDIT_GOALS)
    if goal.agency_id != by.agency_id:
        raise NotFound
    made = Indicator(goal=goal)
    _measure(made, measure)
    made.save()
    _serve(made, measure)
    record(obj=made, new=_measured(made))
    return made


@action
def change_indicator(*, indicator: Indicator, measure: Measure, by: Actor, at: datetime) -> Indicator:
    """Change what is measured; rows of plans that serve it stay with it. Raises IndicatorRefused."""
    require(by, EDIT_GOALS)
    here = _locked(Indicator, indicator, by)
    before = _measured(here)
    _measure(here, measure)
    here.save()
    _serve(here, measure)
    record(obj=here, old=before, new=_measured(here))
    return here


@action
def remove_indicator(*, indicator: Indicator, by: Actor, at: datetime) -> None:
    """Take an indicator out. Raises IndicatorRefused while rows of a plan serve it."""
    require(by, EDIT_GOALS)
    here = _locked(Indicator, indicator, by)
    rows = PlanRow.objects.filter(indicator=here).count()
    if rows:
        raise IndicatorRefused(
            _("%(count)s rows of plans serve it, so it stays. Change it instead.") % {"count": formats.number(rows)}
        )
    before = _measured(here)
    here.delete()
    record(obj=here, old=before)


@action
def link_competency(*, asked: LinkAsked, link: GoalCompetency | None = None, by: Actor, at: datetime) -> Collected:
    """A goal asks for a competency (a new link, or `link` changed); its evidence follows at once.

    Raises LinkRefused, NotFound.
    """
    require(by, EDIT_GOALS)
    agency = own_agency(by)
    _check_link(asked, link, agency)
    here = _locked(GoalCompetency, link, by) if link is not None else GoalCompetency(goal=asked.goal)
    before = _linked(here) if link is not None else None
    here.competency_id, here.weight, here.reason = asked.competency_id, asked.weight, asked.reason.strip()[:_LONGEST]
    here.year_from, here.year_to = asked.year_from, asked.year_to
    here.save()
    here.units.set(asked.units)
    told = _derive(by, at)
    record(obj=here, old=before, new=_linked(here))
    return told


@action
def unlink_competency(*, link: GoalCompetency, by: Actor, at: datetime) -> Collected:
    """A goal no longer asks for a competency; the evidence made from it goes."""
    require(by, EDIT_GOALS)
    here = _locked(GoalCompetency, link, by)
    before = _linked(here)
    here.delete()
    told = _derive(by, at)
    record(obj=here, old=before)
    return told


@action
def derive_goal_evidence(*, year: int, on: date, by: Actor, at: datetime) -> Collected:
    """Make the strategy evidence of the plan of a year from what the goals ask for; twice changes nothing."""
    require(by, EDIT_GOALS)
    with override(settings.LANGUAGE_CODE):
        told = replace_evidence(prefix=ORIGIN, rows=goal_evidence(own_agency(by), year, on), by=by, at=at)
    record(new={"year": year, "added": told.added, "changed": told.changed, "removed": told.removed})
    return told


@action
def derive_after_file(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Hears that a file of goals was applied or taken back."""
    told = _derive(by, at)
    record(new={"event": event_id, "added": told.added, "changed": told.changed, "removed": told.removed})


def _derive(by: Actor, at: datetime) -> Collected:
    on = day_for(by)
    return derive_goal_evidence(year=on.year + 1, on=on, by=by, at=at)


# --- checks


def _all(by: Actor) -> dict[int, Goal]:
    """Every goal of the agency, locked: the shape of the tree is checked as a whole."""
    return {goal.pk: goal for goal in Goal.objects.select_for_update().filter(agency_id=own_agency(by))}


def _known(goal: Goal | None, goals: Mapping[int, Goal]) -> Goal | None:
    if goal is None:
        return None
    if goal.pk not in goals:
        raise NotFound
    return goals[goal.pk]


def _locked(model: Any, row: Any, by: Actor) -> Any:
    """The row as it stands now. Raises NotFound for one of another agency, or one that is gone."""
    found = model.objects.select_for_update().filter(pk=row.pk, goal__agency_id=own_agency(by)).first()
    if found is None:
        raise NotFound
    return found


def _text(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise GoalRefused(_("Say what is to be reached."), "text")
    return text[:_LONGEST]


def _check_place(goal: Goal, goals: Mapping[int, Goal]) -> None:
    """Level, the goal above, goals below, and that it stands once."""
    if goal.level not in GoalLevel.values:
        raise GoalRefused(_("Choose a level."), "level")
    parent = goals[goal.parent_id] if goal.parent_id else None
    if parent is not None and goal.pk is not None and _stands_under(parent, goal, goals):
        raise GoalRefused(_("A goal cannot serve itself or a goal that serves it. Choose another one."), "parent")
    place = GOAL_LEVELS.index(GoalLevel(goal.level))
    if parent is None and goal.level != GoalLevel.MISSION:
        raise GoalRefused(_("Only a mission serves no other goal. Choose the goal above."), "parent")
    if parent is not None and goal.level == GoalLevel.MISSION:
        raise GoalRefused(_("A mission serves no other goal. Empty this choice, or choose another level."), "parent")
    if parent is not None and GOAL_LEVELS.index(GoalLevel(parent.level)) >= place:
        raise GoalRefused(_("A goal serves one of a higher level: mission, strategic goal, programme."), "parent")
    below = [each for each in goals.values() if goal.pk is not None and each.parent_id == goal.pk]
    if any(GOAL_LEVELS.index(GoalLevel(each.level)) <= place for each in below):
        raise GoalRefused(_("Goals of this or a higher level serve this one. Move them first."), "level")
    for each in goals.values():
        if each.pk != goal.pk and each.parent_id == goal.parent_id and key_text(each.text) == key_text(goal.text):
            raise GoalRefused(_("This goal is there already, in the same place. Give it other words."), "text")


def _stands_under(goal: Goal, top: Goal, goals: Mapping[int, Goal]) -> bool:
    """Whether `goal` is `top` or below it."""
    seen: set[int] = set()
    at: Goal | None = goal
    while at is not None and at.pk not in seen:
        if at.pk == top.pk:
            return True
        seen.add(at.pk)
        at = goals.get(at.parent_id or 0)
    return False


def _measure(indicator: Indicator, measure: Measure) -> None:
    """Write the measure into the indicator. Raises IndicatorRefused."""
    name, unit = " ".join(measure.name.split()), " ".join(measure.unit.split())
    if not name:
        raise IndicatorRefused(_("Say what is measured."), "name")
    if not unit:
        raise IndicatorRefused(_("Give the unit of measure, such as people or minutes."), "unit")
    for field in ("baseline_year", "target_year"):
        if not FIRST_YEAR <= getattr(measure, field) <= LAST_YEAR:
            raise IndicatorRefused(_("Give a year from 2000 to 2100."), field)
    if measure.target_year < measure.baseline_year:
        raise IndicatorRefused(_("The target lies before the start. Correct one of the two years."), "target_year")
    others = Indicator.objects.filter(goal_id=indicator.goal_id).exclude(pk=indicator.pk)
    if key_text(name) in {key_text(each) for each in others.values_list("name", flat=True)}:
        raise IndicatorRefused(_("This goal has an indicator of that name. Give it another name."), "name")
    indicator.name, indicator.unit, indicator.source = name[:_LONGEST], unit[:40], measure.source.strip()[:_LONGEST]
    indicator.baseline, indicator.baseline_year = measure.baseline, measure.baseline_year
    indicator.target, indicator.target_year = measure.target, measure.target_year


def _serve(indicator: Indicator, measure: Measure) -> None:
    """Tie the programmes to the indicator. Raises NotFound for one of another agency."""
    if measure.programmes is None:
        return
    found = Programme.objects.filter(agency_id=indicator.goal.agency_id, pk__in=measure.programmes)
    if found.count() != len(set(measure.programmes)):
        raise NotFound
    indicator.programmes.set(found)


def _check_link(asked: LinkAsked, link: GoalCompetency | None, agency: int) -> None:
    if asked.goal.agency_id != agency or not Competency.objects.filter(
        pk=asked.competency_id, agency_id=agency
    ).exists():  # fmt: skip
        raise NotFound
    if len(set(asked.units)) != Unit.objects.filter(agency_id=agency, pk__in=asked.units).count():
        raise NotFound
    if not LEAST <= asked.weight <= MOST:
        raise LinkRefused(
            _("Give a weight above 1 and at most 2: 1.3 makes a missing level weigh three tenths more."), "weight"
        )
    for field, year in (("year_from", asked.year_from), ("year_to", asked.year_to)):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise LinkRefused(_("Give a year from 2000 to 2100."), field)
    if asked.year_to is not None and asked.year_to < asked.year_from:
        raise LinkRefused(_("The last year lies before the first. Correct one of the two."), "year_to")
    others = GoalCompetency.objects.filter(goal=asked.goal, competency_id=asked.competency_id)
    if (others.exclude(pk=link.pk) if link is not None else others).exists():
        raise LinkRefused(_("This goal asks for that competency already. Change that row instead."), "competency")


# --- what the trail keeps


def _told(goal: Goal) -> dict[str, Any]:
    return {"level": goal.level, "text": goal.text, "parent": goal.parent_id}


def _measured(indicator: Indicator) -> dict[str, Any]:
    names = ("name", "unit", "baseline", "baseline_year", "target", "target_year", "source")
    told = {"goal": indicator.goal_id} | {name: getattr(indicator, name) for name in names}
    return told | {"programmes": sorted(indicator.programmes.values_list("code", flat=True))}


def _linked(link: GoalCompetency) -> dict[str, Any]:
    names = ("goal_id", "competency_id", "weight", "reason", "year_from", "year_to")
    return {name: getattr(link, name) for name in names} | {"units": sorted(unit.pk for unit in link.units.all())}
