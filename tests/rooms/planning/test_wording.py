"""Every reason of the planner is a sentence in both languages, with all its numbers filled in."""

import pytest
from django.utils import translation

from binacore.reasons import NUMBERS, ReasonCode
from renbina.planning import wording

SAMPLES = {
    "programme": "C07", "session": "abc", "period": 3, "level": 2, "ceiling": 3, "value": 0.8, "price": 1.3,
    "net": -0.5, "cost": 350_000, "limit": 4, "hours": 32.0, "seats": 30, "demand": 3, "minimum": 10, "left": 200_000,
    "places": 14,
    "short": 7_500_000, "points": 2.5, "people": 5, "able": 4, "enough": 6, "batches": 2, "unit": "U1", "fund": "F1",
    "price_organiser": 0.3, "value_levels": 0.8, "value_hours": 0.0, "value_owed": 0.0,
    "price_budget": 0.4, "price_fund": 0.0, "price_unit": 0.0, "price_absence": 1.2, "price_seat": 0.0,
}  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", wording.PLANNER_CODES)
def test_every_reason_of_the_planner_is_worded(code: ReasonCode, language: str) -> None:
    numbers = {name: SAMPLES[name] for name in NUMBERS[code]}
    with translation.override(language):
        told = wording.spoken(str(code), numbers, "Dasbor kinerja", {"C07": "Keamanan informasi"})
    assert "Dasbor kinerja" in told.lead
    assert told.text.endswith(".")
    assert "%(" not in told.text + told.detail
    assert not {"lambda", "dual", "objective", "C07"} & set(f"{told.text} {told.detail}".split())


def test_a_price_is_told_with_both_worths_and_the_seat() -> None:
    numbers = {name: SAMPLES[name] for name in NUMBERS[ReasonCode.PRICE_BUDGET]}
    with translation.override("en"):
        told = wording.spoken("price_budget", numbers, "Dasbor kinerja", {})
    assert "0.8 points here" in told.detail
    assert "1.3 points to others" in told.detail
    assert "350" in told.detail


def test_a_reason_of_another_part_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="level_unknown"):
        wording.spoken("level_unknown", {}, "Dasbor kinerja", {})


def test_the_proof_never_says_more_than_it_proves() -> None:
    with translation.override("en"):
        assert "4.2%" in wording.proof_words(0.042)
        assert "under these rules" in wording.proof_words(0.042)
        assert "%" not in wording.proof_words(None)


def told(code: ReasonCode, **numbers: object) -> str:
    with translation.override("en"):
        return wording.spoken(str(code), numbers, "Dasbor kinerja", {"U1": "Dinas Kesehatan"}).text


def test_a_class_that_enough_people_could_join_is_not_said_to_lack_them() -> None:
    assert "needs at least 10" in told(ReasonCode.NOT_OPENED, demand=3, minimum=10)
    assert "213 people could come and 12 are enough" in told(ReasonCode.NOT_OPENED, demand=213, minimum=12)


def test_one_class_and_any_time_are_told_as_such() -> None:
    numbers = {"session": "s", "people": 3, "cost": 5_000_000}
    assert "one more class in March" in told(ReasonCode.CURE_BATCH, period=3, batches=1, **numbers)
    assert "2 more classes in March" in told(ReasonCode.CURE_BATCH, period=3, batches=2, **numbers)
    assert "one more class would" in told(ReasonCode.CURE_BATCH, period=0, batches=1, **numbers)
    assert "a year" in told(ReasonCode.ORGANISER_FULL, period=0, limit=52)


def test_a_unit_is_told_by_its_name() -> None:
    assert "Dinas Kesehatan" in told(ReasonCode.CURE_ABSENCE, unit="U1", period=3, limit=2, people=4)


def test_a_chosen_programme_of_an_older_run_is_still_told() -> None:
    numbers = {name: SAMPLES[name] for name in NUMBERS[ReasonCode.CHOSEN] if name != "price_organiser"}
    with translation.override("en"):
        assert "absence 1.2" in wording.spoken("chosen", numbers, "Dasbor kinerja", {}).detail


def test_a_closed_month_is_not_told_as_zero_people() -> None:
    assert "cannot spare" in told(ReasonCode.ABSENCE_LIMIT, period=4, limit=0)
    assert "at most 2" in told(ReasonCode.ABSENCE_LIMIT, period=4, limit=2)


def test_a_small_difference_between_worth_and_price_is_visible() -> None:
    with translation.override("en"):
        told = wording.spoken("price_seat", {"value": 1.0, "price": 0.95, "net": -0.004, "cost": 0}, "X", {})
    assert "Worth 1.000 points here; what it uses is worth 1.004" in told.detail


def test_what_takes_nothing_scarce_is_not_said_to_be_worth_more_than_elsewhere() -> None:
    free = dict.fromkeys(NUMBERS[ReasonCode.CHOSEN], 0.0)
    assert "nothing that others need" in told(ReasonCode.CHOSEN, **free)


def chosen(grounds: wording.Grounds, **parts: float) -> wording.Spoken:
    numbers = dict.fromkeys(NUMBERS[ReasonCode.CHOSEN], 0.0) | {"value": sum(parts.values()), "net": 1.0} | parts
    with translation.override("en"):
        return wording.spoken("chosen", numbers, "Dasbor kinerja", {}, grounds)


def test_a_chosen_programme_says_which_competencies_it_raises_and_whether_it_completes_the_hours() -> None:
    raises = wording.Grounds(raises=("Data dan analitik", "Evaluasi program"))
    assert "it raises Data dan analitik, Evaluasi program; it is worth 2.0" in chosen(raises, value_levels=2.0).text
    both = chosen(raises, value_levels=2.0, value_hours=8.0).text
    assert both.startswith("it raises Data dan analitik, Evaluasi program, and without it the person misses")
    assert chosen(wording.Grounds(), value_hours=8.0).text.startswith("without it the person misses the hours")


def test_a_duty_is_told_as_a_duty_and_not_argued_with_points() -> None:
    told = chosen(wording.Grounds(named="CPNS wajib lulus Latsar"), value_owed=100.0, value_hours=8.0)
    assert told.text == "it is mandatory: CPNS wajib lulus Latsar."
    assert told.detail == ""


def test_who_was_named_is_told_why() -> None:
    told = chosen(wording.Grounds(named="Calon kepala sekolah hasil seleksi 2026"), value_levels=4.0)
    assert told.text.startswith("the agency named the person: Calon kepala sekolah hasil seleksi 2026; it is worth")
