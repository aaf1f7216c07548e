"""What became of the classes of 2025 and 2026: targets of their time, what participants said and scored, findings.

Points of the story are exact in the whole city; verdicts are written nowhere, they follow from these rows and from what
citizens said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final, TypeVar

from binacity.class_records import ClassRecord
from binacore.disclosure import LEAST
from binacore.instruments import ready_instrument
from binacore.survey import Kind

T = TypeVar("T")
STANDARD: Final = 70
_ASPECTS: Final = ("isi", "cara", "pengajar", "tempat")


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """`kind`: service | score. `indicator` of a service: u1..u9."""

    programme: str
    year: int
    kind: str
    indicator: str
    baseline: float
    goal: float
    set_on: date


@dataclass(frozen=True, slots=True)
class ReactionRecord:
    """The answers to one class, without names and in no order of people. `klass` is ClassRecord.key."""

    klass: str
    answers: tuple[Mapping[str, int | str], ...]


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """Points of one participant before and after a class; None: was not there."""

    klass: str
    employee: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class FollowUpRecord:
    text: str
    unit: str
    due_on: date
    done_on: date | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class FindingRecord:
    programme: str
    year: int
    kind: str
    text: str
    found_on: date
    follow_ups: tuple[FollowUpRecord, ...]
    competency: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Evaluations:
    """Everything; empty for an agency that held no class."""

    targets: tuple[TargetRecord, ...] = ()
    reactions: tuple[ReactionRecord, ...] = ()
    scores: tuple[ScoreRecord, ...] = ()
    findings: tuple[FindingRecord, ...] = ()


_TARGETS: Final = (
    TargetRecord("C02", 2025, "service", "u7", 2.83, 3.10, date(2025, 1, 20)),
    TargetRecord("C02", 2026, "service", "u7", 3.00, 3.15, date(2026, 1, 19)),
    TargetRecord("X01", 2025, "service", "u7", 3.00, 3.20, date(2025, 7, 1)),
    TargetRecord("G05", 2025, "service", "u3", 2.63, 2.90, date(2025, 8, 25)),
    TargetRecord("D05", 2025, "score", "", 55, 75, date(2025, 2, 10)),
    TargetRecord("D05", 2026, "score", "", 60, 75, date(2026, 2, 9)),
    TargetRecord("D01", 2025, "score", "", 58, 72, date(2025, 1, 27)),
    TargetRecord("D01", 2026, "score", "", 60, 78, date(2026, 1, 12)),
    TargetRecord("C10", 2025, "score", "", 50, 70, date(2025, 2, 17)),
)
# Points of 100 for content, method, trainer and place, by class of a programme; the last one holds for all later ones.
_POINTS: Final[Mapping[str, tuple[tuple[int, int, int, int], ...]]] = {
    "C02": ((90, 88, 92, 86), (88, 87, 91, 82), (89, 88, 90, 71), (91, 89, 93, 85)),
    "C10": (
        (86, 82, 84, 78),
        (87, 83, 86, 76),
        (85, 81, 84, 74),
        (86, 82, 83, 77),
        (84, 80, 85, 74),
        (86, 80, 84, 76),
        (85, 79, 84, 64),
    ),
    "D01": ((79, 76, 82, 81), (80, 77, 81, 80), (82, 78, 83, 79), (81, 79, 84, 82)),
    "D05": ((88, 61, 79, 82), (89, 84, 86, 83)),
    "G05": ((85, 88, 84, 90),),
    "X01": ((93, 91, 95, 89),),
}
# Points before, and how far they rose, by class.
_SCORES: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {
    "C02": ((61, 18), (62, 17), (60, 19), (66, 14), (65, 15), (67, 14)),
    "C10": ((49, 23), (50, 22), (51, 22), (50, 21), (52, 22), (51, 23)),
    "D01": ((57, 18), (58, 17), (59, 16), (60, 11), (61, 10), (60, 12)),
    "D05": ((56, 6), (58, 21)),
}
_WISHES: Final = (
    "Lebih banyak contoh dari pekerjaan kami sendiri",
    "Waktunya jangan bersamaan dengan akhir bulan",
    "Bahan dibagikan sebelum kelas",
    "Latihannya ditambah, ceramahnya dikurangi",
    "Sertakan atasan pada hari terakhir",
    "Kelompok lebih kecil supaya semua sempat mencoba",
)
_TIME: Final = ("Terlalu singkat", "Cukup", "Cukup", "Cukup", "Terlalu lama")


def make(held: Sequence[ClassRecord], units: frozenset[str], seed: int) -> Evaluations:
    """Of finished classes only; a stream of its own, so that nothing else of the city changes."""
    finished = [each for each in held if each.state == "closed"]
    place = {each.key: _place(each, finished) for each in finished}
    reactions, scores = [], []
    for each in finished:
        random = Random(f"{seed}:evaluation:{each.key}")
        people = [seat.employee for seat in each.people if seat.state == "passed"]
        asked = [seat for seat in each.people if seat.present]
        if each.programme in _POINTS and len(asked) >= LEAST:
            reactions.append(
                ReactionRecord(each.key, _answers(_at(_POINTS[each.programme], place[each.key]), len(asked), random))
            )
        if each.programme in _SCORES:
            scores += _scores(each.key, people, _at(_SCORES[each.programme], place[each.key]), random)
    years = {(each.programme, each.year) for each in finished}
    targets = tuple(each for each in _TARGETS if (each.programme, each.year) in years)
    findings = tuple(
        _kept(each, units) for each in _findings(finished, scores, reactions) if (each.programme, each.year) in years
    )
    return Evaluations(targets, tuple(reactions), tuple(scores), findings)


def _place(one: ClassRecord, held: Sequence[ClassRecord]) -> int:
    """Which of its programme's finished classes a class was, from 0."""
    return sum(each.programme == one.programme and each.number < one.number for each in held)


