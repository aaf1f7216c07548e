"""What a checked file of goals, funds or ceilings writes, each through the import's journal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports import Row
from renbina.foundation.imports.declare import key_text
from renbina.foundation.imports.journal import Journal
from renbina.organisation.queries.unit_names import unit_names
from renbina.planning.access import LOAD, own_agency, require
from renbina.planning.enums import GOAL_LEVELS, PlanStatus
from renbina.planning.imports import goals, money
from renbina.planning.imports.shared import parts
from renbina.planning.models import Fund, Goal, GoalCompetency, Indicator, Plan, ProgrammeFund


class CeilingStands(Refused):
    """A plan that was put forward meanwhile keeps its ceiling."""


@action
def apply_goals(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store goals, the highest first, then their indicators with the programmes that serve them; returns counts."""
    require(by, LOAD)
    agency = own_agency(by)
    known = {_place(goal): goal for goal in Goal.objects.filter(agency_id=agency).select_related("parent")}
    before = len(known)
    for level in GOAL_LEVELS:
        of_level = [row for row in rows if row.values["level"] == level]
        journal.create(_new_goals(of_level, known, agency))
        moved = [known[_asked(row)] for row in of_level if "level" in row.changes]
        for goal in moved:
            goal.level = level
        journal.update(moved, ["level"])
    counts = _write_indicators([row for row in rows if row.values.get("indicator")], known, agency, journal)
    counts |= _write_asked([row for row in rows if row.values.get("competency")], known, agency, journal)
    outbox.publish(goals.LOADED, {}, by=by, at=at)
    return _counted({"goals_added": len(known) - before} | counts, rows)


def _place(goal: Goal) -> str:
    return key_text(goal.parent.text if goal.parent else "", goal.text)


def _asked(row: Row) -> str:
    return key_text(row.values.get("parent") or "", row.values["text"])


def _new_goals(rows: Iterable[Row], known: dict[str, Goal], agency: int) -> list[Goal]:
    """Goals of one level that are not there; `known` holds them from then on."""
    by_text = {key_text(goal.text): goal for goal in known.values()}
    made = []
    for row in rows:
        if _asked(row) not in known:
            parent = row.values.get("parent")
            goal = Goal(
                agency_id=agency,
                level=row.values["level"],
                text=row.values["text"],
                parent=by_text[key_text(parent)] if parent else None,
                order=len(known),
            )
            known[_asked(row)] = goal
            made.append(goal)
    return made


def _write_indicators(rows: Sequence[Row], known: Mapping[str, Goal], agency: int, journal: Journal) -> dict[str, int]:
    there = {(each.goal_id, key_text(each.name)): each for each in Indicator.objects.filter(goal__agency_id=agency)}
    names = (*goals.MEASURES, "source")
    new: list[Indicator] = []
    changed: list[Indicator] = []
    named: list[tuple[Indicator, Row]] = []
    for row in rows:
        goal = known[_asked(row)]
        indicator = there.get((goal.pk, key_text(row.values["indicator"])))
        if indicator is None:
            indicator = Indicator(goal=goal, name=row.values["indicator"])
            new.append(indicator)
        else:
            changed.append(indicator)
        for name in _told(row, names):
            setattr(indicator, name, _value(indicator, name, row.values[name]))
        named.append((indicator, row))
    journal.create(new)
    journal.update(changed, names)
    pairs = {each.pk: parts(row.values["programmes"]) for each, row in named if _told(row, ("programmes",))}
    _set_links(Indicator.programmes.through, "indicator_id", pairs, _programmes(agency), "programme_id", journal)
    return {"indicators_added": len(new), "indicators_changed": len(changed)}


def _write_asked(rows: Sequence[Row], known: Mapping[str, Goal], agency: int, journal: Journal) -> dict[str, int]:
    """What goals ask people to be able to do; empty counts for a file that says nothing of it."""
    if not rows:
        return {}
    there = {(each.goal_id, each.competency_id): each for each in GoalCompetency.objects.filter(goal__agency_id=agency)}
    competencies = dict(Competency.objects.filter(agency_id=agency).values_list("code", "pk"))
    names = ("weight", "reason", "year_from", "year_to")
    new: list[GoalCompetency] = []
    changed: list[GoalCompetency] = []
    named: list[tuple[GoalCompetency, Row]] = []
    for row in rows:
        key = (known[_asked(row)].pk, competencies[row.values["competency"]])
        link = there.get(key) or GoalCompetency(goal_id=key[0], competency_id=key[1])
        (changed if key in there else new).append(link)
        for name in _told(row, names):
            setattr(link, name, _value(link, name, row.values[name]))
        named.append((link, row))
    journal.create(new)
    journal.update(changed, names)
    units = unit_names(agency)
    carried = {
        link.pk: units.find_all(row.values["carriers"] or "") for link, row in named if _told(row, ("carriers",))
    }
    _set_links(GoalCompetency.units.through, "goalcompetency_id", carried, None, "unit_id", journal)
    return {"asked_added": len(new), "asked_changed": len(changed)}


