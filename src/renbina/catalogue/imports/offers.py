"""What is on offer in a year: a programme in a month, in so many classes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.catalogue.access import LOAD, can, own_agency
from renbina.catalogue.enums import Delivery
from renbina.catalogue.models import Offer, Partner, Programme
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row
from renbina.foundation.imports.declare import key_text

_NAMES: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
SELF_PACED: Final = "0"
MONTHS: Final = (
    {name: str(number) for number, name in enumerate(_NAMES, start=1)}
    | {"Mandiri": SELF_PACED, "Kapan saja": SELF_PACED, "Belajar mandiri": SELF_PACED}
    | {name[:3]: str(number) for number, name in enumerate(_NAMES, start=1)}
    | {f"{number:02}": str(number) for number in range(1, 10)}
    | {str(number): str(number) for number in range(13)}
)
FIELDS: Final = (
    Field("programme", _("Code of the programme"), synonyms=("KODE PROGRAM", "PROGRAM", "KODE"), required=True,
          max_length=20),
    Field("year", _("Year"), "int", ("TAHUN", "TAHUN PELAKSANAAN"), required=True, minimum=2020, maximum=2100),
    Field("month", _("Month"), "choice", ("BULAN", "BULAN MULAI"), required=True, choices=MONTHS,
          help=_("“Mandiri” for a programme that people take when they like.")),
    Field("own_class", _("Held by the agency itself"), "bool", ("SWAKELOLA", "KELAS SENDIRI"),
          help=_("Empty: as the programme is held.")),
    Field("batches_max", _("Classes at most"), "int", ("ANGKATAN", "JUMLAH ANGKATAN", "KELAS"),
          column_required=True, minimum=0, maximum=10_000),
    Field("seats", _("Seats"), "int", ("KURSI", "KUOTA", "JUMLAH KURSI", "PESERTA"), minimum=0, maximum=10_000_000,
          compare=False, help=_("Instead of classes: as many classes as it takes to hold these seats.")),
    Field("partner", _("Partner"), synonyms=("MITRA", "PENYELENGGARA", "NAMA MITRA"), max_length=200),
    Field("starts_on", _("First day"), "date", ("TANGGAL MULAI", "MULAI")),
    Field("ends_on", _("Last day"), "date", ("TANGGAL SELESAI", "SELESAI")),
    Field("place", _("Place"), synonyms=("TEMPAT", "LOKASI")),
)  # fmt: skip
STORED: Final = ("batches_max", "partner", "starts_on", "ends_on", "place")
MESSAGES: Final[Mapping[str, Message]] = {
    "programme_unknown": Message(
        _("No programme has the code “%(value)s”."), _("Correct the code, or load the programmes first.")
    ),
    "partner_unknown": Message(
        _("No partner is called “%(value)s”."), _("Choose one of these names, or load the partners first.")
    ),
    "classes_missing": Message(_("Neither classes nor seats are written."), _("Fill one of the two columns.")),
    "seats_as_classes": Message(
        _("%(seats)s seats become %(classes)s classes of %(capacity)s."),
        _("Nothing to do if that is meant; else write the number of classes."),
    ),
    "days_backwards": Message(_("The last day lies before the first."), _("Correct one of the two days.")),
    "month_differs": Message(
        _("The first day lies in another month or year than the row says."), _("Correct the month or the day.")
    ),
}


def offers_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="offers",
        label=_("On offer in a year"),
        description=_("Which programme is held in which month, in how many classes, by whom and where."),
        may=lambda actor: can(actor, LOAD),
        fields=FIELDS,
        key_of=_key_of,
        stored=stored_offers,
        check_rows=check_offers,
        apply=apply,
        title_of=lambda values: f"{values['programme']} {values['year']}",
        messages=MESSAGES,
    )


def _key_of(values: Mapping[str, Any]) -> str:
    named = [values[name] for name in ("programme", "year", "month")]
    return "" if None in named else key_text(*named, "s" if values.get("own_class") else "")


def stored_offers(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    rows = Offer.objects.filter(programme__agency_id=own_agency(actor)).order_by(
        "year", "programme__code", "month", "pk"
    )
    names = ("programme__code", "year", "month", "own_class", "batches_max", "partner__name", "starts_on", "ends_on")
    found = {}
    for code, year, month, own_class, batches, partner, starts, ends, place in rows.values_list(*names, "place"):
        values = {
            "programme": code, "year": year, "month": str(month or SELF_PACED), "own_class": own_class,
            "batches_max": batches, "partner": partner, "starts_on": starts, "ends_on": ends, "place": place,
        }  # fmt: skip
        found[_key_of(values)] = values
    return found


def check_offers(rows: Sequence[Row], context: ImportContext) -> None:
    """Programme, partner, classes and days; two queries."""
    agency = own_agency(context.actor)
    programmes = {key_text(each.code): each for each in Programme.objects.filter(agency_id=agency).order_by("pk")}
    partners = {
        key_text(name): name for name in Partner.objects.filter(agency_id=agency).values_list("name", flat=True)
    }
    for row in rows:
        programme = programmes.get(key_text(row.values.get("programme") or ""))
        if row.values.get("programme") and programme is None:
            row.hold("programme", "programme_unknown")
        elif programme is not None:
            row.values["programme"] = programme.code
            if row.values.get("own_class") is None:
                row.values["own_class"] = programme.delivery == Delivery.OWN
            _count_classes(row, programme)
        named = row.values.get("partner")
        if named and key_text(named) not in partners:
            row.hold("partner", "partner_unknown", suggestions=sorted(partners.values())[:8])
        elif named:
            row.values["partner"] = partners[key_text(named)]
        _check_days(row)


def _count_classes(row: Row, programme: Programme) -> None:
    seats = row.values.get("seats")
    if row.values.get("batches_max") is not None or row.held:
        return
    if seats is not None:
        classes = -(-seats // programme.capacity)
        row.values["batches_max"] = classes
        row.warn("seats", "seats_as_classes", seats=seats, classes=classes, capacity=programme.capacity)
    else:
        row.hold("batches_max", "classes_missing")


def _check_days(row: Row) -> None:
    starts, ends, month = (row.values.get(name) for name in ("starts_on", "ends_on", "month"))
    if starts and ends and ends < starts:
        row.hold("ends_on", "days_backwards")
    if (
        starts
        and month not in (None, SELF_PACED)
        and (starts.year, str(starts.month)) != (row.values.get("year"), month)
    ):
        row.hold("starts_on", "month_differs")
