"""What a generated city consists of: plain frozen records, joined by short text keys (never by object identity).

Every person here is invented. A key (`unit.key`, `position.key`, ...) lives only inside one generated city;
the database gives its own public ids. Money is whole rupiah, hours are JP, levels are 0..5.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from binacity.appraisal import Appraisal
from binacity.class_records import Classes
from binacity.evaluation import Evaluations
from binacity.feedback import CitizenVoice
from binacity.forums import ForumRecord
from binacity.plan_records import (
    ActivityRecord,
    CalendarRecord,
    FundRecord,
    GoalLinkRecord,
    GoalRecord,
    IndicatorRecord,
    NominationRecord,
    OfferRecord,
    OrganiserRecord,
    PlanHistoryRow,
    PlanRecord,
)
from binacity.sharing_records import ReportRecord, Sharing


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """The agency itself. `frozen_on` is the day at which the demonstration's clock stands."""

    key: str
    name: str  # "Pemerintah Kota Lembah Arai"
    short_name: str  # "Kota Lembah Arai"
    kind: str  # kota | kabupaten | provinsi
    timezone: str  # Asia/Jakarta
    population: int
    regional_spending: int  # belanja daerah, rupiah a year
    plan_year: int
    frozen_on: date


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One organisational unit; parents come before children, the 34 perangkat daerah have parent None."""

    key: str
    parent: str | None
    name: str
    short_name: str
    # secretariat | inspectorate | department | agency | district | subdistrict | school | health_centre | hospital |
    # technical_unit | division | section | team
    kind: str
    code: str  # as in SIASN's UNOR ID (invented, 8 letters and digits)
    aliases: tuple[str, ...] = ()
    away_max: int | None = None  # most people away in the same month (None: no limit)
    minimum_staff_note: str = ""  # Indonesian, why that limit


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """A position (jabatan) with its family; several people may hold it. Standards hang on it."""

    key: str
    title: str
    kind: str  # jpt | administrator | supervisor | functional | executive (JPT, Administrator, Pengawas, JF, Pelaksana)
    # jpt_pratama | administrator | supervisor | jf_madya | jf_muda | jf_pertama | jf_penyelia | jf_mahir | jf_terampil
    # | jf_pemula | executive ...
    level: str
    family: str  # short family code: "guru_sd", "perawat", "siak", "bendahara", "umum" ...


@dataclass(frozen=True, slots=True)
class EmployeeRecord:
    """One civil servant as known on `frozen_on`."""

    key: str
    nip: str  # as it stands in the export, defects included (see City.defects)
    true_nip: str  # what it should be: a valid shape with serial 900..999
    name: str
    front_title: str
    back_title: str
    sex: str  # m | f
    birth_date: date
    employment: str  # pns | cpns | pppk | pppk_part_time
    status: str  # active | study_leave | unpaid_leave | suspended | retired | moved_out
    grade: str  # III/b, IX
    education: str  # S2, S1, D3, SMA, ...
    education_name: str  # "S-1 Ilmu Pemerintahan"
    unit: str
    position: str
    position_since: date
    appointed_on: date
    contract_end: date | None  # PPPK
    retire_on: date  # BUP: first of the month after reaching the retirement age of the position
    is_former_echelon_four: bool = False
    exported_position: str = ""  # title as the export spells it, when it differs (a planted defect)
    exported_unit: str = ""  # unit name as the export spells it, when it differs (a planted defect)
    exported_birth_date: date | None = None  # birth date in the export, when it contradicts the NIP (a planted defect)


@dataclass(frozen=True, slots=True)
class SupervisionRecord:
    """Who rates whom (`rater`) or sees the daily work (`team_lead`), since when.

    A missing rater is a planted defect.
    """

    employee: str
    superior: str
    relation: str  # rater | team_lead
    since: date


@dataclass(frozen=True, slots=True)
class CompetencyRecord:
    """One competency with its five levels in our own Indonesian words. `family` groups the 49 technical ones."""

    key: str  # "m1".."m8", "s9", "1.1".."12.5", "g1" (kompetensi pemerintahan)
    name: str
    kind: str  # managerial | sociocultural | technical | governance
    family: str  # "", or "Layanan publik" ...
    levels: tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class StandardRecord:
    """A position requires a level of a competency."""

    position: str
    competency: str
    level: int
    is_critical: bool


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """One assessed level. Methods are those of `binacore.people.AssessmentMethod`."""

    employee: str
    competency: str
    level: int
    method: str
    assessed_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class LearningRecord:
    """One finished learning activity of the past, as on its certificate."""

    employee: str
    programme: str | None  # key of a programme, when it was one of ours
    name: str
    form: str  # KL01 .. KL12, NKL01 .. NKL13, EDU
    started_on: date
    ended_on: date
    hours: float  # JP on the certificate; 0 where the certificate says none
    sessions: int  # number of sessions or activities, for forms counted by session
    certificate_number: str
    organiser: str


@dataclass(frozen=True, slots=True)
class PerformanceRecord:
    """Yearly performance result. Ratings: above | meets | below; predicate follows from the matrix."""

    employee: str
    year: int
    result: str
    behaviour: str
    predicate: str  # very_good | good | needs_improvement | poor | very_poor


@dataclass(frozen=True, slots=True)
class PartnerRecord:
    key: str
    name: str
    kind: str  # training_body | university | professional | government | community
    agreement_number: str
    agreement_from: date | None
    agreement_until: date | None


@dataclass(frozen=True, slots=True)
class ProgrammeRecord:
    """One of the 96 programmes.

    `delivery`: S own class, K seats bought, F facilitated with the province, G free online, U at the workplace.
    """

    code: str
    name: str
    form: str
    area: str  # leadership | functional | service | planning | people | field | nonclassical
    hours: float
    days: float
    delivery: str
    synchronous: bool
    capacity: int
    batch_min: int
    cost_per_person: int
    cost_per_batch: int
    prerequisite: str | None
    partner: str | None
    fund: str  # key of the fund that pays in the plan year
    note: str = ""
    own_funds: tuple[str, ...] = ()  # funds that pay for their own people instead


@dataclass(frozen=True, slots=True)
class EffectRecord:
    programme: str
    competency: str
    lift: int
    ceiling: int


@dataclass(frozen=True, slots=True)
class AudienceRecord:
    """Who a programme is meant for: a person matches when every non-empty field contains the person's value."""

    programme: str
    employments: tuple[str, ...] = ()
    position_kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # unit keys; descendants included
    excluded_families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceRecord:
    """Evidence from citizens that weighs a competency in a unit (1.0 neutral)."""

    unit: str
    competency: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class LoginRecord:
    """A demonstration login: role and the person behind it (None for people without an employee record)."""

    username: str
    # analyst | head_of_development | agency_head | approver_pyb | approver_ppk | unit_operator | superior | employee |
    # auditor | partner
    role: str
    employee: str | None
    unit: str | None
    title: str  # Indonesian, shown beside the login


