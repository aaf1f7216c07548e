"""`generate()`: a whole synthetic city from a size and a seed, the same on every machine."""

from dataclasses import replace
from hashlib import sha256

from binacity import (
    appraisal,
    assessments,
    calendar,
    classes,
    defects,
    evaluation,
    feedback,
    forums,
    goals,
    history,
    logins,
    money,
    neighbour,
    nominations,
    past,
    people,
    positions,
    programmes,
    reports,
    sharing,
    slots,
    standards,
    supervision,
    units,
    voice,
)
from binacity.apportion import CITY_SIZE, scaled
from binacity.drafts import FROZEN_ON, Draft
from binacity.plan_records import OfferRecord
from binacity.records import AgencyRecord, City, EmployeeRecord, ProgrammeRecord

SMALLEST = 60
FACTS: dict[str, float] = {
    "proposals_2027": 143,
    "proposals_2027_merged": 117,
    "proposals_2027_units": 31,
    "proposals_2027_double": 26,
    "proposals_2027_travel_without_need": 12,
    "talent_box_7_9": 38,
    "forecast_share_20jp_2026": 0.555,
    "forecast_people_20jp_2026": 1617,
    "training_minimum_share": 0.0016,
    "training_minimum_amount": 1_187_200_000,
    "training_counted_amount": 3_210_000_000,
    "budget_realised_october_2026": 0.68,
    "own_classes_a_week": 4,
    "own_classes_a_year": 52,
    "organiser_staff": 9,
    "performance_dialogues_recorded": 0.22,
    "coaching_plans_filled_2026": 52,
    "villages": 26,
    "subdistricts": 4,
    "civil_servant_spending_share": 0.44,
    "experts_willing": 14,
    "model_employee_candidates": 12,
    "survey_answers_2026": 38,
    "head_positions": 34,
    "head_positions_vacant": 3,
}


def generate(*, size: int | None = None, seed: int = 2027) -> City:
    """Kota Lembah Arai with its 2,914 people (size None), or an agency of the same kind with `size` people (at least
    60).

    Raises ValueError for a size below 60.
    """
    count = CITY_SIZE if size is None else size
    if count < SMALLEST:
        raise ValueError(f"size must be at least {SMALLEST}, got {count}")
    tree = slots.build(count)
    positions.assign_levels(tree.slots, count, seed)
    specs = units.specs(count)
    drafts = people.make(tree.slots, specs, count, seed)
    return _assemble(tree, drafts, count, seed)


def generate_neighbour(seed: int = 2027) -> City:
    """*Kabupaten Kincir Raya*: a second agency of 60 people that nobody of the first may see, and the other way round.

    No NIP equals one of the city of the same seed: the people come from another stream (a test looks).
    """
    return neighbour.become_neighbour(generate(size=SMALLEST, seed=seed + 7919))


