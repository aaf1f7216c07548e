"""Goals, funds and ceilings from a file: a new agency begins a year without anybody who knows a database."""

from typing import Any

import pytest
from django.utils import translation
from tests.brought import codes, judged, said, stored
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from renbina.config.imports import IMPORTS
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.planning.actions import CeilingStands
from renbina.planning.models import Fund, Goal, Indicator, Plan, ProgrammeFund

GOALS, FUNDS, CEILINGS = (IMPORTS[key] for key in ("goals", "funds", "ceilings"))
GOAL_HEADINGS = (
    "TINGKAT", "URAIAN", "INDUK", "INDIKATOR", "SATUAN", "NILAI AWAL", "TAHUN AWAL", "TARGET", "TAHUN TARGET",
    "PROGRAM PENGEMBANGAN",
)  # fmt: skip
MISSION = ("Misi", "Kota yang melayani", None, None, None, None, None, None, None, None)
GOAL = (
    "Tujuan strategis", "Pelayanan publik prima", "Kota yang melayani", "Indeks kepuasan", "indeks", 78.5, 2025, 85,
    2029, "C01; c02",
)  # fmt: skip


@pytest.fixture
def town(db: None) -> PlanTown:
    return build(people=2)


def judge(kind: Any, headings: Any, *cells: Any, town: PlanTown) -> Any:
    return judged(kind, headings, *cells, by=town.analyst, on=DAY, at=AT)


def test_goals_come_in_any_order_with_what_measures_and_serves_them(town: PlanTown) -> None:
    second = ("Tujuan", *GOAL[1:3], "Waktu layanan", "menit", 40, 2025, 15, 2027, None)
    rows = judge(GOALS, GOAL_HEADINGS, GOAL, second, MISSION, town=town)
    assert [(row.verdict, codes(row)) for row in rows] == [("new", [])] * 3
    counts = stored(GOALS, rows, by=town.analyst, at=AT)
    assert counts == {"goals_added": 2, "indicators_added": 2, "indicators_changed": 0}
    goal = Goal.objects.get(agency=town.agency, text="Pelayanan publik prima")
    assert goal.parent is not None
    assert goal.parent.text == "Kota yang melayani"
    served = {each.name: {programme.code for programme in each.programmes.all()} for each in goal.indicators.all()}
    assert served == {"Indeks kepuasan": {"C01", "C02"}, "Waktu layanan": set()}
    again = judge(GOALS, GOAL_HEADINGS, GOAL, second, MISSION, town=town)
    assert [row.verdict for row in again] == ["same"] * 3
    nearer = judge(GOALS, GOAL_HEADINGS, (*GOAL[:7], 90, 2029, "C02"), town=town)
    assert set(nearer[0].changes) == {"target", "programmes"}
    stored(GOALS, nearer, by=town.analyst, at=AT)
    after = Indicator.objects.get(name="Indeks kepuasan")
    assert (after.target, [each.code for each in after.programmes.all()]) == (90, ["C02"])


@pytest.mark.parametrize(
    ("place", "cell", "problem", "words"),
    [
        (2, None, "parent: parent_missing", "tujuan"),
        (2, "Kota impian", "parent: parent_unknown", "Kota impian"),
        (0, "Misi", "parent: parent_of_mission", "misi"),
        (4, None, "unit: measure_missing", "indikator"),
        (7, None, "target: measure_missing", "indikator"),
        (3, None, "indicator: indicator_missing", "indikator"),
        (8, 2024, "target_year: years_backwards", "tahun"),
        (9, "X99", "programmes: programme_unknown", "X99"),
        (7, "naik", "target: not_a_number", "naik"),
        (0, "Cita-cita", "level: not_in_list", "Cita-cita"),
    ],
)
def test_a_goal_that_cannot_be_right_is_held(town: PlanTown, place: int, cell: Any, problem: str, words: str) -> None:
    wrong = [*GOAL[:place], cell, *GOAL[place + 1 :]]
    row = judge(GOALS, GOAL_HEADINGS, MISSION, wrong, town=town)[1]
    assert (row.verdict, codes(row)) == ("held", [problem])
    with translation.override("id"):
        assert words.casefold() in said(GOALS, row)[0].casefold()


