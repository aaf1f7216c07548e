"""What citizens' evidence adds to the weight of a competency."""

from binacity.records import VoiceRecord

VOICE = (
    ("disdukcapil", "2.1", 1.5, "64 keluhan dan SKM U3 2,71 tentang waktu dan antrean"),
    ("disdukcapil", "1.1", 1.2, "SKM 76,2 (C); sikap dan waktu di loket"),
    ("rsud", "1.3", 1.35, "SKM U7 2,88; 131 umpan balik tentang sikap petugas"),
    ("rsud", "m3", 1.25, "SKM U7 2,88; komunikasi petugas"),
    ("dinkes.p2", "1.3", 1.35, "SKM Puskesmas Batu Lintang 75,1 (C)"),
    ("dinkes.p1", "1.3", 1.2, "Keluhan sikap petugas di Puskesmas Pasar Arai"),
    ("dinkes.p6", "1.3", 1.2, "Keluhan sikap petugas di Puskesmas Rawang Arai"),
    ("dishub", "1.1", 1.2, "SKM PKB 74,0 (C); biaya tidak jelas (U4)"),
    ("dpmptsp", "1.2", 1.1, "188 masukan tentang syarat yang berubah-ubah"),
    ("disdikbud", "9.2", 1.15, "Rapor pendidikan: hasil asesmen belum dipakai untuk perbaikan"),
)

IN_ENGLISH = {
    ("disdukcapil", "2.1"): "64 complaints and SKM U3 2.71 about time and queues",
    ("disdukcapil", "1.1"): "SKM 76.2 (C); attitude and time at the counter",
    ("rsud", "1.3"): "SKM U7 2.88; 131 feedback items about the attitude of staff",
    ("rsud", "m3"): "SKM U7 2.88; how staff communicate",
    ("dinkes.p2", "1.3"): "SKM of the health centre Batu Lintang 75.1 (C)",
    ("dinkes.p1", "1.3"): "Complaints about the attitude of staff in the health centre Pasar Arai",
    ("dinkes.p6", "1.3"): "Complaints about the attitude of staff in the health centre Rawang Arai",
    ("dishub", "1.1"): "SKM of vehicle tests 74.0 (C); fees are unclear (U4)",
    ("dpmptsp", "1.2"): "188 feedback items about requirements that keep changing",
    ("disdikbud", "9.2"): "Education report: results of assessments are not yet used to improve",
}
"""What the rows say in English; beside the city's records, which are Indonesian like its work."""


def voice(unit_keys: frozenset[str]) -> tuple[VoiceRecord, ...]:
    """Rows of the units that this agency has."""
    return tuple(VoiceRecord(*row) for row in VOICE if row[0] in unit_keys)
