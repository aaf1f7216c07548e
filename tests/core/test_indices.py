"""JPM, predicate, talent box and the index of professionality, against the rule tables."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.situations_reader import situations

from binacore.indices import (
    CodeUnknown,
    Potential,
    Predicate,
    Rating,
    code_of_predicate,
    jpm,
    jpm_bands,
    potential_of,
    predicate,
    predicate_of_code,
    rating_of_code,
    rounded,
    talent_box,
)
from binacore.ip_asn import (
    Discipline,
    Education,
    IpAsnFacts,
    PositionGroup,
    Punishment,
    Training,
    TrainingItem,
    facts_on,
    ip_asn,
    ip_asn_band,
    ip_asn_mean,
)
from binacore.rules import AgencyOverride, Confidence, Rulebook, RuleNotInForce, load_rules

TODAY = date(2026, 11, 2)
BOOK = Rulebook(load_rules())
RULES = BOOK.at(TODAY)


def facts(row: dict[str, Any]) -> IpAsnFacts:
    return IpAsnFacts(
        PositionGroup(row["group"]),
        Education(row["education"]),
        row.get("role", False),
        row.get("technical", False),
        row.get("seminar", False),
        Discipline(row["discipline"]),
        row.get("score"),
        Predicate(row["predicate"]) if "predicate" in row else None,
    )


@pytest.mark.parametrize("case", situations("indices", "jpm"))
def test_a_job_person_match(case: dict[str, Any]) -> None:
    given = case["given"]
    levels = list(zip(given["held"], given["required"], strict=True))
    got = jpm(levels, RULES, cap_surplus=given.get("cap_surplus"))
    assert {key: getattr(got, key) for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", situations("indices", "edge"))
def test_an_edge_of_the_job_person_match(case: dict[str, Any]) -> None:
    assert list(jpm_bands(case["given"], RULES)) == case["expect"]


def test_an_unknown_level_leaves_the_match_open() -> None:
    got = jpm([(3, 3), (None, 3)], RULES)
    assert (got.percent, got.placement, got.mapping, got.unknown) == (None, None, None, 1)


def test_nothing_required_makes_no_match() -> None:
    assert jpm([], RULES).percent is None


def test_the_match_cites_its_rules_and_never_as_law() -> None:
    basis = jpm([(3, 3)], RULES).basis
    assert len(basis) == 3
    assert all(rule.confidence is not Confidence.CONFIRMED and rule.citation for rule in basis)


def test_an_agency_decides_whether_surplus_counts() -> None:
    decision = AgencyOverride("jpm.surplus_capped", date(2026, 1, 1), False, "Keputusan 2/2026")
    assert not jpm([(5, 3)], Rulebook(load_rules(), [decision]).at(TODAY)).surplus_capped
    assert jpm([(5, 3)], RULES).surplus_capped


@pytest.mark.parametrize("case", situations("indices", "predicate"))
def test_a_predicate(case: dict[str, Any]) -> None:
    result, behaviour = (rating_of_code(code, RULES) for code in case["given"])
    got = predicate(result, behaviour, RULES)
    assert [got, code_of_predicate(got, RULES)] == case["expect"]
    assert predicate_of_code(case["expect"][1], RULES) is got


def test_a_code_that_names_nothing_is_refused() -> None:
    with pytest.raises(CodeUnknown, match="4"):
        rating_of_code(4, RULES)
    with pytest.raises(CodeUnknown, match="6"):
        predicate_of_code(6, RULES)


def test_a_predicate_of_before_the_rule_is_refused() -> None:
    with pytest.raises(RuleNotInForce):
        predicate(Rating.ABOVE, Rating.MEETS, BOOK.at(date(2021, 12, 31)))


@pytest.mark.parametrize("case", situations("indices", "talent"))
def test_a_talent_box(case: dict[str, Any]) -> None:
    performance, potential = case["given"]
    got = talent_box(Rating(performance), Potential(potential), RULES)
    assert [got.box, got.in_agency_succession, got.in_national_succession] == case["expect"]
    assert got.follow_up


@pytest.mark.parametrize(("score", "expected"), [(90, "high"), (89.99, "medium"), (70, "medium"), (69.99, "low")])
def test_potential_of_a_score(score: float, expected: str) -> None:
    assert potential_of(score, RULES) == expected


@pytest.mark.parametrize("case", situations("ip_asn"))
def test_an_index_of_professionality(case: dict[str, Any]) -> None:
    got = ip_asn(facts(case["given"]), RULES)
    points = [got.qualification, got.role, got.technical, got.seminar, got.performance, got.discipline]
    assert {"points": points, "total": got.total, "band": got.band} == case["expect"]
    assert got.competence == sum(points[1:4])  # type: ignore[arg-type]  # none of them is unknown here


@pytest.mark.parametrize("case", situations("ip_asn", "band"))
def test_an_edge_of_the_bands(case: dict[str, Any]) -> None:
    assert ip_asn_band(case["given"], RULES) == case["expect"]


@pytest.mark.parametrize("case", situations("ip_asn", "score"))
def test_points_of_a_performance_score(case: dict[str, Any]) -> None:
    one = facts({"group": "pelaksana", "education": "s1", "discipline": "none", "score": case["given"]})
    assert ip_asn(one, RULES).performance == case["expect"]


def test_the_index_of_a_unit_is_the_mean_of_its_people() -> None:
    people = [ip_asn(facts(case.values[0]["given"]), RULES) for case in situations("ip_asn")[:3]]
    got = ip_asn_mean(people, RULES)
    assert (got.mean, got.band, got.known, got.unknown) == (79.33, "medium", 3, 0)


def test_somebody_without_a_predicate_has_no_total_and_is_counted_apart() -> None:
    known = ip_asn(facts(situations("ip_asn")[0].values[0]["given"]), RULES)
    open_case = ip_asn(facts({"group": "pelaksana", "education": "s1", "discipline": "none"}), RULES)
    assert (open_case.total, open_case.band, open_case.missing) == (None, None, ("performance",))
    got = ip_asn_mean([known, open_case], RULES)
    assert (got.mean, got.known, got.unknown) == (85, 1, 1)
    assert ip_asn_mean([open_case], RULES).mean is None


def history(*trainings: Training, punishments: tuple[Punishment, ...] = ()) -> IpAsnFacts:
    return facts_on(
        group=PositionGroup.FUNCTIONAL,
        education=Education.S1,
        trainings=trainings,
        punishments=punishments,
        rules=RULES,
        performance_predicate=Predicate.GOOD,
    )


def test_technical_training_counts_for_one_year_and_needs_twenty_hours() -> None:
    def technical(*rows: tuple[date, int]) -> bool:
        return history(*(Training(TrainingItem.TECHNICAL, day, hours) for day, hours in rows)).technical_training

    assert technical((date(2025, 11, 3), 20))
    assert not technical((date(2025, 11, 2), 20))
    assert not technical((date(2026, 5, 4), 19))
    assert technical((date(2026, 5, 4), 12), (date(2026, 6, 4), 8))
    assert not technical((date(2026, 11, 3), 20))


def test_a_seminar_counts_for_two_years() -> None:
    assert history(Training(TrainingItem.SEMINAR, date(2024, 11, 3))).seminar
    assert not history(Training(TrainingItem.SEMINAR, date(2024, 11, 2))).seminar


def test_training_of_the_role_counts_for_good() -> None:
    assert history(Training(TrainingItem.ROLE, date(1999, 1, 1))).role_training


def test_the_heaviest_punishment_of_five_years_counts() -> None:
    light, heavy = (
        Punishment(Discipline.LIGHT, date(2025, 1, 1)),
        Punishment(Discipline.HEAVY, date(2021, 11, 2)),
    )
    assert history(punishments=(light, heavy)).discipline is Discipline.LIGHT
    assert history(punishments=(light, replace(heavy, decided_on=date(2021, 11, 3)))).discipline is Discipline.HEAVY
    assert history(punishments=(replace(heavy, decided_on=TODAY),)).discipline is Discipline.HEAVY
    assert history().discipline is Discipline.NONE


@given(
    st.builds(
        IpAsnFacts,
        st.sampled_from(PositionGroup),
        st.sampled_from(Education),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.sampled_from(Discipline),
        st.floats(0, 100),
    )
)
def test_the_index_lies_between_three_and_a_hundred(one: IpAsnFacts) -> None:
    got = ip_asn(one, RULES)
    assert got.total is not None
    assert 3 <= got.total <= 100
    assert got.competence <= 40
    better = ip_asn(replace(one, seminar=True, technical_training=True, role_training=True), RULES)
    assert better.total is not None
    assert better.total >= got.total


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1), st.booleans())
def test_a_capped_match_never_passes_a_hundred_nor_the_uncapped_one(levels: list, cap: bool) -> None:
    capped, free = jpm(levels, RULES, cap_surplus=True), jpm(levels, RULES, cap_surplus=False)
    assert capped.percent is not None
    assert free.percent is not None
    assert capped.percent <= min(100, free.percent)


@pytest.mark.parametrize(("number", "expected"), [(64.995, 65.0), (64.994, 64.99), (0.005, 0.01), (2.675, 2.68)])
def test_rounding_is_half_up_as_on_paper(number: float, expected: float) -> None:
    assert rounded(number) == expected
