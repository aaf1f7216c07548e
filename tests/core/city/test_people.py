"""Numbers of people, as the demonstration city's card states them."""

from collections import Counter

import pytest

from binacity.records import City
from binacore.nip import NipInvalid, parse_nip

UNITS = {
    "Setda": (102, 7, 3),
    "Setwan": (32, 2, 4),
    "Inspektorat": (37, 4, 1),
    "Disdikbud": (502, 252, 52),
    "Dinkes": (209, 85, 18),
    "RSUD": (241, 94, 17),
    "PUPR": (58, 10, 8),
    "Perkimtan": (32, 5, 4),
    "DLH": (36, 11, 24),
    "Satpol PP": (46, 18, 15),
    "Damkar": (29, 15, 14),
    "Dinsos": (24, 4, 3),
    "DP3AP2KB": (28, 4, 2),
    "Disdagkop": (31, 5, 7),
    "Disnakerin": (26, 4, 3),
    "DPMPTSP": (26, 4, 3),
    "Disdukcapil": (27, 6, 6),
    "Diskominfo": (28, 7, 2),
    "Dishub": (36, 9, 11),
    "Distan": (40, 8, 4),
    "DKPP": (24, 3, 2),
    "Disparekraf": (26, 4, 4),
    "Dispora": (18, 2, 3),
    "Dispusip": (22, 4, 2),
    "Bapperida": (33, 5, 1),
    "BKPSDM": (33, 4, 1),
    "BKAD": (49, 6, 3),
    "Bapenda": (33, 5, 3),
    "BPBD": (18, 4, 8),
    "Kesbangpol": (16, 2, 1),
    "Kec. Arai Hulu": (43, 4, 9),
    "Kec. Arai Tengah": (59, 6, 9),
    "Kec. Batu Lintang": (40, 4, 8),
    "Kec. Simpang Kincir": (37, 4, 7),
}


def family_group(family: str) -> str:
    if family.startswith("guru_") or family == "kepala_sekolah":
        return "teacher"
    return "supervision" if family in ("pengawas_sekolah", "penilik", "pamong_belajar") else "other"


def test_every_agency_has_its_pns_pppk_and_part_time_people(city: City) -> None:
    short = {unit.key: unit.short_name for unit in city.units}
    counts: dict[str, Counter[str]] = {}
    for person in city.employees:
        kind = "pns" if person.employment == "cpns" else person.employment
        counts.setdefault(short[person.unit.split(".")[0]], Counter())[kind] += 1
    assert {name: (c["pns"], c["pppk"], c["pppk_part_time"]) for name, c in counts.items()} == UNITS


def test_ranks_are_those_of_the_card(city: City) -> None:
    positions = {position.key: position for position in city.positions}
    kinds = Counter(positions[person.position].kind for person in city.employees)
    assert kinds == {"jpt": 31, "administrator": 112, "supervisor": 188, "functional": 1535, "executive": 1048}
    groups = Counter(
        family_group(positions[p.position].family) for p in city.employees if positions[p.position].kind == "functional"
    )
    assert (groups["teacher"], groups["supervision"], groups["other"]) == (662, 26, 476 + 371)


def test_three_heads_are_vacant(city: City) -> None:
    held = {person.position for person in city.employees}
    heads = [position for position in city.positions if position.kind == "jpt"]
    assert len(heads) == 34
    assert sum(position.key not in held for position in heads) == 3


def test_schooling_and_grades_have_the_shares_of_the_card(city: City) -> None:
    schooling = Counter(person.education for person in city.employees)
    assert schooling["S2"] + schooling["S3"] == 280
    assert (schooling["S1"], schooling["D3"], schooling["SMA"], schooling["SMP"] + schooling["SD"]) == (
        1693,
        507,
        414,
        20,
    )
    rows = Counter(person.grade.split("/")[0] for person in city.employees if person.employment in ("pns", "cpns"))
    assert rows == {"IV": 429, "III": 1265, "II": 327, "I": 20}


def test_age_sex_and_retirement_match_the_card(city: City) -> None:
    on = city.agency.frozen_on
    ages = [(on - person.birth_date).days / 365.25 for person in city.employees]
    assert round(sum(ages) / len(ages), 1) == 43.6
    assert round(100 * sum(person.sex == "f" for person in city.employees) / len(city.employees), 1) == 63.8
    assert sum(person.retire_on <= on.replace(year=on.year + 5) for person in city.employees) == 408


def test_everybody_was_grown_up_when_appointed(city: City) -> None:
    young = [p.key for p in city.employees if (p.appointed_on - p.birth_date).days < 18 * 365.25]
    assert young == []


def test_newcomers_are_31_of_grade_three_and_15_of_grade_two(city: City) -> None:
    rows = Counter(p.grade.split("/")[0] for p in city.employees if p.employment == "cpns")
    assert rows == {"III": 31, "II": 15}


def test_true_nips_are_readable_unique_and_nobodys(city: City) -> None:
    nips = [parse_nip(person.true_nip) for person in city.employees]
    assert all(900 <= nip.serial <= 999 for nip in nips)
    assert len({str(nip) for nip in nips}) == len(city.employees)
    assert [n.born for n in nips] == [p.birth_date for p in city.employees]
    assert [n.kind == "pppk" for n in nips] == [p.employment.startswith("pppk") for p in city.employees]


def test_only_planted_nips_differ_from_the_truth(city: City) -> None:
    planted = {key for d in city.defects if d.kind in ("nip_damaged", "nip_double") for key in d.keys}
    assert {p.key for p in city.employees if p.nip != p.true_nip} <= planted
    assert sum(p.nip != p.true_nip for p in city.employees) == 5 + 2
    damaged = next(d for d in city.defects if d.kind == "nip_damaged").keys
    by_key = {p.key: p for p in city.employees}
    for key in damaged:
        assert by_key[key].nip.endswith("000")
        with pytest.raises(NipInvalid):
            parse_nip(float(by_key[key].nip))


def test_names_follow_the_shares(city: City) -> None:
    single = sum(" " not in person.name for person in city.employees)
    marked = sum("'" in person.name or "-" in person.name for person in city.employees)
    assert abs(single - 87) <= 2  # two people of the story have given names
    assert abs(marked - 58) <= 2


def test_the_development_division_has_nine_people(city: City) -> None:
    assert sum(person.unit == "bkpsdm.b1" for person in city.employees) == 9


def test_96_team_leads_see_211_people_that_another_rates(city: City) -> None:
    assert sum(person.is_former_echelon_four for person in city.employees) == 96
    raters = {row.employee: row.superior for row in city.supervisions if row.relation == "rater"}
    leads = [row for row in city.supervisions if row.relation == "team_lead"]
    assert len(leads) == 211
    assert all(raters.get(row.employee) != row.superior for row in leads)
