"""Demonstration logins.

Two people of the story carry the names given to them there; the others keep their drawn names.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from binacity.drafts import Draft
from binacity.records import LoginRecord
from binacity.titles import education_name, titles

Test = Callable[[Draft], bool]
LASTING = date(2029, 1, 1)  # whoever has a login is in service all through the plan year


def _find(people: list[Draft], test: Test) -> Draft | None:
    return next((p for p in people if p.status == "active" and p.retire_on >= LASTING and test(p)), None)


def _is(title: str) -> Test:
    return lambda p: p.slot.title == title


def make(people: list[Draft], prefix: str = "") -> list[LoginRecord]:
    """Logins whose person exists in this agency (smaller agencies have fewer)."""
    wanted: list[tuple[str, str, Test, str]] = [
        (
            "analis",
            "analyst",
            lambda p: p.agency == "bkpsdm" and p.slot.title == "Analis SDM Aparatur Ahli Muda",
            "Analis SDM Aparatur Ahli Muda, BKPSDM",
        ),
        (
            "kabid",
            "head_of_development",
            _is("Kepala Bidang Pengembangan Kompetensi"),
            "Kepala Bidang Pengembangan Kompetensi",
        ),
        ("kepala", "agency_head", _is("Kepala Badan Kepegawaian dan Pengembangan SDM"), "Kepala BKPSDM"),
        ("asisten", "superior", _is("Asisten Administrasi Umum"), "Asisten Administrasi Umum (paraf)"),
        ("hukum", "superior", _is("Kepala Bagian Hukum"), "Kepala Bagian Hukum (paraf)"),
        ("sekda", "approver_pyb", _is("Sekretaris Daerah"), "Sekretaris Daerah, Pejabat yang Berwenang"),
        (
            "operator",
            "unit_operator",
            _is("Kepala Subbagian Umum dan Kepegawaian Dinkes"),
            "Operator perangkat daerah, Dinas Kesehatan",
        ),
        (
            "puskesmas",
            "superior",
            lambda p: p.slot.unit == "dinkes.p2" and p.family == "kepala_puskesmas",
            "Kepala Puskesmas Batu Lintang",
        ),
        (
            "ketuatim",
            "superior",
            lambda p: p.agency == "disdukcapil" and p.level == "jf_muda",
            "Ketua tim di Disdukcapil",
        ),
        ("pegawai", "employee", lambda p: p.family == "siak" and p.employment == "pppk", "Operator SIAK, PPPK"),
        ("guru", "employee", lambda p: p.family == "guru_sd" and p.employment == "pns", "Guru SD kelas 4"),
        ("perawat", "employee", lambda p: p.agency == "rsud" and p.family == "perawat", "Perawat RSUD bergilir"),
        (
            "cpns",
            "employee",
            lambda p: p.employment == "cpns" and p.grade.startswith("III"),
            "CPNS, calon peserta Latsar",
        ),
        ("mentor", "employee", lambda p: p.slot.title == "Arsiparis Ahli Madya", "Mentor, Arsiparis Ahli Madya"),
        ("auditor", "auditor", lambda p: p.family == "auditor", "Auditor Inspektorat"),
    ]
    rows, taken = [], set()
    for username, role, test, title in wanted:
        person = _find([p for p in people if p.key not in taken], test)
        if person is not None:
            taken.add(person.key)
            rows.append(LoginRecord(prefix + username, role, person.key, person.slot.unit, title))
    rows.append(LoginRecord(prefix + "walikota", "approver_ppk", None, None, "Wali Kota, Pejabat Pembina Kepegawaian"))
    rows.append(LoginRecord(prefix + "mitra", "partner", None, None, "Mitra, Universitas Arai Raya"))
    return rows


def rename(people: list[Draft], rows: list[LoginRecord]) -> None:
    """Give the two named figures of the story their names and titles."""
    names = {"analis": ("Rengganis Arunala", "S.IP.", "S1"), "kabid": ("Tegar Wirabuana", "S.STP., M.Si.", "S2")}
    by_key = {p.key: p for p in people}
    shown = {row.employee for row in rows}
    for row in rows:
        if row.username in names and row.employee:
            person = by_key[row.employee]
            person.name, person.back, wanted = names[row.username]
            person.front = ""
            if person.education != wanted:  # exchange the schooling with a colleague: the shares stay exact
                other = next(
                    (
                        p
                        for p in people
                        if p.education == wanted and p.key not in shown and p.slot.kind == person.slot.kind
                    ),
                    None,
                )
                if other is not None:
                    _exchange(person, other)


def _exchange(person: Draft, other: Draft) -> None:
    person.education, other.education = other.education, person.education
    person.education_name = education_name(person.family, person.education)
    other.education_name = education_name(other.family, other.education)
    other.front, other.back = titles(other, Random(0))
