"""Files in the shapes of SIASN: its field names, its codes, days as 31-12-2026, an NIP as text."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from binacore.siasn_codes import (
    COURSE_FIELDS,
    EMPLOYMENT_NAMES,
    GRADE_CODES,
    PERFORMANCE_FIELDS,
    POSITION_KINDS,
    QUADRANT_CODES,
    QUARTERLY,
    RATING_CODES,
    ROSTER_FIELDS,
    STANDING_CODES,
    STRUCTURAL_FIELDS,
    coefficient_of,
    learning_type,
    months_of,
    structural_of,
)
from renbina.dashboards.enums import LeftOut, SiasnKind
from renbina.dashboards.queries.siasn import (
    Post,
    SiasnChoice,
    candidates,
    learning_lines,
    posts_on,
    predicate_lines,
    sent_before,
)
from renbina.foundation.actor import Actor
from renbina.foundation.imports.access import kind_for
from renbina.organisation.models import name_with_titles
from renbina.organisation.queries import agency_of
from renbina.ui.sheets import FORMATS, Sheet, SheetColumn

Line = dict[str, Any]
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    SiasnKind.COURSE: COURSE_FIELDS,
    SiasnKind.STRUCTURAL: STRUCTURAL_FIELDS,
    SiasnKind.PERFORMANCE: PERFORMANCE_FIELDS,
    SiasnKind.ROSTER: ROSTER_FIELDS,
}
_NUMBERS: Final = frozenset(
    {"jumlahJam", "tahunKursus", "tahun", "tahunMulaiPenilaian", "tahunSelesaiPenilaian", "bulanMulaiPenilaian",
     "bulanSelesaiPenilaian"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiasnDocument:
    """A finished file; `sent`: public id of each record in it -> digest of its line."""

    content: bytes
    ending: str
    rows: int
    left_out: Mapping[str, int]
    sent: Mapping[str, str]


def siasn_document(actor: Actor, choice: SiasnChoice, shape: str, on: date) -> SiasnDocument:
    """The file that was asked for, in one of the shapes of `ui.sheets.FORMATS`. Raises Forbidden, NotFound."""
    left_out: Counter[str] = Counter()
    before = sent_before(agency_of(actor).pk, choice.kind) if choice.only_new else {}
    lines: list[Line] = []
    sent: dict[str, str] = {}
    for key, line in _MAKERS[choice.kind](actor, choice, on, left_out):
        digest = sha256(repr(sorted(line.items())).encode()).hexdigest()[:16]
        if key and before.get(key) == digest:
            left_out[LeftOut.SENT] += 1
            continue
        lines.append(line)
        if key:
            sent[key] = digest
    names = _FIELDS[choice.kind]
    columns = tuple(SheetColumn(name, "" if name in _NUMBERS else "@") for name in names)
    ending, written = FORMATS[shape]
    sheet = Sheet(choice.kind, columns, [tuple(line.get(name, "") for name in names) for line in lines])
    return SiasnDocument(written(sheet), ending, len(lines), dict(left_out), sent)


def day_words(day: date | None) -> str:
    """31-12-2026, as SIASN writes days."""
    return f"{day:%d-%m-%Y}" if day is not None else ""


def _courses(actor: Actor, choice: SiasnChoice, on: date, left_out: Counter[str]) -> Iterator[tuple[str, Line]]:
    for row in learning_lines(_good(candidates(actor, choice, on), left_out)):
        kind = learning_type(row["form"])
        if kind is None:  # pragma: no cover - the query leaves these out
            continue
        yield (
            row["public_id"],
            {
                "institusiPenyelenggara": row["organiser"],
                "jenisDiklatId": kind.code,
                "jenisKursus": kind.name,
                "jenisKursusSertipikat": kind.certificate,
                "jumlahJam": int(row["certificate_hours"]),
                "namaKursus": row["name"],
                "nomorSertipikat": row["certificate_number"],
                "pnsOrangId": row["employee__nip"],
                "tahunKursus": row["started_on"].year,
                "tanggalKursus": day_words(row["started_on"]),
                "tanggalSelesaiKursus": day_words(row["ended_on"]),
            },
        )


def _structural(actor: Actor, choice: SiasnChoice, on: date, left_out: Counter[str]) -> Iterator[tuple[str, Line]]:
    for row in learning_lines(_good(candidates(actor, choice, on), left_out)):
        code = structural_of(row["name"])
        if code is None:
            left_out[LeftOut.NO_STRUCTURAL_CODE] += 1
            continue
        yield (
            row["public_id"],
            {
                "institusiPenyelenggara": row["organiser"],
                "jumlahJam": int(row["certificate_hours"]),
                "latihanStrukturalId": code,
                "nomor": row["certificate_number"],
                "pnsOrangId": row["employee__nip"],
                "tahun": row["started_on"].year,
                "tanggal": day_words(row["started_on"]),
                "tanggalSelesai": day_words(row["ended_on"]),
            },
        )


def _good(rows: Any, left_out: Counter[str]) -> Any:
    left_out.update(why for why in rows.order_by().values_list("why", flat=True) if why)
    return rows.filter(why="")


def _predicates(actor: Actor, choice: SiasnChoice, on: date, left_out: Counter[str]) -> Iterator[tuple[str, Line]]:
    posts = posts_on(agency_of(actor).pk, on)
    for row in predicate_lines(_good(candidates(actor, choice, on), left_out)):
        first, last = months_of(row["period__quarter"])
        rater, rated = posts.get(row["rater_id"]), posts.get(row["employee_id"])
        yield (
            row["public_id"],
            {
                "bulanMulaiPenilaian": first,
                "bulanSelesaiPenilaian": last,
                "hasilKinerjaNilai": RATING_CODES[row["result"]],
                "koefisienId": coefficient_of(rated.position, row["predicate"]) if rated else "",
                "kuadranKinerjaNilai": QUADRANT_CODES[row["predicate"]],
                "penilaiGolongan": GRADE_CODES.get(row["rater__grade"], ""),
                "penilaiJabatanNama": rater.position if rater else "",
                "penilaiNama": name_with_titles(
                    row["rater__front_title"], row["rater__name"], row["rater__back_title"]
                ),
                "penilaiNipNrp": row["rater__nip"],
                "penilaiUnorNama": rater.unit if rater else "",
                "perilakuKerjaNilai": RATING_CODES[row["behaviour"]],
                "periodikId": QUARTERLY,
                "pnsDinilaiId": row["employee__nip"],
                "statusPenilai": "ASN",
                "tahun": row["period__year"],
                "tahunMulaiPenilaian": row["period__year"],
                "tahunSelesaiPenilaian": row["period__year"],
            },
        )


def _roster(actor: Actor, choice: SiasnChoice, on: date, left_out: Counter[str]) -> Iterator[tuple[str, Line]]:
    """The roster as its own import reads it, under the headings of SIASN."""
    stored = kind_for(actor, "roster").stored(actor, on)
    agency = agency_of(actor)
    posts = posts_on(agency.pk, on)
    people = _good(candidates(actor, choice, on), left_out)
    for key, nip in people.values_list("pk", "nip"):
        yield "", _person(stored[nip], posts[key], agency.name)


def _person(values: Mapping[str, Any], post: Post, agency: str) -> Line:
    standing = STANDING_CODES.get(values.get("status") or "", ("", ""))
    kind = POSITION_KINDS.get(post.kind, ("", ""))
    return {
        "NIP BARU": values["nip"],
        "NAMA": values["name"],
        "GELAR DEPAN": values["front_title"],
        "GELAR BELAKANG": values["back_title"],
        "TANGGAL LAHIR": day_words(values["birth_date"]),
        "JENIS KELAMIN": values["sex"].upper(),
        "KEDUDUKAN HUKUM ID": standing[0],
        "KEDUDUKAN HUKUM NAMA": standing[1],
        "STATUS CPNS PNS": EMPLOYMENT_NAMES[values["employment"]],
        "TMT CPNS": day_words(values["appointed_on"]),
        "GOL AKHIR ID": GRADE_CODES.get(values["grade"], ""),
        "GOL AKHIR NAMA": values["grade"],
        "JENIS JABATAN ID": kind[0],
        "JENIS JABATAN NAMA": kind[1],
        "JABATAN NAMA": values["position"],
        "TMT JABATAN": day_words(values["position_since"]),
        "TINGKAT PENDIDIKAN NAMA": values["education"],
        "PENDIDIKAN NAMA": values["education_name"],
        "UNOR ID": post.unit_code,
        "UNOR NAMA": values["unit"],
        "INSTANSI KERJA NAMA": agency,
        "TMT AKHIR KONTRAK": day_words(values["contract_end"]),
    }


_MAKERS: Final[Mapping[str, Callable[..., Iterator[tuple[str, Line]]]]] = {
    SiasnKind.COURSE: _courses,
    SiasnKind.STRUCTURAL: _structural,
    SiasnKind.PERFORMANCE: _predicates,
    SiasnKind.ROSTER: _roster,
}
