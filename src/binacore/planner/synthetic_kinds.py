"""The two kinds of synthetic agency, as numbers. Money in rupiah, hours in JP, shares from 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass

CLASSICAL, WORKSHOP, WEBINAR, SELF_PACED, COACHING, LEADERSHIP = range(6)
FORM_NAMES = ("classical", "workshop", "webinar", "self-paced", "coaching", "leadership")


@dataclass(frozen=True, slots=True)
class Form:
    """What the programmes of one form are like; each programme varies around it."""

    hours: int
    cost_person: int
    cost_batch: int
    capacity: tuple[int, int]
    synchronous: bool


FORMS = (
    Form(24, 4_000_000, 25_000_000, (25, 40), True),
    Form(12, 1_600_000, 12_000_000, (20, 40), True),
    Form(6, 250_000, 6_000_000, (60, 300), False),
    Form(8, 0, 4_000_000, (300, 900), False),
    Form(12, 1_200_000, 0, (4, 9), True),
    Form(80, 12_000_000, 60_000_000, (25, 40), True),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of agency.

    `shares` are those of the forms among the programmes. `seats` is what the dated sessions of a form offer, as a share
    of the demand for them, from and to. `programmes` is the number of them at 500 people; it grows with the root of the
    people. Unit sizes follow a Pareto law of `unit_exponent`, cut off at `unit_largest`.
    """

    shares: tuple[float, ...]
    seats: tuple[tuple[float, float], ...]
    programmes: int
    programmes_most: int
    unit_exponent: float
    unit_largest: float
    unit_people: int
    online_free: bool


SEATS = (0.35, 1.3)
PROFILES = {
    "agency": Profile(
        shares=(0.36, 0.22, 0.16, 0.12, 0.08, 0.06),
        seats=(SEATS, SEATS, SEATS, SEATS, SEATS, (0.8, 1.3)),
        programmes=60,
        programmes_most=2500,
        unit_exponent=1.3,
        unit_largest=25.0,
        unit_people=60,
        online_free=False,
    ),
    # A regency: one office of teachers and one of nurses hold most people, classrooms are few, the web is free.
    "regency": Profile(
        shares=(0.16, 0.12, 0.26, 0.36, 0.05, 0.05),
        seats=((0.1, 0.4), (0.1, 0.4), (0.5, 1.5), SEATS, (0.1, 0.4), (0.6, 1.1)),
        programmes=70,
        programmes_most=1200,
        unit_exponent=0.8,
        unit_largest=200.0,
        unit_people=50,
        online_free=True,
    ),
}
