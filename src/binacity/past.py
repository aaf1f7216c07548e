"""What the organisation went through: a unit with another name, one that was merged, leave that ended, who stood in.

Nothing of it is true any more on the day of the demonstration but one official who is away that week, so the plan of
the next year is the same with it and without.
"""

from datetime import date
from random import Random

from binacity.apportion import CITY_SIZE
from binacity.drafts import Draft
from binacity.records import LeaveRecord, MergedUnitRecord, Past, RenamedUnitRecord, SubstitutionRecord

REORDERED = date(2025, 1, 2)
DECREE = "Perda 9/2024"
RENAMED = (
    RenamedUnitRecord(
        "bapperida", "Badan Perencanaan Pembangunan Daerah", "Bappeda", REORDERED, DECREE,
        "Urusan riset dan inovasi daerah bergabung",
    ),
)  # fmt: skip
MERGED = (
    MergedUnitRecord(
        "dispusip", "Bidang Arsip Statis", "Bidang Arsip Statis", "division", "dispusip.b2", REORDERED, DECREE,
        "Pengelolaan arsip disatukan",
    ),
)  # fmt: skip
LETTERS: tuple[tuple[str, str, str, date, date, str, date, str], ...] = (
    # absent, who stands in, kind, first day, day after the last, number, date, reason
    ("Sekretaris Daerah", "Asisten Pemerintahan dan Kesejahteraan Rakyat", "plh", date(2026, 11, 9),
     date(2026, 11, 14), "800.1.11.1/2145/2026", date(2026, 11, 5), "Pelatihan kepemimpinan di ibu kota provinsi"),
    ("Kepala Dinas Sosial", "Sekretaris Dinas Sosial", "plh", date(2026, 11, 23),
     date(2026, 11, 28), "800.1.11.1/2201/2026", date(2026, 11, 19), "Cuti tahunan"),
)  # fmt: skip
LEAVES = (
    (date(2026, 2, 2), date(2026, 5, 4), "Cuti besar, SK 850/112/2026"),
    (date(2025, 9, 1), date(2025, 12, 1), "Cuti besar, SK 850/087/2025"),
    (date(2026, 6, 1), date(2026, 9, 1), "Cuti di luar tanggungan negara, SK 850/203/2026"),
)


def make(people: list[Draft], size: int, seed: int, shown: set[str]) -> Past:
    """Of the whole city only. `shown`: people of the stories, who have other things to do."""
    if size != CITY_SIZE:
        return Past()
    random = Random(f"{seed}:past")
    titled = {person.slot.title: person for person in people if person.status == "active"}
    settled = [
        person
        for person in people
        if person.status == "active"
        and person.employment == "pns"
        and person.slot.kind in ("functional", "executive")
        and person.appointed.year < 2024
        and person.key not in shown
    ]
    resting = random.sample(settled, len(LEAVES))
    return Past(
        renamed=RENAMED,
        merged=MERGED,
        leaves=tuple(LeaveRecord(person.key, *days) for person, days in zip(resting, LEAVES, strict=True)),
        substitutions=tuple(
            SubstitutionRecord(titled[row[0]].key, titled[row[1]].key, *row[2:])
            for row in LETTERS
            if row[0] in titled and row[1] in titled
        ),
    )
