"""The roster as a SIASN export: the columns and sheets that the personnel agency downloads, planted defects included.

Personal columns (NIK, telephone, address, religion, ...) hold obviously fake values: the importer must show that it
drops them.
"""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import xlsxwriter

from binacity.records import City, EmployeeRecord, PositionRecord, UnitRecord

# As SIASN has them; the last one is what agencies add for their PPPK.
HEADERS = """\
PNS ID,NIP BARU,NIP LAMA,NAMA,GELAR DEPAN,GELAR BELAKANG,TEMPAT LAHIR ID,TEMPAT LAHIR NAMA,TANGGAL LAHIR,
JENIS KELAMIN,AGAMA ID,AGAMA NAMA,JENIS KAWIN ID,JENIS KAWIN NAMA,NIK,NOMOR HP,EMAIL,EMAIL GOV,ALAMAT,
NPWP NOMOR,BPJS,JENIS PEGAWAI ID,JENIS PEGAWAI NAMA,KEDUDUKAN HUKUM ID,KEDUDUKAN HUKUM NAMA,STATUS CPNS PNS,
KARTU ASN VIRTUAL,NOMOR SK CPNS,TANGGAL SK CPNS,TMT CPNS,NOMOR SK PNS,TANGGAL SK PNS,TMT PNS,GOL AWAL ID,
GOL AWAL NAMA,GOL AKHIR ID,GOL AKHIR NAMA,TMT GOLONGAN,MK TAHUN,MK BULAN,JENIS JABATAN ID,JENIS JABATAN NAMA,
JABATAN ID,JABATAN NAMA,TMT JABATAN,TINGKAT PENDIDIKAN ID,TINGKAT PENDIDIKAN NAMA,PENDIDIKAN ID,PENDIDIKAN NAMA,
TAHUN LULUS,KPKN ID,KPKN NAMA,LOKASI KERJA ID,LOKASI KERJA NAMA,UNOR ID,UNOR NAMA,INSTANSI INDUK ID,
INSTANSI INDUK NAMA,INSTANSI KERJA ID,INSTANSI KERJA NAMA,SATUAN KERJA INDUK ID,SATUAN KERJA INDUK NAMA,
SATUAN KERJA KERJA ID,SATUAN KERJA KERJA NAMA,IS VALID NIK,NAMA SEKOLAH,FLAG IKD,ESELON ID,ESELON NAMA,
TANGGAL AKHIR KONTRAK""".replace("\n", "").split(",")
SHEETS = {"PNS": ("pns", "cpns"), "PPPK": ("pppk",), "PPPK Paruh Waktu": ("pppk_part_time",)}
STANDING = {
    "study_leave": ("03", "Tugas Belajar"),
    "unpaid_leave": ("02", "CLTN"),
    "suspended": ("04", "Pemberhentian Sementara"),
}
KINDS = {
    "jpt": ("1", "Jabatan Struktural"),
    "administrator": ("1", "Jabatan Struktural"),
    "supervisor": ("1", "Jabatan Struktural"),
    "functional": ("2", "Jabatan Fungsional Tertentu"),
    "executive": ("4", "Jabatan Fungsional Umum"),
}
ECHELONS = {"jpt_pratama": ("22", "II.b"), "administrator": ("32", "III.b"), "supervisor": ("41", "IV.a")}
SCHOOLING = {
    "S3": ("50", "S-3/Doktor"),
    "S2": ("45", "S-2"),
    "S1": ("40", "S-1/Sarjana"),
    "D3": ("30", "Diploma III/Sarjana Muda"),
    "SMA": ("15", "SLTA"),
    "SMP": ("10", "SLTP"),
    "SD": ("05", "Sekolah Dasar"),
}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
Cell = str | float


def siasn_rows(city: City) -> tuple[list[str], list[list[Cell]]]:
    """Headers in export order and one row per civil servant; damaged NIPs are floats, everything else text (dates dd-
    mm-yyyy).
    """
    table = _Lookups(city)
    return list(HEADERS), [_row(employee, table) for employee in city.employees]


def siasn_sheets(city: City) -> dict[str, list[list[Cell]]]:
    """The rows of `siasn_rows`, divided into the sheets of a real export."""
    _, rows = siasn_rows(city)
    sheets: dict[str, list[list[Cell]]] = {name: [] for name in SHEETS}
    home = {kind: name for name, kinds in SHEETS.items() for kind in kinds}
    for employee, row in zip(city.employees, rows, strict=True):
        sheets[home[employee.employment]].append(row)
    return sheets