def _at(rows: Sequence[T], place: int) -> T:
    return rows[min(place, len(rows) - 1)]


def _answers(points: Sequence[int], asked: int, random: Random) -> tuple[Mapping[str, int | str], ...]:
    """Sheets of nearly everybody whose means come nearest to the points."""
    people = max(LEAST, round(asked * random.uniform(0.86, 0.96)))
    people = min(asked, people)
    items = [item for part in ready_instrument("reaksi").sections for item in part.items]
    scales = [item.code for item in items if item.kind is Kind.LIKERT]
    sheets: list[dict[str, int | str]] = [{} for _ in range(people)]
    for aspect, wanted in zip((*_ASPECTS, "pakai"), (*points, sum(points) / 4), strict=True):
        codes = [code for code in scales if code.partition("_")[0] == aspect]
        values = _spread(round((1 + wanted / 25) * people * len(codes)), people * len(codes), random)
        for place, code in enumerate(codes):
            for sheet, value in zip(sheets, values[place :: len(codes)], strict=True):
                sheet[code] = value
    for sheet in sheets:
        sheet["cara_waktu"] = random.choice(_TIME)
        if random.random() < 0.15:
            sheet["saran"] = random.choice(_WISHES)
    return tuple(sheets)


def _spread(total: int, count: int, random: Random) -> list[int]:
    """`count` answers from 1 to 5 with exactly this sum; some lower, as many higher than most."""
    low, more = divmod(total, count)
    values = [low] * (count - more) + [low + 1] * more
    for _ in range(count // 3):
        down, up = random.randrange(count), random.randrange(count)
        if down != up and values[down] > 2 and values[up] < 5:
            values[down] -= 1
            values[up] += 1
    random.shuffle(values)
    return values


def _scores(klass: str, people: Sequence[str], points: tuple[int, int], random: Random) -> list[ScoreRecord]:
    before, rise = points
    rows = []
    for person in people:
        first = _clamped(random.gauss(before, 10))
        last = _clamped(first + random.gauss(rise, 8))
        missing = random.random()
        rows.append(ScoreRecord(klass, person, None if missing < 0.03 else first, None if missing > 0.97 else last))
    return rows


def _clamped(value: float) -> float:
    return float(max(10, min(100, round(value))))


def _kept(finding: FindingRecord, units: frozenset[str]) -> FindingRecord:
    """In agencies without a unit its perangkat daerah does the work, and at last the personnel agency."""

    def owner(key: str) -> str:
        root = key.split(".")[0]
        return key if key in units else root if root in units else "bkpsdm"

    follow_ups = tuple(
        FollowUpRecord(each.text, owner(each.unit), each.due_on, each.done_on, each.proof)
        for each in finding.follow_ups
    )
    return FindingRecord(
        finding.programme, finding.year, finding.kind, finding.text, finding.found_on, follow_ups, finding.competency,
        finding.unit if finding.unit in units else "",
    )  # fmt: skip


def _findings(
    held: Sequence[ClassRecord], scores: Sequence[ScoreRecord], reactions: Sequence[ReactionRecord]
) -> list[FindingRecord]:
    """What was noted, with the numbers that the rows above have."""
    below: dict[tuple[str, int], int] = {}
    for each in held:
        few = sum(row.after is not None and row.after < STANDARD for row in scores if row.klass == each.key)
        below[(each.programme, each.year)] = below.get((each.programme, each.year), 0) + few
    numbers = {each.key: each.number for each in held}
    first = min((n for key, n in numbers.items() if key.startswith("D05-")), default=1)
    last = max((n for key, n in numbers.items() if key.startswith("C10-")), default=1)

    def said(number: int, aspect: str) -> int:
        return round(_mean(reactions, f"D05-{number}", aspect))

    satisfied = round(sum(_mean(reactions, "X01-1", aspect) for aspect in _ASPECTS) / len(_ASPECTS))
    method = f"Angkatan {first}: isinya baik ({said(first, 'isi')} dari 100), metodenya belum ({said(first, 'cara')})"
    points = round(_mean(reactions, f"C10-{last}", "tempat"))
    place = f"Angkatan {last}: tempat dan alat dinilai {points} dari 100; jaringan lab putus dua kali"
    rows = [
        FindingRecord(
            "D05", 2025, "method", method, date(2025, 5, 12),
            (FollowUpRecord(
                "Ganti ceramah dengan studi kasus dari laporan keuangan peserta sendiri; isinya tetap", "bkpsdm",
                date(2026, 4, 1), date(2026, 5, 4),
                f"Angkatan {first + 1} memakai studi kasus; metodenya dinilai {said(first + 1, 'cara')}",
            ),),
        ),
        FindingRecord(
            "X01", 2025, "no_effect",
            f"Peserta puas ({satisfied} dari 100), tetapi sikap petugas menurut warga tidak naik",
            date(2026, 7, 20),
            (FollowUpRecord(
                "Tidak mengulang seminar ini; penyelenggara diminta merancang ulang dengan sasaran layanan", "bkpsdm",
                date(2026, 9, 30), date(2026, 9, 15), "Surat BKPSDM 800/412/2026 kepada penyelenggara",
            ),),
        ),
        FindingRecord(
            "G05", 2025, "other", "Hanya satu unit yang berkunjung; perubahan waktu layanan tidak punya pembanding",
            date(2026, 7, 27),
            (FollowUpRecord(
                "Terapkan antrean kota yang dikunjungi di dua kecamatan dulu, sisanya menjadi pembanding",
                "disdukcapil",
                date(2026, 12, 15),
            ),),
        ),
        FindingRecord(
            "C10", 2026, "place", place,
            date(2026, 9, 28),
            (FollowUpRecord("Pasang jalur jaringan kedua di lab komputer", "diskominfo", date(2026, 10, 31)),),
        ),
    ]  # fmt: skip
    for year, follow_ups in ((2025, _HELPED), (2026, _TO_HELP)):
        if count := below.get(("C02", year), 0):
            rows.append(FindingRecord(
                "C02", year, "remedial", f"{count} peserta bernilai di bawah {STANDARD} sesudah kelas",
                date(2025, 10, 6) if year == 2025 else date(2026, 8, 10), follow_ups, "1.3",
                "" if year == 2025 else "dinkes.p2",
            ))  # fmt: skip
    return rows


def _mean(reactions: Sequence[ReactionRecord], klass: str, aspect: str) -> float:
    """Points of 100 of an aspect of a class; 0 where nobody was asked."""
    sheets = next((each.answers for each in reactions if each.klass == klass), ())
    values = [
        value
        for sheet in sheets
        for code, value in sheet.items()
        if code.partition("_")[0] == aspect and isinstance(value, int)
    ]
    return 25 * (sum(values) / len(values) - 1) if values else 0.0


_HELPED: Final = (
    FollowUpRecord(
        "Pendampingan seminggu di loket bagi yang di bawah standar", "dinkes", date(2025, 12, 15), date(2025, 12, 8),
        "Daftar hadir pendampingan dan catatan kepala puskesmas",
    ),
)  # fmt: skip
_TO_HELP: Final = (
    FollowUpRecord("Tetapkan pendamping untuk tiap peserta yang di bawah standar", "dinkes", date(2026, 11, 14)),
    FollowUpRecord("Simulasi menghadapi keluhan tiap Jumat pagi selama sebulan", "dinkes.p2", date(2026, 12, 11)),
)