def _assemble(tree: units.Tree, drafts: list[Draft], size: int, seed: int) -> City:
    unit_keys = frozenset(unit.key for unit in tree.units)
    position_rows = positions.records(tree.slots, units.vacant_heads(units.specs(size)))
    standard_rows = standards.standards(position_rows, size)
    assessed, planted = assessments.make(drafts, standard_rows, size, seed)
    login_rows = logins.make(drafts)
    if size == CITY_SIZE:
        logins.rename(drafts, login_rows)
    shown = {row.employee for row in login_rows if row.employee}
    chart_rows = supervision.make(drafts, tuple(tree.units), set(planted["team_leads"]), size, seed)
    plan = defects.Plan(drafts, size, seed, shown)
    defects.statuses(plan)
    learned, groups = history.make(drafts, size, seed)
    learned = defects.learning(plan, learned)
    defects.roster(plan)
    top = next((p.key for p in drafts if p.slot.title == "Sekretaris Daerah"), drafts[0].key)
    chart_rows = defects.superiors(plan, chart_rows, top, shown)
    learned, held = classes.make(drafts, learned, chart_rows, login_rows, plan.found, groups["zero_both"], size, seed)
    rated, below = history.performance(drafts, size, seed)
    plan.note("self_rating_copied", planted["copied"], "Penilaian diri sama persis, tanggal sama")
    plan.note("programme_without_competency", ["B14"], "Kompetensi yang ditingkatkan belum diisi")
    plan.note(
        "unit_rated_complete",
        [p.key for p in drafts if p.agency == assessments.GENEROUS],
        "Semua dinilai tepat sama dengan standar",
    )
    plan.note(
        "superior_too_harsh",
        [p.key for p in drafts if p.slot.unit == assessments.HARSH and p.slot.kind != "administrator"],
        "Satu atasan menilai semua 1",
    )
    facts = dict(FACTS)
    for name in ("2.1", "1.3", "9.2", "3.2", "2.2", "7.3", "5.2"):
        facts[f"planted_gap_people_{name}"] = len(planted[name])
    facts |= {f"people_{name}": len(keys) for name, keys in sorted(groups.items())}
    facts |= {"people_below_expectation_2025": len(below), "people_assessed_nine": len(planted["covered"])}
    citizens = feedback.make(unit_keys, size, seed, FROZEN_ON)
    facts |= feedback.counts(citizens)
    programme_rows, offer_rows = _scaled_programmes(size)
    city = City(
        agency=_agency(size),
        units=tuple(tree.units),
        positions=position_rows,
        employees=tuple(_employee(p, frozenset(planted["team_leads"])) for p in drafts),
        supervisions=tuple(chart_rows),
        competencies=standards.competencies(),
        standards=standard_rows,
        assessments=tuple(assessed),
        learning=tuple(learned),
        performance=tuple(rated),
        partners=programmes.partners(),
        programmes=programme_rows,
        effects=programmes.effects(),
        audiences=programmes.audiences(unit_keys),
        nominations=tuple(nominations.make(drafts, size)),
        offers=offer_rows,
        funds=money.funds(size, unit_keys),
        goals=goals.goals(),
        indicators=goals.indicators(),
        activities=goals.activities(size, unit_keys),
        plans=goals.plans(size),
        plan_history=goals.plan_history(),
        classes=held,
        reports=reports.make(held, drafts, chart_rows, login_rows, seed),
        sharing=sharing.make(drafts, learned, {row.username: row.employee for row in login_rows}, seed),
        calendar=calendar.calendar(unit_keys),
        organisers=calendar.organisers(programme_rows, max(1, scaled(int(FACTS["own_classes_a_year"]), size))),
        voice=voice.voice(unit_keys),
        goal_links=goals.goal_links(),
        logins=tuple(login_rows),
        defects=tuple(plan.found),
        citizens=citizens,
        evaluation=evaluation.make(held.held, unit_keys, seed),
        forums=forums.forums(unit_keys),
        facts=facts,
        past=past.make(drafts, size, seed, shown),
    )
    return replace(city, appraisal=appraisal.make(city, seed))


def _agency(size: int) -> AgencyRecord:
    if size == CITY_SIZE:
        name, short = "Pemerintah Kota Lembah Arai", "Kota Lembah Arai"
    else:
        name, short = f"Pemerintah Kota Contoh {size}", f"Kota Contoh {size}"
    return AgencyRecord(
        "lembah-arai" if size == CITY_SIZE else f"contoh-{size}", name, short, "kota", "Asia/Jakarta",
        71_480 * size // CITY_SIZE, 742_000_000_000 * size // CITY_SIZE, programmes.PLAN_YEAR, FROZEN_ON,
    )  # fmt: skip


def _employee(person: Draft, leads: frozenset[str]) -> EmployeeRecord:
    return EmployeeRecord(
        key=person.key,
        nip=person.nip,
        true_nip=person.true_nip,
        name=person.name,
        front_title=person.front,
        back_title=person.back,
        sex=person.sex,
        birth_date=person.birth,
        employment=person.employment,
        status=person.status,
        grade=person.grade,
        education=person.education,
        education_name=person.education_name,
        unit=person.slot.unit,
        position=person.position,
        position_since=person.position_since,
        appointed_on=person.appointed,
        contract_end=person.contract_end,
        retire_on=person.retire_on,
        is_former_echelon_four=person.key in leads,
        exported_position=person.exported_position,
        exported_unit=person.exported_unit,
        exported_birth_date=person.exported_birth,
    )


def _scaled_programmes(size: int) -> tuple[tuple[ProgrammeRecord, ...], tuple[OfferRecord, ...]]:
    """All 96 programmes; for other sizes seat quotas and numbers of batches grow or shrink with the agency."""
    rows, offer_rows = programmes.programmes(), programmes.offers()
    if size == CITY_SIZE:
        return rows, offer_rows
    fitted = tuple(
        replace(row, capacity=max(1, scaled(row.capacity, size))) if row.delivery == "K" else row for row in rows
    )
    return fitted, tuple(replace(offer, batches_max=max(1, scaled(offer.batches_max, size))) for offer in offer_rows)


def digest(city: City) -> str:
    """SHA-256 over every record in order; equal digests mean equal cities."""
    total = sha256()
    for name in City.__slots__:
        value = getattr(city, name)
        if name == "facts":
            total.update(repr(sorted(value.items())).encode())
        elif isinstance(value, tuple):
            for row in value:
                total.update(repr(row).encode())
        else:
            total.update(repr(value).encode())
    return total.hexdigest()
