"""Working days, likely duplicates and the gate: what the needs room computes."""

from datetime import date, timedelta

import pytest

from binacore.alike import Wish, groups, likely_same
from binacore.gate import Cause, GateMalformed, Verdict, judge
from binacore.workdays import (
    WorkdaysMalformed,
    is_workday,
    schedule,
    workday_number,
    workdays_until,
)

AKPK = (4, 10, 7, 2, 6, 3, 10)  # Jakarta 2023
MONDAY = date(2026, 3, 2)
NYEPI_AND_IDULFITRI = frozenset(date(2026, 3, day) for day in (18, 19, 20, 23, 24))


def test_the_seven_stages_of_jakarta_take_forty_two_working_days() -> None:
    spans = schedule(MONDAY, AKPK)
    assert [span.last for span in spans][-1] == workday_number(MONDAY, 42) == date(2026, 4, 28)
    assert spans[0].first == MONDAY
    assert spans[0].last == date(2026, 3, 5)
    assert spans[1].first == date(2026, 3, 6)


def test_public_holidays_push_the_end_back_day_by_day() -> None:
    spans = schedule(MONDAY, AKPK, NYEPI_AND_IDULFITRI)
    assert spans[-1].last == date(2026, 5, 5)
    assert all(is_workday(day, NYEPI_AND_IDULFITRI) for span in spans for day in (span.first, span.last))


def test_a_stage_that_begins_on_a_weekend_begins_on_monday() -> None:
    assert schedule(date(2026, 2, 28), (1, 1)) == schedule(MONDAY, (1, 1))


@pytest.mark.parametrize("count", [0, -1, 2_001])
def test_no_stage_has_so_many_working_days(count: int) -> None:
    with pytest.raises(WorkdaysMalformed, match=str(count)):
        workday_number(MONDAY, count)


def test_days_left_and_days_late_count_working_days_only() -> None:
    friday = date(2026, 11, 20)
    assert workdays_until(friday, date(2026, 11, 23)) == 1
    assert workdays_until(date(2026, 11, 23), date(2026, 11, 17)) == -4
    assert workdays_until(friday, friday + timedelta(days=2)) == 0


def test_the_same_wish_in_other_words_is_found_and_another_is_not() -> None:
    wishes = [
        Wish("a", "Bimtek aplikasi SIPD untuk bendahara", "D02", "bkad", 12),
        Wish("b", "Pelatihan bendahara: aplikasi SIPD", "", "dlh", 12),
        Wish("c", "Pelatihan pelayanan di loket", "C02", "bkad", 12),
        Wish("d", "Diklat penatausahaan keuangan", "D02", "bkad", 4),
    ]
    pairs = likely_same(wishes)
    assert [(pair.first, pair.second) for pair in pairs] == [("a", "b"), ("a", "d")]
    assert pairs[0].words == 1
    assert not pairs[0].same_family
    assert pairs[1].same_programme
    assert groups(pairs) == (("a", "b", "d"),)


def test_ten_parts_that_ask_for_the_same_programme_are_ten_wishes() -> None:
    wishes = [Wish(str(part), "Bimtek bendahara", "D04", f"part {part}", 2 + part) for part in range(10)]
    assert likely_same(wishes) == ()


def test_words_that_every_title_has_make_nothing_alike() -> None:
    assert likely_same([Wish("a", "Pelatihan untuk pegawai arsip"), Wish("b", "Pelatihan untuk pegawai hukum")]) == ()


def test_the_queue_of_the_civil_registry_is_cured_by_training_to_27_percent_only() -> None:
    queue = {Cause.TOOLS: 38, Cause.COMPETENCE: 27, Cause.RULES: 20, Cause.STAFFING: 15}
    found = judge([queue])
    assert found.training_share == pytest.approx(0.27)
    assert found.verdict is Verdict.PARTLY
    assert found.to_route == (Cause.TOOLS, Cause.RULES, Cause.STAFFING)


def test_every_answer_weighs_the_same_however_many_failures_it_remembers() -> None:
    found = judge([{Cause.COMPETENCE: 1}, {Cause.TOOLS: 100}])
    assert found.shares[Cause.COMPETENCE] == found.shares[Cause.TOOLS] == 0.5
    assert sum(found.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("counted", "verdict"),
    [(60, Verdict.TRAINING), (59, Verdict.PARTLY), (20, Verdict.PARTLY), (19, Verdict.NOT_TRAINING)],
)
def test_the_verdict_follows_the_share_of_missing_competence(counted: int, verdict: Verdict) -> None:
    assert judge([{Cause.COMPETENCE: counted, Cause.MOTIVE: 100 - counted}]).verdict is verdict


def test_without_answers_nothing_is_decided() -> None:
    assert judge([]).verdict is Verdict.UNKNOWN
    with pytest.raises(GateMalformed):
        judge([{Cause.TOOLS: 0}])
    with pytest.raises(GateMalformed):
        judge([{Cause.TOOLS: -1}])
