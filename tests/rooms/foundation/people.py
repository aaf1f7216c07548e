"""A small import kind over the employee table, and jobs, as the engine's tests need them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Role
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row
from renbina.foundation.imports.job import JOBS as IMPORT_JOBS
from renbina.foundation.imports.journal import Journal
from renbina.foundation.models import AuditHead
from renbina.foundation.queue import JobContext, JobKind
from renbina.organisation.models import Employee

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
NIP_A, NIP_B, NIP_C = "199001012015031901", "199002022015032902", "199003032015031903"
RANKS = ("III/a", "III/b", "III/c", "III/d", "IX")


class Broken(Exception):
    """Planted: the store fails in the middle."""


def stored(actor: Actor, on: date) -> Mapping[str, Mapping[str, Any]]:
    rows = Employee.objects.filter(agency_id=actor.agency_id)
    return {
        row.nip: {"nip": row.nip, "name": row.name, "birth_date": row.birth_date, "grade": row.grade} for row in rows
    }


def check_rows(rows: Sequence[Row], context: ImportContext) -> None:
    for row in rows:
        if row.values.get("grade") not in (None, *RANKS):
            row.hold("grade", "rank_unknown", suggestions=("III/a", "III/b"))
        if row.values.get("name") == "Nama Aneh":
            row.hold("name", "name_odd", confirmable=True)


@action
def store_people(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> Mapping[str, int]:
    known = {each.nip: each for each in Employee.objects.filter(agency_id=by.agency_id)}
    people = []
    for row in rows:
        person = known.get(row.key) or Employee(agency_id=by.agency_id, nip=row.key, sex="m", employment="pns")
        for name, value in row.values.items():
            setattr(person, name, value or "")
        people.append(person)
    journal.create(each for each in people if each.pk is None)
    journal.update((each for each in people if each.nip in known), ["name", "birth_date", "grade"])
    if any(row.values["name"] == "Gagal" for row in rows):
        raise Broken
    record(new={"people": len(rows)})
    return {"people": len(rows)}


PEOPLE = ImportKind(
    key="people",
    label="Daftar pegawai",
    description="Satu baris satu orang.",
    may=lambda actor: actor.is_system or actor.has(Role.ANALYST),
    fields=(
        Field("nip", "NIP", "nip", synonyms=("NIP BARU",), required=True),
        Field("name", "Nama", synonyms=("NAMA",), required=True, max_length=200),
        Field("birth_date", "Tanggal lahir", "date", synonyms=("TANGGAL LAHIR", "TGL LAHIR"), required=True),
        Field("grade", "Golongan", synonyms=("GOL AKHIR NAMA",), max_length=10),
    ),
    key_of=lambda values: values["nip"] or "",
    stored=stored,
    check_rows=check_rows,
    apply=store_people,
    dropped=("NIK", "ALAMAT"),
    sheets=("PNS", "PPPK", "PPPK Paruh Waktu"),
    title_of=lambda values: values["name"] or "",
    messages={
        "rank_unknown": Message("Golongan %(value)s tidak dikenal.", "Pilih golongan yang benar."),
        "name_odd": Message("Nama %(value)s aneh.", "Periksa."),
    },
)
IMPORTS = {"people": PEOPLE}


def fail(context: JobContext) -> Mapping[str, Any]:
    raise ValueError("kabel putus")


def count_up(context: JobContext) -> Mapping[str, Any]:
    context.progress("half", 0.5)
    return {"seen": context.payload["number"]}


def kept_in_one_go(context: JobContext) -> Mapping[str, Any]:
    """Stores and completes in one transaction; the caller of the test looks at both."""
    from django.db import transaction

    with transaction.atomic():
        AuditHead.objects.update_or_create(pk=77, defaults={"sequence": context.payload["number"], "seal": "x"})
        context.complete({"stored": True})
    return {}


JOBS = {
    **IMPORT_JOBS,
    "fail": JobKind(run=fail, label="Gagal"),
    "count": JobKind(run=count_up, label="Hitung", stages={"half": "Separuh"}),
    "store": JobKind(run=kept_in_one_go, label="Simpan"),
}