def test_a_goal_serves_one_of_a_higher_level_only(town: PlanTown) -> None:
    other = ("Tujuan", "Tujuan lain", "Pelayanan publik prima", *[None] * 7)
    rows = judge(GOALS, GOAL_HEADINGS, MISSION, GOAL, other, town=town)
    assert codes(rows[2]) == ["parent: parent_not_above"]


def test_funds_say_whom_and_what_they_pay_for(town: PlanTown) -> None:
    headings = ("TAHUN", "KODE DANA", "NAMA DANA", "PAGU DANA", "UNIT", "PROGRAM")
    rows = judge(
        FUNDS, headings,
        (2028, "bkpsdm", "Bangkom BKPSDM", "Rp1.500.000.000", None, "C01; C02"),
        (2028, "capil", "Dana Disdukcapil", 200_000_000, "disdukcapil; LOKET", None),
        (2028, "entah", "Dana entah", 1, "Dinas Entah", None),
        town=town,
    )  # fmt: skip
    assert [row.verdict for row in rows] == ["new", "new", "held"]
    assert codes(rows[1]) == ["programmes: pays_nothing"]
    assert codes(rows[2]) == ["units: unit_unknown"]
    assert stored(FUNDS, rows, by=town.analyst, at=AT) == {"added": 2, "changed": 0}
    fund = Fund.objects.get(agency=town.agency, year=2028, key="capil")
    assert {unit.code for unit in fund.units.all()} == {"CAPIL", "LOKET"}
    kept = ProgrammeFund.objects.get(fund__key="bkpsdm", fund__year=2028, programme__code="C01")
    changed = judge(
        FUNDS, headings, (2028, "bkpsdm", "Bangkom BKPSDM", 1_400_000_000, None, "C01; C07"), town=town
    )  # fmt: skip
    stored(FUNDS, changed, by=town.analyst, at=AT)
    links = ProgrammeFund.objects.filter(fund__key="bkpsdm", fund__year=2028)
    assert {link.programme.code for link in links} == {"C01", "C07"}
    assert kept.pk in {link.pk for link in links}


def test_a_ceiling_begins_a_draft_and_a_decided_plan_keeps_its_own(town: PlanTown) -> None:
    headings = ("TAHUN", "TAHAP", "JUDUL", "PAGU")
    cells = (2028, "Pagu indikatif", None, 4_000_000_000)
    with translation.override("id"):
        rows = judge(CEILINGS, headings, cells, town=town)
        assert (rows[0].verdict, codes(rows[0])) == ("new", [])
        stored(CEILINGS, rows, by=town.analyst, at=AT)
        plan = Plan.objects.get(agency=town.agency, year=2028)
        assert (plan.status, plan.budget, "2028" in plan.title) == ("draft", 4_000_000_000, True)
        assert [row.verdict for row in judge(CEILINGS, headings, cells, town=town)] == ["same"]
        less = judge(CEILINGS, headings, (*cells[:3], 3_000_000_000), town=town)
        Plan.objects.filter(pk=plan.pk).update(status="proposed")
        with pytest.raises(CeilingStands):  # put forward between the comparison and the storing
            stored(CEILINGS, less, by=town.analyst, at=AT)
        held = judge(CEILINGS, headings, (*cells[:3], 3_000_000_000), town=town)[0]
    assert codes(held) == ["budget: plan_not_draft"]


@pytest.mark.parametrize("kind", [GOALS, FUNDS, CEILINGS], ids=lambda kind: kind.key)
def test_only_those_who_prepare_the_plan_may_store(town: PlanTown, kind: Any) -> None:
    assert kind.may(town.analyst)
    assert not kind.may(town.actor(Role.UNIT_OPERATOR, unit="CAPIL"))
    with pytest.raises(Forbidden):
        stored(kind, [], by=town.actor(Role.AUDITOR), at=AT)
