"""What performance imports: predicates of a period, from e-Kinerja or a sheet, checked against the matrix."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from binacore.indices import Rating, predicate
from binacore.rules import Rulebook, RulesAt
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
    Field("nip", _("NIP"), "nip", ("NIP", "NIP BARU", "NIP/NI PPPK"), required=True),
    Field("year", _("Year"), "int", ("TAHUN",), required=True, minimum=2022, maximum=2100),
    Field("quarter", _("Period"), "choice", ("PERIODE", "TRIWULAN"), required=True, choices=_PERIODS),
    Field("result", _("Results of work"), "choice", ("HASIL KERJA", "RATING HASIL KERJA", "HASIL KINERJA"),
          required=True, choices=_RATINGS),
    Field("behaviour", _("Behaviour at work"), "choice", ("PERILAKU", "PERILAKU KERJA", "RATING PERILAKU KERJA"),
          required=True, choices=_RATINGS),
    Field("predicate", _("Predicate"), "choice", ("PREDIKAT", "PREDIKAT KINERJA", "KUADRAN KINERJA"),
          required=True, choices=_PREDICATES),
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
        description=_("NIP, year, period, both ratings and the predicate, as e-Kinerja lists them."),
        may=lambda actor: can(actor, PERIODS),
        fields=FIELDS,
        key_of=_key_of,
        stored=stored_predicates,
        check_rows=check_predicates,
        apply=apply,
        report_missing=False,
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
        _check_period(row, periods)
        _check_matrix(row, rulebook)


def _check_period(row: Row, periods: Mapping[tuple[int, int], RatingPeriod]) -> None:
    year, quarter = row.values.get("year"), row.values.get("quarter")
    if year is None or quarter is None or (year, int(quarter)) in periods:
        return
    row.hold("quarter", "period_not_open", period=period_name(RatingPeriod(year=year, quarter=int(quarter))))


def _check_matrix(row: Row, rulebook: Rulebook) -> None:
    year, stated = row.values.get("year"), row.values.get("predicate")
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