def write_siasn_xlsx(city: City, path: Path) -> None:
    """Write the workbook.

    The last sheet has two title rows and an empty one above its header, as offices like to do.
    """
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": city.agency.frozen_on})
    for name, rows in siasn_sheets(city).items():
        sheet = book.add_worksheet(name)
        line = 0
        if name == "PPPK Paruh Waktu":
            sheet.write_string(0, 0, city.agency.name.upper())
            sheet.write_string(1, 0, f"Daftar {name} per 1 November 2026 (data rekaan)")
            line = 3
        for column, header in enumerate(HEADERS):
            sheet.write_string(line, column, header)
        for offset, row in enumerate(rows, start=line + 1):
            for column, cell in enumerate(row):
                if isinstance(cell, float):
                    sheet.write_number(offset, column, cell)
                elif cell:
                    sheet.write_string(offset, column, cell)
    book.close()


def write_corrected_xlsx(city: City, path: Path) -> None:
    """The same workbook once the agency has corrected its roster: true NIPs, birth dates, titles and unit names."""
    people = tuple(
        replace(p, nip=p.true_nip, exported_position="", exported_unit="", exported_birth_date=None)
        for p in city.employees
    )
    write_siasn_xlsx(replace(city, employees=people, defects=()), path)


class _Lookups:
    """Units, top units and positions by key, and which employees hold a NIP damaged by a spreadsheet."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.units = {unit.key: unit for unit in city.units}
        self.positions = {position.key: position for position in city.positions}
        self.damaged = {key for defect in city.defects if defect.kind == "nip_damaged" for key in defect.keys}

    def top(self, unit: UnitRecord) -> UnitRecord:
        while unit.parent is not None:
            unit = self.units[unit.parent]
        return unit


def _row(person: EmployeeRecord, table: _Lookups) -> list[Cell]:
    unit, position = table.units[person.unit], table.positions[person.position]
    values: dict[str, Cell] = {}
    values |= _identity(person, person.key in table.damaged)
    values |= _fake_private(person)
    values |= _career(person, corrected=not table.city.defects)
    values |= _position(person, position)
    values |= _place(person, unit, table)
    return [values.get(header, "") for header in HEADERS]


def _identity(person: EmployeeRecord, damaged: bool) -> dict[str, Cell]:
    born = person.exported_birth_date or person.birth_date
    schooling = SCHOOLING[person.education]
    return {
        "PNS ID": _code(f"person:{person.true_nip}", 12),
        "NIP BARU": float(person.nip) if damaged else person.nip,
        "NAMA": person.name,
        "GELAR DEPAN": person.front_title,
        "GELAR BELAKANG": person.back_title,
        "TEMPAT LAHIR NAMA": "Lembah Arai",
        "TANGGAL LAHIR": f"{born:%d-%m-%Y}",
        "JENIS KELAMIN": "M" if person.sex == "m" else "F",
        "TINGKAT PENDIDIKAN ID": schooling[0],
        "TINGKAT PENDIDIKAN NAMA": schooling[1],
        "PENDIDIKAN ID": _code(person.education_name, 8),
        "PENDIDIKAN NAMA": person.education_name,
        "TAHUN LULUS": str(min(person.appointed_on.year - 1, born.year + 23)),
        "NAMA SEKOLAH": "Sekolah Rekaan",
    }


def _fake_private(person: EmployeeRecord) -> dict[str, Cell]:
    number = int(person.key[1:])
    return {
        "AGAMA ID": "0",
        "AGAMA NAMA": "REKAAN",
        "JENIS KAWIN ID": "0",
        "JENIS KAWIN NAMA": "REKAAN",
        "NIK": f"00000000{number:08d}",
        "NOMOR HP": f"0800000{number:05d}",
        "EMAIL": f"orang{number}@contoh.invalid",
        "EMAIL GOV": f"asn{number}@contoh.invalid",
        "ALAMAT": f"Jalan Rekaan Nomor {number}",
        "NPWP NOMOR": f"00.000.{number:06d}.0-000",
        "BPJS": f"0000{number:09d}",
        "IS VALID NIK": "0",
        "FLAG IKD": "0",
        "KARTU ASN VIRTUAL": "",
    }


def _career(person: EmployeeRecord, *, corrected: bool) -> dict[str, Cell]:
    started = f"{person.appointed_on:%d-%m-%Y}"
    months = (2026 - person.appointed_on.year) * 12 + 11 - person.appointed_on.month
    public = person.employment in ("pns", "cpns")
    standing = STANDING.get(person.status, ("01", "Aktif"))
    if corrected and person.status == "moved_out":  # before, only the agency they work for gives them away
        standing = ("", "Pindah Instansi")
    grade = _grade_id(person.grade)
    values: dict[str, Cell] = {
        "JENIS PEGAWAI ID": "15" if public else "",
        "KEDUDUKAN HUKUM ID": standing[0],
        "KEDUDUKAN HUKUM NAMA": standing[1],
        "JENIS PEGAWAI NAMA": "PNS Daerah Kab./Kota yang bekerja pada Kab./Kota" if public else "PPPK",
        "STATUS CPNS PNS": {"pns": "P", "cpns": "C"}.get(person.employment, ""),
        "NOMOR SK CPNS": f"813/{person.key[1:]}/{person.appointed_on.year}",
        "TANGGAL SK CPNS": started,
        "TMT CPNS": started,
        "GOL AKHIR ID": grade,
        "GOL AKHIR NAMA": person.grade,
        "GOL AWAL ID": grade,
        "GOL AWAL NAMA": person.grade,
        "TMT GOLONGAN": f"{max(person.appointed_on, person.position_since):%d-%m-%Y}",
        "MK TAHUN": str(months // 12),
        "MK BULAN": str(months % 12),
    }
    if person.contract_end is not None:
        values["TANGGAL AKHIR KONTRAK"] = f"{person.contract_end:%d-%m-%Y}"
    if person.employment == "pns":
        year = person.appointed_on.year + 1
        values |= {
            "NOMOR SK PNS": f"821/{person.key[1:]}/{year}",
            "TMT PNS": f"01-{person.appointed_on.month:02d}-{year}",
        }
        values["TANGGAL SK PNS"] = values["TMT PNS"]
    return values


def _grade_id(grade: str) -> str:
    row, _, letter = grade.partition("/")
    number = ROMAN.index(row) + 1
    return f"{number}{'abcde'.index(letter) + 1}" if letter else str(number)


def _position(person: EmployeeRecord, position: PositionRecord) -> dict[str, Cell]:
    kind = KINDS[position.kind]
    echelon = ECHELONS.get(position.level, ("", ""))
    return {
        "JENIS JABATAN ID": kind[0], "JENIS JABATAN NAMA": kind[1],
        "JABATAN ID": "" if person.exported_position else _code(f"position:{position.key}", 8),
        "JABATAN NAMA": person.exported_position or position.title, "TMT JABATAN": f"{person.position_since:%d-%m-%Y}",
        "ESELON ID": echelon[0], "ESELON NAMA": echelon[1],
    }  # fmt: skip


def _place(person: EmployeeRecord, unit: UnitRecord, table: _Lookups) -> dict[str, Cell]:
    top, agency = table.top(unit), table.city.agency
    home = person.exported_unit or top.name
    code = _code(f"agency:{agency.key}", 8)
    gone = person.status == "moved_out"
    return {
        "KPKN ID": "000",
        "KPKN NAMA": "KPPN Rekaan",
        "LOKASI KERJA ID": code,
        "LOKASI KERJA NAMA": agency.short_name,
        "UNOR ID": "" if person.exported_unit else unit.code,
        "UNOR NAMA": person.exported_unit or unit.name,
        "INSTANSI INDUK ID": code,
        "INSTANSI INDUK NAMA": agency.name,
        "INSTANSI KERJA ID": _code("agency:elsewhere", 8) if gone else code,
        "INSTANSI KERJA NAMA": "Kementerian Pertanian" if gone else agency.name,
        "SATUAN KERJA INDUK ID": "" if person.exported_unit else top.code,
        "SATUAN KERJA INDUK NAMA": home,
        "SATUAN KERJA KERJA ID": "" if person.exported_unit else top.code,
        "SATUAN KERJA KERJA NAMA": home,
    }


def _code(text: str, length: int) -> str:
    return sha256(text.encode()).hexdigest()[:length].upper()
