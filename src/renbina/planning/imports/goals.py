"""The goals that a plan serves: a row an indicator, or a competency that the goal asks people to have."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.competency.models import Competency
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row, titled
from renbina.foundation.imports.declare import key_text
from renbina.organisation.queries.unit_names import unit_names
from renbina.planning.access import LOAD, can, own_agency
from renbina.planning.enums import GOAL_LEVELS, GoalLevel
from renbina.planning.imports.shared import (
    CODES_HELP,
    SHARED_MESSAGES,
    UNITS_HELP,
    check_codes,
    check_units,
    exact,
    listed,
    programme_codes,
)
from renbina.planning.models import Goal, GoalCompetency, Indicator

_LEVELS: Final = {
    "Misi": "mission", "Misi RPJMD": "mission", "Misi (RPJMD)": "mission",
    "Tujuan strategis": "strategic_goal", "Tujuan strategis (Renstra)": "strategic_goal", "Tujuan": "strategic_goal",
    "Sasaran": "strategic_goal", "Program": "programme",
}  # fmt: skip
MEASURES: Final = ("unit", "baseline", "baseline_year", "target", "target_year")
ASKED: Final = ("weight", "carriers", "year_from", "year_to")
LOADED: Final = "planning.goals_loaded"
FIELDS: Final = (
    Field("level", _("Level"), "choice", ("TINGKAT", "JENJANG", "LEVEL"), required=True, choices=_LEVELS),
    Field("text", _("Goal"), synonyms=("URAIAN", "TUJUAN", "SASARAN STRATEGIS"), required=True),
    Field("parent", _("Serves the goal"), synonyms=("INDUK", "MENDUKUNG TUJUAN"),
          help=_("The text of the goal above; empty for a mission.")),
    Field("indicator", _("Indicator"), synonyms=("INDIKATOR", "INDIKATOR KINERJA", "IKU")),
    Field("unit", _("Unit of measure"), synonyms=("SATUAN",), max_length=40),
    Field("baseline", _("Value at the start"), "decimal", ("NILAI AWAL", "BASELINE", "KONDISI AWAL"), minimum=-10**12),
    Field("baseline_year", _("Year of the start"), "int", ("TAHUN AWAL",), minimum=2000, maximum=2100),
    Field("target", _("Target"), "decimal", ("TARGET", "NILAI TARGET"), minimum=-10**12),
    Field("target_year", _("Year of the target"), "int", ("TAHUN TARGET",), minimum=2000, maximum=2100),
    Field("source", _("Where it is written"), synonyms=("SUMBER", "DOKUMEN", "DASAR")),
    Field("programmes", _("Programmes that serve it"), synonyms=("PROGRAM PENGEMBANGAN", "KODE PROGRAM"),
          max_length=4000, help=CODES_HELP),
    Field("competency", _("Competency that the goal asks for"), synonyms=("KOMPETENSI", "KODE KOMPETENSI"),
          max_length=20, help=_("Its code, in a row without an indicator.")),
    Field("weight", _("Weight"), "decimal", ("BOBOT", "FAKTOR"), minimum=1, maximum=2,
          help=_("Above 1 and at most 2: 1.3 makes a missing level weigh three tenths more.")),
    Field("carriers", _("Units that carry it"), synonyms=("UNIT PELAKSANA", "UNIT PENGAMPU", "PERANGKAT DAERAH"),
          max_length=4000, help=UNITS_HELP),
    Field("reason", _("Why"), synonyms=("ALASAN",)),
    Field("year_from", _("First plan year"), "int", ("BERLAKU DARI", "DARI TAHUN"), minimum=2000, maximum=2100),
    Field("year_to", _("Last plan year"), "int", ("BERLAKU SAMPAI", "SAMPAI TAHUN"), minimum=2000, maximum=2100),
)  # fmt: skip
MESSAGES: Final[Mapping[str, Message]] = SHARED_MESSAGES | {
    "parent_unknown": Message(
        _("No goal here or in this file reads “%(value)s”."), _("Copy the text of the goal above exactly.")
    ),
    "parent_unclear": Message(_("Several goals read “%(value)s”."), _("Give them different texts first.")),
    "parent_missing": Message(_("It is not said which goal this one serves."), _("Write the text of the goal above.")),
    "parent_of_mission": Message(_("A mission serves no other goal."), _("Empty this cell, or correct the level.")),
    "parent_not_above": Message(
        _("A goal serves one of a higher level: mission, strategic goal, programme."),
        _("Correct the level or the goal above."),
    ),
    "measure_missing": Message(
        _("An indicator needs unit, both values and both years."), _("Fill in this cell, or take the indicator out.")
    ),
    "indicator_missing": Message(
        _("There are values without an indicator."), _("Write the indicator, or empty its values.")
    ),
    "years_backwards": Message(_("The target lies before the start."), _("Correct one of the two years.")),
    "one_of_two": Message(
        _("A row holds an indicator or a competency, not both."), _("Write the competency into a row of its own.")
    ),
    "competency_unknown": Message(
        _("No competency has the code “%(value)s”."), _("Write its code as the dictionary has it.")
    ),
    "competency_missing": Message(
        _("There are values without a competency."), _("Write its code, or empty its values.")
    ),
    "asked_missing": Message(
        _("A competency needs a weight and a first plan year."), _("Fill in this cell, or take the competency out.")
    ),
    "weight_neutral": Message(
        _("A weight of 1 changes nothing."), _("Write a number above 1 and at most 2, or take the row out.")
    ),
    "last_before_first": Message(_("The last year lies before the first."), _("Correct one of the two years.")),
}


def goals_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="goals",
        label=_("Goals and indicators"),
        description=_(
            "Missions, strategic goals and programmes of the agency with indicators and the competencies they ask for."
        ),
        may=lambda actor: can(actor, LOAD),
        fields=FIELDS,
        key_of=_key_of,
        stored=stored_goals,
        check_rows=check_goals,
        apply=apply,
        title_of=titled("indicator", "competency", "text"),
        messages=MESSAGES,
        announces=LOADED,
    )


def _key_of(values: Mapping[str, Any]) -> str:
    place = (values.get("parent") or "", values["text"], values.get("indicator") or "")
    return key_text(*place, values["competency"]) if values.get("competency") else key_text(*place)


def stored_goals(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """A row for each indicator, one for each goal without any, and one for each competency asked for. Seven queries."""
    agency = own_agency(actor)
    measured: dict[int, list[Indicator]] = defaultdict(list)
    indicators = Indicator.objects.filter(goal__agency_id=agency).prefetch_related("programmes").order_by("pk")
    for indicator in indicators:
        measured[indicator.goal_id].append(indicator)
    asked = _asked_by_goal(agency)
    found = {}
    for goal in Goal.objects.filter(agency_id=agency).select_related("parent").order_by("order", "pk"):
        told = {"level": goal.level, "text": goal.text, "parent": goal.parent.text if goal.parent else None}
        for values in [*([_measures(each) for each in measured[goal.pk]] or [{"indicator": None}]), *asked[goal.pk]]:
            found[_key_of(told | values)] = told | values
    return found


def _asked_by_goal(agency: int) -> dict[int, list[dict[str, Any]]]:
    units = unit_names(agency)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    links = GoalCompetency.objects.filter(goal__agency_id=agency).select_related("competency")
    for link in links.prefetch_related("units").order_by("pk"):
        found[link.goal_id].append({
            "indicator": None, "competency": link.competency.code, "weight": exact(link.weight),
            "carriers": units.listed({unit.pk for unit in link.units.all()}), "reason": link.reason,
            "year_from": link.year_from, "year_to": link.year_to,
        })  # fmt: skip
    return found


def _measures(indicator: Indicator) -> dict[str, Any]:
    return {
        "indicator": indicator.name,
        "unit": indicator.unit,
        "baseline": exact(indicator.baseline),
        "baseline_year": indicator.baseline_year,
        "target": exact(indicator.target),
        "target_year": indicator.target_year,
        "source": indicator.source,
        "programmes": listed(programme.code for programme in indicator.programmes.all()),
    }


def check_goals(rows: Sequence[Row], context: ImportContext) -> None:
    """The goal above, its level, and whether an indicator is whole."""
    agency = own_agency(context.actor)
    known, units = programme_codes(agency), unit_names(agency)
    codes = Competency.objects.filter(agency_id=agency).values_list("code", flat=True)
    competencies = {code.casefold(): code for code in codes}
    stored = stored_goals(context.actor, context.on)
    goals: dict[str, set[tuple[str, str]]] = defaultdict(set)  # folded text -> (parent, level) of goals that read so
    for values in (*stored.values(), *(row.values for row in rows if row.values.get("text"))):
        goals[key_text(values["text"])].add((key_text(values.get("parent") or ""), str(values.get("level"))))
    texts = {key_text(values["text"]): values["text"] for values in stored.values()}
    for row in rows:
        _check_parent(row, goals, texts)
        _check_measures(row, stored.get(row.key, {}))
        check_codes(row, "programmes", known)
        _check_asked(row, stored.get(row.key, {}), competencies)
        check_units(row, "carriers", units)


def _check_parent(row: Row, goals: Mapping[str, set[tuple[str, str]]], texts: Mapping[str, str]) -> None:
    level, parent = row.values.get("level"), row.values.get("parent")
    if level is None:
        return
    if not parent:
        if level != GoalLevel.MISSION:
            row.hold("parent" if "parent" in row.values else "level", "parent_missing")
        return
    if level == GoalLevel.MISSION:
        row.hold("parent", "parent_of_mission")
        return
    above = goals.get(key_text(parent), set())
    if not above:
        row.hold("parent", "parent_unknown", suggestions=sorted(texts.values())[:8])
    elif len(above) > 1:
        row.hold("parent", "parent_unclear")
    elif GOAL_LEVELS.index(GoalLevel(next(iter(above))[1])) >= GOAL_LEVELS.index(GoalLevel(level)):
        row.hold("parent", "parent_not_above")


def _check_measures(row: Row, before: Mapping[str, Any]) -> None:
    told = {name: row.values.get(name, before.get(name)) for name in MEASURES}
    if row.values.get("indicator"):
        for name in MEASURES:
            if told[name] is None and not any(problem.field == name for problem in row.problems):
                row.hold(name if name in row.values else "indicator", "measure_missing")
                return
        if told["baseline_year"] and told["target_year"] and told["target_year"] < told["baseline_year"]:
            row.hold("target_year", "years_backwards")
    elif any(row.values.get(name) is not None for name in (*MEASURES, "programmes")):
        row.hold("indicator" if "indicator" in row.values else "text", "indicator_missing")


def _check_asked(row: Row, before: Mapping[str, Any], competencies: Mapping[str, str]) -> None:
    """The competency by its code, and whether weight and years say something."""
    asked = row.values.get("competency")
    if not asked:
        if any(row.values.get(name) is not None for name in ASKED):
            row.hold("competency" if "competency" in row.values else "text", "competency_missing")
        return
    if row.values.get("indicator"):
        row.hold("competency", "one_of_two")
        return
    if asked.casefold() not in competencies:
        row.hold("competency", "competency_unknown", suggestions=sorted(competencies.values())[:8])
        return
    row.values["competency"] = competencies[asked.casefold()]
    told = {name: row.values.get(name, before.get(name)) for name in ASKED}
    for name in ("weight", "year_from"):
        if told[name] is None and not any(problem.field == name for problem in row.problems):
            row.hold(name if name in row.values else "competency", "asked_missing")
            return
    if told["weight"] is not None and told["weight"] <= 1:
        row.hold("weight" if "weight" in row.values else "competency", "weight_neutral")
    if told["year_from"] and told["year_to"] and told["year_to"] < told["year_from"]:
        row.hold("year_to" if "year_to" in row.values else "year_from", "last_before_first")
