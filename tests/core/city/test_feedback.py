"""What citizens of the city said: the figures of its sheet come out of the single answers."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from binacity.feedback import counts
from binacity.generate import generate
from binacity.records import City
from binacity.voice import IN_ENGLISH
from binacore.rules import Rulebook, load_rules
from binacore.skm import skm, tallies

SKM_2026 = {
    "adminduk": (76.2, "C"), "perizinan": (86.9, "B"), "rsud": (77.8, "B"), "puskesmas-2": (75.1, "C"),
    "pajak": (83.4, "B"), "kecamatan": (88.6, "A"), "pkb": (74.0, "C"), "blk": (84.0, "B"),
}  # fmt: skip
TRAINED, OTHERS = ("puskesmas-2", "puskesmas-3", "puskesmas-6"), ("puskesmas-1", "puskesmas-4", "puskesmas-5")


@pytest.fixture(scope="module")
def scores(city: City) -> dict[tuple[str, int, int], list[tuple[int, ...]]]:
    """(service, year, half) -> every nine scores, with words or without."""
    found: dict[tuple[str, int, int], list[tuple[int, ...]]] = defaultdict(list)
    for row in (*city.citizens.answers, *(each for each in city.citizens.feedback if each.scores)):
        found[row.service, row.received_on.year, 1 if row.received_on.month < 7 else 2].append(row.scores)
    return found


def mean(rows: list[tuple[int, ...]], element: int) -> float:
    return sum(row[element - 1] for row in rows) / len(rows)


def test_the_satisfaction_of_2026_is_that_of_the_sheet_in_both_half_years(scores) -> None:
    rules = Rulebook(load_rules()).at(date(2026, 11, 23))
    for half in (1, 2):
        for service, (index, grade) in SKM_2026.items():
            rows = scores[service, 2026, half]
            got = skm(tallies(rows, rules), len(rows), rules)
            assert (round(got.index, 1), got.grade) == (index, grade), service
        others = [scores[f"puskesmas-{number}", 2026, half] for number in (1, 3, 4, 5, 6)]
        assert all(79 <= skm(tallies(rows, rules), len(rows), rules).index <= 88 for rows in others)


def test_the_low_elements_are_those_of_the_sheet(scores) -> None:
    assert round(mean(scores["adminduk", 2026, 1], 3), 2) == 2.71
    assert round(mean(scores["adminduk", 2026, 1], 9), 2) == 2.84
    assert round(mean(scores["rsud", 2026, 1], 7), 2) == 2.88
    pkb = scores["pkb", 2026, 1]
    assert min(range(1, 10), key=lambda element: mean(pkb, element)) == 4


def test_where_staff_had_the_class_behaviour_rose_by_031_more_than_elsewhere_and_in_steps(scores) -> None:
    def rise(service: str, year: int, half: int) -> float:
        return mean(scores[service, year, half], 7) - mean(scores[service, 2025, 1], 7)

    gained = sum(rise(each, 2026, 1) for each in TRAINED) / 3 - sum(rise(each, 2026, 1) for each in OTHERS) / 3
    assert round(gained, 2) == 0.31
    assert [round(rise(each, 2025, 2), 2) for each in TRAINED] == [0.35, 0.16, 0.0]


def test_the_feedback_of_2026_has_the_numbers_of_the_sheet(city: City) -> None:
    assert counts(city.citizens) == {
        "feedback_2026": 1146, "feedback_2026_qr": 612, "feedback_2026_paper": 388, "feedback_2026_lapor": 94,
        "feedback_2026_forum": 52,
    }  # fmt: skip
    rows = city.citizens.feedback
    assert Counter(row.theme for row in rows) == {
        "queue": 231, "roads": 204, "requirements": 188, "attitude": 162, "praise": 162, "app": 141, "cost": 58,
    }  # fmt: skip
    assert len({row.ticket for row in rows if row.ticket}) == 94
    assert all(row.received_on.year == 2026 for row in rows)


def test_the_queue_of_disdukcapil_has_its_causes_and_most_of_them_are_not_training(city: City) -> None:
    queue = [row.cause for row in city.citizens.feedback if (row.service, row.theme) == ("adminduk", "queue")]
    assert Counter(queue) == {"tools": 38, "competence": 27, "procedure": 20, "staffing": 15}
    learn = [row for row in city.citizens.feedback if (row.service, row.competency) == ("adminduk", "2.1")]
    assert len(learn) == 64  # as the evidence of the need says


def test_nothing_waiting_is_coded_and_nothing_else_is_uncovered(city: City) -> None:
    rows = city.citizens.feedback
    states = Counter(row.state for row in rows)
    assert states["received"] == 24
    assert states["reopened"] == 5
    for row in rows:
        assert (row.cause == "") == (row.state == "received")
        read = [message.shown != "" for message in row.messages]
        assert all(read[:-1])
        assert read[-1] == (row.state not in ("received", "reopened"))
    named = [row for row in rows if "Marlina" in row.messages[0].text]
    assert [row.state for row in named] == ["received"]


def test_where_competence_lacks_five_times_evidence_stands_and_nowhere_else(city: City) -> None:
    homes = {service.key: service.unit for service in city.citizens.services}
    said = Counter((homes[row.service], row.competency) for row in city.citizens.feedback if row.cause == "competence")
    evidence = {(row.unit, row.competency) for row in city.voice}
    assert {each for each, number in said.items() if number >= 5} == evidence - {("disdikbud", "9.2")}


def test_what_citizens_say_of_a_competency_is_worded_in_english_too(city: City) -> None:
    assert set(IN_ENGLISH) == {(row.unit, row.competency) for row in city.voice}


def test_some_promises_are_overdue_and_every_kept_one_has_a_proof(city: City) -> None:
    promises = city.citizens.promises
    today = city.agency.frozen_on
    overdue = [each.unit for each in promises if each.done_on is None and each.due_on < today]
    assert len(overdue) == 8
    assert {"bkad", "dinkes"} <= set(overdue)
    assert all((each.done_on is None) == (each.proof == "") for each in promises)


@pytest.mark.parametrize("size", [60, 500])
def test_a_smaller_agency_has_fewer_and_only_its_own(size: int) -> None:
    city = generate(size=size)
    units = {unit.key for unit in city.units}
    assert {service.unit for service in city.citizens.services} <= units
    assert {promise.unit for promise in city.citizens.promises} <= units
    assert 0 < len(city.citizens.feedback) == city.facts["feedback_2026"] < 1146
