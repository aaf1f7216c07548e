"""What the city's needs analysis holds, and that the desk would find every wish that was sent in twice."""

from binacity.apportion import CITY_SIZE
from binacity.talks import heard
from binacity.units import specs
from binacity.wishes import wishes
from binacore.alike import Wish, groups, likely_same
from binacore.gate import Cause, Verdict, judge

TOP = frozenset(spec.key for spec in specs(CITY_SIZE))
BELOW = TOP | {"disdukcapil.b1", "disdukcapil.b2", "disdikbud.sd1", "setda.b7", "rsud.r2"}


def test_143_proposals_of_31_units_are_117_wishes() -> None:
    rows = wishes(TOP, CITY_SIZE)
    assert len(rows) == 143
    assert len(TOP) - len({row.unit for row in rows}) == 3
    assert sum(not row.same_as for row in rows) == 117
    travel = [row for row in rows if row.place in ("Bali", "Jakarta")]
    assert len(travel) == 12
    assert not any(row.programme for row in travel)


def test_every_planted_double_is_found_and_hardly_anything_else() -> None:
    rows = wishes(TOP, CITY_SIZE)
    made = [Wish(str(row.number), row.title, row.programme, row.unit, row.people) for row in rows]
    pairs = {frozenset((pair.first, pair.second)) for pair in likely_same(made)}
    planted = {frozenset((str(row.number), str(row.same_as))) for row in rows if row.same_as}
    assert len(planted) == 26
    assert planted <= pairs
    assert len(pairs - planted) <= 4
    across = [row for row in rows if row.same_as and row.unit != rows[row.same_as - 1].unit]
    assert len(across) == 1
    assert len(groups(likely_same(made))) >= 20


def test_five_quotes_of_the_civil_registry_are_about_digital_service_and_its_queue_is_cured_by_27_percent() -> None:
    found = heard(frozenset(BELOW), CITY_SIZE)
    registry = [talk for talk in found.talks if talk.unit.startswith("disdukcapil")]
    assert len(registry) == 6
    assert sum(quote.competency == "2.1" for talk in registry for quote in talk.quotes) == 5
    queue = judge([dict(zip(Cause, found.gates[0].counts, strict=True))])
    assert (queue.training_share, queue.verdict) == (0.27, Verdict.PARTLY)


QUOTES = (
    "Kalau SIAK berhenti saya panggil anak PKL.",
    "Syarat di papan beda dengan yang di aplikasi.",
    "Pelatihan tahun lalu bagus, tapi komputernya tidak ada.",
    "Saya ditunjuk karena sedang tidak ada pekerjaan.",
    "Setelah pelatihan tidak pernah ditanya hasilnya.",
    "Guru kelas tidak bisa ditinggal, cobalah waktu libur.",
    "Kami PPPK jarang dipanggil.",
    "Atasan menilai semua Baik, jadi saya tidak tahu kurangnya apa.",
    "Kalau ada yang mendampingi seminggu di loket, lebih cepat bisa.",
    "Sertifikat saya dikirim tiga kali, belum masuk JP.",
)


def test_the_ten_quotes_of_the_sheet_were_said_once_each_and_coded() -> None:
    said = [quote for talk in heard(frozenset(BELOW), CITY_SIZE).talks for quote in talk.quotes]
    assert [sum(quote.text == text for quote in said) for text in QUOTES] == [1] * 10
    assert all(quote.cause for quote in said if quote.text in QUOTES)
