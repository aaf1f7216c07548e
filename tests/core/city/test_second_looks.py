"""Second looks let raters be compared and leave every believed level as it is."""

from binacity.assessments import GENEROUS, HARSH
from binacity.generate import generate
from binacity.records import City
from binacity.second_looks import raters_of, second_looks
from binacore.gaps import Gap, gaps_of
from binacore.people import Assessment, AssessmentMethod, Requirement
from binacore.rules import Rulebook, load_rules
from binacore.severity import REFERENCE, Rating, severity


def gaps(city: City, extra: tuple) -> list[tuple]:
    position = {person.key: person.position for person in city.employees}
    asked: dict[str, list] = {}
    for row in city.standards:
        asked.setdefault(row.position, []).append(row)
    requirements = [
        Requirement(person, row.competency, row.level)
        for person, post in position.items()
        for row in asked.get(post, ())
    ]
    found = [
        Assessment(
            each.employee, each.competency, each.level, AssessmentMethod(each.method), each.assessed_on,
            each.valid_until, str(number),
        )
        for number, each in enumerate((*city.assessments, *extra))
    ]  # fmt: skip
    return [told(gap) for gap in gaps_of(requirements, found, city.agency.frozen_on, Rulebook(load_rules()))]


def told(gap: Gap) -> tuple:
    return gap.person_id, gap.competency_id, gap.required, gap.held, gap.gap, gap.method, gap.assessed_on


def test_no_believed_level_and_no_gap_changes() -> None:
    city = generate(size=700)
    extra = second_looks(city)
    assert len(extra) > 100
    assert gaps(city, ()) == gaps(city, extra)


def test_the_planted_raters_stand_out_and_few_others_do() -> None:
    city = generate(size=700)
    raters, unit = raters_of(city), {person.key: person.unit for person in city.employees}
    ratings = [
        Rating(f"{each.employee}/{each.competency}", who, each.level)
        for each in (*city.assessments, *second_looks(city))
        if each.method != "self"
        if each.method != "superior" or each.employee in raters
        for who in [raters[each.employee] if each.method == "superior" else REFERENCE]
    ]
    found = severity(ratings).leans
    generous = {raters[key] for key in raters if unit[key].split(".")[0] == GENEROUS and raters[key] in found}
    harsh = {raters[key] for key in raters if unit[key] == HARSH and raters[key] in found}
    assert any(found[name].is_clear and found[name].lean > 0.4 for name in generous)
    assert any(found[name].is_clear and found[name].lean < -0.4 for name in harsh)
    clear = [name for name in found if found[name].is_clear]
    assert len(clear) < len(found) / 2
