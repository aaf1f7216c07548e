"""Partners of an agency with their agreements: institutions, never private persons."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.catalogue.access import LOAD, can, own_agency
from renbina.catalogue.models import Partner
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row, titled
from renbina.foundation.imports.declare import key_text

KINDS: Final = {
    "Lembaga pelatihan": "training_body", "Lembaga diklat": "training_body", "BPSDM": "training_body",
    "Balai diklat": "training_body", "Perguruan tinggi": "university", "Universitas": "university",
    "Politeknik": "university", "Sekolah tinggi": "university", "Organisasi profesi": "professional",
    "Instansi pemerintah": "government", "Pemerintah": "government", "Komunitas": "community",
    "Organisasi masyarakat": "community", "LSM": "community",
}  # fmt: skip
FIELDS: Final = (
    Field("name", _("Partner"), synonyms=("NAMA MITRA", "MITRA", "NAMA LEMBAGA", "LEMBAGA", "PENYELENGGARA"),
          required=True, max_length=200),
    Field("kind", _("Kind of partner"), "choice", ("JENIS MITRA", "JENIS", "JENIS LEMBAGA"), required=True,
          choices=KINDS),
    Field("agreement_number", _("Agreement number"), synonyms=("NOMOR PERJANJIAN", "NOMOR PKS", "NO PKS", "NOMOR MOU"),
          max_length=80),
    Field("agreement_from", _("Agreement holds from"), "date", ("BERLAKU SEJAK", "BERLAKU MULAI", "TANGGAL PKS")),
    Field("agreement_until", _("Agreement ends on"), "date",
          ("BERLAKU SAMPAI", "BERAKHIR", "BERLAKU HINGGA", "TANGGAL BERAKHIR")),
    Field("contact", _("Contact of the institution"), synonyms=("KONTAK LEMBAGA", "KONTAK", "TELEPON KANTOR", "SUREL"),
          help=_("Telephone, e-mail or address of the office; no private number and no person's name.")),
)  # fmt: skip
MESSAGES: Final[Mapping[str, Message]] = {
    "agreement_backwards": Message(
        _("The agreement would end before it begins (%(day)s)."), _("Correct one of the two days.")
    ),
    "agreement_over": Message(
        _("The agreement ended on %(day)s."), _("Nothing to do; renew it before the partner holds another class.")
    ),
    "contact_private": Message(
        _("This looks like a private mobile number."), _("Better write the number or e-mail of the office.")
    ),
}
# Personal columns that lists of partners carry and nobody needs here.
DROPPED: Final = ("NAMA KONTAK", "NAMA PENGHUBUNG", "NARAHUBUNG", "NIK", "NPWP", "NOMOR HP", "NO HP", "REKENING")
_MOBILE: Final = re.compile(r"(?:\+?62|0)[\s-]?8\d")


def partners_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="partners",
        label=_("Partners"),
        description=_("Who gives or helps to give programmes, with the agreement: number, first and last day."),
        may=lambda actor: can(actor, LOAD),
        fields=FIELDS,
        key_of=lambda values: key_text(values["name"]),
        stored=stored_partners,
        check_rows=check_partners,
        apply=apply,
        dropped=DROPPED,
        title_of=titled("name"),
        messages=MESSAGES,
    )


def stored_partners(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    rows = Partner.objects.filter(agency_id=own_agency(actor)).order_by("name", "pk")
    return {key_text(values["name"]): values for values in rows.values(*(field.name for field in FIELDS))}


def check_partners(rows: Sequence[Row], context: ImportContext) -> None:
    """Days in order; an agreement that is over and a private number are said."""
    known = stored_partners(context.actor, context.on)
    for row in rows:
        if row.values.get("name"):
            row.values["name"] = " ".join(row.values["name"].split())
        before = known.get(row.key, {})
        since, until = (
            row.values.get(name, before.get(name)) for name in ("agreement_from", "agreement_until")
        )  # fmt: skip
        if since and until and until < since:
            row.hold("agreement_until", "agreement_backwards", day=f"{since:%d-%m-%Y}")
        elif until and until < context.on and "agreement_until" in row.values:
            row.warn("agreement_until", "agreement_over", day=f"{until:%d-%m-%Y}")
        if _MOBILE.match(row.values.get("contact") or ""):
            row.warn("contact", "contact_private")
