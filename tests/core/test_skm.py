"""Citizens' satisfaction, against published results and the table of grades."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.situations_reader import situations

from binacore.rules import AgencyOverride, Confidence, Rulebook, RuleNotInForce, load_rules
from binacore.skm import (
    AnswerMalformed,
    Element,
    Skm,
    Tally,
    WeightMode,
    grade,
    sample_size,
    skm,
    tallies,
)

TODAY = date(2026, 11, 2)
BOOK = Rulebook(load_rules())
RULES = BOOK.at(TODAY)
SCORES = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=5, max_size=30)


def result(totals: list[int], answers: int, mode: str | None = None) -> Skm:
    return skm([Tally(t, answers) for t in totals], answers, RULES, mode=WeightMode(mode) if mode else None)


@pytest.mark.parametrize("case", situations("skm", "index"))
def test_an_index(case: dict[str, Any]) -> None:
    row = case["given"]
    got = result(row["totals"], row["answers"], row["mode"])
    assert {key: getattr(got, key) for key in case["expect"]} == case["expect"]
    assert got.weight_mode == row["mode"]


@pytest.mark.parametrize("case", situations("skm", "means"))
def test_the_means_of_the_elements(case: dict[str, Any]) -> None:
    got = result(case["given"]["totals"], case["given"]["answers"])
    assert [each.mean for each in got.elements] == case["expect"]
    assert [each.element for each in got.elements] == list(Element)


@pytest.mark.parametrize("case", situations("skm", "tally"))
def test_a_tally_of_scores(case: dict[str, Any]) -> None:
    rows = [[int(score)] * 9 for score, people in case["given"].items() for _ in range(people)]
    assert tallies(rows, RULES)[0] == Tally(case["expect"], 29)


@pytest.mark.parametrize("case", situations("skm", "grade"))
def test_a_grade(case: dict[str, Any]) -> None:
    assert grade(case["given"], RULES) == case["expect"]


@pytest.mark.parametrize("case", situations("skm", "sample"))
def test_sample_sizes(case: dict[str, Any]) -> None:
    assert [sample_size(people, RULES) for people in case["given"]] == case["expect"]


@given(SCORES)
def test_the_index_stays_on_its_scale_and_rounded_weights_never_raise_it(rows: list[list[int]]) -> None:
    sums = tallies(rows, RULES)
    found = [skm(sums, len(rows), RULES, mode=mode).index for mode in WeightMode]
    exact, two, three, four = [index or 0 for index in found]
    assert 25 <= exact <= 100
    assert two <= three <= four <= exact


def test_four_answers_show_nothing_and_five_do() -> None:
    four = skm(tallies([[4] * 9] * 4, RULES), 4, RULES)
    assert (four.suppressed, four.index, four.grade, four.weighted_mean) == (True, None, None, None)
    assert all(each.mean is None and each.converted is None for each in four.elements)
    assert four.respondents == 4
    assert not skm(tallies([[4] * 9] * 5, RULES), 5, RULES).suppressed


def test_nobody_answered_is_not_a_zero() -> None:
    nobody = skm(tallies([], RULES), 0, RULES)
    assert nobody.index is None
    assert nobody.lowest() == ()


def test_an_element_that_few_answered_leaves_the_index_open_and_the_others_shown() -> None:
    rows: list[list[int | None]] = [[3] * 9 for _ in range(6)]
    for row in rows[:2]:
        row[8] = None
    got = skm(tallies(rows, RULES), 6, RULES)
    assert got.index is None
    assert got.elements[8].mean is None
    assert got.elements[0].mean == 3.0


def test_whoever_left_an_element_out_counts_in_the_others_only() -> None:
    rows: list[list[int | None]] = [[4] * 9 for _ in range(5)]
    rows.append([*[2] * 8, None])
    got = skm(tallies(rows, RULES), 6, RULES)
    assert got.elements[8].mean == 4.0
    assert got.elements[0].mean == 3.6667


def test_the_three_lowest_elements_come_worst_first_and_ties_in_their_order() -> None:
    got = result([30, 20, 30, 30, 10, 30, 30, 30, 20], 10)
    assert [each.element for each in got.lowest()] == [Element.PRODUCT, Element.PROCEDURE, Element.FACILITIES]


@pytest.mark.parametrize("score", [0, 5, -1, True, "4"])
def test_a_score_off_the_scale_is_refused_by_answer_and_element(score: Any) -> None:
    with pytest.raises(AnswerMalformed, match="answer 2, U3"):
        tallies([[4] * 9, [4, 4, score, 4, 4, 4, 4, 4, 4]], RULES)


def test_a_wrong_number_of_elements_is_refused() -> None:
    with pytest.raises(AnswerMalformed, match="8 elements"):
        tallies([[4] * 8], RULES)


@pytest.mark.parametrize("tally", [Tally(41, 10), Tally(9, 10), Tally(40, 11)])
def test_a_sum_that_no_answers_can_give_is_refused(tally: Tally) -> None:
    with pytest.raises(AnswerMalformed, match="U1"):
        skm([tally, *[Tally(30, 10)] * 8], 10, RULES)


def test_an_agency_decides_how_the_weight_is_written_and_the_result_says_so() -> None:
    book = Rulebook(load_rules(), [AgencyOverride("skm.weight_mode", date(2026, 1, 1), "0.11", "Keputusan 4/2026")])
    got = skm([Tally(t, 29) for t in (105, 101, 100, 116, 102, 105, 106, 105, 115)], 29, book.at(TODAY))
    assert (got.index, got.weight_mode) == (90.56, WeightMode.TWO)
    assert any(rule.confidence is Confidence.AGENCY_DECISION for rule in got.basis)


def test_a_way_of_writing_the_weight_that_nobody_knows_is_refused() -> None:
    book = Rulebook(load_rules(), [AgencyOverride("skm.weight_mode", date(2026, 1, 1), "0.12", "Keputusan 4/2026")])
    with pytest.raises(AnswerMalformed, match=r"0\.12"):
        skm([Tally(30, 10)] * 9, 10, book.at(TODAY))


def test_every_rule_that_was_used_comes_with_its_source() -> None:
    basis = result([40] * 9, 10).basis
    assert {rule.rule_id for rule in basis} >= {"skm.weight_mode", "skm.grades", "skm.minimum_group"}
    assert all(rule.citation for rule in basis)
    assert RULES.value("skm.weight_mode").confidence is Confidence.SOURCES_CONFLICT


def test_a_survey_of_before_the_regulation_is_refused() -> None:
    with pytest.raises(RuleNotInForce):
        skm([Tally(30, 10)] * 9, 10, BOOK.at(date(2016, 5, 1)))


def test_a_result_cannot_be_changed() -> None:
    got = result([40] * 9, 10)
    assert [field.name for field in fields(got)]
    with pytest.raises(AttributeError):
        got.index = 1.0  # type: ignore[misc]  # that it fails is the point
