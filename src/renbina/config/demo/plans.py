"""Loads goals, money, the plans of three years and the activities that are not courses."""

from datetime import datetime

from binacity.records import City
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor
from renbina.planning.actions import (
    ActivityLine,
    AskedLine,
    CalendarLine,
    FundLine,
    GoalLine,
    HistoryLine,
    IndicatorLine,
    OrganiserLine,
    PlanLine,
    load_activities,
    load_calendar,
    load_funds,
    load_goals,
    load_history,
    load_organisers,
    load_plans,
)
from renbina.planning.models import Plan

# Which programmes serve which indicator of the city's goal tree; all others serve the first, the yearly hours.
PROGRAMMES_OF = {
    "I02": (
        "B01", "B02", "B08", "C09", "C10", "C11", "D01", "D02", "D03", "D04", "D05", "D06", "D08", "D09", "D10", "D11",
        "D12", "D14", "E01", "E02", "E03", "E04", "E06", "F08", "F09", "F11",
    ),
    "I03": ("A01", "A02", "A03"),
    "I04": ("A04", "A05"),
    "I06": ("G10",),
    "I08": ("C01", "C02", "C17", "C18", "G03", "G04", "G05"),
    "I09": ("C03", "E09", "E13", "E14"),
    "I10": ("E10", "E11", "E12", "E15", "E16"),
    "I11": ("F02", "F03"),
    "I13": ("D13", "D15"),
    "I14": ("G07", "G08", "G09"),
    "I16": ("G01",),
}  # fmt: skip


def load_money(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    year = city.agency.plan_year
    load_funds(
        funds=[
            FundLine(
                year=year,
                key=f.key,
                name=f.name,
                amount=f.amount,
                spender=f.spender,
                activity_code=f.activity_code,
                units=tuple(keys.units[unit].code for unit in f.units),
                programmes=tuple(p.code for p in city.programmes if f.key in (p.fund, *p.own_funds)),
                note=f.note,
            )
            for f in city.funds
        ],
        by=by,
        at=at,
    )
    load_calendar(
        year=year,
        rules=[
            CalendarLine(
                c.title,
                c.months,
                tuple(keys.units[unit].code for unit in c.units),
                c.families,
                c.note,
                c.effect,
                c.at_work_min,
            )
            for c in city.calendar
        ],
        by=by,
        at=at,
    )
    load_organisers(
        organisers=[
            OrganiserLine(year, o.key, o.name, o.batches_max, o.by_month, o.programmes, o.note) for o in city.organisers
        ],
        by=by,
        at=at,
    )


def load_years(city: City, keys: Keys, *, by: Actor, at: datetime) -> Plan:
    """Plans of all years; returns the definitive one of the plan year, without a computation yet."""
    year = city.agency.plan_year
    plans = load_plans(
        plans=[
            PlanLine(p.year, p.stage, p.title, p.budget, p.status, p.realised, p.people_at_target, p.note)
            for p in city.plans
        ],
        by=by,
        at=at,
    )
    indicators = load_goals(
        goals=[GoalLine(g.key, g.parent, g.level, g.text) for g in city.goals],
        indicators=[
            IndicatorLine(
                i.key,
                i.goal,
                i.name,
                i.unit,
                i.baseline,
                i.baseline_year,
                i.target,
                i.target_year,
                i.source,
                tuple(p.code for p in city.programmes if p.code in PROGRAMMES_OF.get(i.key, ())),
            )
            for i in city.indicators
        ],
        asked=[
            AskedLine(
                each.goal,
                keys.competencies[each.competency].code,
                each.weight,
                each.reason,
                each.year_from,
                each.year_to,
            )
            for each in city.goal_links
        ],
        by=by,
        at=at,
    )
    for plan in plans:
        if plan.year < year:
            rows = [
                HistoryLine(
                    h.programme, h.name, h.planned_people, h.realised_people, h.planned_amount, h.realised_amount
                )
                for h in city.plan_history
                if h.year == plan.year
            ]
            load_history(plan=plan, rows=rows, by=by, at=at)
    coming = [plan for plan in plans if plan.year == year]
    for plan in coming:
        load_activities(
            plan=plan,
            activities=[
                ActivityLine(
                    indicator=indicators[a.indicator],
                    kind=a.kind,
                    title=a.title,
                    owner=keys.units[a.owner].code,
                    month_from=a.month_from,
                    month_to=a.month_to,
                    participants=a.participants,
                    amount=a.amount,
                    fund=a.fund,
                    output=a.output,
                )
                for a in city.activities
            ],
            by=by,
            at=at,
        )
    return next(plan for plan in coming if plan.stage == "definitive")
