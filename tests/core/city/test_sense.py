"""Who a programme is for: what an analyst of the city would otherwise cross out."""

from collections import Counter, defaultdict

from binacity.records import AudienceRecord, City

BASIC = {"B03", "B04", "B05", "B07", "B10", "B11", "B13"}  # the first course of a career
SUPERIORS = ("jpt", "administrator", "supervisor")
TEACHERS = {"guru_sd", "guru_smp", "guru_tk"}


def audiences(city: City) -> dict[str, list[AudienceRecord]]:
    found = defaultdict(list)
    for row in city.audiences:
        found[row.programme].append(row)
    return found


def test_the_first_course_of_a_career_is_not_for_those_far_into_it(city: City) -> None:
    for code in BASIC:
        for row in audiences(city)[code]:
            assert not {"jf_mahir", "jf_penyelia", "jf_muda", "jf_madya"} & set(row.levels), code
            assert row.levels or set(row.families) <= {"jaga", "siaga"}, code  # pelaksana have no rank


def test_only_civil_servants_with_a_career_prepare_for_the_next_rank(city: City) -> None:
    assert {row.employments for row in audiences(city)["B14"]} == {("pns",)}


def test_courses_for_superiors_are_for_superiors(city: City) -> None:
    for code in ("D15", "F02"):
        for row in audiences(city)[code]:
            assert set(row.position_kinds) <= set(SUPERIORS), code
            assert row.position_kinds or set(row.families) == {"kepala_puskesmas"}, code


def test_coaching_of_heads_is_for_heads(city: City) -> None:
    rows = audiences(city)["G02"]
    assert {(row.position_kinds, row.families) for row in rows} == {(("jpt",), ()), ((), ("camat", "direktur_rsud"))}


def test_who_becomes_head_of_a_school_is_selected_not_drawn(city: City) -> None:
    people = {p.key: p for p in city.employees}
    positions = {p.key: p for p in city.positions}
    named = [row.employee for row in city.nominations if row.programme == "A07"]
    assert "A07" not in audiences(city)
    assert len(named) == 12
    assert {positions[people[key].position].family for key in named} <= TEACHERS
    assert {people[key].employment for key in named} == {"pns"}


def test_what_is_too_long_for_anybody_unnamed_has_people_named_for_it(city: City) -> None:
    named = Counter(row.programme for row in city.nominations)
    long = {p.code for p in city.programmes if p.hours > 160}
    assert {code for code in long if not named[code]} == set()


def test_money_of_health_centres_is_learnt_by_those_who_handle_it(city: City) -> None:
    assert not {"pendaftaran", "kesehatan"} & {family for row in audiences(city)["D07"] for family in row.families}
