"""A second, small agency. It exists to prove that nobody sees across agencies."""

from dataclasses import replace

from binacity.class_records import Classes
from binacity.evaluation import Evaluations
from binacity.plan_records import ActivityRecord
from binacity.records import (
    AgencyRecord,
    City,
    LearningRecord,
    LoginRecord,
    ProgrammeRecord,
    UnitRecord,
)

OFFERED = frozenset(["A04", "A05", "A06", "C01", "C02", "C07", "C10", "C15", "D01", "D04", "F02", "F05"])
COUNTER, SEATS, CLASSES = "C02", 10, 3
DIGITAL = "C01"
SMALLER = 10  # a small agency's forums and awards cost a tenth of the city's
ELSEWHERE = (
    ("Kota Lembah Arai", "Kabupaten Kincir Raya"),
    ("Lembah Arai", "Kincir Raya"),
    ("Arai Medika", "Kincir Medika"),
)


def become_neighbour(city: City) -> City:
    """Turn a small agency into *Kabupaten Kincir Raya*: own units and codes, twelve programmes, logins `..._kincir`."""
    return replace(
        city,
        agency=AgencyRecord(
            "kincir-raya",
            "Pemerintah Kabupaten Kincir Raya",
            "Kabupaten Kincir Raya",
            "kabupaten",
            "Asia/Jakarta",
            18_200,
            61_000_000_000,
            city.agency.plan_year,
            city.agency.frozen_on,
        ),
        units=tuple(_unit(unit) for unit in city.units),
        learning=tuple(_learning(row) for row in city.learning),
        programmes=tuple(_programme(each) for each in city.programmes if each.code in OFFERED),
        effects=tuple(row for row in city.effects if row.programme in OFFERED),
        audiences=tuple(row for row in city.audiences if row.programme in OFFERED),
        offers=tuple(row for row in city.offers if row.programme in OFFERED),
        nominations=tuple(row for row in city.nominations if row.programme in OFFERED),
        organisers=tuple(
            replace(
                row,
                batches_max=max(row.batches_max, CLASSES),
                programmes=tuple(code for code in row.programmes if code in OFFERED),
            )
            for row in city.organisers
        ),
        activities=tuple(_activity(each) for each in city.activities),
        plan_history=tuple(row for row in city.plan_history if row.programme in OFFERED),
        classes=Classes(),
        evaluation=Evaluations(),
        reports=(),
        forums=(),  # the city's own words; a second agency with the same minutes would look like a mistake
        goals=tuple(replace(row, text=_elsewhere(row.text)) for row in city.goals),
        logins=(
            *(_login(row) for row in city.logins),
            *_superior(city),
        ),
        defects=tuple(row for row in city.defects if row.kind != "programme_without_competency"),
        facts={},
    )


def _login(row: LoginRecord) -> LoginRecord:
    """A regency has a regent; the analyst of the other agency is told from the city's by the name."""
    if row.username == "walikota":
        return replace(row, username="bupati_kincir", title="Bupati, Pejabat Pembina Kepegawaian")
    return replace(row, username=f"{'analyst' if row.username == 'analis' else row.username}_kincir")


def _programme(row: ProgrammeRecord) -> ProgrammeRecord:
    """Courses as they are, except those that so small an agency holds for few: the counter's course in the office and
    by colleagues, the digital one as ten seats that the province facilitates for it. Too few who need it open neither.
    """
    if row.code == COUNTER:
        return replace(row, prerequisite=None, batch_min=5, capacity=SEATS, cost_per_batch=800_000)
    if row.code == DIGITAL:
        return replace(row, prerequisite=None, batch_min=5, capacity=SEATS, cost_per_batch=2_400_000)
    return replace(row, prerequisite=None)


def _activity(row: ActivityRecord) -> ActivityRecord:
    return replace(row, amount=row.amount // SMALLER)


def _superior(city: City) -> tuple[LoginRecord, ...]:
    """The superior of the employee who has a login: so that one class can be walked by everybody who touches it."""
    person = next((row.employee for row in city.logins if row.username == "pegawai"), None)
    over = next((row.superior for row in city.supervisions if row.employee == person and row.relation == "rater"), None)
    known = {row.employee for row in city.logins}
    unit = next((each.unit for each in city.employees if each.key == over), None)
    if over is None or over in known:
        return ()
    return (LoginRecord("atasan_kincir", "superior", over, unit, "Atasan langsung pegawai itu"),)


def _elsewhere(text: str) -> str:
    for here, there in ELSEWHERE:
        text = text.replace(here, there)
    return text


def _unit(unit: UnitRecord) -> UnitRecord:
    code = unit.code[::-1]  # other codes than the city's units of the same kind
    return replace(unit, name=_elsewhere(unit.name), short_name=_elsewhere(unit.short_name), code=f"K{code[1:]}")


def _learning(row: LearningRecord) -> LearningRecord:
    programme = row.programme if row.programme in OFFERED else None
    return replace(
        row, programme=programme, organiser=_elsewhere(row.organiser), certificate_number=f"KR.{row.certificate_number}"
    )
