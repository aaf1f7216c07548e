"""The goals that a plan serves, with the indicators that show whether they are reached: a row an indicator."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row, titled
from renbina.foundation.imports.declare import key_text
from renbina.planning.access import LOAD, can, own_agency
from renbina.planning.enums import GoalLevel
from renbina.planning.imports.shared import CODES_HELP, SHARED_MESSAGES, check_codes, exact, listed, programme_codes
from renbina.planning.models import Goal, Indicator

_LEVELS: Final = {
    "Misi": "mission", "Misi RPJMD": "mission", "Misi (RPJMD)": "mission",
    "Tujuan strategis": "strategic_goal", "Tujuan strategis (Renstra)": "strategic_goal", "Tujuan": "strategic_goal",
    "Sasaran": "strategic_goal", "Program": "programme",
}  # fmt: skip
ORDER: Final = (GoalLevel.MISSION, GoalLevel.STRATEGIC_GOAL, GoalLevel.PROGRAMME)
MEASURES: Final = ("unit", "baseline", "baseline_year", "target", "target_year")
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
}


def goals_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="goals",
        label=_("Goals and indicators"),
        description=_("Missions, strategic goals and programmes of the agency with indicator, start and target."),
        may=lambda actor: can(actor, LOAD),
        fields=FIELDS,
        key_of=lambda values: key_text(values.get("parent") or "", values["text"], values.get("indicator") or ""),
        stored=stored_goals,
        check_rows=check_goals,
        apply=apply,
        title_of=titled("indicator", "text"),
        messages=MESSAGES,
    )


def stored_goals(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """A row for each indicator, and one for each goal without any. Three queries."""
    agency = own_agency(actor)
    measured: dict[int, list[Indicator]] = defaultdict(list)
    indicators = Indicator.objects.filter(goal__agency_id=agency).prefetch_related("programmes").order_by("pk")
    for indicator in indicators:
        measured[indicator.goal_id].append(indicator)
    found = {}
    for goal in Goal.objects.filter(agency_id=agency).select_related("parent").order_by("order", "pk"):
        told = {"level": goal.level, "text": goal.text, "parent": goal.parent.text if goal.parent else None}
        for values in [_measures(each) for each in measured[goal.pk]] or [{"indicator": None}]:
            found[key_text(told["parent"] or "", goal.text, values["indicator"] or "")] = told | values
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
    known = programme_codes(agency)
    stored = stored_goals(context.actor, context.on)
    goals: dict[str, set[tuple[str, str]]] = defaultdict(set)  # folded text -> (parent, level) of goals that read so
    for values in (*stored.values(), *(row.values for row in rows if row.values.get("text"))):
        goals[key_text(values["text"])].add((key_text(values.get("parent") or ""), str(values.get("level"))))
    texts = {key_text(values["text"]): values["text"] for values in stored.values()}
    for row in rows:
        _check_parent(row, goals, texts)
        _check_measures(row, stored.get(row.key, {}))
        check_codes(row, "programmes", known)


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
    elif ORDER.index(GoalLevel(next(iter(above))[1])) >= ORDER.index(GoalLevel(level)):
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
