"""What the pages of needs count and what the planner may win are the same numbers."""

from datetime import date

import pytest
from tests.rooms.dashboards.town import AT, ON, Town, add_person, build_town

from renbina.competency.actions import refresh_gaps
from renbina.competency.models import Assessment, PositionStandard
from renbina.needs.actions import EvidenceRow, record_evidence
from renbina.needs.queries.ranking import ranked_needs
from renbina.planning.gather import PlanningParameters, gather
from renbina.planning.models import Plan
from renbina.rulebook.actions import override_rule
from renbina.rulebook.queries import rulebook_for

LIMITS = {"criticality": 2, "voice": 1.8, "strategy": 2, "performance": 1.3, "evaluation": 1.3, "staff": 1.2}


@pytest.fixture
def town(db: None) -> Town:
    town = build_town(people=12)
    digital = town.competencies["2.1"]
    PositionStandard.objects.filter(position=town.positions["clerk"], competency=digital).update(is_critical=True)
    for number, person in enumerate(town.people[2:6]):
        Assessment.objects.create(
            employee=person, competency=town.competencies["m1"], level=number % 3, method="mapping",
            assessed_on=date(2026, 2, 1), valid_until=date(2028, 2, 1),
        )  # fmt: skip
    add_person(town, "Tanpa Asesmen", "inner", "clerk", number=60)
    rows = [
        EvidenceRow("voice", digital.pk, 1.4, "SKM", ON, town.units["one"].pk),
        EvidenceRow("survey", digital.pk, 1.5, "Survei", ON, town.units["inner"].pk, 0.6, 12),
        EvidenceRow("strategy", town.competencies["m1"].pk, 1.3, "RPJMD", ON),
    ]
    record_evidence(rows=rows, by=town.system, at=AT)
    refresh_gaps(on=ON, by=town.system, at=AT)
    return town


def planned(town: Town) -> float:
    """Sum over the planner's problem of weight x levels missing."""
    plan, _made = Plan.objects.get_or_create(
        agency=town.agency, year=2027, stage="definitive", defaults={"title": "2027", "budget": 0, "status": "draft"}
    )
    columns = gather(plan, rulebook_for(town.agency), PlanningParameters(), ON).problem.columns()["gaps"]
    return float(sum(weight * gap for weight, gap in zip(columns["weight"], columns["gap"], strict=True)))


def test_the_points_of_all_needs_are_the_points_of_the_planners_problem(town: Town) -> None:
    ranking = ranked_needs(town.system, ON)
    assert len(ranking.needs) >= 3
    assert sum(need.score.total for need in ranking.needs) == pytest.approx(planned(town), rel=1e-6)


def test_a_changed_limit_changes_both_alike_and_only_from_its_day_on(town: Town) -> None:
    before = planned(town)
    override_rule(
        agency=town.agency, rule_id="plan.priority_limits", since=date(2027, 1, 1), value=LIMITS, decision="SK 1",
        by=town.system, at=AT,
    )  # fmt: skip
    after = planned(town)
    assert after != pytest.approx(before)
    assert sum(need.score.total for need in ranked_needs(town.system, ON).needs) == pytest.approx(after, rel=1e-6)
    of_2026 = ranked_needs(town.system, ON, year=2026)
    assert sum(need.score.total for need in of_2026.needs) == pytest.approx(before, rel=1e-6)


def test_parts_of_a_unit_add_up_to_the_unit(town: Town) -> None:
    whole = {need.key: need for need in ranked_needs(town.system, ON).needs}
    one = town.units["one"]
    parts = ranked_needs(town.system, ON, below=one.path, depth=2).needs
    for (path, competency), need in whole.items():
        if path == one.path:
            total = sum(part.score.total for part in parts if part.competency.pk == competency)
            assert total == pytest.approx(need.score.total)


def test_an_operator_ranks_only_the_own_unit(town: Town) -> None:
    assert {need.unit.short_name for need in ranked_needs(town.actor("operator"), ON).needs} == {"Satu"}
