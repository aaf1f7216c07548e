"""What units and some employees asked for in 2027: 143 proposals of 31 units, 26 of them twice, 12 without a need."""

from dataclasses import dataclass

from binacity import tables
from binacity.apportion import CITY_SIZE

SMALL = 3  # proposals that a small agency has of each unit


@dataclass(frozen=True, slots=True)
class WishRecord:
    """`same_as`: number of the proposal whose wish it repeats, 0 for none. Empty texts where nothing was said."""

    number: int
    unit: str
    title: str
    programme: str
    people: int
    amount: int | None
    place: str
    reason: str
    same_as: int
    status: str
    status_reason: str


@dataclass(frozen=True, slots=True)
class OwnWishRecord:
    """What an employee asks for; `login` is the demonstration login of that employee."""

    login: str
    title: str
    programme: str
    competency: str
    reason: str


SAME_REASON = "Isi dan sasarannya sama, judulnya saja berbeda"


def wishes(unit_keys: frozenset[str], size: int) -> tuple[WishRecord, ...]:
    """Of the units that this agency has; nothing refers to a proposal that is not there."""
    rows = [_record(row) for row in tables.rows("wishes") if row["unit"] in unit_keys]
    if size == CITY_SIZE:
        return tuple(rows)
    kept: dict[str, int] = {}
    few = []
    for row in rows:
        kept[row.unit] = kept.get(row.unit, 0) + 1
        if kept[row.unit] <= SMALL and not row.same_as:
            few.append(row)
    return tuple(few)


def _record(row: dict[str, str]) -> WishRecord:
    return WishRecord(
        number=int(row["number"]), unit=row["unit"], title=row["title"], programme=row["programme"],
        people=int(row["people"]), amount=int(row["amount"]) if row["amount"] else None, place=row["place"],
        reason=row["reason"], same_as=int(row["same_as"] or 0), status=row["status"],
        status_reason=row["status_reason"],
    )  # fmt: skip


OWN = (
    OwnWishRecord("pegawai", "Pendampingan SIAK di loket selama seminggu", "G03", "2.1",
                  "Bila SIAK berhenti saya menunggu rekan"),
    OwnWishRecord("pegawai", "Bimtek SIAK terpusat", "C17", "", "Sering diminta membetulkan data ganda"),
    OwnWishRecord("guru", "Membaca rapor pendidikan", "E03", "9.2", "Ingin memakai hasil asesmen untuk kelas saya"),
    OwnWishRecord("perawat", "Pelatihan BTCLS", "E09", "", "Sertifikat saya habis Mei 2027"),
    OwnWishRecord("cpns", "Menulis surat dinas", "C14", "", "Konsep surat saya sering kembali"),
)  # fmt: skip
