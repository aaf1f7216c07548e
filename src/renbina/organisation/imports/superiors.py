"""Superiors from a list: who rates whom, and who leads whose daily work, from a day on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row, titled
from renbina.organisation.access import Verb, can
from renbina.organisation.enums import Relation
from renbina.organisation.gather import superiors_on
from renbina.organisation.gather.lists import register_of, supervisions_stored
from renbina.organisation.imports.chains import circles

_RELATIONS = {
    "rater": "rater", "Pejabat penilai": "rater", "Pejabat penilai kinerja": "rater", "Atasan": "rater",
    "Atasan langsung": "rater", "Penilai": "rater",
    "team_lead": "team_lead", "Ketua tim": "team_lead", "Ketua tim kerja": "team_lead",
}  # fmt: skip


def superiors_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The two superiors; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="superiors",
        label=_("Superiors"),
        description=_("NIP, NIP of the superior (NIP ATASAN), which superior (RELASI), since when (SEJAK)."),
        may=lambda actor: can(actor, Verb.CHANGE_ORGANISATION),
        fields=(
            Field("nip", _("NIP"), "nip", ("NIP BARU", "NIP", "NOMOR INDUK PEGAWAI"), required=True),
            Field(
                "superior_nip",
                _("NIP of the superior"),
                "nip",
                ("NIP ATASAN", "NIP ATASAN LANGSUNG", "NIP PEJABAT PENILAI", "NIP KETUA TIM"),
                required=True,
            ),
            Field("relation", _("Which superior"), "choice", ("RELASI", "HUBUNGAN"), choices=_RELATIONS),
            Field("since", _("Since"), "date", ("SEJAK", "TMT", "MULAI"), compare=False),
        ),
        key_of=_key_of,
        stored=lambda actor, on: supervisions_stored(actor.agency_id, on) if actor.agency_id is not None else {},
        check_rows=check_supervisions,
        apply=apply,
        report_missing=False,
        title_of=titled("nip"),
        messages={
            "person_unknown": Message(
                _("Nobody with this NIP is stored."), _("Correct the NIP, or import the staff roster first.")
            ),
            "superior_unknown": Message(
                _("Nobody with this NIP is stored."), _("Correct the NIP, or import the staff roster first.")
            ),
            "superior_self": Message(
                _("Nobody can be their own superior."), _("Fill in the NIP of the real superior.")
            ),
            "superior_cycle": Message(
                _("Going from superior to superior leads back to this person (rows %(rows)s)."),
                _("Correct the NIP of one of these superiors."),
            ),
            "since_future": Message(
                _("The day lies in the future."), _("Correct it, or import the list on or after that day.")
            ),
        },
        announces="organisation.changed",
    )  # fmt: skip


def _key_of(values: Mapping[str, Any]) -> str:
    return f"{values['nip']}|{values.get('relation') or Relation.RATER.value}" if values["nip"] else ""


def check_supervisions(rows: Sequence[Row], context: ImportContext) -> None:
    """Both people are known, nobody is their own superior, and no circle of raters comes about."""
    agency_id = context.actor.agency_id
    register = register_of(agency_id, context.on, [])
    for row in rows:
        row.values["relation"] = row.values.get("relation") or Relation.RATER.value
        nip, above, since = row.values.get("nip"), row.values.get("superior_nip"), row.values.get("since")
        if nip and nip not in register.names:
            row.hold("nip", "person_unknown")
        if above and above == nip:
            row.hold("superior_nip", "superior_self")
        elif above and above not in register.names:
            row.hold("superior_nip", "superior_unknown")
        if since is not None and since > context.on:
            row.hold("since", "since_future")
    for relation in Relation:
        told = [row for row in rows if row.values["relation"] == relation.value and not row.held]
        if told and agency_id is not None:
            _hold_circles(told, superiors_on(agency_id, context.on, relation))


def _hold_circles(told: Sequence[Row], stored: Mapping[str, str]) -> None:
    members = circles(dict(stored) | {row.values["nip"]: row.values["superior_nip"] for row in told})
    numbers = {row.values["nip"]: row.number for row in told}
    for row in told:
        circle = members.get(row.values["nip"])
        if circle:
            lines = ", ".join(str(numbers[nip]) for nip in circle if nip in numbers)
            row.hold("superior_nip", "superior_cycle", rows=lines)
