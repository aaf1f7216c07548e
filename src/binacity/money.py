"""Funds of 2027: 4,200,000,000 rupiah in seven pots.

Codes follow the pattern of regional budgets; numbers marked [cek] are unconfirmed.
"""

from binacity.apportion import CITY_SIZE
from binacity.plan_records import FundRecord

FUNDS = (
    ("bkpsdm_technical", "APBD BKPSDM: kompetensi teknis", 920, "BKPSDM", "5.04.02.2.01.0002", ()),
    ("bkpsdm_managerial", "APBD BKPSDM: manajerial, fungsional, sertifikasi", 1210, "BKPSDM", "5.04.02.2.02", ()),
    ("bkpsdm_education", "APBD BKPSDM: pendidikan lanjutan", 220, "BKPSDM", "5.03.02.2.03", ()),
    ("agencies", "APBD 32 perangkat daerah lain", 860, "Tiap perangkat daerah", "X.XX.01.2.05.0009", ()),
    ("blud_rsud", "BLUD RSUD", 460, "RSUD, hanya tenaga RSUD", "BLUD", ("rsud",)),
    (
        "blud_puskesmas",
        "BLUD puskesmas dan BOK",
        290,
        "Dinkes dan puskesmas, hanya tenaga kesehatan",
        "BLUD/BOK",
        ("dinkes",),
    ),
    ("bosp", "BOSP dan Disdikbud", 240, "Sekolah dan Disdikbud, hanya guru dan tendik", "BOSP", ("disdikbud",)),
)
MILLION = 1_000_000


def funds(size: int, unit_keys: frozenset[str]) -> tuple[FundRecord, ...]:
    """Exact for the city, proportional (to the rupiah, rounded down) for other sizes; funds of absent units hold
    nothing.
    """
    result = []
    for key, name, millions, spender, code, units in FUNDS:
        amount = millions * MILLION * size // CITY_SIZE
        present = tuple(unit for unit in units if unit in unit_keys)
        if units and not present:
            amount, present = 0, ()
        note = "Di luar batas bawah 0,16 %" if key.startswith(("blud", "bosp")) else "Kode sub kegiatan [cek]"
        result.append(FundRecord(key, name, amount, spender, code, present, note))
    return tuple(result)
