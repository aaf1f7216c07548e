"""Who rates whom, and whose daily work a team lead sees."""

from datetime import date
from random import Random

from binacity.apportion import scaled
from binacity.drafts import Draft
from binacity.records import SupervisionRecord, UnitRecord

HEADS = (
    "kepala",
    "camat",
    "direktur_rsud",
    "sekretaris",
    "kabag",
    "kabid",
    "irban",
    "kasubbag_umum",
    "kepala_uptd",
    "lurah",
    "kepala_sekolah",
    "kepala_puskesmas",
)
SCHOOL_DIVISION = {"sd": "disdikbud.b1", "smp": "disdikbud.b2", "tk": "disdikbud.b3"}


class Chart:
    """Finds the head of every unit; an agency without a head is led by its secretary (Plt)."""

    def __init__(self, people: list[Draft], units: tuple[UnitRecord, ...]) -> None:
        self.parent = {unit.key: unit.parent for unit in units}
        self.heads: dict[str, Draft] = {}
        for person in people:
            if person.family in HEADS:
                self.heads.setdefault(person.slot.unit, person)
        self.acting: list[Draft] = []
        for unit in units:
            if unit.parent is None and unit.key not in self.heads:
                members = [p for p in people if p.agency == unit.key]
                if members:
                    deputy = next((p for p in members if p.family == "sekretaris"), members[0])
                    self.heads[unit.key] = deputy
                    self.acting.append(deputy)
        top = next((p for p in people if p.slot.unit == "setda" and p.family == "kepala"), people[0])
        self.top = top

    def rater(self, person: Draft) -> Draft | None:
        """The direct superior; None for the highest official (rated by the mayor, who is no employee)."""
        if person is self.top:
            return None
        unit: str | None = self._start(person)
        while unit is not None:
            head = self.heads.get(unit)
            if head is not None and head is not person:
                return head
            unit = self.parent[unit]
        if person.agency == "rsud" and "dinkes" in self.heads:
            return self.heads["dinkes"]
        return self.top

    def _start(self, person: Draft) -> str:
        unit = person.slot.unit
        if person.family == "kepala_sekolah":
            code = "".join(c for c in unit.split(".")[-1] if c.isalpha())
            division = SCHOOL_DIVISION.get(code, unit)
            return division if division in self.heads else unit
        return unit


def make(
    people: list[Draft], units: tuple[UnitRecord, ...], leads: set[str], size: int, seed: int
) -> list[SupervisionRecord]:
    """Raters for all but the highest official, then 211 team-lead relations that differ from the rater."""
    random = Random(f"{seed}:supervision")
    chart = Chart(people, units)
    rows, rater_of = [], {}
    for person in people:
        rater = chart.rater(person)
        if rater is not None:
            rater_of[person.key] = rater.key
            since = max(person.position_since, date(2025, 1, 1))
            rows.append(SupervisionRecord(person.key, rater.key, "rater", since))
    by_agency: dict[str, list[Draft]] = {}
    for person in people:
        if person.key in leads:
            by_agency.setdefault(person.agency, []).append(person)
    pool = [
        p
        for p in people
        if p.agency in by_agency
        and p.key not in leads
        and (p.slot.kind == "executive" or p.level in ("jf_pertama", "jf_terampil"))
        and p.slot.unit.split(".")[-1][0] not in "sprkt"
    ]
    random.shuffle(pool)
    pool.sort(key=lambda p: p.agency != "disdukcapil")
    turn: dict[str, int] = {}
    count = 0
    for person in pool:
        team = by_agency[person.agency]
        lead = team[turn.get(person.agency, 0) % len(team)]
        if count < scaled(211, size) and rater_of.get(person.key) != lead.key:
            turn[person.agency] = turn.get(person.agency, 0) + 1
            rows.append(SupervisionRecord(person.key, lead.key, "team_lead", date(2026, 1, 2)))
            count += 1
    return rows
