"""The planted gaps: where, how many people, how far below."""

from collections import Counter, defaultdict

import pytest

from binacity.records import City, EmployeeRecord

TRUST = ("assessment_centre", "mapping", "superior", "self")
NINE = ("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "s9")
Levels = dict[str, dict[str, int]]


@pytest.fixture(scope="module")
def held(city: City) -> Levels:
    """Employee -> competency -> level by the most trusted method."""
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for row in city.assessments:
        rank = (TRUST.index(row.method), row.level)
        best[row.employee, row.competency] = min(best.get((row.employee, row.competency), rank), rank)
    result: Levels = defaultdict(dict)
    for (employee, competency), (_, level) in best.items():
        result[employee][competency] = level
    return result


@pytest.fixture(scope="module")
def need(city: City) -> Levels:
    """Position -> competency -> level."""
    result: Levels = defaultdict(dict)
    for row in city.standards:
        result[row.position][row.competency] = row.level
    return result


def asked(city: City, need: Levels, competency: str, prefixes: tuple[str, ...] = ("",)) -> list[EmployeeRecord]:
    """Everybody whose post asks for the competency; who has moved out is counted on no screen."""
    return [
        person for person in city.employees
        if competency in need[person.position] and person.unit.startswith(prefixes) and person.status != "moved_out"
    ]  # fmt: skip


def weak(people: list[EmployeeRecord], held: Levels, need: Levels, competency: str) -> list[EmployeeRecord]:
    return [p for p in people if held[p.key].get(competency, 9) < need[p.position][competency]]


@pytest.mark.parametrize(
    ("competency", "prefixes", "known", "below", "mean"),
    [
        ("2.1", ("disdukcapil",), 39, 31, 1.6),
        ("1.3", ("rsud", "dinkes.p1", "dinkes.p2", "dinkes.p6"), 438, 214, 1.9),
        ("9.2", ("disdikbud.sd",), 336, 288, 2.1),
        ("2.2", ("",), 2909, 1912, 1.1),
    ],
)
def test_a_planted_gap_has_its_people_and_its_mean_and_nobody_is_below_beside_them(
    city: City, held: Levels, need: Levels, competency: str, prefixes: tuple[str, ...], known: int, below: int,
    mean: float,
) -> None:  # fmt: skip
    """`known`: everybody there whose post asks for it, whatever its level, is assessed."""
    people = asked(city, need, competency, prefixes)
    assert sum(competency in held[person.key] for person in people) == len(people) == known
    assert len(weak(people, held, need, competency)) == below == city.facts[f"planted_gap_people_{competency}"]
    wanted = 2 if competency == "2.2" else 3
    levels = [held[p.key][competency] for p in people if need[p.position][competency] == wanted]
    assert round(sum(levels) / len(levels), 1) == mean


def test_everybody_at_the_civil_registry_is_asked_for_digital_service_its_counter_for_level_3(
    city: City, need: Levels
) -> None:
    people = [p for p in city.employees if p.unit.startswith("disdukcapil")]
    levels = Counter(need[person.position]["2.1"] for person in people)
    assert (len(people), levels) == (39, {3: 35, 1: 4})


def test_96_people_of_22_agencies_are_weak_in_indicators_and_nobody_elsewhere(
    city: City, held: Levels, need: Levels
) -> None:
    people = asked(city, need, "3.2")
    below = weak(people, held, need, "3.2")
    offices = {person.unit.split(".")[0] for person in below}
    assert (len(below), len(offices)) == (96, 22)
    levels = [held[person.key]["3.2"] for person in people if person.unit.split(".")[0] in offices]
    assert round(sum(levels) / len(levels), 1) == 1.8


def test_81_of_96_team_leads_are_weak_in_managing_performance_and_nobody_else(
    city: City, held: Levels, need: Levels
) -> None:
    leads = [p for p in city.employees if p.is_former_echelon_four]
    levels = [held[person.key]["7.3"] for person in leads]
    assert (len(leads), sum(level < 3 for level in levels), round(sum(levels) / 96, 1)) == (96, 81, 1.7)
    below = weak(asked(city, need, "7.3"), held, need, "7.3")
    assert len(below) == 81
    assert all(person.is_former_echelon_four for person in below)


def test_57_buyers_are_below_the_standard_and_no_procurement_specialist(city: City, held: Levels, need: Levels) -> None:
    families = {p.key: p.family for p in city.positions}
    families_buying = ("kasubbag", "kasubbag_umum", "kepala_uptd", "katu")
    buyers = [p for p in city.employees if families[p.position] in families_buying]
    levels = [held[p.key]["5.2"] for p in buyers if not p.unit.startswith(("bapperida", "bkad", "dispora"))]
    assert sum(level < 3 for level in levels) == 57
    assert round(sum(levels) / len(levels), 1) == 2.2
    assert len(weak(asked(city, need, "5.2"), held, need, "5.2")) == 57


def test_two_agencies_of_97_people_have_hardly_a_gap_and_48_people_nearly_only_gaps(
    city: City, held: Levels, need: Levels
) -> None:
    def share(*agencies: str) -> tuple[int, float]:
        people = [p for p in city.employees if p.unit.split(".")[0] in agencies]
        cells = [held[p.key][c] < level for p in people for c, level in need[p.position].items() if c in held[p.key]]
        return len(people), sum(cells) / len(cells)

    count, gaps = share("bapperida", "bkad")
    assert (count, gaps < 0.01) == (97, True)
    count, gaps = share("simpang-kincir")
    assert (count, gaps > 0.95) == (48, True)


def test_coverage_of_the_nine(city: City, held: Levels) -> None:
    kinds = {p.key: p.kind for p in city.positions}
    rate: dict[str, list[int]] = defaultdict(list)
    for person in city.employees:
        kind = kinds[person.position]
        rate["structural" if kind in ("jpt", "administrator", "supervisor") else kind].append("m1" in held[person.key])
    shares = {name: round(100 * sum(values) / len(values)) for name, values in rate.items()}
    assert shares == {"structural": 92, "functional": 71, "executive": 44}


@pytest.mark.parametrize(("level", "mean"), [("supervisor", 79.6), ("administrator", 84.1)])
def test_mean_jpm_of_a_rank(city: City, held: Levels, need: Levels, level: str, mean: float) -> None:
    ranks = {p.key: p.level for p in city.positions}
    shares = []
    for person in city.employees:
        if ranks[person.position] == level and "m1" in held[person.key]:
            required = need[person.position]
            shares.append(100 * sum(held[person.key][c] for c in NINE) / sum(required[c] for c in NINE))
    assert round(sum(shares) / len(shares), 1) == mean


def test_41_assessments_of_leaders_have_expired(city: City) -> None:
    expired = {row.employee for row in city.assessments if row.valid_until < city.agency.frozen_on}
    assert len(expired) == 41


def test_teachers_rate_themselves_higher_than_their_heads_do(city: City) -> None:
    by_method: dict[str, list[int]] = defaultdict(list)
    own = {row.employee for row in city.assessments if row.competency == "9.2" and row.method == "self"}
    for row in city.assessments:
        if row.competency == "9.2" and row.employee in own:
            by_method[row.method].append(row.level)
    assert len(own) == 288
    assert min(by_method["self"]) >= 3
    assert max(by_method["superior"]) < 3


def test_dispora_equals_its_standards_and_one_superior_gives_ones(city: City, held: Levels, need: Levels) -> None:
    harsh = set(next(d for d in city.defects if d.kind == "superior_too_harsh").keys)
    for person in city.employees:
        levels = held[person.key]
        if person.unit.startswith("dispora"):
            assert all(level == need[person.position][c] for c, level in levels.items())
        if person.key in harsh:
            assert {level for c, level in levels.items() if c != "2.2"} == {1}


def test_simpang_kincir_lacks_nearly_everything(city: City, held: Levels, need: Levels) -> None:
    people = [p for p in city.employees if p.unit.startswith("simpang-kincir")]
    cells = [(need[p.position][c], level) for p in people for c, level in held[p.key].items() if c in need[p.position]]
    assert sum(level < wanted for wanted, level in cells) / len(cells) > 0.9


def test_positions_need_nine_and_three_to_seven_technical_with_one_or_two_critical(city: City) -> None:
    technical: dict[str, list[bool]] = defaultdict(list)
    nine: dict[str, int] = defaultdict(int)
    for row in city.standards:
        if row.competency in NINE:
            nine[row.position] += 1
        elif row.competency != "g1":
            technical[row.position].append(row.is_critical)
    for position in city.positions:
        assert nine[position.key] == 9
        assert 3 <= len(technical[position.key]) <= 7
        assert 1 <= sum(technical[position.key]) <= 2
