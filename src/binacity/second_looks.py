"""What a second look found: other proof beside the values of superiors, so that raters can be compared.

Nobody's believed level changes by it: beside an assessment centre or a mapping stands a less trusted value of the
superior, and beside a superior's value stands an old mapping that does not count any more.
"""

from collections.abc import Mapping
from datetime import date
from random import Random

from binacity.assessments import GENEROUS, HARSH
from binacity.records import AssessmentRecord, City

OLD_DAY, OLD_UNTIL = date(2023, 6, 14), date(2026, 6, 14)
RATED_ON, RATED_UNTIL = date(2026, 8, 19), date(2028, 8, 19)
OLD_SHARE, NEW_SHARE = 0.12, 0.25  # of the people
SPREAD = 0.2  # levels by which ordinary superiors lean


def second_looks(city: City, *, seed: int = 7) -> tuple[AssessmentRecord, ...]:
    """Assessments beside those of the city; seeded, and the same for the same city."""
    random = Random(f"{seed}:second looks")
    need = {(row.position, row.competency): row.level for row in city.standards}
    position = {person.key: person.position for person in city.employees}
    unit = {person.key: person.unit for person in city.employees}
    raters = raters_of(city)
    leans: dict[str, float] = {}
    chosen = {person.key: random.random() for person in city.employees}
    rows = []
    for found in city.assessments:
        rater, key = raters.get(found.employee), found.employee
        if rater is None or not found.assessed_on <= city.agency.frozen_on < found.valid_until:
            continue
        lean = leans.setdefault(rater, random.gauss(0, SPREAD))
        asked = need.get((position[key], found.competency), found.level)
        if found.method == "superior":
            planted = _planted(unit[key])
            if planted or chosen[key] < OLD_SHARE:
                level = _truth(planted, found.level, asked, lean, random)
                rows.append(AssessmentRecord(key, found.competency, level, "mapping", OLD_DAY, OLD_UNTIL))
        elif found.method in ("assessment_centre", "mapping") and chosen[key] > 1 - NEW_SHARE:
            level = _whole(found.level + lean + random.gauss(0, 0.4))
            rows.append(AssessmentRecord(key, found.competency, level, "superior", RATED_ON, RATED_UNTIL))
    return tuple(rows)


def raters_of(city: City) -> Mapping[str, str]:
    """Person -> the superior who rates them."""
    return {row.employee: row.superior for row in city.supervisions if row.relation == "rater"}


def _planted(unit: str) -> str:
    """Whether a planted rater looked: "generous", "harsh" or nobody."""
    if unit == HARSH:
        return "harsh"
    return "generous" if unit == GENEROUS or unit.startswith(f"{GENEROUS}.") else ""


def _truth(planted: str, said: int, asked: int, lean: float, random: Random) -> int:
    """What the old mapping found where a superior now says `said`."""
    if planted == "generous":
        return max(0, asked - random.choice((0, 1, 1, 2)))
    if planted == "harsh":
        return min(5, asked + random.choice((0, 0, 1)))
    return _whole(said - lean + random.gauss(0, 0.4))


def _whole(value: float) -> int:
    return max(0, min(5, round(value)))