@action
def apply_funds(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store funds with their units and programmes; returns counts."""
    require(by, LOAD)
    agency = own_agency(by)
    known = {key_text(fund.year, fund.key): fund for fund in Fund.objects.filter(agency_id=agency)}
    names = [field.name for field in money.FUND_FIELDS if field.name not in ("units", "programmes")]
    new, changed = _put_rows(rows, known, lambda: Fund(agency_id=agency), names)
    journal.create(new)
    journal.update(changed, names)
    found = {row.key: fund for row, fund in zip(rows, _in_order(rows, known, new), strict=True)}
    units = unit_names(agency)
    asked = {found[row.key].pk: units.find_all(row.values["units"] or "") for row in rows if _told(row, ("units",))}
    _set_links(Fund.units.through, "fund_id", asked, None, "unit_id", journal)
    paid = {found[row.key].pk: parts(row.values["programmes"]) for row in rows if _told(row, ("programmes",))}
    _set_links(ProgrammeFund, "fund_id", paid, _programmes(agency), "programme_id", journal)
    return _counted({"added": len(new), "changed": len(changed)}, rows)


@action
def apply_ceilings(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store ceilings; a stage that is new begins a draft. Raises CeilingStands for a plan that is no draft any more."""
    require(by, LOAD)
    agency = own_agency(by)
    known = {
        key_text(plan.year, plan.stage): plan for plan in Plan.objects.select_for_update().filter(agency_id=agency)
    }
    for row in rows:
        plan = known.get(row.key)
        if plan is not None and plan.status != PlanStatus.DRAFT and "budget" in row.changes:
            raise CeilingStands(
                _("The plan of row %(row)s was put forward meanwhile; its ceiling stands.") % {"row": row.number}
            )
    names = [field.name for field in money.CEILING_FIELDS]
    new, changed = _put_rows(rows, known, lambda: Plan(agency_id=agency, status=PlanStatus.DRAFT), names)
    for plan in new:
        plan.title = plan.title or money.title_of(plan.year)
    journal.create(new)
    journal.update(changed, names)
    return _counted({"added": len(new), "changed": len(changed)}, rows)


def _put_rows(
    rows: Sequence[Row], known: Mapping[str, Any], make: Any, names: Sequence[str]
) -> tuple[list[Any], list[Any]]:
    """Objects of the rows with their values: new ones, and known ones."""
    new: list[Any] = []
    changed: list[Any] = []
    for row in rows:
        found = known.get(row.key)
        obj = found or make()
        (changed if found else new).append(obj)
        for name in _told(row, names):
            setattr(obj, name, _value(obj, name, row.values[name]))
    return new, changed


def _in_order(rows: Sequence[Row], known: Mapping[str, Any], new: Sequence[Any]) -> list[Any]:
    """The object of each row."""
    made = iter(new)
    return [known.get(row.key) or next(made) for row in rows]


def _told(row: Row, names: Iterable[str]) -> list[str]:
    """The fields that this row writes: of a new one all that its file has, of a known one what differs."""
    return [name for name in names if (name in row.changes if row.verdict == "changed" else name in row.values)]


def _value(obj: Model, name: str, value: Any) -> Any:
    """As the model keeps it: no unknown text, numbers of its own kind."""
    field: Any = obj._meta.get_field(name)
    if value is None and not field.null:
        return field.get_default()
    return float(value) if field.get_internal_type() == "FloatField" else value


def _programmes(agency: int) -> dict[str, int]:
    return dict(Programme.objects.filter(agency_id=agency).values_list("code", "pk"))


def _set_links(
    link: Any,
    owner: str,
    wanted: Mapping[int, Sequence[Any]],
    keys: Mapping[str, int] | None,
    other: str,
    journal: Journal,
) -> None:
    """Exactly these links for each owner; one that stays keeps its row."""
    there = {(getattr(row, owner), getattr(row, other)): row for row in link.objects.filter(**{f"{owner}__in": wanted})}
    asked = {(own, keys[each] if keys else each) for own, every in wanted.items() for each in every}
    journal.delete(row for pair, row in sorted(there.items()) if pair not in asked)
    journal.create(link(**{owner: own, other: each}) for own, each in sorted(asked - set(there)))


def _counted(counts: dict[str, int], rows: Sequence[Row]) -> dict[str, int]:
    changes = {row.key: {name: [str(old), str(now)] for name, (old, now) in row.changes.items()} for row in rows}
    record(new=counts | {"changes": {key: pairs for key, pairs in changes.items() if pairs}})
    return counts
