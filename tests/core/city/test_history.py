"""Learning of two past years, predicates, and who was favoured or forgotten."""

from collections import Counter

from binacity.figures import hours_by_person
from binacity.records import City


def test_1498_people_reached_the_target_in_2025(city: City) -> None:
    assert sum(hours >= 20 for hours in hours_by_person(city.learning, 2025).values()) == 1498


def test_the_forecast_of_2026_is_above_what_was_reached_by_october(city: City) -> None:
    reached = sum(hours >= 20 for hours in hours_by_person(city.learning, 2026).values())
    running = next(plan for plan in city.plans if plan.year == 2026)
    assert reached < running.people_at_target == 1617
    assert round(100 * 1617 / 2914, 1) == 55.5


def test_pppk_learned_seven_hours_on_average(city: City) -> None:
    hours = hours_by_person(city.learning, 2025)
    contracts = [person.key for person in city.employees if person.employment == "pppk"]
    assert sum(hours.get(key, 0) for key in contracts) == 7 * len(contracts)


def test_187_people_learned_nothing_in_two_years_and_none_was_hired_in_2026(city: City) -> None:
    learned = {row.employee for row in city.learning}
    never = [person for person in city.employees if person.key not in learned]
    assert len(never) == 187
    assert max(person.appointed_on for person in never).year < 2026


def test_two_agencies_had_19_percent_of_the_class_seats(city: City) -> None:
    units = {person.key: person.unit.split(".")[0] for person in city.employees}
    seats = Counter(
        units[row.employee] in ("bapperida", "bkad")
        for row in city.learning
        if row.ended_on.year == 2025 and row.organiser.startswith("BKPSDM")
    )
    assert round(100 * seats[True] / seats.total()) == 19
    assert sum(unit in ("bapperida", "bkad") for unit in units.values()) == 97


def test_simpang_kincir_had_no_face_to_face_class(city: City) -> None:
    units = {person.key: person.unit for person in city.employees}
    forms = {row.form for row in city.learning if units[row.employee].startswith("simpang-kincir")}
    assert forms <= {"NKL03", "NKL04"}


def test_the_seminar_had_420_participants_and_cost_186_million(city: City) -> None:
    name = "Seminar motivasi: bekerja dengan bahagia"
    assert sum(row.name == name for row in city.learning) == 420
    row = next(row for row in city.plan_history if row.name == name)
    assert (row.realised_people, row.realised_amount) == (420, 186_000_000)


def test_nothing_was_learned_before_service_or_after_the_frozen_day(city: City) -> None:
    since = {person.key: person.appointed_on for person in city.employees}
    assert all(since[row.employee] <= row.started_on <= row.ended_on <= city.agency.frozen_on for row in city.learning)


def test_predicates_follow_the_matrix_and_the_shares(city: City) -> None:
    counts = Counter(row.predicate for row in city.performance)
    shares = {name: round(100 * number / len(city.performance), 1) for name, number in counts.items()}
    assert (shares["very_good"], shares["needs_improvement"], shares["poor"], shares["very_poor"]) == (
        6.0,
        2.3,
        0.5,
        0.2,
    )
    assert round(shares["good"]) == 91
    assert counts["needs_improvement"] + counts["poor"] + counts["very_poor"] == 87
    matrix = {(row.result, row.behaviour): row.predicate for row in city.performance}
    expected = {
        ("above", "above"): "very_good",
        ("above", "meets"): "good",
        ("meets", "above"): "good",
        ("meets", "meets"): "good",
        ("below", "meets"): "needs_improvement",
        ("below", "above"): "needs_improvement",
        ("meets", "below"): "poor",
        ("below", "below"): "very_poor",
    }
    assert matrix == expected