@dataclass(frozen=True, slots=True)
class DefectRecord:
    """A planted defect: what, which employees or objects, so that a test can find each one."""

    kind: str
    keys: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RenamedUnitRecord:
    """A unit that had another name until a day."""

    unit: str
    old_name: str
    old_short_name: str
    on: date
    decree: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergedUnitRecord:
    """A unit that is no more: it was merged into another."""

    parent: str
    name: str
    short_name: str
    kind: str
    into: str
    on: date
    decree: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeaveRecord:
    """Unpaid or long leave that has ended."""

    employee: str
    since: date
    until: date
    note: str


@dataclass(frozen=True, slots=True)
class SubstitutionRecord:
    """Who stood or stands in for an official, by which letter."""

    absent: str
    substitute: str
    kind: str
    since: date
    until: date
    letter_number: str
    letter_date: date
    reason: str


@dataclass(frozen=True, slots=True)
class Past:
    """What the organisation went through."""

    renamed: tuple[RenamedUnitRecord, ...] = ()
    merged: tuple[MergedUnitRecord, ...] = ()
    leaves: tuple[LeaveRecord, ...] = ()
    substitutions: tuple[SubstitutionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class City:
    agency: AgencyRecord
    units: tuple[UnitRecord, ...]
    positions: tuple[PositionRecord, ...]
    employees: tuple[EmployeeRecord, ...]
    supervisions: tuple[SupervisionRecord, ...]
    competencies: tuple[CompetencyRecord, ...]
    standards: tuple[StandardRecord, ...]
    assessments: tuple[AssessmentRecord, ...]
    learning: tuple[LearningRecord, ...]
    performance: tuple[PerformanceRecord, ...]
    partners: tuple[PartnerRecord, ...]
    programmes: tuple[ProgrammeRecord, ...]
    effects: tuple[EffectRecord, ...]
    audiences: tuple[AudienceRecord, ...]
    nominations: tuple[NominationRecord, ...]
    offers: tuple[OfferRecord, ...]
    funds: tuple[FundRecord, ...]
    goals: tuple[GoalRecord, ...]
    indicators: tuple[IndicatorRecord, ...]
    activities: tuple[ActivityRecord, ...]
    plans: tuple[PlanRecord, ...]
    plan_history: tuple[PlanHistoryRow, ...]
    classes: Classes
    reports: tuple[ReportRecord, ...]
    sharing: Sharing
    calendar: tuple[CalendarRecord, ...]
    organisers: tuple[OrganiserRecord, ...]
    voice: tuple[VoiceRecord, ...]
    goal_links: tuple[GoalLinkRecord, ...]
    logins: tuple[LoginRecord, ...]
    defects: tuple[DefectRecord, ...]
    citizens: CitizenVoice
    forums: tuple[ForumRecord, ...]
    evaluation: Evaluations = field(default_factory=Evaluations)
    facts: Mapping[str, float] = field(default_factory=dict)  # figures of the year that no table holds
    appraisal: Appraisal = field(default_factory=Appraisal)
    past: Past = field(default_factory=Past)
