"""What performance imports: predicates of a period, from e-Kinerja or a sheet, checked against the matrix."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from binacore.indices import Rating, predicate
from binacore.rules import Rulebook, RulesAt
from binacore.siasn_codes import COEFFICIENTS, MONTHLY, QUARTERLY, quarter_of
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row
from renbina.organisation.access import own_agency
from renbina.organisation.models import Employee
from renbina.performance.access import PERIODS, can
from renbina.performance.models import PeriodRating, RatingPeriod
from renbina.performance.wording import period_name, predicate_words
from renbina.rulebook.queries import rulebook_for

_RATINGS: Final = {
    "Di atas ekspektasi": "above", "Di atas": "above", "Diatas ekspektasi": "above", "1": "above",
    "Sesuai ekspektasi": "meets", "Sesuai": "meets", "2": "meets",
    "Di bawah ekspektasi": "below", "Di bawah": "below", "Dibawah ekspektasi": "below", "3": "below",
}  # fmt: skip
_PREDICATES: Final = {
    "Sangat Baik": "very_good", "1": "very_good", "Baik": "good", "2": "good",
    "Butuh Perbaikan": "needs_improvement", "Cukup": "needs_improvement", "3": "needs_improvement",
    "Kurang": "poor", "4": "poor", "Sangat Kurang": "very_poor", "5": "very_poor",
}  # fmt: skip
_PERIODS: Final = {
    "Tahunan": "0", "Tahun": "0", "Setahun": "0", "Akhir tahun": "0",
    "Triwulan 1": "1", "Triwulan 2": "2", "Triwulan 3": "3", "Triwulan 4": "4",
    "Triwulan I": "1", "Triwulan II": "2", "Triwulan III": "3", "Triwulan IV": "4",
    "TW 1": "1", "TW 2": "2", "TW 3": "3", "TW 4": "4", "1": "1", "2": "2", "3": "3", "4": "4",
}  # fmt: skip

FIELDS: Final = (
    Field("nip", _("NIP"), "nip",
          ("NIP", "NIP BARU", "nipBaru", "NIP/NI PPPK", "pnsDinilaiId", "PNS DINILAI ID"), required=True),
    Field("year", _("Year"), "int", ("TAHUN",), required=True, minimum=2022, maximum=2100),
    Field("quarter", _("Period"), "choice", ("PERIODE", "TRIWULAN"), choices=_PERIODS),
    Field("month_from", _("First month"), "int",
          ("bulanMulaiPenilaian", "BULAN MULAI PENILAIAN", "BULAN MULAI"), minimum=1, maximum=12, compare=False),
    Field("month_to", _("Last month"), "int",
          ("bulanSelesaiPenilaian", "BULAN SELESAI PENILAIAN", "BULAN SELESAI"), minimum=1, maximum=12, compare=False),
    Field("year_from", _("Year of the first month"), "int", ("tahunMulaiPenilaian", "TAHUN MULAI PENILAIAN"),
          minimum=2022, maximum=2100, compare=False),
    Field("year_to", _("Year of the last month"), "int", ("tahunSelesaiPenilaian", "TAHUN SELESAI PENILAIAN"),
          minimum=2022, maximum=2100, compare=False),
    Field("periodic", _("Rhythm of SIASN"), "choice", ("periodikId", "PERIODIK ID", "PERIODIK"), compare=False,
          choices={"Bulanan": MONTHLY, "1": MONTHLY, "Triwulan": QUARTERLY, "Triwulanan": QUARTERLY, "2": QUARTERLY}),
    Field("result", _("Results of work"), "choice",
          ("HASIL KERJA", "RATING HASIL KERJA", "HASIL KINERJA", "hasilKinerjaNilai", "HASIL KINERJA NILAI"),
          required=True, choices=_RATINGS),
    Field("behaviour", _("Behaviour at work"), "choice",
          ("PERILAKU", "PERILAKU KERJA", "RATING PERILAKU KERJA", "perilakuKerjaNilai", "PERILAKU KERJA NILAI"),
          required=True, choices=_RATINGS),
    Field("predicate", _("Predicate"), "choice",
          ("PREDIKAT", "PREDIKAT KINERJA", "KUADRAN KINERJA", "kuadranKinerjaNilai", "KUADRAN KINERJA NILAI"),
          required=True, choices=_PREDICATES),
    Field("coefficient", _("Coefficient of SIASN"), synonyms=("koefisienId", "KOEFISIEN ID"), max_length=10,
          compare=False),
    Field("reason", _("What it rests on"), synonyms=("ALASAN", "BUKTI", "CATATAN"), max_length=1000, compare=False),
)  # fmt: skip

MESSAGES: Final[Mapping[str, Message]] = {
    "person_unknown": Message(
        _("Nobody of this agency has this NIP."), _("Correct the NIP, or load the roster first.")
    ),
    "period_not_open": Message(
        _("%(period)s is not open."),
        _("Open it on the page Performance, or take the row out; the predicates of a closed period stand."),
    ),
    "period_missing": Message(
        _("The row does not say which period it is about."),
        _("Write Triwulan 1 to 4 or Tahunan, or the first and the last month."),
    ),
    "months_no_period": Message(
        _("Months %(first)s to %(last)s are neither a quarter nor the year."),
        _("Predicates are kept by quarter and year: write 1 to 3, 4 to 6, 7 to 9, 10 to 12 or 1 to 12."),
    ),
    "period_differs": Message(
        _("The period is not that of the months, %(by_months)s."), _("Correct the period or the months.")
    ),
    "year_differs": Message(
        _("The months are of the year %(value)s, the row of %(year)s."), _("Correct one of the two years.")
    ),
    "coefficient_unknown": Message(
        _("The coefficient %(value)s does not belong to the predicate “%(stated)s”, or is not known."),
        _("Nothing to do: it is not kept. Compare it with SIASN."),
    ),
    "matrix_differs": Message(
        _("These ratings give “%(expected)s”, not “%(stated)s”."),
        _("Correct a rating or the predicate; it follows from the matrix of PermenPANRB 6/2022."),
    ),
    "reason_missing": Message(
        _("“%(stated)s” comes without a reason."), _("Nothing to do; better if the superior adds one.")
    ),
}


def performance_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="performance",
        label=_("Performance predicates"),
        description=_(
            "NIP, year, period, both ratings and the predicate, as e-Kinerja or SIASN (kinerjaPeriodik) list them."
        ),
        may=lambda actor: can(actor, PERIODS),
        fields=FIELDS,
        key_of=_key_of,
        stored=stored_predicates,
        check_rows=check_predicates,
        apply=apply,
        report_missing=False,
        row_by_row=True,
        messages=MESSAGES,
        undo_guard=_closed_since,
    )


def _closed_since(actor: Actor, touched: Mapping[str, set[Any]]) -> str:
    """The predicates of a closed period stand: a file that wrote some cannot be taken back any more."""
    ratings = touched.get(PeriodRating._meta.label_lower, set())
    closed = RatingPeriod.objects.filter(closed_at__isnull=False, ratings__in=ratings).order_by("pk").first()
    if closed is None:
        return ""
    return gettext("%(period)s was closed since; its predicates stand.") % {"period": period_name(closed)}


def _key_of(values: Mapping[str, Any]) -> str:
    parts = [values.get(name) for name in ("nip", "year", "quarter")]
    return "/".join(str(part) for part in parts) if None not in parts else ""


def stored_predicates(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """What open periods hold now; the predicates of closed ones stand and are compared with nothing."""
    rows = PeriodRating.objects.filter(period__agency_id=own_agency(actor), period__closed_at=None)
    fields = ("employee__nip", "period__year", "period__quarter", "result", "behaviour", "predicate", "reason")
    found = {}
    for nip, year, quarter, result, behaviour, stated, reason in rows.order_by("pk").values_list(*fields):
        values = {
            "nip": nip, "year": year, "quarter": str(quarter), "result": result, "behaviour": behaviour,
            "predicate": stated, "reason": reason,
        }  # fmt: skip
        found[_key_of(values)] = values
    return found


def check_predicates(rows: Sequence[Row], context: ImportContext) -> None:
    """Person, period and matrix; row by row, nothing guessed. Three queries."""
    agency = own_agency(context.actor)
    people = set(Employee.objects.filter(agency_id=agency).values_list("nip", flat=True))
    periods = {
        (period.year, period.quarter): period
        for period in RatingPeriod.objects.filter(agency_id=agency, closed_at=None).order_by("pk")
    }
    rulebook = rulebook_for(agency)
    for row in rows:
        if row.values.get("nip") and row.values["nip"] not in people:
            row.hold("nip", "person_unknown")
        _tell_period(row)
        _check_period(row, periods)
        _check_matrix(row, rulebook)


def _tell_period(row: Row) -> None:
    """The period from the months, where a file in the shape of SIASN has only these."""
    values = row.values
    first, last, year = (values.get(name) for name in ("month_from", "month_to", "year"))
    told = values.pop("quarter_told", None)  # put there when the row was seen before
    if values.get("quarter") == told:
        values["quarter"] = None
    implied = None
    if first is not None and last is not None:
        quarter = quarter_of(first, last)
        if quarter is None:
            row.hold("month_to", "months_no_period", first=first, last=last)
            return
        implied = str(quarter)
    if values.get("quarter") is None and implied is not None:
        values["quarter"] = values["quarter_told"] = implied
    elif implied is not None and implied != values["quarter"] and year is not None:
        by_months = period_name(RatingPeriod(year=year, quarter=int(implied)))
        row.hold("quarter", "period_differs", by_months=by_months)
    if values.get("quarter") is None and not any(each.origin == "cell" for each in row.problems):
        row.hold("quarter", "period_missing")
    for name in ("year_from", "year_to"):
        if year is not None and values.get(name) not in (None, year):
            row.hold(name, "year_differs", year=year)


def _check_period(row: Row, periods: Mapping[tuple[int, int], RatingPeriod]) -> None:
    year, quarter = row.values.get("year"), row.values.get("quarter")
    if year is None or quarter is None or (year, int(quarter)) in periods:
        return
    row.hold("quarter", "period_not_open", period=period_name(RatingPeriod(year=year, quarter=int(quarter))))


def _check_matrix(row: Row, rulebook: Rulebook) -> None:
    year, stated, coefficient = (row.values.get(name) for name in ("year", "predicate", "coefficient"))
    if coefficient and stated and (stated != "good" or coefficient not in COEFFICIENTS.values()):
        row.warn("coefficient", "coefficient_unknown", stated=predicate_words(stated))
    result, behaviour = row.values.get("result"), row.values.get("behaviour")
    if year is None or stated is None or result is None or behaviour is None:
        return
    rules: RulesAt = rulebook.at(date(year, 12, 31))
    expected = predicate(Rating(result), Rating(behaviour), rules).value
    if expected != stated:
        row.hold(
            "predicate",
            "matrix_differs",
            expected=predicate_words(expected),
            stated=predicate_words(stated),
            suggestions=(predicate_words(expected),),
        )
    elif expected in rules.items("performance.reason_for") and not row.values.get("reason"):
        row.warn("predicate", "reason_missing", stated=predicate_words(stated))
