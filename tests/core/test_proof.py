"""Of several proofs one is believed, by a stated rule, and every other one knows why it lost."""

from datetime import date
from typing import Any

import pytest

from binacore.gaps import gaps_of
from binacore.people import Assessment, AssessmentMethod, Requirement
from binacore.proof import Standing, proofs_of, valid_until
from binacore.rules import Rulebook, load_rules

BOOK = Rulebook(load_rules())
TODAY = date(2026, 11, 23)
RULES = BOOK.at(TODAY)


def found(level: int, method: str, since: date, until: date | None = None, key: str = "") -> Assessment:
    return Assessment("p", "c", level, AssessmentMethod(method), since, until, key or f"{method}{since}{level}")


MANY = [
    found(4, "self", date(2026, 10, 1)),
    found(2, "superior", date(2026, 9, 1)),
    found(3, "mapping", date(2025, 5, 4)),
    found(2, "mapping", date(2026, 5, 4)),
    found(3, "mapping", date(2026, 5, 4), key="twin"),
    found(5, "assessment_centre", date(2021, 5, 4), date(2024, 5, 4)),
    found(5, "test", date(2027, 1, 1)),
]


def test_every_proof_says_what_became_of_it() -> None:
    told = [(each.assessment.method.value, each.assessment.level, each.standing) for each in proofs_of(MANY, RULES)]
    assert told == [
        ("mapping", 2, Standing.BELIEVED),
        ("mapping", 3, Standing.HIGHER),
        ("mapping", 3, Standing.OLDER),
        ("superior", 2, Standing.LESS_TRUSTED),
        ("self", 4, Standing.LESS_TRUSTED),
        ("assessment_centre", 5, Standing.EXPIRED),
        ("test", 5, Standing.NOT_YET),
    ]


@pytest.mark.parametrize("left_out", range(len(MANY)))
def test_the_believed_proof_is_the_level_of_the_gap(left_out: int) -> None:
    some = MANY[:left_out] + MANY[left_out + 1 :]
    [gap] = gaps_of([Requirement("p", "c", 3)], some[::-1], TODAY, BOOK)
    best = proofs_of(some, RULES)[0]
    assert (gap.held, gap.method) == (best.assessment.level, best.assessment.method)


@pytest.mark.parametrize(
    ("better", "worse"),
    [("assessment_centre", "mapping"), ("mapping", "test"), ("test", "certificate"), ("certificate", "superior"),
     ("superior", "interview"), ("interview", "self")],
)  # fmt: skip
def test_methods_are_believed_in_the_order_of_the_rule(better: str, worse: str) -> None:
    pair = [found(1, worse, date(2026, 11, 1)), found(2, better, date(2024, 11, 1))]
    assert proofs_of(pair, RULES)[0].assessment.level == 2


def test_nothing_that_counts_leaves_nobody_believed() -> None:
    standings = {each.standing for each in proofs_of([MANY[5], MANY[6]], RULES)}
    assert standings == {Standing.EXPIRED, Standing.NOT_YET}


@pytest.mark.parametrize(
    ("method", "since", "until"),
    [
        ("mapping", date(2024, 2, 29), date(2027, 2, 28)),
        ("superior", date(2026, 11, 23), date(2028, 11, 23)),
        ("self", date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_how_long_an_assessment_counts(method: str, since: date, until: date) -> Any:
    assert valid_until(AssessmentMethod(method), since, RULES) == until
