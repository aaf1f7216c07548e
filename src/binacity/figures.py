"""The figures that must agree on every screen, counted from the tables of a city (never copied from its facts unless
no table holds them).
"""

from collections import Counter

from binacity.records import City, LearningRecord

CLASSROOM_TARGET = 20


def hours_by_person(rows: tuple[LearningRecord, ...], year: int) -> dict[str, float]:
    """JP of certificates that ended in a year, per employee key."""
    total: dict[str, float] = {}
    for row in rows:
        if row.ended_on.year == year:
            total[row.employee] = total.get(row.employee, 0.0) + row.hours
    return total


def figures(city: City) -> dict[str, float]:
    """Named figures of the year: people, funds, mandatory places and their cost, own classes, learning of two years."""
    employment = Counter(person.employment for person in city.employees)
    programmes = {programme.code: programme for programme in city.programmes}
    mandatory = Counter(row.programme for row in city.nominations if row.mandatory)
    last, this = (hours_by_person(city.learning, year) for year in (2025, 2026))
    horizon = city.agency.frozen_on.replace(year=city.agency.frozen_on.year + 5)
    return {
        "people": len(city.employees),
        "pns": employment["pns"] + employment["cpns"],
        "cpns": employment["cpns"],
        "pppk": employment["pppk"],
        "pppk_part_time": employment["pppk_part_time"],
        "agencies": sum(unit.parent is None for unit in city.units),
        "programmes": len(city.programmes),
        "funds_total": sum(fund.amount for fund in city.funds),
        "minimum_training_spending": city.agency.regional_spending * 16 // 10_000,
        "mandatory_latsar": mandatory["A04"] + mandatory["A05"],
        "mandatory_pkp": mandatory["A03"],
        "mandatory_pka": mandatory["A02"],
        "mandatory_pkn": mandatory["A01"],
        "mandatory_cost": sum(programmes[code].cost_per_person * number for code, number in mandatory.items()),
        "own_classes": sum(offer.batches_max for offer in city.offers if offer.own_class),
        "retiring_within_five_years": sum(person.retire_on <= horizon for person in city.employees),
        "at_target_2025": sum(hours >= CLASSROOM_TARGET for hours in last.values()),
        "at_target_2026_so_far": sum(hours >= CLASSROOM_TARGET for hours in this.values()),
        "no_hours_two_years": sum(person.key not in last and person.key not in this for person in city.employees),
        "forecast_2026": city.facts.get("forecast_share_20jp_2026", 0.0),
        "feedback_2026": city.facts.get("feedback_2026", 0),
        "proposals_2027": city.facts.get("proposals_2027", 0),
        "proposals_2027_merged": city.facts.get("proposals_2027_merged", 0),
    }
