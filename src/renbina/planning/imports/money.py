"""The money of a year: funds with what and whom they pay for, and the ceiling of the plan in each stage."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row, titled
from renbina.foundation.imports.declare import key_text
from renbina.organisation.queries.unit_names import unit_names
from renbina.planning.access import LOAD, can, own_agency
from renbina.planning.enums import PlanStatus
from renbina.planning.imports.shared import (
    CODES_HELP,
    SHARED_MESSAGES,
    check_codes,
    check_units,
    listed,
    programme_codes,
)
from renbina.planning.models import Fund, Plan, ProgrammeFund

_MOST: Final = 10**15
_YEAR: Final = Field(
    "year", _("Year"), "int", ("TAHUN", "TAHUN ANGGARAN", "TA"), required=True, minimum=2020, maximum=2100
)
FUND_FIELDS: Final = (
    _YEAR,
    Field("key", _("Code of the fund"), synonyms=("KODE DANA", "KODE"), required=True, max_length=60,
          help=_("A short word of your own that names the fund in this year.")),
    Field("name", _("Fund"), synonyms=("NAMA DANA", "SUMBER DANA", "NAMA"), required=True),
    Field("amount", _("Amount in rupiah"), "int", ("PAGU DANA", "JUMLAH", "PAGU", "ANGGARAN"), required=True, minimum=0,
          maximum=_MOST),
    Field("spender", _("Who spends it"), synonyms=("PELAKSANA", "SKPD", "PENGELOLA")),
    Field("activity_code", _("Code of the activity"), synonyms=("KODE KEGIATAN", "KODE SUBKEGIATAN"), max_length=120),
    Field("units", _("Only for people of"), synonyms=("UNIT", "UNTUK UNIT", "PERANGKAT DAERAH"), max_length=8000,
          help=_("Empty: for everybody. Units below are included.")),
    Field("programmes", _("Pays for programmes"), synonyms=("PROGRAM", "KODE PROGRAM"), max_length=8000,
          help=CODES_HELP),
    Field("note", _("Note"), synonyms=("CATATAN", "KETERANGAN")),
)  # fmt: skip
_STAGES: Final = {
    "Pagu indikatif": "indicative", "Indikatif": "indicative", "Pagu definitif": "definitive",
    "Definitif": "definitive", "APBD": "definitive", "Perubahan anggaran": "revised", "Perubahan": "revised",
    "APBD-P": "revised",
}  # fmt: skip
CEILING_FIELDS: Final = (
    _YEAR,
    Field("stage", _("Stage"), "choice", ("TAHAP", "TAHAPAN", "TAHAP ANGGARAN"), required=True, choices=_STAGES),
    Field("title", _("Title"), synonyms=("JUDUL", "NAMA RENCANA"), help=_("Empty: a title with the year.")),
    Field("budget", _("Ceiling in rupiah"), "int", ("PAGU", "JUMLAH", "ANGGARAN"), required=True, minimum=0,
          maximum=_MOST),
    Field("note", _("Note"), synonyms=("CATATAN", "KETERANGAN")),
)  # fmt: skip
MESSAGES: Final[Mapping[str, Message]] = SHARED_MESSAGES | {
    "plan_not_draft": Message(
        _("This plan is no draft any more; its ceiling stands."),
        _("Take the row out, or write the new money as another stage."),
    ),
    "pays_nothing": Message(
        _("The fund pays for no programme."), _("Write the codes of the programmes that it pays for.")
    ),
}


def funds_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="funds",
        label=_("Funds of a year"),
        description=_("Sources of money with amount, who spends it, whose people and which programmes it pays for."),
        may=lambda actor: can(actor, LOAD),
        fields=FUND_FIELDS,
        key_of=lambda values: key_text(values["year"], values["key"]) if values["year"] and values["key"] else "",
        stored=stored_funds,
        check_rows=check_funds,
        apply=apply,
        title_of=titled("name"),
        messages=MESSAGES,
    )


def ceilings_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="ceilings",
        label=_("Ceilings of a plan"),
        description=_("The money that a year's plan may spend in each stage; a stage that is new begins a draft."),
        may=lambda actor: can(actor, LOAD),
        fields=CEILING_FIELDS,
        key_of=lambda values: key_text(values["year"], values["stage"]) if values["year"] and values["stage"] else "",
        stored=stored_ceilings,
        check_rows=check_ceilings,
        apply=apply,
        title_of=titled("title", "year"),
        messages=MESSAGES,
    )


def stored_funds(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """Funds with their units and programmes. Five queries."""
    agency = own_agency(actor)
    units = unit_names(agency)
    paid: dict[int, list[str]] = {}
    for fund_id, code in ProgrammeFund.objects.filter(fund__agency_id=agency).values_list("fund_id", "programme__code"):
        paid.setdefault(fund_id, []).append(code)
    plain = ("year", "key", "name", "amount", "spender", "activity_code", "note")
    return {
        key_text(fund.year, fund.key): {name: getattr(fund, name) for name in plain}
        | {"units": units.listed(unit.pk for unit in fund.units.all()), "programmes": listed(paid.get(fund.pk, ()))}
        for fund in Fund.objects.filter(agency_id=agency).prefetch_related("units").order_by("year", "key")
    }


def check_funds(rows: Sequence[Row], context: ImportContext) -> None:
    """Units and programmes."""
    agency = own_agency(context.actor)
    units, known = unit_names(agency), programme_codes(agency)
    for row in rows:
        check_units(row, "units", units)
        check_codes(row, "programmes", known)
        if "programmes" in row.values and not row.values["programmes"] and not row.held:
            row.warn("programmes", "pays_nothing")


def stored_ceilings(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    rows = Plan.objects.filter(agency_id=own_agency(actor)).order_by("year", "pk")
    found = rows.values(*(field.name for field in CEILING_FIELDS))
    return {key_text(values["year"], values["stage"]): values for values in found}


def check_ceilings(rows: Sequence[Row], context: ImportContext) -> None:
    """What was decided on keeps its ceiling; a plan without a title keeps its own, or is called by its year."""
    agency = own_agency(context.actor)
    stored = stored_ceilings(context.actor, context.on)
    settled = {
        key_text(plan.year, plan.stage): plan
        for plan in Plan.objects.filter(agency_id=agency).exclude(status=PlanStatus.DRAFT).order_by("pk")
    }
    for row in rows:
        if "title" in row.values and row.values["title"] is None and row.values.get("year"):
            row.values["title"] = stored.get(row.key, {}).get("title") or title_of(row.values["year"])
        plan = settled.get(row.key)
        if plan is not None and row.values.get("budget") not in (None, plan.budget):
            row.hold("budget", "plan_not_draft")


def title_of(year: int) -> str:
    """What a plan is called that nobody has named."""
    return gettext("Development plan %(year)s") % {"year": year}
