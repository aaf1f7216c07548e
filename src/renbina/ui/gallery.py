"""Made-up content of the gallery page. Not translated: it stands for what agencies enter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from renbina.ui import charts, formats
from renbina.ui.shapes import Level
from renbina.ui.tables import Column, Table, TablePage


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    title: str
    unit: str
    level: Level
    hours: float
    cost: int | None
    since: date
    state: tuple[str, str]


_NAMES = (
    "Ayu Lestari",
    "Bima Prakoso",
    "Citra Maharani",
    "Dedi Kurnia",
    "Eka Yulianti",
    "Fajar Nugraha",
    "Gita Permata",
)
_STATES = (("Direncanakan", "amber"), ("Terpenuhi", "good"), ("Perlu perhatian", "warn"), ("Belum dinilai", ""))
PEOPLE = [
    Person(
        name=f"{_NAMES[number % 7]} {number + 1}",
        title=("Pranata Komputer Ahli Pertama", "Analis Kebijakan Ahli Muda", "Perawat Mahir")[number % 3],
        unit=("Dinas Kependudukan dan Pencatatan Sipil", "RSUD", "Dinas Kominfo")[number % 3],
        level=Level(held=number % 4, required=3, planned=min(5, number % 4 + number % 3)),
        hours=(number * 7) % 41 + (0.5 if number % 5 == 0 else 0),
        cost=None if number % 9 == 0 else 1_350_000 * (number % 13),
        since=date(2019 + number % 7, 1 + number % 12, 1 + number % 28),
        state=_STATES[number % 4],
    )
    for number in range(120)
]


def people_table() -> Table:
    return Table(
        columns=[
            Column("name", "Pegawai", sort="name", heading=True, note=lambda row: row.title, link=lambda row: "#tabel"),
            Column("unit", "Unit", sort="unit"),
            Column("level", "Layanan digital", kind="level", sort="level", order=lambda row: row.level.held),
            Column("hours", "JP", kind="hours", sort="hours"),
            Column("cost", "Biaya", kind="money", sort="cost"),
            Column("since", "Sejak", kind="date", sort="since"),
            Column("state", "Keadaan", kind="badge"),
        ],
        caption="Pegawai contoh",
        search=("name", "unit"),
        default_sort="name",
        empty_title="Belum ada pegawai",
    )


class SampleForm(forms.Form):
    name = forms.CharField(label="Nama program", help_text="Seperti tertulis di katalog penyelenggara.")
    kind = forms.ChoiceField(label="Bentuk", choices=[("daring", "Pelatihan daring"), ("mentoring", "Mentoring")])
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    answer = forms.ChoiceField(
        label="Apakah petugas sopan dan ramah?",
        choices=[("4", "Sangat sopan dan ramah"), ("3", "Sopan dan ramah"), ("2", "Kurang sopan dan ramah")],
        widget=forms.RadioSelect,
    )


class SampleFilter(forms.Form):
    cari = forms.CharField(
        label="Nama atau NIP", required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    unit = forms.ChoiceField(
        label="Unit", choices=[("", "Semua unit"), ("rsud", "RSUD")], required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip


class SampleUpload(forms.Form):
    file = forms.FileField(label="Berkas", widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))


STEPS = [
    {"label": "Data pegawai", "note": "2.914 orang, 0 masalah", "state": "done", "url": "#rel"},
    {"label": "Kebutuhan", "note": "11.206 kesenjangan", "state": "done", "url": "#rel"},
    {"label": "Program", "note": "96 program, 20 mitra", "state": "done", "url": "#rel"},
    {"label": "Anggaran & aturan", "note": "Rp4,20 M, 9 aturan", "state": "done", "url": "#rel"},
    {"label": "Susun", "note": "3 skenario", "state": "current", "url": "#rel"},
    {"label": "Sahkan", "note": "Sekda (PyB) → Wali Kota (PPK)", "state": "next", "url": ""},
    {"label": "Dokumen", "note": "Renbangkom, KAK, RAB", "state": "", "url": ""},
]
JOURNEY = [
    {"label": "Penilaian kebutuhan", "note": "diri & atasan · selesai 12 Jan", "state": "done", "url": ""},
    {"label": "Manajemen waktu", "note": "12 JP · sertifikat terverifikasi", "state": "done", "url": "#perjalanan"},
    {"label": "Laporan perubahan kerja", "note": "diminta sampai 30 Apr · 3 pertanyaan", "state": "now", "url": ""},
    {"label": "Mentoring bersama senior", "note": "Mei–Juli · 6 pertemuan", "state": "", "url": ""},
]
LEVELS = [
    ("Orientasi pada hasil", Level(3, 3)),
    ("Layanan digital", Level(1, 3, 3)),
    ("Komunikasi", Level(2, 3)),
    ("Belum pernah dinilai", Level(None, 3)),
    ("Nama kompetensi teknis yang sangat panjang sekali sampai memenuhi baris", Level(5, 4)),
]
_RUNNING = {"running": True, "failed": False}
JOBS = [
    {"label": "Menyusun rencana 2027", "message": "memperbaiki jadwal", "done": 620, "total": 1000, **_RUNNING},
    {"label": "Membaca berkas", "message": "", "done": 0, "total": 0, **_RUNNING},
    {"label": "Menyusun dokumen", "message": "Berkas huruf tidak ada; hubungi pengelola.", "done": 3, "total": 9,
     "running": False, "failed": True},
]  # fmt: skip
FACTS = [
    ("Jabatan", "Pranata Komputer Ahli Pertama"),
    ("Unit", "Dinas Kependudukan dan Pencatatan Sipil"),
    ("NIP", "19850101 201001 1 901"),
]
TABS = [
    {"label": "Kompetensi", "url": "#tab", "active": True},
    {"label": "Riwayat", "url": "#tab", "active": False},
    {"label": "Rencana", "url": "#tab", "active": False},
]


def drawings() -> list[charts.Chart]:
    """One chart of each kind."""

    def budget(value: float) -> str:
        return formats.rupiah_short(int(value))

    optimal = [(x * 5e8, 0.8 * (1 - 2.718 ** (-x / 4.2))) for x in range(17)]
    manual = [(x, y * (0.35 + x / 2.2e10)) for x, y in optimal]
    share = [charts.Bar(name, value, formats.percent(value), tone) for name, value, tone in (
        ("Sekretariat Daerah", 0.993, "s1"), ("Dinas Kependudukan dan Pencatatan Sipil", 0.974, "s1"),
        ("RSUD", 0.82, "s3"), ("Kecamatan", 0, "s1"))]  # fmt: skip
    stacks = [charts.Stack(name, values, formats.rupiah_short(sum(values))) for name, values in (
        ("Pelatihan", (1_900_000_000, 320_000_000, 90_000_000)), ("Pendidikan", (640_000_000, 220_000_000, 0)),
        ("Mentoring", (0, 0, 40_000_000)))]  # fmt: skip
    heat = charts.heat_map(
        "Kesenjangan per unit dan kompetensi", "Rata-rata tingkat yang kurang; paling besar di RSUD.",
        ["Sekretariat Daerah", "Dinas Kependudukan dan Pencatatan Sipil", "RSUD"],
        ["Integritas", "Kerja sama", "Komunikasi", "Orientasi pada hasil", "Pelayanan publik", "Layanan digital"],
        [[0, 0.3, 0.5, 0.2, 0.9, 1.4], [0.1, None, 0.7, 0.4, 1.1, 1.9], [0.2, 0.6, 1.2, 0.8, 1.6, 2.4]],
        head="Unit", show=lambda value: formats.number(value, 1),
    )  # fmt: skip
    curve = charts.line_chart(
        "Berapa nilai tambahan anggaran?", "Nilai rencana terhadap anggaran, optimal dan cara manual.",
        [charts.Line("optimal", optimal), charts.Line("cara manual", manual, "l2", dashed=True)],
        x_head="Anggaran", show_x=budget, show_y=lambda value: formats.percent(value, 0),
        marker=charts.Marker(optimal[8][0], optimal[8][1], "Rp4 M"),
        note="Setelah Rp5,1 M, tambahan hampir tidak menambah nilai.",
    )  # fmt: skip
    answers = [charts.Bar(str(n), count, str(count)) for n, count in enumerate((1, 2, 4, 9, 14), 1)]
    return [
        curve,
        charts.bar_chart("PNS memenuhi 20 JP", "Bagian pegawai per unit.", share, head=("Unit", "Bagian"), maximum=1),
        charts.stacked_bar_chart("Biaya menurut sumber dana", "APBD, DAK dan BLUD per bentuk.", ("APBD", "DAK", "BLUD"),
                                 stacks, head="Bentuk", show=budget, total_head="Jumlah"),
        charts.scale_bar("Isinya saya perlukan", "Berapa orang memberi jawaban mana.", answers,
                         head=("Jawaban", "Orang"), ends=("1 Sangat tidak setuju", "5 Sangat setuju")),
        charts.bar_chart("Belum ada data", "Kosong.", [], head=("Unit", "Bagian")),
        heat,
    ]  # fmt: skip


def page(params: Mapping[str, str], table: Table) -> dict[str, Any]:
    """Everything the gallery template shows."""
    empty: TablePage = table.page({}, [])
    return {
        "steps": STEPS, "journey": JOURNEY, "levels": LEVELS, "jobs": JOBS,
        "table": table.page(params, PEOPLE), "empty_table": empty,
        "form": SampleForm(), "wrong_form": SampleForm({"name": "", "kind": "lain"}),
        "filter": SampleFilter(params), "upload": SampleUpload(), "drawings": drawings(),
        "facts": FACTS, "tabs": TABS, "crumbs": [("Rencana", "#"), ("2027", "#")],
        "amount": 4_170_000_000, "small_amount": 192_000_000, "start": date(2027, 4, 14), "end": date(2027, 4, 16),
    }  # fmt: skip
